"""The points at which claims are tested: sizes for the letters, and random arrays that satisfy the assumptions."""

from __future__ import annotations

import hashlib
import random
from fractions import Fraction
from itertools import permutations
from math import prod

from .arithmetic import Field, Matrix, Modular
from .dims import Dim, Shape, addends
from .jets import Jet
from .limits import MAX_SIZE, Undecidable

Fact = tuple[str, str, str]


class Point:
    """One assignment of sizes, and the arrays drawn for it.

    An array depends on the key, its name and its size only, so that the same point serves every claim of a derivation.
    """

    def __init__(
        self,
        key: str,
        sizes: dict[str, int],
        shapes: dict[str, Shape],
        assumptions: dict[str, tuple[str, ...]],
        reflect: bool = False,
    ) -> None:
        self.key, self.sizes, self.shapes, self.assumptions, self.reflect = (
            key,
            dict(sizes),
            shapes,
            assumptions,
            reflect,
        )
        self.fixed: dict[str, Jet] = {}

    def size(self, letter: str) -> int:
        """The number that a size letter, or a sum such as "m+n", stands for; one that was not assigned gets its own."""
        if "+" in letter:
            parts = addends(Dim(1, (letter,)))
            return sum(part.factor * prod(map(self.size, part.letters)) for part in parts)
        return self.sizes.setdefault(letter, 2 + (len(letter) + sum(map(ord, letter))) % 3)

    def value(self, name: str, shape: tuple[int, int], field: Field, like: str | None = None) -> Jet:
        """The array that stands for a name, drawn once; `like` names the symbol of which it is an increment."""
        if name in self.fixed:
            return self.fixed[name]
        source = random.Random(hashlib.sha256(f"{self.key}|{name}|{shape}".encode()).digest())
        matrix = [[field.random(source) for _ in range(shape[1])] for _ in range(shape[0])]
        kinds = self.assumptions.get(like or (name if name in self.shapes else name.partition("[")[0]), ())
        if like is None:
            for kind in kinds:
                matrix = STRUCTURES[kind](field, matrix, self) if kind in STRUCTURES else matrix
        else:
            matrix = tangent(field, matrix, kinds)
        self.fixed[name] = {0: matrix}
        return self.fixed[name]


def tangent(field: Field, matrix: Matrix, kinds: tuple[str, ...]) -> Matrix:
    """A direction that keeps a linear structure: dQ is symmetric where Q is."""
    for kind in kinds:
        if kind in LINEAR:
            matrix = STRUCTURES[kind](field, matrix, None)
    return matrix


# --- structures ------------------------------------------------------------------------------------------------------


def transposed(matrix: Matrix) -> Matrix:
    """Rows for columns."""
    return [list(column) for column in zip(*matrix, strict=True)]


def symmetric(field: Field, matrix: Matrix, point: Point | None) -> Matrix:
    """The symmetric part."""
    return field.scale(field.add(matrix, transposed(matrix)), field.number(Fraction(1, 2)))


def skew(field: Field, matrix: Matrix, point: Point | None) -> Matrix:
    """A skew-symmetric matrix."""
    return field.add(matrix, field.scale(transposed(matrix), field.number(Fraction(-1))))


def diagonal(field: Field, matrix: Matrix, point: Point | None) -> Matrix:
    """The matrix with zeros off the diagonal."""
    zero = field.number(Fraction(0))
    return [[x if i == j else zero for j, x in enumerate(row)] for i, row in enumerate(matrix)]


def upper(field: Field, matrix: Matrix, point: Point | None) -> Matrix:
    """The matrix with zeros below the diagonal."""
    zero = field.number(Fraction(0))
    return [[x if j >= i else zero for j, x in enumerate(row)] for i, row in enumerate(matrix)]


def lower(field: Field, matrix: Matrix, point: Point | None) -> Matrix:
    """The matrix with zeros above the diagonal."""
    return transposed(upper(field, transposed(matrix), point))


def identity(field: Field, size: int) -> Matrix:
    """The identity matrix."""
    one, zero = field.number(Fraction(1)), field.number(Fraction(0))
    return [[one if i == j else zero for j in range(size)] for i in range(size)]


def positive_definite(field: Field, matrix: Matrix, point: Point | None) -> Matrix:
    """R Rᵀ + I, and a square plus one for a scalar; modulo a prime only symmetry and invertibility of it matter."""
    return field.add(field.multiply(matrix, transposed(matrix)), identity(field, len(matrix)))


def orthogonal(field: Field, matrix: Matrix, point: Point | None) -> Matrix:
    """(I − S)(I + S)⁻¹ for skew S (Cayley 1846); with a reflection where the point asks for determinant −1."""
    s = skew(field, matrix, point)
    one = identity(field, len(matrix))
    q = field.multiply(field.add(one, field.scale(s, field.number(Fraction(-1)))), field.inverse(field.add(one, s)))
    if point is not None and point.reflect:
        q[0] = [field.reduce(-x) for x in q[0]]
    return q


def projection(field: Field, matrix: Matrix, point: Point | None) -> Matrix:
    """U(UᵀU)⁻¹Uᵀ for all columns of a random matrix but one."""
    u = [row[: max(1, len(matrix) - 1)] for row in matrix]
    ut = transposed(u)
    return field.multiply(u, field.multiply(field.inverse(field.multiply(ut, u)), ut))


def unit(field: Field, matrix: Matrix, point: Point | None) -> Matrix:
    """A column (or row) with xᵀx = 1: the first unit vector, reflected at a random plane."""
    if len(matrix[0]) > 1 and len(matrix) == 1:
        return transposed(unit(field, transposed(matrix), point))
    squares = field.reduce(sum(row[0] * row[0] for row in matrix))
    factor = field.reduce(field.number(Fraction(-2)) * matrix[0][0] * field.reciprocal(squares))
    return [
        [field.reduce(row[0] * factor + (field.number(Fraction(1)) if i == 0 else 0))] for i, row in enumerate(matrix)
    ]


def orthonormal_columns(field: Field, matrix: Matrix, point: Point | None) -> Matrix:
    """The first columns of a random orthogonal matrix."""
    rows, columns = len(matrix), len(matrix[0])
    if columns > rows:
        raise Undecidable("orthonormal columns need at least as many rows as columns")
    square = [
        [row[j % columns] if (i + j) % 2 else field.reduce(row[j % columns] * (j + 2)) for j in range(rows)]
        for i, row in enumerate(matrix)
    ]
    return [row[:columns] for row in orthogonal(field, square, point)]


def positive(field: Field, matrix: Matrix, point: Point | None) -> Matrix:
    """Positive entries; modulo a prime the sign means nothing."""
    return matrix if isinstance(field, Modular) else [[abs(x) for x in row] for row in matrix]


STRUCTURES = {
    "symmetric": symmetric, "skew-symmetric": skew, "diagonal": diagonal, "upper triangular": upper,
    "lower triangular": lower,
    "positive definite": positive_definite, "orthogonal": orthogonal, "projection": projection, "unit": unit,
    "orthonormal columns": orthonormal_columns, "positive": positive,
}  # fmt: skip
LINEAR = {"symmetric", "skew-symmetric", "diagonal", "upper triangular", "lower triangular"}
PLAIN = {"invertible", "full row rank", "full column rank", "nonzero", "square"}
"""Assumptions that hold at a random point; the rank ones restrict the sizes."""


# --- sizes -----------------------------------------------------------------------------------------------------------


def size_assignments(
    letters: list[str], degree: int, facts: tuple[Fact, ...], least: dict[str, int]
) -> list[dict[str, int]]:
    """Return two assignments of pairwise different sizes, in both orders and both parities where the facts allow it.

    Sizes are not below `degree` (the number of letters multiplied in one term), up to a cap, so that identities which
    hold only for small matrices cannot help.
    """
    start = max(2, min(degree, 5 if len(letters) <= 2 else 4 if len(letters) == 3 else 3))
    count = len(letters)
    shift = 1 if count % 2 else 0
    pools = [[start + i for i in range(count)], [start + i + shift for i in range(count)]]
    chosen: list[dict[str, int]] = []
    for number, pool in enumerate(pools):
        order = sorted(pool, reverse=number == 0)
        found = (
            next((a for p in permutations(order) if allowed(a := dict(zip(letters, p, strict=True)), facts)), None)
            if count <= 6
            else dict(zip(letters, order, strict=True))
        )
        if found is None:
            found = repaired(letters, start + number, facts)
        chosen.append(
            {
                letter: min(max(size, least.get(letter, 1)), max(MAX_SIZE, least.get(letter, 1)))
                for letter, size in found.items()
            }
        )
    return chosen


def further_assignments(main: list[dict[str, int]], facts: tuple[Fact, ...]) -> list[dict[str, int]]:
    """Sizes for inverses that exist at some only: other orders (k between p and n), and one size above all others.

    The projection that removes k columns leaves n − k dimensions, and l columns are independent there for n ≥ k + l.
    """
    letters = list(main[0])
    if not 3 <= len(letters) <= 4:
        return []
    orders = [dict(zip(letters, p, strict=True)) for p in permutations(sorted(main[0].values()))]
    for large in letters:
        others = {letter: 6 - len(letters) + i for i, letter in enumerate(x for x in letters if x != large)}
        orders.append({letter: others.get(letter, sum(others.values()) + 2) for letter in letters})
    return [sizes for sizes in orders if sizes not in main and allowed(sizes, facts)]


def allowed(sizes: dict[str, int], facts: tuple[Fact, ...]) -> bool:
    """Whether declared relations between sizes (m ≥ n) hold."""
    tests = {
        "≥": lambda a, b: a >= b,
        ">": lambda a, b: a > b,
        "≤": lambda a, b: a <= b,
        "<": lambda a, b: a < b,
        "=": lambda a, b: a == b,
    }
    for left, sign, right in facts:
        a = int(left) if left.isdigit() else sizes.get(left)
        b = int(right) if right.isdigit() else sizes.get(right)
        if a is not None and b is not None and not tests[sign](a, b):
            return False
    return True


def repaired(letters: list[str], start: int, facts: tuple[Fact, ...]) -> dict[str, int]:
    """Sizes that satisfy facts which pairwise different sizes cannot (m = n)."""
    for size in range(start, start + 3):
        sizes = dict.fromkeys(letters, size)
        if allowed(sizes, facts):
            return sizes
    raise Undecidable("no sizes satisfy the declared relations between them")
