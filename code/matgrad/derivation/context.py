"""What is known at a point of the derivation: declarations, definitions, hypotheses, layouts.

A `Context` never changes; a line that defines or assumes something extends it into a new one.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from . import syntax as s
from .core import Node
from .dims import Dim, Shape, resolve


@dataclass(frozen=True, slots=True)
class Definition:
    """A name with its meaning: parameters (none for a value) and the expression, kept as written.

    `body` is None for a function that nothing determines: an arbitrary smooth scalar function.
    """

    name: str
    parameters: tuple[str, ...]
    body: s.Syntax | None
    line: int = 0
    depends: tuple[str, ...] = ()
    component: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """An equation left = right that the derivation assumes, and the symbol that it determines."""

    left: Node
    right: Node
    symbol: str
    symbol_shape: Shape
    line: int
    text: str
    meaning: s.Syntax | None = None
    only_zero: bool = False
    """The other side, where one side is the symbol alone: v = Ax − l may also say that v depends on x."""


@dataclass(frozen=True, slots=True)
class Context:
    """Everything a line may refer to."""

    shapes: dict[str, Shape] = field(default_factory=dict)
    assumptions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    facts: tuple[tuple[str, str, str], ...] = ()
    wrt: str | None = None
    layout: str | None = None
    layouts: dict[str, str] = field(default_factory=dict)
    values: dict[str, Definition] = field(default_factory=dict)
    functions: dict[str, Definition] = field(default_factory=dict)
    hypotheses: tuple[Hypothesis, ...] = ()
    objective: s.Syntax | None = None
    increments: tuple[str, ...] = ()
    depends: dict[str, tuple[str, ...]] = field(default_factory=dict)
    families: dict[str, tuple[str, s.Syntax]] = field(default_factory=dict)
    gradients: dict[str, tuple[str, s.Syntax]] = field(default_factory=dict)
    equivalents: tuple[tuple[s.Syntax, s.Syntax], ...] = ()
    active: tuple[str, ...] = ()
    counters: frozenset[str] = frozenset()
    counts: frozenset[str] = frozenset()
    primed: frozenset[str] = frozenset()
    elementwise: bool = False
    code_style: bool = False

    def known(self) -> frozenset[str]:
        """Names that the tokenizer may take as one symbol."""
        return self.defined() | frozenset(self.depends)

    def defined(self) -> frozenset[str]:
        """Names that have a meaning already."""
        return frozenset(self.shapes) | frozenset(self.values) | frozenset(self.functions)

    def size_letters(self) -> frozenset[str]:
        """Letters that stand for sizes in the declarations."""
        sizes = [resolve(size) for shape in self.shapes.values() for size in (shape.rows, shape.columns)]
        return frozenset(letter for size in sizes if isinstance(size, Dim) for letter in size.letters)

    def extended(self, **changes: Any) -> Context:
        """Return a context with some fields replaced."""
        return replace(self, **changes)

    def with_value(self, definition: Definition) -> Context:
        """The context in which a name has a value."""
        return replace(self, values={**self.values, definition.name: definition})

    def with_function(self, definition: Definition) -> Context:
        """The context in which a function is defined."""
        return replace(self, functions={**self.functions, definition.name: definition})
