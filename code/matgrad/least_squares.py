"""The least-squares objective ½‖Ax − b‖² and its derivatives, each as its literal formula.

The formulas are the result of the book, so they stand here exactly as the book writes them.
They use only ``@``, ``.T`` and ``-``: A may be a NumPy array, a SciPy sparse array, a JAX array,
a Dask array or a SymPy matrix.

The rules for the inputs hold for every function:

- Vectors have shape (n,), or are columns of shape (n, 1); x and b are of one kind.
- Lists become NumPy arrays, and integers become floats: a product of small integer types would
  overflow without a word.
- NaN and infinity are not refused; they spread to the results they touch.
- x may be complex while A and b are real. No conjugate is taken, so that the functions stay
  differentiable and the complex step (chapter 4) works.
- A may have no rows (the objective is then 0) or no columns.
"""

from typing import Any

from matgrad.inputs import Array, as_scalar, conformable, real_matrix


def residual(A: Array, x: Array, b: Array) -> Array:
    """Residual r = Ax − b: how far Ax is from b, entry by entry.

    Parameters
    ----------
    A : array of shape (m, n)
    x : array of shape (n,) or (n, 1)
    b : array of shape (m,) or (m, 1)

    Returns
    -------
    array of shape (m,) or (m, 1)

    Raises
    ------
    ValueError
        If the shapes do not conform, or A or b is complex.
    TypeError
        If an argument is not an array of numbers.

    Examples
    --------
    >>> residual([[1, 0], [1, 1], [0, 1]], [0, 1], [1, 0, 2])
    array([-1.,  1., -1.])
    """
    A, x, b = conformable(A, x, b)
    return A @ x - b


def objective(A: Array, x: Array, b: Array) -> Any:
    """Objective f(x) = ½‖Ax − b‖², computed as ½rᵀr.

    Parameters
    ----------
    A : array of shape (m, n)
    x : array of shape (n,) or (n, 1)
    b : array of shape (m,) or (m, 1)

    Returns
    -------
    number
        For a complex x, ½rᵀr without a conjugate.

    Raises
    ------
    ValueError
        If the shapes do not conform, or A or b is complex.
    TypeError
        If an argument is not an array of numbers.

    Examples
    --------
    >>> float(objective([[1, 0], [1, 1], [0, 1]], [0, 1], [1, 0, 2]))
    1.5
    """
    r = residual(A, x, b)
    return as_scalar(r.T @ r) / 2


def gradient(A: Array, x: Array, b: Array) -> Array:
    """Gradient ∇f(x) = Aᵀ(Ax − b) of the objective. Derived in chapters 1, 2 and 3.

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
    A, x, b = conformable(A, x, b)
    return A.T @ (A @ x - b)


def hessian(A: Array) -> Array:
    """Hessian ∇²f(x) = AᵀA of the objective: the same matrix at every x. Derived in chapter 3.

    Parameters
    ----------
    A : array of shape (m, n)

    Returns
    -------
    array of shape (n, n)

    Raises
    ------
    ValueError
        If A is not a real matrix.
    TypeError
        If A is not an array of numbers.

    Examples
    --------
    >>> hessian([[1, 0], [1, 1], [0, 1]])
    array([[2., 1.],
           [1., 2.]])
    """
    A = real_matrix(A)
    return A.T @ A
