"""The report as JSON: valid for every derivation of the corpus, and never an exception for a bad request."""

import json

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matgrad.derivation import check, check_json
from matgrad.derivation.limits import MAX_TOTAL_LENGTH
from matgrad.derivation.schema import ERROR_SCHEMA, REPORT_SCHEMA
from tests.derivation import corpus

REPORT = jsonschema.Draft202012Validator(REPORT_SCHEMA)
ERROR = jsonschema.Draft202012Validator(ERROR_SCHEMA)
KNOWN = "lines, shapes, wrt, layout, where, assume, goal, seed"


def test_the_schemas_are_schemas():
    jsonschema.Draft202012Validator.check_schema(REPORT_SCHEMA)
    jsonschema.Draft202012Validator.check_schema(ERROR_SCHEMA)


@pytest.mark.parametrize("case", corpus.all_cases()[::4], ids=lambda case: case["id"])
def test_reports_of_the_corpus_are_valid(case):
    data = json.loads(check(**corpus.arguments(case), explain=False).to_json())
    REPORT.validate(data)
    assert [line["text"] for line in data["lines"]] == [line.replace("\n", " ") for line in case["lines"]]


def test_a_wrong_line_carries_its_diagnostics_and_evidence():
    request = {"lines": ["x^T x = ||x||^2", "x x = ||x||^2"], "shapes": "x: n"}
    data = json.loads(check_json(json.dumps(request)))
    REPORT.validate(data)
    assert (data["version"], data["ok"], data["first_wrong_line"], data["goal_reached"]) == (1, False, 2, None)
    first, second = data["lines"]
    assert first["claims"][0]["primes"] == [str(2**61 - 1), str(2**59 - 55)]
    assert first["claims"][0]["sizes"] == [{"n": 2}, {"n": 3}]
    assert second["diagnostics"][0]["symptom"] == "product"
    assert second["diagnostics"][0]["span"] == [0, 3]


@pytest.mark.parametrize(
    ("request_text", "message"),
    [
        ("[]", "the request is not a JSON object"),
        ("{}", "the request has no field 'lines'"),
        ('{"lines": []}', "the request has no field 'shapes'"),
        ('{"lines": [], "shapes": "", "colour": 1}', f"the request has an unknown field 'colour'; known are {KNOWN}"),
        ('{"lines": 5, "shapes": ""}', "lines: expected a string or a list of strings"),
        ('{"lines": [1], "shapes": ""}', "lines: expected a string or a list of strings"),
        ('{"lines": [], "shapes": "", "wrt": 1}', "wrt: expected a string or null"),
        ('{"lines": [], "shapes": "", "wrt": "z"}', "wrt: z is not declared in shapes"),
        ('{"lines": [], "shapes": "", "layout": "row"}',
         "layout: 'row' is not known; expected \"denominator\", \"numerator\", \"mixed\" or None"),
        ("{", "the request is not JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
        (" " * (4 * MAX_TOTAL_LENGTH + 1), "the request is too long"),
    ],
)  # fmt: skip
def test_bad_requests_are_answered(request_text, message):
    data = json.loads(check_json(request_text))
    ERROR.validate(data)
    assert data == {"version": 1, "error": message}


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(KNOWN.split(", "), VALUES)))
def test_any_json_is_answered(request):
    data = json.loads(check_json(json.dumps(request)))
    assert ERROR.is_valid(data) or REPORT.is_valid(data)
