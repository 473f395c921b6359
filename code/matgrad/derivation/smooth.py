"""Elementwise functions with their derivatives, in floating point; and powers in either kind of number."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from .arithmetic import Field, Singular
from .limits import Undecidable


class OutsideDomain(Exception):
    """A logarithm or root of a negative number: another point has to be sampled."""


def polynomial_in(value: float, slope: list[float], order: int) -> list[float]:
    """Derivatives of y when y′ is the polynomial `slope` in y itself (σ′ = σ − σ², tanh′ = 1 − tanh²)."""
    result, current = [value], [0.0, 1.0]
    for _ in range(order):
        derivative = [k * c for k, c in enumerate(current)][1:]
        current = [0.0] * (len(derivative) + len(slope) - 1)
        for i, c in enumerate(derivative):
            for j, q in enumerate(slope):
                current[i + j] += c * q
        result.append(sum(c * value**k for k, c in enumerate(current)))
    return result


def exponential(x: float, order: int) -> list[float]:
    """The exponential and its derivatives."""
    if x > 200:
        raise Undecidable("the exponential overflows at the sampled point")
    return [math.exp(x)] * (order + 1)


def logarithm(x: float, order: int) -> list[float]:
    """The natural logarithm and its derivatives, for a positive x."""
    if x <= 1e-9:
        raise OutsideDomain
    return [math.log(x)] + [(-1) ** (k - 1) * math.factorial(k - 1) / x**k for k in range(1, order + 1)]


def sine(x: float, order: int) -> list[float]:
    """The sine and its derivatives."""
    return [math.sin(x + k * math.pi / 2) for k in range(order + 1)]


def cosine(x: float, order: int) -> list[float]:
    """The cosine and its derivatives."""
    return [math.cos(x + k * math.pi / 2) for k in range(order + 1)]


def sigmoid(x: float, order: int) -> list[float]:
    """The logistic function and its derivatives."""
    return polynomial_in(1 / (1 + math.exp(-x)) if x > -500 else 0.0, [0.0, 1.0, -1.0], order)


def hyperbolic_tangent(x: float, order: int) -> list[float]:
    """The hyperbolic tangent and its derivatives."""
    return polynomial_in(math.tanh(x), [1.0, 0.0, -1.0], order)


def softplus(x: float, order: int) -> list[float]:
    """The function log(1 + eˣ) and its derivatives."""
    return [math.log1p(math.exp(x)) if x < 500 else x, *sigmoid(x, order)[: max(order, 0)]]


def rectifier(x: float, order: int) -> list[float]:
    """The function max(x, 0) and its derivatives, away from 0."""
    return ([x, 1.0] if x > 0 else [0.0, 0.0])[: order + 1] + [0.0] * (order - 1)


def sign(x: float, order: int) -> list[float]:
    """The sign and its derivatives, away from 0."""
    return [math.copysign(1.0, x)] + [0.0] * order


def absolute(x: float, order: int) -> list[float]:
    """The absolute value and its derivatives, away from 0."""
    return ([abs(x), math.copysign(1.0, x)] + [0.0] * order)[: order + 1]


def root(x: float, order: int) -> list[float]:
    """The square root and its derivatives, for a positive x."""
    return power(x, Fraction(1, 2), order)


def power(x: float, exponent: Fraction, order: int) -> list[float]:
    """x^p and its derivatives; a fractional power needs a positive x."""
    if exponent.denominator != 1 and x <= 1e-9:
        raise OutsideDomain
    if exponent < 0 and abs(x) < 1e-9:
        raise Singular
    result, factor, p = [], 1.0, float(exponent)
    for k in range(order + 1):
        current = p - k
        result.append(
            factor
            * (
                0.0
                if factor == 0
                else x ** (int(current) if exponent.denominator == 1 else current)
                if x or current >= 0
                else 0.0
            )
        )
        factor *= current
    return result


FUNCTIONS: dict[str, Callable[[float, int], list[float]]] = {
    "exp": exponential, "log": logarithm, "sin": sine, "cos": cosine, "sigmoid": sigmoid, "tanh": hyperbolic_tangent,
    "softplus": softplus, "relu": rectifier, "sign": sign, "abs": absolute, "sqrt": root,
}  # fmt: skip


def integer_power(field: Field, x: Any, exponent: int, order: int) -> list[Any]:
    """xⁿ and its derivatives for whole n, in either kind of number."""
    result, factor = [], 1
    for k in range(order + 1):
        current = exponent - k
        if factor == 0:
            result.append(field.number(Fraction(0)))
            continue
        base = x if current >= 0 else field.reciprocal(x)
        value = pow(base, abs(current), field.prime) if hasattr(field, "prime") else base ** abs(current)
        result.append(field.reduce(factor * value))
        factor *= current
    return result
