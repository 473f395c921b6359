"""Why a line is wrong, where the smallest repair or the symptom shows it; assumptions that would make it true."""

from __future__ import annotations

from itertools import combinations

from .chain import Failure
from .compare import Comparison
from .context import Context
from .core import Call, Constant, Derivative, Node, Product, Sum, Symbol, walk
from .dims import could_equal, is_one, is_scalar, resolve
from .limits import Undecidable
from .repairs import Candidate
from .report import Diagnostic

SELF_EXPLAINING = (
    "layout drift",
    "inverse of a non-square matrix",
    "undeclared symbol",
    "square of a vector",
    "singular inverse",
)
"""Symptoms that name the mistake themselves."""


def cause_of(failure: Failure, diagnostic: Diagnostic, found: list[Candidate], assumption: str) -> str:
    """Return the cause in the words of the catalogue; "" if nothing shows it."""
    symptom = diagnostic.symptom
    if symptom in SELF_EXPLAINING:
        return "layout" if symptom == "layout drift" else ""
    if symptom == "row + column" and differentiates_a_product(failure.found.attempt.left):
        return "product rule on arrays"
    if found:
        cause = main_cause(found[0])
        if cause == "layout":
            return "" if symptom in ("row + column", "row = column") else "missing transpose"
        return cause
    if symptom in ("shapes differ", "row = column") and inner_derivative_missing(failure):
        return "lost variable"
    if symptom == "product" and exchanged_conforms(failure):
        return "commuted product"
    if symptom == "value differs" and is_left_inverse_only(failure):
        return "singular inverse"
    if symptom == "value differs" and failure.found.attempt.reading.indexed:
        return "index reused"
    return "assumption" if assumption else ""


def main_cause(candidate: Candidate) -> str:
    """The cause that most of the edits undo; of equally frequent ones that of the greatest edit."""
    causes = [edit.cause for edit in candidate.edits]
    return max(candidate.edits, key=lambda e: (causes.count(e.cause), e.cost)).cause


def differentiates_a_product(node: Node) -> bool:
    """Whether the left side is the derivative of one product, without sums, that has the variable twice (xᵀBx)."""
    if not isinstance(node, Derivative):
        return False
    body = node.body
    while isinstance(body, Call) and body.body is not None:
        body = body.body
    if any(isinstance(n, Sum) for n in walk(body)):
        return False
    count = sum(isinstance(n, Symbol) and n.name == node.variable for n in walk(body))
    return isinstance(body, Product) and count >= 2


def inner_derivative_missing(failure: Failure) -> bool:
    """Whether the right side has the shape of an inner function's value instead of the variable's."""
    attempt = failure.found.attempt
    if not isinstance(attempt.left, Derivative):
        return False
    inner = [n.shape for n in walk(attempt.left.body) if isinstance(n, Product) and not is_scalar(n.shape)]
    return any(str(shape) == str(attempt.right.shape) for shape in inner)


def exchanged_conforms(failure: Failure) -> bool:
    """Whether the first two factors that do not conform would conform in the other order."""
    shapes = [text.split(" × ") for _, text in failure.found.problems[0].labels]
    return len(shapes) == 2 and all(len(p) == 2 for p in shapes) and shapes[1][1] == shapes[0][0] != "1"


def is_left_inverse_only(failure: Failure) -> bool:
    """Whether MN = I is claimed where only NM = I is true: an inverse on the wrong side."""
    attempt = failure.found.attempt
    product, identity = attempt.left, attempt.right
    if not isinstance(product, Product) or not isinstance(identity, Constant) or identity.kind != "identity":
        return False
    left, right = product.left, product.right
    if is_scalar(left.shape) or is_scalar(right.shape) or not could_equal(right.shape.columns, left.shape.rows):
        return False
    size = right.shape.rows
    shape = type(right.shape)(size, size)
    return holds(
        failure, failure.context, Product(shape, product.span, right, left), Constant(shape, identity.span, "identity")
    )


# --- assumptions -----------------------------------------------------------------------------------------------------


def symmetric_assumption(failure: Failure) -> str:
    """Return the symmetry under which the relation holds, "Q is symmetric"; "" if there is none."""
    for name in square_symbols(failure):
        if holds(failure, assumed(failure.context, (name,), "symmetric")):
            return f"{name} is symmetric"
    return ""


def commuting_assumption(failure: Failure) -> str:
    """Return two matrices under whose commuting the relation holds; "" if there are none."""
    for one, other in list(combinations(square_symbols(failure), 2))[:3]:
        if holds(failure, assumed(failure.context, (one, other), "diagonal")):
            return f"{one} and {other} are diagonal, or commute and are symmetric"
    return ""


def square_symbols(failure: Failure) -> list[str]:
    """The square matrices of a relation whose value differs, of which nothing is assumed yet."""
    if failure.found.status != "different":
        return []
    attempt, context = failure.found.attempt, failure.context
    names = {n.name for side in (attempt.left, attempt.right) for n in walk(side) if isinstance(n, Symbol)}
    return [
        n for n in sorted(names & context.shapes.keys()) if not context.assumptions.get(n) and is_square(context, n)
    ]


def is_square(context: Context, name: str) -> bool:
    """Whether a symbol is declared as a square matrix."""
    shape = context.shapes[name]
    return not is_one(shape.rows) and resolve(shape.rows) == resolve(shape.columns)


def assumed(context: Context, names: tuple[str, ...], kind: str) -> Context:
    """The context with an assumption on some symbols."""
    return context.extended(assumptions={**context.assumptions, **dict.fromkeys(names, (kind,))})


def holds(failure: Failure, context: Context, left: Node | None = None, right: Node | None = None) -> bool:
    """Whether the relation of a failure, or another one, is true in a context."""
    attempt = failure.found.attempt
    comparison = Comparison(
        context,
        failure.key + "assume",
        attempt.reading.index_sizes,
        failure.order,
        failure.context.hypotheses if left else (),
    )
    try:
        return comparison.equal(left or attempt.left, right or attempt.right).equal is True
    except Undecidable:
        return False
