"""What submissions can be and do: each gets the marks of a fair marker, and changes nothing but its own result.

The rows are those on which other graders were tried: programs that run badly, notebooks of odd structure, and attempts
to get marks or to harm the course. Without bubblewrap these tests are
skipped: what the programs do, they would do to this machine.
"""

import hashlib
import json
import shutil
import socket
import tempfile
import textwrap
import threading
from pathlib import Path

import pytest

from matgrad.grading.batch import grade_class
from matgrad.grading.box import Limits
from matgrad.grading.submissions import submissions
from tests.grading.papers import FULL, MINUS, PLUS, SAMPLE, data, marks, models, notebook, order, sample

pytestmark = pytest.mark.usefixtures("isolated")

RIGHT = "    return A.T @ (A @ x - b)"
WRONG = "    return A @ (A @ x - b)"
NOTHING = dict.fromkeys(FULL, 0)
NO_PROGRAM = FULL | {"program": 0}


def program(before="", inside="", last=RIGHT):
    """Return the model answers with another function, which does something else besides."""
    body = textwrap.indent(textwrap.dedent(inside).strip("\n"), "    ")
    return models(program=f"{textwrap.dedent(before)}\ndef gradient(A, x, b):\n{body}\n{last}\n")


def programs(place, port):
    """Return rows of answers: what they are, and the marks that they have to get."""
    return {
        "perfect": (models(), FULL),
        "blank": ({}, NOTHING),
        "wrong": (
            models(
                expansion="f(x) = 1/2 ||Ax - b||^2\n= 1/2 (Ax - b)(Ax - b)\n∇f(x) = Aᵀ(Ax - b)",
                linear="-Aᵀb", program=f"def gradient(A, x, b):\n{WRONG}", repaired="",
            ),
            NOTHING,
        ),
        "infinite loop": (program(inside="while True:\n    pass"), NO_PROGRAM),
        "loop that swallows every exception": (
            program(inside="""
                while True:
                    try:
                        while True:
                            pass
                    except BaseException:
                        pass
            """),
            NO_PROGRAM,
        ),
        "eats memory": (program(inside="kept = [bytearray(10**8) for _ in range(10**6)]"), NO_PROGRAM),
        "sys.exit": (program("import sys", "sys.exit(0)"), NO_PROGRAM),
        "os._exit": (program("import os", "os._exit(0)"), NO_PROGRAM),
        "os._exit in the last answer": (
            models(repaired="import os\nos._exit(0)\ndef length_gradient(A, x, b):\n    return x"),
            FULL | {"repaired": 0},
        ),
        "patches NumPy and the checker": (
            program(
                """
                import numpy, sys, types
                numpy.allclose = numpy.array_equal = lambda *a, **k: True
                numpy.abs = numpy.absolute = numpy.linalg.norm = lambda *a, **k: 0.0
                numpy.asarray = numpy.array = lambda *a, **k: 0.0
                fake = types.ModuleType("matgrad.gradient_check")
                fake.check_gradient = lambda *a, **k: True
                sys.modules["matgrad.gradient_check"] = fake
                """, last=WRONG,
            ),
            NO_PROGRAM,
        ),
        "array that is equal to everything": (
            program(
                """
                class Liar(np.ndarray):
                    def __eq__(self, other): return np.True_
                    def __sub__(self, other): return 0 * np.asarray(self)
                    def __array_ufunc__(self, *a, **k): return np.zeros(1)
                """, last="    return (A @ (np.ones(A.shape[1]) * 0 + x)[:A.shape[0]]).view(Liar)",
            ),
            NO_PROGRAM,
        ),
        "hides its tracebacks": (
            program("import sys\nsys.excepthook = lambda *a: None\nsys.tracebacklimit = 0", "raise ValueError"),
            NO_PROGRAM,
        ),
        "reads the solution": (
            program(
                f"""
                import pathlib, re, tomllib
                names = {{}}
                text = pathlib.Path({str(place / "assignments" / "sample" / "assignment.toml")!r}).read_text()
                tasks = tomllib.loads(text)["task"]
                exec(next(t["model"] for t in tasks if t["id"] == "program").replace("<<sign>>", "-"), names)
                """, last='    return names["gradient"](A, x, b)',
            ),
            NO_PROGRAM,
        ),
        "renames the files of the course": (
            program(
                f"""
                import os
                for name in ("grades.csv", "submissions", "assignments"):
                    os.rename(os.path.join({str(place)!r}, name), os.path.join({str(place)!r}, "gone"))
                """
            ),
            NO_PROGRAM,
        ),
        "opens the network": (
            program("import socket", f'socket.create_connection(("127.0.0.1", {port}), 1)'),
            NO_PROGRAM,
        ),
        "opens the network, and goes on": (
            program(
                f"""
                import socket
                try:
                    socket.create_connection(("127.0.0.1", {port}), 1)
                except OSError:
                    pass
                """
            ),
            FULL,
        ),
        # outside of a sandbox, where process numbers are large, it would do nothing
        "fork bomb": (program("import os", "while os.getpid() < 1000:\n    os.fork()"), NO_PROGRAM),
        "pickle that runs a command": (
            program(
                f"""
                import pickle, os
                class Bomb:
                    def __reduce__(self): return (os.system, ("touch {place}/pwned",))
                """, last="    return pickle.dumps(Bomb())",
            ),
            NO_PROGRAM,
        ),
        "array of objects with a bomb": (
            program(
                f"""
                import os
                class Bomb:
                    def __reduce__(self): return (os.system, ("touch {place}/pwned",))
                """, last="    return np.array([Bomb()] * x.size, dtype=object)",
            ),
            NO_PROGRAM,
        ),
        "speaks the language of the grader": (
            program(
                """
                import json, os, struct
                text = json.dumps({"dtype": "|O", "shape": [3]}).encode()
                for number in range(3, 20):
                    try:
                        os.write(number, struct.pack(">II", len(text), 24) + text + bytes(24))
                    except OSError:
                        pass
                """, last=WRONG,
            ),
            NO_PROGRAM,
        ),
        "a huge result": (program(last="    return np.zeros(10**8)"), NO_PROGRAM),
        "prints a million lines": (program(before="for k in range(10**6):\n    print(k)"), FULL),
        "asks for input": (program(inside="input()"), NO_PROGRAM),
        "syntax error": (models(program="def gradient(A, x, b)\n    return x"), NO_PROGRAM),
        "right, with warnings": (program(inside='import warnings\nwarnings.warn("careful")'), FULL),
        "uses the module that answers": (
            models(program="from matgrad.least_squares import gradient"), NO_PROGRAM,
        ),
        "a derivation that is code": (
            models(expansion=f'"""; open("{place}/pwned", "w"); """'), FULL | {"expansion": 0},
        ),
        "deep brackets and long lines": (
            models(expansion="(" * 3000 + "\n" + "A@" * 5000, linear="9**9**9**9"),
            FULL | {"expansion": 0, "linear": 0},
        ),
    }  # fmt: skip


def edited_tests(book):
    for cell in book["cells"]:
        cell["source"] = cell["source"].replace("sheet.check", "print('100 points');")
        cell["metadata"] = {"nbgrader": {"points": 100, "grade": True, "locked": False}}


def deleted_checks(book):
    book["cells"] = [cell for cell in book["cells"] if not cell["source"].startswith("sheet.check")]


def deleted_sheet(book):
    book["cells"] = [cell for cell in book["cells"] if "# sheet" not in cell["source"]]


def duplicated_answers(book):
    book["cells"] = [each for cell in book["cells"] for each in (cell, dict(cell))]


def empty_cell_after_the_answer(book):
    blank = [c for c in notebook()["cells"] if "answer:" in c["source"]]
    book["cells"] += blank


def stripped(book):
    for cell in book["cells"]:
        cell["metadata"] = {}
        cell.pop("id", None)
    book["metadata"] = {}


def marker_gone(book):
    for cell in book["cells"]:
        if cell["cell_type"] == "code":
            cell["source"] = cell["source"].replace("# answer:", "# my answer to")


def huge_output(book):
    text = [f"{k}\n" for k in range(300_000)]
    for cell in book["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": text}]


def in_reverse_order(book):
    book["cells"].reverse()


def merged_into_one_cell(book):
    answers = [cell for cell in book["cells"] if cell["cell_type"] == "code" and "answer:" in cell["source"]]
    answers[0]["source"] = "\n".join(cell["source"] for cell in answers)
    book["cells"] = [cell for cell in book["cells"] if cell not in answers[1:]]


EDITS = (edited_tests, deleted_checks, deleted_sheet, duplicated_answers, empty_cell_after_the_answer, stripped,
         marker_gone, huge_output, in_reverse_order, merged_into_one_cell)  # fmt: skip
PORT = 1  # stands for the port of the test's server while the names of the rows are collected
NAMES = list(programs(Path("place"), PORT))


def fingerprint(folder):
    """Return all files of a folder with their contents."""
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.rglob("*")) if path.is_file()}  # fmt: skip


def note_a_visit(server, visits):
    """Wait for one connection, note where it came from and close it."""
    connection, address = server.accept()
    visits.append(address)
    connection.close()


@pytest.fixture(scope="module")
def course(isolated):
    """Mark a class of all rows, in a folder that every account may write to; return what came of it."""
    with tempfile.TemporaryDirectory() as name, socket.create_server(("127.0.0.1", 0)) as server:
        place, visits = Path(name), []
        threading.Thread(target=note_a_visit, args=(server, visits), daemon=True).start()
        shutil.copytree(SAMPLE, place / "assignments" / "sample")
        (place / "grades.csv").write_text("the grades of last week")
        rows = programs(place, server.getsockname()[1])
        for title, (answers, _) in rows.items():
            hand_in(place, title, f"{title}.ipynb", data(notebook(answers)))
        for edit in EDITS:
            book = notebook(models())
            edit(book)
            hand_in(place, edit.__name__, f"{edit.__name__} (1).ipynb", data(book))
        hand_in(place, "no notebook at all", "essay.pdf", b"%PDF-1.7")
        hand_in(place, "broken notebook", "broken.ipynb", b'{"cells": [')
        hand_in(place, "nested notebook", "nested.ipynb", b"[" * 100_000)
        hand_in(place, "own module", "own.ipynb", data(notebook(models())))
        hand_in(place, "own module", "matgrad.py", b"raise SystemExit('imported')")
        for path in (place, *place.rglob("*")):
            path.chmod(0o777)
        before = fingerprint(place)
        found = submissions(place / "submissions")
        with tempfile.TemporaryDirectory() as out:
            chosen = order(Limits(seconds=1, patience=30))
            results = grade_class(found, chosen, Path(out), jobs=2)
        yield {
            "results": {each["student"]: each for each in results}, "rows": rows,
            "before": before, "after": fingerprint(place), "visits": visits,
        }  # fmt: skip


def hand_in(place, student, file, contents):
    """Write one file of a submission."""
    folder = place / "submissions" / student
    folder.mkdir(parents=True, exist_ok=True)
    (folder / file).write_bytes(contents)


@pytest.mark.parametrize("name", NAMES)
def test_a_program_gets_the_marks_of_a_fair_marker(course, name):
    assert marks(course["results"][name]) == course["rows"][name][1]


def test_nothing_outside_of_the_results_has_changed(course):
    assert course["after"] == course["before"]
    assert course["visits"] == []


@pytest.mark.parametrize("edit", EDITS)
def test_an_odd_notebook_costs_nothing(course, edit):
    assert marks(course["results"][edit.__name__]) == FULL


def test_what_was_odd_is_reported(course):
    notes = {
        name: {task["task"]: task["notes"] for task in result["tasks"]} for name, result in course["results"].items()
    }
    gone = "the answer was found by its name, because its marker is gone"
    assert notes["marker_gone"]["expansion"] == notes["marker_gone"]["program"] == [gone]
    twice = "there are 2 answers in different cells; the last one counts"
    assert notes["duplicated_answers"]["expansion"] == notes["duplicated_answers"]["program"] == [twice]
    assert notes["perfect"]["expansion"] == []


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("no notebook at all", "there is no notebook, only: essay.pdf"),
        ("broken notebook", "the file is not a Jupyter notebook"),
        ("nested notebook", "the file is not a Jupyter notebook"),
    ],
)
def test_what_cannot_be_read_goes_to_a_human(course, name, reason):
    result = course["results"][name]
    assert result["needs_human"]
    assert (result["marks"], result["open"]) == (0, 18)
    assert {why for task in result["tasks"] for why in task["human"]} == {reason}


def test_files_beside_the_notebook_are_never_imported(course):
    assert marks(course["results"]["own module"]) == FULL


@pytest.mark.parametrize(
    ("name", "remark"),
    [
        ("infinite loop", "it used more than 1 seconds of processor time"),
        ("loop that swallows every exception", "it used more than 1 seconds of processor time"),
        ("os._exit", "the program ended before it gave a result"),
        ("asks for input", "EOFError: EOF when reading a line"),
        ("sys.exit", "SystemExit: 0"),
    ],
)
def test_students_are_told_how_their_program_ended(course, name, remark):
    (task,) = [task for task in course["results"][name]["tasks"] if task["task"] == "program"]
    assert task["remarks"] == [f"tall: no result: {remark}"]


def test_a_line_that_cannot_be_read_is_open_not_lost(course):
    (task,) = [t for t in course["results"]["deep brackets and long lines"]["tasks"] if t["task"] == "expansion"]
    assert (task["marks"], task["open"]) == (0, 8)
    assert task["human"] == ["line 1 could not be read", "line 2 could not be read"]


def test_the_sample_has_no_more_tasks_than_the_rows_know():
    assert [task.id for task in sample().papers[MINUS].tasks] == list(FULL)
    assert sample().variants == (MINUS, PLUS)
    assert json.loads(json.dumps(FULL)) == FULL
