"""How much a reader is told: where the mistake is, what kind it is, or also the repair."""

from __future__ import annotations

from dataclasses import replace

from ..limits import DerivationError
from ..report import Diagnostic, Line, Report

HINTS = ("where", "kind", "repair")
"""From the least to the most: level 1, 2 and 3 of `Diagnostic.hint_level`."""


def limited(report: Report, hint: str) -> Report:
    """Return the report without what goes beyond a hint; every renderer shows such a report.

    Parameters
    ----------
    report : Report
    hint : {"where", "kind", "repair"}
        ``where`` leaves the place of each mistake, ``kind`` also what is wrong, ``repair`` everything.

    Raises
    ------
    DerivationError
        If there is no such hint.

    Examples
    --------
    >>> from matgrad.derivation import check
    >>> report = check(["||x||^2", "= x^2"], "x: n")
    >>> limited(report, "where").lines[1].message, limited(report, "kind").lines[1].code
    ('', 'M01')
    """
    if hint not in HINTS:
        raise DerivationError(f'hint: {hint!r} is not known; expected "where", "kind" or "repair"')
    level = HINTS.index(hint) + 1
    return replace(report, lines=tuple(limited_line(line, level) for line in report.lines))


def limited_line(line: Line, level: int) -> Line:
    """One line with limited diagnostics."""
    claims = tuple(
        replace(c, diagnostics=tuple(limited_diagnostic(d, level) for d in c.diagnostics)) for c in line.claims
    )
    return replace(line, claims=claims, diagnostics=tuple(limited_diagnostic(d, level) for d in line.diagnostics))


def limited_diagnostic(diagnostic: Diagnostic, level: int) -> Diagnostic:
    """One diagnostic without what goes beyond a level."""
    shown = replace(diagnostic, hint_level=level)
    if level < 3:
        shown = replace(shown, help="", repairs=())
    if level < 2:
        shown = replace(shown, symptom="", cause="", code="", message="", labels=())
    return shown
