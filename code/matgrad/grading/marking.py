"""Marks for one answer, whatever its kind."""

from __future__ import annotations

from collections.abc import Callable

from matgrad.grading.derivations import mark_derivation
from matgrad.grading.formulas import mark_formula
from matgrad.grading.functions import AnswerError, Function, mark_function, names_of
from matgrad.grading.results import TaskResult, settled
from matgrad.grading.source import DERIVATION, FORMULA, PROGRAMMED, Task


def mark_written(task: Task, answer: str, seed: str) -> TaskResult:
    """Return the marks of an answer that is text: a derivation, a formula or a short answer."""
    if task.kind == DERIVATION:
        return mark_derivation(task, answer, seed)
    if task.kind == FORMULA:
        return mark_formula(task, answer, seed)
    return mark_short(task, answer)


def mark_short(task: Task, answer: str) -> TaskResult:
    """Return a short answer's marks: all open until a human has read it, none if nothing was written."""
    if "".join(answer.split()) in ("", "".join(task.starter.split())):
        return settled(task, {}, ())
    return settled(task, {}, ("a short answer is read by a human",))


def mark_code(task: Task, answer: str, seed: str) -> TaskResult:
    """Return the marks of code that is trusted: a model answer, a mutant, one's own notebook.

    The code runs in this process. What students hand in is run elsewhere, by `running`.
    """
    try:
        return mark_function(task, trusted_function(task, answer), seed)
    except AnswerError as error:
        return settled(task, {}, (), remarks=(str(error),))


def trusted_function(task: Task, code: str) -> Function:
    """Return the function that trusted code defines; its errors become those of an answer."""
    assert task.program is not None  # a loaded task of this kind has one
    try:
        found = names_of(f"{task.program.given}\n{code}").get(task.program.function)
    except Exception as error:
        raise AnswerError(f"the code ends with {type(error).__name__}: {error}") from None
    if not callable(found):
        raise AnswerError(f"there is no function {task.program.function}")
    return guarded(found)


def guarded(function: Callable[..., object]) -> Function:
    """Return a function whose every error is an `AnswerError`."""

    def call(*arguments: object) -> object:
        try:
            return function(*arguments)
        except AnswerError:  # from a function that runs elsewhere
            raise
        except Exception as error:
            raise AnswerError(f"the function ends with {type(error).__name__}: {error}") from None

    return call


def mark_trusted(task: Task, answer: str, seed: str) -> TaskResult:
    """Return the marks of an answer of the assignment itself."""
    if task.kind == DERIVATION:
        return mark_derivation(task, answer, seed, explain=False)
    if task.kind == FORMULA:
        return mark_formula(task, answer, seed, explain=False)
    return mark_code(task, answer, seed) if task.kind in PROGRAMMED else mark_written(task, answer, seed)
