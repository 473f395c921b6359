"""Marking one submission: everything in, one JSON document out, the same on every machine."""

from __future__ import annotations

import base64
import hashlib
import json
import platform
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from matgrad import __version__
from matgrad.grading import seeds
from matgrad.grading.answers import is_empty
from matgrad.grading.box import Box, Limits
from matgrad.grading.errors import GradingError
from matgrad.grading.functions import AnswerError, WaitedError, mark_function
from matgrad.grading.isolation import Isolation, is_root
from matgrad.grading.reader import Reader, ReaderError
from matgrad.grading.reading import result_data, result_of
from matgrad.grading.results import TaskResult, settled
from matgrad.grading.source import PROGRAMMED, Assignment, Paper, Task
from matgrad.grading.submissions import Submission

SCHEMA, SCHEMA_VERSION = "matgrad-result", 1


@dataclass(frozen=True, slots=True)
class Order:
    """How a class is marked: what is the same for all submissions.

    Attributes
    ----------
    assignment : Assignment
    secret : bytes
        The course's secret.
    course : str
    isolation : Isolation
    limits : Limits
    roster : tuple of str
        All students, to tell whose copy or variant a paper has; empty if not known.
    variants : bool
        Whether each student was given a variant; otherwise all have the first.
    """

    assignment: Assignment
    secret: bytes
    course: str
    isolation: Isolation
    limits: Limits
    roster: tuple[str, ...] = ()
    variants: bool = True

    def variant_of(self, student: str) -> str:
        """Return the variant that a student was given."""
        if not self.variants:
            return self.assignment.variants[0]
        return seeds.variant(self.secret, self.course, self.assignment, student)

    def seeds_of(self, student: str) -> dict[str, str]:
        """Return the seed of each of a student's tasks."""
        paper = self.assignment.papers[self.variant_of(student)]
        return {
            task.id: seeds.seed(self.secret, self.course, self.assignment, task.id, student) for task in paper.tasks
        }

    def key(self, submission: Submission) -> str:
        """Return a digest of everything that a result depends on."""
        parts = (
            SCHEMA_VERSION, __version__, self.assignment.id, self.assignment.digest, self.course, submission.student,
            submission.digest, submission.file, submission.notes, self.variant_of(submission.student),
            sorted(self.seeds_of(submission.student).items()), self.isolation.level, self.limits, sorted(self.roster),
        )  # fmt: skip
        return hashlib.sha256(repr(parts).encode()).hexdigest()


def grade(submission: Submission, order: Order, reader: Reader) -> dict[str, Any]:
    """Return the result of one submission, in the form of `result_schema.RESULT_SCHEMA`.

    Parameters
    ----------
    submission : Submission
    order : Order
    reader : Reader
        Reads the notebook and marks what is written in it.
    """
    variant = order.variant_of(submission.student)
    paper, seed = order.assignment.papers[variant], order.seeds_of(submission.student)
    tasks, claims, notes = [], {}, list(submission.notes)
    try:
        if submission.data is None:
            raise ReaderError(submission.notes[-1] if submission.notes else "the notebook could not be read")
        book = base64.b64encode(submission.data).decode()
        found = reader.ask(do="read", variant=variant, notebook=book)
        answers, claims = found["answers"], found["claims"]
    except ReaderError as error:
        answers = {task.id: {"text": "", "problem": str(error), "notes": [], "helpers": ""} for task in paper.tasks}
    for task in paper.tasks:
        tasks.append(task_data(task, answers[task.id], seed[task.id], order, reader))
    flags = [*copy_flags(submission.student, claims, order), *variant_flags(paper, tasks, answers, seed, order, reader)]
    whole = assembled(submission, order, paper, tasks, seed, notes, flags)
    return dict(json.loads(json.dumps(whole)))  # as it is read back from its file, lists for tuples


def task_data(task: Task, answer: dict[str, Any], seed: str, order: Order, reader: Reader) -> dict[str, Any]:
    """Return the result of one task, with the answer that was marked."""
    data = marked(task, answer, seed, order, reader)
    data["title"] = task.title
    data["answer"] = answer["text"][:20_000]
    data["notes"] = list(answer["notes"])
    for name, value in totals(result_of(data)).items():
        data[name] = value
    return data


def marked(task: Task, answer: dict[str, Any], seed: str, order: Order, reader: Reader) -> dict[str, Any]:
    """Return the marks of one answer."""
    if answer["problem"]:
        return result_data(settled(task, {}, (answer["problem"],)))
    if task.kind in PROGRAMMED:
        return result_data(mark_program(task, answer, seed, order))
    try:
        variant = next(name for name, paper in order.assignment.papers.items() if task in paper.tasks)
        return reader.ask(do="mark", variant=variant, task=task.id, answer=answer["text"], seed=seed)
    except ReaderError as error:
        return result_data(settled(task, {}, (str(error),)))


def mark_program(task: Task, answer: dict[str, Any], seed: str, order: Order) -> TaskResult:
    """Return the marks of a function; it runs in a process of its own, and the verdict is formed in this one."""
    assert task.program is not None  # a loaded task of this kind has one
    if is_empty(task, answer["text"]):
        return settled(task, {}, ())
    if is_root() and not order.isolation.account:
        raise GradingError("a student's program would run as root; run this command from an ordinary account")
    code = "\n".join([task.program.given, answer["helpers"], answer["text"]])
    try:
        with Box(code, task.program.function, order.isolation, order.limits) as box:
            return mark_function(task, box.call, seed)
    except WaitedError as error:
        return settled(task, {}, (str(error),))
    except AnswerError as error:
        return settled(task, {}, (), remarks=(str(error),))


def totals(result: TaskResult) -> dict[str, float]:
    """Return the sums of a task."""
    return {"marks": result.marks, "open": result.open, "possible": result.possible}


def copy_flags(student: str, claims: dict[str, str], order: Order) -> list[str]:
    """Return what the file says about whose copy it is, where that is not as expected."""
    if not claims:
        return ["the cell with the sheet is gone"] if order.variants else []
    if "damaged" in claims:
        return ["the cell with the sheet was changed"]
    if claims["assignment"] != order.assignment.id:
        return [f"the notebook is of another assignment: {claims['assignment']}"]
    flags = []
    if claims["version"] != str(order.assignment.version):
        flags.append(f"the notebook is of version {claims['version']} of the assignment")
    own = seeds.copy_mark(order.secret, order.course, order.assignment, student)
    if claims["copy"] and claims["copy"] != own:
        others = [each for each in order.roster
                  if seeds.copy_mark(order.secret, order.course, order.assignment, each) == claims["copy"]]  # fmt: skip
        flags.append(f"this is the copy that was handed to {others[0] if others else 'somebody else'}")
    elif order.variants and claims["variant"] != order.variant_of(student):
        flags.append(f"the notebook is variant {claims['variant']!r}; {order.variant_of(student)!r} was handed out")
    return flags


def variant_flags(
    paper: Paper,
    tasks: list[dict[str, Any]],
    answers: dict[str, Any],
    seed: dict[str, str],
    order: Order,
    reader: Reader,
) -> list[str]:
    """Return the remark that wrong answers are the right ones of another variant."""
    doubtful = [t["task"] for t in tasks if t["marks"] + t["open"] < t["possible"] and t["answer"].strip()]
    flags = []
    for name, other in order.assignment.papers.items() if order.variants else ():
        if name == paper.variant:
            continue
        fitting = [
            each for each in doubtful
            if other.task(each) != paper.task(each)
            and is_full(other.task(each), answers[each], seed[each], order, reader)
        ]  # fmt: skip
        if fitting:
            whose = [each for each in order.roster if order.variant_of(each) == name]
            named = f", which was handed to {', '.join(whose)}" if whose else ""
            flags.append(f"the answer to {', '.join(fitting)} is right for variant {name!r}{named}")
    return flags


def is_full(task: Task, answer: dict[str, Any], seed: str, order: Order, reader: Reader) -> bool:
    """Whether an answer would get all marks of a task."""
    if answer["problem"]:
        return False
    found = result_of(marked(task, answer, seed, order, reader))
    return found.marks == found.possible


def assembled(
    submission: Submission, order: Order, paper: Paper, tasks: list[dict[str, Any]], seed: dict[str, str],
    notes: list[str], flags: list[str],
) -> dict[str, Any]:  # fmt: skip
    """Return the whole document."""
    return {
        "schema": SCHEMA, "schema_version": SCHEMA_VERSION, "key": order.key(submission),
        "assignment": {"id": paper.assignment, "version": paper.version, "digest": order.assignment.digest,
                       "title": paper.title},
        "course": order.course, "student": submission.student, "variant": paper.variant,
        "submission": {"file": submission.file, "sha256": submission.digest, "bytes": len(submission.data or b"")},
        "isolation": order.isolation.level,
        "limits": asdict(order.limits),
        "versions": {"matgrad": __version__, "python": platform.python_version(), "numpy": np.__version__},
        "seeds": seed,
        "marks": sum(task["marks"] for task in tasks), "open": sum(task["open"] for task in tasks),
        "possible": sum(task["possible"] for task in tasks),
        "needs_human": any(task["human"] for task in tasks),
        "notes": notes, "flags": [*flags, *(f"{t['task']}: {each}" for t in tasks for each in t["flags"])],
        "tasks": tasks,
    }  # fmt: skip
