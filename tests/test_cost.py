"""Counted operations against sums written out in loops, and the memory of known temporaries."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matgrad import cost, large_scale, least_squares


def arrays(m, n):
    return np.ones((m, n)), np.ones(n), np.ones(m)


def gram_form(A, x, b):
    return A.T @ A @ x - A.T @ b


sizes = st.integers(1, 6)


def products(rows, inner, columns):
    """Multiplications and additions of one matrix product, counted by its three loops."""
    multiplications = additions = 0
    for _ in range(rows * columns):
        for k in range(inner):
            multiplications += 1
            additions += k > 0
    return np.array([multiplications, additions])


@settings(max_examples=30, deadline=None)
@given(sizes, sizes)
def test_both_forms_against_loops(m, n):
    counted = cost.operations(least_squares.gradient, *arrays(m, n))
    expected = products(m, n, 1) + np.array([0, m]) + products(n, m, 1)
    assert [counted.multiplications, counted.additions] == expected.tolist()
    counted = cost.operations(gram_form, *arrays(m, n))
    expected = products(n, m, n) + products(n, n, 1) + products(n, m, 1) + np.array([0, n])
    assert [counted.multiplications, counted.additions] == expected.tolist()


def test_elementwise_and_numbers_from_either_side():
    counted = cost.operations(lambda u, v: 2 * u + v - 3 + (1 - v) * u, np.ones(5), np.ones(5))
    assert counted == cost.Operations(multiplications=10, additions=20)


def test_text():
    assert str(cost.operations(least_squares.gradient, *arrays(3, 2))) == ("12 multiplications + 10 additions = 22")
    assert str(cost.Operations(1000, 2000)) == "1,000 multiplications + 2,000 additions = 3,000"


@pytest.mark.parametrize("shape", [(2000, 1000), (500, 800)])
def test_memory_of_known_temporaries(shape):
    m, n = shape
    assert 8 * n**2 <= cost.working_memory(gram_form, *arrays(m, n)) <= 8 * (n**2 + 3 * n) + 2000
    assert 8 * n <= cost.working_memory(least_squares.gradient, *arrays(m, n)) <= 8 * (2 * m + n) + 2000


def test_arguments_are_not_counted_and_nothing_goes_on_being_traced():
    A, x, b = arrays(300, 200)
    assert cost.working_memory(lambda A: A, A) < 2000
    with pytest.raises(ValueError):
        cost.working_memory(large_scale.gradient, A, b, x)
    assert not tracemalloc.is_tracing()
