"""What each built page says about itself, and what it may run."""

import base64
import gzip
import hashlib
import re

from bs4 import BeautifulSoup
from matplotlib.testing.compare import compare_images

from matgrad.book import card
from matgrad.book.formulas import typeset
from matgrad.book.tables import mended
from tests.scratch_book import ROOT

FIRST_PAGE_LIMIT = 300_000  # bytes over the wire, compressed
FURTHER_PAGE_LIMIT = 80_000


def rules(page):
    content = page.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    return {rule.split()[0]: rule.split()[1:] for rule in content.split("; ")}


def digest(text):
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


def test_each_page_has_one_heading_a_title_and_a_description(pages):
    titles = {}
    for name, page in pages.items():
        headings = page.select("main h1")
        shown = [heading for heading in headings if not heading.find_parent(id="jb-print-docs-body")]
        assert len(shown) == 1, name
        assert page.html["lang"] == "en"
        description = page.find("meta", attrs={"name": "description"})["content"]
        assert 50 <= len(description) <= 200, f"{name}: {description}"
        assert "\\" not in description, f"{name}: TeX in the description"
        if name != "index.html":  # it is the landing page once more
            titles.setdefault(page.title.text, []).append(name)
    assert {title: names for title, names in titles.items() if len(names) > 1} == {}


def test_each_page_introduces_itself_to_other_sites(pages):
    for name, page in pages.items():
        found = {tag["property"]: tag["content"] for tag in page.find_all("meta", property=True)}
        assert {"og:title", "og:description", "og:site_name", "og:type"} <= set(found), name
        assert found["og:title"] in page.title.text


def test_no_formula_is_in_error_and_all_are_typeset(pages):
    for name, page in pages.items():
        assert page.select(".katex-error, [style*='#cc0000']") == [], name
        bare = [tag for tag in page.select("span.math, div.math") if not tag.select(".katex")]
        assert bare == [], name
        article = BeautifulSoup(str(page.select_one("article") or ""), "html.parser")
        for copy in article.select(".katex, pre, code, script, style"):
            copy.extract()
        assert not re.search(r"\\(frac|nabla|mathsf|begin|lVert|text)\b|\$\$", article.text), name


def test_every_picture_has_a_text_alternative(pages):
    for name, page in pages.items():
        for picture in page.find_all("img"):
            assert len(picture.get("alt", "")) >= 10, f"{name}: {picture}"
        for drawing in page.select("main svg"):
            hidden = drawing.find_parent(attrs={"aria-hidden": "true"}) or drawing.get("aria-hidden") == "true"
            named = drawing.get("aria-label") or drawing.get("aria-labelledby") or drawing.find_parent(role="img")
            assert hidden or drawing.find_parent("svg") or named, f"{name}: {str(drawing)[:120]}"


def test_the_policy_lets_only_the_page_s_own_scripts_run(pages):
    for name, page in pages.items():
        found = rules(page)
        assert found["default-src"] == ["'none'"]
        assert found["connect-src"] == found["font-src"] == found["worker-src"] == ["'self'"]
        assert found["base-uri"] == ["'none'"]
        assert not {"'unsafe-inline'", "'unsafe-eval'", "'unsafe-hashes'", "*", "https:", "data:"} & set(
            found["script-src"]
        )
        assert not {"'unsafe-inline'", "*", "https:"} & set(found["style-src"])
        inline = {digest(tag.text) for tag in page.find_all("script") if not tag.get("src")}
        assert inline == {value for value in found["script-src"] if value.startswith("'sha256-")}, name
        handlers = [tag for tag in page.find_all(True) if any(key.startswith("on") for key in tag.attrs)]
        assert handlers == [], name
        head = [tag.name for tag in page.head.find_all(True, recursive=False)]
        assert head.index("meta") < head.index("script"), "the policy stands before what it rules"
        assert page.head.find_all("meta")[1]["http-equiv"] == "Content-Security-Policy"


def test_no_heading_of_a_table_is_empty(pages):
    for name, page in pages.items():
        assert [cell for cell in page.find_all("th") if not cell.get_text(strip=True)] == [], name


def linked_weight(site, page):
    """Return the compressed bytes of the scripts and style sheets of ``page``, by file."""
    tags = [*page.select("link[rel=stylesheet], link[rel=icon]"), *page.find_all("script", src=True)]
    files = {re.sub(r"[?].*", "", tag.get("href") or tag.get("src")) for tag in tags}
    return {file: len(gzip.compress((site / file).read_bytes(), 6)) for file in files}


def test_the_first_page_is_light(site, pages):
    """The fonts that a browser then takes are weighed by the browser tests; here the five that every page uses."""
    html = len(gzip.compress((site / "index.html").read_bytes(), 6))
    linked = sum(linked_weight(site, pages["index.html"]).values())
    fonts = ["Main-Regular", "Main-Bold", "Math-Italic", "Size1-Regular", "AMS-Regular"]
    font_bytes = sum((site / f"katex/fonts/KaTeX_{font}.woff2").stat().st_size for font in fonts)
    icons = sum(path.stat().st_size for path in site.rglob("webfonts/*.woff2"))
    assert html + linked + font_bytes + icons <= FIRST_PAGE_LIMIT


def test_each_further_page_is_light(site, pages):
    for name in pages:
        assert len(gzip.compress((site / name).read_bytes(), 6)) <= FURTHER_PAGE_LIMIT, name


def test_no_file_that_no_page_reads_is_published(site):
    unread = [
        path.name for path in site.rglob("*") if path.suffix in {".map", ".ttf", ".py"} or path.name == "fontawesome.js"
    ]
    assert unread == []


def test_the_index_page_is_the_landing_page(pages):
    first, second = (pages[name].select_one("article").get_text() for name in ("index.html", "chapters/question.html"))
    assert first == second
    assert pages["index.html"].html["data-content_root"] == "./"


def test_the_card_is_what_its_code_draws(tmp_path):
    drawn = tmp_path / "card.png"
    card.draw().savefig(drawn, metadata={"Software": None})
    assert compare_images(str(ROOT / "theme/static/card.png"), str(drawn), tol=5) is None


def test_the_readme_s_picture_is_there():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (alternative, path), *_ = re.findall(r"!\[([^]]+)\]\(([^)]+)\)", readme)
    assert (ROOT / path).is_file()
    assert len(alternative) > 60


def test_a_head_that_is_a_formula_alone_has_a_name():
    formula = typeset(r"\nabla f", displayed=False)
    html = f'<tr><th class="head"><p><span class="math">{formula}</span></p></th><th><p>f</p></th></tr>'
    head, other = BeautifulSoup(mended(html), "html.parser").find_all("th")
    assert head.math["aria-label"] == "∇f"
    assert head.math["role"] == "math"
    assert str(other) == "<th><p>f</p></th>"
    two = f'<th><p><span class="math">{formula}</span> or <span class="math">{formula}</span></p></th>'
    assert mended(two) == two
