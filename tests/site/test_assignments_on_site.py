"""The notebooks of the assignments are on the site, and no model answer is, in any file of it."""

import gzip
import json
import zipfile
from pathlib import Path

import pytest

from matgrad.grading.loading import load
from matgrad.grading.notebook import notebook_text, student_notebook
from matgrad.grading.verifying import answer_lines

ROOT = Path(__file__).parents[2]
ASSIGNMENTS = [load(path.parent) for path in sorted((ROOT / "assignments").glob("*/assignment.toml"))]


def texts(site):
    """Yield each file of the site with its contents, unpacked where it is packed."""
    for path in sorted(site.rglob("*")):
        if path.is_file():
            held = path.read_bytes()
            yield path, gzip.decompress(held) if held[:2] == b"\x1f\x8b" else held
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as archive:
                    for name in archive.namelist():
                        yield path / name, archive.read(name)


def test_no_canary_is_anywhere_on_the_site(site):
    canaries = [assignment.canary.encode() for assignment in ASSIGNMENTS]
    assert canaries
    files = list(texts(site))
    assert len(files) > 50
    found = [str(path) for path, held in files if any(canary in held for canary in canaries)]
    assert found == []


def test_no_line_of_a_model_answer_is_in_an_assignment_of_the_site(site):
    """A line that the notebook has to show, the question or the given code, is no line of the answer."""
    notebooks = {path.name: path.read_text("utf-8") for path in (site / "assignments").glob("*.ipynb")}
    for assignment in ASSIGNMENTS:
        if f"{assignment.id}.ipynb" in notebooks:
            shown = "".join(
                "".join(cell["source"]) for cell in json.loads(notebooks[f"{assignment.id}.ipynb"])["cells"]
            )
            for paper in assignment.papers.values():
                assert [line for line in answer_lines(paper) if line in shown] == []


@pytest.mark.parametrize("assignment", ASSIGNMENTS, ids=lambda assignment: assignment.id)
def test_the_notebook_on_the_site_is_the_generated_one(site, assignment):
    published = site / "assignments" / f"{assignment.id}.ipynb"
    pages = [path for path in site.rglob("*.html") if f"assignments/{assignment.id}.ipynb" in path.read_text("utf-8")]
    assert pages, "no page links to it"
    expected = notebook_text(student_notebook(assignment, assignment.variants[0]))
    assert published.read_text("utf-8") == expected
