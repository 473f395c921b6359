"""From ``assignments/ID/assignment.toml`` and ``mutants.toml`` to an `Assignment`.

The format is described in the instructor's guide of the book. Everything in these files is data, except code under
``given`` and ``reference``, which the course's own checks run.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from pathlib import Path
from typing import Any

from matgrad.derivation import DerivationError, check
from matgrad.grading.errors import GradingError
from matgrad.grading.fields import Table
from matgrad.grading.instances import KINDS_OF_INSTANCES, arguments_of
from matgrad.grading.source import (
    DERIVATION,
    FORMULA,
    KINDS,
    PROGRAMMED,
    SHORT,
    WRITTEN,
    Assignment,
    Milestone,
    Mutant,
    Paper,
    Program,
    Question,
    Task,
)
from matgrad.grading.written import lines_of

PLACEHOLDER = re.compile(r"<<(\w+)>>")
IDENTIFIER = re.compile(r"[A-Za-z]\w*")
FILES = ("assignment.toml", "mutants.toml")


def load(folder: Path) -> Assignment:
    """Read an assignment in all its variants.

    Parameters
    ----------
    folder : Path
        The folder of the assignment; its name is the assignment's id.

    Returns
    -------
    Assignment

    Raises
    ------
    GradingError
        If a file is missing or something in it is not as expected; the message names the place.
    """
    return parse(folder.resolve().name, *(contents(folder / name) for name in FILES))


def parse(name: str, main: str, mutants: str) -> Assignment:
    """Return the assignment that two texts describe.

    Parameters
    ----------
    name : str
        The id of the assignment.
    main, mutants : str
        The texts of the files ``assignment.toml`` and ``mutants.toml``.

    Raises
    ------
    GradingError
        If something in them is not as expected; the message names the place.
    """
    data, wrong = (toml(text, f"{name}/{file}") for text, file in zip((main, mutants), FILES, strict=True))
    variants = variants_of(data, name)
    papers = {variant: paper_of(data, wrong, name, variant, words) for variant, words in variants.items()}
    digest = hashlib.sha256(f"{main}\0{mutants}".encode()).hexdigest()
    first = next(iter(papers.values()))
    return Assignment(name, first.version, first.title, str(data["canary"]), papers, digest, (main, mutants))


def toml(text: str, place: str) -> dict[str, Any]:
    """Return what a text in TOML says."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise GradingError(f"{place}: this is not TOML: {error}") from None


def contents(path: Path) -> str:
    """Return the text of a file."""
    try:
        return path.read_text("utf-8")
    except FileNotFoundError:
        raise GradingError(f"{path}: there is no such file; an assignment needs {' and '.join(FILES)}") from None
    except UnicodeDecodeError:
        raise GradingError(f"{path}: the text is not UTF-8; save it with this encoding") from None
    except OSError as error:
        raise GradingError(f"{path}: the file cannot be read: {error.strerror}") from None


def variants_of(main: dict[str, Any], name: str) -> dict[str, dict[str, str]]:
    """Return for each variant the words that stand for its placeholders; one nameless variant if there are none."""
    tables = Table(main, f"{name}/assignment.toml").tables("variant", "variant")
    found: dict[str, dict[str, str]] = {}
    for table in tables:
        title = table.text("name")
        words = {key: value for key, value in table.data.items() if key != "name"}
        if title in found or not all(isinstance(value, str) for value in words.values()):
            raise table.error("expected a name that no other variant has, and texts for the placeholders")
        if found and set(words) != set(next(iter(found.values()))):
            raise table.error("expected the same placeholders in every variant")
        found[title] = words
    return found or {"only": {}}


def filled(value: Any, words: dict[str, str], place: str) -> Any:
    """Return a value with all placeholders ``<<name>>`` replaced."""
    if isinstance(value, str):
        for name in PLACEHOLDER.findall(value):
            if name not in words:
                raise GradingError(f"{place}: <<{name}>> is in no variant; known are {', '.join(words) or 'none'}")
        return PLACEHOLDER.sub(lambda match: words[match[1]], value)
    if isinstance(value, list):
        return [filled(each, words, place) for each in value]
    if isinstance(value, dict):
        return {name: filled(each, words, place) for name, each in value.items()}
    return value


def paper_of(main: dict[str, Any], mutants: dict[str, Any], name: str, variant: str, words: dict[str, str]) -> Paper:
    """Return one variant."""
    place = f"{name}/assignment.toml"
    table = Table(filled(main, words, place), place)
    table.asked.append("variant")
    canary = table.text("canary")
    if not re.fullmatch(r"canary-[\w-]{8,}", canary):
        raise table.error(f"canary is {canary!r}; expected 'canary-' and at least 8 letters and digits")
    tasks = tuple(task_of(each, canary) for each in table.tables("task", "task"))
    if len({task.id for task in tasks}) != len(tasks) or not tasks:
        raise table.error("expected at least one [[task]], each with an id of its own")
    paper = Paper(
        name, table.whole("version"), variant, table.text("title"), table.text("intro"), tasks,
        mutants_of(Table(filled(mutants, words, f"{name}/mutants.toml"), f"{name}/mutants.toml"), tasks, variant),
    )  # fmt: skip
    table.done()
    return paper


def task_of(table: Table, canary: str) -> Task:
    """Return one task."""
    name, kind = table.text("id"), table.text("kind")
    table.place = f"{table.place} ({name})"
    if not IDENTIFIER.fullmatch(name):
        raise table.error(f"id is {name!r}; expected a name for a variable, such as expansion")
    if kind not in KINDS:
        raise table.error(f"kind is {kind!r}; expected one of {', '.join(KINDS)}")
    question = question_of(table, kind) if kind in WRITTEN else None
    program = program_of(table) if kind in PROGRAMMED else None
    model, starter = table.text("model"), table.text("starter", "\n".join(question.start) if question else "")
    if canary not in model:
        raise table.error(f"the model answer does not contain the canary {canary!r}; put it in a remark, # {canary}")
    if kind in PROGRAMMED and not starter:
        raise table.error("'starter' is missing; expected the code that the student begins with")
    milestones = tuple(milestone_of(each, kind) for each in table.tables("milestone", "milestone"))
    check_milestones(table, kind, milestones)
    task = Task(name, kind, table.text("title"), table.text("text"), milestones, starter, model, question, program)
    table.done()
    if question is not None:
        check_question(table, task, question)
    return task


def question_of(table: Table, kind: str) -> Question:
    """Return what a written answer is judged against."""
    return Question(
        shapes=table.text("shapes"), start=table.texts("start") if kind == DERIVATION else (),
        where=table.texts("where"), wrt=table.text("wrt", "") or None, layout=table.text("layout", "") or None,
        assume=table.words("assume") or None, goal=table.text("goal"),
        asked=table.text("asked") if kind == FORMULA else "",
    )  # fmt: skip


def program_of(table: Table) -> Program:
    """Return what a programmed answer is judged against."""
    program = Program(
        table.text("function"), table.text("arguments"), table.text("given", ""), table.text("gradient_of", ""),
        table.text("wrt", ""), table.text("reference", ""),
    )  # fmt: skip
    names = [argument.name for argument in arguments_of(program.arguments, table.place)]
    if bool(program.gradient_of) == bool(program.reference):
        raise table.error("expected either 'gradient_of' with 'wrt', or 'reference'")
    if program.gradient_of and program.wrt not in names:
        raise table.error(f"wrt is {program.wrt!r}; expected one of the arguments {', '.join(names)}")
    return program


def milestone_of(table: Table, kind: str) -> Milestone:
    """Return one milestone."""
    milestone = Milestone(
        table.text("name"), table.number("marks"), table.texts("forms") if kind in WRITTEN else (),
        table.flag("answer") if kind == DERIVATION else False,
        table.texts("instances") if kind in PROGRAMMED else (),
    )  # fmt: skip
    if kind == DERIVATION and bool(milestone.forms) == milestone.answer:
        raise table.error("expected either 'forms', or 'answer = true' for the step that reaches the goal")
    if kind in PROGRAMMED:
        unknown = [each for each in milestone.instances if each not in KINDS_OF_INSTANCES]
        if unknown or not milestone.instances:
            raise table.error(f"instances are {list(milestone.instances)}; known are {', '.join(KINDS_OF_INSTANCES)}")
    table.done()
    return milestone


def check_milestones(table: Table, kind: str, milestones: tuple[Milestone, ...]) -> None:
    """Check what no milestone can see alone."""
    if not milestones or sum(each.marks for each in milestones) <= 0:
        raise table.error("expected at least one [[task.milestone]] with marks")
    if len({each.name for each in milestones}) != len(milestones):
        raise table.error("two milestones have the same name")
    if kind == DERIVATION and (len(milestones) < 2 or sum(each.answer for each in milestones) != 1):
        raise table.error("expected at least two milestones, and 'answer = true' in exactly one of them")
    if kind == SHORT and len(milestones) != 1:
        raise table.error("expected exactly one milestone: a human gives its marks")


def check_question(table: Table, task: Task, question: Question) -> None:
    """Let the checker read the question, so that a slip of the author is not found by a student."""
    try:
        check(
            list(question.start) or ["0 = 0"], question.shapes, question.wrt, question.layout,
            [*question.where, *question.start], question.assume, question.goal, explain=False,
        )  # fmt: skip
    except DerivationError as error:
        raise table.error(f"the checker cannot use the question: {error}") from None
    if task.kind == FORMULA and not lines_of(task.model):
        raise table.error("the model answer has no formula")


def mutants_of(table: Table, tasks: tuple[Task, ...], variant: str) -> tuple[Mutant, ...]:
    """Return the mutants of one variant."""
    found = []
    for each in table.tables("mutant", "mutant"):
        mutant = Mutant(
            each.text("name"), each.text("task"), each.text("answer"), each.number("marks"), each.number("open", 0)
        )
        only = each.texts("variants")
        each.done()
        task = next((task for task in tasks if task.id == mutant.task), None)
        if task is None:
            raise each.error(f"task is {mutant.task!r}; expected one of {', '.join(task.id for task in tasks)}")
        if mutant.marks + mutant.open > task.marks:
            raise each.error(f"marks are {mutant.marks:g}, {mutant.open:g} open; the task has {task.marks:g} in all")
        if not only or variant in only:
            found.append(mutant)
    table.done()
    return tuple(found)
