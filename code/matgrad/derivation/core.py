"""The core language: what a line means, in ten node types.

Every node knows its shape and the place in the line that it came from. Everything after elaboration (values, verdicts,
repairs) sees these nodes only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from .dims import Shape, Size
from .syntax import Span


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """What every node has: its shape and its place in the line."""

    shape: Shape
    span: Span = field(compare=False)

    def children(self) -> tuple[Node, ...]:
        """The nodes directly below."""
        return ()


@dataclass(frozen=True, slots=True, eq=False)
class Number(Node):
    """A rational number."""

    value: Fraction


@dataclass(frozen=True, slots=True, eq=False)
class Symbol(Node):
    """A declared or defined name, or the bound argument of a function."""

    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Constant(Node):
    """An array that its shape determines: `zero`, `ones` or `identity`; `unit` (eᵢ) also needs its index."""

    kind: str
    index: str | int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Sum(Node):
    """A sum of terms, each with a rational coefficient."""

    terms: tuple[tuple[Fraction, Node], ...]

    def children(self) -> tuple[Node, ...]:
        """The nodes directly below."""
        return tuple(term for _, term in self.terms)


@dataclass(frozen=True, slots=True, eq=False)
class Product(Node):
    """A matrix product, or a product with a scalar, of two factors."""

    left: Node
    right: Node

    def children(self) -> tuple[Node, ...]:
        """The nodes directly below."""
        return (self.left, self.right)


@dataclass(frozen=True, slots=True, eq=False)
class Apply(Node):
    """An operation of the table in `operations`: transpose, inverse, trace, norm, elementwise functions."""

    operation: str
    arguments: tuple[Node, ...]
    parameter: Fraction | str | None = None

    def children(self) -> tuple[Node, ...]:
        """The nodes directly below."""
        return self.arguments


@dataclass(frozen=True, slots=True, eq=False)
class Component(Node):
    """One entry of an array; an index is a letter or a number counted from 1."""

    array: Node
    indices: tuple[str | int, ...]

    def children(self) -> tuple[Node, ...]:
        """The nodes directly below."""
        return (self.array,)


@dataclass(frozen=True, slots=True, eq=False)
class Total(Node):
    """The sum of `body` over an index that runs over `size` places."""

    index: str
    body: Node
    size: Size

    def children(self) -> tuple[Node, ...]:
        """The nodes directly below."""
        return (self.body,)


@dataclass(frozen=True, slots=True, eq=False)
class Call(Node):
    """A function at an argument; `body` is its definition in `parameters`, None for an arbitrary smooth one."""

    function: str
    arguments: tuple[Node, ...]
    parameters: tuple[str, ...] = ()
    body: Node | None = None

    def children(self) -> tuple[Node, ...]:
        """The nodes directly below."""
        return self.arguments


@dataclass(frozen=True, slots=True, eq=False)
class Derivative(Node):
    """Derivative of `body` for the symbol `variable`, at `point` (None: where the symbol stands).

    `layout` is "denominator" or "numerator"; `order` 2 is the Hessian. `entry` differentiates for one component only.
    `kind` names the pair, "scalar by vector" and so on, for which a layout holds. `spelling` is "nabla" or "d".
    `definition` is the variable's own expression where the variable is a defined name.
    """

    body: Node
    variable: str
    point: Node | None
    order: int
    layout: str
    kind: str
    spelling: str
    variable_shape: Shape
    entry: tuple[str | int, ...] = ()
    second: tuple[str | int, ...] = ()
    definition: Node | None = None

    def children(self) -> tuple[Node, ...]:
        """The nodes directly below."""
        return tuple(n for n in (self.body, self.point, self.definition) if n is not None)


@dataclass(frozen=True, slots=True, eq=False)
class Differential(Node):
    """d(body): the linear part of the change of `body` when every active symbol s moves by ds.

    With `direction` it is Df(point)[direction]: the one argument `variable` is moved by `direction` at `point`.
    """

    body: Node
    variable: str | None = None
    point: Node | None = None
    direction: Node | None = None

    def children(self) -> tuple[Node, ...]:
        """The nodes directly below."""
        return tuple(n for n in (self.body, self.point, self.direction) if n is not None)


def walk(node: Node) -> Iterator[Node]:
    """Every node of a tree, parents first; the bodies of called functions included."""
    stack = [node]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(node.children())
        if isinstance(node, Call) and node.body is not None:
            stack.append(node.body)
