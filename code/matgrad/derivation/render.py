"""The report as text for a terminal."""

from __future__ import annotations

from .report import CARRIED, CONDITIONAL, FOLLOWS, GIVEN, UNDECIDED, UNREADABLE, WRONG, Line, Report

MARKS = {GIVEN: "·", FOLLOWS: "✓", CONDITIONAL: "✓", CARRIED: "↳", WRONG: "✗", UNREADABLE: "?", UNDECIDED: "?"}


def text(report: Report) -> str:
    """Return the report as lines of text: verdicts, what is wrong underlined, and one sentence for each."""
    width = max((len(line.verdict) for line in report.lines), default=0)
    parts = [part for line in report.lines for part in line_text(line, width)]
    if report.goal_reached is not None:
        parts.append("the goal is reached" if report.goal_reached else "the goal is not reached")
    parts += report.notes
    return "\n".join(parts)


def line_text(line: Line, width: int) -> list[str]:
    head = f"{line.number:>3} {MARKS[line.verdict]} {line.verdict:<{width}}  "
    parts = [head + line.text]
    for diagnostic in line.diagnostics:
        start, end = diagnostic.span
        parts.append(" " * (len(head) + start) + "─" * max(end - start, 1))
        parts.append(" " * len(head) + diagnostic.message)
    if not line.diagnostics and line.evidence and line.verdict not in (GIVEN, FOLLOWS):
        parts.append(" " * len(head) + line.evidence)
    return parts
