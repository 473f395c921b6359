"""The gradient by row blocks agrees with the formula, for every storage, and reads A once."""

import tracemalloc
from fractions import Fraction

import numpy as np
import pytest
import scipy.sparse
from hypothesis import given, settings
from hypothesis import strategies as st

from matgrad import large_scale, least_squares

BIG = (2000, 300)  # 4.8 MB: five blocks


@pytest.fixture(autouse=True)
def small_is_large(monkeypatch):
    """Let every A go by row blocks, so that the tests need no large matrix."""
    monkeypatch.setattr(large_scale, "LARGE", 1)


def arrays(m, n, seed=0, dtype=np.float64):
    rng = np.random.default_rng(seed)
    return [a.astype(dtype) for a in (rng.standard_normal((m, n)), rng.standard_normal(n), rng.standard_normal(m))]


def whole_numbers(m, n, seed=0):
    """Small whole numbers, so that every sum is exact in any order."""
    rng = np.random.default_rng(seed)
    return [rng.integers(-4, 5, size).astype(float) for size in ((m, n), n, m)]


def test_only_large_matrices_go_by_rows(monkeypatch):
    monkeypatch.undo()
    large = np.broadcast_to(np.float64(0), (2**19, 8))
    assert large_scale._goes_by_rows(np.zeros((2**19, 8)))
    assert not large_scale._goes_by_rows(np.zeros((2**19 - 1, 8)))
    assert not large_scale._goes_by_rows(np.zeros((2**19, 8)).T)
    assert not large_scale._goes_by_rows(scipy.sparse.csr_array(large))


STORAGES = {
    "C order": np.ascontiguousarray,
    "Fortran order": np.asfortranarray,
    "every second row": lambda A: np.repeat(A, 2, axis=0)[::2],
    "every second column": lambda A: np.repeat(A, 2, axis=1)[:, ::2],
    "rows backwards": lambda A: np.ascontiguousarray(A[::-1])[::-1],
    "sparse": scipy.sparse.csr_array,
}


@pytest.mark.parametrize("storage", STORAGES)
@pytest.mark.parametrize("shape", [BIG, (200_000, 1), (1, 200_000), (40, 30_000), (5, 3), (0, 4), (4, 0), (3000, 64)])
@pytest.mark.parametrize("column", [False, True])
def test_agrees_exactly_with_the_formula_for_whole_numbers(storage, shape, column):
    A, x, b = whole_numbers(*shape)
    x, b = (x[:, None], b[:, None]) if column else (x, b)
    stored = STORAGES[storage](A)
    f, g = large_scale.objective_and_gradient(stored, x, b)
    assert np.array_equal(g, least_squares.gradient(A, x, b))
    assert g.shape == x.shape
    assert f == large_scale.objective(stored, x, b) == least_squares.objective(A, x, b)
    assert np.array_equal(large_scale.gradient(stored, x, b), g)


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 9), st.integers(1, 9), st.integers(0, 10**6))
def test_agrees_with_index_loops(m, n, seed):
    A, x, b = whole_numbers(m, n, seed)
    r = [sum(Fraction(A[i, j]) * Fraction(x[j]) for j in range(n)) - Fraction(b[i]) for i in range(m)]
    assert large_scale.gradient(A, x, b).tolist() == [sum(r[i] * Fraction(A[i, k]) for i in range(m)) for k in range(n)]


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_agrees_up_to_rounding_and_keeps_the_type(dtype):
    A, x, b = arrays(*BIG, dtype=dtype)
    f, g = large_scale.objective_and_gradient(A, x, b)
    exact = least_squares.gradient(*(array.astype(np.longdouble) for array in (A, x, b)))
    assert g.dtype == dtype
    assert np.linalg.norm(g - exact) <= 50 * np.finfo(dtype).eps * np.linalg.norm(exact)
    assert f == pytest.approx(
        float(least_squares.objective(A.astype(float), x.astype(float), b.astype(float))), rel=1e-5
    )


@pytest.mark.parametrize("storage", STORAGES)
@pytest.mark.parametrize("shape", [BIG, (4, 3)])
def test_complex_x_gives_what_the_formula_gives(storage, shape):
    A, x, b = whole_numbers(*shape)
    z = x + 1j * np.roll(x, 1)
    stored = STORAGES[storage](A)
    f, g = large_scale.objective_and_gradient(stored, z, b)
    assert np.array_equal(g, least_squares.gradient(A, z, b))
    assert f == large_scale.objective(stored, z, b) == least_squares.objective(A, z, b)


@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("function", [large_scale.gradient, large_scale.objective, large_scale.objective_and_gradient])
def test_complex_x_makes_no_complex_copy_of_A(order, function):
    A, x, b = arrays(*BIG)
    A = np.asarray(A, order=order)
    z = x + 1j * x
    tracemalloc.start()
    function(A, z, b)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < A.nbytes / 4


def test_integers_become_floats_block_by_block():
    A = np.full(BIG, 100, dtype=np.int8)
    x, b = np.full(BIG[1], 100, dtype=np.int8), np.zeros(BIG[0], dtype=np.int8)
    tracemalloc.start()
    g = large_scale.gradient(A, x, b)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert g.tolist() == [2000 * 100.0 * 300 * 10_000] * 300
    assert peak < 8 * A.nbytes


def test_memmap_on_disk_is_not_loaded(tmp_path):
    A, x, b = whole_numbers(*BIG)
    on_disk = np.memmap(tmp_path / "A.bin", dtype=float, mode="w+", shape=BIG)
    on_disk[:] = A
    on_disk.flush()
    read = np.memmap(tmp_path / "A.bin", dtype=float, mode="r", shape=BIG)
    tracemalloc.start()
    g = large_scale.gradient(read, x, b)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert type(g) is np.ndarray
    assert np.array_equal(g, least_squares.gradient(A, x, b))
    assert peak < A.nbytes / 4


def test_each_row_is_read_once():
    """An array that counts what is taken from it; the formula would take all of it twice."""

    class Counting(np.ndarray):
        taken = 0

        def __getitem__(self, key):
            part = super().__getitem__(key)
            Counting.taken += part.shape[0]
            return np.asarray(part)

    A, x, b = whole_numbers(*BIG)
    counted = A.view(Counting)
    blocks = list(large_scale._blocks(counted, x, b))
    assert Counting.taken == BIG[0]
    assert max(rows.nbytes for rows, _ in blocks) <= 2**20


def test_lists_and_errors_are_those_of_least_squares():
    assert large_scale.gradient([[1, 0], [1, 1], [0, 1]], [1, 1], [1, 0, 2]).tolist() == [2, 1]
    for arguments in (
        (np.ones((5, 3)), np.ones(4), np.ones(5)),
        (np.ones((5, 3)), np.ones(3), np.ones((5, 1))),
        (np.ones((5, 3), dtype=int), np.ones(5), np.ones(3)),
        (1j * np.ones((5, 3)), np.ones(3), np.ones(5)),
        (np.ones(3), np.ones(3), np.ones(1)),
        (np.array([["a"]]), np.ones(1), np.ones(1)),
    ):
        with pytest.raises((ValueError, TypeError)) as expected:
            least_squares.gradient(*arguments)
        with pytest.raises(expected.type) as error:
            large_scale.gradient(*arguments)
        assert str(error.value) == str(expected.value)
