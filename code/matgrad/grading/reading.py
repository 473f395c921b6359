"""What the reader does: find the answers in a notebook, mark what is written. Requests and answers are JSON."""

from __future__ import annotations

import base64
from dataclasses import asdict
from typing import Any

from matgrad.derivation import Report
from matgrad.derivation.render import limited
from matgrad.grading.answers import answers_of, cells_of, sheet_text
from matgrad.grading.errors import GradingError
from matgrad.grading.loading import parse
from matgrad.grading.marking import mark_written
from matgrad.grading.results import Awarded, TaskResult
from matgrad.grading.sheet import Sheet
from matgrad.grading.source import Assignment


class Desk:
    """Holds the assignment between requests."""

    def __init__(self) -> None:
        self.assignment: Assignment | None = None

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """Return the answer to one request."""
        if request["do"] == "load":
            self.assignment = parse(request["id"], request["main"], request["mutants"])
            return {}
        if self.assignment is None:
            return {"failed": "no assignment was loaded"}
        paper = self.assignment.papers[request["variant"]]
        if request["do"] == "mark":
            return result_data(mark_written(paper.task(request["task"]), request["answer"], request["seed"]))
        try:
            cells = cells_of(base64.b64decode(request["notebook"]))
        except GradingError as error:
            return {"failed": str(error)}
        return {
            "answers": {name: asdict(each) for name, each in answers_of(cells, paper).items()},
            "claims": claims(sheet_text(cells)),
        }


def claims(text: str | None) -> dict[str, str]:
    """Return whose copy and which variant a notebook says it is."""
    if text is None:
        return {}
    try:
        sheet = Sheet.from_text(text)
    except GradingError:
        return {"damaged": "yes"}
    return {"copy": str(sheet.copy), "variant": str(sheet.variant), "assignment": str(sheet.assignment),
            "version": str(sheet.version)}  # fmt: skip


def result_data(result: TaskResult) -> dict[str, Any]:
    """Return a result as JSON data; of the checker's report what feedback shows, never a repair."""
    data = asdict(result) if result.report is None else asdict(without_report(result))
    data["lines"] = lines_data(result.report)
    data.pop("report")
    return data


def without_report(result: TaskResult) -> TaskResult:
    """Return the result alone."""
    return TaskResult(
        result.task, result.kind, result.milestones, result.human, None, result.remarks, result.flags
    )  # fmt: skip


def lines_data(report: Report | None) -> list[dict[str, Any]]:
    """Return the lines of a report: text, verdict, and what kind of mistake there is."""
    if report is None:
        return []
    return [
        {"number": line.number, "text": line.text, "verdict": line.verdict, "code": line.code, "message": line.message}
        for line in limited(report, "kind").lines
    ]


def result_of(data: dict[str, Any]) -> TaskResult:
    """Return the result that `result_data` wrote, without the report."""
    return TaskResult(
        data["task"], data["kind"], tuple(Awarded(**each) for each in data["milestones"]), tuple(data["human"]), None,
        tuple(data["remarks"]), tuple(data["flags"]),
    )  # fmt: skip
