"""The value rules of the operations that `Apply` names; their shapes are decided where they are built.

Each rule takes the field, the node and the values of its arguments (jets), and returns a jet.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from . import jets, smooth
from .arithmetic import Field, Matrix, Modular
from .core import Apply
from .dims import Dim
from .jets import Jet
from .sampling import Point


def transpose(field: Field, node: Apply, a: Jet) -> Jet:
    """Rows for columns."""
    return jets.linear(a, lambda m: [list(column) for column in zip(*m, strict=True)])


def trace(field: Field, node: Apply, a: Jet) -> Jet:
    """Sum of the diagonal."""
    return jets.linear(a, lambda m: [[field.reduce(sum(m[i][i] for i in range(len(m))))]])


def sum_entries(field: Field, node: Apply, a: Jet) -> Jet:
    """Sum of all entries."""
    return jets.linear(a, lambda m: [[field.reduce(sum(map(sum, m)))]])


def inner(field: Field, node: Apply, a: Jet, b: Jet) -> Jet:
    """Sum of the products of entries."""
    return jets.bilinear(
        field,
        a,
        b,
        lambda p, q: [[field.reduce(sum(x * y for r, t in zip(p, q, strict=True) for x, y in zip(r, t, strict=True)))]],
    )


def norm_squared(field: Field, node: Apply, a: Jet) -> Jet:
    """Sum of the squares of the entries."""
    return inner(field, node, a, a)


def inverse(field: Field, node: Apply, a: Jet) -> Jet:
    """The inverse matrix."""
    return jets.inverse(field, a)


def pseudo_inverse(field: Field, node: Apply, a: Jet) -> Jet:
    """A⁺ for full rank: (AᵀA)⁻¹Aᵀ for a tall A, Aᵀ(AAᵀ)⁻¹ for a wide one (Penrose 1955)."""
    b = transpose(field, node, a)
    if len(a[0]) >= len(a[0][0]):
        return jets.multiply(field, jets.inverse(field, jets.multiply(field, b, a)), b)
    return jets.multiply(field, b, jets.inverse(field, jets.multiply(field, a, b)))


def determinant(field: Field, node: Apply, a: Jet) -> Jet:
    """The determinant."""
    return jets.determinant(field, a)


def diag(field: Field, node: Apply, a: Jet) -> Jet:
    """The diagonal matrix of a vector's entries."""
    zero = field.number(Fraction(0))

    def spread(m: Matrix) -> Matrix:
        entries = [x for row in m for x in row]
        return [[x if i == j else zero for j in range(len(entries))] for i, x in enumerate(entries)]

    return jets.linear(a, spread)


def diagonal(field: Field, node: Apply, a: Jet) -> Jet:
    """The diagonal of a matrix as a column."""
    return jets.linear(a, lambda m: [[m[i][i]] for i in range(len(m))])


def vec(field: Field, node: Apply, a: Jet) -> Jet:
    """The columns below one another."""
    return jets.linear(a, lambda m: [[x] for column in zip(*m, strict=True) for x in column])


def hadamard(field: Field, node: Apply, a: Jet, b: Jet) -> Jet:
    """Product entry by entry."""
    return jets.hadamard(field, a, b)


def divide(field: Field, node: Apply, a: Jet, b: Jet) -> Jet:
    """Quotient entry by entry; either side may be a scalar."""
    reciprocal = jets.entrywise(field, b, lambda x, order: smooth.integer_power(field, x, -1, order))
    if len(a[0]) == len(a[0][0]) == 1:
        return jets.scalar_times(field, a, reciprocal)
    if len(b[0]) == len(b[0][0]) == 1:
        return jets.scalar_times(field, reciprocal, a)
    return jets.hadamard(field, a, reciprocal)


def kron(field: Field, node: Apply, a: Jet, b: Jet) -> Jet:
    """The Kronecker product."""
    return jets.bilinear(field, a, b, lambda p, q: [[field.reduce(x * y) for x in r for y in t] for r in p for t in q])


def power(field: Field, node: Apply, a: Jet) -> Jet:
    """Every entry raised to a rational power."""
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


def blocks(field: Field, node: Apply, *entries: Jet) -> Jet:
    """An array of blocks, row by row; the parameter says how many stand beside each other."""
    assert isinstance(node.parameter, Fraction)
    width = int(node.parameter)
    zero = field.number(Fraction(0))
    grid = [entries[start : start + width] for start in range(0, len(entries), width)]
    result: Jet = {}
    for mask in {0}.union(*entries):
        parts = [[jet.get(mask) or [[zero] * len(r) for r in next(iter(jet.values()))] for jet in row] for row in grid]
        result[mask] = [[x for block in row for x in block[i]] for row in parts for i in range(len(row[0]))]
    return result


OPERATIONS: dict[str, Callable[..., Jet]] = {
    "array": array, "blocks": blocks,
    "transpose": transpose, "trace": trace, "sum_entries": sum_entries, "inner": inner, "norm_squared": norm_squared,
    "inverse": inverse,
    "pinv": pseudo_inverse, "det": determinant, "diag": diag, "diagonal": diagonal, "vec": vec, "hadamard": hadamard,
    "divide": divide,
    "kron": kron, "power": power, "general_power": general_power, **dict.fromkeys(smooth.FUNCTIONS, smooth_function),
}  # fmt: skip

MAX_JET_ORDER = 8
"""Derivatives of an arbitrary function that a claim may take: one for each infinitesimal that `values` hands out."""

FLOATING = frozenset(smooth.FUNCTIONS) | {"general_power"}
"""Operations that have no value modulo a prime."""


def arbitrary_value(field: Field, point: Point, name: str, arguments: list[Jet]) -> Jet:
    """The value of an arbitrary smooth function: random derivatives up to third order, chosen anew for every argument.

    Modulo a prime, value and derivatives are drawn from a hash of the function's name and the argument's value, so no
    fixed polynomial can stand for the function. In floating point a random combination of sines serves.
    """
    entries = [x for jet in arguments for row in jet[0] for x in row]
    if isinstance(field, Modular):
        return random_jet(field, f"{point.key}|{name}|{entries}", arguments, len(entries))
    return random_waves(field, f"{point.key}|{name}|{len(entries)}", arguments, len(entries))


def random_jet(field: Field, key: str, arguments: list[Jet], count: int) -> Jet:
    """Random value and derivatives at one argument: a linear part, and powers of `count` + 1 further projections."""
    source = random.Random(hashlib.sha256(key.encode()).digest())
    linear = [[field.random(source) for _ in range(count)] for _ in range(count + 2)]
    weights = [field.random(source) for _ in range(count + 2)]
    result: Jet = {0: [[field.random(source)]]}
    for k, (coefficients, weight) in enumerate(zip(linear, weights, strict=True)):
        small = jets.nilpotent(project(field, coefficients, arguments))
        orders = (1,) if k == 0 else range(2, MAX_JET_ORDER + 1)
        taylor = [weight if order in orders else 0 for order in range(MAX_JET_ORDER + 1)]
        result = jets.add(field, result, jets.series(field, small, taylor.__getitem__))
    return result


def random_waves(field: Field, key: str, arguments: list[Jet], count: int) -> Jet:
    """A random combination of sines of projections of the arguments."""
    source = random.Random(hashlib.sha256(key.encode()).digest())
    linear = [[source.uniform(-0.8, 0.8) for _ in range(count)] for _ in range(count + 2)]
    weights = [source.uniform(0.5, 1.5) for _ in range(count + 2)]
    base = source.uniform(0, 6)
    result: Jet = {0: [[0.0]]}
    for k, (coefficients, weight) in enumerate(zip(linear, weights, strict=True)):
        shift = jets.add(field, project(field, coefficients, arguments), {0: [[base + k]]})
        result = jets.add(field, result, jets.scale(field, jets.entrywise(field, shift, smooth.sine), weight))
    return result


def project(field: Field, coefficients: list[Any], arguments: list[Jet]) -> Jet:
    """Σ coefficient × entry over all entries of all arguments."""
    result: Jet = {0: [[field.number(Fraction(0))]]}
    start = 0
    for jet in arguments:
        weights = coefficients[start : start + len(jet[0]) * len(jet[0][0])]
        start += len(weights)
        part = {mask: [[field.reduce(weighted(weights, matrix))]] for mask, matrix in jet.items()}
        result = jets.add(field, result, part)
    return result


def weighted(weights: list[Any], matrix: Matrix) -> Any:
    """Σ weight × entry."""
    return sum(x * y for x, y in zip((v for row in matrix for v in row), weights, strict=True))
