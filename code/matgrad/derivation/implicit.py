"""The derivative by an intermediate quantity that the expression does not name.

Where C depends on W, h and b only through g = Wh + b, the derivative ∂C/∂g is the solution y of the chain rule
(∂g/∂s)ᵀ y = ∂C/∂s for every symbol s in g. If the equations contradict one another, C depends on more than g.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from . import jets
from .core import Derivative, Symbol, walk
from .dims import is_scalar
from .jets import Jet
from .limits import Undecidable
from .linear import Inconsistent, solve_affine, source_for
from .values import ValueEvaluator


def implicit_derivative(evaluator: ValueEvaluator, node: Derivative) -> Jet:
    """Solve the chain rule for the derivative of a scalar body by the defined name `node.variable`."""
    field, definition = evaluator.field, node.definition
    assert definition is not None
    if not is_scalar(node.body.shape) or node.order != 1:
        raise Undecidable("this derivative by an intermediate quantity is not decided")
    start = evaluator.value(definition)
    rows, columns = len(start[0]), len(start[0][0])
    equations: list[list[Any]] = []
    right: list[Any] = []
    for name, shape in sorted(
        {(n.name, n.shape) for n in walk(definition) if isinstance(n, Symbol) and not n.name.startswith("#")},
        key=lambda p: p[0],
    ):
        value = evaluator.current(name, shape)
        for i in range(len(value[0])):
            for j in range(len(value[0][0])):
                bit = evaluator.take_bit()
                one = [
                    [field.number(Fraction(int((i, j) == (p, q)))) for q in range(len(value[0][0]))]
                    for p in range(len(value[0]))
                ]
                moved = {name: jets.add(field, value, {bit: one})}
                inner = evaluator.filled(jets.part(evaluator.with_bound(moved, definition), bit), definition.shape)
                outer = evaluator.filled(jets.part(evaluator.with_bound(moved, node.body), bit), node.body.shape)
                evaluator.next_bit = bit
                equations.append([x for row in inner[0] for x in row])
                right.append(field.reduce(-outer[0][0][0]))
    try:
        solution = solve_affine(
            [list(c) for c in zip(*equations, strict=True)], right, field, source_for(evaluator.point, node.variable)
        )
    except Inconsistent:
        raise Undecidable(f"the expression does not depend on its symbols through {node.variable} alone") from None
    matrix = [solution[i * columns : (i + 1) * columns] for i in range(rows)]
    value_: Jet = {0: matrix}
    return (
        value_
        if node.layout == "denominator"
        else jets.linear(value_, lambda m: [list(c) for c in zip(*m, strict=True)])
    )
