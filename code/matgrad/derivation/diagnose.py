"""The diagnostics of a report completed: cause, code, help and repairs of every wrong line.

`explained` works on what the verdicts have left behind; it changes no verdict.
"""

from __future__ import annotations

from dataclasses import replace

from .blocks import JOINT
from .catalogue import code_for
from .causes import cause_of, commuting_assumption, symmetric_assumption
from .chain import Failure
from .notation import Style, style_of
from .page import Edit, written
from .repairs import MAX_TOTAL_WORK, Candidate, Search
from .report import UNREADABLE, WRONG, Claim, Diagnostic, Line, Repair

MAX_EXPLAINED = 12
"""Wrong claims that are explained in one derivation."""
MAX_REPAIRS = 2
CHEAP = 1.0
"""A repair that costs no more explains a wrong value by itself; a dearer one stands beside an assumption."""
MODEST = 1.9
"""A repair that costs more is not offered where an assumption of symmetry explains the line."""

ONE_SIDED = "this inverse is one from the other side only: the product in the other order is the identity"


def explained(lines: list[Line], failures: tuple[Failure, ...]) -> list[Line]:
    """Return the lines with cause, code, help and repairs in their diagnostics."""
    explainer = Explainer(lines, failures)
    return [explainer.line(line) if line.verdict in (WRONG, UNREADABLE) else line for line in lines]


class Explainer:
    """Explains the lines of one derivation; all its searches together have one limit."""

    def __init__(self, lines: list[Line], failures: tuple[Failure, ...]) -> None:
        self.style: Style = style_of([line.text for line in lines])
        self.texts = {line.number: line.text for line in lines}
        self.failures = {(f.number, f.shown or f.right.span): f for f in failures[:MAX_EXPLAINED]}
        self.left = MAX_TOTAL_WORK

    def line(self, line: Line) -> Line:
        """A wrong line with its claims explained; its own diagnostics are those of its worst claims."""
        claims = tuple(self.claim(line, claim) for claim in line.claims)
        own = tuple(d for c in claims if c.verdict == line.verdict for d in c.diagnostics)
        return replace(line, claims=claims, diagnostics=own or tuple(map(coded, line.diagnostics)))

    def claim(self, line: Line, claim: Claim) -> Claim:
        """A wrong claim with its diagnostics completed; the repair belongs to the first."""
        if claim.verdict != WRONG or not claim.diagnostics:
            return claim
        first, *rest = claim.diagnostics
        failure = self.failures.get((line.number, claim.span))
        if failure is not None:
            first = self.completed(first, line, failure)
        return replace(claim, diagnostics=(coded(first), *map(coded, rest)))

    def completed(self, diagnostic: Diagnostic, line: Line, failure: Failure) -> Diagnostic:
        """A diagnostic with its cause, its repairs and the assumption that would make the line true."""
        assumption = symmetric_assumption(failure)
        search = Search(failure, self.style, self.texts.get(failure.number - 1, ""), self.left)
        found = search.repairs(MODEST) if assumption else search.repairs()
        self.left = max(self.left - search.work, 0)
        if not found:
            assumption = assumption or commuting_assumption(failure)
        elif found[0].cost <= CHEAP:
            assumption = ""
        cause = cause_of(failure, diagnostic, found, assumption)
        repairs = tuple(repair(line, failure, candidate, cause) for candidate in found[:MAX_REPAIRS])
        if cause == "singular inverse":
            diagnostic = replace(diagnostic, help=ONE_SIDED)
        return replace(diagnostic, cause=cause, repairs=repairs, help=help_text(diagnostic, repairs, assumption))


def coded(diagnostic: Diagnostic) -> Diagnostic:
    """A diagnostic with its code."""
    return replace(diagnostic, code=code_for(diagnostic.symptom, diagnostic.cause))


def repair(line: Line, failure: Failure, candidate: Candidate, cause: str) -> Repair:
    """The whole line with its side replaced, and the change in words."""
    start, end = written(failure.right.span, failure.text)
    text = failure.text[:start] + candidate.text + failure.text[end:]
    if failure.shown is not None:
        text = (
            text.split(JOINT)[line.number - failure.first] if text.count(JOINT) == failure.text.count(JOINT) else text
        )
        return Repair(text, in_words(candidate.edits), cause, (0, len(line.text)), text)
    return Repair(text, in_words(candidate.edits), cause, (start, end), candidate.text)


def in_words(edits: tuple[Edit, ...]) -> str:
    """Edits as one instruction, from left to right, those of one kind together."""
    ordered = sorted(edits, key=lambda edit: edit.start)
    verbs = dict.fromkeys(edit.verb for edit in ordered)
    return ", then ".join(f"{verb} {objects([e.target for e in ordered if e.verb == verb])}" for verb in verbs)


def objects(targets: list[str]) -> str:
    """What is changed: "A, B and C"; "A (in two places)" where it is done more than once."""
    times = {2: " (in two places)", 3: " (in three places)"}
    counted = [target + times.get(targets.count(target), "") for target in dict.fromkeys(targets)]
    return " and ".join([", ".join(counted[:-1]), counted[-1]] if len(counted) > 1 else counted)


def help_text(diagnostic: Diagnostic, repairs: tuple[Repair, ...], assumption: str) -> str:
    """One statement: the repair, and the assumption under which the line would be true as it stands."""
    parts = [f"{one.change}: {one.replacement.strip()}" for one in repairs[:1]]
    if assumption:
        parts.append(f"the line is true if {assumption}")
    return "; ".join(parts) or diagnostic.help
