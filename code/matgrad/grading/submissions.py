"""The files that were handed in: whose they are, and what is in them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from matgrad.grading.answers import LARGEST, MARKER
from matgrad.grading.errors import GradingError

SEPARATORS = "_- .("
"""What stands behind a student's name where a learning-management system adds to it."""


@dataclass(frozen=True, slots=True)
class Submission:
    """What one student handed in.

    Attributes
    ----------
    student : str
    file : str
        The name of the notebook, relative to the folder of submissions; "" if there is none.
    data : bytes or None
        What it holds; None if it could not be read.
    notes : tuple of str
        What was unusual about finding it.
    """

    student: str
    file: str
    data: bytes | None
    notes: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 of what was handed in."""
        return hashlib.sha256(self.data or b"").hexdigest()


def submissions(folder: Path, roster: Sequence[str] | None = None) -> list[Submission]:
    """Return what was handed in, one submission for each student, in the order of the students.

    Parameters
    ----------
    folder : Path
        Has one folder for each student, or one notebook whose name begins with the student.
    roster : sequence of str, optional
        The students; without it each folder and each notebook is one.

    Raises
    ------
    GradingError
        If there is nothing to mark.
    """
    if not folder.is_dir():
        raise GradingError(f"{folder}: there is no such folder; name the folder with the submissions")
    found: dict[str, list[Path]] = {}
    lost: list[str] = []
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.is_symlink():
            continue
        if path.is_dir() or path.suffix.lower() == ".ipynb":
            student = owner(path, roster)
            found.setdefault(student, []).append(path)
            if roster is not None and student not in roster:
                lost.append(path.name)
    if lost:
        raise GradingError(
            f"{folder}: {lost[0]!r} belongs to nobody on the list of students"
            + (f", nor do {len(lost) - 1} others" if len(lost) > 1 else "")
            + "; add them to the list, or let the name begin with the student's"
        )
    if not found:
        raise GradingError(f"{folder}: there are no notebooks here, and no folders with notebooks")
    return [submission(student, paths, folder) for student, paths in sorted(found.items())]


def owner(path: Path, roster: Sequence[str] | None) -> str:
    """Return whose file or folder it is: the longest name of the list that it begins with, else its own name."""
    name = path.name if path.is_dir() else path.stem
    begun = [each for each in roster or () if name == each or (name.startswith(each) and name[len(each)] in SEPARATORS)]
    return max(begun, key=len, default=name)


def submission(student: str, places: list[Path], folder: Path) -> Submission:
    """Return what one student handed in: of several notebooks the one with the most answer cells."""
    books = [path for place in places for path in notebooks(place)]
    if not books:
        names = ", ".join(sorted(path.name for place in places for path in place.rglob("*") if path.is_file())[:5])
        return Submission(student, "", None, (f"there is no notebook, only: {names or 'nothing'}",))
    held = [(len(markers(data)), str(path), path, data) for path in books if (data := contents(path)) is not None]
    if not held:
        return Submission(student, books[-1].relative_to(folder).as_posix(), None, ("the notebook is too large",))
    _, _, path, data = max(held, key=lambda each: each[:2])
    notes = (f"{len(books)} notebooks were handed in; this one was marked",) if len(books) > 1 else ()
    return Submission(student, path.relative_to(folder).as_posix(), data, notes)


def notebooks(place: Path) -> list[Path]:
    """Return the notebooks in a folder, without links and without what Jupyter saves by itself."""
    if place.is_file():
        return [place]
    return sorted(
        path for path in place.rglob("*")
        if path.suffix.lower() == ".ipynb" and path.is_file() and not path.is_symlink()
        and not any(part.startswith(".") for part in path.relative_to(place).parts)
        and not any(above.is_symlink() for above in path.parents if above.is_relative_to(place))
    )  # fmt: skip


def contents(path: Path) -> bytes | None:
    """Return what a notebook holds; None if it is too large or cannot be read."""
    try:
        return path.read_bytes() if path.stat().st_size <= LARGEST else None
    except OSError:
        return None


def markers(data: bytes) -> set[str]:
    """Return the answer markers in the text of a notebook."""
    text = data.decode("utf-8", "replace").replace("\\n", "\n").replace('"', "\n")
    return set(MARKER.findall(text))
