"""Shapes: rows and columns in the author's letters.

A dimension is a number, a letter such as m, or a product of letters (vec and ⊗ make them). Where the context has to
decide, the size of I or of a function's argument, it is a `Free` dimension until `unify` gives it a value.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import count
from math import prod

_numbers = count()


@dataclass(frozen=True, slots=True)
class Dim:
    """A size: `factor` times the letters, sorted."""

    factor: int
    letters: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "·".join(([str(self.factor)] if self.factor != 1 or not self.letters else []) + list(self.letters))


class Free:
    """A size that the context decides; `value` is None until it has.

    With `parts` it is their product (`sign` "·", of vec and ⊗) or their sum ("+", of blocks below each other).
    """

    __slots__ = ("number", "parts", "sign", "value")

    def __init__(self, sign: str = "", parts: tuple[Dim | Free, ...] = ()) -> None:
        self.value: Dim | Free | None = None
        self.sign, self.parts = sign, parts
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
    if isinstance(size, Free) and size.parts:
        parts = list(map(resolve, size.parts))
        known = [part for part in parts if isinstance(part, Dim)]
        if len(known) == len(parts):
            size.value = COMBINED[size.sign](known)
            return size.value
    return size


def product_of_sizes(sizes: list[Dim]) -> Dim:
    """The product of known sizes."""
    return Dim(prod(size.factor for size in sizes), tuple(sorted(x for size in sizes for x in size.letters)))


def sum_of_sizes(sizes: list[Dim]) -> Dim:
    """The sum of known sizes; one of different letters is a letter of its own, "m+n".

    >>> n = Dim(1, ("n",))
    >>> str(sum_of_sizes([n, ONE])), str(sum_of_sizes([n, n])), sum_of_sizes([ONE, ONE])
    ('n+1', '2·n', Dim(factor=2, letters=()))
    """
    counts: Counter[tuple[str, ...]] = Counter()
    for size in sizes:
        for part in addends(size):
            counts[part.letters] += part.factor
    parts = [Dim(factor, letters) for letters, factor in counts.items() if factor]
    if len(parts) == 1:
        return parts[0]
    return Dim(1, ("+".join(map(str, sorted(parts, key=lambda part: (not part.letters, part.letters)))),))


def addends(size: Dim) -> list[Dim]:
    """The sizes whose sum a size is."""
    if size.factor != 1 or len(size.letters) != 1:
        return [size]
    found = []
    for part in size.letters[0].split("+"):
        factors = part.split("·")
        numbers = [int(factor) for factor in factors if factor.isdigit()]
        found.append(Dim(prod(numbers), tuple(factor for factor in factors if not factor.isdigit())))
    return found


COMBINED = {"·": product_of_sizes, "+": sum_of_sizes}


def remainder(sign: str, size: Dim, known: Dim) -> Dim | None:
    """What has to be combined with `known` to give `size`; None if nothing does."""
    if sign == "+":
        counts = Counter({part.letters: part.factor for part in addends(size)})
        counts.subtract({part.letters: part.factor for part in addends(known)})
        left = [Dim(factor, letters) for letters, factor in counts.items() if factor]
        return sum_of_sizes(left) if left and all(part.factor > 0 for part in left) else None
    letters = list(size.letters)
    if size.factor % known.factor or any(letters.count(x) < known.letters.count(x) for x in known.letters):
        return None
    for letter in known.letters:
        letters.remove(letter)
    return Dim(size.factor // known.factor, tuple(letters))


def split(size: Size) -> tuple[str, Dim, Free] | None:
    """Sign, known and unknown part of a product or sum of sizes with one unknown part; None for anything else."""
    if not isinstance(size, Free) or not size.parts:
        return None
    parts = list(map(resolve, size.parts))
    known = [part for part in parts if isinstance(part, Dim)]
    unknown = [part for part in parts if isinstance(part, Free)]
    return (size.sign, COMBINED[size.sign](known), unknown[0]) if known and len(unknown) == 1 else None


def unify(one: Size, other: Size) -> bool:
    """Make two sizes equal if they can be; whether they are now."""
    one, other = resolve(one), resolve(other)
    if one is other or one == other:
        return True
    if not could_equal(one, other):
        return False
    mine, theirs = split(one), split(other)
    if mine is not None and isinstance(other, Dim):
        rest: Size | None = remainder(mine[0], other, mine[1])
    elif mine is not None and theirs is not None and mine[:2] == theirs[:2]:
        rest = theirs[2]
    elif theirs is not None and isinstance(one, Dim):
        return unify(other, one)
    else:
        rest = None
    if rest is not None and mine is not None and not unify(mine[2], rest):
        return False
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
            return remainder(known[0], size, known[1]) is not None
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
    return resolve(Free("·", (one, other)))


def plus(sizes: list[Size]) -> Size:
    """Sum of sizes (of blocks); with a free term it is found when the sum is."""
    return resolve(Free("+", tuple(sizes))) if len(sizes) > 1 else resolve(sizes[0])


def size_of(text: str | int) -> Dim:
    """Return the dimension that a declared size stands for: a number or a letter."""
    return Dim(int(text)) if str(text).isdigit() else Dim(1, (str(text),))


def column(size: Size) -> Shape:
    """Shape of a column with `size` rows."""
    return Shape(size, ONE)
