"""The variable of a derivative: a symbol, its transpose, vec of it, or one component."""

from __future__ import annotations

from dataclasses import dataclass

from . import syntax as s
from .core import Call, Component, Node, Symbol
from .dims import Shape, is_one, is_scalar
from .labels import known_name
from .reading import Reading


@dataclass(frozen=True, slots=True)
class Target:
    """A variable's name and shape; `entry` for a component, `transposed` for ∂xᵀ, `vectorised` for ∂vec(X)."""

    variable: str
    shape: Shape
    entry: tuple[str | int, ...] = ()
    transposed: bool = False
    vectorised: bool = False


def target_of(tree: s.Syntax, reading: Reading) -> tuple[Target | None, int]:
    """The target that `tree` names and how often (∂x² is twice x)."""
    repeats, transposed = 1, False
    if isinstance(tree, s.Group) and len(tree.items) == 1:
        return target_of(tree.items[0], reading)
    if isinstance(tree, s.Function) and tree.word in ("vec", "Vec") and isinstance(tree.arguments[0], s.Name):
        variable = tree.arguments[0].value
        return Target(variable, reading.node(tree.arguments[0]).shape, vectorised=True), 1
    if isinstance(tree, s.Script):
        marks = list(tree.marks)
        known = reading.context.defined()
        if isinstance(tree.base, s.Name) and (found := known_name(tree.base.value, tree.marks, known)) is not None:
            whole: s.Syntax = s.Name(tree.span, found[0])
            rest = tree.marks[found[1] :]
            return target_of(s.Script(tree.span, whole, rest) if rest else whole, reading)
        while marks and marks[-1].kind in ("sup", "transpose", "prime"):
            mark = marks.pop()
            if isinstance(mark.content, s.Number):
                repeats = int(mark.content.value)
            else:
                transposed = not transposed
        tree = s.Script(tree.span, tree.base, tuple(marks)) if marks else tree.base
    if isinstance(tree, s.Group) and len(tree.items) == 1:
        target, inner = target_of(tree.items[0], reading)
        return target, inner * repeats
    closed, reading.closed = reading.closed, reading.closed | frozenset("abcdefghijklmnopqrstuvwxyz")
    node = reading.node(tree)
    reading.closed = closed
    return named_target(node, transposed, reading), repeats


def named_target(node: Node, transposed: bool, reading: Reading) -> Target | None:
    """The target that a value stands for: a symbol or one entry of it."""
    if isinstance(node, Component) and (name := variable_name(node.array)):
        return Target(name, node.array.shape, node.indices)
    if name := variable_name(node):
        return Target(name, node.shape, transposed=transposed and not is_scalar(node.shape))
    if not reading.problems:
        reading.opaque("the variable of this derivative is not decided", node.span)
    return None


def variable_name(node: Node) -> str:
    """The symbol or defined name that a value is; "" for anything else."""
    if isinstance(node, Symbol):
        return node.name
    return node.function if isinstance(node, Call) and not node.arguments else ""


def wrt(reading: Reading, quiet: bool = False) -> str | None:
    """The variable of a bare ∇ or d: the declared one, or the only symbol that fits."""
    context = reading.context
    if context.wrt:
        return context.wrt
    if len(context.shapes) == 1:
        return next(iter(context.shapes))
    parameters = {
        p for f in context.functions.values() if f.body is not None for p in f.parameters if p in context.shapes
    }
    if len(parameters) == 1:
        return parameters.pop()
    columns = [
        n for n, shape in context.shapes.items() if n in "xwβθz" and is_one(shape.columns) and not is_scalar(shape)
    ]
    return columns[0] if len(columns) == 1 else None
