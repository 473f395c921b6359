"""The page of the catalogue, built in a small book of its own."""

import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from matgrad.book import catalogue_page
from matgrad.derivation import catalogue

ROOT = Path(__file__).resolve().parent.parent.parent
CONFIGURATION = """
extensions = ["myst_parser", "matgrad.book.formulas", "matgrad.book.catalogue_page"]
myst_enable_extensions = ["dollarmath"]
html_math_renderer = "katex"
html_theme = "basic"
project = "Test"
"""


def build(source):
    """Build with warnings as errors; return the exit code, what was said, and the folder."""
    out = source.parent / "html"
    command = [sys.executable, "-m", "sphinx", "-b", "html", "-W", "--keep-going", "-q", "--no-color", source, out]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    return done.returncode, done.stderr, out


def book(folder, page):
    """Write a small book with this text as the catalogue's page."""
    (folder / "chapters" / "reference").mkdir(parents=True)
    (folder / "conf.py").write_text(CONFIGURATION, encoding="utf-8")
    (folder / "index.md").write_text(f"# Test\n\n```{{toctree}}\n{catalogue_page.PAGE}\n```\n", encoding="utf-8")
    (folder / f"{catalogue_page.PAGE}.md").write_text(page, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    stub = (ROOT / f"{catalogue_page.PAGE}.md").read_text(encoding="utf-8")
    status, said, out = build(book(tmp_path_factory.mktemp("catalogue") / "source", stub))
    assert (status, said) == (0, "")
    return BeautifulSoup((out / f"{catalogue_page.PAGE}.html").read_text(encoding="utf-8"), "html.parser")


def test_every_code_is_an_anchor_with_its_heading(page):
    for one in catalogue.entries():
        mark = page.find(id=one.code.lower())
        section = mark if mark.name == "section" else mark.find_parent("section")
        assert section.find("h2").get_text().startswith(f"{one.code}: {one.title}")


def test_every_link_inside_the_page_has_its_place(page):
    inside = [link["href"][1:] for link in page.find_all("a", href=True) if link["href"].startswith("#")]
    assert len(inside) > 2 * len(catalogue.entries())
    assert [place for place in inside if place and page.find(id=place) is None] == []


def test_formulas_are_typeset_and_no_backtick_is_left(page):
    assert len(page.find_all("math")) > 50
    body = page.find("div", class_="body").get_text()
    assert "`" not in body
    assert catalogue_page.PLACE not in body


def test_a_page_without_the_place_fails_the_build(tmp_path):
    status, said, _ = build(book(tmp_path / "source", "# Catalogue\n"))
    assert status == 1
    assert "no line '% catalogue of mistakes' for the entries" in said
