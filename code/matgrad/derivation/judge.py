"""One relation judged: try the layouts that are open, compare, and say what was found.

`judge` answers for left = right in a context. It knows nothing of lines: definitions, hypotheses and what stood before
are the business of `statements`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product as cartesian

from . import syntax as s
from .compare import Comparison, Evidence, Outcome
from .context import Context, Hypothesis
from .core import Constant, Node, Number, walk
from .dims import Free, is_column, is_row, resolve, size_of, unify, unify_shapes
from .elaborate import elaborate
from .indices import close, free_indices
from .linear import Inconsistent
from .reading import Problem, Reading
from .singular import never_exist, singular_inverse

OTHER = {"denominator": "numerator", "numerator": "denominator"}


@dataclass(frozen=True, slots=True)
class Attempt:
    """Both sides read under one choice of layouts."""

    left: Node
    right: Node
    reading: Reading


@dataclass(frozen=True, slots=True)
class Judgement:
    """`status`: equal, different, ill-formed, undecided or drift (right in the other layout)."""

    status: str
    attempt: Attempt
    evidence: Evidence = field(default_factory=lambda: Evidence("none"))
    reason: str = ""
    layouts: dict[str, str] = field(default_factory=dict)

    @property
    def problems(self) -> list[Problem]:
        """What is ill-formed on either side."""
        return self.attempt.reading.problems


def read_side(tree: s.Syntax, context: Context, layouts: dict[str, str] | None = None) -> tuple[Node, Reading]:
    """One expression by itself."""
    reading = Reading(context, elaborate, dict(layouts or {}))
    return close(reading.node(tree), reading), reading


def read_sides(left: s.Syntax, right: s.Syntax, context: Context, layouts: dict[str, str]) -> Attempt:
    """Both sides of a relation; indices that stand free on one side are not summed on the other."""
    attempt = read_once(left, right, context, layouts, frozenset())
    one, other = free_indices(attempt.left), free_indices(attempt.right)
    if one != other:
        attempt = read_once(left, right, context, layouts, one | other)
        one, other = free_indices(attempt.left), free_indices(attempt.right)
        if one != other and not is_zero(attempt.left) and not is_zero(attempt.right) and not attempt.reading.problems:
            parts = [one_sided(indices, where) for indices, where in ((one - other, "left"), (other - one, "right"))]
            attempt.reading.problem("index mismatch", " and ".join(filter(None, parts)), attempt.right.span)
    return attempt


def one_sided(indices: frozenset[str], where: str) -> str:
    """The sentence about indices that only one side leaves free; "" for none."""
    if not indices:
        return ""
    names = f"the index {min(indices)} is" if len(indices) == 1 else f"the indices {', '.join(sorted(indices))} are"
    return f"{names} free on the {where} side only"


def read_once(
    left: s.Syntax, right: s.Syntax, context: Context, layouts: dict[str, str], closed: frozenset[str]
) -> Attempt:
    """Both sides read with some indices kept free."""
    reading = Reading(context, elaborate, dict(layouts), closed=closed)
    one = close(reading.node(left), reading)
    other = close(reading.node(right), reading)
    settle_ones(one, other, context)
    if (
        not reading.problems
        and not reading.undecidable
        and not is_zero(one)
        and not is_zero(other)
        and not unify_shapes(one.shape, other.shape)
    ):
        shape_problem(one, other, reading)
    return Attempt(one, other, reading)


def settle_ones(one: Node, other: Node, context: Context) -> None:
    """Give an all-ones vector whose size nothing shows (1ᵀ1) the size of the others, or the only size there is."""
    ones = [n for side in (one, other) for n in walk(side) if isinstance(n, Constant) and n.kind == "ones"]
    sizes = {str(n.shape.rows): n.shape.rows for n in ones if not isinstance(resolve(n.shape.rows), Free)}
    letters = context.size_letters()
    if not sizes and len(letters) == 1:
        sizes = {letter: size_of(letter) for letter in letters}
    if len(sizes) == 1:
        for node in ones:
            unify(node.shape.rows, next(iter(sizes.values())))


def is_zero(node: Node) -> bool:
    """Whether a side is the number or the array 0, which fits any shape."""
    return (isinstance(node, Number) and node.value == 0) or (
        isinstance(node, Constant) and node.kind in ("zero", "unknown")
    )


def shape_problem(one: Node, other: Node, reading: Reading) -> None:
    """Record that the sides have different shapes."""
    a, b = one.shape, other.shape
    turned = (is_row(a) and is_column(b)) or (is_column(a) and is_row(b))
    symptom = "row = column" if turned else "shapes differ"
    what = "the sides are a row and a column" if turned else "the sides have different shapes"
    reading.problem(symptom, f"{what}: {a} and {b}", other.span, (other.span, str(b)), (one.span, str(a)))


def judge(
    left: s.Syntax,
    right: s.Syntax,
    context: Context,
    key: str,
    order: int | None = None,
    hypotheses: tuple[Hypothesis, ...] = (),
) -> Judgement:
    """Judge left = right; `order` compares up to that order in the increments."""
    first = read_sides(left, right, context, {})
    open_kinds = first.reading.open_kinds
    best: Judgement | None = None
    for choice in choices(open_kinds):
        attempt = read_sides(left, right, context, choice) if choice else first
        found = test(attempt, context, key, order, hypotheses)
        chosen = {k: choice.get(k, "denominator") for k in attempt.reading.open_kinds}
        if found.status == "equal":
            shown = {
                kind: layout
                for kind, layout in chosen.items()
                if test(
                    read_sides(left, right, context, {**chosen, kind: OTHER[layout]}), context, key, order, hypotheses
                ).status
                != "equal"
            }  # what holds in both layouts shows none
            return Judgement("equal", attempt, found.evidence, found.reason, shown)
        best = better(best, Judgement(found.status, attempt, found.evidence, found.reason, chosen))
    assert best is not None
    if best.status in ("different", "ill-formed") and not hypotheses:
        drift = drifted(left, right, context, key, order, first)
        if drift is not None:
            return drift
    return best


def choices(kinds: list[str]) -> list[dict[str, str]]:
    """All layouts for the open kinds; the first is denominator everywhere."""
    return (
        [
            dict(zip(kinds, pick, strict=True))
            for pick in cartesian(("denominator", "numerator"), repeat=min(len(kinds), 3))
        ]
        if kinds
        else [{}]
    )


RANK = {"undecided": 3, "different": 2, "ill-formed": 1}


def better(one: Judgement | None, other: Judgement) -> Judgement:
    """The more telling of two failures: undecided, then a wrong value, then the fewest problems."""
    if one is None:
        return other
    if RANK[one.status] != RANK[other.status]:
        return one if RANK[one.status] > RANK[other.status] else other
    return other if len(other.problems) < len(one.problems) else one


def test(
    attempt: Attempt, context: Context, key: str, order: int | None, hypotheses: tuple[Hypothesis, ...]
) -> Judgement:
    """The judgement on two sides that have been read."""
    reading = attempt.reading
    if reading.problems and not reading.opaque_first:
        return Judgement("ill-formed", attempt)
    if reading.undecidable:
        return Judgement("undecided", attempt, reason=reading.undecidable[0])
    comparison = Comparison(context, key, reading.index_sizes, order, hypotheses)
    try:
        outcome: Outcome = comparison.equal(attempt.left, attempt.right)
    except Inconsistent:
        return Judgement(
            "undecided", attempt, reason="the assumed equations have no common solution at the sampled points"
        )
    if outcome.equal is None:
        if outcome.singular and never_exist((attempt.left, attempt.right), context, key):
            singular_problem(attempt, context, key)
            return Judgement("ill-formed", attempt)
        return Judgement("undecided", attempt, reason=outcome.reason)
    return Judgement("equal" if outcome.equal else "different", attempt, outcome.evidence)


def singular_problem(attempt: Attempt, context: Context, key: str) -> None:
    """Record the inverse on the right that exists at no sizes; or that those of both sides do not exist together."""
    node = singular_inverse(attempt.right, context, key)
    if node is None:
        message = "what is inverted here has no inverse, whatever the order of the sizes"
        attempt.reading.problem("singular inverse", message, attempt.right.span)
        return
    matrix = node.arguments[0]
    message = (
        f"this matrix ({matrix.shape}) is singular: "
        f"its rank is less than {matrix.shape.rows} at all sizes that the declarations allow"
    )
    attempt.reading.problem("singular inverse", message, node.span, (matrix.span, str(matrix.shape)))


def drifted(
    left: s.Syntax, right: s.Syntax, context: Context, key: str, order: int | None, first: Attempt
) -> Judgement | None:
    """Whether the relation would hold in the other layout than the one in force."""
    fixed = {**context.layouts, **first.reading.layouts}
    for kind in (
        "nabla scalar by vector",
        "scalar by vector",
        "nabla scalar by matrix",
        "scalar by matrix",
        "vector by vector",
        "nabla vector by vector",
    ):
        layout = fixed.get(kind) or context.layout or ("denominator" if kind.startswith("nabla scalar") else None)
        if layout is None:
            continue
        attempt = read_sides(left, right, context, {**fixed, kind: OTHER[layout]})
        if str(attempt.left.shape) == str(first.left.shape) and str(attempt.right.shape) == str(first.right.shape):
            continue
        found = test(attempt, context, key, order, ())
        if found.status == "equal":
            return Judgement("drift", attempt, found.evidence, kind)
    return None
