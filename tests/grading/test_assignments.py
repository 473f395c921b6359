"""Every assignment that is published is sound; and an assignment that is not is found out."""

from pathlib import Path

import nbformat
import pytest

from matgrad.grading.loading import load, parse
from matgrad.grading.notebook import student_notebook
from matgrad.grading.verifying import SEED, problems, problems_of_paper
from tests.grading.papers import SAMPLE

FOLDERS = sorted(path.parent for path in (Path(__file__).parents[2] / "assignments").glob("*/assignment.toml"))
WHOLE, MUTANTS = ((SAMPLE / name).read_text("utf-8") for name in ("assignment.toml", "mutants.toml"))
SECOND = WHOLE.index('[[variant]]\nname = "half plus"')
MAIN = WHOLE[:SECOND] + WHOLE[WHOLE.index("[[task]]") :]
"""With its first variant alone."""


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_assignment_is_sound_in_its_first_variant(folder):
    assignment = load(folder)
    assert list(problems_of_paper(assignment, assignment.papers[assignment.variants[0]], SEED)) == []
    for variant in assignment.variants:
        nbformat.validate(nbformat.from_dict(student_notebook(assignment, variant)))


@pytest.mark.thorough
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_assignment_is_sound_in_every_variant_and_for_any_seed(folder):
    assert problems(load(folder)) == []
    assert problems(load(folder), "another seed") == []


def test_there_are_assignments_and_each_has_its_own_canary():
    assert FOLDERS
    assert len({load(folder).canary for folder in FOLDERS}) == len(FOLDERS)


SPOILED = [
    ("∇f(x) = AᵀAx <<sign>> Aᵀb\n", "∇f(x) = AᵀAx <<other>> Aᵀb\n", "task expansion: the model answer gets"),
    ("return A.T @ (A @ x <<sign>> b)", "return A.T @ (A @ x <<other>> b)",
     "task program: the model answer gets 0 of 4"),
    ("    return 2 * A @ (A @ x <<sign>> b)\n'''\nmodel", "    return 2 * A.T @ (A @ x <<sign>> b)\n'''\nmodel",
     "task repaired: the starter gets 2 marks"),
    ('Give the gradient of $g$ as a column.\n', "It is not f(x) = <<factor>> [xᵀAᵀAx]. canary-0a1b2c3d4e\n",
     "the canary stands in the student's notebook"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), SPOILED)
def test_a_spoiled_assignment_is_found_out(old, new, expected):
    assert old in MAIN
    found = problems(parse("a", MAIN.replace(old, new, 1), ""))
    assert any(expected in each for each in found), found


def test_a_mutant_with_other_marks_is_found_out():
    found = problems(parse("a", MAIN, MUTANTS.replace("marks = 4", "marks = 5", 1)))
    assert found[0] == (
        "a, variant half minus: mutant 'a sign slips, and is carried on' gets 4 marks and 0 open; expected 5 and 0"
    )


def test_too_few_mutants_are_found_out():
    found = problems(parse("a", MAIN, ""))
    assert "a, variant half minus: there are 0 mutants; expected at least 10" in found


def test_a_line_of_an_answer_in_the_text_is_found_out():
    line = "= <<factor>> (Ax <<sign>> b)ᵀ(Ax <<sign>> b)"
    found = problems(parse("a", MAIN.replace("intro = '''\n", f"intro = '''\n{line}\n", 1), ""))
    assert found[1].endswith("a line of a model answer stands in the student's notebook: = 1/2 (Ax - b)ᵀ(Ax - b)")
