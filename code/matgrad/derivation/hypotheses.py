"""Claim or hypothesis? An equation that is no identity may be what the derivation assumes.

It is, if it is well-shaped, free of derivatives, affine in a symbol that it determines, and brings in something that
the equations assumed before do not speak of; and so is "= 0" behind a gradient.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from .arithmetic import PRIMES, Floating, Matrix, Modular, Singular
from .compare import SOLVING_SIZE, Comparison, is_null
from .context import Context, Hypothesis
from .core import Apply, Call, Constant, Derivative, Differential, Node, Number, Sum, Symbol, walk
from .dims import Shape, is_one, is_scalar, resolve
from .judge import Judgement, is_zero
from .limits import Undecidable
from .linear import Inconsistent
from .requirements import degree_of, letters_of, needs_floating, rank_facts
from .sampling import LINEAR, Point, further_assignments, size_assignments
from .smooth import OutsideDomain
from .solving import is_affine, residual, solve_all


def letters(*nodes: Node) -> frozenset[str]:
    """Declared symbols that some nodes use, through definitions too."""
    return frozenset(n.name for node in nodes for n in walk(node) if isinstance(n, Symbol))


def has_derivative(node: Node) -> bool:
    """Whether a derivative or differential occurs."""
    return any(isinstance(n, Derivative | Differential) for n in walk(node))


def uses_definition(node: Node) -> bool:
    """Whether a defined name or function occurs."""
    return any(isinstance(n, Call) and (n.arguments or any(isinstance(p, Symbol) for p in walk(n))) for n in walk(node))


def eligible(found: Judgement, context: Context, stationary: bool) -> bool:
    """Whether a false, well-shaped equation may be an assumption rather than a wrong claim."""
    left, right = found.attempt.left, found.attempt.right
    if stationary:
        return True
    if has_derivative(left) or has_derivative(right):
        return False
    if (stands_alone(left, right) or stands_alone(right, left)) and not context.hypotheses:
        return True
    if uses_definition(left) or uses_definition(right):
        return False
    mine = letters(left, right)
    number = (isinstance(left, Number) or isinstance(right, Number)) and not is_zero(left) and not is_zero(right)
    if (
        context.hypotheses
        and not number
        and mine <= frozenset().union(*(letters(h.left, h.right) for h in context.hypotheses))
    ):
        return False
    one, other = letters(left), letters(right)
    bare = isinstance(left, Symbol) or isinstance(right, Symbol)
    return is_zero(left) or is_zero(right) or is_constant(left) or is_constant(right) or bare or one != other


STRUCTURAL = ("symmetric", "orthogonal", "orthonormal columns", "skew-symmetric", "projection", "unit")


def structure_of(found: Judgement, context: Context, key: str) -> tuple[str, str] | None:
    """The symbol and the structure that an equation such as QᵀQ = I gives it; None if it is not of that kind.

    One side must be the symbol, its transpose or negative, I or 1, so that a false identity is not taken for it.
    """
    left, right = found.attempt.left, found.attempt.right
    names = letters(left, right)
    if len(names) != 1 or not (is_plain(left) or is_plain(right)) or has_derivative(left) or has_derivative(right):
        return None
    (name,) = names
    shape = context.shapes.get(name)
    if shape is None or name in context.assumptions:
        return None
    for kind in STRUCTURAL:
        vector = is_one(shape.columns) or is_one(shape.rows)
        square = resolve(shape.rows) == resolve(shape.columns)
        if (kind == "unit") != vector or (not square and kind not in ("unit", "orthonormal columns")):
            continue
        trial = context.extended(assumptions={**context.assumptions, name: (kind,)})
        try:
            if Comparison(trial, key + kind, found.attempt.reading.index_sizes).equal(left, right).equal:
                return name, kind
        except Undecidable:
            continue
    return None


def is_plain(node: Node) -> bool:
    """Whether a side is a symbol, its transpose or its negative, the identity or a number."""
    if isinstance(node, Sum) and len(node.terms) == 1:
        node = node.terms[0][1]
    if isinstance(node, Apply) and node.operation == "transpose":
        node = node.arguments[0]
    return isinstance(node, Symbol | Number | Constant)


def stands_alone(side: Node, other: Node) -> bool:
    """Whether a side is a declared symbol that the other side does not use: u = h(x)."""
    return isinstance(side, Symbol) and side.name not in letters(other)


def is_constant(node: Node) -> bool:
    """Whether a side is a number or a constant array."""
    return isinstance(node, Number | Constant)


def hypothesis_of(
    found: Judgement, context: Context, key: str, line: int, text: str, stationary: bool, variable: str | None = None
) -> Hypothesis | None:
    """The hypothesis that the equation states, with the symbol it is solved for; None if there is no such symbol.

    The variable of a derivative that is zero comes first.
    """
    left, right = found.attempt.left, found.attempt.right
    loose = stationary or is_constant(left) or is_constant(right)
    trials = [Hypothesis(left, right, name, shape, line, text) for name, shape in candidates(left, right, context)]
    if loose and not isinstance(left, Symbol) and not isinstance(right, Symbol):
        trials = sorted(trials, key=lambda h: rank(h, variable, context, key))
    degenerate: Hypothesis | None = None
    for hypothesis in trials:
        solution = solved(hypothesis, context, key, loose)
        if solution is not None and not is_null(solution):
            return hypothesis
        if solution is not None and degenerate is None:
            degenerate = replace(hypothesis, only_zero=True)
    if degenerate is None or is_zero(left) or is_zero(right):
        return degenerate
    return next((h for h in trials if is_regular(solved(h, context, key, True))), None)


def is_regular(solution: Matrix | None) -> bool:
    """Whether a solution exists that is neither zero nor, as a matrix, singular: A in Ax = λx."""
    if solution is None or is_null(solution):
        return False
    if len(solution) != len(solution[0]) or any(isinstance(x, float) for row in solution for x in row):
        return True
    return bool(Modular(PRIMES[0]).determinant(solution))


def candidates(left: Node, right: Node, context: Context) -> list[tuple[str, Shape]]:
    """Symbols to solve for: the variable first, then a side that is a bare symbol, then the others."""
    solved = {h.symbol for h in context.hypotheses}
    names = [side.name for side in (left, right) if isinstance(side, Symbol)]
    names += [context.wrt] if context.wrt else []
    used = letters(left, right)
    if any(h.symbol in used for h in context.hypotheses):
        used = used.union(*(letters(h.left, h.right) for h in context.hypotheses))
    names += (
        sorted(used, key=lambda n: (not is_scalar(context.shapes.get(n, left.shape)), n))
        if is_scalar(left.shape)
        else sorted(used)
    )
    usable = [
        n
        for n in dict.fromkeys(names)
        if n in used and n in context.shapes and n not in solved and set(context.assumptions.get(n, ())) <= LINEAR
    ]
    return [(n, context.shapes[n]) for n in usable]


def rank(hypothesis: Hypothesis, variable: str | None, context: Context, key: str) -> int:
    """The order in which symbols are tried: the variable, what the equation determines, the others."""
    if hypothesis.symbol in (variable, context.wrt):
        return 0
    return 1 if is_determined(hypothesis, context, key) else 2


def is_determined(hypothesis: Hypothesis, context: Context, key: str) -> bool:
    """Whether the equation determines the symbol at all sizes: x in (AᵀA + I)x = b, not b in Aᵀb = x."""
    found = list(islice(solutions(hypothesis, context, key, loose=False), 2))
    return bool(found) and None not in found


def solved(hypothesis: Hypothesis, context: Context, key: str, loose: bool) -> Matrix | None:
    """The symbol at a random point where the equation, affine in it, holds with the earlier ones; None if it cannot."""
    return next((value for value in solutions(hypothesis, context, key, loose) if value is not None), None)


def solutions(hypothesis: Hypothesis, context: Context, key: str, loose: bool) -> Iterator[Matrix | None]:
    """The solutions at several sizes, None where there is none.

    Unless `loose`, the solution must be unique: an equation that merely restricts a symbol is a claim.
    """
    nodes = [n for h in (*context.hypotheses, hypothesis) for n in (h.left, h.right)]
    found, least = letters_of(nodes)
    arithmetic = Floating if needs_floating(nodes) else Modular
    facts = context.facts + rank_facts(context)
    main = size_assignments(found, min(max(map(degree_of, nodes)), SOLVING_SIZE), facts, least)
    for number, sizes in enumerate([*main, *further_assignments(main, facts)]):
        field = arithmetic(PRIMES[number % 2]) if arithmetic is Modular else Floating()
        point = Point(f"{key}|solve|{number}", sizes, context.shapes, context.assumptions)
        value = None
        try:
            if not is_affine(hypothesis, context.hypotheses, field, point, context):
                return
            everything = (*context.hypotheses, hypothesis)
            solve_all(everything, field, point, context)
            first = point.fixed[hypothesis.symbol][0]
            holds = all(field.is_zero(x) for x in residual(hypothesis, everything, field, point, context))
            value = first if holds and (loose or determined(hypothesis, field, point, context, first)) else None
        except (Inconsistent, Singular, Undecidable, OutsideDomain):
            pass
        yield value


def determined(
    hypothesis: Hypothesis, field: Modular | Floating, point: Point, context: Context, value: list[list[Any]]
) -> bool:
    """Whether the solution is unique: solving with other random choices gives the same value."""
    other = Point(f"{point.key}|again{random.Random(1).random()}", point.sizes, point.shapes, point.assumptions)
    other.fixed = {
        name: jet
        for name, jet in point.fixed.items()
        if name != hypothesis.symbol and name not in {h.symbol for h in context.hypotheses}
    }
    solve_all((*context.hypotheses, hypothesis), field, other, context)
    return all(
        field.is_zero(field.reduce(p - q))
        for r, t in zip(value, other.fixed[hypothesis.symbol][0], strict=True)
        for p, q in zip(r, t, strict=True)
    )
