"""Submissions for the tests: the student's notebook of the sample assignment with answers put in."""

import copy
import json
import tempfile
from functools import cache
from pathlib import Path

from matgrad.grading.errors import GradingError
from matgrad.grading.grade import Order
from matgrad.grading.isolation import BUBBLEWRAP, found
from matgrad.grading.loading import load
from matgrad.grading.notebook import student_notebook
from matgrad.grading.source import SHORT, WRITTEN
from matgrad.grading.submissions import Submission

SAMPLE = Path(__file__).parent / "sample"
SECRET = b"a secret of the tests, long enough"
FULL = {"expansion": 8, "linear": 2, "program": 4, "repaired": 2, "explanation": 0}
MINUS, PLUS = "half minus", "half plus"


@cache
def sample():
    """Return the sample assignment."""
    return load(SAMPLE)


@cache
def best_isolation():
    """Return the isolation of this machine; None where a student's program may not run at all."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            return found((SAMPLE,), Path(folder))[0]
        except GradingError:  # root, without an account to run programs as
            return None


def is_isolated():
    """Whether this machine can isolate programs."""
    return best_isolation() is not None and best_isolation().level == BUBBLEWRAP


def models(variant=MINUS, **changed):
    """Return the model answers, some of them changed; None takes one away."""
    answers = {task.id: task.model for task in sample().papers[variant].tasks} | changed
    return {name: text for name, text in answers.items() if text is not None}


def cell_of(task, text):
    """Return the source of an answer cell."""
    if task.kind in WRITTEN:
        return f'# answer: {task.id}\n{task.id} = r"""\n{text}\n"""'
    mark = f"<!-- answer: {task.id} -->\n" if task.kind == SHORT else f"# answer: {task.id}"
    return f"{mark}\n{text}"


def notebook(answers=None, variant=MINUS, copy_mark="", assignment=None):
    """Return a notebook as a dictionary, with answers in the place of what the student was given."""
    assignment = assignment or sample()
    book = copy.deepcopy(student_notebook(assignment, variant, copy_mark))
    for task in assignment.papers[variant].tasks:
        for cell in book["cells"]:
            if f"answer: {task.id}" in cell["source"] and task.id in (answers or {}):
                cell["source"] = cell_of(task, answers[task.id])
    return book


def data(book):
    """Return a notebook as the bytes of a file."""
    return json.dumps(book).encode()


def submitted(book, student="ada", file="ada/sample.ipynb"):
    """Return a submission of a notebook."""
    return Submission(student, file, book if isinstance(book, bytes) else data(book))


def order(limits, **changed):
    """Return an order to mark the sample."""
    settings = {"assignment": sample(), "secret": SECRET, "course": "tests", "isolation": best_isolation(),
                "limits": limits, "variants": False}  # fmt: skip
    return Order(**(settings | changed))


def marks(result):
    """Return the marks of each task."""
    return {task["task"]: task["marks"] for task in result["tasks"]}
