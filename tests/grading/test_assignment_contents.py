"""What the five published assignments contain, so that none of it is lost when one is changed."""

from pathlib import Path

import pytest

from matgrad.grading.loading import load
from matgrad.grading.marking import mark_trusted
from matgrad.grading.source import KINDS, SHORT
from matgrad.grading.verifying import problems

ROOT = Path(__file__).parents[2] / "assignments"
NAMES = ["1-wrong-expansion", "2-chain-rule", "3-index-notation", "4-numerical-check", "5-whole"]
ASSIGNMENTS = {name: load(ROOT / name) for name in NAMES}
PAPERS = [paper for assignment in ASSIGNMENTS.values() for paper in assignment.papers.values()]


def names(paper):
    return f"{paper.assignment} {paper.variant}"


def test_these_are_all():
    assert sorted(path.parent.name for path in ROOT.glob("*/assignment.toml")) == NAMES


@pytest.mark.parametrize("paper", PAPERS, ids=names)
def test_every_kind_of_task(paper):
    assert {task.kind for task in paper.tasks} == set(KINDS)


@pytest.mark.parametrize("paper", PAPERS, ids=names)
def test_other_right_answers_and_enough_wrong_ones(paper):
    """A task that one spelling alone can win is unfair; one that no wrong answer was tried on is not tested."""
    wrong = [mutant for mutant in paper.mutants if mutant.marks + mutant.open < paper.task(mutant.task).marks]
    assert len(wrong) >= 10
    for task in paper.tasks:
        if task.kind != SHORT:
            assert [each for each in paper.mutants if each.task == task.id and each.marks == task.marks], task.id
            assert len([each for each in wrong if each.task == task.id]) >= 2, task.id


@pytest.mark.parametrize("paper", PAPERS, ids=names)
def test_right_answers_are_not_the_model(paper):
    for mutant in paper.mutants:
        assert mutant.answer.split() != paper.task(mutant.task).model.split()


@pytest.mark.parametrize("name", NAMES)
def test_variants_are_different_questions(name):
    """The model answer of one variant does not win another one."""
    papers = list(ASSIGNMENTS[name].papers.values())
    assert len(papers) >= 3
    for paper, other in zip(papers, [*papers[1:], papers[0]], strict=True):
        found = [mark_trusted(paper.task(task.id), task.model, "seed").marks for task in other.tasks]
        assert sum(found) < 0.8 * sum(task.marks for task in paper.tasks if task.kind != SHORT)


@pytest.mark.thorough
@pytest.mark.parametrize("seed", ["first", "second", "third"])
@pytest.mark.parametrize("name", NAMES)
def test_no_mark_depends_on_the_seed(name, seed):
    assert problems(ASSIGNMENTS[name], seed) == []
