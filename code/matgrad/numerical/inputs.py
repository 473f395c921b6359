"""What f, x and the direction must be, and the error each mistake gets."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Real = NDArray[np.floating[Any]]
Objective = Callable[[Any], Any]


def real_array(name: str, value: ArrayLike) -> Real:
    """A floating-point copy of an array of real numbers.

    Parameters
    ----------
    name : str
        What the array is called in an error.
    value : array_like

    Returns
    -------
    array of the same shape

    Raises
    ------
    ValueError
        If the array is complex.
    TypeError
        If it does not hold numbers.

    Examples
    --------
    >>> real_array("x", [1, 2])
    array([1., 2.])
    """
    array = np.array(value)
    if array.dtype.kind == "c":
        raise ValueError(f"{name} is complex: give real numbers. The complex step adds its imaginary part itself.")
    if array.dtype.kind not in "biuf":
        raise TypeError(f"{name} has entries of type {array.dtype}: expected real numbers.")
    return array if array.dtype.kind == "f" else array.astype(float)


def real_direction(direction: ArrayLike, x: Real) -> Real:
    """The direction as an array of the type of x.

    Parameters
    ----------
    direction : array_like of the shape of x
    x : array

    Returns
    -------
    array of the shape of x

    Raises
    ------
    ValueError
        If its shape is not that of x, or it is complex.
    TypeError
        If it does not hold numbers.

    Examples
    --------
    >>> real_direction([1, 2], np.zeros(2))
    array([1., 2.])
    """
    v = real_array("direction", direction)
    if v.shape != x.shape:
        raise ValueError(f"direction has shape {v.shape} and x has shape {x.shape}: they must be equal.")
    return v.astype(x.dtype)


def positive_step(step: float) -> float:
    """The step, known to be a positive number.

    Parameters
    ----------
    step : float

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If it is not positive and finite.

    Examples
    --------
    >>> positive_step(0.5)
    0.5
    """
    if not 0 < step < np.inf:
        raise ValueError(f"step is {step}: expected a positive number.")
    return float(step)


def number(value: Any) -> Any:
    """The one number that f returned.

    Parameters
    ----------
    value : number or array with one entry

    Returns
    -------
    number

    Raises
    ------
    ValueError
        If there is more than one number, or none.
    TypeError
        If it is not a number at all.

    Examples
    --------
    >>> float(number(np.array([[2.5]])))
    2.5
    """
    array = np.asarray(value)
    if array.dtype.kind not in "biufc":
        raise TypeError(f"f returned a {type(value).__name__}: expected one number.")
    if array.size != 1:
        raise ValueError(f"f returned an array of shape {array.shape}: expected one number.")
    return array.reshape(())[()]


def real_number(value: Any) -> Any:
    """The one real number that f returned for a real argument.

    Parameters
    ----------
    value : number or array with one entry

    Returns
    -------
    number

    Raises
    ------
    ValueError
        If it is complex, or not one number.
    TypeError
        If it is not a number at all.

    Examples
    --------
    >>> float(real_number(2.5))
    2.5
    """
    result = number(value)
    if np.iscomplexobj(result):
        raise ValueError(
            f"f returned the complex number {complex(result):.3g} for a real argument: expected a real number."
        )
    return result


def complex_number(value: Any) -> Any:
    """The one complex number that f returned for a complex argument.

    Parameters
    ----------
    value : number or array with one entry

    Returns
    -------
    number

    Raises
    ------
    ValueError
        If it is real, or not one number.
    TypeError
        If it is not a number at all.

    Examples
    --------
    >>> complex(complex_number(1 + 2j))
    (1+2j)
    """
    result = number(value)
    if not np.iscomplexobj(result):
        raise ValueError(
            "f returned a real number for a complex argument, so the imaginary part, which carries "
            "the derivative, is lost. Use central_difference, or write f without abs, norm, "
            "conj, real and float: for a column r, r.T @ r instead of norm(r)**2."
        )
    return result
