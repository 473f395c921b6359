"""Whose instance is it? Seeds that only the holder of the course's secret can compute."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from pathlib import Path

from matgrad.grading.errors import GradingError
from matgrad.grading.source import Assignment

SHORTEST = 16
"""Bytes that a secret needs: 128 bits cannot be tried out."""
VARIANT, COPY = "variant", "copy"
"""What stands in the place of the task for the choice of the variant, and for the mark of a handed-out copy."""


def seed(secret: bytes, course: str, assignment: Assignment, task: str, student: str) -> str:
    """Return the seed of a student's task: HMAC-SHA256 of course, assignment, version, task and student.

    Parameters
    ----------
    secret : bytes
        The course's secret; see `read_secret`.
    course : str
        The name of the course, so that one secret can serve several.
    assignment : Assignment
    task : str
        The id of the task.
    student : str
        The student as the roster names them.
    """
    parts = (course, assignment.id, str(assignment.version), task, student)
    message = "|".join(part.replace("\\", "\\\\").replace("|", "\\|") for part in parts)
    return hmac.new(secret, message.encode(), hashlib.sha256).hexdigest()


def variant(secret: bytes, course: str, assignment: Assignment, student: str) -> str:
    """Return the name of the variant that a student gets."""
    number = int(seed(secret, course, assignment, VARIANT, student)[:16], 16)
    return assignment.variants[number % len(assignment.variants)]


def copy_mark(secret: bytes, course: str, assignment: Assignment, student: str) -> str:
    """Return the mark in a student's copy; it tells the instructor whose copy it is, and nobody else."""
    return seed(secret, course, assignment, COPY, student)[:16]


def read_secret(path: Path) -> bytes:
    """Return the secret in a file.

    Raises
    ------
    GradingError
        If there is none, or it is too short to keep a secret.
    """
    try:
        found = path.read_bytes().strip()
    except OSError as error:
        raise GradingError(f"{path}: the secret cannot be read: {error.strerror}") from None
    if len(found) < SHORTEST:
        raise GradingError(
            f"{path}: the secret has {len(found)} bytes; expected at least {SHORTEST}. "
            "Make one with: matgrad assignment --new-secret FILE"
        )
    return found


def write_secret(path: Path) -> None:
    """Write a new secret that only its owner can read.

    Raises
    ------
    GradingError
        If the file exists already: papers that were handed out need it.
    """
    try:
        path.touch(mode=0o600, exist_ok=False)
        path.write_text(secrets.token_hex(32) + "\n", "ascii")
    except FileExistsError:
        raise GradingError(f"{path}: the file exists; papers already handed out may depend on this secret") from None
    except OSError as error:
        raise GradingError(f"{path}: the secret cannot be written: {error.strerror}") from None
