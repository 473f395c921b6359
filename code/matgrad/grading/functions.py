"""Marks for a programmed answer: the function is called on fresh instances, and the verdict is formed here.

What calls the student's function does not matter: in the student's notebook it is the function itself, in grading a
stand-in whose work is done by another process. Nothing but arrays comes back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from matgrad.gradient_check import check_gradient
from matgrad.grading.instances import arguments_of, instance
from matgrad.grading.results import Reached, TaskResult, settled
from matgrad.grading.source import Program, Task

Function = Callable[..., Any]
TOLERANCE = 1e-8
"""Relative, for functions that are compared with a reference: far above rounding, far below any mistake."""
KINDS_OF_MISTAKES = {
    "known mistake": "the gradient is not right",
    "wrong sign": "the sign is wrong",
    "constant factor": "a constant factor is wrong",
    "wrong coordinates": "some of the entries are wrong",
    "dense error": "most of the entries are wrong",
    "wrong shape": "the shape is wrong",
    "not a real array": "the result is no array of real numbers",
    "not finite": "the result is not finite",
}
"""What a student is told: the kind of the mistake, never its repair."""


class AnswerError(Exception):
    """A student's function that gave no result; the message says why, in words for the student."""


class WaitedError(AnswerError):
    """A function that waited, or a machine too busy to run it: nobody knows which, so a human looks."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One instance: right, wrong or (None) undecided, and what is said about it."""

    right: bool | None
    finding: str


def mark_function(task: Task, function: Function, seed: str) -> TaskResult:
    """Return the marks of a programmed answer.

    Parameters
    ----------
    task : Task
        A task of the kind "function" or "debug".
    function : callable
        The student's function, or a stand-in for it; raises `AnswerError` where it gives no result.
    seed : str
        Chooses the instances.
    """
    program = task.program
    assert program is not None  # a loaded task of this kind has one
    trials: dict[str, Trial] = {}
    for kind in dict.fromkeys(kind for milestone in task.milestones for kind in milestone.instances):
        trials[kind] = trial(program, function, kind, seed)
        if trials[kind].finding.startswith(NO_RESULT):
            break  # what ended or ran out of time once is not asked again
    missing = next(iter(trials.values()), None)
    reached: dict[str, Reached] = {}
    for milestone in task.milestones:
        found = [trials.get(kind, missing) for kind in milestone.instances]
        if all(each is not None and each.right for each in found):
            reached[milestone.name] = Reached(None, 1.0)
    human = tuple(f"{kind}: {each.finding}" for kind, each in trials.items() if each.right is None)
    remarks = tuple(f"{kind}: {each.finding}" for kind, each in trials.items() if each.right is False)
    return settled(task, reached, human, remarks=remarks)


NO_RESULT = "no result: "


def trial(program: Program, function: Function, kind: str, seed: str) -> Trial:
    """Return the verdict on one instance."""
    arguments = instance(arguments_of(program.arguments), kind, seed)
    trusted = names_of(program.given or program.reference)
    try:
        if program.gradient_of:
            return gradient_trial(program, trusted[program.gradient_of], function, arguments, f"{seed}|{kind}")
        expected = names_of(f"{program.given}\n{program.reference}")[program.function](*copied(arguments))
        return compared(function(*copied(arguments)), expected)
    except WaitedError as error:
        return Trial(None, f"{NO_RESULT}{error}")
    except AnswerError as error:
        return Trial(False, f"{NO_RESULT}{error}")


def gradient_trial(
    program: Program, objective: Function, function: Function, arguments: Mapping[str, Any], seed: str
) -> Trial:
    """Return the verdict of `check_gradient` on one instance."""

    def value(x: Any) -> Any:
        return objective(*{**arguments, program.wrt: x}.values())

    def gradient(x: Any) -> Any:
        return function(*copied({**arguments, program.wrt: x}))

    number = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:4], "big")
    report = check_gradient(value, gradient, arguments[program.wrt], seed=number)
    if report.ok:
        return Trial(True, "right")
    if report.reason == "undecided":
        return Trial(None, report.finding)
    return Trial(False, KINDS_OF_MISTAKES[report.reason])


def compared(given: Any, expected: Any) -> Trial:
    """Return the verdict on a result beside the expected one."""
    wanted = np.asarray(expected, dtype=float)
    try:
        got = np.asarray(given)
    except ValueError:
        return Trial(False, KINDS_OF_MISTAKES["not a real array"])
    if got.dtype.kind not in "iufb":
        return Trial(False, KINDS_OF_MISTAKES["not a real array"])
    if got.shape != wanted.shape:
        return Trial(False, f"the shape is wrong: {got.shape} where {wanted.shape} is expected")
    if not np.all(np.isfinite(got)):
        return Trial(False, KINDS_OF_MISTAKES["not finite"])
    scale = float(np.max(np.abs(wanted), initial=0.0)) or 1.0
    if float(np.max(np.abs(got - wanted), initial=0.0)) <= TOLERANCE * scale:
        return Trial(True, "right")
    return Trial(False, "the values are wrong")


def copied(arguments: Mapping[str, Any]) -> list[Any]:
    """Return the arguments in their order, each an array of its own, so that no call can change those of the next."""
    return [np.array(each) if np.ndim(each) else each for each in arguments.values()]


def names_of(code: str) -> dict[str, Any]:
    """Run code of the assignment, or a student's own code in the student's own notebook; return its names."""
    names: dict[str, Any] = {"np": np}
    exec(compile(code, "the assignment", "exec"), names)  # noqa: S102 - the course's own code
    return names
