"""The tree of a line as it is written, before anything is known about what it means.

`x'`, `2(a + b)` and `f(x)` are scripts, products and groups here; whether the mark is a transpose or a derivative, and
whether brackets mean "times" or "of", is decided in `elaborate`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Syntax:
    """What every piece of a line has: its place, from the first character to behind the last one."""

    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Number(Syntax):
    """A literal number."""

    value: Fraction


@dataclass(frozen=True, slots=True)
class Name(Syntax):
    """A letter or word that names something; `bold` tells 𝐱 from x when both are declared."""

    value: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Special(Syntax):
    """A constant with a spelling of its own: `zero` (bold 0), `ones` (bold 1) or `infinity`."""

    kind: str


@dataclass(frozen=True, slots=True)
class Group(Syntax):
    """Brackets around one or more expressions; `bracket` is the opening one ("{" for LaTeX grouping)."""

    items: tuple[Syntax, ...]
    bracket: str


@dataclass(frozen=True, slots=True)
class Array(Syntax):
    """An array written out, row by row."""

    rows: tuple[tuple[Syntax, ...], ...]


@dataclass(frozen=True, slots=True)
class Bars(Syntax):
    """|…| or ‖…‖: absolute value, determinant or norm."""

    body: Syntax
    double: bool


@dataclass(frozen=True, slots=True)
class Inner(Syntax):
    """⟨a, b⟩ or ⟨a | b⟩."""

    left: Syntax
    right: Syntax


@dataclass(frozen=True, slots=True)
class Mark:
    """One script: kind `sup`, `sub`, `prime`, `transpose` or `inverse`, and its content."""

    kind: str
    content: Syntax | None
    span: Span = field(compare=False)
    text: str = ""


@dataclass(frozen=True, slots=True)
class Script(Syntax):
    """Something with scripts, in the order in which they are written."""

    base: Syntax
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Ratio(Syntax):
    r"""A fraction; the denominator may be a derivative's (``\frac{d}{dx}``)."""

    top: Syntax
    bottom: Syntax


@dataclass(frozen=True, slots=True)
class Function(Syntax):
    """A named function (trace, log, …) with its marks and arguments; `run` if the arguments stood without brackets."""

    word: str
    marks: tuple[Mark, ...]
    arguments: tuple[Syntax, ...]
    run: bool


@dataclass(frozen=True, slots=True)
class Big(Syntax):
    """A sum or product over an index; limits may be missing."""

    kind: str
    lower: Syntax | None
    upper: Syntax | None
    body: Syntax | None


@dataclass(frozen=True, slots=True)
class Diff(Syntax):
    """`d`, `∂`, `D`, `Δ` in front of an operand (None: in front of nothing, as in d/dx)."""

    kind: str
    order: int
    marks: tuple[Mark, ...]
    operand: Syntax | None


@dataclass(frozen=True, slots=True)
class Nabla(Syntax):
    """∇ with its order (2 for ∇²) and subscript, waiting for its operand."""

    order: int
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Product(Syntax):
    """Factors, each with the operator in front of it ("" for juxtaposition)."""

    factors: tuple[tuple[str, Syntax], ...]


@dataclass(frozen=True, slots=True)
class Sum(Syntax):
    """Signed terms."""

    terms: tuple[tuple[str, Syntax], ...]


@dataclass(frozen=True, slots=True)
class Annotated(Syntax):
    r"""\underbrace{body}_{label}."""

    body: Syntax
    label: Syntax | None
    text: str


@dataclass(frozen=True, slots=True)
class Opaque(Syntax):
    """Something read that the checker cannot decide (argmin, lim, ∞, …); `what` names it."""

    what: str


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation sign between two sides."""

    sign: str
    span: Span


@dataclass(frozen=True, slots=True)
class Statement:
    """A chain side₀ rel₁ side₁ rel₂ side₂ …; `sides[0]` is None where the line goes on from the one before.

    `role` is how it is connected with what stands before: "" (a comma or nothing), "⇒", "⇔", "where" or "because".
    """

    sides: tuple[Syntax | None, ...]
    relations: tuple[Relation, ...]
    role: str
    span: Span


def all_slots(tree: object) -> list[str]:
    """Names of the fields of a tree, in order."""
    return [slot for kind in type(tree).__mro__ for slot in getattr(kind, "__slots__", ())]
