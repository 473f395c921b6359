"""Two builds are the same bytes; and what a site shows when its repository is known, and when it is not."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import nbformat
import pytest
from bs4 import BeautifulSoup

from matgrad.book.pages import description, rebased
from matgrad.book.repository import find_repository
from tests.scratch_book import ROOT, copy_machinery
from tools.notebooks import METADATA

BUILD = """
import pathlib, sys
from tools import environment, site
environment.PYTHON = pathlib.Path(sys.executable)
site.build()
"""
OWNER, NAME = "An-Owner", "a-book"
ADDRESS = "https://an-owner.github.io/a-book/"


def build(folder: Path, repository: str | None) -> Path:
    """Build the book in ``folder`` and return its site."""
    variables = {**os.environ, "PYTHONUTF8": "1", "GITHUB_REPOSITORY": repository or ""}
    done = subprocess.run([sys.executable, "-c", BUILD], cwd=folder, env=variables, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    return folder / "_build" / "html"


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.thorough
def test_a_second_build_in_another_folder_is_the_same_bytes(site, tmp_path):
    copy = copy_machinery(tmp_path / "another place")
    shutil.rmtree(copy / "chapters")
    shutil.copytree(ROOT / "chapters", copy / "chapters", ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    shutil.copy(ROOT / "_toc.yml", copy)
    repository = find_repository(ROOT)
    first, second = contents(site), contents(build(copy, "/".join(repository) if repository else None))
    assert sorted(first) == sorted(second)
    assert [name for name in first if first[name] != second[name]] == []
    assert len(first) > 60


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    """Return the site of a small book whose repository is known."""
    folder = copy_machinery(tmp_path_factory.mktemp("known") / "book")
    toc = "format: jb-book\nroot: chapters/page\nchapters:\n  - file: chapters/notebook\n"
    (folder / "_toc.yml").write_text(toc, encoding="utf-8")
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# A notebook")], metadata=METADATA)
    nbformat.write(notebook, folder / "chapters" / "notebook.ipynb")
    page = "# Page\n\nA first paragraph that is long enough to describe what the page is about.\n"
    (folder / "chapters" / "page.md").write_text(page, encoding="utf-8")
    return build(folder, f"{OWNER}/{NAME}")


def parsed(site, name):
    return BeautifulSoup((site / name).read_text(encoding="utf-8"), "html.parser")


def test_with_a_repository_the_buttons_lead_to_it(known):
    page = parsed(known, "chapters/notebook.html")
    addresses = {tag["href"] for tag in page.select(".article-header-buttons a[href^=https]")}
    repository = f"https://github.com/{OWNER}/{NAME}"
    assert repository in addresses
    assert f"{repository}/edit/main/chapters/notebook.ipynb" in addresses
    binder = next(address for address in addresses if "mybinder" in address)
    assert binder.startswith(f"https://mybinder.org/v2/gh/{OWNER}/{NAME}/main?")
    assert binder.endswith("chapters/notebook.ipynb")


def test_without_a_repository_no_button_leads_outside(pages):
    if find_repository(ROOT):
        pytest.skip("this copy of the book has a repository")
    for name, page in pages.items():
        assert page.select(".article-header-buttons a[href^=http]") == [], name
        assert page.find("link", rel="canonical") is None
        assert page.find("meta", property="og:image") is None


def test_with_a_repository_there_are_a_site_map_a_canonical_address_and_a_card(known):
    tree = ElementTree.parse(known / "sitemap.xml")
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    assert [node.text for node in tree.findall("s:url/s:loc", space)] == [
        ADDRESS,
        f"{ADDRESS}chapters/notebook.html",
    ]
    for name, address in {"index.html": ADDRESS, "chapters/page.html": ADDRESS}.items():
        assert parsed(known, name).find("link", rel="canonical")["href"] == address
    page = parsed(known, "index.html")
    assert page.find("meta", property="og:image")["content"] == f"{ADDRESS}_static/card.png"
    assert (known / "_static" / "card.png").is_file()


def test_the_page_for_a_wrong_address_works_in_every_folder(known):
    page = parsed(known, "404.html")
    addresses = [tag.get("href") or tag["src"] for tag in page.select("link[href], script[src], nav a[href]")]
    inside = [address for address in addresses if not address.startswith(("https:", "#"))]
    assert len(inside) > 10
    assert [address for address in inside if not address.startswith("/a-book/")] == []
    assert page.html["data-content_root"] == "/a-book/"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://github.com/owner/name", ("owner", "name")),
        ("https://github.com/owner/name.git", ("owner", "name")),
        ("git@github.com:owner/name.js.git", ("owner", "name.js")),
        ("ssh://git@github.com/owner/name", ("owner", "name")),
        ("https://example.org/owner/name", None),
        ("../somewhere", None),
        ("", None),
    ],
)
def test_the_repository_is_read_from_the_remote(tmp_path, monkeypatch, address, expected):
    monkeypatch.delenv("GITHUB_REPOSITORY", raising=False)
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    if address:
        subprocess.run(["git", "-C", str(tmp_path), "remote", "add", "origin", address], check=True)
    assert find_repository(tmp_path) == expected


def test_the_variable_of_a_workflow_goes_first(tmp_path, monkeypatch):
    monkeypatch.setenv("GITHUB_REPOSITORY", "owner/name")
    assert find_repository(tmp_path) == ("owner", "name")


def test_addresses_move_with_their_page():
    html = '<a href="x.html#y"></a><a href="#z"></a><a href="https://h/x"></a><script src="../s.js?v=1"></script>'
    moved = rebased(html, lambda address: f"[{address}]")
    assert moved == (
        '<a href="[x.html#y]"></a><a href="#z"></a><a href="https://h/x"></a><script src="[../s.js?v=1]"></script>'
    )


def test_a_page_without_words_is_described_by_the_book():
    assert description(None).startswith("Why the gradient of one half")
