"""What chapter 6 says about errors in print: the checker's verdicts, and the same by numbers.

The formulas of ``cookbook.py`` are those of The Matrix Cookbook, version of 15 November 2012, in the transcription of
https://github.com/eric-wieser/lean-matrix-cookbook.
"""

import json
from pathlib import Path

import numpy as np
import pytest

from matgrad import derivation
from matgrad.gradient_check import check_gradient
from tests.gradients.cookbook import PRINTED

CHAPTER = Path(__file__).parents[2] / "chapters" / "further" / "6-gradients-worth-knowing.ipynb"
WRONG = {92: "M05", 95: "M05", 127: "M16"}
RNG = np.random.default_rng(4)


def judged(variable, shapes, function, result, assume):
    line = rf"\nabla f({variable}) = {result}"
    report = derivation.check([line], shapes, variable, where=[f"f({variable}) = {function}"], assume=assume)
    return report.lines[0]


@pytest.mark.parametrize("printed", [pytest.param(each, id=str(each[0])) for each in PRINTED])
def test_a_printed_gradient(printed):
    number, *request = printed
    line = judged(*request)
    assert (line.verdict, line.code) == (("wrong", WRONG[number]) if number in WRONG else ("follows", ""))


def test_the_chapter_tells_the_counts():
    text = "".join("".join(cell["source"]) for cell in json.loads(CHAPTER.read_text(encoding="utf-8"))["cells"])
    assert f"read {len(PRINTED)} of its gradients" in text
    assert f"{len(PRINTED) - len(WRONG)} follow." in text
    assert all(f"Equation ({number})" in text for number in WRONG)


def test_127_is_right_for_symmetric_matrices():
    (request,) = (each[1:] for each in PRINTED if each[0] == 127)
    variable, shapes, function, result, assume = request
    assert judged(variable, shapes, function, result, {**assume, "A": "symmetric"}).verdict == "follows"


def test_92_by_numbers():
    a, b, X = RNG.standard_normal(3), RNG.standard_normal(3), RNG.standard_normal((3, 3))

    def f(X):
        return (X @ a) @ (X @ b)

    printed = check_gradient(f, lambda X: np.outer(a, b) @ X.T + X @ np.outer(a, b), X)
    mended = check_gradient(f, lambda X: X @ np.outer(b, a) + X @ np.outer(a, b), X)
    assert (printed.ok, mended.ok) == (False, True)


def test_95_by_numbers():
    A, B, x = RNG.standard_normal((3, 3)), RNG.standard_normal((3, 3)), RNG.standard_normal(3)

    def f(x):
        return (A @ x) @ (A @ x) / ((B @ x) @ (B @ x))

    def gradient(x, first):
        squared = (B @ x) @ (B @ x)
        return 2 * A.T @ A @ x / first - 2 * ((A @ x) @ (A @ x)) * (B.T @ B @ x) / squared**2

    printed = check_gradient(f, lambda x: gradient(x, x @ B @ B @ x), x)
    mended = check_gradient(f, lambda x: gradient(x, x @ B.T @ B @ x), x)
    assert (printed.ok, mended.ok) == (False, True)


def test_127_by_numbers():
    A, X = RNG.standard_normal((3, 3)), RNG.standard_normal((4, 3))
    B, C = (S + S.T for S in RNG.standard_normal((2, 4, 4)))

    def inverse(X):
        return np.linalg.inv(A + X.T @ C @ X)

    def f(X):
        return np.trace(inverse(X) @ X.T @ B @ X)

    def printed(X):
        K = inverse(X)
        return -2 * C @ X @ K @ X.T @ B @ X @ K + 2 * B @ X @ K

    def mended(X):
        K = inverse(X)
        N = K @ X.T @ B @ X @ K
        return -C @ X @ (N + N.T) + B @ X @ (K + K.T)

    assert (check_gradient(f, printed, X).ok, check_gradient(f, mended, X).ok) == (False, True)


def test_28_at_zero_and_for_two_rows():
    A = RNG.standard_normal((2, 2))
    for small in (0.0, 1e-3):
        right = 1 + small * np.trace(A) + small**2 * np.linalg.det(A)
        printed = 1 + np.linalg.det(A) + small * np.trace(A) + small**2 * (np.trace(A) ** 2 - np.trace(A @ A)) / 2
        assert np.linalg.det(np.eye(2) + small * A) == pytest.approx(right)
        assert np.linalg.det(np.eye(2) + small * A) != pytest.approx(printed)


def test_138_predicts_the_change_of_another_function():
    A, step = RNG.standard_normal((3, 3)), RNG.standard_normal((3, 3))
    step = step + step.T
    G = A.T  # the gradient of tr(AX) without the symmetry
    change = np.trace(A @ step)  # exact: the function is linear
    assert np.sum((G + G.T) / 2 * step) == pytest.approx(change)
    assert np.sum((G + G.T - G * np.eye(3)) * step) != pytest.approx(change)
