"""Products: what stands side by side, and the operators between factors.

From loose to tight: elementwise and Kronecker products; the centred dot and cross; everything else. Operators that take
what follows (∇, d/dx, a function's name before brackets) are resolved first, from left to right.
"""

from __future__ import annotations

from . import syntax as s
from .calls import application
from .core import Apply, Constant, Node
from .derivatives import derivative_operator, is_operator
from .differentials import differential_factor
from .indices import close
from .matrix_products import Factor, colon_product, combine
from .reading import Reading


def product(tree: s.Product, reading: Reading) -> Node:
    """The value of a product; repeated indices in it are summed."""
    if all(op in ("", ":") for op, _ in tree.factors) and any(op == ":" for op, _ in tree.factors):
        return colon_product([reading.node(f) for _, f in tree.factors], tree.span, reading, ":")
    factors = resolve_factors(tree.factors, reading)
    return close(combine(factors, tree.span, reading), reading)


def resolve_factors(factors: tuple[tuple[str, s.Syntax], ...], reading: Reading) -> list[Factor]:
    """Turn written factors into values, letting operators and functions take the factors that belong to them."""
    found: list[Factor] = []
    place = 0
    while place < len(factors):
        op, tree = factors[place]
        rest = tuple(factors[place + 1 :])
        taken = 0
        if is_operator(tree):
            node, taken = derivative_operator(tree, rest, reading)
        else:
            applied = differential_factor(tree, rest, reading) or application(tree, rest, reading)
            node, taken = applied if applied is not None else (reading.node(tree), 0)
        if isinstance(tree, s.Bars) and not tree.double and found and is_ones_row(found[-1][1]):
            body = reading.node(tree.body)
            node = Apply(body.shape, tree.span, "abs", (body,))
        found.append((op, node))
        place += 1 + taken
    return found


def is_ones_row(node: Node) -> bool:
    """Whether a factor is 1ᵀ, behind which |x| can only be the column of absolute values."""
    return isinstance(node, Apply) and node.operation == "transpose" and is_ones(node.arguments[0])


def is_ones(node: Node) -> bool:
    """Whether a node is the all-ones column."""
    return isinstance(node, Constant) and node.kind == "ones"
