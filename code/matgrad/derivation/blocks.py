r"""Equations that run over several lines: "= a − b" and "+ c" below it are one side.

Such lines are judged together, as one text; their report is then given line by line.
"""

from __future__ import annotations

import re
from dataclasses import replace

from .chain import Failure, State
from .lines import finished, judged_line
from .notation import style_of
from .numbering import without_number
from .report import CARRIED, FOLLOWS, UNDECIDED, UNREADABLE, WRONG, Claim, Diagnostic, Label, Line
from .syntax import Span

MAX_JOINED = 12
"""Lines that are taken as one equation."""
JOINT = "\n"
LEADING = re.compile(r"(?:[\s&$]|\\[,;:! ]|\\q?quad|\\left\s*\.|\\[hv]?phantom\s*\{(?:[^{}]|\{[^{}]*\})*\}|\{\})*")
PLUS = re.compile(r"\+|\\(?:cdot|times|otimes|odot)\b|[·×⊗⊙]|%\*%|@|\*(?!\w)")
MINUS = re.compile(r"[-−–]")
WHERE = re.compile(r"(?:\\(?:text|mbox|textrm)\s*\{\s*)?(?:where|with)\b")
RELATION = re.compile(r"[=≈≤≥<>∈⇒⇔→]|\\(?:leq?|geq?|approx|equiv|sim|to|in|Rightarrow|implies|iff)\b")
TRAILING = re.compile(r"(?:\\\\(?:\[[^\]]*\])?|\\(?:nonumber|notag)\b|&|\s|\\right\s*\.)*$")
OPEN_END = re.compile(r"(?:[-+−=·×@*]|\\(?:cdot|times))$")
COMMENT = re.compile(r"(?:#|//|(?<![*ox])%(?![*ox]%)).*$")


def blocks(texts: list[str]) -> list[list[str]]:
    """Return the lines in groups: those of one equation together.

    >>> blocks(["f = a", "= b", "+ c", "so d = e"])
    [['f = a'], ['= b', '+ c'], ['so d = e']]
    """
    groups: list[list[str]] = []
    for text in texts:
        if groups and len(groups[-1]) < MAX_JOINED and goes_on(groups[-1], text):
            groups[-1].append(text)
        else:
            groups.append([text])
    return groups


def goes_on(group: list[str], text: str) -> bool:
    """Whether a line belongs to the equation of the lines before it."""
    start = text[len(LEADING.match(text)[0]) :]  # type: ignore[index]
    before = bare(group[-1])
    if not start or not before:
        return False
    if OPEN_END.search(before) or unclosed("\n".join(map(bare, group))) > 0 >= unclosed("\n".join([*group, text])):
        return True
    if PLUS.match(start) or WHERE.match(start):
        return True
    return bool(MINUS.match(start)) and not RELATION.search(text) and any(RELATION.search(one) for one in group)


def bare(text: str) -> str:
    """A line without what may stand at its end: a comment, the number of the equation, two backslashes."""
    text = COMMENT.sub("", text) if "\\" not in text else text
    return TRAILING.sub("", without_number(TRAILING.sub("", text)))


def unclosed(text: str) -> int:
    """How many brackets are opened and not closed."""
    text = re.sub(r"\\(?:left|right)\s*\.|\\[()\[\]]", "", text)
    return sum({"(": 1, "[": 1, ")": -1, "]": -1}.get(character, 0) for character in text)


def joined(group: list[str]) -> str:
    """The lines as one text, in which every character keeps its place in its line."""
    kept = [bare(text).ljust(len(text)) for text in group[:-1]]
    return JOINT.join([*kept, group[-1]])


def judged_block(number: int, group: list[str], state: State, key: str) -> tuple[list[Line], State]:
    """The report on the lines of one equation, `number` being the first, and the state behind them.

    More than one line is judged as one; what is ill-formed or unreadable is told of the line in which it stands.
    """
    if len(group) == 1:
        line, state = judged_line(number, group[0], state, key)
        return [line], state
    whole, after = judged_line(number, joined(group), state, key)
    if whole.verdict == UNREADABLE:
        lines = []
        for place, text in enumerate(group):
            line, state = judged_line(number + place, text, state, key)
            lines.append(line)
        return lines, state
    old = len(state.failures)
    lines, new = apart(whole, group, after.failures[old:])
    return lines, after.to(failures=(*after.failures[:old], *new))


def apart(whole: Line, group: list[str], failures: tuple[Failure, ...]) -> tuple[list[Line], list[Failure]]:
    """The report on several lines that were judged as one, line by line, and the failures of these lines."""
    page = Places(group)
    parts: list[list[Claim]] = [[] for _ in group]
    shown: list[Failure] = []
    for claim in whole.claims:
        first, last = page.line(claim.span[0]), page.line(claim.span[1] - 1)
        failure = next((f for f in failures if f.right.span == claim.span), None)
        wrong = claim.verdict == WRONG
        found = claim_place(claim, failure) if wrong and first < last else claim.span[1] - 1
        amiss = page.line(found) if found is not None else last
        for place in range(first, last + 1):
            part = replace(claim, text=group[place], span=page.shifted(claim.span, place))
            if place == amiss:
                part = replace(part, diagnostics=tuple(page.moved(d, place) for d in claim.diagnostics))
                if failure is not None:
                    shown.append(replace(failure, number=whole.number + place, first=whole.number, shown=part.span))
            else:
                verdict = claim.verdict if not wrong else later(place > amiss, found is not None)
                part = part_of(part, verdict, wrong, whole.number + (amiss if wrong else last))
            parts[place].append(part)
    return [finished(whole.number + place, text, parts[place]) for place, text in enumerate(group)], shown


class Places:
    """Where the places of a joined text are in its lines."""

    def __init__(self, group: list[str]) -> None:
        self.group = group
        self.starts = [sum(len(text) + len(JOINT) for text in group[:place]) for place in range(len(group))]

    def line(self, position: int) -> int:
        """The line that a position stands in."""
        return max(place for place, start in enumerate(self.starts) if start <= max(position, 0))

    def shifted(self, span: Span, place: int) -> Span:
        """The part of a place that stands in one of the lines."""
        start, end = (min(max(at - self.starts[place], 0), len(self.group[place])) for at in span)
        return start, end

    def moved(self, diagnostic: Diagnostic, place: int) -> Diagnostic:
        """A diagnostic with its places in one of the lines."""
        labels = (Label(self.shifted(label.span, place), label.text) for label in diagnostic.labels)
        inside = tuple(label for label in labels if label.span[0] < label.span[1])
        return replace(diagnostic, span=self.shifted(diagnostic.span, place), labels=inside)


def later(behind: bool, located: bool) -> str:
    """The verdict on a part of a wrong equation that is not where it is wrong: before it, or behind it."""
    return CARRIED if behind else FOLLOWS if located else UNDECIDED


def part_of(claim: Claim, verdict: str, wrong: bool, line: int) -> Claim:
    """The part of an equation on a line where it does not end, or where it is not wrong."""
    evidence = f"part of the equation that {'is wrong' if wrong else 'ends'} on line {line}"
    return replace(claim, verdict=verdict, diagnostics=(), evidence=evidence, notes=(), shape="", method="")


def behind(claim: Claim) -> int | None:
    """Where the first problem of a claim shows: at the later one of two parts that do not fit."""
    if not claim.diagnostics:
        return None
    first, (start, end) = claim.diagnostics[0], claim.span
    inside = [label.span[0] for label in first.labels if start <= label.span[0] and label.span[1] <= end]
    return max([first.span[0], *inside])


def claim_place(claim: Claim, failure: Failure | None) -> int | None:
    """Where a wrong claim is wrong: at what is ill-formed, or at its smallest repair; None if nothing shows it."""
    if failure is None or failure.found.problems:
        return behind(claim)
    from .repairs import Search  # loaded for wrong lines only, as in `check`

    search = Search(failure, style_of([failure.text]), "")
    found = search.repairs()
    return search.start + min(edit.start for edit in found[0].edits) if found else None
