"""The peer of the derivation checker: SymPy on the checks of the corpus, with explicit symbols, expand, compare."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

import sympy

from tests.derivation.arrays import NotConformable
from tests.derivation.oracle import SIZES

BEYOND = (
    "inv(",
    "log",
    "exp(",
    "sig(",
    "nrm(",
    "**0.5",
    "**-0.5",
    "det(",
    "tanh",
    "absolute",
    "R_(",
    "jac(",
    "had(",
    "diag(",
    "vecm(",
    "kron(",
    "recip(",
    "square(",
    "rows(",
    "cols(",
)


class Explicit:
    """A SymPy matrix of symbols whose 1×1 values count as scalars, as on the page."""

    def __init__(self, entries: sympy.Matrix) -> None:
        self.entries = entries

    def __add__(self, other: object) -> Explicit:
        right = explicit(other)
        if self.entries.shape != right.entries.shape:
            raise NotConformable
        return Explicit(self.entries + right.entries)

    def __neg__(self) -> Explicit:
        return Explicit(-self.entries)

    def __sub__(self, other: object) -> Explicit:
        return self + -explicit(other)

    def __rsub__(self, other: object) -> Explicit:
        return explicit(other) - self

    def __mul__(self, other: object) -> Explicit:
        right = explicit(other)
        if right.entries.shape == (1, 1):
            return Explicit(self.entries * right.entries[0, 0])
        if self.entries.shape == (1, 1):
            return Explicit(right.entries * self.entries[0, 0])
        raise NotConformable

    def __rmul__(self, other: object) -> Explicit:
        return self * other

    def __matmul__(self, other: object) -> Explicit:
        right = explicit(other)
        if self.entries.shape[1] == right.entries.shape[0]:
            return Explicit(self.entries * right.entries)
        return self * right

    def __truediv__(self, other: object) -> Explicit:
        return self * Explicit(sympy.Matrix([[1 / explicit(other).entries[0, 0]]]))

    def __rtruediv__(self, other: object) -> Explicit:
        return explicit(other) / self

    def __pow__(self, exponent: int) -> Explicit:
        if self.entries.shape[0] != self.entries.shape[1]:
            raise NotConformable
        return Explicit(self.entries**exponent)

    def __getitem__(self, index: tuple[int, int]) -> Explicit:
        return Explicit(sympy.Matrix([[self.entries[index]]]))

    __radd__ = __add__


def explicit(value: object) -> Explicit:
    """The value as a matrix; numbers become exact 1×1 matrices."""
    if isinstance(value, Explicit):
        return value
    return Explicit(sympy.Matrix([[sympy.nsimplify(value)]]))


def _inner(left: Explicit, right: Explicit) -> Explicit:
    products = zip(explicit(left).entries, explicit(right).entries, strict=True)
    return Explicit(sympy.Matrix([[sum(a * b for a, b in products)]]))


def _directional(function: Callable[[Explicit], Explicit], at: Explicit, along: Explicit) -> Explicit:
    value = explicit(function(at)).entries
    steps = zip(at.entries, along.entries, strict=True)
    return Explicit(sum((value.diff(symbol) * step for symbol, step in steps), value * 0))


def _gradient(function: Callable[[Explicit], Explicit], at: Explicit) -> Explicit:
    value = explicit(function(at)).entries[0, 0]
    return Explicit(at.entries.applyfunc(lambda symbol: sympy.diff(value, symbol)))


def _hessian(function: Callable[[Explicit], Explicit], at: Explicit) -> Explicit:
    return Explicit(sympy.hessian(explicit(function(at)).entries[0, 0], list(at.entries)))


VOCABULARY: dict[str, Any] = {
    "T": lambda a: Explicit(explicit(a).entries.T),
    "tr": lambda a: Explicit(sympy.Matrix([[explicit(a).entries.trace()]])),
    "nrm2": lambda a: _inner(a, a),
    "dot": _inner,
    "D": _directional,
    "grad": _gradient,
    "hess": _hessian,
    "I": lambda size: Explicit(sympy.eye(size)),
    "ones": lambda size: Explicit(sympy.ones(size, 1)),
    "zeros": lambda rows, columns=1: Explicit(sympy.zeros(rows, columns)),
}


def expressible(case: Mapping[str, Any], statement: str | None) -> bool:
    """Whether explicit symbols and expand can decide the statement: polynomials, no hypotheses."""
    plain = "check_given" not in case and not case.get("assume")
    return bool(statement) and plain and not any(name in str(statement) for name in BEYOND)


def holds(case: Mapping[str, Any], statement: str, given: Mapping[str, int]) -> bool:
    """Whether SymPy finds all sides equal after expanding their difference, at the given sizes."""
    names = case.get("check_names", {})
    sizes = SIZES | dict(given)
    scope = VOCABULARY | sizes
    for name, shape in {**case["shapes"], **case.get("check_shapes", {})}.items():
        rows, columns = ([sizes.get(letter, letter) for letter in shape] + [1, 1])[:2]
        known = names.get(name, name)
        scope[known] = Explicit(sympy.Matrix(rows, columns, sympy.symbols(f"{known}_:{rows * columns}")))
    comparison = ast.parse(statement, mode="eval").body
    if not isinstance(comparison, ast.Compare):
        raise TypeError(f"a check is `a == b`, got {statement!r}")
    try:
        # the corpus is our own data
        sides = [
            explicit(eval(ast.unparse(side), dict(scope)))  # noqa: S307
            for side in (comparison.left, *comparison.comparators)
        ]
    except (NotConformable, sympy.matrices.exceptions.ShapeError):
        return False
    return all(
        left.entries.shape == right.entries.shape and (left.entries - right.entries).expand().is_zero_matrix is True
        for left, right in pairwise(sides)
    )
