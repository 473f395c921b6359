"""Every answer in code that a chapter unfolds is run, and prints what the chapter says it prints.

An answer stands in a ``<details>`` element. Its ```` ```python ```` blocks run with the names of the notebook, and the
```` ```text ```` block after each must be what it prints. Answers do not depend on one another.
"""

import contextlib
import functools
import io
import itertools
import re
from pathlib import Path

import nbformat
import pytest

CHAPTERS = Path(__file__).parents[1] / "chapters"
TITLE = re.compile(r"\*\*Exercise (\d+\.\d+) \((?:by hand|in code|by hand and in code)\)\.\*\*\n\*.+\*\n\n")
DETAILS = re.compile(r"<details>(.*?)</details>", re.DOTALL)
BLOCK = re.compile(r"^```(python|text)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
EXERCISES_AT_LEAST, IN_CODE_AT_LEAST = 5, 3


def exercises(path):
    """Return the exercises of a notebook: number and text of the cell."""
    cells = nbformat.read(path, as_version=4).cells
    return [(m[1], c.source) for c in cells if c.cell_type == "markdown" and (m := TITLE.match(c.source))]


def programs(source):
    """Return the programs of the unfolded answer, each with the text that it should print."""
    blocks = [block for answer in DETAILS.findall(source) for block in BLOCK.findall(answer)]
    pairs = itertools.pairwise([*blocks, ("", "")])
    return [
        (code, after if kind == "text" else "") for (language, code), (kind, after) in pairs if language == "python"
    ]


@functools.cache
def names_of(path):
    """Return the names that a reader has after running all cells of the notebook."""
    namespace = {"__name__": "__main__"}
    with contextlib.redirect_stdout(io.StringIO()):
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "code":
                exec(cell.source, namespace)  # noqa: S102 -- the book's own code
    return namespace


NOTEBOOKS = sorted(path for path in CHAPTERS.rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts)
ANSWERS = [
    pytest.param(path, number, source, id=number)
    for path in NOTEBOOKS
    for number, source in exercises(path)
    if programs(source)
]


@pytest.mark.parametrize(("path", "number", "source"), ANSWERS)
def test_answer_prints_what_the_chapter_says(path, number, source):
    namespace = dict(names_of(path))
    for code, expected in programs(source):
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(code, f"exercise {number}", "exec"), namespace)  # noqa: S102 -- the book's own code
        assert printed.getvalue() == expected


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_exercise_has_a_foldable_answer(path):
    found = exercises(path)
    assert [number for number, _ in found] == [f"{path.name[0]}.{k}" for k in range(1, len(found) + 1)]
    assert len(found) >= EXERCISES_AT_LEAST
    for number, source in found:
        assert len(DETAILS.findall(source)) == 1, number
        assert "<summary>Answer</summary>\n\n" in source, f"{number}: Markdown needs the blank line"
    assert sum(bool(programs(source)) for _, source in found) >= IN_CODE_AT_LEAST
