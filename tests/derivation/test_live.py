"""The door of the live page: what a form becomes, what is shown, and that nothing is said too early."""

import json
from pathlib import Path

import pytest

from matgrad.derivation import check_json
from matgrad.derivation.live import FIELDS, Desk, fields_of, read_text, request, write_text
from matgrad.derivation.session import Session
from matgrad.derivation.text_format import dump, parse

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*.txt"))
WRONG = {"lines": "xᵀx\n= x^2", "shapes": "x: n"}


def answers(form):
    desk = Desk()
    yield json.loads(desk.check(json.dumps(form)))
    while said := desk.go_on():
        yield json.loads(said)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_last_answer_holds_the_report_of_check_json(path):
    text = path.read_text(encoding="utf-8")
    *_, last = answers(fields_of(text))
    expected = json.loads(check_json(json.dumps(parse(text))))
    assert last["report"] == expected
    assert last["more"] is False


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_survives_the_form(path):
    text = path.read_text(encoding="utf-8")
    form = json.loads(read_text(text))["fields"]
    assert set(form) == set(FIELDS)
    assert json.loads(write_text(json.dumps(form))) == {"text": dump(parse(text)) + "\n"}


def test_the_first_answer_has_the_verdicts_and_no_repair():
    first, last = answers(WRONG)
    assert [line["verdict"] for line in first["shown"]["lines"]] == ["given", "wrong"]
    assert first["more"] is True
    assert first["shown"]["lines"][1]["diagnostics"][0]["help"] == []
    repair = last["shown"]["lines"][1]["diagnostics"][0]["help"][0]
    assert (repair["text"], repair["tex"]) == ("= xᵀx", r"= x^{\top} x")
    assert last["more"] is False


def test_the_first_hint_tells_the_place_alone():
    _, last = answers(WRONG)
    line = last["shown"]["lines"][1]
    diagnostic = line["diagnostics"][0]
    assert diagnostic["where"] == "line 2 does not follow; look here"
    assert diagnostic["kind"] == "error M01: a column (n × 1) has no power 2"
    assert (diagnostic["code"], diagnostic["title"]) == ("M01", "square of a vector")
    assert diagnostic["operands"] == [{"text": "x", "tex": "x", "label": "n × 1"}]
    assert line["tex"] == r"= \htmlClass{here}{\underline{x}}^{2}"


def test_a_line_that_cannot_be_read_is_shown_as_it_stands():
    *_, last = answers({"lines": "xᵀx = (x", "shapes": "x: n"})
    (line,) = last["shown"]["lines"]
    assert (line["verdict"], line["tex"], line["text"]) == ("unreadable", "", "xᵀx = (x")
    assert line["diagnostics"][0]["where"] == "line 1 could not be read from here on"


def test_names_of_several_letters_stay_whole():
    (only,) = answers({"lines": "Xwᵀ Xw = ||Xw||^2", "shapes": "Xw: n"})
    assert only["shown"]["lines"][0]["verdict"] == "follows"
    assert r"\mathrm{Xw}" in only["shown"]["lines"][0]["tex"]


def test_all_fields_reach_the_checker():
    form = {
        "lines": "q(x) = xᵀMx\n\n∇q(x) = 2Mx",
        "shapes": "M: n×n, x: n",
        "wrt": " x ",
        "layout": "denominator",
        "where": "c = xᵀx\nd = 2c",
        "assume": "M: symmetric\nM: invertible",
        "goal": "2Mx",
    }
    assert request(json.dumps(form)) == {
        "lines": ["q(x) = xᵀMx", "∇q(x) = 2Mx"],
        "shapes": "M: n×n, x: n",
        "wrt": "x",
        "layout": "denominator",
        "where": ["c = xᵀx", "d = 2c"],
        "assume": {"M": "symmetric and invertible"},
        "goal": "2Mx",
    }
    (only,) = answers(form)
    assert only["report"]["goal_reached"] is True


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ("[", "the form is not JSON: Expecting value: line 1 column 2 (char 1)"),
        ("[]", "the form is not a JSON object of texts"),
        ('{"lines": 3}', "the form is not a JSON object of texts"),
        (
            '{"line": ""}',
            "the form has an unknown field 'line'; known are lines, shapes, wrt, layout, where, assume, goal",
        ),
        (
            '{"lines": "a", "layout": "rows"}',
            'layout: \'rows\' is not known; expected "denominator", "numerator", "mixed" or None',
        ),
        ('{"lines": "x", "shapes": "x: n", "assume": "x"}', "assume: 'x' is not an assumption; write \"Q: symmetric\""),
    ],
)
def test_a_form_that_cannot_be_used_is_answered_with_a_sentence(form, message):
    desk = Desk()
    assert json.loads(desk.check(form)) == {"version": 1, "error": message}
    assert desk.go_on() == ""


def test_a_fault_of_the_checker_is_called_so_and_the_next_derivation_is_checked(monkeypatch):
    def broken(self, **request):
        raise ZeroDivisionError("at line 3")

    desk = Desk()
    with monkeypatch.context() as patch:
        patch.setattr(Session, "reports", broken)
        assert json.loads(desk.check(json.dumps(WRONG)))["error"] == (
            "the checker itself has failed on this derivation (ZeroDivisionError('at line 3')); "
            "that is a fault of the checker and not yours"
        )
        assert desk.go_on() == ""
    assert "report" in json.loads(desk.check(json.dumps(WRONG)))


def test_a_new_check_gives_up_what_was_waiting():
    desk = Desk()
    desk.check(json.dumps(WRONG))
    desk.check(json.dumps({"lines": "xᵀx", "shapes": "x: n"}))
    assert desk.go_on() == ""


def test_a_text_that_is_no_derivation_is_named():
    assert json.loads(read_text("f = xᵀx")) == {
        "error": "line 1: 'f = xᵀx' is no field of the header; known are shapes, wrt, layout, where, assume, goal, "
        "each with a colon; put a blank line or --- before the derivation"
    }
    assert (
        "which the text would not give back"
        in json.loads(write_text(json.dumps({"lines": "# a", "shapes": "a"})))["error"]
    )
