"""A written side, as its repairs see it: the text beside its tree, and how pieces of it are written anew."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise

from . import syntax as s
from .constants import constant_value
from .context import Context
from .dims import Shape, is_one, is_scalar
from .judge import read_side
from .marks import is_transpose
from .notation import Style
from .syntax import Span, all_slots

JUXTAPOSED = ("", "*", "@", "·", "×")
"""Operators of the matrix product."""
PREFIX = re.compile(r"(?:\b(?:np|numpy|jnp)\.(?:linalg\.)?|\\operatorname\*?\s*\{|\\(?:mathrm|text|rm)\s*\{|\\)$")
"""What may stand in front of the name of a function and belongs to it."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace text[start:end] by `new`: the cause it would undo, what it does (a verb and its object), its cost.

    One that is `alone` convinces only if nothing else has to be changed.
    """

    start: int
    end: int
    new: str
    cause: str
    verb: str
    target: str
    cost: float
    alone: bool = False

    def applied(self, text: str) -> str:
        """The text with the edit made; a command and a letter are kept apart."""
        whole = text[: self.start] + self.new + text[self.end :]
        return re.sub(r"(\\(?:top|intercal|mathsf T))(?=[A-Za-z])", r"\1 ", whole)


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the side before: its text without the sign, its sign and its shape.

    In a sum of two, `beside` is the other term and `total` the sum.
    """

    text: str
    sign: str
    shape: Shape
    beside: str = ""
    total: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """The text of one side, its tree, and what is needed to write in its author's notation."""

    text: str
    tree: s.Syntax
    style: Style
    context: Context
    shapes: dict[Span, Shape] = field(default_factory=dict, compare=False)

    def place(self, tree: s.Syntax) -> Span:
        """Where a piece stands, a prefix such as ``np.linalg.`` included."""
        return written(tree.span, self.text)

    def slice(self, tree: s.Syntax) -> str:
        """The text of a piece."""
        start, end = self.place(tree)
        return self.text[start:end]

    def shape(self, tree: s.Syntax) -> Shape:
        """The shape of a piece by itself."""
        if tree.span not in self.shapes:
            self.shapes[tree.span] = read_side(tree, self.context)[0].shape
        return self.shapes[tree.span]

    def is_array(self, tree: s.Syntax) -> bool:
        """Whether a piece is not known to be a scalar."""
        return not is_scalar(self.shape(tree))

    def is_vector(self, tree: s.Syntax) -> bool:
        """Whether a piece is a row or a column."""
        shape = self.shape(tree)
        return not is_scalar(shape) and (is_one(shape.columns) or is_one(shape.rows))

    def is_function(self, tree: s.Syntax) -> bool:
        """Whether a name, perhaps with a prime, is that of a function, so that brackets behind it are its argument."""
        head = tree.base if isinstance(tree, s.Script) else tree
        return isinstance(head, s.Name) and head.value not in {**self.context.shapes, **self.context.values}

    def is_function_head(self, tree: s.Name) -> bool:
        """Whether a bracket stands right behind a name that is not declared."""
        return self.is_function(tree) and self.text[tree.span[1] :].lstrip("'").startswith("(")


def written(span: Span, text: str) -> Span:
    """The place of a piece, with the prefix of the function's name that it may begin with."""
    prefix = PREFIX.search(text[: span[0]])
    return (prefix.start() if prefix else span[0]), span[1]


def nodes(tree: object) -> Iterator[s.Syntax]:
    """Every piece of the tree, scripts left out."""
    if isinstance(tree, s.Syntax):
        yield tree
        for slot in all_slots(tree):
            yield from nodes(getattr(tree, slot))
    elif isinstance(tree, tuple):
        for item in tree:
            yield from nodes(item)


def units(tree: s.Product, page: Page) -> list[tuple[str, s.Syntax]]:
    """The factors of a product; a function with its argument, and ∇ with its operand, are one: a product by itself."""
    found: list[tuple[str, s.Syntax]] = []
    last: s.Syntax | None = None
    for operator, factor in tree.factors:
        call = isinstance(factor, s.Group) and last is not None and page.is_function(last)
        if found and operator == "" and (isinstance(last, s.Nabla | s.Diff) or call):
            first, head = found.pop()
            factors = (*(head.factors if isinstance(head, s.Product) else (("", head),)), ("", factor))
            found.append((first, s.Product((head.span[0], factor.span[1]), factors)))
        else:
            found.append((operator, factor))
        last = factor
    return found


def constant_of(mark: s.Mark) -> Fraction | None:
    """The number that an exponent is, if it is one."""
    return constant_value(mark.content) if mark.content is not None else None


def has_transpose(tree: s.Syntax) -> bool:
    """Whether a piece carries a transpose."""
    return isinstance(tree, s.Script) and any(is_transpose(m) for m in tree.marks)


def toggled(tree: s.Syntax, page: Page) -> str:
    """The piece with its transpose put on or taken off."""
    text = page.slice(tree)
    start, end = page.place(tree)
    if isinstance(tree, s.Script):
        last = tree.marks[-1]
        before = page.text[start : last.span[0]]
        if is_transpose(last):
            return before + page.text[last.span[1] : end]
        if last.kind in ("sup", "inverse") and constant_of(last) == -1:
            return page.style.power(before, "-T")
        if last.kind == "sup":
            return page.style.transposed(f"({text})")
    if isinstance(tree, s.Product) and re.match(r"t\s*\(", text) and page.style.transpose == "t()":
        return text[text.index("(") + 1 : -1]
    if isinstance(tree, s.Special | s.Number) or is_identity(tree):
        return text
    plain = isinstance(tree, s.Name | s.Group | s.Script) or (isinstance(tree, s.Function) and page.style.code)
    return page.style.transposed(text if plain else f"({text})")


def is_identity(tree: s.Syntax) -> bool:
    """Whether a piece is the identity, I or Iₙ."""
    head = tree.base if isinstance(tree, s.Script) else tree
    return isinstance(head, s.Name) and head.value == "I"


def bare(tree: s.Syntax, page: Page) -> str:
    """The piece without its transpose and brackets, for comparison."""
    return (toggled(tree, page) if has_transpose(tree) else page.slice(tree)).strip("() ")


def joined(left: str, right: str, gap: str) -> str:
    """Two factors beside each other, with `gap` between them, or a space where they would run together."""
    command = re.search(r"\\[A-Za-z]+$", left) and right[:1].isalpha()
    digits = left[-1:].isdigit() and right[:1].isdigit()
    words = re.search(r"(?<![A-Za-z\\^])[a-z]{3,}$", left) and right[:1].isalpha()
    word = left[-1:].isalpha() and re.match(r"[A-Za-z]{2,}\(|[a-z]{3,}", right)
    return left + (gap or (" " if command or digits or words or word else "")) + right


def gap_of(tree: s.Product, page: Page) -> str:
    """What the author writes between two factors of this product."""
    factors = units(tree, page)
    for (_, one), (operator, other) in pairwise(factors):
        if operator in JUXTAPOSED and page.is_array(one) and page.is_array(other):
            between = page.text[one.span[1] : page.place(other)[0]]
            return between if not any(c in between for c in "\\{}") else " "
    return page.style.product


def terms_of(tree: s.Syntax) -> list[s.Syntax]:
    """Everything that is a term of a sum, or stands alone in brackets, in bars, as an argument or as the side."""
    found: list[s.Syntax] = [] if isinstance(tree, s.Sum) else [tree]
    for node in nodes(tree):
        inner: tuple[s.Syntax, ...] = ()
        if isinstance(node, s.Sum):
            inner = tuple(term for _, term in node.terms)
        elif isinstance(node, s.Group):
            inner = node.items
        elif isinstance(node, s.Function):
            inner = node.arguments
        elif isinstance(node, s.Bars):
            inner = (node.body,)
        elif isinstance(node, s.Inner):
            inner = (node.left, node.right)
        found += [piece for piece in inner if not isinstance(piece, s.Sum | s.Group | s.Number | s.Opaque)]
    return list({piece.span: piece for piece in found}.values())


def enclosed(tree: s.Syntax) -> list[s.Syntax]:
    """The side, and what stands in brackets or bars: where a term may have been dropped."""
    inner = [n.items[0] if isinstance(n, s.Group) else n.body for n in nodes(tree) if isinstance(n, s.Group | s.Bars)]
    return [tree, *inner]
