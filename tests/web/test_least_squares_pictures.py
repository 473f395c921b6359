"""The drawn geometry of the least-squares figure, read back from the SVG and measured."""

import re

import numpy as np
import pytest
from bs4 import BeautifulSoup

from tests.web.expected import CASES, B, gradient
from tests.web.javascript import evaluate

UNIT = 60  # pixels per unit: the picture is 360 wide and shows 6 units
PIXEL = 0.08  # coordinates are written with one decimal
NAMES = list(CASES)


def draw(picture, state):
    """The elements of one picture for a state, given as a JavaScript expression."""
    module = "contour-picture" if picture == "contourPicture" else "space-picture"
    return BeautifulSoup(evaluate(f"{module} least-squares-state", f"{picture}({state})"), "html.parser")


def points(element):
    """The corners of a path."""
    return np.array(
        [[float(number) for number in pair.split()] for pair in re.findall(r"[-\d.]+ [-\d.]+", element["d"])]
    )


def only(soup, kind, *classes):
    """The one element with exactly these classes."""
    (found,) = [element for element in soup.find_all(kind) if element.get("class") == list(classes)]
    return found


def arrow_tip(soup, name):
    return points(only(soup, "path", name, "head"))[0]


def arrow_start(soup, name):
    return points(only(soup, "path", name))[0]


def to_pixels(x):
    return np.array([UNIT * (x[0] + 2.5), UNIT * (3.5 - x[1])])


def ellipse_normal(element, point):
    """The outward normal of a drawn ellipse at a point, and the ellipse's equation there (0 on the curve)."""
    numbers = [float(number) for number in re.findall(r"-?[\d.]+", element["transform"])]
    centre, turn = np.array(numbers[:2]), np.radians(numbers[2])
    axes = np.array([float(element["rx"]), float(element["ry"])])
    to_axes = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    local = to_axes @ (point - centre)
    return to_axes.T @ (local / axes**2), np.sum((local / axes) ** 2) - 1


@pytest.mark.parametrize("name", ["well", "badly"])
@pytest.mark.parametrize("x", [[2, 1], [-1.5, 2.5], [1, -2]])
def test_the_drawn_gradient_is_perpendicular_to_the_drawn_contour(name, x):
    soup = draw("contourPicture", f"moveTo(begin('{name}'), {x})")
    start, tip = arrow_start(soup, "gradient"), arrow_tip(soup, "gradient")
    np.testing.assert_allclose(start, to_pixels(x), atol=PIXEL)
    normal, off = ellipse_normal(only(soup, "ellipse", "contour", "here"), start)
    assert abs(off) < 0.02
    along = tip - start
    cosine = along @ normal / np.linalg.norm(along) / np.linalg.norm(normal)
    assert cosine == pytest.approx(1, abs=2e-3)


def test_the_drawn_gradient_is_perpendicular_to_the_straight_contours():
    soup = draw("contourPicture", "begin('deficient')")
    along = arrow_tip(soup, "gradient") - arrow_start(soup, "gradient")
    here = [points(element) for element in soup.find_all("path", class_="here")]
    assert len(here) == 2
    for ends in here:
        level = ends[1] - ends[0]
        assert abs(along @ level) / np.linalg.norm(along) / np.linalg.norm(level) < 2e-3
    # One of the two lines passes through x.
    distances = [
        abs(np.cross([*(b - a), 0], [*(to_pixels([1, 1]) - a), 0])[2]) / np.linalg.norm(b - a) for a, b in here
    ]
    assert min(distances) < PIXEL


@pytest.mark.parametrize("name", NAMES)
def test_gradient_and_step_have_their_lengths(name):
    A = CASES[name].A
    slope = gradient(A, np.array([1.0, 1.0]))
    largest = np.linalg.eigvalsh(A.T @ A)[-1]
    soup = draw("contourPicture", f"chooseAlpha(begin('{name}'), 0.1)")
    np.testing.assert_allclose(arrow_tip(soup, "gradient"), to_pixels([1, 1] + slope / largest), atol=PIXEL)
    np.testing.assert_allclose(arrow_tip(soup, "step"), to_pixels([1, 1] - 0.1 * slope), atol=PIXEL)


@pytest.mark.parametrize("name", NAMES)
def test_at_the_minimiser_the_right_angles_appear_and_the_arrows_go(name):
    rank = CASES[name].rank
    there, away = f"moveToMinimiser(begin('{name}'))", f"begin('{name}')"
    assert len(draw("spacePicture", there).select(".right-angle")) == rank
    assert len(draw("spacePicture", away).select(".right-angle")) == 0
    assert len(draw("contourPicture", there).select(".gradient, .step, .here, .right-angle")) == 0
    assert len(draw("contourPicture", away).select(".right-angle")) == 1


@pytest.mark.parametrize("name", NAMES)
def test_at_the_minimiser_the_residual_stands_upright_on_range_a(name):
    soup = draw("spacePicture", f"moveToMinimiser(begin('{name}'))")
    top, bottom = arrow_start(soup, "residual"), arrow_tip(soup, "residual")
    assert top[0] == pytest.approx(bottom[0], abs=PIXEL)
    assert bottom[1] > top[1]
    np.testing.assert_allclose(arrow_tip(soup, "image"), bottom, atol=PIXEL)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("turn", [-70, -30, 0, 55])
def test_the_space_picture_is_a_parallel_projection(name, turn):
    """Arrows agree with a projection computed here, from 0.4 rad above the plane of the columns."""
    A = CASES[name].A
    soup = draw("spacePicture", f"turnView(begin('{name}'), {turn})")
    normal, first = np.array([1, -1, 1]) / np.sqrt(3), np.array([0, 1, 1]) / np.sqrt(2)
    second = np.cross(normal, first)
    angle = np.radians(turn)
    right = np.cos(angle) * first + np.sin(angle) * second
    depth = np.cos(angle) * second - np.sin(angle) * first
    up = np.cos(0.4) * normal + np.sin(0.4) * depth
    image = A @ [1, 1]
    scale = 165 / max(2.3, 1.06 * np.linalg.norm(image - [0, 0.5, 0.5]))
    for arrow, vector in {"data": B, "image": image}.items():
        drawn = arrow_tip(soup, arrow) - arrow_start(soup, arrow)
        np.testing.assert_allclose(drawn, scale * np.array([right @ vector, -up @ vector]), atol=2 * PIXEL)
    np.testing.assert_allclose(arrow_tip(soup, "residual"), arrow_tip(soup, "image"), atol=PIXEL)
    np.testing.assert_allclose(arrow_start(soup, "residual"), arrow_tip(soup, "data"), atol=PIXEL)


def test_grid_lines_of_range_a_are_cut_at_the_disc():
    ends = evaluate("space-picture", "chord([1, 1, 0], [0, 1, 1], 3)")
    middle, start, along = np.array([0, 0.5, 0.5]), np.array([1.0, 1, 0]), np.array([0.0, 1, 1])
    for end in ends:
        assert np.linalg.norm(end - middle) == pytest.approx(3)
        assert np.linalg.norm(np.cross(end - start, along)) < 1e-12
    assert evaluate("space-picture", "chord([9, 9, 0], [0, 1, 1], 3)") is None


def test_pixels_and_places_are_inverse():
    assert evaluate("contour-picture", "toPlane(toPicture([1.25, -0.5]))") == [1.25, -0.5]
    assert evaluate("contour-picture", "toPicture([-2.5, 3.5])") == [0, 0]


def test_outside_the_picture_the_handle_waits_at_the_edge():
    place, soup = evaluate(
        "contour-picture least-squares-state",
        "(s => [handlePlace(s), contourPicture(s)])({...begin('well'), x: [40, -9]})",
    )
    assert place == [346, 346]
    assert "x is outside the picture" in soup
    assert "gradient" not in soup


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("far", [10, 1e3, 1e6])
def test_far_away_both_pictures_are_still_drawn(name, far):
    """Steps that diverge leave every picture; the numbers in the drawings stay numbers and the lines few."""
    drawn = evaluate(
        "contour-picture space-picture least-squares-state",
        "(s => [contourPicture(s), spacePicture(s)])({...begin(name), x: [far, -2 * far], trail: [[1, 1]]})",
        name=name,
        far=far,
    )
    for picture in drawn:
        assert not re.search(r"NaN|Infinity|undefined", picture)
        assert 5 < picture.count("<") < 400


def test_round_numbers():
    least = [0.01, 1, 1.01, 2.5, 7, 10, 30, 4000, 1.2e5]
    assert evaluate("space-picture", "least.map(roundNumber)", least=least) == [1, 1, 2, 5, 10, 10, 50, 5000, 200000]
