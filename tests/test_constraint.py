"""The constrained problem: Karush-Kuhn-Tucker conditions, independent solvers, and the ascent of the multiplier."""

import numpy as np
import pytest
import scipy.optimize
import scipy.sparse
from hypothesis import given, settings
from hypothesis import strategies as st

from matgrad.constraint import constrained, multiplier_ascent

A = [[1, 0], [1, 1], [0, 1]]
B = [1, 0, 4]  # then x = (0, 1) and λ = 1


@st.composite
def problems(draw):
    """Random matrices, also with dependent columns, and data that put the minimiser inside or outside."""
    m, n = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    rank = draw(st.integers(1, min(m, n)))
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    matrix = rng.standard_normal((m, rank)) @ rng.standard_normal((rank, n))
    return matrix, draw(st.sampled_from([0.01, 0.3, 1, 10])) * rng.standard_normal(m)


def conditions(matrix, data, x, multiplier):
    """How far the four KKT conditions are from being satisfied."""
    stationary = matrix.T @ (matrix @ x - data) + 2 * multiplier * x
    return [np.linalg.norm(stationary), max(0, x @ x - 1), max(0, -multiplier), abs(multiplier * (x @ x - 1))]


@settings(max_examples=300, deadline=None)
@given(problems())
def test_the_solution_satisfies_the_kkt_conditions(given_problem):
    matrix, data = given_problem
    solution = constrained(matrix, data)
    assert max(conditions(matrix, data, solution.x, solution.multiplier)) <= 1e-10


@settings(max_examples=60, deadline=None)
@given(problems())
def test_an_independent_solver_finds_no_smaller_objective(given_problem):
    matrix, data = given_problem

    def objective(x):
        return 0.5 * np.sum((matrix @ x - data) ** 2)

    solution = constrained(matrix, data)
    other = scipy.optimize.minimize(
        objective,
        np.zeros(matrix.shape[1]),
        method="SLSQP",
        constraints={"type": "ineq", "fun": lambda x: 1 - x @ x},
        options={"maxiter": 500, "ftol": 1e-14},
    )
    inside = other.x / max(1.0, np.linalg.norm(other.x))  # the solver ends a little outside
    scale = max(1.0, objective(np.zeros(matrix.shape[1])))
    assert objective(solution.x) <= objective(inside) + 1e-9 * scale
    assert objective(inside) <= objective(solution.x) + 1e-2 * scale


@settings(max_examples=100, deadline=None)
@given(problems())
def test_the_multiplier_is_the_root_that_a_bracketing_solver_finds(given_problem):
    matrix, data = given_problem
    n = matrix.shape[1]
    solution = constrained(matrix, data)
    shortest = np.linalg.lstsq(matrix, data, rcond=None)[0]
    if shortest @ shortest <= 1:
        assert solution.multiplier == 0
        assert np.allclose(solution.x, shortest, atol=1e-9)
        return

    def excess(multiplier):
        x = np.linalg.solve(matrix.T @ matrix + 2 * multiplier * np.eye(n), matrix.T @ data)
        return x @ x - 1

    smallest = solution.multiplier / 2
    root = scipy.optimize.brentq(excess, smallest, np.linalg.norm(matrix.T @ data), xtol=1e-14, rtol=1e-14)
    assert solution.multiplier == pytest.approx(root, rel=1e-6, abs=1e-9)


def test_the_worked_example():
    solution = constrained(A, B)
    assert solution.x == pytest.approx([0, 1], abs=1e-14)
    assert solution.multiplier == pytest.approx(1, abs=1e-14)


def test_a_minimiser_on_the_border_needs_no_multiplier():
    solution = constrained(A, [1, 0, 2])
    assert solution.x == pytest.approx([0, 1], abs=1e-14)
    assert solution.multiplier == pytest.approx(0, abs=1e-14)


def test_columns_empty_matrices_and_zeros():
    assert constrained(A, [[1], [0], [4]]).x.shape == (2, 1)
    for matrix, data in ((np.zeros((3, 2)), B), (np.zeros((0, 2)), []), (np.zeros((3, 0)), B)):
        solution = constrained(matrix, data)
        assert solution.x.tolist() == [0] * matrix.shape[1]
        assert solution.multiplier == 0


@pytest.mark.parametrize("exponent", [2, 4, 6, 7])
def test_a_badly_conditioned_matrix(exponent):
    rng = np.random.default_rng(exponent)
    left, _ = np.linalg.qr(rng.standard_normal((8, 5)))
    right, _ = np.linalg.qr(rng.standard_normal((5, 5)))
    matrix = left @ np.diag(np.logspace(0, -exponent, 5)) @ right
    data = rng.standard_normal(8)
    solution = constrained(matrix, data)
    assert solution.multiplier > 0
    assert max(conditions(matrix, data, solution.x, solution.multiplier)) <= 1e-10


# --- the ascent ------------------------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 6), st.integers(1, 4), st.floats(0.1, 6), st.integers(0, 10**6))
def test_the_ascent_comes_to_the_same_multiplier_from_below(m, n, size, seed):
    rng = np.random.default_rng(seed)
    left, _ = np.linalg.qr(rng.standard_normal((m, m)))
    singular = np.eye(m, n) * rng.uniform(0.8, 1.6, n)
    matrix, data = left @ singular, size * rng.standard_normal(m) / m**0.5
    ascent, solution = multiplier_ascent(matrix, data), constrained(matrix, data)
    assert ascent
    assert ascent.multiplier == pytest.approx(solution.multiplier, abs=1e-7)
    assert np.allclose(ascent.x, solution.x, atol=1e-7)
    assert (np.diff(ascent.multipliers) >= 0).all()
    assert (ascent.multipliers <= solution.multiplier + 1e-9).all()


def test_the_path_of_the_ascent_is_the_formula():
    ascent = multiplier_ascent(A, B, step=0.5)
    gram, right = np.array([[2, 1], [1, 2]]), np.array([1, 4])
    for multiplier, slope, following in zip(ascent.multipliers, ascent.slopes, ascent.multipliers[1:], strict=False):
        x = np.linalg.solve(gram + 2 * multiplier * np.eye(2), right)
        assert slope == pytest.approx(x @ x - 1, abs=1e-12)
        assert following == pytest.approx(max(0, multiplier + 0.5 * slope), abs=1e-12)
    assert ascent.slopes[0] == pytest.approx(44 / 9)


@pytest.mark.parametrize(
    ("data", "choices", "sentence"),
    [
        (B, {"step": 1.0}, "converged after 15 steps: λ = 1, and xᵀx differs from 1 by at most 1e-10"),
        ([1, 0, 1], {}, "converged after 0 steps: λ = 0, because xᵀx is at most 1 without the constraint"),
        (
            B,
            {"step": 3.0, "most_steps": 2},
            "out of steps after 2 steps: λ = 11.7172, and xᵀx - 1 is -0.97, more than the tolerance 1e-10 from 0; "
            "leave the step out: the ascent then chooses one that converges",
        ),
        (
            B,
            {"step": 0.05, "most_steps": 1},
            "out of steps after 1 step: λ = 0.244444, and xᵀx - 1 is 2.1, more than the tolerance 1e-10 from 0; "
            "allow more steps",
        ),
    ],
)
def test_the_ascent_tells_its_finding_in_full(data, choices, sentence):
    ascent = multiplier_ascent(A, data, **choices)
    assert ascent.finding == str(ascent) == repr(ascent) == sentence
    assert bool(ascent) == sentence.startswith("converged")


@pytest.mark.parametrize("function", [constrained, multiplier_ascent])
@pytest.mark.parametrize(
    ("arguments", "kind", "message"),
    [
        (([[1, 2]], [float("nan")]), ValueError, "b has an entry that is not a finite number."),
        (([[1, float("inf")]], [1]), ValueError, "A has an entry that is not a finite number."),
        (
            (A, [1, 2]),
            ValueError,
            "A is 3×2 and b has 2 entries: Ax has one entry for each row of A, so b must have 3 entries.",
        ),
        (
            (A, [[1, 0, 4]]),
            ValueError,
            "b is a row of shape (1, 3), but a vector is a column: write b.T for shape (m, 1) or b.ravel() for shape "
            "(m,).",
        ),
        (
            (scipy.sparse.csr_array(np.eye(2)), np.zeros(2)),
            TypeError,
            "A is a csr_array: expected a dense array; write A.toarray().",
        ),
    ],
)
def test_bad_input(function, arguments, kind, message):
    with pytest.raises(kind) as error:
        function(*arguments)
    assert str(error.value) == message


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ({"step": 0.0}, "step is 0.0: it must be a positive number."),
        ({"tolerance": -1}, "tolerance is -1: it must be a positive number."),
        ({"most_steps": 0}, "most_steps is 0: it must be a positive number."),
    ],
)
def test_bad_choices_of_the_ascent(choices, message):
    with pytest.raises(ValueError) as error:
        multiplier_ascent(A, B, **choices)
    assert str(error.value) == message
