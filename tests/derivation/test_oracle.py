"""The labels of the corpus are proved by its own check expressions, and the evaluator of those by known values."""

from itertools import pairwise

import numpy as np
import pytest

from tests.derivation import arrays, corpus, oracle

CASES = [pytest.param(case, id=case["id"]) for case in corpus.all_cases()]
DERIVATIVES = ("grad(", "jac(", "hess(", "D(")


@pytest.mark.parametrize("case", CASES)
def test_the_checks_prove_the_verdict(case):
    first_wrong = corpus.first_wrong_line(case)
    false_lines = {first_wrong, *case["verdict"].get("also_wrong", ())}
    for number, statement in enumerate(case["check"], start=1):
        if statement is not None:
            assert oracle.holds(statement, case) is (number not in false_lines), (number, statement)


@pytest.mark.parametrize("case", CASES)
def test_a_derivative_holds_away_from_the_stationary_point_too(case):
    everywhere = {key: value for key, value in case.items() if key != "check_given"}
    if case.get("wrt") not in case.get("check_given", {}):
        return
    false_lines = {corpus.first_wrong_line(case), *case["verdict"].get("also_wrong", ())}
    for number, statement in enumerate(case["check"], start=1):
        stationary = statement is None or "== 0*" in statement or number in false_lines
        if not stationary and any(name in statement for name in DERIVATIVES):
            assert oracle.holds(statement, everywhere), (number, statement)


@pytest.mark.parametrize("case", CASES)
def test_the_case_is_complete(case):
    verdict = case["verdict"]
    count = len(case["lines"])
    assert verdict["status"] in {"correct", "wrong", "undecided"}
    assert len(case["check"]) == count
    if verdict["status"] == "wrong":
        assert 1 <= verdict["first_wrong_line"] <= count
        assert verdict["category"]
        assert case["check"][verdict["first_wrong_line"] - 1] or verdict["category"] == "undeclared_symbol"
    if verdict["status"] == "undecided":
        assert verdict["lines"]
        assert all(1 <= line <= count for line in verdict["lines"])


@pytest.mark.parametrize("case", CASES)
def test_no_true_check_compares_an_expression_with_itself(case):
    false_lines = {corpus.first_wrong_line(case), *case["verdict"].get("also_wrong", ())}
    for number, statement in enumerate(case["check"], start=1):
        if statement and number not in false_lines:
            assert all(left != right for left, right in pairwise(oracle.sides(statement))), statement


def test_identifiers_are_unique():
    identifiers = [case["id"] for case in corpus.all_cases()]
    assert len(identifiers) == len(set(identifiers))


CASE = {"id": "known", "shapes": {"A": ["m", "n"], "x": ["n"], "b": ["m"], "S": ["n", "n"], "t": []}}


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("T(A) == T(A)", True),
        ("A @ x == b", False),
        ("A @ x + x == b", False),
        ("A @ x @ b == 0", False),
        ("x ** 2 == nrm2(x)", False),
        ("inv(A) == T(A)", False),
        ("t + x == x", False),
        ("T(x) @ x == nrm2(x) == dot(x, x) == tr(x @ T(x)) == nrm(x) ** 2", True),
        ("T(x) @ x @ S == (T(x) @ x) * S", True),
        ("grad(lambda x: T(x) @ S @ x, x) == (S + T(S)) @ x", True),
        ("grad(lambda x: T(x) @ S @ x, x) == 2 * S @ x", False),
        ("hess(lambda x: T(x) @ S @ x, x) == S + T(S)", True),
        ("jac(lambda x: A @ x - b, x) == A", True),
        ("D(lambda S: inv(S), S, S @ S) == -I(n)", True),
        ("grad(lambda S: det(S), S) == det(S) * T(inv(S))", True),
        ("vecm(A @ S) == kron(T(S), I(m)) @ vecm(A)", True),
        ("had(x, x) == diag(x) @ x", True),
        ("grad(lambda x: A @ x, x) == A", False),
    ],
)
def test_known_statements(statement, expected):
    assert oracle.holds(statement, CASE) is expected


def test_each_relation_of_a_chain_is_judged_alone():
    assert oracle.relations_hold("nrm2(x) == T(x) @ x == 2 * nrm2(x)", CASE) == [True, False]


def test_sizes_are_pairwise_different():
    scope = oracle.sample(CASE, 0)
    assert len({scope["A"].shape[0], scope["A"].shape[1], 1}) == 3


def test_complex_step_agrees_with_a_central_difference():
    rng = np.random.default_rng(0)
    point = arrays.Array(rng.standard_normal((3, 1)).astype(complex))

    def function(x):
        return arrays.array(np.exp(x.values[0, 0]) * x.values[1, 0] + x.values[2, 0] ** 3)

    step = 1e-5
    for index in range(3):
        unit = np.eye(3)[:, [index]]
        above = function(arrays.Array(point.values + step * unit)).values
        below = function(arrays.Array(point.values - step * unit)).values
        exact = arrays.gradient(function, point).values[index, 0]
        assert exact == pytest.approx(((above - below) / (2 * step))[0, 0], rel=1e-8)
