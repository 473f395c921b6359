"""Shapes: rows and columns in the author's letters.

A dimension is a number, a letter such as m, or a product of letters (vec and ⊗ make them). Where the context has to
decide, the size of I or of a function's argument, it is a `Free` dimension until `unify` gives it a value.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count

_numbers = count()


@dataclass(frozen=True, slots=True)
class Dim:
    """A size: `factor` times the letters, sorted."""

    factor: int
    letters: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "·".join(([str(self.factor)] if self.factor != 1 or not self.letters else []) + list(self.letters))


class Free:
    """A size that the context decides; `value` is None until it has. `factors`: it is the product of these two."""

    __slots__ = ("factors", "number", "value")

    def __init__(self, factors: tuple[Dim | Free, Dim | Free] | None = None) -> None:
        self.value: Dim | Free | None = None
        self.factors = factors
        self.number = next(_numbers)

    def __str__(self) -> str:
        found = resolve(self)
        return "?" if isinstance(found, Free) else str(found)


Size = Dim | Free
ONE = Dim(1)


@dataclass(frozen=True, slots=True)
class Shape:
    """Rows × columns; 1 × 1 is a scalar."""

    rows: Size
    columns: Size

    def __str__(self) -> str:
        if is_scalar(self):
            return "scalar"
        free = isinstance(resolve(self.rows), Free) and resolve(self.rows) is resolve(self.columns)
        return "square" if free else f"{self.rows} × {self.columns}"

    @property
    def transposed(self) -> Shape:
        """Columns × rows."""
        return Shape(self.columns, self.rows)


SCALAR = Shape(ONE, ONE)


def resolve(size: Size) -> Size:
    """Follow a free size to what it was unified with."""
    while isinstance(size, Free) and size.value is not None:
        size = size.value
    if isinstance(size, Free) and size.factors is not None:
        one, other = map(resolve, size.factors)
        if isinstance(one, Dim) and isinstance(other, Dim):
            size.value = product_of_sizes(one, other)
            return size.value
    return size


def product_of_sizes(one: Dim, other: Dim) -> Dim:
    """The product of two known sizes."""
    return Dim(one.factor * other.factor, tuple(sorted(one.letters + other.letters)))


def cofactor(size: Dim, factor: Dim) -> Dim | None:
    """What `factor` has to be multiplied by to give `size`; None if nothing does."""
    letters = list(size.letters)
    if size.factor % factor.factor or any(letters.count(x) < factor.letters.count(x) for x in factor.letters):
        return None
    for letter in factor.letters:
        letters.remove(letter)
    return Dim(size.factor // factor.factor, tuple(letters))


def split(size: Size) -> tuple[Dim, Free] | None:
    """The known and the unknown factor of a product of two sizes; None for anything else."""
    if not isinstance(size, Free) or size.factors is None:
        return None
    one, other = map(resolve, size.factors)
    if isinstance(one, Dim) and isinstance(other, Free):
        return one, other
    return (other, one) if isinstance(one, Free) and isinstance(other, Dim) else None


def unify(one: Size, other: Size) -> bool:
    """Make two sizes equal if they can be; whether they are now."""
    one, other = resolve(one), resolve(other)
    if one is other or one == other:
        return True
    if not could_equal(one, other):
        return False
    mine, theirs = split(one), split(other)
    if mine is not None and (isinstance(other, Dim) or (theirs is not None and mine[0] == theirs[0])):
        rest = cofactor(other, mine[0]) if isinstance(other, Dim) else theirs[1] if theirs is not None else None
        if rest is not None and not unify(mine[1], rest):
            return False
    elif theirs is not None and isinstance(one, Dim):
        return unify(other, one)
    if isinstance(one, Free):
        if resolve(one) is one and one is not other:
            one.value = other
    elif isinstance(other, Free):
        other.value = one
    return True


def unify_shapes(one: Shape, other: Shape) -> bool:
    """Make two shapes equal if they can be, without a trace if they cannot."""
    if not (could_equal(one.rows, other.rows) and could_equal(one.columns, other.columns)):
        return False
    for square, shape in ((one, other), (other, one)):
        if resolve(square.rows) is resolve(square.columns) and not could_equal(shape.rows, shape.columns):
            return False
    return unify(one.rows, other.rows) and unify(one.columns, other.columns)


def could_equal(one: Size, other: Size) -> bool:
    """Whether two sizes are equal or at least one is still free."""
    one, other = resolve(one), resolve(other)
    for product, size in ((one, other), (other, one)):
        known = split(product)
        if known is not None and isinstance(size, Dim):
            return cofactor(size, known[0]) is not None
    return isinstance(one, Free) or isinstance(other, Free) or one == other


def is_one(size: Size) -> bool:
    """Whether a size is known to be 1."""
    found = resolve(size)
    return isinstance(found, Dim) and found.factor == 1 and not found.letters


def is_scalar(shape: Shape) -> bool:
    """Whether a shape is known to be 1 × 1."""
    return is_one(shape.rows) and is_one(shape.columns)


def is_column(shape: Shape) -> bool:
    """Whether a shape is known to be a column of more than one row."""
    return is_one(shape.columns) and not is_one(shape.rows)


def is_row(shape: Shape) -> bool:
    """Whether a shape is known to be a row of more than one column."""
    return is_one(shape.rows) and not is_one(shape.columns)


def settle(size: Size, letter: str) -> None:
    """Give a size that is still free the new letter `letter`."""
    found = resolve(size)
    if isinstance(found, Free):
        found.value = Dim(1, (letter,))


def times(one: Size, other: Size) -> Size:
    """Product of two sizes (of vec and ⊗); with a free factor it is found when the product is."""
    one, other = resolve(one), resolve(other)
    if ONE in (one, other):
        return other if one == ONE else one
    if isinstance(one, Free) or isinstance(other, Free):
        return Free((one, other))
    return product_of_sizes(one, other)


def size_of(text: str | int) -> Dim:
    """Return the dimension that a declared size stands for: a number or a letter."""
    return Dim(int(text)) if str(text).isdigit() else Dim(1, (str(text),))


def column(size: Size) -> Shape:
    """Shape of a column with `size` rows."""
    return Shape(size, ONE)
