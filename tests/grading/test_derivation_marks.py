"""The marking scheme of derivations: milestones, half marks behind an error, nothing for what only looks like work."""

from dataclasses import replace

import pytest

from matgrad.grading.derivations import mark_derivation
from tests.grading.papers import MINUS, sample

START = "f(x) = 1/2 ||Ax - b||^2"
MODEL = [
    START,
    "= 1/2 (Ax - b)ᵀ(Ax - b)",
    "= 1/2 [(Ax)ᵀ(Ax) - (Ax)ᵀb - bᵀ(Ax) + bᵀb]",
    "= 1/2 [xᵀAᵀAx - 2 bᵀAx + bᵀb]",
    "∇f(x) = AᵀAx - Aᵀb",
    "= Aᵀ(Ax - b)",
]
GOAL = "∇f(x) = Aᵀ(Ax - b)"

PAPERS = [
    ("the model", MODEL, 8, 0),
    ("nothing", [], 0, 0),
    ("the question alone", [START], 0, 0),
    ("the question twice", [START, "= 1/2 ||Ax - b||^2"], 0, 0),
    ("a jump to the answer", [START, GOAL], 0, 0),
    ("the answer alone", [GOAL], 0, 0),
    ("the answer as a definition", ["q = Aᵀ(Ax - b)"], 0, 0),
    ("the answer equal to itself", [*MODEL[:2], "Aᵀ(Ax - b) = Aᵀ(Ax - b)"], 2, 0),
    ("a step equal to itself", [f"{MODEL[1][2:]} = {MODEL[1][2:]}"], 0, 0),
    ("one step skipped", [line for line in MODEL if line != MODEL[2]], 6, 0),
    ("stops short", MODEL[:4], 6, 0),
    ("each line twice", [line for line in MODEL for _ in range(2)], 8, 0),
    ("padding between the steps", [START, "= 1/2 ||Ax - b||^2 + 0", MODEL[1], "= 1/2 (Ax - b)ᵀ(Ax - b) + xᵀx - xᵀx",
                                   "= 1/2 (Ax - b)ᵀ(Ax - b) + 2bᵀb - 2bᵀb", GOAL], 4, 0),
    ("zeros put in eight times, then wrong", [START, *["= 1/2 ||Ax - b||^2 + 0 xᵀx"] * 8, "= xᵀx"], 0, 0),
    ("everything on one line", [" ".join(MODEL[:4]), GOAL], 8, 0),
    ("the expansion first, the residual afterwards", ["r = Ax - b", *MODEL[:4], "∇f(x) = Aᵀr"], 8, 0),
    ("wrong from the first line", [START, "= 1/2 (Ax - b)(Ax - b)", GOAL], 0, 0),
    ("a slip, carried on", [*MODEL[:2], *(line.replace("-", "+") for line in MODEL[2:5])], 4, 0),
    ("a slip, then the right answer", [*MODEL[:3], "= 1/2 [xᵀAᵀAx + 2 bᵀAx + bᵀb]", GOAL], 5, 0),
    ("a slip at the very end", [*MODEL[:4], "∇f(x) = AᵀAx + Aᵀb"], 6, 0),
    ("a lost factor, carried on", [START, "= (Ax - b)ᵀ(Ax - b)", "= (Ax)ᵀ(Ax) - (Ax)ᵀb - bᵀ(Ax) + bᵀb",
                                   "= xᵀAᵀAx - 2 bᵀAx + bᵀb", "∇f(x) = 2AᵀAx - 2Aᵀb"], 3, 0),
    ("an unreadable line", [*MODEL[:3], "= 1/2 [xᵀAᵀ", GOAL], 6, 2),
    ("a hypothesis of one's own", [START, "b = 0", "f(x) = 1/2 (Ax)ᵀ(Ax)"], 0, 8),
    ("the objective defined anew", ["f(x) = bᵀb", "∇f(x) = 0"], 0, 0),
    ("LaTeX", [r"f(x) &= \tfrac12 \lVert Ax - b \rVert^2", r"&= \tfrac12 (Ax - b)^\top (Ax - b)",
               r"&= \tfrac12 \left[ (Ax)^\top Ax - (Ax)^\top b - b^\top Ax + b^\top b \right]",
               r"&= \tfrac12 \left[ x^\top A^\top A x - 2 b^\top A x + b^\top b \right]",
               r"\nabla f(x) &= A^\top A x - A^\top b"], 8, 0),
]  # fmt: skip


def marked(lines, explain=False):
    task = sample().papers[MINUS].task("expansion")
    return mark_derivation(task, "\n".join(lines), "a seed", explain)


@pytest.mark.parametrize(("lines", "marks", "left_open"), [row[1:] for row in PAPERS], ids=[row[0] for row in PAPERS])
def test_marks(lines, marks, left_open):
    result = marked(lines)
    assert (result.marks, result.open) == (marks, left_open)


def test_each_milestone_names_its_line():
    assert [each.line for each in marked(MODEL).milestones] == [2, 3, 4, 5]


def test_marks_do_not_depend_on_explanations_or_the_seed():
    lines = PAPERS[17][1]
    task = sample().papers[MINUS].task("expansion")
    assert {mark_derivation(task, "\n".join(lines), f"seed {k}", bool(k)).marks for k in range(2)} == {4}


def test_a_right_end_behind_an_error_is_flagged():
    assert marked([*MODEL[:3], "= 1/2 [xᵀAᵀAx + 2 bᵀAx + bᵀb]", GOAL]).flags == (
        "the goal is reached although line 4 is wrong",
    )
    assert marked(MODEL).flags == ()


def test_half_marks_say_why():
    result = marked([*MODEL[:2], *(line.replace("-", "+") for line in MODEL[2:5])])
    assert [each.note for each in result.milestones] == [
        "",
        "",
        "half marks: after an error",
        "half marks: after an error",
    ]


def test_a_human_is_told_why():
    assert marked([*MODEL[:3], "= 1/2 [xᵀAᵀ"]).human == ("line 4 could not be read",)
    assert marked([START, "Ax = b", "f(x) = 0"]).human == ("line 3 rests on a hypothesis of the student",)


DIFFERENTIALS = ["r = Ax - b", "f(x) = 1/2 rᵀr", "dr = A dx", "df = rᵀ dr", "= rᵀA dx", "= (Aᵀr)ᵀ dx", "∇f(x) = Aᵀr"]


def test_another_way_to_the_goal_is_left_to_a_human():
    result = marked(DIFFERENTIALS)
    assert (result.marks, result.open) == (4, 4)
    assert result.human == ("every line follows and the goal is reached, by other steps than the milestones",)


def test_an_own_letter_beside_the_definitions_of_the_question():
    """A letter of one's own is read in every task, also where the question has defined others."""
    task = sample().papers[MINUS].task("expansion")
    question = replace(task.question, start=("r = Ax - b", "f(x) = 1/2 ||r||^2"))
    lines = ["w = Ax", "f(x) = 1/2 (w - b)ᵀ(w - b)", "= 1/2 [wᵀw - wᵀb - bᵀw + bᵀb]", "= 1/2 [wᵀw - 2 bᵀw + bᵀb]", GOAL]
    assert mark_derivation(replace(task, question=question), "\n".join(lines), "a seed").marks == 8


def test_an_expansion_where_the_chain_rule_has_the_marks_is_left_to_a_human():
    """Two like terms and their sum are two steps of a way of one's own."""
    task = sample().papers[MINUS].task("expansion")
    names = ("first", "second", "third")
    chain = tuple(replace(task.milestones[0], name=each, forms=("df = Aᵀ",)) for each in names)
    result = mark_derivation(replace(task, milestones=(*chain, task.milestones[-1])), "\n".join(MODEL), "a seed")
    assert (result.marks, result.open) == (0, 8)
