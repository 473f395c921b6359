"""Programs are tried on instances that leave nothing to accident; seeds belong to the holder of the secret."""

import hashlib
import hmac
import io
from dataclasses import replace

import numpy as np
import pytest

from matgrad.grading import seeds
from matgrad.grading.functions import AnswerError, WaitedError, compared, mark_function
from matgrad.grading.instances import KINDS_OF_INSTANCES, arguments_of, instance
from matgrad.grading.progress import Progress
from matgrad.grading.source import Program
from tests.grading.papers import MINUS, PLUS, SECRET, sample

TASK = sample().papers[MINUS].task("program")


def right(A, x, b):
    return A.T @ (A @ x - b)


@pytest.mark.parametrize("kind", KINDS_OF_INSTANCES)
def test_instances_conform_and_have_their_properties(kind):
    made = instance(
        arguments_of("A: m×n, x: n, w: m positive, l: scalar positive, Q: n×n symmetric, D: m×m diagonal"), kind, "s"
    )
    m, n = KINDS_OF_INSTANCES[kind]
    assert [np.shape(each) for each in made.values()] == [(m, n), (n,), (m,), (), (n, n), (m, m)]
    assert np.all(made["w"] > 0)
    assert made["l"] > 0
    assert np.array_equal(made["Q"], made["Q"].T)
    assert np.array_equal(made["D"], np.diag(np.diag(made["D"])))
    assert np.all(np.diag(made["D"]) > 0)
    assert (np.linalg.matrix_rank(made["A"]) < min(m, n)) == (kind == "rank deficient")


def test_instances_depend_on_the_seed_alone():
    arguments = arguments_of("A: m×n, B: n×p")
    one, again, other = (instance(arguments, "tall", seed) for seed in ("s", "s", "t"))
    assert np.array_equal(one["A"], again["A"])
    assert not np.array_equal(one["A"], other["A"])
    assert len({*one["A"].shape, *one["B"].shape}) == 3


def test_marks_of_functions():
    assert mark_function(TASK, right, "s").marks == 4
    only_tall = mark_function(TASK, lambda A, x, b: right(A, x, b) if A.shape[0] > A.shape[1] else 0 * x, "s")
    assert (only_tall.marks, only_tall.remarks[0]) == (0, "wide: some of the entries are wrong")
    column = mark_function(TASK, lambda A, x, b: right(A, x, b)[:, None], "s")
    assert (column.marks, column.remarks[0]) == (0, "tall: the shape is wrong")


def test_what_gave_no_result_once_is_not_asked_again():
    calls = []

    def ends(*arguments):
        calls.append(arguments)
        raise AnswerError("it ended")

    assert mark_function(TASK, ends, "s").remarks == ("tall: no result: it ended",)
    assert len(calls) == 1


def test_what_waited_too_long_goes_to_a_human():
    """By the clock nobody knows whether the program or the machine was slow."""

    def waits(*arguments):
        raise WaitedError("it ran longer than 60 seconds")

    result = mark_function(TASK, waits, "s")
    assert (result.marks, result.open) == (0, 4)
    assert result.human == ("tall: no result: it ran longer than 60 seconds",)


def test_what_cannot_be_decided_goes_to_a_human():
    """Rounding hides the gradient of a function that is flat and has a large value, in half precision."""
    given = "def objective(A, x, b):\n    return np.float64(np.abs(np.float16(1e4) + np.float16(1e-4 * (x @ x))))"
    task = replace(TASK, program=replace(TASK.program, given=given))
    result = mark_function(task, lambda A, x, b: np.float16(2e-4 * x), "s")
    assert (result.marks, result.open) == (0, 4)
    assert result.human[0] == "tall: rounding hides the gradient wherever the check looked"


def test_an_argument_that_is_changed_is_changed_for_this_call_alone():
    def greedy(A, x, b):
        value = right(A, x, b)
        A[:] = 0
        return value

    assert mark_function(TASK, greedy, "s").marks == 4


REFERENCE = Program("twice", "x: n", reference="def twice(x):\n    return 2 * x")


def test_a_function_that_is_no_gradient_is_compared_with_its_reference():
    task = replace(TASK, program=REFERENCE)
    assert mark_function(task, lambda x: x + x, "s").marks == 4
    assert mark_function(task, lambda x: 2.001 * x, "s").remarks[0] == "tall: the values are wrong"


@pytest.mark.parametrize(
    ("given", "finding"),
    [
        ([1.0, 2.0], "right"),
        ([1.0, 2.0 + 1e-12], "right"),
        ([1.0, 2.0 + 1e-6], "the values are wrong"),
        ([1.0], "the shape is wrong: (1,) where (2,) is expected"),
        ([1.0, float("nan")], "the result is not finite"),
        ([1.0, 2.0j], "the result is no array of real numbers"),
        ("text", "the result is no array of real numbers"),
        ([[1.0], [1.0, 2.0]], "the result is no array of real numbers"),
    ],
)
def test_comparisons(given, finding):
    assert compared(given, [1.0, 2.0]).finding == finding


# --- seeds -----------------------------------------------------------------------------------------------------------


def test_a_seed_is_the_hmac_of_what_it_is_for():
    expected = hmac.new(SECRET, b"course|sample|1|linear|ada", hashlib.sha256).hexdigest()
    assert seeds.seed(SECRET, "course", sample(), "linear", "ada") == expected
    assert seeds.variant(SECRET, "course", sample(), "ada") in (MINUS, PLUS)


def test_no_two_things_have_one_seed():
    found = {
        seeds.seed(secret, course, assignment, task, student)
        for secret in (SECRET, b"another secret of 16 bytes")
        for course in ("a", "b", "a|b")
        for assignment in (sample(), replace(sample(), version=2))
        for task, student in (("linear", "ada"), ("linear|ada", ""), ("program", "ada"), ("linear", "bob"))
    }
    assert len(found) == 2 * 3 * 2 * 4


def test_variants_are_spread():
    names = [seeds.variant(SECRET, "course", sample(), f"student{k}") for k in range(400)]
    assert 150 < names.count(MINUS) < 250


# --- progress --------------------------------------------------------------------------------------------------------


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self):  # noqa: D102
        return True


def test_a_terminal_gets_a_bar():
    stream = Terminal()
    progress = Progress(stream)
    progress(1, 2, {"needs_human": True})
    progress(2, 2, {"needs_human": False})
    first, second = stream.getvalue().split("\r")[1:]
    assert first.startswith("[###############...............] 1 of 2, 1 need a human, ")
    assert second.startswith("[##############################] 2 of 2, 1 need a human, 0 s left")
    assert second.endswith("\n")


def test_a_log_gets_a_line_at_the_end_and_now_and_then():
    stream = io.StringIO()
    progress = Progress(stream)
    for done in range(1, 6):
        progress(done, 5, {"needs_human": done == 3})
    assert stream.getvalue() == "5 of 5 marked, 1 need a human\n"
