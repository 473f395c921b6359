"""An independent evaluator for the `check:` expressions of the corpus.

Nothing here is shared with the checker. A statement `left == right` is true when both sides agree at every random point
that was tried; an expression that does not conform makes it false.
"""

from __future__ import annotations

import ast
import itertools
import zlib
from collections.abc import Mapping

import numpy as np

from tests.derivation.arrays import (
    Array,
    NotConformable,
    array,
    below,
    beside,
    column,
    determinant,
    diagonal,
    directional,
    elementwise,
    gradient,
    hadamard,
    hessian,
    inner,
    inverse,
    jacobian,
    kronecker,
    log_determinant,
    matrix,
    norm,
    stack_columns,
    sum_of_squares,
    summation,
    trace,
    transpose,
)

TOLERANCE = 1e-6  # relative; far above rounding and HESSIAN_STEP, far below any real mistake
TRIALS = 3
SIZES = {"m": 5, "n": 3, "p": 4, "k": 2, "q": 6, "d": 3, "N": 5, "K": 4, "r": 2, "s": 6, "l": 7}


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
    "rows": below,
    "cols": beside,
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
    """Whether both sides agree at every point tried, for each `==` of a check expression."""
    expressions = sides(statement)
    holds = [True] * (len(expressions) - 1)
    for trial in range(TRIALS):
        scope = sample(case, trial)
        values = [_value(side, scope) for side in expressions]
        for position, (left, right) in enumerate(itertools.pairwise(values)):
            holds[position] = holds[position] and _agree(left, right)
    return holds


def holds(statement: str, case: Mapping[str, object]) -> bool:
    """Whether every relation of a check expression is true."""
    return all(relations_hold(statement, case))


def sides(statement: str) -> list[str]:
    """The expressions between the relations of a check."""
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
