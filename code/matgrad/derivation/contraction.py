"""Gradients compared along one random direction, without forming them.

A gradient G equals R if the derivative of f along a random V is the inner product of V and R: one pass instead of one
for every entry of the variable. A wrong R passes with probability 1/p (Freivalds' idea for products, 1977).
"""

from __future__ import annotations

import hashlib
import random

from . import jets
from .arithmetic import Matrix
from .core import Apply, Derivative, Node, Product, Sum
from .dims import is_scalar
from .evaluate import Evaluator
from .jets import Jet


def is_contractible(node: Node) -> bool:
    """Whether a gradient stands where a random direction can be put through to it."""
    if isinstance(node, Derivative):
        return node.kind.startswith("scalar by") and node.order == 1 and not node.entry and node.definition is None
    if isinstance(node, Apply):
        return node.operation == "transpose" and is_contractible(node.arguments[0])
    if isinstance(node, Product):
        return is_scalar(node.left.shape) and is_contractible(node.right)
    return isinstance(node, Sum) and any(is_contractible(term) for _, term in node.terms)


def contracted(evaluator: Evaluator, left: Node, right: Node) -> tuple[Jet, Jet]:
    """⟨V, left⟩ and ⟨V, right⟩ for one random V."""
    field = evaluator.field
    rows, columns = evaluator.shape(left.shape)
    source = random.Random(hashlib.sha256(f"{evaluator.point.key}|direction|{rows}|{columns}".encode()).digest())
    direction = [[field.random(source) for _ in range(columns)] for _ in range(rows)]
    return contract(evaluator, left, direction), contract(evaluator, right, direction)


def contract(evaluator: Evaluator, node: Node, direction: Matrix) -> Jet:
    """⟨direction, node⟩, gradients by one directional derivative."""
    field = evaluator.field
    if not is_contractible(node):
        return inner(evaluator, direction, evaluator.value(node))
    if isinstance(node, Derivative):
        return evaluator.along(node, direction if node.layout == "denominator" else turned(direction))
    if isinstance(node, Apply):
        return contract(evaluator, node.arguments[0], turned(direction))
    if isinstance(node, Product):
        return jets.multiply(field, evaluator.value(node.left), contract(evaluator, node.right, direction))
    assert isinstance(node, Sum)
    total: Jet = {0: [[0]]}
    for coefficient, term in node.terms:
        total = jets.add(
            field, total, jets.scale(field, contract(evaluator, term, direction), field.number(coefficient))
        )
    return total


def turned(matrix: Matrix) -> Matrix:
    """The transpose of a matrix of numbers."""
    return [list(column) for column in zip(*matrix, strict=True)]


def inner(evaluator: Evaluator, direction: Matrix, value: Jet) -> Jet:
    """⟨direction, value⟩; a zero that stands for an array of any shape gives zero."""
    field = evaluator.field

    def entry(matrix: Matrix) -> Matrix:
        if len(matrix) == len(matrix[0]) == 1:
            return matrix if not matrix[0][0] else [[field.reduce(matrix[0][0] * sum(map(sum, direction)))]]
        return [
            [
                field.reduce(
                    sum(p * q for r, t in zip(direction, matrix, strict=True) for p, q in zip(r, t, strict=True))
                )
            ]
        ]

    return jets.linear(value, entry)
