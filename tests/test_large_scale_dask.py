"""The gradient of a Dask array: lazy, each chunk taken once, and equal to the formula on NumPy arrays."""

import numpy as np
import pytest

from matgrad import large_scale, least_squares

dask = pytest.importorskip("dask", reason="Dask comes with the extra 'dask'")
da = pytest.importorskip("dask.array")

M, N = 1000, 30


def whole_numbers():
    """Small whole numbers, so that every sum is exact in any order."""
    rng = np.random.default_rng(0)
    return [rng.integers(-4, 5, size).astype(float) for size in ((M, N), N, M)]


class Source:
    """A matrix in chunks of rows that counts how often a chunk is made."""

    def __init__(self, A, heights):
        self.A, self.made = A, 0
        self.chunks = (tuple(heights), (A.shape[1],))

    def _block(self, block_info=None):
        self.made += 1
        first, last = block_info[None]["array-location"][0]
        return self.A[first:last]

    def array(self):
        """Return the matrix as a Dask array of which nothing exists yet."""
        empty = np.empty((0, 0), self.A.dtype)
        return da.map_blocks(self._block, chunks=self.chunks, dtype=self.A.dtype, meta=empty)


@pytest.fixture(autouse=True)
def one_thread():
    with dask.config.set(scheduler="synchronous"):
        yield


@pytest.mark.parametrize("heights", [(100,) * 10, (1000,), (1, 499, 0, 500)], ids=["ten", "one", "uneven"])
@pytest.mark.parametrize("column", [False, True])
@pytest.mark.parametrize("pieces", [False, True], ids=["NumPy x and b", "Dask x and b"])
def test_nothing_is_computed_before_compute_and_then_each_chunk_once(heights, column, pieces):
    A, x, b = whole_numbers()
    x, b = (x[:, None], b[:, None]) if column else (x, b)
    expected = least_squares.gradient(A, x, b), least_squares.objective(A, x, b)
    source = Source(A, heights)
    given = [da.from_array(v, chunks=7) if pieces else v for v in (x, b)]
    g = large_scale.gradient(source.array(), *given)
    f, g_too = large_scale.objective_and_gradient(source.array(), *given)
    assert isinstance(g, da.Array)
    assert g.shape == x.shape
    assert source.made == 0
    assert np.array_equal(g.compute(), expected[0])
    assert source.made == len(heights)
    value, gradient = dask.compute(f, g_too)
    assert value == expected[1]
    assert np.array_equal(gradient, expected[0])
    assert source.made == 2 * len(heights)


def test_a_chunk_sends_one_number_for_each_column_and_one_more():
    source = Source(whole_numbers()[0], (100,) * 10)
    shares = []

    def spy(rows, x, b):
        shares.append(share(rows, x, b))
        return shares[-1]

    share = large_scale._share
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(large_scale, "_share", spy)
        large_scale.gradient(source.array(), *whole_numbers()[1:]).compute()
    assert [s.shape for s in shares] == [(1, N + 1)] * 10


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.int8])
def test_type_of_the_result_is_that_of_the_formula(dtype):
    A, x, b = (array.astype(dtype) for array in whole_numbers())
    g = large_scale.gradient(Source(A, (400, 600)).array(), x, b)
    expected = least_squares.gradient(A, x, b)
    assert g.dtype == g.compute().dtype == expected.dtype
    assert np.array_equal(g.compute(), expected)


def test_complex_x():
    A, x, b = whole_numbers()
    z = x + 1j * np.roll(x, 1)
    f, g = dask.compute(*large_scale.objective_and_gradient(Source(A, (400, 600)).array(), z, b))
    assert np.array_equal(g, least_squares.gradient(A, z, b))
    assert f == least_squares.objective(A, z, b)


def test_chunks_of_columns_go_through_the_formula_and_stay_lazy():
    A, x, b = whole_numbers()
    g = large_scale.gradient(da.from_array(A, chunks=(300, 7)), x, b)
    assert isinstance(g, da.Array)
    assert np.array_equal(g.compute(), least_squares.gradient(A, x, b))


def test_wrong_shapes_are_named_before_anything_is_computed():
    A, x, b = whole_numbers()
    source = Source(A, (400, 600))
    with pytest.raises(ValueError) as error:
        large_scale.gradient(source.array(), b, x)
    assert str(error.value) == (
        "A is 1000×30 and x has 1000 entries: Ax needs one entry of x for each column of A, "
        "so x must have 30 entries. The order of the arguments is A, x, b."
    )
    assert source.made == 0
