"""The built site in a real browser: quiet, accessible, light, and its controls answer to mouse, keys and touch."""

import re

import pytest

from tests.site import browsing
from tests.site.browsing import Visit

pytestmark = pytest.mark.browser

WIDTHS = {"desktop": (1350, 900), "phone": (390, 844)}
FIRST_PAGE_LIMIT = 300_000
FURTHER_PAGE_LIMIT = 80_000
SMOKE = [
    ("index.html", "desktop", "light"),
    ("chapters/1-wrong-expansion.html", "desktop", "dark"),
    ("chapters/2-chain-rule.html", "phone", "light"),
    ("search.html?q=gradient", "phone", "dark"),
]


@pytest.fixture(scope="module")
def base(site):
    with browsing.served(site) as address:
        yield address


@pytest.fixture
def open_page(browser, base):
    """Return a function that opens a page of the site and gives the visit."""
    contexts = []

    def open_it(name="index.html", width="desktop", theme="light", **options):
        size = WIDTHS.get(width) or width
        viewport = {"width": size[0], "height": size[1]}
        context = browser.new_context(viewport=viewport, color_scheme=theme, **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        return Visit(context).go(f"{base}/{name}")

    yield open_it
    for context in contexts:
        context.close()


def assert_quiet_and_accessible(visit, base, glyphs):
    visit.page.wait_for_timeout(300)
    assert visit.errors == []
    assert visit.refused() == []
    assert visit.outside(base) == []
    assert visit.overflow() == 0
    assert visit.accessibility(glyphs=glyphs) == []


@pytest.mark.parametrize(("name", "width", "theme"), SMOKE)
def test_a_page_is_quiet_and_accessible(open_page, base, name, width, theme):
    assert_quiet_and_accessible(open_page(name, width, theme), base, glyphs=False)


@pytest.mark.thorough
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_is_quiet_and_accessible(open_page, base, pages, width, theme):
    for name in pages:
        visit = open_page(name, width, theme)
        assert_quiet_and_accessible(visit, base, glyphs=True)
        visit.page.context.close()


def test_no_page_scrolls_sideways_on_a_small_phone_but_wide_formulas_do(open_page, chapters):
    scrolling = 0
    for name in chapters:
        visit = open_page(name, (360, 740))
        assert visit.overflow() == 0, name
        boxes = visit.page.evaluate(
            "[...document.querySelectorAll('.katex-display')].map(b => [b.scrollWidth - b.clientWidth, b.scrollLeft])"
        )
        scrolling += sum(1 for more, _ in boxes if more > 0)
        assert [start for _, start in boxes if start != 0] == [], "a wide formula starts at its left end"
        visit.page.context.close()
    assert scrolling > 0


def test_the_first_page_and_each_further_page_are_light(browser, base, site, chapters):
    context = browser.new_context(viewport={"width": 1350, "height": 900})
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    known = set()
    weights = {}
    for name in ["index.html", *chapters]:
        page.goto(f"{base}/{name}", wait_until="networkidle")
        fresh = set(asked) - known
        known |= fresh
        weights[name] = sum(browsing.transferred(site, address, base) for address in fresh)
    context.close()
    assert weights.pop("index.html") <= FIRST_PAGE_LIMIT
    assert {name: weight for name, weight in weights.items() if weight > FURTHER_PAGE_LIMIT} == {}


def test_what_is_too_wide_can_be_scrolled_by_keyboard(open_page):
    page = open_page("chapters/2-chain-rule.html", (360, 740)).page
    page.evaluate("document.querySelectorAll('details').forEach((answer) => { answer.open = true; })")
    for section in page.locator("article > section > section").all():
        section.scroll_into_view_if_needed()  # sections are laid out when they come near
        page.wait_for_timeout(100)
    wide, reachable = page.evaluate(
        """() => { const boxes = [...document.querySelectorAll(".katex-display, .bd-article pre")];
             return [boxes.filter((box) => box.scrollWidth > box.clientWidth).length,
                     boxes.filter((box) => box.tabIndex === 0).length]; }"""
    )
    assert wide == reachable > 0


def test_a_link_to_a_late_section_lands_on_it(open_page):
    page = open_page("chapters/3-index-notation.html#exercises").page
    page.wait_for_timeout(500)
    top = page.evaluate("document.querySelector('#exercises h2').getBoundingClientRect().top")
    assert 0 <= top <= 200
    page.locator(".page-toc a[href='#summary']").click()
    page.wait_for_timeout(800)
    assert 0 <= page.evaluate("document.querySelector('#summary h2').getBoundingClientRect().top") <= 200


def in_view(visit, selector):
    """Whether the first element of ``selector`` can be seen inside the window."""
    return visit.page.evaluate(
        """(selector) => { const box = document.querySelector(selector).getBoundingClientRect();
             return box.width > 0 && box.right > 0 && box.left < innerWidth
               && getComputedStyle(document.querySelector(selector)).visibility === "visible"; }""",
        selector,
    )


def test_the_menu_button_hides_and_shows_the_menu_on_a_desktop(open_page):
    visit = open_page()
    menu = "#pst-primary-sidebar .bd-docs-nav"
    assert in_view(visit, menu)
    visit.page.locator(".primary-toggle:visible").click()
    visit.page.wait_for_timeout(500)  # it slides
    assert not in_view(visit, menu)
    visit.page.locator(".primary-toggle:visible").click()
    visit.page.wait_for_timeout(500)
    assert in_view(visit, menu)


@pytest.mark.parametrize("size", [(768, 1024), (390, 844)])
def test_the_menu_opens_by_touch_leads_to_a_chapter_and_closes_by_key(open_page, size):
    visit = open_page("index.html", size, has_touch=True)
    page = visit.page
    link = page.locator("dialog[open] .bd-docs-nav a[href$='2-chain-rule.html']")
    assert not link.is_visible()
    page.locator(".primary-toggle:visible").tap()
    link.wait_for(state="visible")
    page.keyboard.press("Escape")
    link.wait_for(state="hidden")
    page.locator(".primary-toggle:visible").tap()
    link.tap()
    page.wait_for_url("**/chapters/2-chain-rule.html")
    assert visit.errors == []


def test_the_theme_button_goes_round_and_is_remembered(open_page, base):
    visit = open_page(theme="light")
    page = visit.page
    seen = []
    for _ in range(3):
        page.locator(".theme-switch-button:visible").click()
        seen.append(
            tuple(page.evaluate("[document.documentElement.dataset.mode, document.documentElement.dataset.theme]"))
        )
    assert sorted(seen) == [("auto", "light"), ("dark", "dark"), ("light", "light")]
    while page.evaluate("document.documentElement.dataset.mode") != "dark":
        page.locator(".theme-switch-button:visible").click()
    visit.go(f"{base}/chapters/2-chain-rule.html")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    text, figure = page.evaluate(
        """["article p", "svg.book-figure"].map((name) => getComputedStyle(document.querySelector(name)).color)"""
    )
    assert figure == text, "figures take the colour of the text"
    assert min(int(number) for number in re.findall(r"\d+", text)[:3]) > 150, "light on dark"


def test_search_by_keyboard_finds_the_section_and_shows_readable_formulas(open_page):
    visit = open_page()
    page = visit.page
    page.keyboard.press("Control+k")
    field = page.locator("#pst-search-dialog input[type=search]")
    field.wait_for(state="visible")
    assert page.locator("input[type=search]:visible").count() == 1
    field.fill("adjoint")
    field.press("Enter")
    page.wait_for_url("**/search.html?q=adjoint")
    section = page.locator("#search-results a[href*='2-chain-rule.html#'][href*='adjoint']").first
    section.wait_for(state="visible")
    page.wait_for_timeout(500)  # the excerpts are fetched one by one
    results = page.locator("#search-results").inner_text()
    assert not re.search(r"\\[a-zA-Z]+\{|\\mathsf|\\top|tfrac", results), "no TeX in the excerpts"
    assert visit.errors == []
    assert visit.refused() == []
    section.click()
    page.wait_for_url("**/chapters/2-chain-rule.html*adjoint*")


def test_a_copy_button_copies_the_cell(open_page):
    visit = open_page("chapters/1-wrong-expansion.html", permissions=["clipboard-read", "clipboard-write"])
    page = visit.page
    cell = page.locator("div.cell_input").first
    cell.hover()
    cell.locator("button.copybtn").click()
    page.wait_for_timeout(200)
    assert page.evaluate("navigator.clipboard.readText()").strip() == cell.locator("pre").inner_text().strip()
    assert visit.errors == []


def test_the_notebook_is_downloaded_and_the_page_is_printed(open_page, site):
    visit = open_page("chapters/3-index-notation.html")
    page = visit.page
    with page.expect_download() as started:
        page.get_by_label("Download this notebook").click()
    assert started.value.suggested_filename == "3-index-notation.ipynb"
    stored = site / "_sources/chapters/3-index-notation.ipynb"
    assert started.value.path().read_bytes() == stored.read_bytes()
    page.evaluate("window.print = () => { window.printed = true; }")
    page.get_by_label("Print this page").click()
    assert page.evaluate("window.printed") is True


def test_the_keyboard_reaches_everything_and_the_focus_is_seen(open_page):
    visit = open_page("chapters/1-wrong-expansion.html")
    page = visit.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    unseen = []
    for _ in range(25):
        page.keyboard.press("Tab")
        name, seen = page.evaluate(
            """() => { const style = getComputedStyle(document.activeElement);
                 const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
                 return [document.activeElement.outerHTML.slice(0, 120), ring || style.boxShadow !== "none"]; }"""
        )
        if not seen:
            unseen.append(name)
    assert unseen == []


def test_the_skip_link_leads_past_the_menu(open_page):
    page = open_page("chapters/1-wrong-expansion.html").page
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_without_javascript_the_chapter_reads_fully(open_page):
    page = open_page("chapters/2-chain-rule.html", java_script_enabled=False).page
    assert page.locator("article h1").is_visible()
    assert page.locator("article .katex-html").first.is_visible()
    assert page.locator("svg.book-figure").first.is_visible()
    assert page.locator(".bd-docs-nav a[href$='3-index-notation.html']").is_visible()
    assert page.locator(".pst-js-only:visible").count() == 0
    summary = page.locator("details summary").first
    summary.click()
    assert page.locator("details[open]").count() >= 1


def test_the_site_works_below_a_sub_path(browser, site, tmp_path):
    (tmp_path / "book").symlink_to(site, target_is_directory=True)
    with browsing.served(tmp_path) as address:
        visit = Visit(browser.new_context()).go(f"{address}/book/")
        visit.page.locator(".bd-docs-nav a[href$='2-chain-rule.html']").click()
        visit.page.wait_for_url("**/book/chapters/2-chain-rule.html")
        visit.go(f"{address}/book/search.html?q=adjoint")
        visit.page.locator("#search-results a[href*='#']").first.wait_for(state="visible")
        assert visit.errors == []
        assert visit.outside(f"{address}/book/") == []
        visit.page.context.close()


def test_the_site_works_from_the_file_system(browser, site):
    visit = Visit(browser.new_context()).go((site / "index.html").as_uri())
    assert visit.page.evaluate("[...document.fonts].some((f) => f.family === 'KaTeX_Main' && f.status === 'loaded')")
    visit.page.locator(".bd-docs-nav a[href$='2-chain-rule.html']").click()
    visit.page.wait_for_url("**/2-chain-rule.html")
    assert visit.page.locator("svg.book-figure").first.is_visible()
    assert visit.refused() == []
    visit.page.goto((site / "search.html").as_uri() + "?q=adjoint")
    visit.page.locator("#search-results a[href*='2-chain-rule.html#']").first.wait_for(state="visible")
    visit.page.context.close()


def test_a_wrong_address_shows_the_book_s_own_page(open_page, base):
    visit = open_page()
    answer = visit.page.goto(f"{base}/no/such/page.html")
    assert answer.status == 404
    assert visit.page.locator("h1:visible").inner_text().startswith("Page not found")
    assert visit.page.evaluate("getComputedStyle(document.body).fontFamily") != ""
    visit.page.get_by_role("link", name="first page of the book").click()
    visit.page.wait_for_url("**/chapters/question.html")


def test_a_printed_chapter_is_the_text_alone_with_answers_open(open_page):
    page = open_page("chapters/1-wrong-expansion.html").page
    page.emulate_media(media="print")
    for selector in ["#pst-primary-sidebar", "#pst-secondary-sidebar", ".article-header-buttons", ".prev-next-footer"]:
        assert page.locator(selector).first.is_hidden(), selector
    assert page.locator("article h1").is_visible()
    folded = page.locator("details")
    assert folded.count() >= 5
    answers = page.evaluate(
        """[...document.querySelectorAll("details > :not(summary)")]
             .map((answer) => answer.getBoundingClientRect().height)"""
    )
    assert min(answers) > 0
