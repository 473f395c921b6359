"""The student's notebook, made from an assignment: text, answer cells with a marker in their source, self-checks."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from matgrad.grading.sheet import Sheet, sheet_of
from matgrad.grading.source import DERIVATION, FORMULA, PROGRAMMED, SHORT, WRITTEN, Assignment, Paper, Task

HOW = {
    DERIVATION: "Write one line after the other between the quotation marks: plain text, Unicode or LaTeX.",
    FORMULA: "Write the formula between the quotation marks: plain text, Unicode or LaTeX.",
    SHORT: "Write your answer in the cell below.",
}
PLACEHOLDER = "*Your answer.*"
RULES = """\
**How this is marked.** A derivation is read line by line; it is never run.
A step earns its marks when a line reaches it and follows from the lines before.
Behind the first line that is wrong, right steps and steps that follow from the error earn half their marks.
Lines that only repeat something earn nothing, and the answer earns its marks only with a step that leads to it.
A line that the checker cannot read or decide is read by a human.
A program may use NumPy (as `np`) and Python's standard library, but not `matgrad`.

Keep the first line of each answer cell: the marks are found by it.
Every task has a self-check; it tells you what kind of mistake there is, not how to repair it."""


def student_notebook(assignment: Assignment, variant: str, copy: str = "") -> dict[str, Any]:
    """Return the notebook of one variant, without solutions.

    Parameters
    ----------
    assignment : Assignment
    variant : str
        The name of a variant.
    copy : str
        Marks whose copy it is; "" for a copy that is nobody's.

    Returns
    -------
    dict
        The notebook in the format of Jupyter, version 4.5. The same arguments give the same notebook,
        to the last character.
    """
    paper = assignment.papers[variant]
    cells = [
        markdown(f"# {paper.title}\n\n{paper.intro}\n\n{marks_table(paper)}\n\n{RULES}"),
        code(opening(sheet_of(assignment, variant, copy)), hidden=True),
    ]
    for number, task in enumerate(paper.tasks, 1):
        cells += task_cells(number, task)
    for place, cell in enumerate(cells):
        cell["id"] = hashlib.sha256(f"{assignment.id} {place}".encode()).hexdigest()[:8]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def markdown(source: str) -> dict[str, Any]:
    """Return a text cell."""
    return {"cell_type": "markdown", "id": "", "metadata": {}, "source": source}


def code(source: str, hidden: bool = False) -> dict[str, Any]:
    """Return a code cell that was not run."""
    metadata = {"jupyter": {"source_hidden": True}} if hidden else {}
    return {"cell_type": "code", "id": "", "execution_count": None, "metadata": metadata, "outputs": [],
            "source": source}  # fmt: skip


def notebook_text(notebook: dict[str, Any]) -> str:
    """Return a notebook as the text of a file."""
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def marks_table(paper: Paper) -> str:
    """Return the tasks and their marks as a table."""
    rows = [f"| {n} | {task.title} | {task.marks:g} |" for n, task in enumerate(paper.tasks, 1)]
    return "\n".join(["| Task | | Marks |", "|:--|:--|--:|", *rows, f"| | **together** | **{paper.marks:g}** |"])


def opening(sheet: Sheet) -> str:
    """Return the code of the cell that holds the sheet."""
    return (
        "# sheet: what the self-checks need. Run this cell first; leave it as it is.\n"
        "import numpy as np\n\nfrom matgrad.grading import Sheet\n\n"
        f'sheet = Sheet.from_text(r"""{sheet.to_text()}""")'
    )


def task_cells(number: int, task: Task) -> list[dict[str, Any]]:
    """Return the cells of one task: text, given code, answer, self-check."""
    scheme = "\n".join(f"| {each.name} | {each.marks:g} |" for each in task.milestones)
    heading = f"## Task {number}: {task.title} ({task.marks:g} marks)"
    how = f"\n\n{HOW[task.kind]}" if task.kind in HOW else ""
    text = f"{heading}\n\n{task.text}{how}\n\n| Step | Marks |\n|:--|--:|\n{scheme}"
    cells = [markdown(text)]
    if task.program is not None and task.program.given:
        cells.append(code(f"# given\n{task.program.given}"))
    if task.kind == SHORT:
        return [*cells, markdown(f"<!-- answer: {task.id} -->\n\n{PLACEHOLDER}")]
    return [*cells, code(answer_source(task)), code(self_check(task))]


def answer_source(task: Task) -> str:
    """Return the source of an answer cell as the student gets it."""
    if task.kind in WRITTEN:
        return f'# answer: {task.id}\n{task.id} = r"""\n{task.starter}\n"""'
    return f"# answer: {task.id}\n{task.starter}"


def self_check(task: Task) -> str:
    """Return the source of the cell that checks an answer."""
    name = task.program.function if task.kind in PROGRAMMED and task.program else task.id
    return f'sheet.check("{task.id}", {name})'
