"""The table of grades, as learning-management systems import it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from matgrad.grading.grade import Order

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""


def grades_csv(results: Sequence[dict[str, Any]], order: Order) -> str:
    """Return one row for each student: marks, open marks, marks of each task, and what a human should look at.

    Students of the roster who handed in nothing have a row with 0 marks.
    """
    paper = next(iter(order.assignment.papers.values()))
    head = [
        "student",
        "marks",
        "open",
        "possible",
        *(task.id for task in paper.tasks),
        "needs a human",
        "flags",
        "file",
    ]
    rows = [row(result, [task.id for task in paper.tasks]) for result in results]
    known = {result["student"] for result in results}
    nothing = ["0"] * len(paper.tasks)
    rows += [[cell(student), "0", "0", number(paper.marks), *nothing, "", "nothing was handed in", ""]
             for student in order.roster if student not in known]  # fmt: skip
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows(sorted(rows))
    return text.getvalue()


def row(result: dict[str, Any], tasks: Sequence[str]) -> list[str]:
    """Return the row of one student."""
    marks = {task["task"]: number(task["marks"]) for task in result["tasks"]}
    human = [f"{task['task']}: {', '.join(task['human'])}" for task in result["tasks"] if task["human"]]
    return [
        cell(result["student"]), number(result["marks"]), number(result["open"]), number(result["possible"]),
        *(marks.get(task, "0") for task in tasks), cell("; ".join(human)), cell("; ".join(result["flags"])),
        cell(result["submission"]["file"]),
    ]  # fmt: skip


def number(value: float) -> str:
    """Return a number of marks; rounded here and nowhere before."""
    return f"{round(value, 2):g}"


def cell(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text
