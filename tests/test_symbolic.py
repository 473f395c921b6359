"""The component-wise gradient against numbers computed with index loops, and its errors."""

from fractions import Fraction

import numpy as np
import pytest
import sympy

from matgrad import symbolic

SHAPES = [(1, 1), (1, 3), (3, 1), (2, 4), (3, 2), (0, 2), (2, 0)]


@pytest.mark.parametrize(("m", "n"), SHAPES)
def test_bridge_from_components_to_the_matrix_formula(m, n):
    assert symbolic.difference(symbolic.symbols(m, n)) == sympy.zeros(n, 1)


def test_bridge_would_show_a_lost_transpose():
    s = symbolic.symbols(2, 2)
    wrong = s.A * (s.A * s.x - s.b)
    assert (symbolic.gradient(s) - wrong).applyfunc(sympy.expand) != sympy.zeros(2, 1)


@pytest.mark.parametrize(("m", "n"), SHAPES)
def test_hessian_has_the_entries_of_the_sum_over_rows(m, n):
    s = symbolic.symbols(m, n)
    expected = sympy.Matrix(n, n, lambda k, j: sum((s.A[i, k] * s.A[i, j] for i in range(m)), sympy.Integer(0)))
    assert symbolic.hessian(s) == expected


def test_gradient_is_the_limit_of_difference_quotients():
    s = symbolic.symbols(2, 3)
    f, t = symbolic.objective(s), sympy.Symbol("t")
    for x_k, component in zip(s.x, symbolic.gradient(s), strict=True):
        quotient = sympy.expand((f.xreplace({x_k: x_k + t}) - f) / t)
        assert sympy.expand(quotient.subs(t, 0) - component) == 0


def test_evaluate_is_exact():
    s = symbolic.symbols(1, 1)
    value = symbolic.evaluate(symbolic.gradient(s), s, np.array([[0.1]]), [Fraction(1, 3)], [0])[0]
    tenth = Fraction(0.1)
    assert Fraction(int(value.p), int(value.q)) == tenth * tenth / 3


def test_columns_may_have_either_shape():
    s = symbolic.symbols(3, 2)
    arguments = np.array([[1, 0], [1, 1], [0, 1]]), np.array([[1], [1]]), np.array([[1], [0], [2]])
    assert symbolic.evaluate(symbolic.gradient(s), s, *arguments) == sympy.Matrix([2, 1])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: symbolic.symbols(10, 2), "m is 10: expected a whole number from 0 to 9."),
        (lambda: symbolic.symbols(2, -1), "n is -1: expected a whole number from 0 to 9."),
        (lambda: symbolic.symbols(2, 1.5), "n is 1.5: expected a whole number from 0 to 9."),
        (
            lambda: symbolic.evaluate(sympy.Integer(0), symbolic.symbols(3, 2), [[1, 2]], [1, 2], [1]),
            "A has 2 numbers, but 6 symbols: make the symbols with symbols(m, n) for the sizes of A.",
        ),
        (
            lambda: symbolic.evaluate(sympy.Integer(0), symbolic.symbols(1, 2), [[1, 2]], [1], [1]),
            "x has 1 numbers, but 2 symbols: make the symbols with symbols(m, n) for the sizes of A.",
        ),
    ],
)
def test_errors(call, message):
    with pytest.raises(ValueError) as error:
        call()
    assert str(error.value) == message
