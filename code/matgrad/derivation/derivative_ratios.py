"""Fractions that are derivatives, df/dx and ∂²f/∂x∂xᵀ: what stands above and below."""

from __future__ import annotations

from . import syntax as s

Factors = tuple[tuple[str, s.Syntax], ...]


def factors_of(tree: s.Syntax | None) -> Factors:
    """The factors of a numerator or denominator, out of their braces."""
    while isinstance(tree, s.Group) and len(tree.items) == 1 and tree.bracket == "{":
        tree = tree.items[0]
    if isinstance(tree, s.Product):
        first = tree.factors[0][1]
        while isinstance(first, s.Group) and len(first.items) == 1 and first.bracket == "{":
            first = first.items[0]
        return (("", first), *tree.factors[1:])
    return (("", tree),) if tree is not None else ()


def leading_diff(tree: s.Syntax | None) -> s.Diff | None:
    """The d or ∂ that an expression starts with."""
    factors = factors_of(tree)
    if not factors:
        return None
    first = factors[0][1]
    if isinstance(first, s.Script):
        first = first.base
    return first if isinstance(first, s.Diff) and first.kind in "d∂" else None


def is_derivative_ratio(tree: s.Ratio) -> bool:
    """Whether d or ∂ leads both above and below."""
    return leading_diff(tree.top) is not None and leading_diff(tree.bottom) is not None


def numerator(tree: s.Ratio) -> tuple[int, s.Syntax | None]:
    """Order and operand of the numerator: ∂²f gives 2 and f; a bare ∂ gives 1 and None."""
    head = leading_diff(tree.top)
    assert head is not None
    factors = factors_of(tree.top)
    rest = factors[1:]
    if head.operand is None:
        if not rest:
            return head.order, None
        return head.order, rest[0][1] if len(rest) == 1 else s.Product(
            (rest[0][1].span[0], rest[-1][1].span[1]), (("", rest[0][1]), *rest[1:])
        )
    first: s.Syntax = head.operand
    whole = factors[0][1]
    if isinstance(whole, s.Script):
        first = s.Script(whole.span, head.operand, whole.marks)
    if not rest:
        return head.order, first
    return head.order, s.Product((first.span[0], rest[-1][1].span[1]), (("", first), *rest))
