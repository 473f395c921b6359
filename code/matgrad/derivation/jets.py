"""Matrices with infinitesimals: exact derivatives without symbolic differentiation.

A jet is a sum of matrices, one for each product of independent infinitesimals ε₁, ε₂, … with εₖ² = 0. It is stored as a
dictionary from a bit mask (which εₖ take part) to a matrix; mask 0 is the ordinary value. The coefficient of ε₁ is a
first derivative, that of ε₁ε₂ a second one (dual numbers; Clifford 1873).
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from .arithmetic import Field, Matrix

Jet = dict[int, Matrix]


def add(field: Field, a: Jet, b: Jet) -> Jet:
    """Sum of two jets."""
    result = dict(a)
    for mask, matrix in b.items():
        result[mask] = field.add(result[mask], matrix) if mask in result else matrix
    return result


def scale(field: Field, a: Jet, factor: Any) -> Jet:
    """A jet times a number."""
    return {mask: field.scale(matrix, factor) for mask, matrix in a.items()}


def bilinear(field: Field, a: Jet, b: Jet, operation: Callable[[Matrix, Matrix], Matrix]) -> Jet:
    """Apply a product to all pairs of parts whose infinitesimals differ."""
    result: Jet = {}
    for one, left in a.items():
        for other, right in b.items():
            if one & other:
                continue
            part = operation(left, right)
            mask = one | other
            result[mask] = field.add(result[mask], part) if mask in result else part
    return result


def multiply(field: Field, a: Jet, b: Jet) -> Jet:
    """Matrix product of two jets."""
    return bilinear(field, a, b, field.multiply)


def hadamard(field: Field, a: Jet, b: Jet) -> Jet:
    """Product of two jets entry by entry."""
    return bilinear(field, a, b, field.hadamard)


def scalar_times(field: Field, a: Jet, b: Jet) -> Jet:
    """A 1 × 1 jet times any jet."""
    return bilinear(field, a, b, lambda s, m: field.scale(m, s[0][0]))


def linear(a: Jet, operation: Callable[[Matrix], Matrix]) -> Jet:
    """Apply a linear operation (transpose, trace, vec, …) to every part."""
    return {mask: operation(matrix) for mask, matrix in a.items()}


def nilpotent(a: Jet) -> Jet:
    """The part of `a` that carries infinitesimals."""
    return {mask: matrix for mask, matrix in a.items() if mask}


def part(a: Jet, bit: int) -> Jet:
    """The coefficient of the infinitesimal `bit`."""
    return {mask & ~bit: matrix for mask, matrix in a.items() if mask & bit}


def inverse(field: Field, a: Jet) -> Jet:
    """(A₀ + N)⁻¹ = A₀⁻¹ − A₀⁻¹N A₀⁻¹ + …, a finite sum because N is nilpotent."""
    base = field.inverse(a[0])
    result: Jet = {0: base}
    small = nilpotent(a)
    if not small:
        return result
    step = multiply(field, {0: field.scale(base, field.number(Fraction(-1)))}, small)
    term: Jet = {0: base}
    while term := multiply(field, step, term):
        result = add(field, result, term)
    return result


def determinant(field: Field, a: Jet) -> Jet:
    """det(A₀ + N) = det A₀ · exp tr log(I + A₀⁻¹N), finite series again."""
    value = field.determinant(a[0])
    small = nilpotent(a)
    if not small:
        return {0: [[value]]}
    ratio = multiply(field, {0: field.inverse(a[0])}, small)
    logarithm: Jet = {}
    power: Jet = ratio
    order = 1
    while power:
        sign = Fraction(1 if order % 2 else -1, order)
        traced = linear(power, lambda m: [[field.reduce(sum(m[i][i] for i in range(len(m))))]])
        logarithm = add(field, logarithm, scale(field, traced, field.number(sign)))
        power = multiply(field, power, ratio)
        order += 1
    return scale(field, series(field, logarithm, lambda k: field.number(Fraction(1))), value)


def series(field: Field, small: Jet, derivative: Callable[[int], Any]) -> Jet:
    """Σ derivative(k) Nᵏ / k! for a 1 × 1 nilpotent N; `derivative(k)` is a number."""
    result: Jet = {0: [[derivative(0)]]}
    power, order, factorial = small, 1, 1
    while power:
        factorial *= order
        result = add(
            field, result, scale(field, power, field.reduce(derivative(order) * field.number(Fraction(1, factorial))))
        )
        power = multiply(field, power, small)
        order += 1
    return result


def entrywise(field: Field, a: Jet, derivatives: Callable[[Any, int], list[Any]]) -> Jet:
    """A function of each entry, by its Taylor series; `derivatives(x, order)` lists f(x), f′(x) and so on."""
    small = nilpotent(a)
    order = max((mask for mask in small), default=0).bit_count() if small else 0
    order = max(order, (max(small) if small else 0).bit_length())
    table = [[derivatives(x, order) for x in row] for row in a[0]]
    result: Jet = {0: [[d[0] for d in row] for row in table]}
    power, k, factorial = small, 1, 1
    while power and k <= order:
        factorial *= k
        weights = [[field.reduce(d[k] * field.number(Fraction(1, factorial))) for d in row] for row in table]
        result = add(field, result, hadamard(field, {0: weights}, power))
        power = hadamard(field, power, small)
        k += 1
    return result
