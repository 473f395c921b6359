"""A class: the same marks in any order and number of workers, nothing lost, nothing marked twice."""

import csv
import io
import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import jsonschema
import pytest

from matgrad.command_line import main
from matgrad.grading import seeds
from matgrad.grading.batch import document, grade_class, stored
from matgrad.grading.box import Limits
from matgrad.grading.errors import GradingError
from matgrad.grading.feedback import feedback
from matgrad.grading.isolation import BUBBLEWRAP, LIMITS, Isolation
from matgrad.grading.result_schema import RESULT_SCHEMA
from matgrad.grading.submissions import Submission, submissions
from matgrad.grading.tables import grades_csv
from tests.grading.papers import (
    FULL,
    MINUS,
    PLUS,
    SAMPLE,
    SECRET,
    best_isolation,
    marks,
    models,
    notebook,
    order,
    sample,
    submitted,
)

pytestmark = pytest.mark.usefixtures("an_account")

LIMIT = Limits(seconds=2, patience=60)
ROSTER = ("ada", "bob", "kim", "lea")
HOSTILE = '</pre><script>alert("x")</script> & =HYPERLINK("x")'


def variant_of(student):
    """Return the variant of a student of the tests' course."""
    return seeds.variant(SECRET, "tests", sample(), student)


def own(student, **changed):
    """Return the notebook that was handed to a student, filled in."""
    variant = variant_of(student)
    return notebook(models(variant, **changed), variant, seeds.copy_mark(SECRET, "tests", sample(), student))


@pytest.fixture(scope="module")
def class_order():
    return order(LIMIT, roster=ROSTER, variants=True)


@pytest.fixture(scope="module")
def found():
    return [
        submitted(own("ada"), "ada"),
        submitted(own("bob", linear="Aᵀ(b", explanation=HOSTILE, expansion=HOSTILE), "bob"),
        submitted(own("ada"), "lea"),
    ]


@pytest.fixture(scope="module")
def serial(found, class_order, tmp_path_factory):
    out = tmp_path_factory.mktemp("serial")
    return out, grade_class(found, class_order, out, jobs=1)


def files(out):
    """Return what a folder of results holds, without the secret of its run."""
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


def test_both_variants_are_in_use():
    assert {variant_of(student) for student in ROSTER} == {MINUS, PLUS}
    assert variant_of("ada") != variant_of("lea"), "the tests need two students with different variants"


def test_results_have_the_published_form(serial):
    jsonschema.Draft202012Validator.check_schema(RESULT_SCHEMA)
    for result in serial[1]:
        jsonschema.validate(result, RESULT_SCHEMA)
        assert json.loads((serial[0] / "results" / f"{result['student']}.json").read_text("utf-8")) == result
    assert serial[1][0]["isolation"] == best_isolation().level
    assert serial[1][0]["seeds"]["linear"] == seeds.seed(SECRET, "tests", sample(), "linear", "ada")


def test_parallel_marks_are_the_serial_ones(found, class_order, serial, tmp_path):
    grade_class(found[::-1], class_order, tmp_path, jobs=3)
    assert files(tmp_path) == files(serial[0])


def test_what_is_marked_is_not_marked_again(found, class_order, serial, tmp_path):
    told = []
    again = grade_class(found, class_order, serial[0], progress=lambda *each: told.append(each))
    assert (again, told) == (serial[1], [])
    other = order(LIMIT, roster=ROSTER, variants=True, secret=SECRET + b"!")
    changed = submitted(own("ada", linear="b"), "ada")
    assert stored(serial[0], found[0], class_order) is not None
    assert stored(serial[0], found[0], other) is None
    assert stored(serial[0], changed, class_order) is None
    assert stored(tmp_path, found[0], class_order) is None


def test_a_half_written_result_is_marked_again(found, class_order, tmp_path):
    (tmp_path / "results").mkdir()
    (tmp_path / "results" / "ada.json").write_text('{"schema": "matgrad-result", "schema_ver', "utf-8")
    assert marks(grade_class(found[:1], class_order, tmp_path)[0]) == FULL


def test_marks_and_what_is_open(serial):
    ada, bob, _ = serial[1]
    assert marks(ada) == FULL
    assert (ada["marks"], ada["open"], ada["possible"]) == (16, 2, 18)
    assert (bob["marks"], bob["open"]) == (6, 12)
    assert {task["task"]: task["human"] for task in bob["tasks"]}["linear"] == [
        "the formula could not be read or decided"
    ]


def test_a_copy_of_somebody_else_is_flagged(serial):
    """The answers of ada, in the name of lea, who has the other variant."""
    lea = serial[1][2]
    others = ", ".join(student for student in ROSTER if variant_of(student) == variant_of("ada"))
    assert "this is the copy that was handed to ada" in lea["flags"]
    right = f"is right for variant {variant_of('ada')!r}, which was handed to {others}"
    assert any(flag.endswith(right) and "program" in flag for flag in lea["flags"])
    assert serial[1][0]["flags"] == []
    assert lea["marks"] < FULL["expansion"]


def test_the_answers_of_another_variant_are_flagged_without_the_copy_mark(class_order, tmp_path):
    variant = variant_of("ada")
    typed = notebook(models(variant), variant_of("lea"), seeds.copy_mark(SECRET, "tests", sample(), "lea"))
    (result,) = grade_class([submitted(typed, "lea")], class_order, tmp_path)
    assert len(result["flags"]) == 1
    assert "expansion, program, repaired is right for variant" in result["flags"][0]


def test_the_table_of_grades(serial, class_order):
    rows = list(csv.reader(io.StringIO(grades_csv(serial[1], class_order))))
    assert rows[0] == ["student", "marks", "open", "possible", *FULL, "needs a human", "flags", "file"]
    assert [row[0] for row in rows[1:]] == ["ada", "bob", "kim", "lea"]
    assert rows[1][1:9] == ["16", "2", "18", "8", "2", "4", "2", "0"]
    assert rows[3] == ["kim", "0", "0", "18", "0", "0", "0", "0", "0", "", "nothing was handed in", ""]
    assert (serial[0] / "grades.csv").read_text("utf-8").splitlines()[0].startswith("student,marks,open")


def test_no_cell_of_the_table_is_a_formula(serial, class_order):
    bad = dict(serial[1][0], student='=HYPERLINK("x")')
    rows = list(csv.reader(io.StringIO(grades_csv([bad], class_order))))
    assert '\'=HYPERLINK("x")' in [row[0] for row in rows]


class Page(HTMLParser):
    """Collects what a page is made of."""

    def __init__(self):
        super().__init__()
        self.tags, self.attributes, self.text = [], [], []

    def handle_starttag(self, tag, attrs):  # noqa: D102
        self.tags.append(tag)
        self.attributes += [(tag, *each) for each in attrs]

    def handle_data(self, data):  # noqa: D102
        self.text.append(data)


def test_feedback_is_escaped_and_accessible(serial):
    html = (serial[0] / "feedback" / "bob.html").read_text("utf-8")
    page = Page()
    page.feed(html)
    assert "script" not in page.tags
    assert not [each for each in page.attributes if each[1].startswith("on") or "href" in each[1]]
    assert HOSTILE in "".join(page.text)
    assert page.tags.count("h1") == 1
    assert page.tags.count("table") == page.tags.count("caption")
    assert ("html", "lang", "en") in page.attributes
    scopes = [each for each in page.attributes if each[0] == "th"]
    assert page.tags.count("th") == len([each for each in scopes if each[1] == "scope"])
    assert "default-src 'none'" in html


def test_feedback_shows_no_solution_and_no_seed(serial):
    slip = models(
        MINUS, expansion="f(x) = 1/2 ||Ax - b||^2\n= 1/2 (Ax - b)(Ax - b)", linear="", program="", repaired=""
    )
    result = grade_class([submitted(notebook(slip))], order(LIMIT), serial[0].parent / "slip")[0]
    html = feedback(result)
    assert "does not follow" in html
    for line in ("(Ax - b)ᵀ(Ax - b)", "Aᵀb", "A.T", *result["seeds"].values()):
        assert line not in html
    assert "half marks" not in html


def test_students_are_told_why_marks_are_halved(serial):
    text = "\n".join(["f(x) = 1/2 ||Ax - b||^2", "= 1/2 (Ax + b)ᵀ(Ax + b)", "= 1/2 [xᵀAᵀAx + 2 bᵀAx + bᵀb]"])
    result = grade_class([submitted(notebook({"expansion": text}))], order(LIMIT), serial[0].parent / "half")[0]
    assert marks(result)["expansion"] == 1
    assert "half marks: after an error" in feedback(result)


def test_the_isolation_is_recorded(tmp_path, monkeypatch):
    monkeypatch.setattr("matgrad.grading.grade.is_root", lambda: False)  # for right answers only
    weak = order(LIMIT, isolation=Isolation(LIMITS))
    (result,) = grade_class([submitted(notebook(models()))], weak, tmp_path)
    assert result["isolation"] == LIMITS
    assert marks(result) == FULL


# --- where submissions are -------------------------------------------------------------------------------------------


def test_submissions_are_found_however_they_are_named(tmp_path):
    book = json.dumps(notebook(models()))
    for name in (
        "ada/paper (1).ipynb",
        "ada/.ipynb_checkpoints/old.ipynb",
        "bob_12345_late.ipynb",
        "lea.IPYNB",
        "notes.txt",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(book, "utf-8")
    (tmp_path / "ada" / "other.ipynb").write_text('{"cells": []}', "utf-8")
    (tmp_path / "kim").symlink_to(SAMPLE)
    got = {each.student: each for each in submissions(tmp_path, ["ada", "bob", "lea", "kim"])}
    assert {name: each.file for name, each in got.items()} == {
        "ada": "ada/paper (1).ipynb", "bob": "bob_12345_late.ipynb", "lea": "lea.IPYNB",
    }  # fmt: skip
    assert got["ada"].notes == ("2 notebooks were handed in; this one was marked",)


def run(*arguments, capsys):
    """Run the command; return its exit code, output and errors."""
    code = main(["grade", *map(str, arguments)])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


@pytest.fixture
def handed_in(tmp_path):
    folder = tmp_path / "submissions" / "ada"
    folder.mkdir(parents=True)
    (folder / "x.ipynb").write_text(json.dumps(notebook(models(explanation=""))), "utf-8")
    return tmp_path


def arguments(place, *more):
    """Return the arguments of the command."""
    return [
        place / "submissions",
        "--assignment",
        "sample",
        "--assignments",
        SAMPLE.parent,
        "--out",
        place / "out",
        *more,
    ]


def test_the_command_marks_and_goes_on(handed_in, capsys, monkeypatch):
    monkeypatch.setattr("matgrad.grading.isolation.is_root", lambda: False)
    more = [] if best_isolation().level == BUBBLEWRAP else ["--no-isolation"]
    if best_isolation().account:
        monkeypatch.undo()
        more.append("--allow-root")
    code, out, err = run(*arguments(handed_in, *more), capsys=capsys)
    assert code == 0
    assert out == (
        f"1 submissions are marked: {handed_in / 'out' / 'grades.csv'}\n"
        "0 need a human, 0 have flags; see the last columns\n"
    )
    assert "1 of 1 marked, 0 need a human" in err
    assert f"programs are run with {best_isolation().level}: " in err
    before = files(handed_in / "out")
    assert run(*arguments(handed_in, *more), capsys=capsys)[0] == 0
    assert files(handed_in / "out") == before


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (["--jobs", "0"], "--jobs is 0; expected a whole number of at least 1"),
        (["--seconds", "-1"], "--seconds is -1; expected a whole number of at least 1"),
        (["--assignment", "none"], "{samples}/none/assignment.toml: there is no such file; "
         "an assignment needs assignment.toml and mutants.toml"),
        (["--out", "{place}/submissions/out"], "--out is inside of the submissions; name another folder"),
        (["--secret", "{place}/none"], "{place}/none: the secret cannot be read: No such file or directory"),
        (["--students", "{place}/list"], "{place}/submissions: 'ada' belongs to nobody on the list of students; "
         "add them to the list, or let the name begin with the student's"),
        (["--scheduler", "nonsense://x"], None),
    ],
)  # fmt: skip
def test_the_command_says_what_it_needs(handed_in, capsys, monkeypatch, more, message):
    (handed_in / "list").write_text("bob\n", "utf-8")
    monkeypatch.setattr("matgrad.command_line.grade.chosen_isolation", lambda options: best_isolation())
    names = {"place": handed_in, "samples": SAMPLE.parent}
    code, out, err = run(*arguments(handed_in, *(each.format(**names) for each in more)), capsys=capsys)
    assert (code, out) == (2, "")
    if message is not None:
        assert err == f"matgrad: {message.format(**names)}\n"
    assert re.fullmatch(r"matgrad: [^\n]+\n", err)


def test_it_refuses_to_run_as_root(handed_in, capsys, monkeypatch):
    monkeypatch.setattr("matgrad.grading.isolation.is_root", lambda: True)
    assert run(*arguments(handed_in), capsys=capsys) == (2, "", (
        "matgrad: you are root; students' programs are safer to run from an ordinary account. "
        "With --allow-root they run as the account 'nobody'\n"
    ))  # fmt: skip
    assert not (handed_in / "out" / "results").exists()


def test_it_refuses_to_go_on_without_isolation(handed_in, capsys, monkeypatch):
    monkeypatch.setattr("matgrad.grading.isolation.shutil.which", lambda name: None)
    for module in ("isolation", "grade"):
        monkeypatch.setattr(f"matgrad.grading.{module}.is_root", lambda: False)  # for right answers only
    code, out, err = run(*arguments(handed_in, "--allow-root"), capsys=capsys)
    assert (code, out) == (2, "")
    assert err == (
        "matgrad: students' programs cannot be isolated here: bubblewrap is not installed. With --no-isolation they "
        "have limits on time, memory, processor, files and processes; the network, your files and your other programs "
        "are open to it; the results record it\n"
    )
    assert not (handed_in / "out" / "results").exists()
    code, _, _ = run(*arguments(handed_in, "--allow-root", "--no-isolation"), capsys=capsys)
    assert code == 0
    assert json.loads((handed_in / "out" / "results" / "ada.json").read_text("utf-8"))["isolation"] == LIMITS


def test_no_program_of_a_student_runs_as_root(handed_in, capsys, monkeypatch):
    monkeypatch.setattr("matgrad.grading.grade.is_root", lambda: True)
    with pytest.raises(
        GradingError, match=r"^a student's program would run as root; run this command from an ordinary"
    ):
        grade_class([submitted(notebook(models()))], order(LIMIT, isolation=Isolation(LIMITS)), handed_in / "out")


def test_root_is_refused_where_there_is_no_other_account(handed_in, capsys, monkeypatch):
    monkeypatch.setattr("matgrad.grading.isolation.shutil.which", lambda name: None)
    monkeypatch.setattr("matgrad.grading.isolation.is_root", lambda: True)

    def fails(isolation, folder):
        raise GradingError("no program can be run with limits: it cannot be read")

    monkeypatch.setattr("matgrad.grading.isolation.broken", fails)
    code, out, err = run(*arguments(handed_in, "--allow-root", "--no-isolation"), capsys=capsys)
    assert (code, out) == (2, "")
    assert err == (
        "matgrad: you are root, and programs cannot be run as the account 'nobody' here: no program can be run with "
        "limits: it cannot be read. Run this command from an ordinary account, or install bubblewrap\n"
    )


def test_it_refuses_folders_without_submissions(tmp_path, capsys):
    assert run(*arguments(tmp_path), capsys=capsys)[2] == (
        f"matgrad: {tmp_path / 'submissions'}: there is no such folder; name the folder with the submissions\n"
    )
    (tmp_path / "submissions").mkdir()
    assert run(*arguments(tmp_path), capsys=capsys)[2] == (
        f"matgrad: {tmp_path / 'submissions'}: there are no notebooks here, and no folders with notebooks\n"
    )


def test_results_are_text_that_can_be_compared(serial):
    text = document(serial[1][0])
    assert text == (serial[0] / "results" / "ada.json").read_text("utf-8")
    assert text.index('"assignment"') < text.index('"course"') < text.index('"tasks"')


def test_nothing_is_imported_that_grading_does_not_need():
    """Dask is for clusters, nbformat and Matplotlib are for nobody here."""
    question = (
        "import sys, matgrad.grading.batch, matgrad.command_line.grade; "
        "print([m for m in ('dask', 'distributed', 'nbformat', 'matplotlib', 'sympy', 'pickle_') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", question], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_submission_that_cannot_be_read_has_a_digest():
    assert len(Submission("ada", "", None).digest) == 64
    assert Path(SAMPLE).is_dir()
