"""Is an assignment sound? Its model answers get all marks, blank ones none, and each mutant exactly its own."""

from __future__ import annotations

from collections.abc import Iterator

from matgrad.grading.marking import mark_trusted
from matgrad.grading.notebook import student_notebook
from matgrad.grading.source import PROGRAMMED, SHORT, Assignment, Paper, Task
from matgrad.grading.written import lines_of

SEED = "any text: no mark may depend on it"
MUTANTS_AT_LEAST = 10
LONG_ENOUGH = 12
"""Characters that a line of a model answer needs to be recognisable in the notebook."""


def problems(assignment: Assignment, seed: str = SEED) -> list[str]:
    """Return what is wrong with an assignment, one sentence each; an empty list if nothing is.

    Parameters
    ----------
    assignment : Assignment
        As `load` returns it.
    seed : str
        Chooses the instances and the checker's random points.
    """
    return [f"{assignment.id}, variant {paper.variant}: {each}" for paper in assignment.papers.values()
            for each in problems_of_paper(assignment, paper, seed)]  # fmt: skip


def problems_of_paper(assignment: Assignment, paper: Paper, seed: str) -> Iterator[str]:
    """Yield what is wrong with one variant."""
    for task in paper.tasks:
        yield from problems_of_task(task, seed)
    for mutant in paper.mutants:
        found = mark_trusted(paper.task(mutant.task), mutant.answer, seed)
        if (found.marks, found.open) != (mutant.marks, mutant.open):
            yield (
                f"mutant {mutant.name!r} gets {found.marks:g} marks and {found.open:g} open; "
                f"expected {mutant.marks:g} and {mutant.open:g}"
            )
    if len(paper.mutants) < MUTANTS_AT_LEAST:
        yield f"there are {len(paper.mutants)} mutants; expected at least {MUTANTS_AT_LEAST}"
    shown = student_notebook(assignment, paper.variant)
    yield from leaks(assignment, paper, "\n".join(cell["source"] for cell in shown["cells"]))


def problems_of_task(task: Task, seed: str) -> Iterator[str]:
    """Yield what is wrong with one task."""
    model = mark_trusted(task, task.model, seed)
    certain, left_open = (0, task.marks) if task.kind == SHORT else (task.marks, 0)
    if (model.marks, model.open) != (certain, left_open):
        missed = ", ".join(each.name for each in model.milestones if each.marks < each.possible)
        reasons = "; ".join([*model.human, *model.remarks])
        yield f"task {task.id}: the model answer gets {model.marks:g} of {task.marks:g} marks ({missed}: {reasons})"
    for name, answer in {"blank": "", "the starter": task.starter, **wrong_programs(task)}.items():
        found = mark_trusted(task, answer, seed)
        if found.marks or found.open:
            yield f"task {task.id}: {name} gets {found.marks:g} marks and {found.open:g} open; expected 0"


def wrong_programs(task: Task) -> dict[str, str]:
    """Return functions of the right shape that are never right."""
    if task.kind not in PROGRAMMED or task.program is None:
        return {}
    first = task.program.wrt or task.program.arguments.partition(":")[0].strip()
    names = ", ".join(part.partition(":")[0].strip() for part in task.program.arguments.split(","))
    bodies = {"zeros": f"0 * {first}", "identity": first, "constants": f"0 * {first} + 1"}
    return {name: f"def {task.program.function}({names}):\n    return {body}" for name, body in bodies.items()}


def leaks(assignment: Assignment, paper: Paper, shown: str) -> Iterator[str]:
    """Yield what the student's notebook shows of a model answer."""
    if assignment.canary in shown:
        yield "the canary stands in the student's notebook"
    for line in answer_lines(paper):
        if line in shown:
            yield f"a line of a model answer stands in the student's notebook: {line}"


def answer_lines(paper: Paper) -> list[str]:
    """Return the lines of the model answers that no student may be shown: those that the question does not have."""
    found = []
    for task in paper.tasks:
        public = "\n".join([task.starter, task.text, task.program.given if task.program else ""])
        lines = (line.strip() for line in lines_of(task.model))
        found += [line for line in lines if len(line) >= LONG_ENOUGH and line not in public]
    return found
