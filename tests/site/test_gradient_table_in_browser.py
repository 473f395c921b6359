"""The table of gradients in a real browser: filter, copy, keys, what is announced, and the page without a script."""

import contextlib

import pytest

from matgrad import gradients
from matgrad.gradients.show import groups, latex, numpy_code
from tests.site.browsing import Visit

pytestmark = pytest.mark.browser
PAGE = "chapters/further/6-gradients-worth-knowing.html"
TOTAL = len(gradients.rows())
CLIPBOARD = ["clipboard-read", "clipboard-write"]


@pytest.fixture
def opened(browser, base):
    with contextlib.ExitStack() as stack:

        def open_page(**options):
            context = browser.new_context(**{"viewport": {"width": 1350, "height": 900}, **options})
            stack.callback(context.close)
            return Visit(context).go(base + PAGE)

        yield open_page


def shown(visit):
    rows = visit.page.locator("table.gradient-table tbody:visible").evaluate_all("found => found.map(each => each.id)")
    return [row.removeprefix("row-") for row in rows]


def said(visit):
    return visit.page.get_by_role("status").filter(visible=True).first.text_content()


def test_the_filter_shows_what_fits_and_says_how_many(opened):
    visit = opened()
    field = visit.page.get_by_label("Filter the table")
    assert said(visit) == f"All {TOTAL} rows are shown."
    field.fill("log determinant")
    assert "log-determinant" in shown(visit)
    assert "ridge" not in shown(visit)
    assert said(visit) == f"{len(shown(visit))} rows fit, of {TOTAL}."
    headings = visit.page.locator("section:has(> table.gradient-table, table.gradient-table) > h3:visible")
    assert "Least squares" not in " ".join(headings.all_text_contents())
    field.press("Escape")
    assert len(shown(visit)) == TOTAL
    assert field.input_value() == ""
    assert visit.errors == []
    assert visit.refused() == []


def test_a_number_of_the_cookbook_finds_its_rows(opened):
    visit = opened()
    visit.page.get_by_label("Filter the table").fill("cookbook (119)")
    assert shown(visit) == [row.id for row in gradients.rows() if 119 in row.cookbook]


def test_copying_with_the_keyboard(opened):
    visit = opened(permissions=CLIPBOARD)
    row = gradients.row("softmax-regression")
    for form, text in (("LaTeX", latex(row)), ("NumPy", numpy_code(row))):
        button = visit.page.get_by_role("button", name=f"Copy {form}: {row.name}", exact=True)
        button.focus()
        button.press("Enter")
        visit.page.wait_for_function("text => document.querySelector('.gradient-status').textContent === text",
                                     arg=f"Copied: {form} of {row.name}.")  # fmt: skip
        assert visit.page.evaluate("navigator.clipboard.readText()") == text


def test_where_the_browser_forbids_copying_the_text_is_selected(opened):
    visit = opened()
    visit.page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    row = gradients.row("ridge")
    visit.page.get_by_role("button", name=f"Copy NumPy: {row.name}", exact=True).click()
    visit.page.wait_for_function("getSelection().toString() !== ''")
    assert visit.page.evaluate("getSelection().toString()").strip() == numpy_code(row)
    assert visit.page.locator("#row-ridge details").get_attribute("open") is not None
    assert said(visit) == ("The browser does not let a page copy. NumPy of ridge regression is selected: press Ctrl+C.")


def test_a_link_to_a_hidden_row_shows_it(opened):
    visit = opened()
    visit.page.get_by_label("Filter the table").fill("softmax")
    assert "ridge" not in shown(visit)
    visit.page.evaluate("location.hash = 'row-ridge'")
    visit.page.wait_for_function("document.getElementById('row-ridge').checkVisibility()")
    assert len(shown(visit)) == TOTAL


def test_without_a_script_the_table_is_complete(opened):
    visit = opened(java_script_enabled=False)
    assert visit.page.locator("table.gradient-table").count() == len(groups())
    assert visit.page.locator("table.gradient-table tbody").count() == TOTAL
    assert visit.page.get_by_label("Filter the table").count() == 0
    visit.page.locator("#row-ridge summary").click()
    row = gradients.row("ridge")
    assert visit.page.locator("#row-ridge pre").all_text_contents() == [latex(row), numpy_code(row)]


@pytest.mark.parametrize(
    ("scheme", "width"),
    [
        ("light", 360),
        pytest.param("light", 1350, marks=pytest.mark.thorough),
        pytest.param("dark", 360, marks=pytest.mark.thorough),
        pytest.param("dark", 1350, marks=pytest.mark.thorough),
    ],
)
def test_nobody_is_shut_out(opened, scheme, width):
    visit = opened(viewport={"width": width, "height": 800}, color_scheme=scheme)
    assert visit.overflow() <= 0
    assert visit.accessibility(glyphs=False) == []
