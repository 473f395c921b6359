"""Differentials: dx, d(…), Δx, and the linear map Df(u)[v]."""

from __future__ import annotations

from . import syntax as s
from .calls import application
from .core import Apply, Call, Differential, Node, Symbol
from .derivative_ratios import Factors
from .derivatives import derivative_operator
from .dims import is_scalar
from .marks import apply_mark, is_transpose
from .reading import Reading


def differential(tree: s.Diff, reading: Reading) -> Node:
    """d(…): of a symbol, the increment itself; of an expression, its linear part."""
    if tree.operand is None or tree.marks:
        return derivative_operator(tree, (), reading)[0]
    return differential_of(tree.operand, tree, reading)


def differential_of(inner: s.Syntax, tree: s.Diff, reading: Reading) -> Node:
    """D binds to the next symbol with its power: dXᵀ is (dX)ᵀ, but dX⁻¹ is d(X⁻¹)."""
    marks: tuple[s.Mark, ...] = ()
    bare = inner
    if isinstance(inner, s.Script):
        keep = len(inner.marks)
        while keep and is_transpose(inner.marks[keep - 1]):
            keep -= 1
        marks = inner.marks[keep:]
        bare = s.Script(inner.span, inner.base, inner.marks[:keep]) if keep else inner.base
    body = reading.node(bare)
    node = changed(body, tree)
    for _ in range(tree.order - 1):
        node = Differential(body.shape, node.span, node)
    for mark in marks:
        node = apply_mark(node, mark, (tree.span[0], mark.span[1]), reading)
    return node


def differential_factor(tree: s.Syntax, rest: Factors, reading: Reading) -> tuple[Node, int] | None:
    """`d f(x)`, `d log det X`, and `df(u) v`: the differential of what follows, or f′(u) applied to v."""
    outer: tuple[s.Mark, ...] = ()
    if isinstance(tree, s.Script) and isinstance(tree.base, s.Diff):
        tree, outer = tree.base, tree.marks
    if not isinstance(tree, s.Diff) or tree.operand is None or tree.marks or outer:
        return None
    applied = application(tree.operand, rest, reading)
    if applied is None:
        return None
    node, taken = applied
    if tree.kind in ("Δ", "δ"):
        return changed(node, tree), taken
    following = rest[taken:]
    mapped = linear_map(node, following, tree, reading)
    if mapped is not None:
        return mapped[0], taken + mapped[1]
    return Differential(node.shape, (tree.span[0], node.span[1]), node), taken


def changed(body: Node, tree: s.Diff) -> Node:
    """The change of a value: Δ is exact, d and δ are its linear part."""
    span = (tree.span[0], body.span[1])
    return Apply(body.shape, span, "increment", (body,)) if tree.kind == "Δ" else Differential(body.shape, span, body)


def linear_map(node: Node, following: Factors, tree: s.Diff, reading: Reading) -> tuple[Node, int] | None:
    """`df(u) v` and `Df(u)[v]`: the derivative at u applied to the product behind it, if that has u's shape."""
    if not isinstance(node, Call) or len(node.arguments) != 1 or not following or following[0][0] not in ("", "·"):
        return None
    count = next((i for i, (op, _) in enumerate(following) if i and op not in ("", "@", "*")), len(following))
    whole = s.Product(
        (following[0][1].span[0], following[count - 1][1].span[1]), (("", following[0][1]), *following[1:count])
    )
    quiet = len(reading.problems)
    direction = reading.node(whole if count > 1 else following[0][1])
    argument = node.arguments[0]
    if len(reading.problems) > quiet or str(direction.shape) != str(argument.shape) or is_scalar(argument.shape):
        del reading.problems[quiet:]
        return None
    parameter = node.parameters[0] if node.parameters else f"{node.function}·"
    body = (
        node.body
        if node.body is not None
        else Call(node.shape, node.span, node.function, (Symbol(argument.shape, argument.span, parameter),))
    )
    return Differential(node.shape, (tree.span[0], whole.span[1]), body, parameter, argument, direction), count
