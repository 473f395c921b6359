"""A session gives what a full check gives, whatever was edited before, and judges only what an edit has changed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matgrad.derivation import check
from matgrad.derivation.limits import DerivationError
from matgrad.derivation.session import MAX_REMEMBERED, Session
from tests.derivation import corpus

SHAPES = "A: m×n, x: n, b: m, M: n×n, λ: scalar"
POOL = [
    "f(x) = 1/2 ||Ax - b||^2",
    "f(x)  =  1/2 ||Ax - b||^2",
    "f(x) = 1/2 ||Ax - b||^2 + λ/2 ||x||^2",
    "= 1/2 (Ax - b)^2",
    "= 1/2 (Ax - b)ᵀ(Ax - b)",
    "= 1/2 (xᵀAᵀ - bᵀ)(Ax - b)",
    "= 1/2  (xᵀAᵀ - bᵀ)(Ax - b)",
    "= 1/2 (xᵀAᵀAx - 2bᵀAx + bᵀb)",
    "∇f(x) = Aᵀ(Ax - b)",
    "∇f(x) = AᵀAx - bᵀA",
    "= AᵀAx - Aᵀb",
    "= AᵀAx - Ab",
    "f'(x) = (Ax - b)ᵀA",
    "∇f(x) = Aᵀ(Ax - b) = 0",
    "x = (AᵀA)⁻¹Aᵀb",
    "r = Ax - b",
    "= rᵀr",
    "q(x) = xᵀMx",
    "∇q(x) = 2Mx",
    "∂f/∂x_k = Σ_i (Σ_j a_ij x_j - b_i) a_ij",
    "= log(xᵀx)",
    "= 1/2 (",
    "x x = λ",
    "df = (Ax - b)ᵀA dx",
]
KINDS = st.sampled_from(["replace", "insert", "delete", "swap", "shapes"])
EDITS = st.lists(st.tuples(KINDS, st.integers(0, 9), st.sampled_from(POOL)), min_size=2, max_size=5)


def edited(lines, shapes, edit):
    """The lines and the shapes after one edit."""
    kind, place, text = edit
    lines = list(lines)
    place %= max(len(lines), 1)
    if kind == "insert" or not lines:
        lines.insert(place, text)
    elif kind == "replace":
        lines[place] = text
    elif kind == "delete":
        del lines[place]
    elif kind == "swap":
        lines[place], lines[-1] = lines[-1], lines[place]
    else:
        shapes = SHAPES + (", m > n" if shapes == SHAPES else "")
    return lines, shapes


def last(reports):
    *_, report = reports
    return report


def outcome(report):
    """The report as JSON, or the refusal."""
    try:
        return report().to_json()
    except DerivationError as error:
        return str(error)


def assert_same_as_check(lines, edits, **options):
    session, shapes = Session(), SHAPES
    for edit in [None, *edits]:
        lines, shapes = edited(lines, shapes, edit) if edit else (lines, shapes)
        request = {"lines": lines, "shapes": shapes, **options}
        assert last(session.reports(**request)).to_json() == check(**request).to_json()


@settings(max_examples=4, deadline=None)
@given(st.lists(st.sampled_from(POOL), min_size=1, max_size=5), EDITS)
def test_after_some_edits_the_report_is_that_of_a_full_check(lines, edits):
    assert_same_as_check(lines, edits, wrt="x", goal="Aᵀ(Ax - b)")


@pytest.mark.thorough
@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(POOL), min_size=1, max_size=8), EDITS)
def test_after_many_edits_the_report_is_that_of_a_full_check(lines, edits):
    assert_same_as_check(lines, edits, wrt="x")


@pytest.mark.thorough
@pytest.mark.parametrize("case", corpus.all_cases(), ids=lambda case: case["id"])
def test_the_corpus_written_line_by_line_ends_in_the_reports_of_full_checks(case):
    request, session = corpus.arguments(case), Session()
    for end in range(1, len(request["lines"]) + 1):
        version = {**request, "lines": request["lines"][:end]}
        assert outcome(lambda version=version: last(session.reports(**version))) == outcome(
            lambda v=version: check(**v)
        )


EXPANSION = [
    "f(x) = 1/2 ||Ax - b||^2",
    "= 1/2 (Ax - b)ᵀ(Ax - b)",
    "= 1/2 (xᵀAᵀ - bᵀ)(Ax - b)",
    "= 1/2 (xᵀAᵀAx - xᵀAᵀb - bᵀAx + bᵀb)",
    "= 1/2 (xᵀAᵀAx - 2bᵀAx + bᵀb)",
    "∇f(x) = 1/2 (2AᵀAx - 2Aᵀb)",
    "= AᵀAx - Aᵀb",
    "= Aᵀ(Ax - b)",
]


def lines_judged(versions):
    """How many lines the session judges for each version, one after the other."""
    session, counts = Session(), []
    for lines in versions:
        before = session.judged
        last(session.reports(lines=lines, shapes=SHAPES, wrt="x"))
        counts.append(session.judged - before)
    return counts


def changed(place, text):
    return [*EXPANSION[:place], text, *EXPANSION[place + 1 :]]


def test_only_what_an_edit_changes_is_judged_again():
    same_meaning = changed(2, "= 1/2 (Ax - b)ᵀ(Ax - b)")
    assert lines_judged([EXPANSION, EXPANSION]) == [8, 0]
    assert lines_judged([EXPANSION, changed(7, "= Aᵀ(Ax + b)")]) == [8, 1]
    assert lines_judged([EXPANSION, changed(2, "= 1/2 (xᵀAᵀ - bᵀ) (Ax - b)")]) == [8, 2], "it and the next line"
    assert lines_judged([EXPANSION, same_meaning, EXPANSION]) == [8, 2, 1], "line 3 is remembered"


def test_a_changed_declaration_makes_every_line_new():
    session = Session()
    last(session.reports(lines=EXPANSION, shapes=SHAPES, wrt="x"))
    last(session.reports(lines=EXPANSION, shapes=SHAPES + ", m > n", wrt="x"))
    assert session.judged == 2 * len(EXPANSION)


def test_verdicts_come_first_and_then_the_repairs_line_by_line():
    lines = ["f(x) = 1/2 ||Ax - b||^2", "= 1/2 (Ax - b)^2", "∇f(x) = AᵀAx - bᵀA"]
    first, second, third = Session().reports(lines=lines, shapes=SHAPES)
    assert (
        [line.verdict for line in first.lines] == [line.verdict for line in third.lines] == ["given", "wrong", "wrong"]
    )
    assert [[bool(line.repair) for line in report.lines] for report in (first, second, third)] == [
        [False, False, False],
        [False, True, False],
        [False, True, True],
    ]


def test_the_memory_has_a_limit():
    session = Session()
    for number in range(MAX_REMEMBERED + 50):
        last(session.reports(lines=[f"a = {number}"], shapes=""))
    assert len(session._judged) == MAX_REMEMBERED
