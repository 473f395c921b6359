r"""Rational numbers written as expressions: ½, 1/2, −1, {\frac{1}{2}}."""

from __future__ import annotations

from fractions import Fraction

from . import syntax as s


def constant_value(tree: s.Syntax) -> Fraction | None:
    """Return the rational number that `tree` spells, or None if it is not a plain number."""
    if isinstance(tree, s.Number):
        return tree.value
    if isinstance(tree, s.Group) and len(tree.items) == 1:
        return constant_value(tree.items[0])
    if isinstance(tree, s.Ratio) and tree.top is not None:
        top, bottom = constant_value(tree.top), constant_value(tree.bottom)
        return top / bottom if top is not None and bottom else None
    if isinstance(tree, s.Sum):
        values = [constant_value(term) for _, term in tree.terms]
        if any(v is None for v in values):
            return None
        return sum(
            (v if sign == "+" else -v for (sign, _), v in zip(tree.terms, values, strict=True) if v is not None),
            Fraction(0),
        )
    if isinstance(tree, s.Product) and len(tree.factors) == 2 and tree.factors[1][0] == "/":
        top, bottom = constant_value(tree.factors[0][1]), constant_value(tree.factors[1][1])
        return top / bottom if top is not None and bottom else None
    return None
