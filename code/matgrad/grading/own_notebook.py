"""The self-check from outside of the notebook: the same verdicts, with functions in a process of their own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from matgrad.grading.answers import Cell, answer_of, cells_of, sheet_text
from matgrad.grading.box import Box, Limits
from matgrad.grading.errors import GradingError
from matgrad.grading.functions import AnswerError
from matgrad.grading.isolation import LIMITS, TIME, Isolation
from matgrad.grading.sheet import Sheet, Verdict
from matgrad.grading.source import PROGRAMMED, Program, Question, Task


def verdicts(path: Path) -> dict[str, Verdict]:
    """Return what the self-check says about each task of a notebook.

    Raises
    ------
    GradingError
        If the file cannot be read, or has no sheet.
    """
    try:
        cells = cells_of(path.read_bytes())
    except OSError as error:
        raise GradingError(f"the file cannot be read: {error.strerror}") from None
    text = sheet_text(cells)
    if text is None:
        raise GradingError("the cell with the sheet is missing; copy the first code cell from the original notebook")
    sheet = Sheet.from_text(text)
    return {name: checked(sheet, name, data, cells) for name, data in sheet.tasks.items()}


def checked(sheet: Sheet, name: str, data: dict[str, Any], cells: list[Cell]) -> Verdict:
    """Return the verdict on one task."""
    task = task_of(name, data)
    answer = answer_of(task, cells)
    if answer.problem:
        return Verdict(None, answer.problem)
    if task.kind not in PROGRAMMED:
        return sheet.check(name, answer.text)
    code = "\n".join([data.get("given", ""), answer.helpers, answer.text])
    try:
        with Box(code, data["function"], own_isolation(), Limits()) as box:
            return sheet.check(name, box.call)
    except AnswerError as error:
        return Verdict(False, str(error))


def own_isolation() -> Isolation:
    """Return the isolation of one's own programs: they may do what their author may, within limits."""
    import os

    return Isolation(TIME if os.name == "nt" else LIMITS)


def task_of(name: str, data: dict[str, Any]) -> Task:
    """Return as much of a task as is needed to find its answer."""
    program = Program(data["function"], data["arguments"]) if "function" in data else None
    start = "\n".join(data.get("start", ()))
    return Task(name, data["kind"], "", "", (), start, "", Question("") if program is None else None, program)
