"""True rewrites of a tree: what people do from line to line, the value unchanged."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from tests.derivation.arrays import NotConformable
from tests.derivation.trees import (
    DECLARED,
    UNIT,
    Inner,
    Inverse,
    Node,
    Product,
    SquaredNorm,
    Sum,
    Symbol,
    Trace,
    Transpose,
    coefficient_of,
    evaluate,
    factors_of,
    positions,
    replaced,
    scaled,
    times,
    values,
)


def _of_transpose(node: Node) -> list[Node]:
    match node:
        case Transpose(Transpose(inner)):
            return [inner]
        case Transpose(Product(coefficient, factors)) if factors:
            return [Product(coefficient, tuple(_transposed(factor) for factor in reversed(factors)))]
        case Transpose(Sum(terms)):
            return [Sum(tuple(_transposed(term) for term in terms))]
        case Transpose(Inverse(inner)):
            return [Inverse(_transposed(inner))]
        case Inverse(Transpose(inner)):
            return [Transpose(Inverse(inner))]
        case _:
            return []


def _transposed(node: Node) -> Node:
    """The transpose with the signs and numbers kept outside the bracket."""
    match node:
        case Transpose(inner):
            return inner
        case Product(coefficient, factors) if not factors:
            return node
        case Product(coefficient, (single,)):
            return Product(coefficient, (_transposed(single),))
        case Product(coefficient, factors) if coefficient != 1:
            return Product(coefficient, (Transpose(Product(UNIT, factors)),))
        case SquaredNorm() | Trace() | Inner() | Symbol("lam") | Symbol("mu"):
            return node
        case _:
            return Transpose(node)


def _double_transpose(node: Node) -> list[Node]:
    return [Transpose(Transpose(node))] if isinstance(node, Symbol) and DECLARED[node.name] else []


def _distribute(node: Node) -> list[Node]:
    if not isinstance(node, Product):
        return []
    return [
        Sum(tuple(_around(node, index, term) for term in factor.terms))
        for index, factor in enumerate(node.factors)
        if isinstance(factor, Sum)
    ]


def _around(product: Product, index: int, term: Node) -> Node:
    """The product with one factor replaced by a term of that factor."""
    before, after = product.factors[:index], product.factors[index + 1 :]
    return times(*before, *factors_of(term), *after, coefficient=product.coefficient * coefficient_of(term))


def _associate(node: Node) -> list[Node]:
    """Put brackets around two neighbours, or take brackets away."""
    found: list[Node] = []
    if not isinstance(node, Product):
        return found
    for index, factor in enumerate(node.factors):
        before, after = node.factors[:index], node.factors[index + 1 :]
        if isinstance(factor, Product):
            found.append(times(*before, *factor.factors, *after, coefficient=node.coefficient * factor.coefficient))
        if after and len(node.factors) > 2:
            pair = Product(UNIT, (factor, after[0]))
            found.append(Product(node.coefficient, (*before, pair, *after[1:])))
    return [new for new in found if _keeps_shape(node, new)]


def _keeps_shape(node: Node, new: Node) -> bool:
    try:
        return evaluate(new, values(1)).shape == evaluate(node, values(1)).shape
    except NotConformable:
        return False


def _commute_scalars(node: Node) -> list[Node]:
    """Move a scalar factor to the front, or exchange two scalar factors."""
    if not isinstance(node, Product) or len(node.factors) < 2:
        return []
    return [
        Product(node.coefficient, (factor, *node.factors[:index], *node.factors[index + 1 :]))
        for index, factor in enumerate(node.factors)
        if index and isinstance(factor, SquaredNorm | Trace | Inner)
    ]


def _scalar_is_its_transpose(node: Node) -> list[Node]:
    match node:
        case Product(_, (Transpose(), *rest)) if rest and _shape(node) == (1, 1):
            return _of_transpose(Transpose(node))
        case _:
            return []


def _shape(node: Node) -> tuple[int, int] | None:
    try:
        return evaluate(node, values(1)).shape
    except NotConformable:
        return None


def _inner_products(node: Node) -> list[Node]:
    match node:
        case Inner(left, right):
            found: list[Node] = [
                Inner(right, left),
                times(_transposed(left), *factors_of(right), coefficient=coefficient_of(right)),
            ]
            if isinstance(left, Product) and len(left.factors) > 1 and _columns(left.factors[1:]):
                first, *rest = left.factors
                moved = times(_transposed(first), *factors_of(right), coefficient=coefficient_of(right))
                found.append(Inner(times(*rest, coefficient=left.coefficient), moved))
            return found
        case Product(coefficient, (Transpose(left), right)) if _is_column(left) and _is_column(right):
            return [scaled(coefficient, Inner(left, right))]
        case _:
            return []


def _is_column(node: Node) -> bool:
    shape = _shape(node)
    return shape is not None and shape[1] == 1 and shape[0] > 1


def _columns(factors: tuple[Node, ...]) -> bool:
    return _is_column(Product(UNIT, tuple(factors)))


def _norms(node: Node) -> list[Node]:
    if not isinstance(node, SquaredNorm):
        return []
    inner = node.argument
    if not _is_column(inner):
        return (
            [Trace(times(_transposed(inner), *factors_of(inner), coefficient=coefficient_of(inner)))]
            if _shape(inner)
            else []
        )
    found: list[Node] = [
        times(_transposed(inner), *factors_of(inner), coefficient=coefficient_of(inner)),
        Inner(inner, inner),
    ]
    if isinstance(inner, Sum) and len(inner.terms) == 2:
        first, second = inner.terms
        found.append(Sum((SquaredNorm(first), scaled(Fraction(2), Inner(first, second)), SquaredNorm(second))))
    return found


def _times_itself(node: Node) -> Node:
    return times(_transposed(node), *factors_of(node), coefficient=coefficient_of(node))


def _traces(node: Node) -> list[Node]:
    match node:
        case Trace(Product(coefficient, factors)) if len(factors) > 1:
            turned = (*factors[1:], factors[0])
            return [Trace(Product(coefficient, turned))] if _shape(Product(UNIT, turned)) else []
        case Trace(Sum(terms)):
            return [Sum(tuple(scaled(coefficient_of(term), Trace(_bare(term))) for term in terms))]
        case Trace(inner) if not isinstance(inner, Product):
            return [Trace(_transposed(inner))]
        case _:
            return []


def _bare(node: Node) -> Node:
    return times(*node.factors) if isinstance(node, Product) else node


def _inverses(node: Node) -> list[Node]:
    match node:
        case Inverse(Inverse(inner)):
            return [inner]
        case Inverse(Product(coefficient, factors)) if factors and all(_is_square(factor) for factor in factors):
            return [Product(1 / coefficient, tuple(Inverse(factor) for factor in reversed(factors)))]
        case _:
            return []


def _is_square(node: Node) -> bool:
    shape = _shape(node)
    return shape is not None and shape[0] == shape[1] > 1


def _reorder_terms(node: Node) -> list[Node]:
    return [Sum((*node.terms[1:], node.terms[0]))] if isinstance(node, Sum) else []


def _join_sums(node: Node) -> list[Node]:
    if not isinstance(node, Sum) or not any(isinstance(term, Sum) for term in node.terms):
        return []
    joined: list[Node] = []
    for term in node.terms:
        joined += term.terms if isinstance(term, Sum) else [term]
    return [Sum(tuple(joined))]


RULES: tuple[Callable[[Node], list[Node]], ...] = (
    _of_transpose,
    _double_transpose,
    _distribute,
    _associate,
    _commute_scalars,
    _scalar_is_its_transpose,
    _inner_products,
    _norms,
    _traces,
    _inverses,
    _reorder_terms,
    _join_sums,
)


def rewritten(node: Node) -> dict[str, list[Node]]:
    """Every tree that one rewrite anywhere makes of this one, by the name of the rule."""
    found: dict[str, list[Node]] = {}
    for path, part in positions(node):
        for rule in RULES:
            for new in rule(part):
                found.setdefault(rule.__name__, []).append(replaced(node, path, new))
    return found
