"""The NumPy forms against loops over indices, and against complex steps in every coordinate."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matgrad import gradients
from matgrad.gradients.instance import instance
from matgrad.gradients.program import evaluate, problem
from matgrad.gradients.rows import SCALAR

STEP = 1e-30
REAL_ONLY = ("slogdet", "logaddexp")  # these do not take complex numbers


def result(name, seed=0):
    row = gradients.row(name)
    return evaluate(row, row.program.result, instance(row, seed)), instance(row, seed)


ANALYTIC = [
    pytest.param(row, id=row.id)
    for row in gradients.rows()
    if row.kind == SCALAR and not any(word in str(row.numpy) for word in REAL_ONLY)
]


@pytest.mark.parametrize("row", ANALYTIC)
def test_every_entry_by_a_complex_step_of_its_own(row):
    case = problem(row, seed=5)
    found = case.gradient(case.point)
    for place in np.ndindex(case.point.shape):
        moved = case.point.astype(complex)
        moved[place] += 1j * STEP
        assert found[place] == pytest.approx(case.function(moved).imag / STEP, rel=1e-9, abs=1e-12)


@given(st.integers(0, 1000))
def test_many_right_sides_in_loops(seed):
    found, s = result("many-right-sides", seed)
    A, X, B = s["A"], s["X"], s["B"]
    m, n = A.shape
    p = X.shape[1]
    for k in range(n):
        for j in range(p):
            entry = sum(A[i, k] * (sum(A[i, q] * X[q, j] for q in range(n)) - B[i, j]) for i in range(m))
            assert found[k, j] == pytest.approx(entry)


@given(st.integers(0, 1000))
def test_quadratic_trace_with_two_matrices_in_loops(seed):
    found, s = result("quadratic-trace-two", seed)
    X, B, C = s["X"], s["B"], s["C"]
    n, p = X.shape
    for a in range(n):
        for b in range(p):
            first = sum(B[a, j] * X[j, k] * C[k, b] for j in range(n) for k in range(p))
            second = sum(X[i, k] * B[i, a] * C[b, k] for i in range(n) for k in range(p))
            assert found[a, b] == pytest.approx(first + second)


@given(st.integers(0, 1000))
def test_determinant_by_cofactors(seed):
    found, s = result("determinant", seed)
    X = s["X"]
    for i, j in np.ndindex(X.shape):
        (a, b), (c, d) = np.delete(np.delete(X, i, 0), j, 1)
        assert found[i, j] == pytest.approx((-1) ** (i + j) * (a * d - b * c), abs=1e-12)


@given(st.integers(0, 1000))
def test_logistic_loss_one_observation_after_the_other(seed):
    found, s = result("logistic-loss", seed)
    X, w, y = s["X"], s["w"], s["y"]
    total = [0.0] * len(w)
    for i in range(len(y)):
        z = sum(X[i, j] * w[j] for j in range(len(w)))
        for j in range(len(w)):
            total[j] += (1 / (1 + math.exp(-z)) - y[i]) * X[i, j]
    assert list(found) == pytest.approx(total)


@given(st.integers(0, 1000))
def test_softmax_entry_by_entry(seed):
    found, s = result("softmax", seed)
    powers = [math.exp(z) for z in s["z"]]
    p = [power / sum(powers) for power in powers]
    for i in range(len(p)):
        for j in range(len(p)):
            assert found[i, j] == pytest.approx(p[i] * ((i == j) - p[j]))


def test_scores_that_would_overflow():
    row = gradients.row("cross-entropy")
    symbols = {"z": np.array([2000.0, 0.0, -2000.0]), "y": np.array([0.0, 1.0, 0.0])}
    assert evaluate(row, row.program.value, symbols) == 2000
    assert evaluate(row, row.program.result, symbols).tolist() == [1.0, -1.0, 0.0]


def test_what_comes_before_both_forms_has_to_be_assignments():
    from dataclasses import replace

    row = gradients.row("logistic-loss")
    row = replace(row, numpy={**row.numpy, "let": "print(X)"})
    with pytest.raises(gradients.RowError) as error:
        evaluate(row, "1", instance(row))
    assert str(error.value) == (
        "row logistic-loss: the NumPy form '1' does not run: let 'print(X)': expected assignments to one name each"
    )
