"""The three numerical derivatives against derivatives known exactly, and the full text of every error."""

import cmath
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matgrad.numerical import central_difference, complex_step, forward_difference

METHODS = [forward_difference, central_difference, complex_step]


def smooth(x):
    return np.exp(x[0]) * np.sin(x[1]) + x[0] * x[1] ** 3


def smooth_gradient(x):
    return [math.exp(x[0]) * math.sin(x[1]) + x[1] ** 3, math.exp(x[0]) * math.cos(x[1]) + 3 * x[0] * x[1] ** 2]


@pytest.mark.parametrize(
    ("method", "error"), [(forward_difference, 2e-7), (central_difference, 1e-9), (complex_step, 1e-15)]
)
def test_each_method_reaches_its_accuracy_for_a_smooth_function(method, error):
    x = [0.4, 1.3]
    assert method(smooth, x) == pytest.approx(smooth_gradient(x), rel=error)
    along = method(smooth, x, direction=[2, -1])
    assert isinstance(along, float)
    assert along == pytest.approx(2 * smooth_gradient(x)[0] - smooth_gradient(x)[1], rel=error)


dyadic = st.integers(-1000, 1000).map(lambda k: k / 16)


@given(st.tuples(dyadic, dyadic), st.tuples(dyadic, dyadic), st.integers(-8, 3))
def test_central_difference_is_exact_for_a_quadratic_at_any_step(x, v, k):
    """3x₀² + x₀x₁ − 2x₁ with dyadic numbers: no rounding, so what is left would be truncation."""
    expected = (6 * x[0] + x[1]) * v[0] + (x[0] - 2) * v[1]
    f = lambda y: 3 * y[0] ** 2 + y[0] * y[1] - 2 * y[1]  # noqa: E731
    assert central_difference(f, x, step=2.0**k, direction=v) == expected
    curvature = 3 * v[0] ** 2 + v[0] * v[1]
    assert forward_difference(f, x, step=2.0**k, direction=v) == expected + curvature * 2.0**k


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("shape", [(), (0,), (1,), (3, 1), (2, 3)])
def test_the_result_has_the_shape_of_x(method, shape):
    x = np.arange(1.0, 1 + math.prod(shape)).reshape(shape)
    result = method(lambda y: (y * y).sum() + 0 * y.sum(), x)
    assert np.shape(result) == shape
    assert result == pytest.approx(2 * x, rel=1e-6)


@pytest.mark.parametrize("method", METHODS)
def test_integers_are_differentiated_as_floats(method):
    assert method(lambda y: (y * y).sum(), np.array([3, 4])) == pytest.approx([6, 8], rel=1e-6)
    assert method(lambda y: (y * y).sum(), [True, False]) == pytest.approx([2, 0], abs=1e-6)


@pytest.mark.parametrize(
    ("method", "error"), [(forward_difference, 2e-2), (central_difference, 1e-3), (complex_step, 1e-6)]
)
def test_float32_is_kept_and_gets_its_own_step(method, error):
    seen = []

    def f(x):
        seen.append(x.dtype)
        return (x * x * x).sum()

    assert method(f, np.array([1.0, 2.0], dtype=np.float32)) == pytest.approx([3, 12], rel=error)
    assert set(seen) <= {np.dtype(np.float32), np.dtype(np.complex64)}


@pytest.mark.parametrize("method", METHODS)
def test_nan_spreads(method):
    assert np.isnan(method(lambda y: (y * y).sum(), [np.nan, 1.0])).all()


@pytest.mark.parametrize("method", METHODS)
def test_f_may_change_its_argument_and_return_one_entry(method):
    def f(x):
        x *= 2
        return np.array([[(x * x).sum()]])

    x = np.array([1.0, 2.0])
    assert method(f, x) == pytest.approx([8, 16], rel=1e-6)
    assert x.tolist() == [1, 2]


def test_complex_step_works_for_functions_of_python_numbers():
    assert complex_step(lambda x: cmath.exp(complex(x[0])), [0.5])[0] == pytest.approx(math.exp(0.5), rel=1e-15)


REAL_ONLY = (
    "f returned a real number for a complex argument, so the imaginary part, which carries the derivative, is lost. "
    "Use central_difference, or write f without abs, norm, conj, real and float: for a column r, r.T @ r instead of "
    "norm(r)**2."
)


@pytest.mark.parametrize("f", [lambda x: np.linalg.norm(x) ** 2, lambda x: abs(x).sum(), lambda x: np.vdot(x, x).real])
def test_complex_step_refuses_a_function_that_loses_the_imaginary_part(f):
    with pytest.raises(ValueError) as error:
        complex_step(f, [1.0, 2.0])
    assert str(error.value) == REAL_ONLY


@pytest.mark.parametrize(
    ("arguments", "kind", "message"),
    [
        (
            (sum, [1j, 2.0]),
            ValueError,
            "x is complex: give real numbers. The complex step adds its imaginary part itself.",
        ),
        ((sum, ["a"]), TypeError, "x has entries of type <U1: expected real numbers."),
        ((sum, [1.0], 0.0), ValueError, "step is 0.0: expected a positive number."),
        ((sum, [1.0], float("nan")), ValueError, "step is nan: expected a positive number."),
        ((sum, [1.0], float("inf")), ValueError, "step is inf: expected a positive number."),
        (
            (sum, [1.0, 2.0], 1e-3, [1.0]),
            ValueError,
            "direction has shape (1,) and x has shape (2,): they must be equal.",
        ),
        (
            (sum, [1.0], 1e-3, [1j]),
            ValueError,
            "direction is complex: give real numbers. The complex step adds its imaginary part itself.",
        ),
        ((lambda x: x, [1.0, 2.0]), ValueError, "f returned an array of shape (2,): expected one number."),
        ((lambda _: None, [1.0]), TypeError, "f returned a NoneType: expected one number."),
    ],
)
@pytest.mark.parametrize("method", METHODS)
def test_errors(method, arguments, kind, message):
    with pytest.raises(kind) as error:
        method(*arguments)
    assert str(error.value) == message


@pytest.mark.parametrize("method", [forward_difference, central_difference])
def test_a_complex_value_at_a_real_point_is_refused(method):
    with pytest.raises(ValueError) as error:
        method(lambda _: 1 + 2j, [1.0])
    assert str(error.value) == "f returned the complex number 1+2j for a real argument: expected a real number."
