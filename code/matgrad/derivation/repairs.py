"""The smallest edit of a wrong side that makes it exactly right.

Edits are tried cheapest first; those that leave the side ill-formed but mend a problem are extended by further edits
near the next problem, up to three. A repair is kept only if the whole judgement of the edited side says "equal".
Where only a far-fetched change would do, there is none: saying nothing is better.
"""

from __future__ import annotations

from dataclasses import dataclass

from . import syntax as s
from .arrays import could_match
from .chain import Failure
from .constants import constant_value
from .core import Symbol, walk
from .edits import Wanted, edits
from .indices import free_indices
from .judge import judge, read_side, read_sides, test
from .limits import Undecidable, Unreadable
from .notation import Style
from .page import Edit, Page, Term, nodes, written
from .reader import read
from .syntax import Span

MAX_WORK = 16_000
"""What the trials for one wrong relation may cost: each as much as it has characters, and more for its tests."""
MAX_TOTAL_WORK = 48_000
"""The same for all wrong relations of a derivation together."""
TRIAL, CONDITIONAL_TRIAL = 40, 100
"""What it costs to read a side and to test a value; and to test one under hypotheses, which have to be solved."""
MAX_SIDE = 300
"""Characters of a side that a repair is looked for in."""
MAX_TERMS = 8
"""Terms of the side before that may have been dropped."""
MAX_EDITS = 3
MAX_COST = 4.6
"""What a convincing repair may cost: three edits of different kinds are the most."""
CLOSE = 0.02
"""Repairs whose costs differ by no more are equally good."""
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
    span: Span

    def cost_with(self, edit: Edit) -> float:
        """The cost with one more edit; what is done once more counts half."""
        again = any((edit.verb, edit.cause) == (e.verb, e.cause) for e in self.edits)
        return self.cost + edit.cost * (0.5 if again else 1.0)


class Search:
    """Looks for the repairs of one failure; `work` says what the trials have cost, `limit` what they may cost."""

    def __init__(self, failure: Failure, style: Style, before: str, limit: int = MAX_WORK) -> None:
        self.failure, self.style = failure, style
        self.start, end = written(failure.right.span, failure.text)
        self.side = failure.text[self.start : end]
        self.limit, self.work = min(limit, MAX_WORK), 0
        self.seen: set[str] = {self.side.replace(" ", "")}
        self.wanted = wanted_of(failure, before)
        self.layouts = dict(failure.found.attempt.reading.layouts) if failure.found.status != "drift" else {}

    def repairs(self, most: float = MAX_COST) -> list[Candidate]:
        """Return the cheapest edited sides that hold, equally good ones together; none costs more than `most`."""
        tree = self.parsed(self.side) if len(self.side) <= MAX_SIDE else None
        if tree is None:
            return []
        beam, found = [self.beginning(tree)], list[Candidate]()
        for depth in range(MAX_EDITS):
            grown = [better for candidate in beam for better in self.grow(candidate, found, depth, most)]
            if found or self.work >= self.limit:
                break
            beam = sorted(grown, key=lambda c: (c.problems, c.cost))[:BEAM]
        return [c for c in sorted(found, key=lambda c: c.cost) if c.cost <= found[0].cost + CLOSE]

    def beginning(self, tree: s.Syntax) -> Candidate:
        """The side as it was written, with its problems."""
        problems = self.failure.found.problems
        amiss, place = self.amiss(tree)
        if place is None:
            first, last = problems[0].span if problems else (self.start, self.start + len(self.side))
            place = (max(first - self.start, 0), max(last - self.start, 0))
        return Candidate(self.side, (), 0.0, max(amiss, len(problems)) + 1, place)

    def parsed(self, text: str) -> s.Syntax | None:
        """The tree of an edited side; None if it is no longer one expression."""
        try:
            statements = read(text, self.failure.context.known())
        except Unreadable:
            return None
        if len(statements) != 1 or statements[0].relations:
            return None
        return statements[0].sides[0]

    def grow(self, candidate: Candidate, found: list[Candidate], depth: int, most: float) -> list[Candidate]:
        """Try every edit of a candidate; what holds goes to `found`, what became better is returned."""
        tree = self.parsed(candidate.text)
        if tree is None:
            return []
        better: list[Candidate] = []
        for edit in edits(Page(candidate.text, tree, self.style, self.failure.context), self.wanted):
            cost = candidate.cost_with(edit)
            if cost > (found[0].cost + CLOSE if found else most) or self.work >= self.limit:
                continue
            text = edit.applied(candidate.text)
            if (dense := text.replace(" ", "")) in self.seen or not convincing(candidate, edit, depth):
                continue
            self.seen.add(dense)
            grown = self.tried(text, candidate, edit, cost)
            if grown is not None and grown.problems == 0:
                found.append(grown)
                found.sort(key=lambda c: c.cost)
            elif grown is not None and progress(candidate, grown):
                better.append(grown)
        return better

    def tried(self, text: str, candidate: Candidate, edit: Edit, cost: float) -> Candidate | None:
        """The edited side, judged: no problem if it holds, 1 if only the value differs, else one more than it has."""
        tree = self.parsed(text)
        if tree is None:
            return None
        self.work += len(text) + TRIAL
        failure = self.failure
        attempt = read_sides(failure.left, tree, failure.context, self.layouts)
        every, problems = (*candidate.edits, edit), attempt.reading.problems
        if problems:
            amiss, place = self.amiss(tree)
            return Candidate(text, every, cost, max(amiss, len(problems)) + 1, place or problems[0].span)
        self.work += TRIAL
        try:
            status = test(attempt, failure.context, failure.key, failure.order, ()).status
            if status == "different" and failure.context.hypotheses:
                self.work += CONDITIONAL_TRIAL
                status = test(attempt, failure.context, failure.key, failure.order, failure.context.hypotheses).status
        except Undecidable:
            return None
        if status == "equal" and self.confirmed(tree):
            return Candidate(text, every, cost, 0, (0, 0))
        return Candidate(text, every, cost, 1, (0, len(text))) if status == "different" else None

    def amiss(self, tree: s.Syntax) -> tuple[int, Span | None]:
        """How much is wrong with the terms of a side, and where first: problems, and shapes other than wanted."""
        count, place = 0, None
        for term in sum_terms(tree):
            node, reading = read_side(term, self.failure.context)
            found = len(reading.problems) or int(not could_match(node.shape, self.wanted.shape))
            place = place or (term.span if found else None)
            count += found
        return count, place

    def confirmed(self, tree: s.Syntax) -> bool:
        """The whole judgement, as `check` makes it."""
        failure, key = self.failure, self.failure.key + "repair"
        assumed = failure.context.hypotheses
        for hypotheses in ((), assumed) if assumed else ((),):
            if judge(failure.left, tree, failure.context, key, failure.order, hypotheses).status == "equal":
                return True
        return False


def wanted_of(failure: Failure, before: str) -> Wanted:
    """What a failed side should have been, from the side before; `before` is the line that stands on."""
    attempt = failure.found.attempt
    symbols = {n.name for side in (attempt.left, attempt.right) for n in walk(side) if isinstance(n, Symbol)}
    free = tuple(sorted(free_indices(attempt.left)))
    return Wanted(attempt.left.shape, free, frozenset(symbols), terms_before(failure, before))


def terms_before(failure: Failure, before: str) -> list[Term]:
    """The terms of the sums in the side before, as far as it is what stands in `before`."""
    if any(node.span[1] > len(before) for node in nodes(failure.left)):
        return []
    sums = [node for node in nodes(failure.left) if isinstance(node, s.Sum) and len(node.terms) > 1]
    return [term for total in sums for term in terms_in(total, failure, before)][:MAX_TERMS]


def terms_in(total: s.Sum, failure: Failure, before: str) -> list[Term]:
    """The terms of one sum."""
    texts = [before[slice(*written(term.span, before))] for _, term in total.terms]
    found = []
    for (sign, term), text, other in zip(total.terms, texts, reversed(texts), strict=True):
        pair = (other, before[slice(*written(total.span, before))]) if len(texts) == 2 else ("", "")
        found.append(Term(text, sign, read_side(term, failure.context)[0].shape, *pair))
    return found


def convincing(candidate: Candidate, edit: Edit, depth: int) -> bool:
    """Whether an edit may follow those made before: near the next problem, and of a kind that can mend it."""
    if depth and (edit.alone or any(e.alone for e in candidate.edits)):
        return False
    if candidate.problems <= 1:
        return True
    near = edit.start <= candidate.span[1] and edit.end >= candidate.span[0]
    return edit.cause not in VALUE_ONLY and (near or not depth)


def progress(candidate: Candidate, grown: Candidate) -> bool:
    """Whether an edit left fewer problems, or only the value is still wrong."""
    return grown.problems < candidate.problems or grown.problems == candidate.problems == 1


def sum_terms(tree: s.Syntax) -> list[s.Syntax]:
    """The terms of a side that is a sum, perhaps in brackets behind a number; the side itself otherwise."""
    if isinstance(tree, s.Group) and len(tree.items) == 1:
        return sum_terms(tree.items[0])
    if isinstance(tree, s.Product):
        rest = [f for _, f in tree.factors if constant_value(f) is None]
        return sum_terms(rest[0]) if len(rest) == 1 and isinstance(rest[0], s.Group) else [tree]
    return [t for _, term in tree.terms for t in sum_terms(term)] if isinstance(tree, s.Sum) else [tree]
