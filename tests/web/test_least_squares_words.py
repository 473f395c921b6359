"""Every sentence of the least-squares figure, whole, with numbers computed in Python."""

import numpy as np
import pytest

from tests.web.expected import CASES, B, column, decimal, gradient, objective
from tests.web.javascript import evaluate

MODULES = "least-squares-state least-squares-words"


def place_of(A, x, away=""):
    return f"x = {column(x)}{away}, Ax − b = {column(A @ x - B)}, f(x) = ½‖Ax − b‖² = {decimal(objective(A, x), 4)}."


def step_of(A, x, size):
    after = x - size * gradient(A, x)
    before, value = objective(A, x), objective(A, after)
    change = (
        "leaves f at" if abs(value - before) < 1e-9 * before else "lowers f to" if value < before else "raises f to"
    )
    return f"A step with α = {decimal(size)} leads to {column(after)} and {change} {decimal(value, 4)}."


UPHILL = "uphill, at a right angle to the contour through x."
START = np.array([1.0, 1.0])


def test_at_the_start():
    A = CASES["well"].A
    told = evaluate(MODULES, "describe(begin('well'))")
    assert told == [
        "x = (1, 1), Ax − b = (0, 2, −1), f(x) = ½‖Ax − b‖² = 2.5.",
        f"∇f(x) = Aᵀ(Ax − b) = (2, 1): {UPHILL}",
        "A step with α = 0.25 leads to (0.5, 0.75) and lowers f to 1.6875. "
        "α is below 2/λmax = 0.667: each step multiplies the distance from the minimiser "
        "along the steep axis by 0.25, along the flat axis by 0.75.",
    ]
    assert told[0] == place_of(A, START)


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("x", [[-1.37, 2.05], [3.5, -2.4], [0.5, 0.3]])
@pytest.mark.parametrize("share", [0.4, 1.15])
def test_anywhere_with_a_step_below_and_beyond_the_limit(name, x, share):
    A, _, rank = CASES[name]
    eigenvalues = np.linalg.eigvalsh(A.T @ A)[::-1]
    size = share * 2 / eigenvalues[0]
    told = evaluate(MODULES, "describe(chooseAlpha(moveTo(begin(name), x), size))", name=name, x=x, size=size)
    steep, flat = (decimal(1 - size * value) for value in eigenvalues)
    pace = (
        f"each step multiplies the distance from the minimiser along the steep axis by {steep}, "
        f"along the flat axis by {flat}"
        if rank == 2
        else f"each step multiplies the distance from the line of minimisers by {steep} and moves nothing along it"
    )
    limit = f"2/λmax = {decimal(2 / eigenvalues[0], 3)}"
    end = f"α is below {limit}: {pace}." if share < 1 else f"α is beyond {limit}: {pace}, so the steps diverge."
    place = np.array(x)
    assert told == [
        place_of(A, place),
        f"∇f(x) = Aᵀ(Ax − b) = {column(gradient(A, place))}: {UPHILL}",
        f"{step_of(A, place, size)} {end}",
    ]


def test_at_the_minimiser():
    told = evaluate(MODULES, "describe(moveToMinimiser(begin('badly')))")
    assert told == [
        "x = (1, 0), Ax − b = (−1, 1, −1), f(x) = ½‖Ax − b‖² = 1.5.",
        "∇f(x) = Aᵀ(Ax − b) = (0, 0): the residual is at right angles to range(A), so x is the minimiser.",
        "A step with α = 0.06 leaves x where it is, because the gradient is zero.",
    ]


def test_at_one_of_many_minimisers():
    told = evaluate(MODULES, "describe(moveToMinimiser(begin('deficient')))")
    assert told[0] == "x = (0.6, 0.2), Ax − b = (−1, 1, −1), f(x) = ½‖Ax − b‖² = 1.5."
    assert told[1] == (
        "∇f(x) = Aᵀ(Ax − b) = (0, 0): the residual is at right angles to range(A), "
        "so x is a minimiser, as is every point of the line x₁ + 2x₂ = 1."
    )
    for t in (-1.0, 0.0, 2.5):  # the line it names
        assert np.linalg.norm(gradient(CASES["deficient"].A, np.array([1 - 2 * t, t]))) < 1e-12


def test_exactly_at_the_limit_the_steps_jump():
    told = evaluate(MODULES, "describe(chooseAlpha(begin('deficient'), 0.2))")
    assert told[2] == (
        "A step with α = 0.2 leads to (0.2, −0.6) and leaves f at 5.5. "
        "α is exactly 2/λmax = 0.2: the steps jump to and fro across the minimisers for ever."
    )


def test_on_the_flat_axis_no_step_size_diverges_at_once():
    told = evaluate(MODULES, "describe(chooseAlpha(moveTo(begin('well'), [1, 0]), 0.8))")
    assert told[2] == (
        "A step with α = 0.8 leads to (0.2, 0.8) and lowers f to 1.54. "
        "α is not below 2/λmax = 0.667, but x lies on the flat axis: each step multiplies the distance "
        "from the minimiser along the steep axis by −1.4, along the flat axis by 0.2."
    )


def test_outside_the_picture_and_lost():
    A = CASES["well"].A
    x = START
    for _ in range(6):
        x = x - 0.8 * (A.T @ (A @ x - B))
    run = (
        "(n => { let s = chooseAlpha(begin('well'), 0.8);"
        "for (let k = 0; k < n; k++) s = step(s); return describe(s); })"
    )
    assert evaluate(MODULES, f"{run}(6)")[0] == place_of(A, x, " (outside the picture)")
    lost = evaluate(MODULES, f"{run}(200)")[2]
    assert lost == "The steps have diverged: f has passed 10¹². Reset, and choose a smaller α."


def test_what_a_screen_reader_hears():
    assert evaluate(MODULES, "announce(begin('well'))") == "x = (1, 1), f(x) = 2.5. Gradient (2, 1)."
    assert (
        evaluate(MODULES, "announce(moveToMinimiser(begin('well')))") == "x = (0, 1), f(x) = 1.5. This is a minimiser."
    )


def test_text_alternatives():
    said = "[s => contourText(s), s => spaceText(s)].map(say => say(begin(name)))"
    assert evaluate(MODULES, said, name="well") == [
        "Plane of x with the contours of f: ellipses around the minimiser (0, 1). "
        "x is at (1, 1); the gradient (2, 1) starts there, perpendicular to the contour.",
        "Space of b with the plane range(A), the point b = (1, 0, 2) off it and Ax = (1, 2, 1) on it. "
        f"The residual Ax − b, of length {decimal(np.sqrt(5))}, is not perpendicular to range(A).",
    ]
    assert evaluate(MODULES, said.replace("begin(name)", "moveToMinimiser(begin(name))"), name="deficient") == [
        "Plane of x with the contours of f: straight lines beside the line of minimisers x₁ + 2x₂ = 1. "
        "x is at (0.6, 0.2); the gradient is zero there.",
        "Space of b with the line range(A), the point b = (1, 0, 2) off it and Ax = (0, 1, 1) on it. "
        f"The residual Ax − b, of length {decimal(np.sqrt(3))}, is perpendicular to range(A).",
    ]
