"""Descent and Newton's method: where they end, compared with solvers that know nothing of them, and when they fail."""

from fractions import Fraction

import numpy as np
import pytest
import scipy.linalg
import scipy.sparse
from hypothesis import given, settings
from hypothesis import strategies as st

from matgrad.descent import gradient_descent, newton_step, step_limit

A = [[1, 0], [1, 1], [0, 1]]
B = [1, 0, 2]


def problem(m, n, rank, seed):
    """A matrix with chosen singular values between 1/2 and 2 and chosen rank, and data for it."""
    rng = np.random.default_rng(seed)
    left, _ = np.linalg.qr(rng.standard_normal((m, m)))
    right, _ = np.linalg.qr(rng.standard_normal((n, n)))
    singular = np.zeros((m, n))
    for k in range(rank):
        singular[k, k] = rng.uniform(0.5, 2)
    return left @ singular @ right, rng.standard_normal(m), rng.standard_normal(n)


@st.composite
def problems(draw):
    m, n = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    return problem(m, n, draw(st.integers(1, min(m, n))), draw(st.integers(0, 10**6)))


def steps_needed(matrix, step, factor):
    """Steps after which the slowest part of the gradient has shrunk by the factor: each multiplies it by 1 - αλ."""
    eigenvalues = [value for value in np.linalg.svd(matrix, compute_uv=False) ** 2 if value > 1e-9]
    slowest = max(abs(1 - step * value) for value in eigenvalues)
    return 2 + int(np.log(factor) / np.log(slowest)) if slowest > 1e-12 else 2


# --- the law of the step ---------------------------------------------------------------------------------------------


@settings(max_examples=150, deadline=None)
@given(problems(), st.floats(0.02, 0.995))
def test_descent_converges_for_every_step_below_the_limit(given_problem, part):
    matrix, data, start = given_problem
    step = part * 2 / np.linalg.eigvalsh(matrix.T @ matrix).max()
    steps = steps_needed(matrix, step, 1e-12)
    descent = gradient_descent(matrix, data, start, step=step, tolerance=1e-9, most_steps=steps + 10)
    assert descent.outcome == "converged"
    residual = matrix @ descent.x - data
    assert np.linalg.norm(matrix.T @ residual) <= 1.001e-9
    nearest = start - np.linalg.pinv(matrix) @ (matrix @ start - data)
    assert np.allclose(descent.x, nearest, atol=1e-7)


@settings(max_examples=150, deadline=None)
@given(problems(), st.floats(1.01, 3))
def test_descent_diverges_for_every_step_above_the_limit(given_problem, part):
    matrix, data, start = given_problem
    step = part * 2 / np.linalg.eigvalsh(matrix.T @ matrix).max()
    descent = gradient_descent(matrix, data, start, step=step, tolerance=1e-12, most_steps=5000)
    assert descent.outcome == "diverged"
    assert not descent


@settings(max_examples=100, deadline=None)
@given(problems(), st.floats(0.02, 1))
def test_below_the_limit_the_gradient_never_grows(given_problem, part):
    matrix, data, start = given_problem
    descent = gradient_descent(matrix, data, start, step=part * step_limit(matrix), most_steps=50)
    lengths = descent.gradient_lengths
    assert (lengths[1:] <= lengths[:-1] * (1 + 1e-9) + 1e-12).all()


def test_at_the_limit_the_gradient_neither_grows_nor_vanishes():
    descent = gradient_descent([[1.0, 0.0], [0.0, 2.0]], [0.0, 0.0], [0.0, 1.0], step=0.5, most_steps=101)
    assert descent.outcome == "out of steps"
    assert descent.points[-2:].tolist() == [[0, 1], [0, -1]]


@settings(max_examples=100, deadline=None)
@given(problems())
def test_the_limit_is_two_divided_by_the_largest_eigenvalue(given_problem):
    matrix = given_problem[0]
    assert step_limit(matrix) == pytest.approx(2 / np.linalg.eigvalsh(matrix.T @ matrix).max())


def test_a_matrix_of_zeros_has_no_limit():
    assert step_limit([[0, 0]]) == step_limit(np.zeros((0, 3))) == float("inf")
    assert gradient_descent([[0, 0]], [1], [5, 6]).points.tolist() == [[5, 6]]


# --- the path --------------------------------------------------------------------------------------------------------


def test_the_path_is_that_of_exact_arithmetic():
    descent = gradient_descent(A, B, [1, 1], step=0.5, tolerance=1e-3)
    x = [Fraction(1), Fraction(1)]
    for point, length in zip(descent.points, descent.gradient_lengths, strict=True):
        assert point.tolist() == [float(entry) for entry in x]
        r = [sum(a * entry for a, entry in zip(row, x, strict=True)) - b for row, b in zip(A, B, strict=True)]
        g = [sum(row[k] * r_i for row, r_i in zip(A, r, strict=True)) for k in range(2)]
        assert length == pytest.approx(float(sum(entry**2 for entry in g)) ** 0.5)
        x = [entry - slope / 2 for entry, slope in zip(x, g, strict=True)]
    assert descent.steps == len(descent.points) - 1 == 12
    assert descent.gradient_lengths[-1] <= 1e-3 < descent.gradient_lengths[-2]


def test_it_stops_at_once_at_a_minimiser():
    descent = gradient_descent(A, B, [0, 1])
    assert (descent.steps, descent.outcome, bool(descent)) == (0, "converged", True)


def test_without_choices_it_starts_at_zero_and_finds_the_shortest_minimiser():
    matrix, data, _ = problem(6, 4, 2, seed=3)
    descent = gradient_descent(matrix, data)
    assert descent.points[0].tolist() == [0] * 4
    assert descent.step == pytest.approx(1 / np.linalg.norm(matrix) ** 2)
    assert np.allclose(descent.x, np.linalg.lstsq(matrix, data, rcond=None)[0], atol=1e-6)


def test_columns_stay_columns_and_sparse_arrays_are_taken():
    column = gradient_descent(A, [[1], [0], [2]], step=0.5)
    assert column.points.shape == (column.steps + 1, 2, 1)
    assert np.allclose(column.x, [[0], [1]])
    for kind in (scipy.sparse.csr_array, scipy.sparse.csr_matrix):
        assert np.allclose(gradient_descent(kind(np.array(A, dtype=float)), np.array([1.0, 0, 2])).x, [0, 1], atol=1e-6)


@pytest.mark.parametrize("start", [np.zeros(2), np.full(2, 1e3)])
@pytest.mark.parametrize("scale", [1e-8, 1, 1e8])
def test_the_default_tolerance_follows_the_scale_of_the_problem(start, scale):
    descent = gradient_descent(scale * np.array(A), scale * np.array(B), start)
    assert descent
    assert np.allclose(descent.x, [0, 1], atol=1e-4)


def test_a_start_at_a_minimiser_with_a_tolerance_below_rounding_is_no_divergence():
    rng = np.random.default_rng(0)
    matrix, data = rng.standard_normal((40, 7)), rng.standard_normal(40)
    best = np.linalg.lstsq(matrix, data, rcond=None)[0]
    for dtype in (np.float64, np.float32):
        arguments = [array.astype(dtype) for array in (matrix, data, best)]
        descent = gradient_descent(*arguments, step=0.9 * step_limit(matrix), tolerance=1e-300, most_steps=300)
        assert descent.outcome in ("out of steps", "converged")


# --- what it says ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("choices", "sentence"),
    [
        (
            {"step": 0.5, "tolerance": 1e-3},
            "converged after 12 steps: the gradient has length 0.00055, at most the tolerance 0.001",
        ),
        (
            {"step": 1 / 3, "tolerance": 0.8},
            "converged after 1 step: the gradient has length 0.47, at most the tolerance 0.8",
        ),
        (
            {"step": 0.7},
            "diverged after 8 steps: the gradient has length 4.5, and it had 2.2 at the start. The step 0.7 is too "
            "long: below step_limit(A) the gradient never grows",
        ),
        (
            {"step": 1e-3, "most_steps": 10},
            "out of steps after 10 steps: the gradient has length 2.2, more than the tolerance 2.2e-08. Allow more "
            "steps, or choose a step between step_limit(A)/2 and step_limit(A)",
        ),
    ],
)
def test_the_finding_is_told_in_full(choices, sentence):
    descent = gradient_descent(A, B, [1, 1], **choices)
    assert descent.finding == str(descent) == repr(descent) == sentence


def test_a_tolerance_below_rounding_is_told():
    descent = gradient_descent([[0.1], [0.7], [0.3]], [0.3, 0.1, 0.9], step=1.0, tolerance=1e-300, most_steps=200)
    assert descent.finding.startswith("out of steps after 200 steps: the gradient has length ")
    assert descent.finding.endswith(
        "more than the tolerance 1e-300. Its terms are rounded by as much: choose a larger tolerance"
    )


def test_a_step_out_of_all_range_diverges_without_a_warning():
    descent = gradient_descent(A, B, [1, 1], step=1e308)
    assert descent.outcome == "diverged"
    assert descent.finding.startswith("diverged after 1 step: the gradient has length ")


@pytest.mark.parametrize(
    ("arguments", "choices", "message"),
    [
        ((A, B), {"step": 0}, "step is 0: it must be a positive number."),
        ((A, B), {"step": -1.5}, "step is -1.5: it must be a positive number."),
        ((A, B), {"step": float("nan")}, "step is nan: it must be a positive number."),
        ((A, B), {"tolerance": 0.0}, "tolerance is 0.0: it must be a positive number."),
        ((A, B), {"most_steps": 0}, "most_steps is 0: it must be a positive number."),
        (
            (A, [1, 0]),
            {},
            "A is 3×2 and b has 2 entries: Ax has one entry for each row of A, so b must have 3 entries.",
        ),
        (
            (A, B, [1, 1, 1]),
            {},
            "A is 3×2 and x has 3 entries: Ax needs one entry of x for each column of A, so x must have 2 entries. "
            "The order of the arguments is A, x, b.",
        ),
        ((A, B, [1j, 0]), {}, "x is complex: a descent needs a real starting point."),
        (
            (A, [1, float("nan"), 2]),
            {},
            "the gradient at the starting point is not finite: A, b and x must hold finite numbers.",
        ),
    ],
)
def test_bad_input_of_the_descent(arguments, choices, message):
    with pytest.raises(ValueError) as error:
        gradient_descent(*arguments, **choices)
    assert str(error.value) == message


# --- Newton's method -------------------------------------------------------------------------------------------------


@settings(max_examples=150, deadline=None)
@given(problems())
def test_one_newton_step_reaches_the_minimiser_nearest_to_the_start(given_problem):
    matrix, data, start = given_problem
    point = newton_step(matrix, start, data)
    assert np.allclose(matrix.T @ (matrix @ point - data), 0, atol=1e-10)
    moved = scipy.linalg.lstsq(matrix, data - matrix @ start, cond=1e-10, lapack_driver="gelsy")[0]
    assert np.allclose(point, start + moved, atol=1e-9)
    assert np.allclose(newton_step(matrix, point, data), point, atol=1e-9)


def test_newton_is_the_formula_with_the_hessian_in_exact_numbers():
    assert newton_step(A, [7, -5], B) == pytest.approx([0, 1], abs=1e-12)
    for start in ([0, 0], [3, 9], [-2, 5]):
        a, b, c = 2, 1, 2  # AᵀA = [[a, b], [b, c]]
        g = [2 * start[0] + start[1] - 1, start[0] + 2 * start[1] - 2]
        determinant = Fraction(a * c - b * b)
        v = [-(c * g[0] - b * g[1]) / determinant, -(a * g[1] - b * g[0]) / determinant]
        expected = [float(start[0] + v[0]), float(start[1] + v[1])]
        assert newton_step(A, start, B) == pytest.approx(expected, abs=1e-12)


def test_newton_keeps_columns_and_takes_empty_matrices():
    assert newton_step(A, [[0], [0]], [[1], [0], [2]]).shape == (2, 1)
    assert newton_step(np.zeros((0, 2)), [3, 4], []).tolist() == [3, 4]
    assert newton_step(np.zeros((3, 0)), [], B).shape == (0,)


def test_newton_does_not_form_the_gram_matrix():
    delta = 2.0**-30  # 1 + δ² is 1 in floating point, so AᵀA would be singular
    matrix = np.array([[1, 1], [delta, 0], [0, delta]])
    data = matrix @ np.array([1.0, 3.0])
    assert newton_step(matrix, [0, 0], data) == pytest.approx([1, 3], rel=1e-5)


@pytest.mark.parametrize(
    ("arguments", "kind", "message"),
    [
        (([[1, float("inf")]], [0, 0], [1]), ValueError, "A has an entry that is not a finite number."),
        (([[1, 2]], [0, float("nan")], [1]), ValueError, "x has an entry that is not a finite number."),
        (([[1, 2]], [0, 0], [float("nan")]), ValueError, "b has an entry that is not a finite number."),
        (([[1, 2]], [0, 1j], [1]), ValueError, "x is complex: a descent needs a real starting point."),
        (
            (scipy.sparse.csr_array(np.eye(2)), np.zeros(2), np.zeros(2)),
            TypeError,
            "A is a csr_array: expected a dense array; write A.toarray().",
        ),
    ],
)
def test_bad_input_of_newton(arguments, kind, message):
    with pytest.raises(kind) as error:
        newton_step(*arguments)
    assert str(error.value) == message


def test_bad_input_of_the_limit():
    with pytest.raises(ValueError) as error:
        step_limit([[1, float("nan")]])
    assert str(error.value) == "A has an entry that is not a finite number."
    with pytest.raises(ValueError) as error:
        step_limit([1, 2])
    assert (
        str(error.value)
        == "A must be a matrix of shape (m, n), but it has shape (2,). Write a single row as [[1, 2, 3]]."
    )
