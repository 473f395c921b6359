"""Single typical mistakes in a tree; the oracle decides which of them change the value."""

from __future__ import annotations

from fractions import Fraction

from tests.derivation.notations import printable
from tests.derivation.trees import (
    DECLARED,
    UNIT,
    Inverse,
    Node,
    Product,
    SquaredNorm,
    Sum,
    Symbol,
    Transpose,
    positions,
    replaced,
    scaled,
)


def mutations(node: Node) -> list[tuple[str, Node]]:
    """Single typical mistakes at this node, each with its kind."""
    found: list[tuple[str, Node]] = []
    match node:
        case Transpose(inner):
            found.append(("transpose dropped", inner))
        case Inverse(inner):
            found.append(("inverse dropped", inner))
        case SquaredNorm(inner):
            found.append(("squared norm as a square", Product(UNIT, (inner, inner))))
        case Product(coefficient, factors):
            found += _product_mutations(coefficient, factors)
        case Sum(terms):
            found += _sum_mutations(terms)
        case Symbol(name):
            found += [("symbol renamed", Symbol(other)) for other in DECLARED if other != name]
            found.append(("symbol undeclared", Symbol("q")))
            found.append(("factor doubled", Product(Fraction(2), (node,))))
            if DECLARED.get(name):
                found.append(("transpose added", Transpose(node)))
    return found


def _product_mutations(coefficient: Fraction, factors: tuple[Node, ...]) -> list[tuple[str, Node]]:
    found: list[tuple[str, Node]] = [("sign flipped", Product(-coefficient, factors))]
    if abs(coefficient) != 1:
        found.append(("number lost", Product(UNIT, factors)))
        found.append(("number inverted", Product(1 / coefficient, factors)))
    for index in range(len(factors)):
        if len(factors) > 1:
            found.append(("factor dropped", Product(coefficient, factors[:index] + factors[index + 1 :])))
        if index + 1 < len(factors):
            swapped = (*factors[:index], factors[index + 1], factors[index], *factors[index + 2 :])
            found.append(("factors swapped", Product(coefficient, swapped)))
    return found


def _sum_mutations(terms: tuple[Node, ...]) -> list[tuple[str, Node]]:
    found: list[tuple[str, Node]] = []
    for index, term in enumerate(terms):
        flipped = (*terms[:index], scaled(Fraction(-1), term), *terms[index + 1 :])
        kept = terms[:index] + terms[index + 1 :]
        found.append(("term sign flipped", Sum(flipped)))
        found.append(("term dropped", Sum(kept) if len(kept) > 1 else kept[0]))
        found.append(("term repeated", Sum((*terms, term))))
    return found


def mutated(node: Node) -> dict[str, list[Node]]:
    """Every tree that one mutation anywhere makes of this one, by the kind of mistake."""
    found: dict[str, list[Node]] = {}
    for path, part in positions(node):
        for kind, new in mutations(part):
            if printable(tree := replaced(node, path, new)) and tree != node:
                found.setdefault(kind, []).append(tree)
    return found
