"""The report: immutable data, with what the first diagnostic says at hand."""

from dataclasses import FrozenInstanceError, fields, is_dataclass

import pytest

from matgrad.derivation import check
from matgrad.derivation.report import VERDICTS, worst

SHAPES = "A: m×n, x: n, b: m"
LINES = ["f(x) = 1/2 ||Ax - b||^2", "= 1/2 (Ax - b)(Ax - b)", "= 1/2 (Ax - b)^T (Ax - b)"]


@pytest.fixture(scope="module")
def report():
    return check(LINES, SHAPES)


def test_what_the_report_says(report):
    assert [line.verdict for line in report.lines] == ["given", "wrong", "follows"]
    assert (report.ok, bool(report), report.first_wrong_line, report.goal_reached) == (False, False, 2, None)
    assert report.notes == ("recovers on line 3", "the last line is right although line 2 is wrong")


def test_a_line_shows_its_first_diagnostic(report):
    right, wrong = report.lines[0], report.lines[1]
    message = "the product is not conformable: m × 1 times m × 1 (columns of the first, 1, ≠ rows of the second, m)"
    assert wrong.message == message
    assert wrong.text[slice(*wrong.span)] == "(Ax - b)(Ax - b)"
    assert [(wrong.text[slice(*label.span)], label.text) for label in wrong.first.labels] == [("(Ax - b)", "m × 1")] * 2
    assert (right.first, right.span, right.message, right.code, right.help, right.repair) == (
        None,
        None,
        "",
        "",
        "",
        None,
    )
    assert right.evidence == "a definition"


def test_evidence_names_sizes_primes_and_bound(report):
    assert report.lines[2].evidence == (
        "equal modulo 2⁶¹ − 1 and 2⁵⁹ − 55 at (m, n) = (5, 4), (4, 5), error probability at most 4/2⁵⁸ a trial"
    )


def test_the_text_shows_line_verdict_place_and_sentence(report):
    shown = str(report)
    assert "= 1/2 (Ax - b)(Ax - b)" in shown
    assert "the product is not conformable" in shown


def test_nothing_in_a_report_can_be_changed(report):
    def data(value):
        if is_dataclass(value):
            yield value
            for field in fields(value):
                yield from data(getattr(value, field.name))
        elif isinstance(value, tuple):
            for item in value:
                yield from data(item)
        else:
            assert not isinstance(value, list | set)

    parts = list(data(report))
    assert {type(part).__name__ for part in parts} >= {"Report", "Line", "Claim", "Diagnostic", "Label"}
    for part in parts:
        with pytest.raises(FrozenInstanceError):
            setattr(part, fields(part)[0].name, None)


def test_the_same_request_gives_the_same_report_and_a_seed_other_points(report):
    assert check(LINES, SHAPES).to_json() == report.to_json()
    assert check(LINES, SHAPES, seed="secret").seed != report.seed


def test_the_worst_verdict_counts():
    assert worst([]) == "given"
    for place, verdict in enumerate(VERDICTS):
        assert worst(list(VERDICTS[: place + 1])) == verdict


@pytest.mark.parametrize(
    ("goal", "reached"),
    [("A^T(Ax - b)", True), ("∇f = AᵀAx − Aᵀb", True), ("A^T A x", False), ("(Ax - b)^T A", False)],
)
def test_a_goal_is_reached_or_not(goal, reached):
    lines = ["f(x) = 1/2 ||Ax - b||^2", "∇f(x) = A^T(Ax - b)"]
    found = check(lines, SHAPES, goal=goal)
    assert (found.goal_reached, found.ok) == (reached, reached)


def test_a_restated_gradient_reaches_no_goal():
    assert check(["f(x) = 1/2 ||Ax - b||^2", "∇f(x) = ∇f(x)"], SHAPES, goal="A^T(Ax - b)").goal_reached is False
