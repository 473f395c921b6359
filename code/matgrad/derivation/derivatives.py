"""Derivatives as they are written: ∇f, ∂f/∂x, d/dx, f′, D f, ∂ₖ f, Hessians and differentials.

An operator takes what belongs to it: a function with its argument, a bracket or norm, or else all that follows in the
product. The layout of the result is data: `Reading.layouts` says which one is tried for each kind of derivative.
"""

from __future__ import annotations

from . import syntax as s
from .calls import application, function_alone
from .core import Node
from .derivative_ratios import Factors, factors_of, is_derivative_ratio, numerator
from .differentiation import at_argument, objective, subscript_targets, with_targets
from .indices import close
from .marks import apply_mark, is_transpose
from .matrix_products import quotient
from .reading import Reading
from .syntax import Span
from .targets import Target, target_of


def is_operator(tree: s.Syntax) -> bool:
    """Whether `tree` is a derivative sign that takes what follows it."""
    base = tree.base if isinstance(tree, s.Script) else tree
    if isinstance(base, s.Nabla):
        return True
    if isinstance(base, s.Diff):
        return base.operand is None or bool(base.marks)
    return isinstance(base, s.Ratio) and is_derivative_ratio(base) and numerator(base)[1] is None


def derivative_operator(tree: s.Syntax, rest: Factors, reading: Reading) -> tuple[Node, int]:
    """The derivative that an operator makes of the factors behind it, and how many it took."""
    base, marks = (tree.base, tree.marks) if isinstance(tree, s.Script) else (tree, ())
    if isinstance(base, s.Ratio):
        order, targets = denominator_targets(base, reading)
        body, taken, span = operand(rest, tree.span, reading, greedy=True)
        node = with_targets(body, targets, order, "d", span, reading)
    else:
        order = base.order if isinstance(base, s.Nabla | s.Diff) else 1
        subscripts = [m for m in getattr(base, "marks", ()) if m.kind == "sub"]
        if isinstance(base, s.Diff) and base.operand is not None:
            rest = (("", base.operand), *rest)
        targets = subscript_targets(subscripts, reading)
        if isinstance(base, s.Nabla) and order == 1 and rest and is_nabla(rest[0][1]):
            order, rest_after = 2, rest[1:]
            body, taken, span = operand(rest_after, tree.span, reading)
            taken += 1
        else:
            body, taken, span = operand(rest, tree.span, reading)
        if isinstance(base, s.Diff) and base.operand is not None:
            taken -= 1
        spelling = "nabla" if isinstance(base, s.Nabla) else "d"
        node = at_argument(body, rest, targets, order, spelling, span, reading)
    leftover = trailing_marks(rest, taken)
    for mark in (*marks, *leftover):
        node = apply_mark(node, mark, (span[0], max(span[1], mark.span[1])), reading)
    return close(node, reading), taken


def is_nabla(tree: s.Syntax) -> bool:
    """Whether a factor is ∇."""
    return isinstance(tree.base if isinstance(tree, s.Script) else tree, s.Nabla)


def operand(rest: Factors, span: Span, reading: Reading, greedy: bool = False) -> tuple[Node, int, Span]:
    """What an operator acts on: its value, the number of factors taken, and the place of the whole."""
    if not rest or rest[0][0] not in ("", "·", "*"):
        return objective(span, reading), 0, span
    first = rest[0][1]
    bare = without_transpose(first)
    core = bare.base if isinstance(bare, s.Script) else bare
    applied = application(bare, tuple((op, without_transpose(t)) for op, t in rest[1:]), reading)
    if applied is not None and not (greedy and applied[1] + 1 < len(rest)):
        return applied[0], 1 + applied[1], (span[0], rest[applied[1]][1].span[1])
    if (unknown := function_alone(core, reading)) is not None:
        return unknown, 1, (span[0], bare.span[1])
    is_function = isinstance(core, s.Name) and core.value in reading.context.functions
    closed = isinstance(core, s.Group | s.Bars | s.Function | s.Inner) or is_function
    if closed and not greedy:
        return reading.node(bare), 1, (span[0], bare.span[1])
    count = (
        next((i for i, (op, t) in enumerate(rest) if op in ("·", "×", ":") and i), len(rest))
        if not greedy
        else len(rest)
    )
    whole = s.Product((rest[0][1].span[0], rest[count - 1][1].span[1]), (("", rest[0][1]), *rest[1:count]))
    return reading.node(whole if count > 1 else rest[0][1]), count, (span[0], whole.span[1])


def without_transpose(tree: s.Syntax) -> s.Syntax:
    """`tree` without transpose marks at its end: ∇f(x)ᵀ is the transpose of ∇f(x)."""
    if not isinstance(tree, s.Script) or isinstance(tree.base, s.Name):
        return tree
    marks = tree.marks
    while marks and is_transpose(marks[-1]):
        marks = marks[:-1]
    if len(marks) == len(tree.marks):
        return tree
    end = marks[-1].span[1] if marks else tree.base.span[1]
    return s.Script((tree.span[0], end), tree.base, marks) if marks else tree.base


def trailing_marks(rest: Factors, taken: int) -> tuple[s.Mark, ...]:
    """Transpose marks on the last factor taken, which belong to the derivative."""
    if taken < 1 or taken > len(rest):
        return ()
    last, bare = rest[taken - 1][1], without_transpose(rest[taken - 1][1])
    if last is bare or not isinstance(last, s.Script):
        return ()
    core = last.base
    if taken > 1 and not isinstance(core, s.Group):
        return ()
    kept = len(bare.marks) if isinstance(bare, s.Script) else 0
    return last.marks[kept:]


def bare_nabla(tree: s.Nabla, reading: Reading) -> Node:
    """∇ in front of nothing: the gradient of the objective."""
    return derivative_operator(tree, (), reading)[0]


def ratio(tree: s.Ratio, reading: Reading) -> Node:
    """A fraction: a derivative if d or ∂ leads above and below, else a quotient."""
    if not is_derivative_ratio(tree):
        return close(quotient(reading.node(tree.top), reading.node(tree.bottom), tree.span, reading), reading)
    order, targets = denominator_targets(tree, reading)
    _, body = numerator(tree)
    value = objective(tree.span, reading) if body is None else function_alone(body, reading) or reading.node(body)
    return close(with_targets(value, targets, order, "d", tree.span, reading), reading)


def denominator_targets(tree: s.Ratio, reading: Reading) -> tuple[int, list[Target]]:
    """The variables below: ∂x; ∂x ∂xᵀ; ∂x²; ∂xᵢ ∂xⱼ."""
    targets: list[Target] = []
    for _, below in factors_of(tree.bottom):
        factor, marks = (below.base, below.marks) if isinstance(below, s.Script) else (below, ())
        if not isinstance(factor, s.Diff) or factor.operand is None:
            reading.opaque("the variable of this derivative is not decided", tree.span)
            continue
        symbol = s.Script(factor.span, factor.operand, marks) if marks else factor.operand
        target, repeats = target_of(symbol, reading)
        if target is not None:
            targets.extend([target] * repeats)
    order = max(len(targets), numerator(tree)[0], 1)
    return order, targets


# --- differentials ---------------------------------------------------------------------------------------------------
