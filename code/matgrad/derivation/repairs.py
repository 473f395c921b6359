"""The smallest edit of a wrong line that makes it exactly right.

Edits are tried cheapest first; those that leave the line ill-formed but mend a problem are extended by further edits
near the next problem, up to three. A repair is kept only if the whole judgement of the edited line says "equal".
"""

from __future__ import annotations

from dataclasses import dataclass

from . import syntax as s
from .chain import Failure
from .edits import Edit, Page, edits, nodes, terms_of
from .indices import free_indices
from .constants import constant_value
from .dims import Shape, could_equal
from .judge import judge, read_side, read_sides, test
from .limits import Undecidable, Unreadable
from .notation import Style
from .reader import read

MAX_TRIALS = 420
MAX_EDITS = 3
BEAM = 5
VALUE_ONLY = {"lost factor", "wrong sign", "dropped term", "double-counted term"}
"""Causes whose edits cannot make an ill-formed side conformable."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An edited side: its text, the edits so far, and how many problems are left."""

    text: str
    edits: tuple[Edit, ...]
    cost: float
    problems: int
    span: tuple[int, int]


class Search:
    """Looks for the repairs of one failure; `trials` bounds the work."""

    def __init__(self, failure: Failure, style: Style, reference: list[str]) -> None:
        self.failure, self.style, self.reference = failure, style, reference
        start, end = failure.right.span
        self.side = failure.text[start:end]
        self.trials = 0
        self.seen: set[str] = {self.side}
        self.free: tuple[str, ...] = ()

    def repairs(self) -> list[Candidate]:
        """The cheapest edited sides that hold; all of the same cost."""
        page = self.page(self.side)
        if page is None:
            return []
        self.free = tuple(sorted(free_indices(self.failure.found.attempt.left)))
        problems = self.failure.found.problems
        amiss, place = self.amiss(page.tree)
        offset = self.failure.right.span[0]
        first = Candidate(self.side, (), 0.0, max(amiss, len(problems)) + 1, place or (shifted(problems[0].span, -offset) if problems else (0, len(self.side))))
        beam, found = [first], []
        for depth in range(MAX_EDITS):
            grown: list[Candidate] = []
            for candidate in beam:
                grown += self.grow(candidate, found, depth)
            if found or self.trials >= MAX_TRIALS:
                break
            beam = sorted(grown, key=lambda c: (c.problems, c.cost))[:BEAM]
        return sorted(found, key=lambda c: c.cost)

    def page(self, text: str) -> Page | None:
        tree = self.parsed(text)
        return None if tree is None else Page(text, tree, self.style, self.failure.context)

    def parsed(self, text: str) -> s.Syntax | None:
        try:
            statements = read(text, self.failure.context.known())
        except Unreadable:
            return None
        if len(statements) != 1 or statements[0].relations or statements[0].sides[0] is None:
            return None
        return statements[0].sides[0]

    def grow(self, candidate: Candidate, found: list[Candidate], depth: int) -> list[Candidate]:
        """Try every edit of a candidate; keep what holds in `found`, return what became better."""
        page = self.page(candidate.text)
        if page is None:
            return []
        better: list[Candidate] = []
        for edit in edits(page, self.reference, self.free):
            if found and candidate.cost + edit.cost > found[0].cost + 0.15:
                break
            if self.trials >= MAX_TRIALS or (candidate.problems > 1 and (edit.cause in VALUE_ONLY or (depth and not near(edit, candidate.span)))):
                continue
            text = edit.applied(candidate.text)
            if text in self.seen:
                continue
            self.seen.add(text)
            grown = self.tried(text, candidate, edit)
            if grown is None:
                continue
            if grown.problems == 0:
                found.append(grown)
                found.sort(key=lambda c: c.cost)
            elif grown.problems < candidate.problems or (grown.problems == candidate.problems == 1):
                better.append(grown)
        return better

    def tried(self, text: str, candidate: Candidate, edit: Edit) -> Candidate | None:
        """The edited side, judged: 0 problems if it holds, 1 if only the value differs, else 1 + the number of problems."""
        tree = self.parsed(text)
        if tree is None:
            return None
        self.trials += 1
        failure = self.failure
        layouts = dict(failure.found.attempt.reading.layouts) if failure.found.status != "drift" else {}
        attempt = read_sides(failure.left, tree, failure.context, layouts)
        reading = attempt.reading
        amiss, place = self.amiss(tree)
        every = (*candidate.edits, edit)
        cost = candidate.cost + edit.cost
        if reading.problems:
            return Candidate(text, every, cost, max(amiss, len(reading.problems)) + 1, place or reading.problems[0].span)
        if reading.undecidable:
            return None
        try:
            status = test(attempt, failure.context, failure.key, failure.order, ()).status
            if status == "different" and failure.context.hypotheses:
                status = test(attempt, failure.context, failure.key, failure.order, failure.context.hypotheses).status
        except Undecidable:
            return None
        if status == "equal" and self.confirmed(tree):
            return Candidate(text, every, cost, 0, (0, 0))
        return Candidate(text, every, cost, 1, (0, len(text))) if status == "different" else None

    def amiss(self, tree: s.Syntax) -> tuple[int, tuple[int, int] | None]:
        """How much is wrong with the terms of a side, and where first: their problems, and shapes not the left side's."""
        count, place = 0, None
        wanted = self.failure.found.attempt.left.shape
        for term in sum_terms(tree):
            node, reading = read_side(term, self.failure.context)
            found = len(reading.problems) or int(not same_shape(node.shape, wanted))
            place = place or (term.span if found else None)
            count += found
        return count, place

    def confirmed(self, tree: s.Syntax) -> bool:
        """The whole judgement, as `check` would make it."""
        failure = self.failure
        if failure.context.hypotheses:
            return True
        return judge(failure.left, tree, failure.context, failure.key + "repair", failure.order).status == "equal"


def sum_terms(tree: s.Syntax) -> list[s.Syntax]:
    """The terms of a side that is a sum, perhaps in brackets behind a number; the side itself otherwise."""
    if isinstance(tree, s.Group) and len(tree.items) == 1:
        return sum_terms(tree.items[0])
    if isinstance(tree, s.Product):
        rest = [f for _, f in tree.factors if constant_value(f) is None]
        return sum_terms(rest[0]) if len(rest) == 1 and isinstance(rest[0], s.Group) else [tree]
    return [t for _, term in tree.terms for t in sum_terms(term)] if isinstance(tree, s.Sum) else [tree]


def same_shape(one: Shape, other: Shape) -> bool:
    return could_equal(one.rows, other.rows) and could_equal(one.columns, other.columns)


def shifted(span: tuple[int, int], by: int) -> tuple[int, int]:
    return max(span[0] + by, 0), max(span[1] + by, 0)


def near(edit: Edit, span: tuple[int, int]) -> bool:
    """Whether an edit touches the place of the next problem."""
    return edit.start <= span[1] and edit.end >= span[0]


def reference_terms(tree: s.Syntax, text: str) -> list[str]:
    """Texts of the terms of the side before, which a later side may have dropped."""
    if not text or any(n.span[1] > len(text) for n in nodes(tree)):
        return []
    return [text[t.span[0] : t.span[1]] for t in terms_of(tree) if t.span[1] - t.span[0] < 60][:6]
