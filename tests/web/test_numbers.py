"""How the figures write numbers."""

import pytest

from tests.web.expected import decimal
from tests.web.javascript import evaluate

WRITTEN = [
    (0, "0"),
    (3e-17, "0"),
    (2, "2"),
    (-1.5, "−1.5"),
    (0.125, "0.13"),
    (-0.125, "−0.13"),
    (2.6666, "2.67"),
    (0.005, "0.01"),
    (0.004, "4 × 10⁻³"),
    (-0.00032, "−3.2 × 10⁻⁴"),
    (99999.4, "99999.4"),
    (123456, "1.2 × 10⁵"),
    (-1e12, "−1 × 10¹²"),
]


def test_decimal():
    told = evaluate("numbers", "values.map(v => decimal(v))", values=[value for value, _ in WRITTEN])
    assert told == [text for _, text in WRITTEN]
    assert told == [decimal(value) for value, _ in WRITTEN]  # the tests' own writer agrees


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("column([1, -0.5])", "(1, −0.5)"),
        ("factor(-1) + factor(2)", "(−1)2"),
        ("subscript(12)", "₁₂"),
        ("decimal(1.23456, 4)", "1.2346"),
    ],
)
def test_columns_factors_and_subscripts(expression, text):
    assert evaluate("numbers", expression) == text
