"""Answers are found in whatever students make of a notebook, as they typed them."""

import json

import pytest

from matgrad.grading.answers import answer_of, cells_of, sheet_text
from matgrad.grading.errors import GradingError
from matgrad.grading.literals import NotLiteralError, written_text
from matgrad.grading.notebook import notebook_text, student_notebook
from matgrad.grading.sheet import Sheet
from tests.grading.papers import MINUS, sample

TASKS = {task.id: task for task in sample().papers[MINUS].tasks}

WRITTEN = [
    ('linear = "Aᵀb"', "Aᵀb"),
    ("# answer: linear\nlinear = r'''\nAᵀb\n'''", "\nAᵀb\n"),
    ("linear = r'A^\\top b'", "A^\\top b"),
    ("linear = 'A^\\top b'", "A^\\top b"),
    ("linear = '''\\nabla g = A^\\top b'''", "\\nabla g = A^\\top b"),
    ("linear = '\\nabla g'", "\\nabla g"),
    ("linear = 'a = b\\n= c'", "a = b\n= c"),
    ("linear = ['a = b', '= c']", "a = b\n= c"),
    ("linear = 'A' + 'ᵀb'", "Aᵀb"),
    ("linear = ('A'\n 'b')", "Ab"),
    ("other = 'x'\nlinear = 'Aᵀb'\nprint(linear)", "Aᵀb"),
    ("answer = 'Aᵀb'", "Aᵀb"),
    ("'Aᵀb'", "Aᵀb"),
    ("linear: str = 'Aᵀb'", "Aᵀb"),
    ("linear = ", None),
    ("linear = r'''Aᵀb\n''' oops", "Aᵀb\n"),
    ("linear = None", ""),
    ("# nothing", ""),
    ("linear = f'{x}'", None),
    ("linear = open('/etc/passwd').read()", None),
]


@pytest.mark.parametrize(("source", "expected"), WRITTEN)
def test_a_written_answer_is_read_as_it_was_typed(source, expected):
    if expected is None:
        with pytest.raises(NotLiteralError):
            written_text(source, "linear")
    else:
        assert written_text(source, "linear") == expected


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("linear = str(1)", "the answer is computed, not written out between quotation marks"),
        ("linear = Aᵀb(", "the cell is no Python, and there is no text between quotation marks"),
    ],
)
def test_why_an_answer_is_no_text_is_said(source, message):
    with pytest.raises(NotLiteralError) as caught:
        written_text(source, "linear")
    assert str(caught.value) == message


def found(task, *cells):
    """Return the answer in a notebook of some (kind, source) cells."""
    book = {"cells": [{"cell_type": kind, "source": source} for kind, source in cells]}
    return answer_of(TASKS[task], cells_of(json.dumps(book).encode()))


def test_a_derivation_may_stand_in_a_text_cell():
    text = "<!-- answer: linear -->\n$$\nA^\\top b\n$$"
    assert found("linear", ("markdown", text)).text == "$$\nA^\\top b\n$$"


def test_the_last_answer_that_is_not_empty_counts():
    typed = [f"# answer: linear\nlinear = {text!r}" for text in ("first", "second", "")]
    answer = found("linear", *(("code", source) for source in typed))
    assert answer.text == "second"
    assert answer.notes == ("there are 2 answers in different cells; the last one counts",)


def test_an_answer_without_its_marker_is_found_by_name():
    answer = found("program", ("code", "def gradient(A, x, b):\n    return x"))
    assert answer.text == "def gradient(A, x, b):\n    return x"
    assert answer.notes == ("the answer was found by its name, because its marker is gone",)


def test_a_missing_answer_is_reported():
    assert found("linear", ("code", "x = 1")).notes == ("no answer was found",)


def test_the_definitions_of_other_cells_come_along_and_nothing_else_does():
    helpers = found(
        "program",
        ("code", "import math\nscale = 2\nprint('loud')\nnp.sum = None\nloop = forever()"),
        ("code", "%matplotlib inline\ndef half(x):\n    return x / 2\nfrom matgrad import derivation"),
        ("code", "def gradient(A, x, b):\n    return 0"),
        ("code", "# answer: program\n%time\ndef gradient(A, x, b):\n    return half(x)"),
        ("code", "this is no Python"),
    )
    assert helpers.notes == ("lines with % or ! were left out",)
    assert "def half" in helpers.helpers
    assert "import math" in helpers.helpers
    assert "scale = 2" in helpers.helpers
    for absent in ("print", "np.sum", "forever", "matgrad", "return 0"):
        assert absent not in helpers.helpers


def test_notebooks_of_old_formats_are_read():
    old = {"worksheets": [{"cells": [{"cell_type": "code", "input": ["# answer: linear\n", "linear = 'Ab'"]}]}]}
    assert answer_of(TASKS["linear"], cells_of(json.dumps(old).encode())).text == "Ab"


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"{", b'{"cells": 3}', b'{"cells": [3]}', b'{"cells": [{"source": 3}]}', b"\xff\xfe"]
)
def test_what_is_no_notebook_is_refused(data):
    with pytest.raises(GradingError, match=r"^the file is not a Jupyter notebook$"):
        cells_of(data)


def test_the_sheet_survives_in_the_source_alone():
    book = student_notebook(sample(), MINUS, "a copy")
    for cell in book["cells"]:
        cell["metadata"] = {}
    text = sheet_text(cells_of(notebook_text(book).encode()))
    assert (Sheet.from_text(text).variant, Sheet.from_text(text).copy) == (MINUS, "a copy")
