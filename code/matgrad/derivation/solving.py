"""Equations that a derivation assumes: solve each for one symbol, so that what follows can be tested.

The equation must be affine in the symbol. The solved value replaces the random one; where the solution is not unique, a
random solution is taken, so that what holds for it holds for all with probability close to one.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from .arithmetic import Field, Matrix
from .context import Context, Hypothesis
from .dims import Shape
from .evaluate import Evaluator
from .jets import Jet
from .limits import MAX_SYMBOLS_SOLVED, Undecidable
from .linear import Inconsistent, solve_affine, source_for
from .sampling import Point, tangent


def solve_hypotheses(hypotheses: tuple[Hypothesis, ...], field: Field, point: Point, context: Context) -> None:
    """Put solved values into `point`, so that all hypotheses hold there."""
    if len(hypotheses) > MAX_SYMBOLS_SOLVED:
        raise Undecidable(f"more than {MAX_SYMBOLS_SOLVED} equations are assumed at once")
    for count in range(1, len(hypotheses) + 1):
        solve_last(hypotheses[:count], field, point, context)
    for hypothesis in hypotheses:
        if any(x if field.exact else abs(x) > 1e-7 for x in residual(hypothesis, hypotheses, field, point, context)):
            raise Inconsistent


def solve_last(hypotheses: tuple[Hypothesis, ...], field: Field, point: Point, context: Context) -> None:
    """Solve the last hypothesis for its symbol, the earlier ones being solved anew for each trial value."""
    last = hypotheses[-1]
    shape = numeric_shape(last.symbol_shape, field, point)
    zero = [[field.number(Fraction(0))] * shape[1] for _ in range(shape[0])]
    places = [(i, j) for i in range(shape[0]) for j in range(shape[1])]

    def at(value: Matrix) -> list[Any]:
        point.fixed[last.symbol] = {0: structured(value, last.symbol, field, point)}
        if len(hypotheses) > 1:
            solve_all(hypotheses[:-1], field, point, context)
        return residual(last, hypotheses, field, point, context)

    base = at(zero)
    columns = []
    for place in places:
        moved = at([[field.number(Fraction(int((i, j) == place))) for j in range(shape[1])] for i in range(shape[0])])
        columns.append([field.reduce(p - q) for p, q in zip(moved, base, strict=True)])
    solution = solve_affine(columns, base, field, source_for(point, last.symbol))
    value = [solution[i * shape[1] : (i + 1) * shape[1]] for i in range(shape[0])]
    at(value)


def structured(value: Matrix, symbol: str, field: Field, point: Point) -> Matrix:
    """The value with the linear structure that is assumed of the symbol: its symmetric part, its diagonal, …."""
    return tangent(field, value, point.assumptions.get(symbol, ()))


def solve_all(hypotheses: tuple[Hypothesis, ...], field: Field, point: Point, context: Context) -> None:
    """Solve the hypotheses one after the other."""
    for count in range(1, len(hypotheses) + 1):
        solve_last(hypotheses[:count], field, point, context)


def numeric_shape(shape: Shape, field: Field, point: Point) -> tuple[int, int]:
    """Rows and columns of a shape at a point."""
    return Evaluator(field, point).shape(shape)


def residual(
    hypothesis: Hypothesis, hypotheses: tuple[Hypothesis, ...], field: Field, point: Point, context: Context
) -> list[Any]:
    """Entries of left − right at the point."""
    evaluator = Evaluator(field, point, context.active)
    left, right = evaluator.value(hypothesis.left), evaluator.value(hypothesis.right)
    return entries(left, right, field)


def entries(left: Jet, right: Jet, field: Field) -> list[Any]:
    """Entries of left − right, where a 1 × 1 zero fits any shape."""
    a, b = left[0], right[0]
    if len(a) * len(a[0]) < len(b) * len(b[0]):
        a = [[field.number(Fraction(0))] * len(b[0]) for _ in b]
    elif len(a) * len(a[0]) > len(b) * len(b[0]):
        b = [[field.number(Fraction(0))] * len(a[0]) for _ in a]
    return [field.reduce(p - q) for r, t in zip(a, b, strict=True) for p, q in zip(r, t, strict=True)]


def is_affine(
    hypothesis: Hypothesis, earlier: tuple[Hypothesis, ...], field: Field, point: Point, context: Context
) -> bool:
    """Whether left − right is affine in the symbol: the value at a sum is the sum of the values, less that at zero."""
    size = numeric_shape(hypothesis.symbol_shape, field, point)
    symbol = hypothesis.symbol
    source = source_for(point, f"affine {symbol}")

    def at(value: Matrix) -> list[Any]:
        point.fixed[symbol] = {0: structured(value, symbol, field, point)}
        solve_all(earlier, field, point, context)
        return residual(hypothesis, earlier, field, point, context)

    zero = [[field.number(Fraction(0))] * size[1] for _ in range(size[0])]
    one, other = ([[field.random(source) for _ in range(size[1])] for _ in range(size[0])] for _ in range(2))
    base, first, second, both = at(zero), at(one), at(other), at(field.add(one, other))
    point.fixed.pop(symbol, None)
    return all(field.is_zero(field.reduce(z - x - y + w)) for w, x, y, z in zip(base, first, second, both, strict=True))
