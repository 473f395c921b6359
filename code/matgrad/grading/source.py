"""What an assignment is, once it has been read: data that does not change.

An `Assignment` has one `Paper` for each variant. A paper has tasks, a task has milestones that earn marks, and
mutants: wrong answers whose marks are known. `loading` reads them from ``assignments/ID/assignment.toml``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

DERIVATION, FORMULA, FUNCTION, DEBUG, SHORT = "derivation", "formula", "function", "debug", "short"
KINDS = (DERIVATION, FORMULA, FUNCTION, DEBUG, SHORT)
WRITTEN, PROGRAMMED = (DERIVATION, FORMULA), (FUNCTION, DEBUG)


@dataclass(frozen=True, slots=True)
class Milestone:
    """A step that earns marks.

    Attributes
    ----------
    name : str
        What it is, as the marking scheme prints it.
    marks : float
    forms : tuple of str
        Lines that are this step, in the language of the checker; any spelling of the same form counts.
    answer : bool
        The last step of a derivation: the goal is reached.
    instances : tuple of str
        The kinds of instances on which a function has to be right, all of them.
    """

    name: str
    marks: float
    forms: tuple[str, ...] = ()
    answer: bool = False
    instances: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What a written answer is judged against: the arguments of `derivation.check`, and what is given."""

    shapes: str
    start: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    wrt: str | None = None
    layout: str | None = None
    assume: Mapping[str, str] | None = None
    goal: str = ""
    asked: str = ""


@dataclass(frozen=True, slots=True)
class Program:
    """What a programmed answer is judged against.

    Attributes
    ----------
    function : str
        The name of the function that the student defines.
    arguments : str
        Its arguments with their shapes, such as ``"A: m×n, x: n, b: m"``.
    given : str
        Code that the notebook shows and the checks use.
    gradient_of : str
        The function of ``given`` whose gradient is asked for, with the same arguments; "" if none.
    wrt : str
        The argument by which it is differentiated.
    reference : str
        Where no gradient is asked for: code that defines the same function, never shown to students.
    """

    function: str
    arguments: str
    given: str = ""
    gradient_of: str = ""
    wrt: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do, with its marks."""

    id: str
    kind: str
    title: str
    text: str
    milestones: tuple[Milestone, ...]
    starter: str
    model: str
    question: Question | None = None
    program: Program | None = None

    @property
    def marks(self) -> float:
        """The marks of all milestones."""
        return sum(milestone.marks for milestone in self.milestones)


@dataclass(frozen=True, slots=True)
class Mutant:
    """A wrong answer to one task, the marks that it has to get and those that stay open for a human."""

    name: str
    task: str
    answer: str
    marks: float
    open: float = 0


@dataclass(frozen=True, slots=True)
class Paper:
    """An assignment in one of its variants, with model answers."""

    assignment: str
    version: int
    variant: str
    title: str
    intro: str
    tasks: tuple[Task, ...]
    mutants: tuple[Mutant, ...]

    @property
    def marks(self) -> float:
        """The marks of all tasks."""
        return sum(task.marks for task in self.tasks)

    def task(self, name: str) -> Task:
        """Return the task with this id."""
        return next(task for task in self.tasks if task.id == name)


@dataclass(frozen=True, slots=True)
class Assignment:
    """One source of truth: every variant of it, the texts that it was read from, and their digest."""

    id: str
    version: int
    title: str
    canary: str
    papers: Mapping[str, Paper]
    digest: str
    texts: tuple[str, str]

    @property
    def variants(self) -> tuple[str, ...]:
        """The names of the variants, in the order of the source."""
        return tuple(self.papers)
