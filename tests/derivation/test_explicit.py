"""SymPy, the peer in the benchmark, agrees with the labels: a second, exact oracle."""

import pytest

from benchmarks import explicit
from tests.derivation import corpus

STATEMENTS = [
    pytest.param(case, number, id=f"{case['id']}-{number}")
    for case in corpus.all_cases()
    for number, statement in enumerate(case["check"], start=1)
    if explicit.expressible(case, statement)
]


def agrees(case, number):
    false_lines = {corpus.first_wrong_line(case), *case["verdict"].get("also_wrong", ())}
    return explicit.holds(case, case["check"][number - 1], {}) is (number not in false_lines)


@pytest.mark.parametrize(("case", "number"), STATEMENTS[::9])
def test_sympy_agrees_with_some_labels(case, number):
    assert agrees(case, number)


@pytest.mark.thorough
@pytest.mark.parametrize(("case", "number"), STATEMENTS)
def test_sympy_agrees_with_all_labels(case, number):
    assert agrees(case, number)
