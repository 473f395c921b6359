"""A small language of matrix expressions, independent of the checker: trees, their values and their four notations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache

import numpy as np

from tests.derivation.arrays import Array, NotConformable, array, inner, inverse, sum_of_squares, trace, transpose

SIZES = {"m": 5, "n": 3, "k": 4}
DECLARED: dict[str, tuple[str, ...]] = {
    "A": ("m", "n"),
    "B": ("m", "n"),
    "C": ("n", "n"),
    "G": ("m", "m"),
    "H": ("n", "m"),
    "K": ("m", "k"),
    "x": ("n",),
    "y": ("n",),
    "v": ("n",),
    "b": ("m",),
    "r": ("m",),
    "z": ("k",),
    "lam": (),
    "mu": (),
}


@dataclass(frozen=True)
class Symbol:
    """A declared letter."""

    name: str


@dataclass(frozen=True)
class Product:
    """A number times factors that stand side by side; a bare number where there are none."""

    coefficient: Fraction
    factors: tuple[Node, ...]


@dataclass(frozen=True)
class Sum:
    """Terms; a negative coefficient prints as a minus sign."""

    terms: tuple[Node, ...]


@dataclass(frozen=True)
class Transpose:
    """The transpose of an expression."""

    argument: Node


@dataclass(frozen=True)
class Inverse:
    """The inverse of a square matrix."""

    argument: Node


@dataclass(frozen=True)
class SquaredNorm:
    """The sum of the squares of all entries."""

    argument: Node


@dataclass(frozen=True)
class Trace:
    """The trace of a square matrix."""

    argument: Node


@dataclass(frozen=True)
class Inner:
    """The inner product of two columns."""

    left: Node
    right: Node


Node = Symbol | Product | Sum | Transpose | Inverse | SquaredNorm | Trace | Inner
Values = dict[str, Array]


@cache
def values(seed: int) -> Values:
    """Random values for all declared letters."""
    rng = np.random.default_rng(seed)
    drawn = {}
    for name, shape in DECLARED.items():
        rows, columns = ([SIZES[letter] for letter in shape] + [1, 1])[:2]
        drawn[name] = Array(rng.standard_normal((rows, columns)).astype(complex))
    return drawn


def evaluate(node: Node, scope: Values) -> Array:
    """The value of a tree; raises NotConformable where the shapes forbid it."""
    match node:
        case Symbol(name):
            if name not in scope:
                raise NotConformable(f"{name} is not declared")
            return scope[name]
        case Product(coefficient, factors):
            number = array(float(coefficient))
            return number * _chain([evaluate(factor, scope) for factor in factors]) if factors else number
        case Sum(terms):
            total, *rest = (evaluate(term, scope) for term in terms)
            for term in rest:
                total = total + term
            return total
        case Transpose(argument):
            return transpose(evaluate(argument, scope))
        case Inverse(argument):
            return inverse(evaluate(argument, scope))
        case SquaredNorm(argument):
            return sum_of_squares(evaluate(argument, scope))
        case Trace(argument):
            return trace(evaluate(argument, scope))
        case Inner(left, right):
            first, second = evaluate(left, scope), evaluate(right, scope)
            if first.shape[1] != 1:
                raise NotConformable("an inner product is written between columns only")
            return inner(first, second)


def _chain(factors: list[Array]) -> Array:
    """The product of factors side by side, under whichever bracketing conforms.

    1×1 results count as scalars, so W rᵀ r is W (rᵀ r). All bracketings that conform have the same value.
    """
    best: dict[tuple[int, int], Array] = {(i, i): factor for i, factor in enumerate(factors)}
    for width in range(1, len(factors)):
        for start in range(len(factors) - width):
            for middle in range(start, start + width):
                left, right = best.get((start, middle)), best.get((middle + 1, start + width))
                if left is None or right is None or (start, start + width) in best:
                    continue
                try:
                    best[start, start + width] = left @ right
                except NotConformable:
                    continue
    if (0, len(factors) - 1) not in best:
        raise NotConformable("no bracketing of the factors conforms")
    return best[0, len(factors) - 1]


def equal(left: Node, right: Node) -> bool:
    """Whether two trees conform and agree at two random points."""
    for seed in (1, 2):
        scope = values(seed)
        try:
            first, second = evaluate(left, scope), evaluate(right, scope)
        except NotConformable:
            return False
        if first.shape != second.shape:
            return False
        scale = 1 + max(np.abs(first.values).max(), np.abs(second.values).max())
        if np.abs(first.values - second.values).max() > 1e-7 * scale:
            return False
    return True


def children(node: Node) -> list[Node]:
    """The parts of a node, in order."""
    match node:
        case Symbol():
            return []
        case Product(_, parts) | Sum(parts):
            return list(parts)
        case Inner(left, right):
            return [left, right]
        case _:
            return [node.argument]


def with_children(node: Node, parts: list[Node]) -> Node:
    """The same node with other parts."""
    match node:
        case Symbol():
            return node
        case Product():
            return replace(node, factors=tuple(parts))
        case Sum():
            return Sum(tuple(parts))
        case Inner():
            return Inner(*parts)
        case _:
            return type(node)(parts[0])


def positions(node: Node, path: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], Node]]:
    """Every node of a tree with the path that leads to it."""
    yield path, node
    for index, part in enumerate(children(node)):
        yield from positions(part, (*path, index))


def replaced(node: Node, path: tuple[int, ...], new: Node) -> Node:
    """The tree with the node at a path replaced."""
    if not path:
        return new
    parts = children(node)
    parts[path[0]] = replaced(parts[path[0]], path[1:], new)
    return with_children(node, parts)


def size(node: Node) -> int:
    """The number of nodes."""
    return sum(1 for _ in positions(node))


UNIT = Fraction(1)


def times(*factors: Node, coefficient: Fraction = UNIT) -> Node:
    """A product; numbers among the factors join the coefficient."""
    kept: list[Node] = []
    for factor in factors:
        if isinstance(factor, Product) and not factor.factors:
            coefficient *= factor.coefficient
        else:
            kept.append(factor)
    return kept[0] if len(kept) == 1 and coefficient == 1 else Product(coefficient, tuple(kept))


def scaled(coefficient: Fraction, node: Node) -> Node:
    """A number times an expression, without a bracket more than needed."""
    match node:
        case Product(own, factors):
            return Product(coefficient * own, factors)
        case _:
            return Product(coefficient, (node,)) if coefficient != 1 else node


def factors_of(node: Node) -> tuple[Node, ...]:
    """The factors that stand side by side in a product; any other node is its own single factor."""
    return node.factors if isinstance(node, Product) else (node,)


def coefficient_of(node: Node) -> Fraction:
    """The number in front."""
    return node.coefficient if isinstance(node, Product) else UNIT
