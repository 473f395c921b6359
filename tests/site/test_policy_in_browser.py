"""The policy of a page in a real browser: each thing that it allows is needed, and what it forbids does not happen."""

import pytest

from tests.site.browsing import Visit

pytestmark = pytest.mark.browser

PAGE = "chapters/1-wrong-expansion.html"


@pytest.fixture
def refused_without(browser, base):
    """Return a function that loads a page whose policy lacks a rule, and gives what the browser refused."""
    contexts = []

    def load(rule):
        context = browser.new_context()
        contexts.append(context)

        def answer(route):
            response = route.fetch()
            html = response.text()
            assert rule in html
            route.fulfill(response=response, body=html.replace(rule, "", 1))

        context.route(f"**/{PAGE}", answer)
        visit = Visit(context)
        visit.page.goto(base + PAGE)
        return visit.refused()

    yield load
    for context in contexts:
        context.close()


def test_formulas_and_figures_need_their_style_attributes(refused_without):
    refused = refused_without("style-src-attr 'unsafe-inline'; ")
    assert len(refused) > 100
    assert {line.partition(":")[0] for line in refused} == {"style-src-attr"}


def test_the_page_as_it_is_is_refused_nothing_but_a_foreign_script_is(browser, base):
    context = browser.new_context()
    visit = Visit(context).go(base + PAGE)
    assert visit.refused() == []
    visit.page.evaluate(
        """() => { const script = document.createElement("script");
                   script.textContent = "window.foreign = true"; document.body.append(script); }"""
    )
    assert visit.page.evaluate("window.foreign") is None
    assert [line.partition(":")[0] for line in visit.refused()] == ["script-src-elem"]
    context.close()
