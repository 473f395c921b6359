"""Derivations as text files: parse and dump are inverse, and mistakes in a file are named by their line."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matgrad.derivation import DerivationError
from matgrad.derivation.declare import parse_assumptions, parse_shapes
from matgrad.derivation.text_format import dump, parse
from tests.derivation import corpus

FULL = """\
# a remark
shapes: A: m×n, x: n, b: m
Shapes: m ≥ n
wrt: x
layout: numerator

"""
REQUEST = {
    "lines": ["f(x) = 1/2 ||r||^2", "∇f(x) = Aᵀr"],
    "shapes": "A: m×n, x: n, b: m, Q: n×n, λ: scalar, m ≥ n",
    "wrt": "x",
    "layout": "denominator",
    "where": ["r = Ax - b", "g(u) = 1/2 uᵀu"],
    "assume": {"Q": "symmetric and invertible"},
    "goal": "Aᵀr",
}


def test_a_file_with_everything():
    text = dump(REQUEST)
    assert text == (
        "shapes: A: m×n, x: n, b: m, Q: n×n, λ: scalar, m ≥ n\n"
        "wrt: x\n"
        "layout: denominator\n"
        "where: r = Ax - b\n"
        "where: g(u) = 1/2 uᵀu\n"
        "assume: Q: symmetric and invertible\n"
        "goal: Aᵀr\n"
        "---\n"
        "f(x) = 1/2 ||r||^2\n"
        "∇f(x) = Aᵀr"
    )
    assert parse(text) == REQUEST


def test_a_blank_line_ends_the_header_and_remarks_are_passed_over():
    text = FULL + "f(x) = xᵀx\n\n# another remark\n   ∇f(x) = 2x\n"
    assert parse(text) == {
        "lines": ["f(x) = xᵀx", "∇f(x) = 2x"],
        "shapes": "A: m×n, x: n, b: m, m ≥ n",
        "wrt": "x",
        "layout": "numerator",
    }


def test_files_of_other_systems_are_read_alike():
    text = dump(REQUEST)
    assert parse("\ufeff" + text.replace("\n", "\r\n")) == parse(text)


def test_latex_rows_end_with_two_backslashes():
    text = "shapes: x: n\n---\n\\begin{aligned}\nx^T x &= \\|x\\|^2 \\\\\n&= x^T\nx\n\\end{aligned}"
    assert parse(text)["lines"] == ["\\begin{aligned} x^T x &= \\|x\\|^2", "&= x^T x \\end{aligned}"]


def test_assumptions_may_share_a_row_or_a_symbol():
    text = "shapes: Q: n×n, W: n×n\nassume: Q: symmetric; W: diagonal\nassume: Q: invertible\n---\nQ = Qᵀ"
    assert parse(text)["assume"] == {"Q": "symmetric and invertible", "W": "diagonal"}


@pytest.mark.parametrize("case", corpus.all_cases(), ids=lambda case: case["id"])
def test_every_derivation_of_the_corpus_goes_there_and_back(case):
    request = {name: value for name, value in corpus.arguments(case).items() if value}
    if any("\\\\" in line or not line.strip() for line in request["lines"]):
        with pytest.raises(DerivationError):
            dump(request)
        return
    found = parse(dump(request))
    shapes, facts = parse_shapes(request["shapes"])
    assert parse_shapes(found["shapes"]) == (shapes, facts)
    assert found["lines"] == [" ".join(line.split()) for line in request["lines"]]
    assert tuple(found.get("where", ())) == tuple(request.get("where", ()))
    assert parse_assumptions(found.get("assume"), shapes) == parse_assumptions(request.get("assume"), shapes)
    assert {k: found.get(k) for k in ("wrt", "layout")} == {k: request.get(k) for k in ("wrt", "layout")}


@settings(deadline=None)
@given(st.lists(st.text(min_size=1), min_size=1, max_size=4))
def test_what_dump_writes_is_read_back(lines):
    request = {"lines": lines, "shapes": "x: n"}
    try:
        text = dump(request)
    except DerivationError:
        return
    assert parse(text) == {"lines": [" ".join(line.split()) for line in lines], "shapes": "x: n"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "",
            'the header has no "shapes:"; write for example "shapes: A: m×n, x: n, b: m" on the first line',
        ),
        (
            "wrt: x\n---\nxᵀx = 1",
            'the header has no "shapes:"; write for example "shapes: A: m×n, x: n, b: m" on the first line',
        ),
        (
            "shapes: x: n",
            "there are no lines behind the header; put a blank line or --- before the derivation",
        ),
        (
            "shapes: x: n\nf(x) = xᵀx",
            "line 2: 'f(x) = xᵀx' is no field of the header; known are shapes, wrt, layout, where, assume, goal, "
            "each with a colon; put a blank line or --- before the derivation",
        ),
        (
            "# remark\nshapes: x: n\nfoo: 3\n---\nx = x",
            "line 3: 'foo: 3' is no field of the header; known are shapes, wrt, layout, where, assume, goal, "
            "each with a colon; put a blank line or --- before the derivation",
        ),
        ("shapes: x: n\nwrt: x\nwrt: y\n---\nx = x", "line 3: wrt: stands twice in the header"),
        ("shapes:\n---\nx = x", "line 1: shapes: has no value"),
        (
            "shapes: Q: n×n\nassume: symmetric\n---\nQ = Q",
            "assume: 'symmetric' is not an assumption; write \"Q: symmetric\"",
        ),
    ],
)
def test_what_is_wrong_with_a_file_is_said(text, message):
    with pytest.raises(DerivationError) as error:
        parse(text)
    assert str(error.value) == message


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        (
            {"lines": ["a = b \\\\"], "shapes": "a: n, b: n"},
            "lines: line 1 contains \\\\, which ends a line in the text",
        ),
        ({"lines": ["a = b", " "], "shapes": "a: n"}, "lines: line 2 is ' ', which the text would not give back"),
        ({"lines": ["# a"], "shapes": "a: n"}, "lines: line 1 is '# a', which the text would not give back"),
        ({"lines": ["---"], "shapes": "a: n"}, "lines: line 1 is '---', which the text would not give back"),
        (
            {"lines": ["a = a"], "shapes": "a: n", "goal": "a\n+ a"},
            "goal: a value cannot go over several lines of the text: 'goal: a\\n+ a'",
        ),
    ],
)
def test_what_cannot_be_written_is_said(request_, message):
    with pytest.raises(DerivationError) as error:
        dump(request_)
    assert str(error.value) == message
