"""Two kinds of numbers to test equalities with: integers modulo a prime, exactly, and floating point.

Matrices are lists of rows. Rational claims are tested modulo the primes 2⁶¹ − 1 and 2⁵⁹ − 55, where no rounding
exists; roots, logarithms and exponentials need floating point.
"""

from __future__ import annotations

import math
import random
from abc import ABC, abstractmethod
from fractions import Fraction
from operator import mul
from typing import Any

from .limits import MAX_OPERATIONS, Undecidable

Matrix = list[list[Any]]
PRIMES = (2**61 - 1, 2**59 - 55)
"""The largest prime below 2⁶¹ (a Mersenne prime) and the largest below 2⁵⁹; only the second has a root of −1."""


class Singular(Exception):
    """A matrix (or number) that has to be inverted has no inverse at the sampled point."""


class Field(ABC):
    """What both kinds of numbers share; `cost` counts multiplications, so that every claim ends."""

    exact = True

    def __init__(self) -> None:
        self.cost = 0

    def spend(self, multiplications: int) -> None:
        """Count multiplications, so that every claim ends."""
        self.cost += multiplications
        if self.cost > MAX_OPERATIONS:
            raise Undecidable(f"the claim needs more than {MAX_OPERATIONS:,} multiplications")

    def reduce(self, value: Any) -> Any:
        """The canonical form of a number."""
        return value

    @abstractmethod
    def reciprocal(self, value: Any) -> Any:
        """One over a number."""

    @abstractmethod
    def number(self, value: Fraction) -> Any:
        """A rational number in this arithmetic."""

    @abstractmethod
    def random(self, source: random.Random) -> Any:
        """A random number, not zero."""

    @abstractmethod
    def imaginary_unit(self) -> Any:
        """A square root of −1."""

    def is_zero(self, value: Any) -> bool:
        """Whether a number counts as zero."""
        return not value

    def multiply(self, a: Matrix, b: Matrix) -> Matrix:
        """Product of two matrices."""
        self.spend(len(a) * len(b) * len(b[0]) + 4)
        columns = list(zip(*b, strict=True))
        reduce = self.reduce
        return [[reduce(sum(map(mul, row, column))) for column in columns] for row in a]

    def add(self, a: Matrix, b: Matrix) -> Matrix:
        """Sum of two matrices."""
        reduce = self.reduce
        self.spend(len(a) * len(a[0]))
        return [[reduce(p + q) for p, q in zip(r, t, strict=True)] for r, t in zip(a, b, strict=True)]

    def scale(self, a: Matrix, factor: Any) -> Matrix:
        """A matrix times a number."""
        reduce = self.reduce
        self.spend(len(a) * len(a[0]))
        return [[reduce(factor * p) for p in r] for r in a]

    def hadamard(self, a: Matrix, b: Matrix) -> Matrix:
        """Product entry by entry."""
        reduce = self.reduce
        self.spend(len(a) * len(a[0]))
        return [[reduce(p * q) for p, q in zip(r, t, strict=True)] for r, t in zip(a, b, strict=True)]

    def inverse(self, a: Matrix) -> Matrix:
        """Inverse of a square matrix by Gauss–Jordan elimination."""
        n = len(a)
        return self.solve(a, [[self.number(Fraction(int(i == j))) for j in range(n)] for i in range(n)])

    def solve(self, a: Matrix, b: Matrix) -> Matrix:
        """The unique X with a X = b, for square a."""
        n = len(a)
        rows = [list(r) + list(t) for r, t in zip(a, b, strict=True)]
        self.spend(n * n * len(rows[0]))
        for column in range(n):
            pivot = self.pivot(rows, column, column)
            if pivot is None:
                raise Singular
            rows[column], rows[pivot] = rows[pivot], rows[column]
            self.eliminate(rows, column, column)
        return [row[n:] for row in rows]

    def pivot(self, rows: Matrix, column: int, start: int) -> int | None:
        """Row from `start` on with a usable entry in `column`: the largest in floating point, the first modulo p."""
        candidates = [r for r in range(start, len(rows)) if not self.is_zero(rows[r][column])]
        return max(candidates, key=lambda r: abs(rows[r][column])) if candidates else None

    def eliminate(self, rows: Matrix, row: int, column: int) -> None:
        """Make `column` zero everywhere but in `row`, where it becomes one."""
        reduce = self.reduce
        factor = self.reciprocal(rows[row][column])
        rows[row] = [reduce(factor * p) for p in rows[row]]
        for other in range(len(rows)):
            if other != row and rows[other][column] != 0:
                k = rows[other][column]
                rows[other] = [reduce(p - k * q) for p, q in zip(rows[other], rows[row], strict=True)]

    def determinant(self, a: Matrix) -> Any:
        """Determinant of a square matrix by elimination."""
        rows = [list(r) for r in a]
        value = self.number(Fraction(1))
        self.spend(len(a) ** 3)
        for column in range(len(rows)):
            pivot = self.pivot(rows, column, column)
            if pivot is None:
                return self.number(Fraction(0))
            if pivot != column:
                rows[column], rows[pivot] = rows[pivot], rows[column]
                value = self.reduce(-value)
            value = self.reduce(value * rows[column][column])
            factor = self.reciprocal(rows[column][column])
            for other in range(column + 1, len(rows)):
                k = self.reduce(rows[other][column] * factor)
                rows[other] = [self.reduce(p - k * q) for p, q in zip(rows[other], rows[column], strict=True)]
        return value


class Modular(Field):
    """Integers modulo a prime."""

    def __init__(self, prime: int) -> None:
        super().__init__()
        self.prime = prime

    def reduce(self, value: int) -> int:
        """The canonical form of a number."""
        return value % self.prime

    def reciprocal(self, value: int) -> int:
        """One over a number."""
        if value % self.prime == 0:
            raise Singular
        return pow(value, -1, self.prime)

    def number(self, value: Fraction) -> int:
        """A rational number in this arithmetic."""
        return value.numerator * self.reciprocal(value.denominator) % self.prime

    def random(self, source: random.Random) -> int:
        """A random number, not zero."""
        return source.randrange(1, self.prime)

    def imaginary_unit(self) -> int:
        """A square root of −1: a power of any number that is no square, modulo a prime of the form 4k + 1."""
        if self.prime % 4 != 1:
            raise Undecidable("the imaginary unit does not exist modulo this prime")
        return next(
            pow(a, (self.prime - 1) // 4, self.prime)
            for a in range(2, 100)
            if pow(a, (self.prime - 1) // 2, self.prime) == self.prime - 1
        )

    def multiply(self, a: Matrix, b: Matrix) -> Matrix:
        """Product of two matrices."""
        self.spend(len(a) * len(b) * len(b[0]) + 4)
        prime, columns = self.prime, list(zip(*b, strict=True))
        return [[sum(map(mul, row, column)) % prime for column in columns] for row in a]

    def add(self, a: Matrix, b: Matrix) -> Matrix:
        """Sum of two matrices."""
        self.spend(len(a) * len(a[0]))
        prime = self.prime
        return [[(p + q) % prime for p, q in zip(r, t, strict=True)] for r, t in zip(a, b, strict=True)]

    def scale(self, a: Matrix, factor: Any) -> Matrix:
        """A matrix times a number."""
        self.spend(len(a) * len(a[0]))
        prime = self.prime
        return [[factor * p % prime for p in r] for r in a]

    def pivot(self, rows: Matrix, column: int, start: int) -> int | None:
        """Row from `start` on with a usable entry in `column`."""
        return next((r for r in range(start, len(rows)) if rows[r][column]), None)


class Floating(Field):
    """Double precision; entries between 0.4 and 1.6 in size, of either sign unless `positive`.

    `flipped` turns every sign of an unflipped draw around, so that √ and |·| are seen from both sides.
    """

    exact = False

    def __init__(self, positive: bool = False, flipped: bool = False) -> None:
        super().__init__()
        self.positive, self.flipped = positive, flipped
        self.largest = 1.0

    def reciprocal(self, value: float) -> float:
        """One over a number."""
        if abs(value) < 1e-9:
            raise Singular
        return 1.0 / value

    def number(self, value: Fraction) -> float:
        """A rational number in this arithmetic."""
        return float(value)

    def imaginary_unit(self) -> float:
        """There is none."""
        raise Undecidable("complex numbers are not tested in floating point")

    def random(self, source: random.Random) -> float:
        """A random number, not zero."""
        size = source.uniform(0.4, 1.6)
        return size if self.positive or (source.random() < 0.5) != self.flipped else -size

    def is_zero(self, value: float) -> bool:
        """Whether a number counts as zero."""
        return abs(value) < 1e-10

    def multiply(self, a: Matrix, b: Matrix) -> Matrix:
        """Product of two matrices."""
        result = super().multiply(a, b)
        self.watch(result)
        return result

    def watch(self, a: Matrix) -> None:
        """Remember the largest number seen: rounding is judged against it."""
        largest = max(abs(p) for row in a for p in row)
        if not math.isfinite(largest):
            raise Undecidable("the numbers overflow at the sampled point")
        self.largest = max(self.largest, largest)
