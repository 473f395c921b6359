"""The same objective and gradient for a large A: every entry of A is read from memory once.

Aᵀ(Ax − b) as written reads A twice, once for Ax and once for Aᵀr, and for a large A the reading is
the whole cost. But row i of A, with its own residual, gives its own share of the sum
Aᵀr = Σᵢ rᵢaᵢ, so the rows can be taken in blocks that stay in the processor's cache until both
products are done. See the chapter on cost and scale.

This serves NumPy arrays and ``numpy.memmap`` whose rows lie together (C order). Any other A, in
Fortran order, sparse, JAX or Dask, goes through the formula of ``least_squares``.
A complex x is split into its two real parts: NumPy would otherwise make a complex copy of A.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from matgrad import least_squares
from matgrad.least_squares import Array

BLOCK = 2**20  # bytes of A at a time: 0.25 to 1 MB are equally fast, above the cache's size the gain is gone


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
    A, x, b = _conformable(A, x, b)
    return sum(_half_square(residuals) for _, residuals in _blocks(A, _real_parts(x), b))


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
    return _sums(A, x, b, with_objective=True)


def _sums(A: Array, x: Array, b: Array, *, with_objective: bool) -> tuple[Any, Array]:
    """Objective (or 0) and gradient, summed over the blocks of rows."""
    A, x, b = _conformable(A, x, b)
    f: Any = 0
    totals: list[Any] = []
    for rows, residuals in _blocks(A, _real_parts(x), b):
        shares = [rows.T @ r for r in residuals]
        totals = [total + share for total, share in zip(totals, shares, strict=True)] if totals else shares
        f = f + _half_square(residuals) if with_objective else f
    return f, totals[0] if len(totals) == 1 else totals[0] + 1j * totals[1]


def _blocks(A: Array, parts: list[Array], b: Array) -> Iterator[tuple[Array, list[Array]]]:
    """Rows of A by blocks, each with Re r = A Re x − b and, for a complex x, Im r = A Im x."""
    height = _block_height(A)
    for start in range(0, max(A.shape[0], 1), height):
        stop = start + height
        rows, b_rows = (A, b) if height >= A.shape[0] else (A[start:stop], b[start:stop])
        rows = least_squares.as_float(rows)
        yield rows, [rows @ parts[0] - b_rows, *(rows @ part for part in parts[1:])]


def _block_height(A: Array) -> int:
    """Rows in a block: all of them where A cannot be cut into rows that lie together."""
    if not isinstance(A, np.ndarray) or (A.flags.f_contiguous and not A.flags.c_contiguous):
        return max(1, int(A.shape[0]))
    itemsize = 8 if least_squares.kind(A) in "biu" else A.itemsize  # integers become float64
    return max(1, int(BLOCK // max(1, A.shape[1] * itemsize)))


def _half_square(residuals: list[Array]) -> Any:
    """½rᵀr from the real parts of r."""
    real = residuals[0]
    if len(residuals) == 1:
        return least_squares.as_scalar(real.T @ real) / 2
    imaginary = residuals[1]
    square = real.T @ real - imaginary.T @ imaginary + 2j * (real.T @ imaginary)
    return least_squares.as_scalar(square) / 2


def _real_parts(x: Array) -> list[Array]:
    return [x.real, x.imag] if least_squares.kind(x) == "c" else [x]


def _conformable(A: Array, x: Array, b: Array) -> tuple[Array, Array, Array]:
    """The arguments checked as by ``least_squares``, but a large integer A is left as it is.

    Its blocks become floats one by one; the whole of it might not fit into memory.
    """
    if not isinstance(A, np.ndarray):
        return least_squares.conformable(A, x, b)
    one = np.zeros((), float if least_squares.kind(A) in "biu" else A.dtype)
    _, x, b = least_squares.conformable(np.broadcast_to(one, A.shape), x, b)
    return np.asarray(A), x, b
