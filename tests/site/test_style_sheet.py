"""The joined style sheet keeps every rule that a page or a script can use, and loses the others."""

from pathlib import Path

import pydata_sphinx_theme
import pytest
import sphinx_book_theme
import sphinx_design
import tinycss2

from matgrad.book.style_sheet import purged, without_unused_variables

KNOWN = {"a", "b", "dark"}
ORIGINALS = [
    next(Path(package.__file__).parent.rglob(name))
    for package, name in [
        (pydata_sphinx_theme, "static/styles/pydata-sphinx-theme.css"),
        (sphinx_book_theme, "static/styles/sphinx-book-theme.css"),
        (sphinx_design, "*.min.css"),
    ]
]
# The selectors that match something on the page, from a style sheet's text or from the sheet that the page has loaded.
MATCHING = """
(css) => {
  const sheet = css === null ? [...document.styleSheets].find((one) => one.href?.includes("book-style"))
                             : new CSSStyleSheet();
  if (css !== null) sheet.replaceSync(css);
  const found = new Set();
  const collect = (rules) => {
    for (const rule of rules) {
      if (rule.selectorText) {
        for (const selector of rule.selectorText.split(/,\\s*(?![^(]*\\))/)) {
          const element = selector.replace(/::?(before|after|placeholder|marker|backdrop|hover|focus|active)\\b/g, "");
          try { if (document.querySelector(element || "*")) found.add(selector); } catch { }
        }
      }
      if (rule.cssRules) collect(rule.cssRules);
    }
  };
  collect(sheet.cssRules);
  return [...found];
}
"""


@pytest.mark.parametrize(
    ("css", "kept"),
    [
        (".a{top:0}", ".a{top:0}"),
        (".c{top:0}", ""),
        ("#c{top:0}", ""),
        ("p, .c, .a > p{top:0}", "p,.a > p{top:0}"),
        (".a.c{top:0}", ""),
        (".a:not(.c){top:0}", ".a:not(.c){top:0}"),
        ('html[data-theme="dark"] .a{top:0}', 'html[data-theme="dark"] .a{top:0}'),
        ("@media print{.c{top:0}.a{top:0}}", "@media print{.a{top:0}}"),
        ("@media print{.c{top:0}}", ""),
        ("@media print{@supports (top:0){.a{top:0}}}", "@media print{@supports (top:0){.a{top:0}}}"),
        ("@font-face{font-family:c;src:url(c)}", "@font-face{font-family:c;src:url(c)}"),
        ('/* note */ .a { content: "/* kept */  x" ; top : 0 }', '.a{content: "/* kept */  x" ; top : 0}'),
        (".a{}", ""),
    ],
)
def test_rules_are_kept_or_lost(css, kept):
    assert purged(css, KNOWN.__contains__) == kept


def test_variables_that_someone_reads_stay():
    used = ":root{--a:1px;--c:calc((1px) + 2px)}p{top:var(--c);left:var(--d,var( --a ))}"
    css = used.replace("--c:calc", '--b:url("data:x;{y}");--c:calc')
    assert without_unused_variables(css, set()) == used
    assert without_unused_variables(css, {"--b"}) == css


def errors(rules):
    for rule in rules:
        if rule.type == "error":
            yield rule.message
        elif rule.type == "at-rule" and rule.lower_at_keyword in ("media", "supports"):
            yield from errors(tinycss2.parse_rule_list(rule.content, skip_whitespace=True))
        elif rule.type == "qualified-rule":
            declarations = tinycss2.parse_blocks_contents(rule.content, skip_whitespace=True, skip_comments=True)
            yield from (one.message for one in declarations if one.type == "error")


def test_the_sheet_is_one_well_formed_file_that_every_page_links(site, pages):
    css = (site / "_static" / "book-style.css").read_text(encoding="utf-8")
    assert list(errors(tinycss2.parse_stylesheet(css, skip_whitespace=True))) == []
    assert "@import" not in css
    for name, page in pages.items():
        links = [link["href"].partition("?")[0] for link in page.select("link[rel=stylesheet]")]
        assert sum(link.endswith("_static/book-style.css") for link in links) == 1, name
        assert [link for link in links if "theme" in link or "katex" in link] == [], name
    assert not list(site.glob("_static/styles/*.css"))


@pytest.mark.browser
@pytest.mark.parametrize("name", ["index.html", "chapters/1-wrong-expansion.html", "chapters/reference/mistakes.html"])
def test_no_selector_of_the_themes_that_matches_on_a_page_is_lost(browser, base, name):
    page = browser.new_page()
    page.goto(base + name)
    kept = set(page.evaluate(MATCHING, None))
    wanted = {
        selector for sheet in ORIGINALS for selector in page.evaluate(MATCHING, sheet.read_text(encoding="utf-8"))
    }
    page.close()
    assert len(wanted) > 150
    assert sorted(wanted - kept) == []
