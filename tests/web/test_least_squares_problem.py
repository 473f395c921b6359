"""The mathematics and the states of the least-squares figure against NumPy."""

import numpy as np
import pytest

from tests.web.expected import CASES, B, gradient, objective
from tests.web.javascript import evaluate

PLACES = np.random.default_rng(7).uniform(-2.5, 3.5, (25, 2)).tolist()
NAMES = list(CASES)


@pytest.fixture(scope="module")
def problems():
    """All that the module knows about the three problems, asked for at once."""
    return evaluate("least-squares-problem", "Object.fromEntries(names.map(n => [n, problem(n)]))", names=NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_the_problem_agrees_with_numpy(name, problems):
    A, x_star, rank = CASES[name]
    p = problems[name]
    eigenvalues = np.linalg.eigvalsh(A.T @ A)[::-1]
    np.testing.assert_array_equal(p["A"], A)
    np.testing.assert_allclose(p["eigenvalues"], eigenvalues, atol=1e-12)
    assert p["rank"] == rank == np.linalg.matrix_rank(A)
    assert p["limit"] == pytest.approx(2 / eigenvalues[0])
    np.testing.assert_allclose(A.T @ A @ p["steep"], eigenvalues[0] * np.array(p["steep"]), atol=1e-12)
    assert np.linalg.norm(p["steep"]) == pytest.approx(1)
    np.testing.assert_allclose(p["minimiser"], np.linalg.lstsq(A, B, rcond=None)[0], atol=1e-12)
    np.testing.assert_allclose(p["minimiser"], x_star, atol=1e-12)
    assert p["minimum"] == pytest.approx(1.5)
    assert p["alpha"]["step"] < p["limit"] < p["alpha"]["high"]


def test_the_three_problems_share_the_nearest_point_and_the_residual():
    for A, x_star, _ in CASES.values():
        np.testing.assert_allclose(A @ x_star - B, [-1, 1, -1], atol=1e-12)
        assert np.linalg.norm(A.T @ [1, -1, 1]) == 0  # the columns lie in one plane, which the right picture draws


@pytest.mark.parametrize("name", NAMES)
def test_objective_gradient_step_and_nearest_minimiser_at_random_places(name):
    A = CASES[name].A
    answers = evaluate(
        "least-squares-problem",
        "places.map(x => { const p = problem(name);"
        "return [objective(p, x), gradient(p, x), descend(p, x, 0.07), nearestMinimiser(p, x), isMinimiser(p, x)]; })",
        places=PLACES,
        name=name,
    )
    for x, (value, slope, after, nearest, minimal) in zip(np.array(PLACES), answers, strict=True):
        assert value == pytest.approx(objective(A, x))
        np.testing.assert_allclose(slope, gradient(A, x), atol=1e-11)
        np.testing.assert_allclose(after, x - 0.07 * gradient(A, x), atol=1e-11)
        np.testing.assert_allclose(nearest, x - np.linalg.pinv(A) @ (A @ x - B), atol=1e-11)
        assert minimal is False


@pytest.mark.parametrize("name", NAMES)
def test_outlook_and_factors_say_what_a_hundred_steps_do(name):
    """For every step size of the slider, the prediction is compared with the steps themselves."""
    A, x_star, _ = CASES[name]
    sizes, told = evaluate(
        "least-squares-problem",
        "(() => { const p = problem(name); const n = Math.round(p.alpha.high / p.alpha.step);"
        "const sizes = Array.from({length: n}, (_, k) => (k + 1) * p.alpha.step);"
        "return [sizes, sizes.map(a => [outlook(p, a), stepFactors(p, a)])]; })()",
        name=name,
    )
    directions = np.linalg.eigh(A.T @ A)[1].T[::-1]
    for size, (outlook, factors) in zip(sizes, told, strict=True):
        x = np.array([2.0, 1.0])
        ahead = x - size * gradient(A, x)
        for direction, factor in zip(directions, factors, strict=True):
            assert direction @ (ahead - x_star) == pytest.approx(factor * (direction @ (x - x_star)), abs=1e-9)
        for _ in range(100):
            x = x - size * (A.T @ (A @ x - B))
        change = (objective(A, x) - 1.5) / (objective(A, np.array([2.0, 1.0])) - 1.5)
        assert outlook == ("jump" if abs(change - 1) < 1e-9 else "settle" if change < 1 else "diverge")


def test_a_hand_keeps_x_in_the_picture_and_on_two_decimals():
    moved = evaluate("least-squares-state", "[[9, -9], [0.123, 1.456]].map(x => moveTo(begin('well'), x).x)")
    assert moved == [[3.5, -2.5], [0.12, 1.46]]


@pytest.mark.parametrize(
    ("name", "at", "reached"),
    [
        ("well", [0.04, 0.96], [0, 1]),
        ("well", [0.07, 1], [0.07, 1]),
        ("badly", [1.03, -0.05], [1, 0]),
        ("deficient", [0.62, 0.21], [0.612, 0.194]),
        ("deficient", [0.7, 0.4], [0.7, 0.4]),
    ],
)
def test_a_pointer_next_to_a_minimiser_means_the_minimiser(name, at, reached):
    x = evaluate("least-squares-state", "dragTo(begin(name), at).x", name=name, at=at)
    np.testing.assert_allclose(x, reached, atol=1e-12)


def test_steps_leave_a_trail_that_moving_by_hand_removes_and_stop_at_the_end():
    trail, x, cleared = evaluate(
        "least-squares-state",
        "(() => { const s = step(step(begin('well'))); return [s.trail, s.x, moveTo(s, [1, 1]).trail]; })()",
    )
    assert (trail, x, cleared) == ([[1, 1], [0.5, 0.75]], [0.3125, 0.75], [])
    stays = evaluate(
        "least-squares-state", "(() => { const s = moveToMinimiser(begin('badly')); return step(s) === s; })()"
    )
    assert stays is True
    x, lost, steps = evaluate(
        "least-squares-state",
        "(() => { let s = chooseAlpha(begin('well'), 0.8); for (let k = 0; k < 900; k++) s = step(s);"
        "return [s.x, isLost(s), s.trail.length]; })()",
    )
    assert lost is True
    assert objective(CASES["well"].A, np.array(x)) > 1e12
    # Along (1, 1)/√2 the distance grows by 1.4 each step; NumPy says after how many f passes 10¹².
    A, y, count = CASES["well"].A, np.array([1.0, 1.0]), 0
    while objective(A, y) <= 1e12:
        y, count = y - 0.8 * (A.T @ (A @ y - B)), count + 1
    assert steps == count


def test_choosing_a_matrix_starts_again_but_keeps_the_view():
    state = evaluate("least-squares-state", "chooseMatrix(turnView(step(begin('well')), 45), 'deficient')")
    assert (state["x"], state["trail"], state["turn"], state["alpha"]) == ([1, 1], [], 45, 0.06)
    assert state["problem"]["name"] == "deficient"
