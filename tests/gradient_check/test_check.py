"""Verdicts, reasons and texts of check_gradient on small problems with known answers."""

import math
import re

import numpy as np
import pytest
from bs4 import BeautifulSoup

from matgrad import large_scale, least_squares
from matgrad.gradient_check import WrongCoordinate, check_gradient, least_squares_mistakes

A = np.array([[1.0, 2.0], [3.0, 5.0]])
B = np.array([1.0, -2.0])
X = np.array([0.5, 2.0])


def f(x):
    return least_squares.objective(A, x, B)


def gradient(x):
    return least_squares.gradient(A, x, B)


def rosenbrock(x):
    return 100 * (x[1] - x[0] ** 2) ** 2 + (1 - x[0]) ** 2


def rosenbrock_gradient(x):
    return np.array([-400 * x[0] * (x[1] - x[0] ** 2) - 2 * (1 - x[0]), 200 * (x[1] - x[0] ** 2)])


def logistic(x):
    return np.log(1 + np.exp(A @ x)).sum()


def logistic_gradient(x):
    return A.T @ (1 / (1 + np.exp(-(A @ x))))


def test_right_gradient_passes_with_five_evaluations():
    calls = []
    report = check_gradient(lambda x: calls.append(1) or f(x), gradient, X)
    assert report.ok
    assert report.reason == "correct"
    assert report.evaluations == len(calls) == 5
    assert report.resolution < 1e-12
    assert report.method == "complex step"
    assert not report.moved


@pytest.mark.parametrize("n", [10, 100, 1000, 10_000, 100_000])
def test_evaluations_do_not_grow_with_n(n):
    rng = np.random.default_rng(n)
    matrix, b, x = rng.standard_normal((20, n)), rng.standard_normal(20), rng.standard_normal(n)
    report = check_gradient(lambda z: large_scale.objective(matrix, z, b), lambda z: matrix.T @ (matrix @ z - b), x)
    assert report.ok
    assert report.evaluations <= 6


def test_evaluations_of_a_point_that_must_be_moved():
    report = check_gradient(f, gradient, np.linalg.solve(A, B))
    assert report.ok
    assert report.moved
    assert report.evaluations <= 12
    assert "x was moved, because rounding hides the gradient at the given x" in str(report)
    assert np.linalg.norm(report.point - np.linalg.solve(A, B)) > 0.1


def test_zero_is_moved_because_terms_with_x_vanish_there():
    wrong = lambda x: A @ (A.T @ x) - A.T @ B  # noqa: E731
    assert np.array_equal(wrong(np.zeros(2)), gradient(np.zeros(2)))
    report = check_gradient(f, wrong, np.zeros(2))
    assert not report.ok
    assert "x was moved, because a wrong term with a factor x looks right at x = 0" in str(report)
    assert check_gradient(f, gradient, np.zeros(2)).ok
    assert check_gradient(f, gradient, np.zeros(2)).evaluations <= 12


def test_zero_stays_where_f_is_defined_nowhere_else():
    report = check_gradient(lambda x: np.sqrt(1e-30 - x @ x), lambda x: -x / np.sqrt(1e-30 - x @ x), [0.0, 0.0])
    assert report.moved == ""
    assert report.finding == "f or its derivative is not finite near x"


def test_same_seed_same_report():
    wrong = lambda x: gradient(x) * [1, 1.01]  # noqa: E731
    assert check_gradient(f, wrong, X, seed=3) == check_gradient(f, wrong, X, seed=3)
    assert str(check_gradient(f, wrong, X, seed=3)) == str(check_gradient(f, wrong, X, seed=3))


@pytest.mark.parametrize(
    ("function", "derivative", "x"),
    [
        (rosenbrock, rosenbrock_gradient, [-1.2, 1.0]),
        (rosenbrock, rosenbrock_gradient, [1.0, 1.0]),
        (logistic, logistic_gradient, X),
        (lambda x: np.exp(x).sum(), np.exp, [100.0, 3.0, -5.0]),
        (lambda x: np.log(x).sum(), lambda x: 1 / x, X),
        (lambda x: (x**4).sum(), lambda x: 4 * x**3, [0.0, 0.0]),
        (lambda x: 1e12 + x @ x, lambda x: 2 * x, X),
    ],
    ids=["Rosenbrock", "Rosenbrock at its minimiser", "logistic", "exp", "log", "quartic at 0", "large offset"],
)
def test_functions_that_are_not_quadratic(function, derivative, x):
    assert check_gradient(function, derivative, x).ok
    assert not check_gradient(function, lambda y: derivative(y) * (1 + 1e-6), x).ok


NOT_ANALYTIC = {
    "norm": lambda x: np.linalg.norm(A @ x - B) ** 2 / 2,
    "abs": lambda x: (abs(A @ x - B) ** 2).sum() / 2,
    "vdot": lambda x: np.vdot(A @ x - B, A @ x - B) / 2,
    "conj": lambda x: (np.conj(A @ x - B) * (A @ x - B)).sum().real / 2,
    "real": lambda x: f(x).real,
    "float": lambda x: float(f(x)),
    "assignment into a float array": lambda x: sum(np.array([0.0, *(A @ x - B)], dtype=float) ** 2) / 2,
    "math": lambda x: sum(math.pow(r, 2) for r in A @ x - B) / 2,
}


@pytest.mark.parametrize("name", NOT_ANALYTIC)
def test_an_f_that_is_not_complex_analytic_is_noticed_and_still_checked(name):
    function = NOT_ANALYTIC[name]
    report = check_gradient(function, gradient, X)
    assert report.ok
    assert report.method == "central differences"
    assert "f is not complex-analytic: central differences were used, which see less" in str(report)
    wrong = check_gradient(function, lambda x: gradient(x) + np.array([0, 1e-3]), X)
    assert wrong.reason == "wrong coordinates"
    assert [entry.index for entry in wrong.wrong] == [(1,)]
    assert wrong.wrong[0].right == pytest.approx(gradient(X)[1], rel=1e-9)
    at_minimum = check_gradient(function, lambda x: 2 * gradient(x), np.linalg.solve(A, B))
    assert at_minimum.factor == pytest.approx(0.5)


def test_a_part_of_f_that_is_not_analytic_is_no_false_alarm():
    report = check_gradient(lambda x: x @ x + 1e-3 * abs(x[0]), lambda x: 2 * x + [1e-3, 0], X)
    assert report.ok
    assert report.method == "central differences"


@pytest.mark.parametrize(
    ("factor", "reason", "finding"),
    [
        (2, "constant factor", "the right gradient is 0.5 times this one"),
        (0.5, "constant factor", "the right gradient is 2 times this one"),
        (-1, "wrong sign", "the right gradient is −1 times this one"),
        (1 + 1e-9, "constant factor", "the right gradient is 1 times this one"),
    ],
)
def test_constant_factor(factor, reason, finding):
    report = check_gradient(f, lambda x: factor * gradient(x), X)
    assert (report.ok, report.reason, report.finding) == (False, reason, finding)
    assert report.factor == pytest.approx(1 / factor, rel=1e-12)
    assert report.evaluations == 5


@pytest.mark.parametrize("name", least_squares_mistakes(A, B))
@pytest.mark.parametrize("x", [X, np.zeros(2), np.linalg.solve(A, B)], ids=["x", "0", "minimiser"])
def test_each_classic_mistake_is_named(name, x):
    mistakes = least_squares_mistakes(A, B)
    report = check_gradient(f, mistakes[name], x, candidates=mistakes)
    assert report.reason == "known mistake"
    assert report.mistake == name
    assert report.finding == f"this is {name}"


def test_mistakes_of_a_rectangular_matrix_conform():
    matrix, b = np.ones((3, 2)), np.ones(3)
    mistakes = least_squares_mistakes(matrix, b)
    assert all(wrong(np.ones(2)).shape == (2,) for wrong in mistakes.values())
    columns = least_squares_mistakes(matrix, b[:, None])
    assert all(wrong(np.ones((2, 1))).shape == (2, 1) for wrong in columns.values())
    assert {name[:3] for name in least_squares_mistakes(A, B)} == {"M05", "M06", "M08", "M09", "M18"}


def test_candidates_do_not_accuse_a_right_gradient():
    symmetric = np.array([[2.0, 1.0], [1.0, 3.0]])
    right = lambda x: symmetric.T @ (symmetric @ x - B)  # noqa: E731
    report = check_gradient(
        lambda x: least_squares.objective(symmetric, x, B), right, X, candidates=least_squares_mistakes(symmetric, B)
    )
    assert report.ok
    assert report.mistake is None


@pytest.mark.parametrize("shape", [(6,), (6, 1), (2, 3)])
def test_wrong_coordinates_in_every_shape(shape):
    x = np.arange(1.0, 7.0).reshape(shape)
    index = tuple(np.unravel_index(4, shape))

    def wrong(y):
        g = 2 * y
        g[index] += 0.25
        return g

    report = check_gradient(lambda y: (y * y).sum(), wrong, x)
    assert report.finding == "wrong in 1 of 6 coordinates"
    assert report.wrong[0].index == index
    assert report.wrong[0].given == 10.25
    assert report.wrong[0].right == pytest.approx(10, rel=1e-12)
    assert isinstance(report.wrong[0], WrongCoordinate)


@pytest.mark.parametrize(("count", "most"), [(1, 18), (2, 30), (4, 50), (8, 85), (12, 110)])
def test_localisation_names_the_exact_set_in_few_evaluations(count, most):
    rng = np.random.default_rng(count)
    n, m = 1000, 40
    matrix, b, x = rng.standard_normal((m, n)), rng.standard_normal(m), rng.standard_normal(n)
    bad = np.sort(rng.choice(n, count, replace=False))

    def wrong(y):
        g = large_scale.gradient(matrix, y, b)
        g[bad] *= 1 + rng.uniform(0.01, 0.1, count)
        return g

    fixed = wrong(x)
    report = check_gradient(lambda y: large_scale.objective(matrix, y, b), lambda _: fixed, x)
    right = large_scale.gradient(matrix, x, b)
    assert [entry.index[0] for entry in report.wrong] == bad.tolist()
    assert [entry.right for entry in report.wrong] == pytest.approx(right[bad].tolist(), rel=1e-6)
    assert report.evaluations <= most


def test_zero_is_no_gradient_of_a_linear_function():
    """Nothing is rounded here, so the tolerance is zero too."""
    b = np.array([2.0, -3.0, 5.0])
    report = check_gradient(lambda x: b @ x, lambda x: 0 * x, np.array([1.0, 2.0, 3.0]))
    assert [(entry.index, entry.given) for entry in report.wrong] == [((0,), 0.0), ((1,), 0.0), ((2,), 0.0)]
    np.testing.assert_allclose([entry.right for entry in report.wrong], b, rtol=1e-12)


def test_dense_error_stops_early():
    rng = np.random.default_rng(0)
    x = rng.standard_normal(1000)
    noise = rng.standard_normal(1000)
    report = check_gradient(lambda y: y @ y, lambda y: 2 * y * (1 + 1e-5 * noise), x)
    assert report.reason == "dense error"
    assert re.fullmatch(r"wrong in most coordinates, by about [12]e-05 of its size", report.finding)
    assert report.wrong == ()
    assert report.evaluations <= 25


def test_small_gradients_are_listed_even_if_all_wrong():
    report = check_gradient(f, lambda x: gradient(x) + np.array([1, 2]), X)
    assert [entry.index for entry in report.wrong] == [(0,), (1,)]


@pytest.mark.parametrize(
    ("wrong", "reason", "finding"),
    [
        (
            lambda x: gradient(x)[:, None],
            "wrong shape",
            "the gradient has shape (2, 1) and x has shape (2,); it holds the right number of entries: "
            "return it with .reshape(x.shape)",
        ),
        (lambda _: np.ones(3), "wrong shape", "the gradient has shape (3,) and x has shape (2,)"),
        (lambda _: 1j * X, "not a real array", "the gradient is complex"),
        (lambda _: None, "not a real array", "the gradient is not an array of numbers (its type is object)"),
        (lambda _: [np.nan, 1], "not finite", "the gradient is not finite in 1 of 2 coordinates: gradient[0]"),
        (
            lambda _: [np.inf, -np.inf],
            "not finite",
            "the gradient is not finite in 2 of 2 coordinates: gradient[0], gradient[1]",
        ),
    ],
)
def test_a_gradient_that_cannot_be_right_costs_no_evaluation(wrong, reason, finding):
    report = check_gradient(f, wrong, X)
    assert (report.ok, report.reason, report.finding, report.evaluations) == (False, reason, finding, 0)
    assert str(report) == f"gradient check failed: {finding}"


def test_many_entries_that_are_not_finite():
    report = check_gradient(lambda x: x @ x, lambda x: x * np.nan, np.ones(5))
    assert report.finding == (
        "the gradient is not finite in 5 of 5 coordinates: gradient[0], gradient[1], gradient[2], …"
    )


def test_f_that_is_not_finite():
    report = check_gradient(lambda x: np.nan * x.sum(), gradient, X)
    assert str(report) == "gradient check failed: f is nan at x"
    assert not report


def test_float32():
    a, b, x = (array.astype(np.float32) for array in (A, B, X))
    right = lambda y: least_squares.gradient(a, y, b)  # noqa: E731
    report = check_gradient(lambda y: least_squares.objective(a, y, b), right, x)
    assert report.ok
    assert report.precision == "float32"
    assert 1e-6 < report.resolution < 1e-2
    assert "in float32" in str(report)
    assert not check_gradient(lambda y: least_squares.objective(a, y, b), lambda y: right(y) * [1, 1.05], x).ok


def test_f_or_gradient_in_float32_for_a_float64_point():
    in_float32 = lambda x: least_squares.gradient(A.astype(np.float32), x.astype(np.float32), B.astype(np.float32))  # noqa: E731
    report = check_gradient(f, in_float32, X * 1.1)
    assert report.ok
    assert report.precision == "float32"
    report = check_gradient(lambda x: np.complex64(f(x)) if np.iscomplexobj(x) else np.float32(f(x)), gradient, X * 1.1)
    assert report.ok
    assert report.precision == "float32"


def test_undecided_is_not_ok():
    rough = np.random.default_rng(0)
    report = check_gradient(lambda x: float(f(x)) * (1 + rough.uniform(-1e-2, 1e-2)), gradient, X)
    assert not report.ok
    hidden = check_gradient(lambda x: 1e30 + float(x @ x), lambda x: 2 * x, X)
    assert hidden.reason == "undecided"
    assert str(hidden).startswith("gradient check undecided: rounding hides the gradient wherever the check looked")
    assert not hidden


def test_constant_function():
    report = check_gradient(lambda _: 3.0, lambda x: 0 * x, X)
    assert report.ok
    assert "f does not change along the random directions" in str(report)
    assert not check_gradient(lambda _: 3.0, lambda x: 1e-3 * x, X).ok


@pytest.mark.parametrize("x", [3.0, np.zeros(0), np.ones((1, 1))])
def test_unusual_sizes(x):
    assert check_gradient(lambda y: (y * y).sum(), lambda y: 2 * y, x).ok


def test_integers_and_lists():
    assert check_gradient(lambda x: x @ x, lambda x: 2 * x, [1, 2]).ok
    assert check_gradient(lambda x: x @ x, lambda x: [2 * x[0], 2 * x[1]], (1, 2)).ok


def test_x_is_left_alone():
    x = X.copy()
    check_gradient(lambda y: f(y), lambda y: gradient(y) + 1, x)
    assert x.tolist() == X.tolist()


def test_wrong_arguments_are_errors():
    with pytest.raises(ValueError) as error:
        check_gradient(f, gradient, 1j * X)
    assert str(error.value) == ("x is complex: give real numbers. The complex step adds its imaginary part itself.")
    with pytest.raises(ValueError) as error:
        check_gradient(lambda x: x, gradient, X)
    assert str(error.value) == "f returned an array of shape (2,): expected one number."


def test_text_of_a_failed_check():
    report = check_gradient(lambda x: x @ x, lambda x: 2 * x + [0, 0, 0.5], [1.0, 2.0, 3.0])
    lines = str(report).splitlines()
    assert lines[:2] == ["gradient check failed: wrong in 1 of 3 coordinates", "  gradient[2] is 6.5 and should be 6"]
    assert lines[2:] == [
        f"  {report.evaluations} evaluations of f by complex step in float64",
        f"  relative errors above {report.resolution:.0e} are visible",
    ]


def test_long_lists_are_cut_in_the_text_only():
    g = lambda x: 2 * x + 1 + 0.1 * np.arange(15)  # noqa: E731
    report = check_gradient(lambda x: x @ x, g, np.arange(1.0, 16.0))
    assert len(report.wrong) == 15
    assert "  and 5 more" in str(report).splitlines()


def test_html_explains_the_same():
    report = check_gradient(lambda x: x @ x, lambda x: 2 * x + [0, 0, 0.5], [1.0, 2.0, 3.0])
    page = BeautifulSoup(report._repr_html_(), "html.parser")
    assert page.strong.text == str(report).splitlines()[0]
    assert [cell.text for cell in page.tbody.tr.find_all(["th", "td"])] == ["[2]", "6.5", "6"]
    assert [item.text for item in page.find_all("li")] == [line.strip() for line in str(report).splitlines()[-2:]]
    mistakes = {"<b>": lambda x: 3 * x}
    assert "&lt;b&gt;" in check_gradient(lambda x: x @ x, mistakes["<b>"], X, candidates=mistakes)._repr_html_()


@pytest.mark.parametrize("seed", range(40))
def test_a_gradient_that_inverts_a_matrix_may_lose_the_digits_that_an_inverse_loses(seed):
    rng = np.random.default_rng(seed)
    A, B, X = (rng.integers(-20, 21, (3, 3)) / 10 for _ in range(3))
    X[0] = X[1] + X[0] / 100  # nearly singular
    f, gradient = (lambda X: np.linalg.det(A @ X @ B)), (lambda X: np.linalg.det(A @ X @ B) * np.linalg.inv(X).T)
    assert check_gradient(f, gradient, X, seed=seed)
    assert not check_gradient(f, lambda X: gradient(X) * (1 + 1e-8), X, seed=seed)
