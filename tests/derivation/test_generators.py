"""The generators, by the oracle: rewrites keep the value, mutations are real, each notation prints what it should."""

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings

from tests.derivation.generators import chains, expressions, is_gradient, objectives, sound
from tests.derivation.mutations import mutated
from tests.derivation.notations import LATEX, NOTATIONS, NUMPY, PLAIN, UNICODE, printed
from tests.derivation.rewrites import RULES, rewritten
from tests.derivation.trees import (
    Inner,
    Inverse,
    Product,
    SquaredNorm,
    Sum,
    Symbol,
    Trace,
    Transpose,
    equal,
    scaled,
    times,
)

few = settings(max_examples=60, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
A, B, C, G, b, r, x, y = (Symbol(name) for name in "ABCGbrxy")
RESIDUAL = Sum((times(A, x), scaled(Fraction(-1), b)))
HALF_SQUARE = Product(Fraction(1, 2), (SquaredNorm(RESIDUAL),))
# one tree for each rule, so that none goes unused
RICH = (
    times(Transpose(times(A, x)), b),
    Transpose(Sum((x, y))),
    times(Transpose(RESIDUAL), RESIDUAL),
    SquaredNorm(RESIDUAL),
    times(A, times(C, x)),
    times(A, x, Trace(C)),
    Trace(times(Transpose(A), B)),
    Inverse(times(C, Transpose(C))),
    Sum((x, Sum((x, y)))),
    Inner(times(A, x), b),
)


@few
@given(expressions())
def test_an_expression_conforms_and_every_rewrite_keeps_its_value(tree):
    assert sound(tree)
    for rule, trees in rewritten(tree).items():
        for new in trees[:3]:
            assert equal(tree, new), (rule, printed(tree, PLAIN), printed(new, PLAIN))


@few
@given(chains())
def test_a_chain_keeps_its_value(chain):
    assert all(equal(chain[0], tree) for tree in chain[1:])


@few
@given(objectives())
def test_the_gradient_of_an_objective_is_right(objective):
    assert is_gradient(objective.gradient, objective)


def test_every_rule_is_used():
    used = {rule for tree in RICH for rule in rewritten(tree)}
    assert used == {rule.__name__ for rule in RULES}


@pytest.mark.parametrize("tree", RICH)
def test_a_rewrite_of_each_rule_keeps_the_value(tree):
    assert all(equal(tree, new) for trees in rewritten(tree).values() for new in trees)


def test_mutations_change_the_value_or_break_a_shape():
    real = {
        kind
        for tree in (*RICH, HALF_SQUARE)
        for kind, trees in mutated(tree).items()
        if any(not equal(tree, new) for new in trees)
    }
    assert real >= {
        "transpose dropped",
        "transpose added",
        "inverse dropped",
        "squared norm as a square",
        "sign flipped",
        "number lost",
        "factor dropped",
        "factors swapped",
        "term sign flipped",
        "term dropped",
        "term repeated",
        "symbol renamed",
        "symbol undeclared",
        "factor doubled",
    }


def test_a_mutation_may_be_equal():
    (same,) = mutated(Transpose(Trace(C)))["transpose dropped"]
    assert equal(same, Transpose(Trace(C)))


@pytest.mark.parametrize(
    ("notation", "text"),
    [
        (LATEX, r"\frac{1}{2}\,\|A x - b\|^2"),
        (PLAIN, "1/2 ||A x - b||^2"),
        (UNICODE, "½‖Ax − b‖²"),
        (NUMPY, "0.5 * np.linalg.norm(A @ x - b)**2"),
    ],
)
def test_the_objective_in_each_notation(notation, text):
    assert printed(HALF_SQUARE, notation) == text


@pytest.mark.parametrize(
    ("notation", "text"),
    [
        (LATEX, r"A^\top (A x - b) + (C^{-1})^\top x\,\operatorname{tr}(G)"),
        (PLAIN, "A^T (A x - b) + (C^-1)^T x tr(G)"),
        (UNICODE, "Aᵀ(Ax − b) + (C⁻¹)ᵀx tr(G)"),
        (NUMPY, "A.T @ (A @ x - b) + np.trace(G) * np.linalg.inv(C).T @ x"),
    ],
)
def test_a_gradient_in_each_notation(notation, text):
    tree = Sum((times(Transpose(A), RESIDUAL), times(Transpose(Inverse(C)), x, Trace(G))))
    assert printed(tree, notation) == text


def test_the_notations_have_names():
    assert [notation.name for notation in NOTATIONS] == ["latex", "plain", "unicode", "numpy"]
