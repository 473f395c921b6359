"""Marks for a formula: the checker decides whether it is what was asked for."""

from __future__ import annotations

from matgrad.derivation import DerivationError, check
from matgrad.derivation.limits import Unreadable
from matgrad.derivation.reader import read
from matgrad.derivation.report import CONDITIONAL, FOLLOWS, UNDECIDED, UNREADABLE
from matgrad.grading.derivations import Forms, Step, has_derivative, has_form, node_of, reading_context
from matgrad.grading.results import Reached, TaskResult, settled
from matgrad.grading.source import Task
from matgrad.grading.written import lines_of


def mark_formula(task: Task, answer: str, seed: str, explain: bool = True) -> TaskResult:
    """Return the marks of a formula.

    Parameters
    ----------
    task : Task
        A task of the kind "formula".
    answer : str
        The formula, or ``∇f(x) = formula``; it is read, never run.
    seed : str
        A secret for the checker's random points.
    explain : bool
        Whether to look for what kind of mistake there is; marks do not depend on it.
    """
    question = task.question
    assert question is not None  # a loaded task of this kind has one
    try:
        lines = lines_of(answer)
    except DerivationError as error:
        return settled(task, {}, (f"the formula could not be checked: {error}",))
    if not lines:
        return settled(task, {}, ())
    if len(lines) > 1:
        return settled(task, {}, (f"there are {len(lines)} lines where one formula is expected",))
    right = lines[0].replace(r"\end{align*}", "").rpartition("=")[2].strip() if "=" in lines[0] else lines[0]
    try:
        report = check(
            [f"{question.asked} = {right}"], question.shapes, question.wrt, question.layout, question.where,
            question.assume, question.goal, seed, explain,
        )  # fmt: skip
    except DerivationError as error:
        return settled(task, {}, (f"the formula could not be checked: {error}",))
    line = report.lines[0]
    if line.verdict in (UNREADABLE, UNDECIDED, CONDITIONAL):
        return settled(task, {}, ("the formula could not be read or decided",), report)
    if line.verdict != FOLLOWS:
        return settled(task, {}, (), report)
    context = reading_context(question, report, task)
    try:
        (tree,) = read(line.text, context.known())
    except (Unreadable, ValueError):
        return settled(task, {}, ("the formula could not be read",), report)
    left, side = tree.sides[0], tree.sides[-1]
    node = None if side is None else node_of(side, context)
    if node is None or left is None or side is None or has_derivative(node):
        return settled(task, {}, (), report, ("this repeats the question: the answer is to be free of derivatives",))
    step, forms = Step(1, FOLLOWS, left, left, side), Forms(context)
    reached = {
        each.name: Reached(1, 1.0) for each in task.milestones
        if not each.forms or any(has_form(step, text, forms) for text in each.forms)
    }  # fmt: skip
    return settled(task, reached, (), report)
