"""What marking gives: data, made once and not changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from matgrad.derivation import Report
from matgrad.grading.source import Task


@dataclass(frozen=True, slots=True)
class Reached:
    """A milestone that was reached: where, and the share of its marks."""

    line: int | None
    share: float
    carried: bool = False
    conditional: bool = False


@dataclass(frozen=True, slots=True)
class Awarded:
    """One milestone with its marks; those that stay open are for a human to give."""

    name: str
    possible: float
    marks: float
    open: float = 0
    line: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class TaskResult:
    """The marks of one task.

    Attributes
    ----------
    task : str
    kind : str
    milestones : tuple of Awarded
    human : tuple of str
        Why a human has to look; empty if none has to.
    report : Report or None
        The checker's verdicts on a written answer.
    remarks : tuple of str
        What the student is told besides.
    flags : tuple of str
        What the instructor may want to know; the marks do not wait for it.
    """

    task: str
    kind: str
    milestones: tuple[Awarded, ...]
    human: tuple[str, ...] = ()
    report: Report | None = None
    remarks: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()

    @property
    def marks(self) -> float:
        """The marks that are certain."""
        return sum(each.marks for each in self.milestones)

    @property
    def open(self) -> float:
        """The marks that a human still has to decide."""
        return sum(each.open for each in self.milestones)

    @property
    def possible(self) -> float:
        """The marks of a right answer."""
        return sum(each.possible for each in self.milestones)


def settled(
    task: Task, reached: Mapping[str, Reached], human: tuple[str, ...],
    report: Report | None = None, remarks: tuple[str, ...] = (), flags: tuple[str, ...] = (),
) -> TaskResult:  # fmt: skip
    """Return the result of a task; where a human has to look, what was not reached in full stays open."""
    return TaskResult(
        task.id, task.kind,
        tuple(awarded(each.name, each.marks, reached.get(each.name), bool(human)) for each in task.milestones),
        human, report, remarks, flags,
    )  # fmt: skip


def awarded(name: str, possible: float, found: Reached | None, is_open: bool) -> Awarded:
    """Return one milestone with its marks."""
    if found is None or found.conditional:
        return Awarded(name, possible, 0, possible if is_open else 0)
    marks = possible * found.share
    note = "half marks: after an error" if found.carried else ""
    return Awarded(name, possible, marks, possible - marks if is_open else 0, found.line, note)
