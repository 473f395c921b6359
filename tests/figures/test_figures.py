"""Every figure: same bytes each time, a text alternative, colours for light and dark, true numbers."""

import re

import numpy as np
import pytest
from bs4 import BeautifulSoup
from matplotlib import pyplot as plt

from matgrad import figures
from matgrad.figures import chain_rule, numerical_check, svg
from matgrad.numerical import central_difference, complex_step

FIGURES = [name for name in figures.__all__ if name not in ("new_figure", "show")]


@pytest.fixture
def shown(monkeypatch):
    pages = []
    monkeypatch.setattr(svg, "display", lambda page: pages.append(page.data))
    return pages


@pytest.fixture(scope="module")
def pages():
    """Each figure of the book as it is shown, twice."""
    with pytest.MonkeyPatch.context() as patch:
        current = []
        patch.setattr(svg, "display", lambda page: current.append(page.data))
        for name in FIGURES * 2:
            assert getattr(figures, name)() is None
    count = len(FIGURES)
    assert len(current) == 2 * count
    return dict(zip(FIGURES, zip(current[:count], current[count:], strict=True), strict=True))


@pytest.mark.parametrize("name", FIGURES)
def test_figure_is_accessible_svg(name, pages):
    image = BeautifulSoup(pages[name][0], "html.parser").svg
    assert image["role"] == "img"
    assert len(image["aria-label"]) > 100
    assert "  " not in image["aria-label"]
    assert "book-figure" in image["class"]


@pytest.mark.parametrize("name", FIGURES)
def test_figure_is_the_same_every_time(name, pages):
    assert pages[name][0] == pages[name][1]


@pytest.mark.parametrize("name", FIGURES)
def test_figure_uses_only_colours_for_light_and_dark(name, pages):
    page = pages[name][0]
    colours = set(re.findall(r"#[0-9a-fA-F]{3,6}(?=[;\"\s])", re.sub(r'(href="|url\()#[^")]*', "", page)))
    palette = {colour.lower() for colour in (svg.BLUE, svg.ORANGE, svg.GREEN, svg.PINK, svg.GREY)}
    assert {colour.lower() for colour in colours} <= palette
    assert "currentColor" in page


def test_ids_are_not_shared_by_two_figures(pages):
    texts = [first for first, _ in pages.values()]
    ids = [name for page in texts for name in re.findall(r'\bid="([^"]+)"', page)]
    assert len(ids) == len(set(ids))
    for page in texts:
        assert set(re.findall(r'(?:href="|url\()#([^")]+)', page)) <= set(re.findall(r'\bid="([^"]+)"', page))


def luminance(colour):
    """Relative luminance as WCAG 2.2 defines it."""
    channels = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colour", [svg.BLUE, svg.ORANGE, svg.GREEN, svg.PINK, svg.GREY])
@pytest.mark.parametrize("page", ["#ffffff", "#121212"])
def test_contrast_of_every_colour_on_both_pages(colour, page):
    light, dark = sorted((luminance(colour), luminance(page)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 3


def test_show_closes_a_pyplot_figure(shown):
    figure, axes = plt.subplots()
    axes.plot([0, 1], [0, 1])
    assert svg.show(figure, "A rising line.") is None
    assert plt.get_fignums() == []


def test_description_is_escaped_and_one_line(shown):
    svg.show(svg.new_figure()[0], 'a < b & "c"\n  over two lines')
    assert 'aria-label="a &lt; b &amp; &quot;c&quot; over two lines"' in shown[0]


def test_a_figure_without_description_is_refused():
    with pytest.raises(ValueError) as error:
        svg.show(svg.new_figure()[0], "  ")
    assert str(error.value) == "the description is empty: say what the figure shows, for those who do not see it."


def test_contours_lie_on_their_level():
    for level in (1.75, 4.0):
        x = chain_rule._contour(level)
        residual = chain_rule.A @ x - chain_rule.B[:, None]
        assert 0.5 * (residual**2).sum(axis=0) == pytest.approx(np.full(x.shape[1], level))


def test_right_angle_of_the_geometry_is_right():
    best = chain_rule.A @ chain_rule.MINIMISER
    assert (chain_rule.A.T @ (best - chain_rule.B)).tolist() == [0, 0]


def test_exact_gradient_of_the_error_figure():
    gradient = [float(g) for g in numerical_check.exact_gradient()]
    assert complex_step(numerical_check.python_objective, numerical_check.X) == pytest.approx(gradient, rel=1e-15)
    assert central_difference(numerical_check.python_objective, numerical_check.X, step=1.0) == pytest.approx(gradient)


def lines_of(figure):
    return [np.array(line.get_ydata()) for line in figure.axes[0].lines]


def test_error_figure_shows_what_its_description_says():
    forward, central, step = lines_of(numerical_check.draw_error_against_step())
    assert forward[0] > 0.1
    assert 1e-9 < forward.min() < 1e-8
    assert forward[-1] > 0.1
    assert central[0] <= 2.3e-16
    assert central[-1] > 0.1
    assert step.max() <= 2.3e-16


def test_taylor_figure_shows_its_slopes():
    increments, bent, remainders = lines_of(numerical_check.draw_taylor_remainders())
    assert increments[-2] / increments[-1] == pytest.approx(2, rel=1e-3)
    assert remainders[-2] / remainders[-1] == pytest.approx(4, rel=1e-3)
    assert bent[-2] / bent[-1] == pytest.approx(2, rel=2e-2)
    assert bent[0] / bent[1] == pytest.approx(4, rel=5e-2)
