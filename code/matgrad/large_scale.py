"""The same objective and gradient for a large A: every entry of A is read from memory once.

Aᵀ(Ax − b) as written reads A twice, once for Ax and once for Aᵀr, and for a large A the reading is
the whole cost. But row i of A, with its own residual, gives its own share of the sum
Aᵀr = Σᵢ rᵢaᵢ, so the rows can be taken in blocks that stay in the processor's cache until both
products are done. Measured in chapters 4 and 7.

This serves NumPy arrays and ``numpy.memmap`` of 32 MB and more whose rows lie together (C order).
A Dask array whose chunks are blocks of rows gives one share a chunk, and stays lazy: nothing is computed
before ``.compute()``, and then on whatever machines Dask's scheduler has. Any other A, smaller, in Fortran
order, sparse or JAX, goes through the formula of ``least_squares``.
A complex x is split into its two real parts: NumPy would otherwise make a complex copy of A.
"""

import importlib
from collections.abc import Iterator
from typing import Any

import numpy as np

from matgrad import inputs, least_squares
from matgrad.inputs import Array

LARGE = 2**25  # bytes: a smaller A stays in the cache of today's processors, and a second reading costs little
BLOCK = 2**20  # bytes of A at a time: above the size of the nearest large cache the gain is gone
FEWEST = 16  # rows in a block: with fewer, adding the shares to the sum costs as much as making them
SHORT = range(2**9, 2**13 + 1)  # bytes of a row: here row by row inner products beat the matrix product by a third


def gradient(A: Array, x: Array, b: Array) -> Array:
    """Gradient Aᵀ(Ax − b), reading A once.

    Parameters
    ----------
    A : array of shape (m, n)
    x : array of shape (n,) or (n, 1)
    b : array of shape (m,) or (m, 1)

    Returns
    -------
    array of the shape of x
        A lazy Dask array if A is one.

    Raises
    ------
    ValueError
        If the shapes do not conform, or A or b is complex.
    TypeError
        If an argument is not an array of numbers.

    Examples
    --------
    >>> gradient([[1, 0], [1, 1], [0, 1]], [1, 1], [1, 0, 2])
    array([2., 1.])
    """
    if _has_row_chunks(A):
        return _lazy_sums(A, x, b)[1]
    if not _goes_by_rows(A) and inputs.kind(x) != "c":
        return least_squares.gradient(A, x, b)
    return _sums(A, x, b, with_objective=False)[1]


def objective(A: Array, x: Array, b: Array) -> Any:
    """Objective ½rᵀr with r = Ax − b, without a complex copy of A when x is complex.

    Parameters
    ----------
    A : array of shape (m, n)
    x : array of shape (n,) or (n, 1)
    b : array of shape (m,) or (m, 1)

    Returns
    -------
    number

    Raises
    ------
    ValueError
        If the shapes do not conform, or A or b is complex.
    TypeError
        If an argument is not an array of numbers.

    Examples
    --------
    >>> float(objective([[1, 0], [1, 1], [0, 1]], [1, 1], [1, 0, 2]))
    2.5
    """
    if inputs.kind(x) != "c":
        return least_squares.objective(A, x, b)
    A, x, b = _conformable(A, x, b)
    return sum(_half_square(residuals) for _, residuals in _blocks(A, x, b))


def objective_and_gradient(A: Array, x: Array, b: Array) -> tuple[Any, Array]:
    """Objective ½‖Ax − b‖² and its gradient Aᵀ(Ax − b), reading A once for both.

    Parameters
    ----------
    A : array of shape (m, n)
    x : array of shape (n,) or (n, 1)
    b : array of shape (m,) or (m, 1)

    Returns
    -------
    tuple of a number and an array of the shape of x

    Raises
    ------
    ValueError
        If the shapes do not conform, or A or b is complex.
    TypeError
        If an argument is not an array of numbers.

    Examples
    --------
    >>> f, g = objective_and_gradient([[1, 0], [1, 1], [0, 1]], [1, 1], [1, 0, 2])
    >>> float(f), g.tolist()
    (2.5, [2.0, 1.0])
    """
    return _lazy_sums(A, x, b) if _has_row_chunks(A) else _sums(A, x, b, with_objective=True)


def _goes_by_rows(A: Array) -> bool:
    """Whether A is large and NumPy can take rows of it that lie together."""
    is_array = isinstance(A, np.ndarray) and A.ndim == 2
    return is_array and A.size * _itemsize(A) >= LARGE and (A.flags.c_contiguous or not A.flags.f_contiguous)


def _itemsize(A: Array) -> int:
    return 8 if inputs.kind(A) in "biu" else int(A.itemsize)  # integers become float64


def _sums(A: Array, x: Array, b: Array, *, with_objective: bool) -> tuple[Any, Array]:
    """Objective (or 0) and gradient, summed over the blocks of rows."""
    A, x, b = _conformable(A, x, b)
    f: Any = 0
    totals: list[Any] = []
    for rows, residuals in _blocks(A, x, b):
        if not totals:
            totals = [rows.T @ r for r in residuals]
        else:
            for total, r in zip(totals, residuals, strict=True):
                total += rows.T @ r
        f = f + _half_square(residuals) if with_objective else f
    g = totals[0] if len(totals) == 1 else totals[0] + 1j * totals[1]
    return f, g.reshape(x.shape)


def _has_row_chunks(A: Array) -> bool:
    """Whether A is a Dask array whose chunks are blocks of whole rows."""
    return hasattr(A, "__dask_graph__") and len(A.shape) == 2 and A.numblocks[1] == 1


def _lazy_sums(A: Array, x: Array, b: Array) -> tuple[Any, Array]:
    """Objective and gradient as lazy Dask arrays: the sum of one share for each chunk of A."""
    da: Any = importlib.import_module("dask.array")  # A is one, so Dask is there; its functions have no types
    A, x, b = inputs.conformable(A, x, b)
    columns, entries = da.asarray(x).reshape(-1).rechunk(-1), da.asarray(b).reshape(-1).rechunk((A.chunks[0],))
    nothing = np.empty((0, 0), np.result_type(A.dtype, columns.dtype, entries.dtype))
    shares = da.blockwise(
        _share, "is", A, "ij", columns, "j", entries, "i",
        new_axes={"s": 1 + A.shape[1]}, adjust_chunks={"i": 1}, concatenate=True, meta=nothing,
    )  # fmt: skip
    total = shares.sum(axis=0)
    return total[0], total[1:].reshape(x.shape)


def _share(rows: Array, x: Array, b: Array) -> Array:
    """What a block of rows adds to the objective and, behind it, to the gradient: a row of 1 + n numbers."""
    f, g = _sums(rows, x, b, with_objective=True)
    return np.concatenate([np.asarray(f).reshape(1), g])[None, :]


def _blocks(A: Array, x: Array, b: Array) -> Iterator[tuple[Array, list[Array]]]:
    """Rows of A by blocks, each with Re r = A Re x − b and, for a complex x, Im r = A Im x."""
    parts = [x.real, x.imag] if inputs.kind(x) == "c" else [x]
    if not _goes_by_rows(A):
        yield A, [A @ parts[0] - b, *(A @ part for part in parts[1:])]
        return
    parts, b = [np.ascontiguousarray(part).reshape(-1) for part in parts], b.reshape(-1)
    row = A.shape[1] * _itemsize(A)
    product = np.vecdot if row in SHORT else np.matmul
    height = max(FEWEST, BLOCK // row)
    with_floats = inputs.as_float if inputs.kind(A) in "biu" else np.asarray
    for start in range(0, A.shape[0], height):
        rows = with_floats(A[start : start + height])
        residuals = [product(rows, part) for part in parts]
        residuals[0] = residuals[0] - b[start : start + height]
        yield rows, residuals


def _half_square(residuals: list[Array]) -> Any:
    """½rᵀr from the real parts of r."""
    real = residuals[0]
    if len(residuals) == 1:
        return inputs.as_scalar(real.T @ real) / 2
    imaginary = residuals[1]
    square = real.T @ real - imaginary.T @ imaginary + 2j * (real.T @ imaginary)
    return inputs.as_scalar(square) / 2


def _conformable(A: Array, x: Array, b: Array) -> tuple[Array, Array, Array]:
    """The arguments checked as by ``least_squares``, but a large integer A is left as it is.

    Its blocks become floats one by one; the whole of it might not fit into memory.
    """
    if not isinstance(A, np.ndarray):
        return inputs.conformable(A, x, b)
    one = np.zeros((), float if inputs.kind(A) in "biu" else A.dtype)
    _, x, b = inputs.conformable(np.broadcast_to(one, A.shape), x, b)
    return np.asarray(A), x, b
