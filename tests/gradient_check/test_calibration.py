"""No false alarm and no miss over many random problems; the long runs are marked thorough."""

import numpy as np
import pytest

from benchmarks.problems import KINDS, bugs, make, perturbed, random_problem
from matgrad.gradient_check import check_gradient


def count_mistakes(seeds, size, dtype=np.float64, through_norm=False):
    """False alarms and misses of a dense relative error of the given size."""
    false_alarms, misses = [], []
    for seed in seeds:
        problem, rng = random_problem(seed, dtype)
        f = problem.objective
        if through_norm:
            f = lambda x, p=problem: np.linalg.norm(p.A @ x - p.b) ** 2 / 2  # noqa: E731
        if not check_gradient(f, problem.gradient, problem.x, seed=seed):
            false_alarms.append(seed)
        if check_gradient(f, perturbed(problem.gradient, size, rng, problem.x), problem.x, seed=seed):
            misses.append(seed)
    return false_alarms, misses


def test_float64_sees_1e_8_in_500_problems():
    assert count_mistakes(range(500), 1e-8) == ([], [])


def test_float32_sees_its_own_rounding_in_100_problems():
    assert count_mistakes(range(100), 3e-2, np.float32) == ([], [])


def test_central_differences_see_1e_5_in_100_problems():
    assert count_mistakes(range(100), 1e-5, through_norm=True) == ([], [])


def test_central_differences_in_float32_see_a_tenth_in_100_problems():
    assert count_mistakes(range(100), 0.1, np.float32, through_norm=True) == ([], [])


@pytest.mark.thorough
def test_float64_sees_1e_8_in_20000_problems():
    assert count_mistakes(range(20_000), 1e-8) == ([], [])


@pytest.mark.thorough
def test_float32_sees_its_own_rounding_in_2000_problems():
    assert count_mistakes(range(2000), 3e-2, np.float32) == ([], [])


@pytest.mark.thorough
def test_central_differences_see_1e_5_in_2000_problems():
    assert count_mistakes(range(2000), 1e-5, through_norm=True) == ([], [])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("shape", [(200, 100), (100, 100)])
def test_every_seeded_bug_is_found(kind, shape):
    problem = make(kind, *shape, np.random.default_rng(1))
    verdicts = {name: bool(check_gradient(problem.objective, g, problem.x)) for name, g in bugs(problem).items()}
    assert verdicts == {name: name == "correct" for name in verdicts}
    assert len(verdicts) == (8 if shape[0] == shape[1] else 6)
