"""Labels under their places: one row of lines, and the labels below it, in as many rows as they need.

::

    (A x - b)(A x - b)
    ────┬──── ────┬───
      m × 1     m × 1
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .cells import width

GAP = 2


@dataclass(frozen=True, slots=True)
class Mark:
    """A label and the columns that it belongs to; no label is a line alone."""

    start: int
    end: int
    text: str = ""

    @property
    def centre(self) -> int:
        """The column from which the label hangs."""
        return (self.start + self.end - 1) // 2


def underlined(marks: Sequence[Mark]) -> list[str]:
    r"""Return the rows below a line: the underlines, then the labels.

    Examples
    --------
    >>> print("\n".join(underlined([Mark(0, 5, "m × 1"), Mark(7, 12, "n × 1")])))
    ──┬──  ──┬──
    m × 1  n × 1
    >>> print("\n".join(underlined([Mark(0, 1, "m × n"), Mark(2, 3, "m × 1")])))
    ┬ ┬
    │ m × 1
    m × n
    """
    ordered = apart(sorted(marks, key=lambda m: (m.start, m.end)))
    if not ordered:
        return []
    labelled = [mark for mark in ordered if mark.text]
    row = [" "] * max(mark.end for mark in ordered)
    for mark in ordered:
        row[mark.start : mark.end] = "─" * (mark.end - mark.start)
        if mark.text:
            row[mark.centre] = "┬"
    return ["".join(row).rstrip(), *labels(labelled)]


def apart(marks: Sequence[Mark]) -> list[Mark]:
    """The marks that do not overlap with one before them, each at least one column wide."""
    found: list[Mark] = []
    for mark in marks:
        wide = Mark(mark.start, max(mark.end, mark.start + 1), mark.text)
        if not found or wide.start >= found[-1].end:
            found.append(wide)
    return found


def labels(marks: Sequence[Mark]) -> list[str]:
    """The rows of labels: one row if they fit side by side, else one for each, the last label first."""
    if not marks:
        return []
    row = ""
    for mark in marks:
        start = max(mark.centre - (width(mark.text) - 1) // 2, width(row) + GAP if row else 0)
        if start > mark.centre:
            return hanging(marks)
        row += " " * (start - width(row)) + mark.text
    return [row]


def hanging(marks: Sequence[Mark]) -> list[str]:
    """One row for each label, the last first; bars lead down to those that still come."""
    rows = []
    for index in range(len(marks) - 1, -1, -1):
        row = ""
        for mark in marks[:index]:
            row += " " * (mark.centre - len(row)) + "│"
        rows.append(row + " " * (marks[index].centre - len(row)) + marks[index].text)
    return rows
