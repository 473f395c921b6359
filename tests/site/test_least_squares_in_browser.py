"""The least-squares figure in a real browser: mouse, finger, keys, sliders and buttons; its words against NumPy."""

import re

import numpy as np
import pytest

from tests.site.reader import LEAST_SQUARES
from tests.web.expected import CASES, B, column, decimal, gradient, objective

pytestmark = pytest.mark.browser
A = CASES["well"].A


def first_sentence(matrix, x):
    return (
        f"x = {column(x)}, Ax − b = {column(matrix @ x - B)}, f(x) = ½‖Ax − b‖² = {decimal(objective(matrix, x), 4)}."
    )


def assert_tells(reader, matrix, x):
    """The words give x, the residual, f and the gradient as NumPy has them."""
    x = np.array(x, dtype=float)
    told = reader.words()
    assert told.startswith(first_sentence(matrix, x) + "\n")
    assert f"∇f(x) = Aᵀ(Ax − b) = {column(gradient(matrix, x))}: " in told


def told_x(reader):
    numbers = re.match(r"x = \((.*?), (.*?)\)", reader.words())
    return [float(number.replace("−", "-")) for number in numbers.groups()]


def test_drag_with_the_mouse(read):
    with read(LEAST_SQUARES) as reader:
        reader.page.mouse.move(*reader.at([1, 1]))
        reader.page.mouse.down()
        reader.page.mouse.move(*reader.at([-1, 2]), steps=6)
        reader.page.mouse.move(*reader.at([-1.5, 2.5]), steps=6)
        reader.page.mouse.up()
        np.testing.assert_allclose(told_x(reader), [-1.5, 2.5], atol=0.02)
        assert_tells(reader, A, told_x(reader))
        # Released: the pointer moves on, x does not.
        before = reader.words()
        reader.page.mouse.move(*reader.at([0, 0]), steps=3)
        assert reader.words() == before
        assert reader.page.evaluate("document.activeElement.getAttribute('role')") == "slider"


def test_arrow_keys_and_what_assistive_technology_is_told(read):
    with read(LEAST_SQUARES) as reader:
        grip = reader.find(".handle")
        grip.focus()
        reader.press("ArrowRight", "ArrowRight", "ArrowUp", "Shift+ArrowLeft", "Shift+ArrowDown")
        assert_tells(reader, A, [0.7, 0.6])
        assert grip.get_attribute("aria-valuetext") == "x₁ = 0.7, x₂ = 0.6"
        assert float(grip.get_attribute("aria-valuenow")) == 0.7
        status = reader.find("[role=status]")
        reader.page.wait_for_function("element => element.textContent", arg=status.element_handle())
        x = np.array([0.7, 0.6])
        assert status.inner_text() == (
            f"x = (0.7, 0.6), f(x) = {decimal(objective(A, x), 4)}. Gradient {column(gradient(A, x))}."
        )


@pytest.mark.thorough
def test_sliders_with_keys_and_pointer(read):
    with read(LEAST_SQUARES) as reader:
        reader.find("[name=x1]").focus()
        reader.press("ArrowRight", "ArrowRight")
        assert_tells(reader, A, [1.1, 1])
        reader.find("[name=x2]").focus()
        reader.press("Home")
        assert_tells(reader, A, [1.1, -2.5])
        reader.find("[name=alpha]").focus()
        reader.press("End")
        assert "A step with α = 0.8 leads to" in reader.words()
        assert "α is beyond 2/λmax = 0.667" in reader.words()
        drawing = reader.find(".space-picture .image.head").get_attribute("d")
        box = reader.find("[name=turn]").bounding_box()
        reader.page.mouse.click(box["x"] + 0.9 * box["width"], box["y"] + box["height"] / 2)
        reader.frame()
        assert reader.find(".space-picture .image.head").get_attribute("d") != drawing


def test_steps_reset_and_the_minimiser(read):
    with read(LEAST_SQUARES) as reader:
        reader.find("[name=step]").click()
        x = np.array([1.0, 1.0])
        x = x - 0.25 * gradient(A, x)
        assert_tells(reader, A, x)
        reader.find("[name=run]").click()
        for _ in range(20):
            x = x - 0.25 * gradient(A, x)
        assert_tells(reader, A, x)
        assert reader.find(".trail-place").count() == 21
        reader.find("[name=minimise]").click()
        assert "so x is the minimiser." in reader.words()
        assert reader.find(".space-picture .right-angle").count() == 2
        assert reader.find("[name=step]").get_attribute("aria-disabled") == "true"
        reader.find("[name=reset]").click()
        assert_tells(reader, A, [1, 1])
        assert reader.find("[name=step]").get_attribute("aria-disabled") == "false"


@pytest.mark.thorough
def test_a_run_takes_its_time_unless_motion_is_reduced(read):
    with read(LEAST_SQUARES, reduced_motion="no-preference") as reader:
        reader.find("[name=run]").click()
        reader.page.wait_for_function("() => document.querySelectorAll('.trail-place').length >= 2")
        assert reader.find(".trail-place").count() < 10
        reader.find("[name=reset]").click()
        reader.page.wait_for_timeout(400)
        assert_tells(reader, A, [1, 1])  # any touch by the reader ends the run


@pytest.mark.thorough
def test_beyond_the_limit_the_steps_diverge_and_the_figure_says_so(read):
    with read(LEAST_SQUARES) as reader:
        reader.find("[name=alpha]").focus()
        reader.press("End")
        x = np.array([1.0, 1.0])
        while reader.find("[name=run]").get_attribute("aria-disabled") == "false":
            reader.find("[name=run]").click()
            reader.frame()
        assert "The steps have diverged: f has passed 10¹². Reset, and choose a smaller α." in reader.words()
        assert reader.find("text=x is outside the picture").count() == 1
        reader.find("[name=reset]").click()
        assert_tells(reader, A, x)


@pytest.mark.thorough
@pytest.mark.parametrize("name", ["badly", "deficient"])
def test_choose_a_matrix(read, name):
    with read(LEAST_SQUARES) as reader:
        reader.find(f".choice:has([value={name}])").click()
        matrix = CASES[name].A
        assert_tells(reader, matrix, [1, 1])
        reader.find("[name=minimise]").click()
        nearest = np.array([1.0, 1]) - np.linalg.pinv(matrix) @ (matrix @ [1, 1] - B)
        assert_tells(reader, matrix, nearest)
        assert reader.find(".space-picture .right-angle").count() == CASES[name].rank


@pytest.mark.thorough
def test_a_click_on_the_plane_moves_x_there(read):
    with read(LEAST_SQUARES) as reader:
        reader.page.mouse.click(*reader.at([-2, -1]))
        np.testing.assert_allclose(told_x(reader), [-2, -1], atol=0.02)
        reader.page.mouse.click(*reader.at([0.03, 0.97]))
        assert "so x is the minimiser." in reader.words()


CENTRE = "element => element.scrollIntoView({block: 'center', behavior: 'instant'})"


def swipe(reader, start, end):
    """A finger's way over the glass."""
    session = reader.context.new_cdp_session(reader.page)

    def send(kind, *points):
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})

    send("touchStart", start)
    for share in np.linspace(0.1, 1, 10):
        send("touchMove", tuple((1 - share) * np.array(start) + share * np.array(end)))
    send("touchEnd")
    reader.page.wait_for_timeout(150)


def test_a_finger_drags_x_but_elsewhere_scrolls_the_page(read):
    with read(LEAST_SQUARES, width=390, height=844, has_touch=True, is_mobile=True) as reader:
        reader.find(".contour-picture").evaluate(CENTRE)
        scrolled = reader.page.evaluate("scrollY")
        swipe(reader, reader.at([1, 1]), reader.at([-1, -1]))
        np.testing.assert_allclose(told_x(reader), [-1, -1], atol=0.03)
        assert reader.page.evaluate("scrollY") == scrolled
        before = reader.words()
        start = reader.at([2.5, -2])
        swipe(reader, start, (start[0], start[1] - 200))
        assert reader.page.evaluate("scrollY") > scrolled + 50
        assert reader.words() == before


@pytest.mark.thorough
def test_a_tap_on_the_plane_moves_x_there(read):
    with read(LEAST_SQUARES, width=390, height=844, has_touch=True, is_mobile=True) as reader:
        reader.find(".contour-picture").evaluate(CENTRE)
        reader.page.touchscreen.tap(*reader.at([2, 0]))
        np.testing.assert_allclose(told_x(reader), [2, 0], atol=0.03)
