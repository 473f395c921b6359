"""The bundle for the browser: small, the same bytes each time, and the same answers as this Python."""

import gzip
import json
import shutil
import subprocess
import zipfile

import pytest

from matgrad.book import browser_python
from matgrad.book.browser_python import FILES, BundleError, bundle, sources
from matgrad.book.node import node_program
from matgrad.derivation import check_json, live
from tests.derivation import corpus
from tests.scratch_book import ROOT

LIMIT = 5_600_000  # bytes, compressed
DOOR = ROOT / "code" / "web" / "practice" / "build" / "door.mjs"
STUDENT = (ROOT / "examples" / "1-student.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def made():
    return bundle()


class Door:
    """The checker under Pyodide, in node."""

    def __init__(self, folder):
        command = [str(node_program()), str(DOOR), str(folder)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")

    def ask(self, kind, text=""):
        """Return what the checker says."""
        self.process.stdin.write(json.dumps({"kind": kind, "text": text}) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


@pytest.fixture(scope="module")
def door(made):
    opened = Door(made)
    yield opened
    opened.process.communicate()


def test_the_bundle_is_small_and_holds_no_sources(made):
    weights = {name: len(gzip.compress((made / name).read_bytes(), 6)) for name in FILES}
    assert sum(weights.values()) <= LIMIT
    names = [name for file in ("stdlib.zip", "checker.zip") for name in zipfile.ZipFile(made / file).namelist()]
    assert [name for name in names if not name.endswith(".pyc")] == []
    heavy = ("numpy", "sympy", "micropip", "matgrad/book", "matgrad/figures", "matgrad/grading")
    assert [name for name in names if name.startswith(heavy)] == []
    assert "matgrad/derivation/live.pyc" in names


def test_the_core_is_what_the_lock_file_names(made):
    for name in ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm"):
        assert (made / name).read_bytes() == (browser_python.PYODIDE / name).read_bytes(), name
    installed = json.loads((browser_python.PYODIDE / "package.json").read_text(encoding="utf-8"))["version"]
    wanted = json.loads((ROOT / "code/web/package.json").read_text(encoding="utf-8"))["dependencies"]["pyodide"]
    assert installed == wanted


def test_the_student_s_derivation_gets_the_same_answers_under_pyodide(door):
    form = live.read_text(STUDENT)
    assert door.ask("read", STUDENT) == form
    fields = json.dumps(json.loads(form)["fields"])
    here = live.Desk()
    assert door.ask("check", fields) == here.check(fields)
    while expected := here.go_on():
        assert door.ask("goOn") == expected
    assert door.ask("goOn") == ""
    assert door.ask("write", fields) == live.write_text(fields)


@pytest.mark.thorough
@pytest.mark.parametrize("case", corpus.all_cases(), ids=lambda case: case["id"])
def test_the_whole_corpus_gets_the_same_reports_under_pyodide(door, case):
    request = json.dumps(corpus.arguments(case))
    assert door.ask("json", request) == check_json(request)


@pytest.mark.thorough
def test_the_same_sources_give_the_same_bytes(monkeypatch, tmp_path):
    copy = tmp_path / "matgrad"
    shutil.copytree(browser_python.MATGRAD / "derivation", copy / "derivation")
    shutil.copy(browser_python.MATGRAD / "__init__.py", copy)
    monkeypatch.setattr(browser_python, "MATGRAD", copy)
    for name in ("one", "other"):
        browser_python.make(tmp_path / name)
    one, other = ({file: (tmp_path / name / file).read_bytes() for file in FILES} for name in ("one", "other"))
    assert [file for file in FILES if one[file] != other[file]] == []


def test_a_finished_bundle_is_taken_as_it_is(made, monkeypatch):
    monkeypatch.setattr(browser_python, "digest", lambda: made.name)
    monkeypatch.setattr(browser_python, "make", lambda out: pytest.fail("it was made again"))
    assert bundle() == made


def test_a_changed_source_makes_another_bundle(monkeypatch, tmp_path):
    before = browser_python.digest()
    changed = tmp_path / "new.py"
    changed.write_text("x = 1\n", encoding="utf-8")
    monkeypatch.setattr(browser_python, "sources", lambda: [*sources(), changed])
    assert browser_python.digest() != before


def test_an_environment_without_pyodide_is_told_how_to_get_it(monkeypatch, tmp_path):
    monkeypatch.setattr(browser_python, "PYODIDE", tmp_path)
    with pytest.raises(BundleError) as refused:
        bundle()
    assert str(refused.value) == "Pyodide is not installed in this environment; run: python make.py book"


@pytest.mark.thorough
def test_a_checker_that_does_not_run_there_is_no_bundle(monkeypatch, tmp_path):
    (tmp_path / "matgrad" / "derivation").mkdir(parents=True)
    monkeypatch.setattr(browser_python, "MATGRAD", tmp_path / "matgrad")
    with pytest.raises(BundleError) as refused:
        browser_python.make(tmp_path / "out")
    assert str(refused.value).startswith("the checker could not be compiled for the browser: ")
    assert str(refused.value).endswith("ModuleNotFoundError: No module named 'matgrad'")
