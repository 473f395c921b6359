"""Assignments are read with an error that names the place for everything that is not as expected."""

import re

import pytest

from matgrad.grading.errors import GradingError
from matgrad.grading.instances import arguments_of
from matgrad.grading.loading import load, parse
from tests.grading.papers import MINUS, PLUS, SAMPLE, sample

MAIN = (SAMPLE / "assignment.toml").read_text("utf-8")
MUTANTS = (SAMPLE / "mutants.toml").read_text("utf-8")

BAD = [
    ("version = 1", "", "a/assignment.toml: 'version' is missing; expected a whole number"),
    ("version = 1", "version = 0", "a/assignment.toml: version is 0; expected a whole number of at least 1"),
    ("version = 1", 'version = "one"', "a/assignment.toml: version is 'one'; expected a whole number"),
    ("version = 1", "version = 1\nfoo = 2",
     "a/assignment.toml: 'foo' is not known here; known are canary, intro, task, title, variant, version"),
    ('canary = "canary-0a1b2c3d4e"', 'canary = "x"',
     "a/assignment.toml: canary is 'x'; expected 'canary-' and at least 8 letters and digits"),
    ("# canary-0a1b2c3d4e\nAᵀb", "Aᵀb",
     "a/assignment.toml, task 2 (linear): the model answer does not contain the canary 'canary-0a1b2c3d4e'; "
     "put it in a remark, # canary-0a1b2c3d4e"),
    ('id = "linear"', 'id = "2nd"',
     "a/assignment.toml, task 2 (2nd): id is '2nd'; expected a name for a variable, such as expansion"),
    ('id = "linear"', 'id = "expansion"',
     "a/assignment.toml: expected at least one [[task]], each with an id of its own"),
    ('kind = "formula"', 'kind = "proof"',
     "a/assignment.toml, task 2 (linear): kind is 'proof'; expected one of "
     "derivation, formula, function, debug, short"),
    ('goal = "Aᵀb"', 'goal = "Aᵀ)b"',
     "a/assignment.toml, task 2 (linear): the checker cannot use the question: goal: 'Aᵀ)b' could not be read: "
     "a closing ) without an opening one"),
    ('goal = "Aᵀb"', 'gaol = "Aᵀb"', "a/assignment.toml, task 2 (linear): 'goal' is missing; expected a text"),
    ("answer = true", 'anser = true\nforms = ["x"]',
     "a/assignment.toml, task 1 (expansion), milestone 4: 'anser' is not known here; is answer meant?"),
    ("answer = true", "", "a/assignment.toml, task 1 (expansion), milestone 4: expected either 'forms', or "
     "'answer = true' for the step that reaches the goal"),
    ('instances = ["tall", "wide"]', 'instances = ["tall", "flat"]',
     "a/assignment.toml, task 3 (program), milestone 1: instances are ['tall', 'flat']; known are tall, wide, square, "
     "one column, one row, rank deficient, large"),
    ('arguments = "A: m×n, x: n, b: m"', 'arguments = "A: m×n, x"',
     "a/assignment.toml, task 3 (program): 'x' is no argument with a shape; expected for example 'A: m×n' or "
     "'lam: scalar positive' (properties: positive, symmetric, diagonal)"),
    ('wrt = "x"\nstarter', 'wrt = "y"\nstarter',
     "a/assignment.toml, task 3 (program): wrt is 'y'; expected one of the arguments A, x, b"),
    ('gradient_of = "objective"', "",
     "a/assignment.toml, task 3 (program): expected either 'gradient_of' with 'wrt', or 'reference'"),
    ('name = "a scalar is its own transpose"\nmarks = 2', 'name = "a scalar is its own transpose"\nmarks = -2',
     "a/assignment.toml, task 5 (explanation), milestone 1: marks is -2; expected a number between 0 and 1000"),
    ("<<factor>> (Ax", "<<faktor>> (Ax",
     "a/assignment.toml: <<faktor>> is in no variant; known are factor, twice, sign, other"),
    ('name = "half plus"', 'name = "half minus"',
     "a/assignment.toml, variant 2: expected a name that no other variant has, and texts for the placeholders"),
    ('name = "half plus"', 'name = "half plus"\nmore = "x"',
     "a/assignment.toml, variant 2: expected the same placeholders in every variant"),
]  # fmt: skip
BAD_MUTANTS = [
    ('task = "linear"', 'task = "linaer"',
     "a/mutants.toml, mutant 7: task is 'linaer'; expected one of expansion, linear, program, repaired, explanation"),
    ("marks = 2\nopen = 6", "marks = 3\nopen = 6",
     "a/mutants.toml, mutant 6: marks are 3, 6 open; the task has 8 in all"),
    ('name = "no transpose"', "name = 3", "a/mutants.toml, mutant 10: name is 3; expected a text"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "message"), BAD)
def test_what_is_wrong_with_an_assignment_is_said(old, new, message):
    assert old in MAIN
    with pytest.raises(GradingError, match=f"^{re.escape(message)}$"):
        parse("a", MAIN.replace(old, new, 1), MUTANTS)


@pytest.mark.parametrize(("old", "new", "message"), BAD_MUTANTS)
def test_what_is_wrong_with_a_mutant_is_said(old, new, message):
    assert old in MUTANTS
    with pytest.raises(GradingError, match=f"^{re.escape(message)}$"):
        parse("a", MAIN, MUTANTS.replace(old, new, 1))


def test_text_that_is_no_toml_is_refused_with_its_place():
    with pytest.raises(GradingError, match=r"^a/assignment\.toml: this is not TOML: .*line 1"):
        parse("a", "title = =", MUTANTS)


def test_a_folder_without_files_is_refused(tmp_path):
    message = (
        f"{tmp_path / 'assignment.toml'}: there is no such file; an assignment needs assignment.toml and mutants.toml"
    )
    with pytest.raises(GradingError, match=f"^{re.escape(message)}$"):
        load(tmp_path)


def test_a_file_in_another_encoding_is_refused(tmp_path):
    (tmp_path / "assignment.toml").write_bytes(b"title = '\xe4'")
    with pytest.raises(GradingError, match=r"the text is not UTF-8; save it with this encoding$"):
        load(tmp_path)


def test_each_variant_is_filled_in_everywhere():
    minus, plus = (sample().papers[name] for name in (MINUS, PLUS))
    assert minus.task("expansion").question.start == ("f(x) = 1/2 ||Ax - b||^2",)
    assert plus.task("expansion").question.start == ("f(x) = 1/2 ||Ax + b||^2",)
    assert "A @ x + b" in plus.task("program").program.given
    assert minus.marks == plus.marks == 18
    assert "<<" not in str(minus) + str(plus)


def test_arguments_are_read_with_their_properties():
    found = arguments_of("A: m×n, w: m positive, lam: scalar positive, Q: n x n symmetric".replace("n x n", "nxn"))
    assert [(each.name, each.sizes, each.property) for each in found] == [
        ("A", ("m", "n"), ""), ("w", ("m",), "positive"), ("lam", (), "positive"), ("Q", ("n", "n"), "symmetric"),
    ]  # fmt: skip
