"""Two-dimensional arrays with strict shapes, and derivatives by complex step: the values of the oracle.

Columns are n×1 and scalars 1×1. Sums, products, powers and inverses demand conformable shapes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

STEP = 1e-30  # a complex step has no subtraction, so it may be this small
HESSIAN_STEP = 1e-4  # central differences of complex-step gradients: error about 1e-8


class NotConformable(Exception):
    """The shapes of an expression do not allow a sum, a product, a power or an inverse."""


@dataclass(frozen=True, eq=False)
class Array:
    """A two-dimensional array whose operators demand conformable shapes; 1×1 arrays are scalars."""

    values: np.ndarray

    @property
    def shape(self) -> tuple[int, int]:
        """The numbers of rows and columns."""
        rows, columns = self.values.shape
        return rows, columns

    def __add__(self, other: object) -> Array:
        return self._sum(other, 1)

    def __sub__(self, other: object) -> Array:
        return self._sum(other, -1)

    def __rsub__(self, other: object) -> Array:
        return -self + other

    __radd__ = __add__

    def _sum(self, other: object, sign: int) -> Array:
        right = array(other)
        if self.shape != right.shape:
            raise NotConformable(f"{self.shape} + {right.shape}")
        return Array(self.values + sign * right.values)

    def __neg__(self) -> Array:
        return Array(-self.values)

    def __mul__(self, other: object) -> Array:
        right = array(other)
        if not (is_scalar(self) or is_scalar(right)):
            raise NotConformable(f"{self.shape} * {right.shape}: * needs a scalar")
        return Array(self.values * right.values)

    def __rmul__(self, other: object) -> Array:
        return array(other) * self

    def __matmul__(self, other: object) -> Array:
        right = array(other)
        if self.shape[1] == right.shape[0]:
            return Array(self.values @ right.values)
        return self * right

    def __truediv__(self, other: object) -> Array:
        right = array(other)
        if not is_scalar(right):
            raise NotConformable(f"division by {right.shape}")
        return Array(self.values / right.values)

    def __rtruediv__(self, other: object) -> Array:
        return array(other) / self

    def __pow__(self, exponent: float) -> Array:
        if is_scalar(self):
            return Array(self.values**exponent)
        if self.shape[0] != self.shape[1] or int(exponent) != exponent:
            raise NotConformable(f"{self.shape} to the power {exponent}")
        return Array(np.linalg.matrix_power(self.values, int(exponent)))

    def __getitem__(self, index: tuple[int, int]) -> Array:
        return Array(self.values[index].reshape(1, 1))


def array(value: object) -> Array:
    if isinstance(value, Array):
        return value
    return Array(np.asarray(value, dtype=complex).reshape(1, 1))


def is_scalar(value: Array) -> bool:
    return value.shape == (1, 1)


def transpose(value: object) -> Array:
    return Array(array(value).values.T)


def inverse(value: object) -> Array:
    square = array(value)
    if square.shape[0] != square.shape[1]:
        raise NotConformable(f"inverse of {square.shape}")
    if np.linalg.matrix_rank(square.values) < square.shape[0]:
        raise NotConformable(f"inverse of a singular matrix of shape {square.shape}")
    return Array(np.linalg.inv(square.values))


def trace(value: object) -> Array:
    return array(np.trace(_square(value)))


def determinant(value: object) -> Array:
    return array(np.linalg.det(_square(value)))


def log_determinant(value: object) -> Array:
    """The logarithm of |det|, written so that a complex step passes through it."""
    return array(0.5 * np.log(np.linalg.det(_square(value)) ** 2))


def _square(value: object) -> np.ndarray:
    square = array(value)
    if square.shape[0] != square.shape[1]:
        raise NotConformable(f"trace or determinant of {square.shape}")
    return square.values


def sum_of_squares(value: object) -> Array:
    return array((array(value).values ** 2).sum())


def norm(value: object) -> Array:
    return array(np.sqrt((array(value).values ** 2).sum()))


def inner(left: object, right: object) -> Array:
    return array(hadamard(left, right).values.sum())


def hadamard(left: object, right: object) -> Array:
    first, second = array(left), array(right)
    if first.shape != second.shape:
        raise NotConformable(f"{first.shape} ⊙ {second.shape}")
    return Array(first.values * second.values)


def kronecker(left: object, right: object) -> Array:
    return Array(np.kron(array(left).values, array(right).values))


def stack_columns(value: object) -> Array:
    return Array(array(value).values.reshape(-1, 1, order="F"))


def diagonal(value: object) -> Array:
    """A column becomes a diagonal matrix, a square matrix its diagonal as a column."""
    given = array(value)
    if given.shape[1] == 1:
        return Array(np.diag(given.values[:, 0]))
    return Array(np.diag(_square(given)).reshape(-1, 1))


def elementwise(function: Callable[[np.ndarray], np.ndarray]) -> Callable[[object], Array]:
    return lambda value: Array(function(array(value).values))


def column(entries: Sequence[object]) -> Array:
    return Array(np.array([array(entry).values[0, 0] for entry in entries]).reshape(-1, 1))


def matrix(rows: Sequence[Sequence[object]]) -> Array:
    return Array(np.array([[array(entry).values[0, 0] for entry in row] for row in rows]))


def below(*blocks: object) -> Array:
    """Blocks put below each other."""
    return _joined(blocks, 0)


def beside(*blocks: object) -> Array:
    """Blocks put beside each other."""
    return _joined(blocks, 1)


def _joined(blocks: tuple[object, ...], axis: int) -> Array:
    parts = [array(block).values for block in blocks]
    if len({part.shape[1 - axis] for part in parts}) > 1:
        raise NotConformable(f"blocks {[part.shape for part in parts]}")
    return Array(np.concatenate(parts, axis))


def summation(terms: Sequence[object]) -> Array:
    first, *rest = terms
    total = array(first)
    for term in rest:
        total = total + term
    return total


Function = Callable[[Array], object]


def directional(function: Function, at: Array, direction: object) -> Array:
    """The directional derivative, by one complex step."""
    along = array(direction)
    if at.shape != along.shape:
        raise NotConformable(f"direction {along.shape} at {at.shape}")
    stepped = array(function(Array(at.values + 1j * STEP * along.values)))
    return Array((stepped.values.imag / STEP).astype(complex))


def jacobian(function: Function, at: Array) -> Array:
    """All partial derivatives of a column (or scalar) function of a column: one row per component of the function."""
    columns = [directional(function, at, unit).values.reshape(-1, 1) for unit in _units(at.shape)]
    return Array(np.hstack(columns))


def gradient(function: Function, at: Array) -> Array:
    """All partial derivatives of a scalar function, in an array shaped like the variable."""
    partials = []
    for unit in _units(at.shape):
        partial = directional(function, at, unit)
        if not is_scalar(partial):
            raise NotConformable(f"gradient of a function of shape {partial.shape}")
        partials.append(partial.values[0, 0])
    return Array(np.array(partials).reshape(at.shape))


def hessian(function: Function, at: Array) -> Array:
    columns = []
    for unit in _units(at.shape):
        above = gradient(function, Array(at.values + HESSIAN_STEP * unit.values))
        below = gradient(function, Array(at.values - HESSIAN_STEP * unit.values))
        columns.append((above.values - below.values).reshape(-1, 1) / (2 * HESSIAN_STEP))
    return Array(np.hstack(columns))


def _units(shape: tuple[int, int]) -> list[Array]:
    identity = np.eye(shape[0] * shape[1], dtype=complex)
    return [Array(row.reshape(shape)) for row in identity]
