"""The value rules of the operations that `Apply` names; their shapes are decided where they are built.

Each rule takes the field, the node and the values of its arguments (jets), and returns a jet.
"""

from __future__ import annotations

import hashlib
import random
from fractions import Fraction
from typing import Any

from . import jets, smooth
from .arithmetic import Field, Matrix, Modular
from .core import Apply
from .dims import Dim
from .jets import Jet
from .sampling import Point


def transpose(field: Field, node: Apply, a: Jet) -> Jet:
    return jets.linear(a, lambda m: [list(column) for column in zip(*m, strict=True)])


def trace(field: Field, node: Apply, a: Jet) -> Jet:
    return jets.linear(a, lambda m: [[field.reduce(sum(m[i][i] for i in range(len(m))))]])


def sum_entries(field: Field, node: Apply, a: Jet) -> Jet:
    return jets.linear(a, lambda m: [[field.reduce(sum(map(sum, m)))]])


def inner(field: Field, node: Apply, a: Jet, b: Jet) -> Jet:
    return jets.bilinear(
        field,
        a,
        b,
        lambda p, q: [[field.reduce(sum(x * y for r, t in zip(p, q, strict=True) for x, y in zip(r, t, strict=True)))]],
    )


def norm_squared(field: Field, node: Apply, a: Jet) -> Jet:
    return inner(field, node, a, a)


def inverse(field: Field, node: Apply, a: Jet) -> Jet:
    return jets.inverse(field, a)


def pseudo_inverse(field: Field, node: Apply, a: Jet) -> Jet:
    """A⁺ for full rank: (AᵀA)⁻¹Aᵀ for a tall A, Aᵀ(AAᵀ)⁻¹ for a wide one (Penrose 1955)."""
    b = transpose(field, node, a)
    if len(a[0]) >= len(a[0][0]):
        return jets.multiply(field, jets.inverse(field, jets.multiply(field, b, a)), b)
    return jets.multiply(field, b, jets.inverse(field, jets.multiply(field, a, b)))


def determinant(field: Field, node: Apply, a: Jet) -> Jet:
    return jets.determinant(field, a)


def diag(field: Field, node: Apply, a: Jet) -> Jet:
    zero = field.number(Fraction(0))

    def spread(m: Matrix) -> Matrix:
        entries = [x for row in m for x in row]
        return [[x if i == j else zero for j in range(len(entries))] for i, x in enumerate(entries)]

    return jets.linear(a, spread)


def diagonal(field: Field, node: Apply, a: Jet) -> Jet:
    return jets.linear(a, lambda m: [[m[i][i]] for i in range(len(m))])


def vec(field: Field, node: Apply, a: Jet) -> Jet:
    """The columns below one another."""
    return jets.linear(a, lambda m: [[x] for column in zip(*m, strict=True) for x in column])


def hadamard(field: Field, node: Apply, a: Jet, b: Jet) -> Jet:
    return jets.hadamard(field, a, b)


def divide(field: Field, node: Apply, a: Jet, b: Jet) -> Jet:
    reciprocal = jets.entrywise(field, b, lambda x, order: smooth.integer_power(field, x, -1, order))
    if len(a[0]) == len(a[0][0]) == 1:
        return jets.scalar_times(field, a, reciprocal)
    if len(b[0]) == len(b[0][0]) == 1:
        return jets.scalar_times(field, reciprocal, a)
    return jets.hadamard(field, a, reciprocal)


def kron(field: Field, node: Apply, a: Jet, b: Jet) -> Jet:
    return jets.bilinear(field, a, b, lambda p, q: [[field.reduce(x * y) for x in r for y in t] for r in p for t in q])


def power(field: Field, node: Apply, a: Jet) -> Jet:
    exponent = node.parameter
    assert isinstance(exponent, Fraction)
    if exponent.denominator == 1:
        return jets.entrywise(field, a, lambda x, order: smooth.integer_power(field, x, int(exponent), order))
    return jets.entrywise(field, a, lambda x, order: smooth.power(x, exponent, order))


def general_power(field: Field, node: Apply, a: Jet, b: Jet) -> Jet:
    """x^y = exp(y log x) for a positive x."""
    logarithm = jets.entrywise(field, a, smooth.logarithm)
    return jets.entrywise(field, jets.scalar_times(field, b, logarithm), smooth.exponential)


def smooth_function(field: Field, node: Apply, a: Jet) -> Jet:
    """An elementwise function, or its derivative of the order in the parameter (σ′, σ″)."""
    rule = smooth.FUNCTIONS[node.operation]
    skip = int(node.parameter) if isinstance(node.parameter, Fraction) else 0
    return jets.entrywise(field, a, lambda x, order: rule(x, order + skip)[skip:])


def array(field: Field, node: Apply, *entries: Jet) -> Jet:
    """An array whose entries are written out, row by row."""
    columns = node.shape.columns
    width = columns.factor if isinstance(columns, Dim) else 1
    masks = {0}.union(*entries)
    zero = [[field.number(Fraction(0))]]
    flat = {mask: [entry.get(mask, zero)[0][0] for entry in entries] for mask in masks}
    return {mask: [row[i : i + width] for i in range(0, len(row), width)] for mask, row in flat.items()}


OPERATIONS = {
    "array": array,
    "transpose": transpose, "trace": trace, "sum_entries": sum_entries, "inner": inner, "norm_squared": norm_squared,
    "inverse": inverse,
    "pinv": pseudo_inverse, "det": determinant, "diag": diag, "diagonal": diagonal, "vec": vec, "hadamard": hadamard,
    "divide": divide,
    "kron": kron, "power": power, "general_power": general_power, **dict.fromkeys(smooth.FUNCTIONS, smooth_function),
}  # fmt: skip

FLOATING = frozenset(smooth.FUNCTIONS) | {"general_power"}
"""Operations that have no value modulo a prime."""


def arbitrary_value(field: Field, point: Point, name: str, arguments: list[Jet]) -> Jet:
    """The value of an arbitrary smooth function: random derivatives up to third order, chosen anew for every argument.

    Modulo a prime, value and derivatives are drawn from a hash of the function's name and the argument's value, so no
    fixed polynomial can stand for the function. In floating point a random combination of sines serves.
    """
    entries = [x for jet in arguments for row in jet[0] for x in row]
    count = len(entries)
    if isinstance(field, Modular):
        source = random.Random(hashlib.sha256(f"{point.key}|{name}|{entries}".encode()).digest())
        linear = [[field.random(source) for _ in range(count)] for _ in range(count + 2)]
        weights = [field.random(source) for _ in range(count + 2)]
        base = field.random(source)
    else:
        source = random.Random(hashlib.sha256(f"{point.key}|{name}|{count}".encode()).digest())
        linear = [[source.uniform(-0.8, 0.8) for _ in range(count)] for _ in range(count + 2)]
        weights = [source.uniform(0.5, 1.5) for _ in range(count + 2)]
        base = source.uniform(0, 6)
    result: Jet = {0: [[base if field.exact else 0.0]]}
    for k, (coefficients, weight) in enumerate(zip(linear, weights, strict=True)):
        projection = project(field, coefficients, arguments)
        if field.exact:
            small = jets.nilpotent(projection)
            term = jets.series(
                field, small, lambda order, w=weight, k=k: 0 if (order == 0 or (order == 1) != (k == 0)) else w
            )  # type: ignore[misc]
        else:
            term = jets.scale(
                field, jets.entrywise(field, projection, lambda x, order, k=k: smooth.sine(x + base + k, order)), weight
            )  # type: ignore[misc]
        result = jets.add(field, result, term)
    return result


def project(field: Field, coefficients: list[Any], arguments: list[Jet]) -> Jet:
    """Σ coefficient × entry over all entries of all arguments."""
    result: Jet = {0: [[field.number(Fraction(0))]]}
    start = 0
    for jet in arguments:
        count = len(jet[0]) * len(jet[0][0])
        weights = coefficients[start : start + count]
        part = jets.linear(
            jet,
            lambda m, w=weights: [
                [field.reduce(sum(x * y for x, y in zip((v for row in m for v in row), w, strict=True)))]
            ],
        )  # type: ignore[misc]
        result = jets.add(field, result, part)
        start += count
    return result
