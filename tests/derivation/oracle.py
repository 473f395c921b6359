"""An independent evaluator for the `check:` expressions of the corpus.

Nothing here is shared with the checker. Every value is a two-dimensional NumPy array (columns are n×1, scalars 1×1), sums and
products demand conformable shapes, and derivatives are complex steps. A statement is true when both sides agree at every random
point that was tried; an expression that does not conform makes it false.
"""

from __future__ import annotations

import ast
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

STEP = 1e-30  # a complex step has no subtraction, so it may be this small
HESSIAN_STEP = 1e-4  # central differences of complex-step gradients: error about 1e-8
TOLERANCE = 1e-6  # relative; far above rounding and HESSIAN_STEP, far below any real mistake
TRIALS = 3
SIZES = {"m": 5, "n": 3, "p": 4, "k": 2, "q": 6, "d": 3, "N": 5, "K": 4, "r": 2, "s": 6, "l": 7}


class NotConformable(Exception):
    """The shapes of an expression do not allow a sum, a product, a power or an inverse."""


@dataclass(frozen=True, eq=False)
class Array:
    """A two-dimensional array whose operators demand conformable shapes; 1×1 arrays are scalars."""

    values: np.ndarray

    @property
    def shape(self) -> tuple[int, int]:
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


def _identity(size: int) -> Array:
    return Array(np.eye(size, dtype=complex))


def _ones(rows: int, columns: int = 1) -> Array:
    return Array(np.ones((rows, columns), dtype=complex))


def _zeros(rows: int, columns: int = 1) -> Array:
    return Array(np.zeros((rows, columns), dtype=complex))


VOCABULARY: dict[str, object] = {
    "T": transpose,
    "inv": inverse,
    "tr": trace,
    "det": determinant,
    "logdet": log_determinant,
    "nrm2": sum_of_squares,
    "nrm": norm,
    "dot": inner,
    "had": hadamard,
    "kron": kronecker,
    "vecm": stack_columns,
    "diag": diagonal,
    "exp": elementwise(np.exp),
    "log": elementwise(np.log),
    "sqrt": elementwise(np.sqrt),
    "tanh": elementwise(np.tanh),
    "absolute": elementwise(lambda z: np.sqrt(z * z)),
    "sig": elementwise(lambda z: 1 / (1 + np.exp(-z))),
    "recip": elementwise(lambda z: 1 / z),
    "square": elementwise(lambda z: z**2),
    "vec": column,
    "mat": matrix,
    "sum": lambda terms: summation(list(terms)),
    "R_": range,
    "D": directional,
    "jac": jacobian,
    "grad": gradient,
    "hess": hessian,
    "I": _identity,
    "ones": _ones,
    "zeros": _zeros,
}


def random_array(shape: tuple[int, int], assumption: str | None, rng: np.random.Generator) -> Array:
    """A random array with the named property (symmetric, diagonal, positive definite, orthogonal …)."""
    values = rng.standard_normal(shape)
    match assumption:
        case "symmetric":
            values = (values + values.T) / 2
        case "diagonal":
            values = np.diag(np.diag(values))
        case "positive definite" | "symmetric positive definite":
            values = values @ values.T + np.eye(shape[0])
        case "orthogonal":
            values = np.linalg.qr(values)[0]
        case "skew-symmetric":
            values = (values - values.T) / 2
        case "positive":
            values = np.abs(values) + 0.1
        case None | "invertible" | "full column rank" | "full row rank":
            pass
        case _:
            raise ValueError(f"no sampler for the assumption {assumption!r}")
    return Array(values.astype(complex))


def sample(case: Mapping[str, object], trial: int) -> dict[str, object]:
    """Random values for every symbol of a case: what its check expressions are evaluated with."""
    rng = np.random.default_rng([zlib.crc32(str(case["id"]).encode()), trial])
    sizes = SIZES | dict(case.get("check_sizes", {}))
    assume = {**dict(case.get("assume") or {}), **dict(case.get("check_assume", {}))}
    names = dict(case.get("check_names", {}))
    values: dict[str, object] = {}
    for name, shape in {**dict(case["shapes"]), **dict(case.get("check_shapes", {}))}.items():
        rows, columns = ([sizes.get(letter, letter) for letter in shape] + [1, 1])[:2]
        values[names.get(name, name)] = random_array((rows, columns), assume.get(name), rng)
    scope = VOCABULARY | {letter: size for letter, size in sizes.items() if letter not in values} | values
    for name, expression in dict(case.get("check_given", {})).items():
        scope[name] = eval(expression, dict(scope))  # noqa: S307 - our own corpus, not user input
    return scope


def relations_hold(statement: str, case: Mapping[str, object]) -> list[bool]:
    """For each `==` of a check expression: do both sides agree at every point tried?"""
    sides = _sides(statement)
    holds = [True] * (len(sides) - 1)
    for trial in range(TRIALS):
        scope = sample(case, trial)
        values = [_value(side, scope) for side in sides]
        for position, (left, right) in enumerate(zip(values[:-1], values[1:], strict=True)):
            holds[position] = holds[position] and _agree(left, right)
    return holds


def holds(statement: str, case: Mapping[str, object]) -> bool:
    """Whether every relation of a check expression is true."""
    return all(relations_hold(statement, case))


def _sides(statement: str) -> list[str]:
    tree = ast.parse(statement, mode="eval").body
    if not isinstance(tree, ast.Compare) or not all(isinstance(op, ast.Eq) for op in tree.ops):
        raise ValueError(f"a check is `a == b`, got {statement!r}")
    return [ast.unparse(side) for side in (tree.left, *tree.comparators)]


def _value(expression: str, scope: dict[str, object]) -> Array | None:
    try:
        return array(eval(expression, dict(scope)))  # noqa: S307 - our own corpus, not user input
    except NotConformable:
        return None


def _agree(left: Array | None, right: Array | None) -> bool:
    if left is None or right is None or left.shape != right.shape:
        return False
    scale = 1 + max(np.abs(left.values).max(), np.abs(right.values).max())
    return bool(np.abs(left.values - right.values).max() <= TOLERANCE * scale)
