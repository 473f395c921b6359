"""Are two sides equal? Tested at random points, exactly where that is possible; the evidence says what was tested."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from itertools import product as cartesian

from . import jets
from .arithmetic import PRIMES, Field, Floating, Matrix, Modular, Singular
from .context import Context, Hypothesis
from .contraction import contracted, is_contractible
from .core import (
    Call,
    Derivative,
    Node,
    Symbol,
    walk,
)
from .dependencies import Facts
from .dims import Size, is_scalar
from .evaluate import Evaluator
from .indices import free_indices
from .jets import Jet
from .limits import Undecidable
from .names import IMAGINARY
from .requirements import degree_of, letters_of, needs_floating, rank_facts
from .sampling import Point, further_assignments, size_assignments
from .smooth import OutsideDomain
from .solving import solve_hypotheses

TOLERANCE = 1e-9
DEAD_ZONE = 1e-6
FLOAT_TRIALS = 3
SOLVING_SIZE = 3
"""Least size where equations have to be solved first: each unknown entry costs an evaluation."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a test rests on: exact or floating point, at which sizes, modulo which primes, with which error bound."""

    method: str
    sizes: tuple[dict[str, int], ...] = ()
    primes: tuple[int, ...] = ()
    degree: int = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """`equal` is True, False or None (undecided, with the reason); `singular`: an inverse exists at no tested point."""

    equal: bool | None
    evidence: Evidence = field(default_factory=lambda: Evidence("none"))
    reason: str = ""
    singular: bool = False


class Comparison:
    """Compares sides in one context, under one key; `order` compares up to that order in the increments only."""

    def __init__(
        self,
        context: Context,
        key: str,
        index_sizes: dict[str, Size],
        order: int | None = None,
        hypotheses: tuple[Hypothesis, ...] = (),
    ) -> None:
        self.context, self.key, self.index_sizes, self.order, self.hypotheses = (
            context,
            key,
            index_sizes,
            order,
            hypotheses,
        )
        self.facts = Facts()

    def equal(self, left: Node, right: Node) -> Outcome:
        """Whether two sides are equal, with the evidence."""
        nodes = [left, right, *(n for h in self.hypotheses for n in (h.left, h.right))]
        nodes += [Symbol(shape, (0, 0), name) for name, shape in self.context.shapes.items() if self.used(name, nodes)]
        degree = max(map(degree_of, nodes))
        try:
            if needs_floating(nodes):
                return self.floating(left, right, nodes, degree)
            return self.modular(left, right, nodes, degree)
        except Undecidable as reason:
            return Outcome(None, reason=str(reason))

    def used(self, name: str, nodes: list[Node]) -> bool:
        """Whether a declared name occurs in some nodes."""
        return any(
            isinstance(n, Symbol | Call | Derivative) and name in (getattr(n, "name", ""), getattr(n, "variable", ""))
            for root in nodes
            for n in walk(root)
        )

    def points(self, nodes: list[Node], degree: int) -> Iterator[tuple[int, dict[str, int]]]:
        """The assignments of sizes that are tested, numbered."""
        letters, least = letters_of(nodes)
        facts = self.context.facts + rank_facts(self.context)
        main = size_assignments(letters, min(degree, SOLVING_SIZE) if self.hypotheses else degree, facts, least)
        yield from enumerate([*main, *further_assignments(main, facts)])

    def point(self, number: int, sizes: dict[str, int], trial: int = 0) -> Point:
        """The random point for one assignment of sizes."""
        return Point(
            f"{self.key}|{number}|{trial}",
            sizes,
            self.context.shapes,
            self.context.assumptions,
            reflect=(number + trial) % 2 == 1,
        )

    def modular(self, left: Node, right: Node, nodes: list[Node], degree: int) -> Outcome:
        """The outcome of exact tests modulo primes."""
        tested: list[dict[str, int]] = []
        skipped = 0
        last = ""
        orthogonal = any(
            k in ("orthogonal", "orthonormal columns") for kinds in self.context.assumptions.values() for k in kinds
        )
        primes = PRIMES[1:] if self.used(IMAGINARY, nodes) else PRIMES
        for number, sizes in self.points(nodes, degree):
            if number > 1 and tested:
                break
            prime = primes[number % len(primes)]
            for trial in range(2 if orthogonal else 1):
                try:
                    same = self.same(left, right, Modular(prime), self.point(number, sizes, trial))
                except Singular:
                    skipped += 1
                    last = "an inverse does not exist at these sizes"
                    continue
                if not same:
                    return Outcome(False, Evidence("exact", (sizes,), (prime,), degree))
                tested.append(sizes)
        if not tested:
            return Outcome(None, reason=last, singular=not self.hypotheses)
        notes = (self.order_note(tested, nodes, degree),) if skipped else ()
        return Outcome(
            True,
            Evidence(
                "exact",
                distinct(tested),
                primes[: len(tested)],
                degree,
                tuple(n for n in notes if n),
            ),
        )

    def order_note(self, tested: list[dict[str, int]], nodes: list[Node], degree: int) -> str:
        """Which order of two sizes the surviving test had, when an inverse existed for one order only."""
        sizes = tested[0]
        letters = sorted(sizes)
        if len(letters) < 2:
            return ""
        pairs = [f"{a} ≥ {b}" if sizes[a] >= sizes[b] else f"{a} ≤ {b}" for a, b in pairwise(letters)]
        return "assumes " + ", ".join(pairs)

    def floating(self, left: Node, right: Node, nodes: list[Node], degree: int) -> Outcome:
        """The outcome of tests in floating point, with a dead zone between equal and different."""
        tested: list[dict[str, int]] = []
        worst, trials, positive_only = 0.0, 0, False
        for number, sizes in self.points(nodes, 2):
            if number > 1 and tested:
                break
            for trial in range(4 * FLOAT_TRIALS):
                positive = trial >= 2 * FLOAT_TRIALS or trial % 3 == 2
                if trials >= FLOAT_TRIALS * (number + 1):
                    break
                arithmetic = Floating(positive, flipped=trial % 3 == 1)
                try:
                    gap = self.gap(left, right, arithmetic, self.point(number, sizes, trial - trial % 3))
                except (Singular, OutsideDomain):
                    positive_only = True
                    continue
                except OverflowError:
                    raise Undecidable("the numbers overflow at the sampled point") from None
                worst = max(worst, gap)
                trials += 1
                tested.append(sizes)
                if gap > DEAD_ZONE:
                    return Outcome(False, Evidence("floating point", (sizes,), (), degree))
        if not tested:
            return Outcome(None, reason="no point was found where both sides are defined")
        if worst > TOLERANCE:
            return Outcome(None, reason=f"the sides differ by {worst:.0e} of their size, which rounding may explain")
        notes = ("tested where logarithms and roots are defined",) if positive_only else ()
        return Outcome(
            True,
            Evidence(
                "floating point",
                distinct(tested),
                (),
                degree,
                notes,
            ),
        )

    # --- one point ---------------------------------------------------------------------------------------------------

    def values(self, left: Node, right: Node, arithmetic: Field, point: Point) -> Iterator[tuple[Jet, Jet]]:
        """Both sides at one point, for all values of their free indices."""
        small = {1 << k: [[arithmetic.number(Fraction(1))]] for k in range(self.order)} if self.order else None
        if self.hypotheses:
            solve_hypotheses(self.hypotheses, arithmetic, point, self.context)
        evaluator = Evaluator(arithmetic, point, self.context.active, small, self.facts)
        if small is not None:
            for name in self.context.increments:
                if name in self.context.shapes:
                    value = point.value(name, evaluator.shape(self.context.shapes[name]), arithmetic)
                    evaluator.bound = {
                        **evaluator.bound,
                        name: evaluator.filled(jets.scalar_times(arithmetic, small, value), self.context.shapes[name]),
                    }
        indices = sorted(free_indices(left) | free_indices(right))
        ranges = [range(evaluator.size(self.index_sizes[i])) if i in self.index_sizes else range(1) for i in indices]
        for places in cartesian(*ranges):
            evaluator.places.update(zip(indices, places, strict=True))
            if arithmetic.exact and not is_scalar(left.shape) and (is_contractible(left) or is_contractible(right)):
                yield contracted(evaluator, left, right)
            else:
                yield evaluator.value(left), evaluator.value(right)

    def same(self, left: Node, right: Node, arithmetic: Field, point: Point) -> bool:
        """Whether both sides agree exactly at one point."""
        for a, b in self.values(left, right, arithmetic, point):
            for mask in a.keys() | b.keys():
                p, q = a.get(mask), b.get(mask)
                if p != q and any(x for row in difference(p, q, arithmetic) for x in row):
                    return False
        return True

    def gap(self, left: Node, right: Node, arithmetic: Floating, point: Point) -> float:
        """The largest difference of two entries, relative to the sides (and a little to what was seen on the way)."""
        worst = 0.0
        for a, b in self.values(left, right, arithmetic, point):
            for mask in a.keys() | b.keys():
                p, q = a.get(mask), b.get(mask)
                apart = max(abs(x) for row in difference(p, q, arithmetic) for x in row)
                scale = max((abs(x) for m in (p, q) if m is not None for row in m for x in row), default=0.0)
                worst = max(worst, apart / max(scale, 1e-3 * arithmetic.largest, 1e-12))
        return worst


def difference(p: Matrix | None, q: Matrix | None, arithmetic: Field) -> Matrix:
    """The matrix p − q, up to its sign; a missing part is zero, and a 1 × 1 part fits any shape only if it is zero."""
    if p is None or q is None:
        return p or q or [[0]]
    if len(p) == len(q) and len(p[0]) == len(q[0]):
        return arithmetic.add(p, arithmetic.scale(q, arithmetic.number(Fraction(-1))))
    if is_null(p):
        return q
    return p if is_null(q) else [[1]]


def is_null(matrix: Matrix) -> bool:
    """Whether all entries are zero."""
    return not any(x for row in matrix for x in row)


def distinct(tested: list[dict[str, int]]) -> tuple[dict[str, int], ...]:
    """The different assignments of sizes, in the order in which they were tested."""
    return tuple({tuple(sizes.items()): sizes for sizes in tested}.values())
