"""Where text goes: what the terminal can show, and errors in one sentence."""

from __future__ import annotations

import io
import os
import sys
from typing import TextIO


def wants_color(stream: TextIO, refused: bool = False) -> bool:
    """Return whether to colour what is written to a stream: on a terminal, unless refused.

    The variable ``NO_COLOR``, if set to anything but the empty string, refuses it too (no-color.org), and so does
    ``TERM=dumb``.
    """
    if refused or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return stream.isatty()


def needs_ascii(stream: TextIO) -> bool:
    """Return whether a stream cannot carry the marks of a report."""
    try:
        "─┬│✓✗↳·×ᵀ∇".encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return True
    return False


def allow_any_text(stream: TextIO) -> None:
    """Let a stream escape what its encoding lacks, rather than fail on it."""
    if needs_ascii(stream) and isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")


def complain(message: str) -> None:
    """Write an error, in one line, to the error stream."""
    print(f"matgrad: {message}", file=sys.stderr)  # noqa: T201 - a command line


def say(text: str) -> None:
    """Write a text to the output stream."""
    print(text)  # noqa: T201 - a command line
