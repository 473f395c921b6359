"""The Taylor table: slopes and coefficient against known remainders, its judgement, its texts."""

import numpy as np
import pytest
from bs4 import BeautifulSoup

from matgrad import least_squares
from matgrad.numerical import taylor_table
from matgrad.numerical.taylor import linear_coefficient

A = np.array([[1.0, 0.0], [1.0, 1.0], [0.0, 1.0]])
B = np.array([1.0, 0.0, 2.0])


def f(x):
    return least_squares.objective(A, x, B)


def gradient(x):
    return least_squares.gradient(A, x, B)


def test_right_gradient_of_the_worked_example():
    table = taylor_table(f, gradient, [1, 1], direction=[1, -1])
    assert table.ok
    assert table
    assert table.slopes[1] == pytest.approx(2, abs=1e-9)
    assert table.remainders == tuple(0.5 * t**2 * 2 for t in table.steps)  # ½‖Av‖² t², and ‖A(1, −1)‖² = 2
    assert table.coefficient == pytest.approx(0, abs=1e-13)


@pytest.mark.parametrize("factor", [2.0, -1.0, 1.01, 1 + 1e-5, 1 + 1e-8, 1 + 1e-10])
def test_coefficient_measures_the_error_of_a_wrong_gradient(factor):
    table = taylor_table(f, lambda x: factor * gradient(x), [1, 1], direction=[1, 1])
    assert not table.ok
    assert not table
    assert table.coefficient == pytest.approx((1 - factor) * 3, rel=1e-2)  # ∇fᵀv = (2, 1)·(1, 1) = 3
    assert abs(table.coefficient - (1 - factor) * 3) <= table.error_bar


def test_an_error_of_1e_5_keeps_the_slope_but_not_the_coefficient():
    table = taylor_table(
        f, lambda x: (1 + 1e-5) * gradient(x), [1, 1], direction=[1, 1], steps=(0.5, 0.05, 0.005, 0.0005)
    )
    assert table.slopes[1] == pytest.approx(2, abs=0.02)
    assert not table.ok


@pytest.mark.parametrize("seed", range(20))
def test_error_bar_holds_for_functions_that_are_not_quadratic(seed):
    """Right gradients pass, and the bar stays small enough to see 1e-4; exp, sin and quartic terms."""
    rng = np.random.default_rng(seed)
    C, x = rng.standard_normal((3, 4)), rng.standard_normal(4)
    value = lambda y: np.exp(C[0] @ y / 2) + np.sin(C[1] @ y) + (C[2] @ y) ** 4 / 10  # noqa: E731
    slope = lambda y: (  # noqa: E731
        np.exp(C[0] @ y / 2) * C[0] / 2 + np.cos(C[1] @ y) * C[1] + 0.4 * (C[2] @ y) ** 3 * C[2]
    )
    table = taylor_table(value, slope, x, seed=seed)
    assert table.ok
    assert table.slopes[1] == pytest.approx(2, abs=0.1)
    size = np.linalg.norm(slope(x))
    assert table.error_bar < 1e-5 * size
    assert not taylor_table(value, lambda y: slope(y) * (1 + 1e-4), x, seed=seed).ok


def test_float32_is_judged_by_its_own_epsilon():
    x = np.array([1.25, 0.5], dtype=np.float32)
    a, b = A.astype(np.float32), B.astype(np.float32)
    objective = lambda y: least_squares.objective(a, y, b)  # noqa: E731
    right = taylor_table(objective, lambda y: least_squares.gradient(a, y, b), x)
    assert right.ok
    assert right.error_bar > 1e-7
    assert not taylor_table(objective, lambda y: 2 * least_squares.gradient(a, y, b), x).ok


def test_default_direction_depends_on_the_seed_only():
    first, again, other = (taylor_table(f, gradient, [1, 1], seed=s) for s in (0, 0, 1))
    assert first == again
    assert first.increments != other.increments


def test_linear_function_has_no_remainder_to_fit():
    table = taylor_table(lambda x: 3 * x[0], lambda _: np.array([3.0]), [1.0], direction=[1.0])
    assert table.ok
    assert np.isnan(table.slopes[1])
    assert "–" in str(table).splitlines()[-2]


def test_nan_never_passes():
    table = taylor_table(f, lambda _: np.array([np.nan, 1.0]), [1, 1])
    assert not table.ok
    assert not taylor_table(lambda _: np.nan, gradient, [1, 1]).ok


def test_matrix_argument():
    x = np.arange(6.0).reshape(2, 3)
    assert taylor_table(lambda y: (y**2).sum(), lambda y: 2 * y, x).ok
    assert not taylor_table(lambda y: (y**2).sum(), lambda y: y, x).ok


def test_linear_coefficient_of_known_polynomials():
    t = np.array([0.5, 0.25, 0.125, 0.0625, 0.03125])
    value, bar = linear_coefficient(t, 0.25 * t - 3 * t**2 + t**3, np.full(5, 1e-16))
    assert abs(value - 0.25) <= bar < 1e-12


def test_text_of_a_wrong_gradient():
    table = taylor_table(lambda x: x[0] ** 2, lambda x: x, [1.0], direction=[1.0], steps=(0.5, 0.25, 0.125, 0.0625))
    assert str(table).splitlines() == [
        "       t   |f(x+tv) − f(x)|   |f(x+tv) − f(x) − t·∇fᵀv|",
        "───────────────────────────────────────────────────────",
        "5.00e-01           1.25e+00                    7.50e-01",
        "2.50e-01           5.62e-01                    3.12e-01",
        "1.25e-01           2.66e-01                    1.41e-01",
        "6.25e-02           1.29e-01                    6.64e-02",
        "───────────────────────────────────────────────────────",
        f"   slope               {table.slopes[0]:.2f}                        {table.slopes[1]:.2f}",
        f"coefficient of t in the remainder: 1 ± {table.error_bar:.0e}: the gradient is wrong along v",
    ]


def test_html_has_the_same_numbers_and_proper_headings():
    table = taylor_table(f, gradient, [1, 1], direction=[1, -1])
    page = BeautifulSoup(table._repr_html_(), "html.parser")
    assert [th["scope"] for th in page.find_all("th")] == ["col", "col", "col", "row"]
    assert page.caption.text == str(table).splitlines()[-1]
    assert [td.text for td in page.tbody.tr.find_all("td")] == str(table).splitlines()[2].split()
    assert len(page.tbody.find_all("tr")) == len(table.steps)


@pytest.mark.parametrize(
    ("keywords", "message"),
    [
        ({"steps": (0.1, 0.01)}, "steps are (0.1, 0.01): expected at least three different numbers."),
        ({"steps": (0.1, 0.1, 0.2)}, "steps are (0.1, 0.1, 0.2): expected at least three different numbers."),
        ({"steps": (0.1, -0.1, 0.2)}, "step is -0.1: expected a positive number."),
        (
            {"gradient": lambda _: np.ones((2, 1))},
            "the gradient has shape (2, 1) and x has shape (2,): they must be equal.",
        ),
        ({"direction": [1.0]}, "direction has shape (1,) and x has shape (2,): they must be equal."),
    ],
)
def test_errors(keywords, message):
    with pytest.raises(ValueError) as error:
        taylor_table(**{"f": f, "gradient": gradient, "x": [1.0, 1.0]} | keywords)
    assert str(error.value) == message
