"""The sentences that all renderers share: marks, the verdict on the whole, what is said about one diagnostic."""

from __future__ import annotations

from dataclasses import dataclass

from ..report import CARRIED, CONDITIONAL, FOLLOWS, GIVEN, SOUND, UNDECIDED, UNREADABLE, WRONG, Diagnostic, Line, Report

MARKS = {GIVEN: "·", FOLLOWS: "✓", CONDITIONAL: "✓", CARRIED: "↳", WRONG: "✗", UNREADABLE: "?", UNDECIDED: "?"}

CAUSES = {"assumption": "true only under an assumption", "layout": "the layout has changed"}
"""Causes whose name says too little."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What is said about a diagnostic.

    Attributes
    ----------
    headline : str
        What is wrong, in one clause.
    detail : str
        The particulars behind it; may be empty.
    cause : str
        What the repair shows to be the cause; may be empty.
    help : tuple of (str, str)
        What to do, each with the line as it should be, which may be empty.
    """

    headline: str
    detail: str
    cause: str
    help: tuple[tuple[str, str], ...]


def wording(line: Line, diagnostic: Diagnostic) -> Wording:
    """Return what is said about a diagnostic of a line; under the hint "where" it is only where."""
    if not diagnostic.message:
        place = "could not be read from here on" if line.verdict == UNREADABLE else "does not follow; look here"
        return Wording(f"line {line.number} {place}", "", "", ())
    headline, _, detail = diagnostic.message.partition(": ")
    repairs = tuple((repair.change, repair.text) for repair in diagnostic.repairs)
    advice = diagnostic.help
    if diagnostic.repairs:
        first = diagnostic.repairs[0]
        advice = advice.removeprefix(f"{first.change}: {first.replacement.strip()}").removeprefix("; ")
    extra = ((advice, ""),) if advice else ()
    return Wording(headline, detail, CAUSES.get(diagnostic.cause, diagnostic.cause), repairs + extra)


def summary(report: Report) -> str:
    """Return the verdict on the whole in one sentence.

    Examples
    --------
    >>> from matgrad.derivation import check
    >>> summary(check(["||x||^2", "= xᵀx"], "x: n"))
    'every line follows'
    """
    if not report.lines:
        return "there is no line to check"
    if report.first_wrong_line is not None:
        return f"line {report.first_wrong_line} is wrong: it is the first that does not follow"
    for verdict, words in ((UNREADABLE, "could not be read"), (UNDECIDED, "could not be decided")):
        numbers = [line.number for line in report.lines if line.verdict == verdict]
        if numbers:
            return f"no line is wrong, but {listed(numbers)} {words}"
    conditional = [line.number for line in report.lines if line.verdict == CONDITIONAL]
    follows = f"every line follows{f', {listed(conditional)} under a condition' if conditional else ''}"
    if report.goal_reached is None:
        return follows
    goal = "and the goal is reached" if report.goal_reached else "but the goal is not reached"
    return f"{follows}, {goal}"


def listed(numbers: list[int]) -> str:
    """Lines by their numbers.

    >>> listed([2]), listed([2, 3, 5])
    ('line 2', 'lines 2, 3 and 5')
    """
    if len(numbers) == 1:
        return f"line {numbers[0]}"
    return f"lines {', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"


def remarks(report: Report) -> list[str]:
    """The goal (where the summary is about a wrong line), what the report notes, and the layouts found."""
    found = list(report.notes)
    if report.goal_reached is not None and not all(line.verdict in SOUND for line in report.lines):
        found.append("the goal is reached" if report.goal_reached else "the goal is not reached")
    for layout in dict.fromkeys(report.layouts.values()):
        kinds = [kind_in_words(kind) for kind in report.layouts if report.layouts[kind] == layout]
        found.append(f"layout: {layout} for {listed_words(kinds)}")
    return found


def kind_in_words(kind: str) -> str:
    """The kind of a derivative.

    >>> kind_in_words("scalar by vector"), kind_in_words("nabla scalar by vector")
    ('a scalar by a vector', '∇ of a scalar by a vector')
    """
    words = " by ".join(f"a {part}" for part in kind.removeprefix("nabla ").split(" by "))
    return f"∇ of {words}" if kind.startswith("nabla ") else words


def listed_words(words: list[str]) -> str:
    """Words joined by commas and "and"."""
    return " and ".join(words) if len(words) < 3 else f"{', '.join(words[:-1])} and {words[-1]}"


def explanation(line: Line) -> str:
    """Why a line without a diagnostic has its verdict, where that is not plain from the verdict.

    How the equality was tested is left to the evidence in the report itself.
    """
    if line.verdict in (GIVEN, FOLLOWS) or line.diagnostics:
        return ""
    return "; ".join(part for part in line.evidence.split("; ") if not part.startswith("equal "))
