"""Why a line is wrong."""

from __future__ import annotations

from .chain import Failure
from .report import Line


def explained(lines: list[Line], failures: tuple[Failure, ...]) -> list[Line]:
    """Return the lines with their diagnostics completed."""
    return lines
