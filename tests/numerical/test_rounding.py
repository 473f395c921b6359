"""How far rounding moves the complex step for ½‖Ax − b‖², as chapter 4 says; fractions are the referee."""

from fractions import Fraction

import numpy as np

from matgrad import least_squares
from matgrad.numerical import complex_step

EPSILON = 2.0**-52


def fractions(array):
    return [[Fraction(float(entry)) for entry in row] for row in np.atleast_2d(array)]


def times(matrix, vector):
    return [sum(a * t for a, t in zip(row, vector, strict=True)) for row in matrix]


def shares(small_residual, rng):
    """Return the error of one complex step, in ε‖r‖‖Av‖ and in ε(‖r‖ + ‖b‖)‖Av‖."""
    A, x, v = rng.standard_normal((20, 10)), rng.standard_normal(10), rng.standard_normal(10)
    b = A @ x + small_residual * rng.standard_normal(20)
    measured = complex_step(lambda y: least_squares.objective(A, y, b), x, direction=v)

    exact_A, [exact_x], [exact_v], [exact_b] = fractions(A), fractions(x), fractions(v), fractions(b)
    r = [p - c for p, c in zip(times(exact_A, exact_x), exact_b, strict=True)]
    Av = times(exact_A, exact_v)
    error = abs(float(Fraction(measured) - sum(p * q for p, q in zip(r, Av, strict=True))))
    length_r, length_Av = (np.linalg.norm([float(entry) for entry in column]) for column in (r, Av))
    unit = EPSILON * length_Av
    return error / (unit * length_r), error / (unit * (length_r + np.linalg.norm(b)))


def test_near_a_zero_residual_the_rounding_of_the_residual_rules():
    rng = np.random.default_rng(0)
    without_b, with_b = np.max([shares(1e-3, rng) for _ in range(300)], axis=0)
    assert 1000 < without_b < 3000
    assert with_b < 1


def test_at_an_ordinary_residual_both_bounds_hold():
    rng = np.random.default_rng(0)
    without_b, with_b = np.max([shares(1, rng) for _ in range(100)], axis=0)
    assert without_b < 10
    assert with_b < 1
