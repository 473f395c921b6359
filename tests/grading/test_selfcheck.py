"""The self-check: in the notebook and on the command line, with the kind of each mistake and never its repair."""

import contextlib
import io
import json
import re

import nbformat
import pytest

from matgrad.command_line import main
from matgrad.derivation import check
from matgrad.grading.errors import GradingError
from matgrad.grading.notebook import notebook_text, student_notebook
from matgrad.grading.sheet import Sheet, sheet_of
from tests.grading.papers import MINUS, PLUS, SAMPLE, models, notebook, sample

SHEET = sheet_of(sample(), MINUS)
WRONG = ["f(x) = 1/2 ||Ax - b||^2", "= 1/2 (Ax - b)(Ax - b)"]


def run_cells(book):
    """Run the code cells of a notebook as a kernel does; return what their last expressions give."""
    names, shown = {}, []
    for cell in book["cells"]:
        if cell["cell_type"] == "code":
            *body, last = cell["source"].rstrip().split("\n")
            if last.startswith("sheet.check"):
                exec("\n".join(body), names)  # noqa: S102 - the book's own notebook
                shown.append(eval(last, names))  # noqa: S307
            else:
                exec(cell["source"], names)  # noqa: S102
    return shown


def test_the_notebook_runs_with_the_module_alone_and_is_valid():
    book = student_notebook(sample(), MINUS)
    nbformat.validate(nbformat.from_dict(book))
    assert [verdict.ok for verdict in run_cells(book)] == [None, None, False, False]
    assert notebook_text(book) == notebook_text(student_notebook(sample(), MINUS))
    imports = re.findall(r"^\s*(?:from|import) (\w+)", "\n".join(c["source"] for c in book["cells"]), re.MULTILINE)
    assert set(imports) == {"numpy", "matgrad"}


@pytest.mark.parametrize("variant", [MINUS, PLUS])
def test_model_answers_pass_every_self_check(variant):
    assert [verdict.ok for verdict in run_cells(notebook(models(variant), variant))] == [True] * 4


def test_the_sheet_holds_no_answer():
    text = sheet_of(sample(), MINUS, "a copy").to_text()
    for secret in ("Aᵀ(Ax", "goal", "forms", "Aᵀb", "A.T", sample().canary):
        assert secret not in text
    assert Sheet.from_text(text).to_text() == text


def test_a_mistake_is_named_and_not_repaired():
    verdict = SHEET.check("expansion", "\n".join(WRONG))
    full = check(WRONG, "A: m×n, x: n, b: m")
    repair = full.lines[1].repair
    assert verdict.ok is False
    assert "M01" in str(verdict) or full.lines[1].code in str(verdict)
    assert repair is not None
    for shown in (str(verdict), verdict._repr_html_()):
        assert repair not in shown
        assert "help" not in shown


VERDICTS = [
    ("expansion", "", None, "nothing is written yet"),
    ("expansion", "f(x) = 1/2 ||Ax - b||^2\n" * 500, None,
     "this cannot be checked: lines: at most 400 lines can be checked at once, here are 500"),
    ("linear", "Aᵀbx", False, "Not every line follows."),
    ("linear", "∇g(x) = Aᵀb", True, "Every line follows."),
    ("explanation", "", None, "nothing is written yet"),
    ("explanation", "Because.", None, "a short answer is read by a human"),
    ("program", lambda A, x, b: A.T @ (A @ x - b), True, "Right on the visible instances."),
    ("program", lambda A, x, b: 2 * A.T @ (A @ x - b), False, "tall matrix: a constant factor is wrong"),
    ("program", lambda A, x, b: -A.T @ (A @ x - b), False, "tall matrix: the sign is wrong"),
    ("program", lambda A, x, b: (A @ x - b) @ A + x[0], False, None),
    ("program", lambda A, x, b: A @ x, False, "tall matrix: the shape is wrong"),
    ("program", lambda A, x, b: "A", False, "tall matrix: the result is no array of real numbers"),
    ("program", lambda A, x, b: x / 0, False, None),
    ("program", lambda A, x, b: A @ b, False, None),
]  # fmt: skip


@pytest.mark.parametrize(("task", "answer", "ok", "text"), VERDICTS)
def test_verdicts(task, answer, ok, text):
    with contextlib.suppress(RuntimeWarning):
        verdict = SHEET.check(task, answer)
        assert verdict.ok is ok
        assert text is None or verdict.text == text


@pytest.mark.parametrize(
    ("task", "answer", "message"),
    [
        ("nothing", "", "there is no task 'nothing'; this sheet has expansion, linear, program, repaired, explanation"),
        ("linear", 3, "the answer is int; expected a text in quotation marks"),
        ("program", "x", "the answer is str; expected the function gradient"),
    ],
)
def test_what_cannot_be_checked_is_refused(task, answer, message):
    with pytest.raises(GradingError, match=f"^{re.escape(message)}$"):
        SHEET.check(task, answer)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 1}'])
def test_a_damaged_sheet_is_refused(text):
    message = "the sheet of this notebook is damaged; copy its first code cell from the original"
    with pytest.raises(GradingError, match=f"^{re.escape(message)}$"):
        Sheet.from_text(text)


def test_a_sheet_of_a_later_version_is_refused():
    with pytest.raises(GradingError, match=r"^this notebook needs another version of matgrad \(its sheet has 99\)$"):
        Sheet.from_text('{"format": 99}')


def run(*arguments):
    """Run the command; return its exit code and what it prints."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(list(map(str, arguments)))
    return code, out.getvalue(), err.getvalue()


def test_the_command_says_what_the_notebook_says(tmp_path):
    right, wrong = tmp_path / "right.ipynb", tmp_path / "wrong.ipynb"
    right.write_text(json.dumps(notebook(models())), "utf-8")
    wrong.write_text(
        json.dumps(notebook(models(program="def gradient(A, x, b):\n    return 3 * x", linear=""))), "utf-8"
    )
    code, out, _ = run("selfcheck", right)
    assert code == 0
    assert out.count("right as far as a self-check sees") == 4
    code, out, _ = run("selfcheck", wrong)
    assert code == 1
    assert re.search(r"== program: not right\ntall matrix: (most|some) of the entries are wrong\n", out)
    assert "== linear: no verdict\nnothing is written yet" in out


def test_a_program_that_does_not_end_is_ended(tmp_path, monkeypatch):
    from matgrad.grading import own_notebook
    from matgrad.grading.box import Limits

    monkeypatch.setattr(own_notebook, "Limits", lambda: Limits(seconds=1))
    book = tmp_path / "loop.ipynb"
    book.write_text(json.dumps(notebook({"program": "def gradient(A, x, b):\n    while True:\n        pass"})), "utf-8")
    code, out, _ = run("selfcheck", book)
    assert code == 1
    assert "no result: it used more than 1 seconds of processor time" in out


@pytest.mark.parametrize(
    ("contents", "message"),
    [
        (None, "the file cannot be read: No such file or directory"),
        (b"text", "the file is not a Jupyter notebook"),
        (b'{"cells": []}', "the cell with the sheet is missing; copy the first code cell from the original notebook"),
    ],
)
def test_a_file_that_is_no_paper_is_refused(tmp_path, contents, message):
    book = tmp_path / "paper.ipynb"
    if contents is not None:
        book.write_bytes(contents)
    assert run("selfcheck", book) == (2, "", f"matgrad: {book}: {message}\n")


def test_notebooks_are_handed_out(tmp_path):
    students = tmp_path / "students.txt"
    students.write_text("ada\nbob\n\neve\n", "utf-8")
    options = ["assignment", "sample", "--assignments", SAMPLE.parent, "--out", tmp_path / "out"]
    assert run("assignment", "--new-secret", tmp_path / "secret")[0] == 0
    code, out, _ = run(*options, "--students", students, "--secret", tmp_path / "secret")
    assert (code, out) == (0, f"{tmp_path / 'out'}: 3 notebooks, one in the folder of each student\n")
    made = {path.parent.name: path.read_text("utf-8") for path in sorted((tmp_path / "out").glob("*/sample.ipynb"))}
    assert list(made) == ["ada", "bob", "eve"]
    assert len(set(made.values())) == 3
    secret = (tmp_path / "secret").read_text("ascii").strip()
    assert (tmp_path / "secret").stat().st_mode & 0o077 == 0
    assert not any(secret in text for text in made.values())
    assert run(*options)[0] == 0
    assert (tmp_path / "out" / "sample.ipynb").read_text("utf-8") == notebook_text(student_notebook(sample(), MINUS))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--out", "{0}/out", "--students", "{0}/none"],
         "--secret is missing: it chooses each student's variant (matgrad assignment --new-secret FILE)"),
        ([], "--out is missing: name the folder for the notebooks, or give --check"),
        (["--out", "{0}/out", "--students", "{0}/bad", "--secret", "{0}/secret"],
         "{0}/bad: 'a/b' cannot be the name of a folder; use letters, digits and . _ - + @"),
        (["--out", "{0}/out", "--students", "{0}/twice", "--secret", "{0}/secret"],
         "{0}/twice: expected at least one student, and each of them once"),
        (["--out", "{0}/out", "--students", "{0}/twice", "--secret", "{0}/short"],
         "{0}/short: the secret has 3 bytes; expected at least 16. "
         "Make one with: matgrad assignment --new-secret FILE"),
        (["--new-secret", "{0}/secret"],
         "{0}/secret: the file exists; papers already handed out may depend on this secret"),
    ],
)  # fmt: skip
def test_handing_out_says_what_it_needs(tmp_path, arguments, message):
    for name, text in {"bad": "a/b", "twice": "ada\nada", "secret": "x" * 32, "short": "abc"}.items():
        (tmp_path / name).write_text(text, "ascii")
    given = [each.format(tmp_path) for each in arguments]
    code, _, err = run("assignment", "sample", "--assignments", SAMPLE.parent, *given)
    assert (code, err) == (2, f"matgrad: {message.format(tmp_path)}\n")


def test_the_list_of_assignments_and_the_check_of_one():
    code, out, _ = run("assignment", "--assignments", SAMPLE.parent)
    assert (code, out) == (0, "sample  A sample (18 marks, variants: half minus, half plus)\n")
    code, out, _ = run("assignment", "sample", "--assignments", SAMPLE.parent, "--check")
    assert (code, out) == (0, "sample: sound; 26 mutants get exactly their marks\n")
