"""Finding the answers in a notebook, whatever happened to it on the way.

An answer is found by the marker in the source of its cell, ``# answer: ID``; where the marker is gone, by the name
that it assigns or defines. Names of files, metadata, outputs and the other cells make no difference. A notebook is
read as JSON and its code as syntax; nothing of it is run.
"""

from __future__ import annotations

import ast
import json
import re
from dataclasses import dataclass
from typing import Any

from matgrad.grading.errors import GradingError
from matgrad.grading.literals import NotLiteralError, parsed, written_text
from matgrad.grading.notebook import PLACEHOLDER
from matgrad.grading.source import PROGRAMMED, SHORT, WRITTEN, Paper, Task

MARKER = re.compile(r"^\s*(?:#|%|<!--)\s*answer:\s*(?P<task>\w+)\s*(?:-->)?\s*$", re.MULTILINE)
SHEET = re.compile(r"^\s*#\s*sheet\b")
LARGEST = 50_000_000
"""Bytes of a notebook that is read; outputs of a loop that prints stay far below."""
MOST_CELLS = 5_000


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: code or text, and its source."""

    is_code: bool
    source: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found for one task.

    Attributes
    ----------
    text : str
        The written text, or the code of the function; "" if nothing was written.
    problem : str
        Why it cannot be marked as it is, for a human; "" if it can.
    notes : tuple of str
        What was unusual about finding it.
    helpers : str
        Definitions of other cells that the code may need.
    """

    text: str
    problem: str = ""
    notes: tuple[str, ...] = ()
    helpers: str = ""


def cells_of(data: bytes) -> list[Cell]:
    """Return the cells of a notebook.

    Raises
    ------
    GradingError
        If the file is no notebook.
    """
    if len(data) > LARGEST:
        raise GradingError(f"the file has {len(data) // 1_000_000} MB; at most {LARGEST // 1_000_000} MB are read")
    try:
        book = json.loads(data)
        found = book["cells"] if "cells" in book else [c for sheet in book["worksheets"] for c in sheet["cells"]]
        cells = [cell_of(each) for each in found]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise GradingError("the file is not a Jupyter notebook") from None
    if len(cells) > MOST_CELLS:
        raise GradingError(f"the notebook has {len(cells)} cells; at most {MOST_CELLS} are read")
    return cells


def cell_of(data: dict[str, Any]) -> Cell:
    """Return one cell; its source is a text or a list of texts."""
    source = data.get("source", data.get("input", ""))
    text = "".join(source) if isinstance(source, list) else source
    if not isinstance(text, str):
        raise TypeError
    return Cell(data.get("cell_type") == "code", text.replace("\r\n", "\n").replace("\0", ""))


def answers_of(cells: list[Cell], paper: Paper) -> dict[str, Answer]:
    """Return for each task of a paper what was found."""
    return {task.id: answer_of(task, cells) for task in paper.tasks}


def answer_of(task: Task, cells: list[Cell]) -> Answer:
    """Return the answer to one task."""
    marked = [cell for cell in cells if task.id in MARKER.findall(cell.source)]
    notes = []
    if not marked:
        marked = [cell for cell in cells if cell.is_code and names_task(task, cell.source)]
        notes = ["the answer was found by its name, because its marker is gone"] if marked else ["no answer was found"]
    found = [read_answer(task, cell, cells) for cell in marked]
    full = [each for each in found if each.problem or not is_empty(task, each.text)]
    if len(full) > 1:
        notes.append(f"there are {len(full)} answers in different cells; the last one counts")
    chosen = (full or found or [Answer("")])[-1]
    return Answer(chosen.text, chosen.problem, (*notes, *chosen.notes), chosen.helpers)


def is_empty(task: Task, text: str) -> bool:
    """Whether nothing was added to what the student was given."""
    return "".join(text.split()) in ("", "".join(task.starter.split()), "".join(PLACEHOLDER.split()))


def read_answer(task: Task, cell: Cell, cells: list[Cell]) -> Answer:
    """Return what one cell answers."""
    if task.kind in PROGRAMMED:
        code, notes = without_magics(MARKER.sub("", cell.source, count=1).strip("\n"))
        return Answer(code, "", notes, helpers(task, cell, cells) if cell.is_code else "")
    if not cell.is_code or task.kind == SHORT:
        text = MARKER.sub("", cell.source).strip()
        return Answer("" if text == PLACEHOLDER else without_fences(text))
    try:
        return Answer(written_text(cell.source, task.id))
    except NotLiteralError as error:
        return Answer(MARKER.sub("", cell.source).strip(), str(error))


def without_fences(text: str) -> str:
    """Return a text without the lines that fence code."""
    return "\n".join(row for row in text.splitlines() if not row.lstrip().startswith("```"))


def without_magics(code: str) -> tuple[str, tuple[str, ...]]:
    """Return code without IPython's own commands."""
    rows = code.splitlines()
    kept = [row for row in rows if not re.match(r"\s*[%!]", row)]
    return "\n".join(kept), ("lines with % or ! were left out",) if len(kept) < len(rows) else ()


def names_task(task: Task, source: str) -> bool:
    """Whether a cell assigns or defines what a task asks for."""
    wanted = task.program.function if task.program is not None else task.id
    tree = parsed(without_magics(source)[0])
    if tree is None:
        return False
    if task.kind in WRITTEN:
        return any(
            isinstance(target, ast.Name) and target.id == wanted
            for row in tree.body if isinstance(row, ast.Assign) for target in row.targets
        )  # fmt: skip
    return any(isinstance(row, ast.FunctionDef) and row.name == wanted for row in tree.body)


def helpers(task: Task, own: Cell, cells: list[Cell]) -> str:
    """Return the imports and definitions of the other cells, each guarded, so that none can spoil the answer.

    The function that is asked for, the sheet and what uses matgrad are left out.
    """
    wanted = task.program.function if task.program is not None else ""
    found = []
    for cell in cells:
        if cell is own or not cell.is_code or SHEET.match(cell.source):
            continue
        tree = parsed(without_magics(cell.source)[0])
        for row in tree.body if tree is not None else []:
            if is_definition(row) and getattr(row, "name", "") != wanted:
                text = ast.unparse(row)
                if "matgrad" not in text:
                    guarded = "\n".join("    " + line for line in text.splitlines())
                    found.append(f"try:\n{guarded}\nexcept Exception:\n    pass")
    return "\n".join(found)


def is_definition(row: ast.stmt) -> bool:
    """Whether a statement imports or defines something, and does nothing else."""
    if isinstance(row, ast.Import | ast.ImportFrom | ast.FunctionDef | ast.ClassDef):
        return True
    if not isinstance(row, ast.Assign) or not all(isinstance(target, ast.Name) for target in row.targets):
        return False
    return not any(isinstance(each, ast.Call) for each in ast.walk(row))


def sheet_text(cells: list[Cell]) -> str | None:
    """Return the text of the sheet in a notebook; None if there is none. It is a claim of the student's file."""
    for cell in cells:
        if cell.is_code and SHEET.match(cell.source):
            tree = parsed(cell.source)
            for node in ast.walk(tree) if tree is not None else ():
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and '"assignment"' in node.value:
                    return node.value
    return None
