"""The interactive figures for every reader: without scripts, from a file, in each theme and width, by axe's rules."""

import pytest

from tests.site.reader import LEAST_SQUARES, TRANSPOSE, places_of_figures
from tests.web.expected import CASES

pytestmark = pytest.mark.browser


def assert_is_a_picture_with_words(reader, sentence):
    assert reader.find("form").is_hidden()
    assert reader.find("svg[role=img]").count() >= 2
    assert all(box.bounding_box()["height"] > 100 for box in reader.find("svg").all())
    assert sentence in reader.find(".words").inner_text()
    assert len(reader.find("figcaption").inner_text()) > 40


@pytest.mark.parametrize(
    ("figure", "sentence"), [(LEAST_SQUARES, "x = (1, 1), Ax − b = (0, 2, −1)"), (TRANSPOSE, "Entry 2 of Aᵀr = ")]
)
def test_without_scripts_the_picture_and_its_words_stay(read, figure, sentence):
    with read(figure, java_script_enabled=False) as reader:
        assert_is_a_picture_with_words(reader, sentence)


@pytest.mark.thorough
@pytest.mark.parametrize("figure", [LEAST_SQUARES, TRANSPOSE])
def test_from_a_file_the_picture_and_its_words_stay(browser, site, figure):
    page = browser.new_page()
    page.goto((site / places_of_figures(site)[figure]).as_uri())
    page.wait_for_timeout(200)
    assert page.locator(f"{figure} form").is_hidden()
    assert page.locator(f"{figure} svg").first.bounding_box()["height"] > 100
    page.close()


STATES = {
    LEAST_SQUARES: ["", "minimise", "badly", "deficient", "diverged"],
    TRANSPOSE: ["", "A-2-1", "gradient-1"],
}


def bring_into(reader, state):
    if state == "diverged":
        reader.find("[name=alpha]").focus()
        reader.press("End")
        while reader.find("[name=run]").get_attribute("aria-disabled") == "false":
            reader.find("[name=run]").click()
            reader.frame()
    elif state in CASES:
        reader.find(f".choice:has([value={state}])").click()
    elif state == "minimise":
        reader.find("[name=minimise]").click()
    elif state:
        reader.entry(state).focus()
    reader.frame()


SIZES = """elements => elements.map((element) => {
  const { width, height } = element.getBoundingClientRect();
  return [element.outerHTML.slice(0, 120), Math.min(width, height)];
})"""


def assert_accessible(reader, width):
    assert reader.accessibility() == []
    assert reader.visit.overflow() == 0, f"at {width} px"
    # The radio buttons are left out: the target is the whole label around each, and it is measured.
    targets = reader.find("button, input:not([name=matrix]), .choice, .equation [data-entry], .touch-area")
    sizes = targets.evaluate_all(SIZES)
    assert len(sizes) >= 10
    assert [(name, size) for name, size in sizes if size < 24] == []


@pytest.mark.parametrize(("figure", "theme", "width"), [(LEAST_SQUARES, "light", 1350), (TRANSPOSE, "dark", 360)])
def test_accessible(read, figure, theme, width):
    with read(figure, theme=theme, width=width) as reader:
        assert_accessible(reader, width)


@pytest.mark.thorough
@pytest.mark.parametrize("figure", [LEAST_SQUARES, TRANSPOSE])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1350, 768, 390, 360])
def test_accessible_in_every_state(read, figure, theme, width):
    with read(figure, theme=theme, width=width) as reader:
        for state in STATES[figure]:
            bring_into(reader, state)
            assert_accessible(reader, width)


LUMINANCE = """name => {
  const probe = document.createElement("span");
  document.querySelector("figure.interactive-figure").append(probe);
  probe.style.color = `var(--figure-${name})`;
  const channels = getComputedStyle(probe).color.match(/[\\d.]+/g).slice(0, 3).map((value) => value / 255);
  probe.remove();
  const [r, g, b] = channels.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}"""
TEXT_COLOURS = ["ink", "quiet", "gradient", "step", "image", "residual"]


@pytest.mark.thorough
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_colours_have_enough_contrast(read, theme):
    """Axe does not look into drawings: 4.5 for what is text too, 3 for lines, against every ground they stand on."""
    with read(LEAST_SQUARES, theme=theme) as reader:
        light = {
            name: reader.page.evaluate(LUMINANCE, name) for name in [*TEXT_COLOURS, "edge", "ground", "chosen", "part"]
        }

        def contrast(first, second):
            low, high = sorted([light[first], light[second]])
            return (high + 0.05) / (low + 0.05)

        assert (light["ground"] > 0.5) == (theme == "light")
        assert {name: contrast(name, "ground") for name in TEXT_COLOURS if contrast(name, "ground") < 4.5} == {}
        assert contrast("edge", "ground") >= 3
        assert contrast("ink", "chosen") >= 4.5
        assert contrast("ink", "part") >= 4.5
        assert contrast("gradient", "chosen") >= 3
        assert contrast("step", "part") >= 3


@pytest.mark.thorough
def test_the_figure_follows_the_theme_switch(read):
    with read(LEAST_SQUARES, theme="light") as reader:
        ground = "getComputedStyle(document.querySelector('.contour-picture')).backgroundColor"
        before = reader.page.evaluate(ground)
        reader.page.evaluate("document.documentElement.dataset.theme = 'dark'")
        assert reader.page.evaluate(ground) != before
