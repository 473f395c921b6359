"""The stored notebooks: run in order, clean, readable; that their outputs are current is nbval's part."""

import ast
import re
import sys
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup

from tools import notebooks

ROOT = Path(__file__).resolve().parent.parent
PATHS = sorted(path for path in (ROOT / "chapters").rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts)
ALLOWED = {"matgrad", "numpy", "sympy", "matplotlib", *sys.stdlib_module_names}
LONGEST_CELL = 12


def parameters():
    return [pytest.param(path, id=path.stem) for path in PATHS]


def by_number(paths):
    return sorted(paths, key=lambda path: int(path.stem.split("-")[0]))


def code_cells(path):
    notebook = nbformat.read(path, as_version=4)
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def outputs(path):
    return [output for cell in code_cells(path) for output in cell.outputs]


def html_outputs(path):
    return [output.data["text/html"] for output in outputs(path) if "text/html" in output.get("data", {})]


def test_the_four_chapters_are_there():
    names = [path.stem for path in PATHS if path.parent.name == "chapters"]
    assert names == ["1-wrong-expansion", "2-chain-rule", "3-index-notation", "4-numerical-check"]


def test_every_notebook_is_published_in_the_order_of_the_numbers():
    listed = re.findall(r"file: (chapters/(?:further/)?\d+-\S+)", (ROOT / "_toc.yml").read_text(encoding="utf-8"))
    assert listed == [path.relative_to(ROOT).with_suffix("").as_posix() for path in by_number(PATHS)]


@pytest.mark.parametrize("path", parameters())
def test_every_code_cell_was_run_in_order(path):
    counts = [cell.execution_count for cell in code_cells(path)]
    assert counts == list(range(1, len(counts) + 1))
    assert counts != []


@pytest.mark.parametrize("path", parameters())
def test_nothing_on_stderr_and_no_pixels(path):
    assert [output.text for output in outputs(path) if output.get("name") == "stderr"] == []
    kinds = {kind for output in outputs(path) for kind in output.get("data", {})}
    assert {kind for kind in kinds if kind.startswith("image/")} == set()


@pytest.mark.parametrize("path", parameters())
def test_every_figure_says_what_it_shows(path):
    for html in html_outputs(path):
        for figure in BeautifulSoup(html, "html.parser").find_all("svg"):
            if figure.find_parent("svg") or figure.get("aria-hidden") == "true":
                continue
            assert figure.get("role") == "img"
            assert len(figure.get("aria-label", "")) >= 30, "a text alternative says what the figure shows"


@pytest.mark.parametrize("path", parameters())
def test_metadata_names_no_machine(path):
    notebook = nbformat.read(path, as_version=4)
    assert notebook.metadata == notebooks.METADATA
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    kept = {key for cell in notebook.cells for key in cell.metadata}
    assert kept <= notebooks.KEPT_CELL_METADATA
    nbformat.validate(notebook)


@pytest.mark.parametrize("path", parameters())
def test_stored_as_the_command_notebooks_stores(path):
    notebook = nbformat.read(path, as_version=4)
    notebooks.tidy(notebook)
    assert path.read_text(encoding="utf-8") == notebooks.written(notebook)


@pytest.mark.parametrize("path", parameters())
def test_code_cells_are_short(path):
    long = {cell.execution_count: n for cell in code_cells(path) if (n := len(cell.source.splitlines())) > LONGEST_CELL}
    assert long == {}


@pytest.mark.parametrize("path", parameters())
def test_imports_are_the_book_s_four(path):
    roots = set()
    for cell in code_cells(path):
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.Import):
                roots |= {name.name.split(".")[0] for name in node.names}
            elif isinstance(node, ast.ImportFrom):
                roots.add(node.module.split(".")[0])
    assert roots <= ALLOWED


@pytest.mark.parametrize("path", parameters())
def test_no_test_of_a_cell_is_switched_off(path):
    for cell in nbformat.read(path, as_version=4).cells:
        assert not {tag for tag in cell.metadata.get("tags", []) if tag.startswith("nbval-")} - {
            "nbval-raises-exception"
        }
        assert not re.search(r"#\s*NBVAL_(IGNORE|SKIP)", cell.source)
