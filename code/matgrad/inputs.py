"""Inputs of the least-squares functions: what they accept, and the message for everything else.

One shape check serves every function, so that all of them refuse the same inputs with the same words.
"""

from typing import Any

import numpy as np

Array = Any  # whatever has @, .T and .shape; no common type exists for NumPy, SciPy, JAX and SymPy


def conformable(A: Array, x: Array, b: Array) -> tuple[Array, Array, Array]:
    """A, x and b as arrays whose shapes are known to conform; an error that shows them otherwise.

    Parameters
    ----------
    A : array of shape (m, n)
    x : array of shape (n,) or (n, 1)
    b : array of shape (m,) or (m, 1)

    Returns
    -------
    tuple of three arrays

    Raises
    ------
    ValueError
        If the shapes do not conform, or A or b is complex.
    TypeError
        If an argument is not an array of numbers.

    Examples
    --------
    >>> conformable([[1, 0], [1, 1], [0, 1]], [0, 1, 2, 3], [1, 0, 2])  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    ValueError: A is 3×2 and x has 4 entries: Ax needs one entry of x for each column of A, ...
    """
    A, x, b = real_matrix(A), _vector("x", x), _vector("b", b)
    _require_real("b", b)
    m, n = A.shape
    _require_one_kind(x, b, m)
    swapped = " The order of the arguments is A, x, b." if x.shape[0] == m != n else ""
    if x.shape[0] != n:
        raise ValueError(
            f"A is {m}×{n} and x has {_entries(x.shape[0])}: Ax needs one entry of x for each "
            f"column of A, so x must have {_entries(n)}.{swapped}"
        )
    if b.shape[0] != m:
        raise ValueError(
            f"A is {m}×{n} and b has {_entries(b.shape[0])}: Ax has one entry for each row of A, "
            f"so b must have {_entries(m)}."
        )
    return A, x, b


def as_scalar(value: Any) -> Any:
    """The number inside a 1×1 matrix; any other value as it is.

    A column r of shape (m, 1) gives rᵀr as a 1×1 matrix, while a 1-D r gives a number.

    Parameters
    ----------
    value : number or array of shape (1, 1)

    Returns
    -------
    number

    Examples
    --------
    >>> as_scalar(np.array([[3.0]])) == as_scalar(3.0) == 3.0
    True
    """
    return value[0, 0] if getattr(value, "shape", ()) == (1, 1) else value


def as_float(value: Array) -> Array:
    """The array with floats for integers: products of small integer types overflow without a word.

    Parameters
    ----------
    value : array

    Returns
    -------
    array of the same shape

    Examples
    --------
    >>> as_float(np.array([1, 2], dtype=np.int8))
    array([1., 2.])
    """
    return value * 1.0 if kind(value) in "biu" else value


def kind(value: Array) -> str:
    """NumPy's letter for the type of the entries; "O" (any object) where NumPy's types are not used.

    Parameters
    ----------
    value : array

    Returns
    -------
    str

    Examples
    --------
    >>> kind(np.array([1.5])), kind(np.array([1j]))
    ('f', 'c')
    """
    return str(getattr(getattr(value, "dtype", None), "kind", "O"))


def real_matrix(A: Array) -> Array:
    """A as a real matrix, or the error that says what it is instead.

    Parameters
    ----------
    A : array of shape (m, n)

    Returns
    -------
    array of shape (m, n)

    Raises
    ------
    ValueError
        If A is not a matrix, or is complex.
    TypeError
        If A is not an array of numbers.

    Examples
    --------
    >>> real_matrix([[1, 2]])
    array([[1., 2.]])
    """
    A = _as_array("A", A)
    if len(A.shape) != 2:
        hint = " Write a single row as [[1, 2, 3]]." if len(A.shape) == 1 else ""
        raise ValueError(f"A must be a matrix of shape (m, n), but it has shape {A.shape}.{hint}")
    _require_real("A", A)
    return A


def finite_array(name: str, value: Array) -> np.ndarray[Any, np.dtype[Any]]:
    """The value as a NumPy array of finite numbers, for a factorisation that needs all of it.

    Parameters
    ----------
    name : str
        How the message calls it.
    value : array

    Returns
    -------
    numpy.ndarray

    Raises
    ------
    ValueError
        If an entry is NaN or infinite.
    TypeError
        If it is a sparse array.

    Examples
    --------
    >>> finite_array("A", [[1.0, float("nan")]])
    Traceback (most recent call last):
        ...
    ValueError: A has an entry that is not a finite number.
    """
    if hasattr(value, "toarray"):
        raise TypeError(f"{name} is a {type(value).__name__}: expected a dense array; write {name}.toarray().")
    array = np.asarray(value)
    if not np.isfinite(array).all():
        raise ValueError(f"{name} has an entry that is not a finite number.")
    return array


def _vector(name: str, value: Array) -> Array:
    value = _as_array(name, value)
    size = "n" if name == "x" else "m"
    shape = tuple(value.shape)
    if len(shape) == 1 or (len(shape) == 2 and shape[1] == 1):
        return value
    if len(shape) == 2 and shape[0] == 1:
        raise ValueError(
            f"{name} is a row of shape {shape}, but a vector is a column: write {name}.T for "
            f"shape ({size}, 1) or {name}.ravel() for shape ({size},)."
        )
    raise ValueError(f"{name} must be a vector of shape ({size},) or ({size}, 1), but it has shape {shape}.")


def _require_real(name: str, value: Array) -> None:
    if kind(value) == "c":
        raise ValueError(
            f"{name} is complex: the objective is defined for real A and b. Only x may be complex, "
            "for the complex step."
        )


def _require_one_kind(x: Array, b: Array, m: int) -> None:
    if len(x.shape) != len(b.shape):
        raise ValueError(
            f"x has shape {tuple(x.shape)} and b has shape {tuple(b.shape)}: Ax - b would be "
            f"spread to {m}×{m}. Give both as (n,) and (m,), or both as columns (n, 1) and (m, 1)."
        )


def _as_array(name: str, value: Any) -> Array:
    if isinstance(value, (list, tuple, int, float, complex, np.matrix)):
        value = _from_python(name, value)
    if not (hasattr(value, "shape") and hasattr(value, "T")):
        raise TypeError(f"{name} is a {type(value).__name__}: expected an array of numbers.")
    if kind(value) not in "biufcO":
        raise TypeError(f"{name} has entries of type {value.dtype}: expected numbers.")
    return as_float(value)


def _from_python(name: str, value: Any) -> Array:
    try:
        array = np.asarray(value)
    except ValueError:
        raise ValueError(f"{name} is a list whose rows differ in length.") from None
    for entry in array.flat if array.dtype.kind == "O" else ():
        if not hasattr(entry, "__sub__"):
            raise TypeError(f"{name} has the entry {entry!r}: expected numbers.")
    return array


def _entries(count: int) -> str:
    return f"{count} entry" if count == 1 else f"{count} entries"
