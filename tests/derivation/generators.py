"""Hypothesis strategies: expressions that conform, chains of rewrites, objectives with their gradients."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

import numpy as np
from hypothesis import assume
from hypothesis import strategies as st

from tests.derivation.arrays import Array, NotConformable, gradient
from tests.derivation.notations import printable
from tests.derivation.rewrites import rewritten
from tests.derivation.trees import (
    DECLARED,
    UNIT,
    Inner,
    Inverse,
    Node,
    SquaredNorm,
    Sum,
    Symbol,
    Trace,
    Transpose,
    coefficient_of,
    evaluate,
    factors_of,
    scaled,
    size,
    times,
    values,
)

SMALLEST = 5
LARGEST = 24  # nodes: long enough for real lines, short enough to read a counterexample
COEFFICIENTS = (Fraction(1, 2), Fraction(2), Fraction(3), Fraction(-1), Fraction(-2), Fraction(3, 2))
LETTERS = ("m", "n", "k")
Shape = tuple[str, str]


def _shape_of(name: str) -> Shape:
    rows, columns = ((*DECLARED[name], "1", "1"))[:2]
    return rows, columns


# Expressions

INDICES = [st.integers(0, largest) for largest in range(64)]
Option = TypeVar("Option")


def _choice(draw: st.DrawFn, options: Sequence[Option]) -> Option:
    """One of the options; the strategies are made once, which saves most of the time."""
    return options[draw(INDICES[len(options) - 1])]


@st.composite
def of_shape(draw: st.DrawFn, shape: Shape, depth: int = 3, without: str = "") -> Node:
    """An expression of the shape asked for, free of one letter."""
    return _Grower(draw, without).grown(shape, depth)


@dataclass(frozen=True)
class _Grower:
    draw: st.DrawFn
    without: str

    def grown(self, shape: Shape, depth: int) -> Node:
        leaves = LEAVES.get(shape, ())
        kinds: list[Callable[[], Node]] = [
            lambda leaf=leaf: leaf for leaf in leaves if leaf not in _forms_of(self.without)
        ]
        if depth > 0 or not kinds:
            kinds += [lambda: self._product(shape, depth)] * 2 + [lambda: self._sum(shape, depth)] * 2
            kinds.append(lambda: scaled(_choice(self.draw, COEFFICIENTS), self.grown(shape, depth - 1)))
            kinds.append(lambda: Transpose(self.grown(shape[::-1], depth - 1)))
            if shape[0] == shape[1] != "1":
                kinds.append(lambda: Inverse(self.grown(shape, depth - 2)))
            if shape == ("1", "1"):
                kinds += [lambda: self._scalar(depth)] * 5
        return _choice(self.draw, kinds)()

    def _product(self, shape: Shape, depth: int) -> Node:
        middle = _choice(self.draw, LETTERS if depth > 1 else _reachable(shape))
        left, right = self.grown((shape[0], middle), depth - 1), self.grown((middle, shape[1]), depth - 1)
        if self.draw(st.booleans()):
            number = coefficient_of(left) * coefficient_of(right)
            return times(*factors_of(left), *factors_of(right), coefficient=number)
        return times(left, right)

    def _sum(self, shape: Shape, depth: int) -> Node:
        count = _choice(self.draw, (2, 2, 3))
        return Sum(tuple(self._signed(self.grown(shape, depth - 2)) for _ in range(count)))

    def _signed(self, node: Node) -> Node:
        return scaled(Fraction(-1), node) if self.draw(st.booleans()) else node

    def _scalar(self, depth: int) -> Node:
        letter, other = _choice(self.draw, ("m", "n")), _choice(self.draw, ("m", "n", "1", "1"))
        kind = _choice(self.draw, (SquaredNorm, Inner, Trace))
        if kind is SquaredNorm:
            return SquaredNorm(self.grown((letter, other), depth - 1))
        if kind is Inner:
            return Inner(self.grown((letter, "1"), depth - 1), self.grown((letter, "1"), depth - 1))
        return Trace(self.grown((letter, letter), depth - 1))


def _leaves() -> dict[Shape, tuple[Node, ...]]:
    """The letters and their transposes by shape."""
    found: dict[Shape, tuple[Node, ...]] = {}
    for name in DECLARED:
        shape = _shape_of(name)
        found[shape] = (*found.get(shape, ()), Symbol(name))
        if shape != ("1", "1"):
            found[shape[::-1]] = (*found.get(shape[::-1], ()), Transpose(Symbol(name)))
    return found


LEAVES = _leaves()


def _forms_of(name: str) -> tuple[Node, ...]:
    return Symbol(name), Transpose(Symbol(name))


def _reachable(shape: Shape) -> list[str]:
    """Middle sizes for which both factors are a single letter or its transpose."""
    found = [letter for letter in LETTERS if (shape[0], letter) in LEAVES and (letter, shape[1]) in LEAVES]
    return found or ["n"]


def sound(node: Node) -> bool:
    """Neither trivial nor too long, printable in every notation, and without a singular or ill-conditioned inverse."""
    if not SMALLEST <= size(node) <= LARGEST or not printable(node):
        return False
    try:
        result = abs(evaluate(node, values(1)).values).max()
    except NotConformable:
        return False
    return 1e-6 < result < 1e6


SHAPES = (("1", "1"), ("1", "1"), ("1", "1"), ("1", "1"), ("n", "1"), ("m", "1"), ("1", "n"), ("m", "n"), ("n", "n"))


@st.composite
def expressions(draw: st.DrawFn) -> Node:
    """An expression of any shape that conforms; scalars are the most frequent."""
    return draw(of_shape(draw(st.sampled_from(SHAPES))).filter(sound))


@st.composite
def chains(draw: st.DrawFn, longest: int = 4) -> list[Node]:
    """An expression and what a chain of true rewrites, each by a new rule, makes of it."""
    chain = [draw(expressions())]
    used: set[str] = set()
    for _ in range(draw(st.integers(1, longest))):
        options = {rule: trees for rule, trees in rewritten(chain[-1]).items() if rule not in used}
        if not options:
            break
        usual = [rule for rule in sorted(options) if rule != "_double_transpose"]
        rule = _choice(draw, usual * 4 + [rule for rule in options if rule not in usual])
        tree = draw(st.sampled_from(options[rule]))
        used.add(rule)
        if tree != chain[-1] and size(tree) <= LARGEST and printable(tree):
            chain.append(tree)
    return chain


# Objectives and their gradients


@dataclass(frozen=True)
class Objective:
    """A scalar function of one letter and its gradient, an array shaped like the letter."""

    variable: str
    function: Node
    gradient: Node


@st.composite
def objectives(draw: st.DrawFn) -> Objective:
    """A sum of terms of the kinds that people differentiate, in a vector or a matrix."""
    variable = draw(st.sampled_from(("x", "x", "A")))
    kinds = VECTOR_TERMS if variable == "x" else MATRIX_TERMS
    terms = [draw(st.sampled_from(kinds))(draw, variable) for _ in range(draw(st.integers(1, 3)))]
    factor = draw(st.sampled_from((UNIT, *COEFFICIENTS)))
    function, gradient = (_added([scaled(factor, term[side]) for term in terms]) for side in (0, 1))
    assume(printable(function) and size(function) <= 2 * LARGEST)
    return Objective(variable, function, gradient)


def _added(terms: list[Node]) -> Node:
    return Sum(tuple(terms)) if len(terms) > 1 else terms[0]


def _free(draw: st.DrawFn, variable: str, *shape: str) -> Node:
    """A short expression that does not contain the variable."""
    return draw(of_shape((shape[0], shape[1]), depth=1, without=variable))


Term = tuple[Node, Node]


def _least_squares(draw: st.DrawFn, variable: str) -> Term:
    x, matrix, target = Symbol(variable), _free(draw, variable, "m", "n"), _free(draw, variable, "m", "1")
    residual = Sum((times(matrix, x), scaled(Fraction(-1), target)))
    return scaled(Fraction(1, 2), SquaredNorm(residual)), times(Transpose(matrix), residual)


def _linear(draw: st.DrawFn, variable: str) -> Term:
    slope = _free(draw, variable, "n", "1")
    return times(Transpose(slope), Symbol(variable)), slope


def _quadratic(draw: st.DrawFn, variable: str) -> Term:
    x, matrix = Symbol(variable), _free(draw, variable, "n", "n")
    return times(Transpose(x), matrix, x), times(Sum((matrix, Transpose(matrix))), x)


def _product_of_linear(draw: st.DrawFn, variable: str) -> Term:
    x, first, second = Symbol(variable), _free(draw, variable, "n", "1"), _free(draw, variable, "n", "1")
    return (
        times(Inner(first, x), Inner(second, x)),
        Sum((times(Inner(second, x), first), times(Inner(first, x), second))),
    )


def _penalty(draw: st.DrawFn, variable: str) -> Term:
    x, weight = Symbol(variable), Symbol(draw(st.sampled_from(("lam", "mu"))))
    return times(weight, SquaredNorm(x)), times(weight, x, coefficient=Fraction(2))


def _cubic(draw: st.DrawFn, variable: str) -> Term:
    x, slope = Symbol(variable), _free(draw, variable, "n", "1")
    return (
        times(SquaredNorm(x), Inner(slope, x)),
        Sum((times(Inner(slope, x), x, coefficient=Fraction(2)), times(SquaredNorm(x), slope))),
    )


def _trace_linear(draw: st.DrawFn, variable: str) -> Term:
    matrix = _free(draw, variable, "n", "m")
    return Trace(times(matrix, Symbol(variable))), Transpose(matrix)


def _bilinear(draw: st.DrawFn, variable: str) -> Term:
    left, right = _free(draw, variable, "m", "1"), _free(draw, variable, "n", "1")
    return times(Transpose(left), Symbol(variable), right), times(left, Transpose(right))


def _matrix_least_squares(draw: st.DrawFn, variable: str) -> Term:
    unknown, data, target = Symbol(variable), _free(draw, variable, "n", "m"), _free(draw, variable, "m", "m")
    residual = Sum((times(unknown, data), scaled(Fraction(-1), target)))
    return SquaredNorm(residual), times(residual, Transpose(data), coefficient=Fraction(2))


def _trace_quadratic(draw: st.DrawFn, variable: str) -> Term:
    unknown, matrix = Symbol(variable), _free(draw, variable, "m", "m")
    return (
        Trace(times(Transpose(unknown), matrix, unknown)),
        times(Sum((matrix, Transpose(matrix))), unknown),
    )


VECTOR_TERMS = (_least_squares, _least_squares, _linear, _quadratic, _product_of_linear, _penalty, _cubic)
MATRIX_TERMS = (_trace_linear, _bilinear, _matrix_least_squares, _penalty, _trace_quadratic)


def exact_gradient(function: Node, variable: str, seed: int) -> Array:
    """The gradient of a tree at a random point, by complex steps."""
    scope = values(seed)
    return gradient(lambda at: evaluate(function, scope | {variable: at}), scope[variable])


def is_gradient(candidate: Node, objective: Objective) -> bool:
    """Whether a tree conforms and is the gradient, shape included, at two random points."""
    for seed in (1, 2):
        exact = exact_gradient(objective.function, objective.variable, seed)
        try:
            value = evaluate(candidate, values(seed))
        except NotConformable:
            return False
        if value.shape != exact.shape:
            return False
        scale = 1 + max(np.abs(value.values).max(), np.abs(exact.values).max())
        if np.abs(value.values - exact.values).max() > 1e-7 * scale:
            return False
    return True
