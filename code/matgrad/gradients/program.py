"""The NumPy forms of a row, run: the value of the function, and its derivative as one scalar problem.

A gradient check compares a function with values in the real numbers with its gradient. Where the value is a vector, the
check takes a random combination of its entries; where it is a matrix, also a random line through the point.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import CodeType
from typing import Any

import numpy as np

from matgrad.gradients.instance import Array, instance
from matgrad.gradients.rows import MATRIX, VECTOR, Row, RowError


@dataclass(frozen=True, slots=True)
class Problem:
    """What `check_gradient` takes: a scalar function, its gradient, and a point."""

    function: Callable[[Any], Any]
    gradient: Callable[[Any], Any]
    point: Array


def evaluate(row: Row, expression: str, symbols: Mapping[str, Any]) -> Any:
    """Return the value of a NumPy form of a row.

    Parameters
    ----------
    row : Row
    expression : str
        Python with the symbols of the row; it is run, so it has to be your own or the table's.
    symbols : mapping from str to array

    Raises
    ------
    RowError
        If the form cannot be read or does not run; the message holds the form and the reason.
    """
    scope: dict[str, Any] = {"np": np, **symbols}
    try:
        scope |= {name: eval(text, dict(scope)) for name, text in row.sample.items()}  # noqa: S307  the table's own code
        for name, code in _statements(row.program.let):
            scope[name] = eval(code, dict(scope))  # noqa: S307
        return eval(compile(expression, f"<row {row.id}>", "eval"), scope)  # noqa: S307
    except Exception as error:
        raise RowError(f"row {row.id}: the NumPy form {expression!r} does not run: {error}") from error


def problem(row: Row, seed: int = 0) -> Problem:
    """Return the function and the gradient of a row at an instance.

    Examples
    --------
    >>> from matgrad.gradients.rows import row
    >>> found = problem(row("squared-length"))
    >>> bool(np.all(found.gradient(found.point) == 2 * found.point))
    True
    """
    symbols = instance(row, seed)
    rng = np.random.default_rng(seed + 1)
    if row.kind == MATRIX:
        return _along_a_line(row, symbols, rng)
    if row.kind == VECTOR:
        return _combined(row, symbols, rng)

    def function(value: Any) -> Any:
        return evaluate(row, row.program.value, {**symbols, row.variable: value})

    def gradient(value: Any) -> Any:
        return evaluate(row, row.program.result, {**symbols, row.variable: value})

    return Problem(function, gradient, symbols[row.variable])


def _combined(row: Row, symbols: Mapping[str, Array], rng: np.random.Generator) -> Problem:
    weights = rng.standard_normal(len(evaluate(row, row.program.value, symbols)))

    def function(value: Any) -> Any:
        return weights @ evaluate(row, row.program.value, {**symbols, row.variable: value})

    def gradient(value: Any) -> Any:
        return evaluate(row, row.program.result, {**symbols, row.variable: value}).T @ weights

    return Problem(function, gradient, symbols[row.variable])


def _along_a_line(row: Row, symbols: Mapping[str, Array], rng: np.random.Generator) -> Problem:
    point = symbols[row.variable]
    step = rng.standard_normal(point.shape)
    weights = rng.standard_normal(evaluate(row, row.program.value, symbols).shape)

    def function(t: Any) -> Any:
        return np.sum(weights * evaluate(row, row.program.value, {**symbols, row.variable: point + t[0] * step}))

    def gradient(t: Any) -> Any:
        there = {**symbols, row.variable: point + t[0] * step, f"d{row.variable}": step}
        return np.array([np.sum(weights * evaluate(row, row.program.result, there))])

    return Problem(function, gradient, np.array([0.25]))


def _statements(text: str) -> list[tuple[str, CodeType]]:
    """Return names and codes of assignments such as ``"z = W @ x; p = z + 1"``."""
    found = []
    for statement in ast.parse(text).body:
        if not isinstance(statement, ast.Assign) or not isinstance(statement.targets[0], ast.Name):
            raise RowError(f"let {text!r}: expected assignments to one name each")
        found.append((statement.targets[0].id, compile(ast.Expression(statement.value), "<let>", "eval")))
    return found
