"""What a student gets of an assignment, and the self-check on it.

A `Sheet` has all that the self-check needs and nothing that answers a task: questions, given code, marks, worked
values of a function that is compared with a reference. It travels in the notebook itself, as JSON in a cell.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from matgrad.derivation import DerivationError, Report, check
from matgrad.derivation.render import limited
from matgrad.grading.errors import GradingError
from matgrad.grading.functions import AnswerError, compared, trial
from matgrad.grading.instances import arguments_of, instance
from matgrad.grading.marking import guarded
from matgrad.grading.source import DERIVATION, FORMULA, SHORT, WRITTEN, Assignment, Milestone, Program, Question, Task
from matgrad.grading.written import lines_of

SHEET_VERSION = 1
VISIBLE = ("tall", "square")
"""The kinds of instances on which a student's function is tried; grading has others, from the course's secret."""
SEED = "visible"
"""Everyone may know it."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The public part of one variant.

    Attributes
    ----------
    assignment, variant, copy : str
    version : int
        Of the assignment.
    tasks : dict
        For each task what its self-check needs.
    """

    assignment: str
    version: int
    variant: str
    copy: str
    tasks: dict[str, dict[str, Any]]

    @classmethod
    def from_text(cls, text: str) -> Sheet:
        """Return the sheet that a notebook holds.

        Raises
        ------
        GradingError
            If the text was damaged.
        """
        try:
            data = json.loads(text)
            if data["format"] != SHEET_VERSION:
                raise GradingError(f"this notebook needs another version of matgrad (its sheet has {data['format']})")
            return cls(data["assignment"], data["version"], data["variant"], data["copy"], data["tasks"])
        except (ValueError, KeyError, TypeError):
            raise GradingError(
                "the sheet of this notebook is damaged; copy its first code cell from the original"
            ) from None

    def to_text(self) -> str:
        """Return the text that `from_text` reads: one line for each task."""
        head = {"format": SHEET_VERSION, "assignment": self.assignment, "version": self.version,
                "variant": self.variant, "copy": self.copy}  # fmt: skip
        rows = [f"{json.dumps(name)}: {json.dumps(task, ensure_ascii=False)}" for name, task in self.tasks.items()]
        return json.dumps(head, ensure_ascii=False)[:-1] + ', "tasks": {\n' + ",\n".join(rows) + "}}"

    def check(self, task: str, answer: Any) -> Verdict:
        """Return what can be said about an answer without giving it away.

        Parameters
        ----------
        task : str
            The id of the task.
        answer : str or callable
            The text of a derivation or a formula; the function of a program.
        """
        if task not in self.tasks:
            raise GradingError(f"there is no task {task!r}; this sheet has {', '.join(self.tasks)}")
        data = self.tasks[task]
        if data["kind"] in WRITTEN:
            return checked_text(data, answer)
        if data["kind"] == SHORT:
            return checked_short(answer)
        return checked_function(data, answer)


@dataclass(frozen=True, slots=True, repr=False)
class Verdict:
    """What the self-check says: right as far as it can see, wrong, or (None) no verdict.

    `human` says that nobody but a human can give one.
    """

    ok: bool | None
    text: str
    report: Report | None = None
    human: bool = False

    def __str__(self) -> str:
        return self.text if self.report is None else f"{self.report}\n{self.text}"

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        from html import escape

        said = f"<p>{escape(self.text)}</p>"
        return said if self.report is None else self.report._repr_html_() + said


def sheet_of(assignment: Assignment, variant: str, copy: str = "") -> Sheet:
    """Return the sheet of one variant; `copy` marks whose it is."""
    paper = assignment.papers[variant]
    return Sheet(assignment.id, assignment.version, variant, copy, {task.id: public(task) for task in paper.tasks})


def public(task: Task) -> dict[str, Any]:
    """Return what of a task its self-check needs."""
    data: dict[str, Any] = {"kind": task.kind}
    if task.question is not None:
        question = task.question
        given = {"shapes": question.shapes, "where": [*question.where, *question.start], "wrt": question.wrt,
                 "layout": question.layout, "assume": question.assume, "asked": question.asked,
                 "start": list(question.start)}  # fmt: skip
        data |= {name: value for name, value in given.items() if value}
    if task.program is not None:
        program = task.program
        data |= {"function": program.function, "arguments": program.arguments}
        if program.gradient_of:
            data |= {"given": program.given, "gradient_of": program.gradient_of, "wrt": program.wrt}
        else:
            data["examples"] = examples(program)
    return data


def examples(program: Program) -> list[dict[str, Any]]:
    """Return small instances with the right values, for a function that is compared with a reference."""
    from matgrad.grading.functions import copied, names_of

    reference = names_of(f"{program.given}\n{program.reference}")[program.function]
    found = []
    for kind in VISIBLE:
        made = instance(arguments_of(program.arguments), kind, SEED)
        small = {name: np.round(2 * value) for name, value in made.items()}
        small = {name: np.maximum(value, 1) if name in positive(program) else value for name, value in small.items()}
        expected = np.asarray(reference(*copied(small)), dtype=float)
        found.append({"arguments": [np.asarray(each).tolist() for each in small.values()], "value": expected.tolist()})
    return found


def positive(program: Program) -> set[str]:
    """Return the names of the arguments that have to be positive."""
    return {each.name for each in arguments_of(program.arguments) if each.property == "positive"}


def checked_short(answer: Any) -> Verdict:
    """Return whether there is a short answer."""
    if not str(answer).strip():
        return Verdict(None, "nothing is written yet")
    return Verdict(None, "a short answer is read by a human", human=True)


def checked_text(data: dict[str, Any], answer: Any) -> Verdict:
    """Return the checker's report on a derivation or a formula, with hints up to the kind of a mistake."""
    if not isinstance(answer, str):
        raise GradingError(f"the answer is {type(answer).__name__}; expected a text in quotation marks")
    try:
        lines = lines_of(answer)
        if not lines or squeezed(lines) == squeezed(data.get("start", [])):
            return Verdict(None, "nothing is written yet")
        if data["kind"] == FORMULA:
            lines = [f"{data['asked']} = {lines[0].rpartition('=')[2].strip()}"]
        report = check(
            lines, data["shapes"], data.get("wrt"), data.get("layout"), data.get("where", ()), data.get("assume")
        )
    except DerivationError as error:
        return Verdict(None, f"this cannot be checked: {error}")
    said = {True: "Every line follows.", False: "Not every line follows."}[report.ok]
    if data["kind"] == DERIVATION and report.ok:
        said += " Whether the steps and the end are those that were asked for is seen in grading."
    return Verdict(report.ok, said, limited(report, "kind"))


def squeezed(lines: Sequence[str]) -> list[str]:
    """Return lines without spaces."""
    return ["".join(line.split()) for line in lines]


def checked_function(data: dict[str, Any], function: Any) -> Verdict:
    """Return how a function does on the visible instances."""
    if not callable(function):
        raise GradingError(f"the answer is {type(function).__name__}; expected the function {data['function']}")
    call = guarded(function)
    if "examples" in data:
        for example in data["examples"]:
            try:
                found = compared(call(*(np.array(each) if np.ndim(each) else each for each in example["arguments"])),
                                 example["value"])  # fmt: skip
            except AnswerError as error:
                return Verdict(False, str(error))
            if not found.right:
                return Verdict(False, found.finding)
        return Verdict(True, "Right on the visible instances.")
    program = Program(data["function"], data["arguments"], data["given"], data["gradient_of"], data["wrt"])
    for kind in VISIBLE:
        tried = trial(program, call, kind, SEED)
        if tried.right is not True:
            return Verdict(tried.right, f"{kind} matrix: {tried.finding}")
    return Verdict(True, "Right on the visible instances.")


__all__ = ["Milestone", "Question", "Sheet", "Verdict", "sheet_of"]
