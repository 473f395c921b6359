"""Three ways to differentiate with values of f alone: forward, central and complex step."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from matgrad.numerical.inputs import (
    Objective,
    Real,
    complex_number,
    positive_step,
    real_array,
    real_direction,
    real_number,
)


def forward_difference(
    f: Objective, x: ArrayLike, step: float | None = None, direction: ArrayLike | None = None
) -> Any:
    """Forward difference (f(x + hv) − f(x)) / h.

    Its error is about ½h·vᵀHv from the curvature H of f, plus rounding of about ε|f| / h.

    Parameters
    ----------
    f : callable
    x : array_like of any shape
    step : float, optional
        The h of the formula. By default near √ε, where the two errors are about equal: 2⁻²⁶ for
        float64, 2⁻¹¹ for float32 (Press et al., *Numerical Recipes*, §5.7).
    direction : array_like of the shape of x, optional

    Returns
    -------
    array of the shape of x, or float
        All partial derivatives; with ``direction`` the derivative along it.

    Raises
    ------
    ValueError
        If x is complex, shapes differ, the step is not positive, or f does not return one real
        number.
    TypeError
        If x or what f returns does not hold numbers.

    Examples
    --------
    >>> forward_difference(lambda x: x[0] ** 2 + 3 * x[1], [1.0, 2.0], step=0.5)
    array([2.5, 3. ])
    """
    x = real_array("x", x)
    h = _step(step, x, order=1)
    start = real_number(f(x.copy()))
    return _derivative(lambda v: (real_number(f(x + h * v)) - start) / h, x, direction)


def central_difference(
    f: Objective, x: ArrayLike, step: float | None = None, direction: ArrayLike | None = None
) -> Any:
    """Central difference (f(x + hv) − f(x − hv)) / 2h.

    Its error is about h²/6 times the third derivative along v, plus rounding of about ε|f| / h.
    For a quadratic f the first part is zero at every h, so a large step is best.

    Parameters
    ----------
    f : callable
    x : array_like of any shape
    step : float, optional
        The h of the formula. By default near ∛ε, where the two errors are about equal: 2⁻¹⁷ for
        float64, 2⁻⁷ for float32 (Press et al., *Numerical Recipes*, §5.7).
    direction : array_like of the shape of x, optional

    Returns
    -------
    array of the shape of x, or float
        All partial derivatives; with ``direction`` the derivative along it.

    Raises
    ------
    ValueError
        If x is complex, shapes differ, the step is not positive, or f does not return one real
        number.
    TypeError
        If x or what f returns does not hold numbers.

    Examples
    --------
    >>> central_difference(lambda x: x[0] ** 2 + 3 * x[1], [1.0, 2.0], step=0.5)
    array([2., 3.])
    """
    x = real_array("x", x)
    h = _step(step, x, order=2)

    def quotient(v: Real) -> Any:
        return (real_number(f(x + h * v)) - real_number(f(x - h * v))) / (2 * h)

    return _derivative(quotient, x, direction)


def complex_step(f: Objective, x: ArrayLike, step: float = 1e-20, direction: ArrayLike | None = None) -> Any:
    """Complex step Im f(x + ihv) / h: no difference is taken, so no digits cancel.

    f must be written with complex-analytic operations: +, −, ·, /, @, .T, powers, exp, sin, … ;
    not abs, norm, conj, a comparison or float().

    Parameters
    ----------
    f : callable
    x : array_like of any shape
    step : float, optional
        The h of the formula. The error is of the order h², so h may be far below ε (Squire and
        Trapp, *SIAM Review* 40, 1998).
    direction : array_like of the shape of x, optional

    Returns
    -------
    array of the shape of x, or float
        All partial derivatives; with ``direction`` the derivative along it.

    Raises
    ------
    ValueError
        If x is complex, shapes differ, the step is not positive, or f does not return one complex
        number for a complex argument.
    TypeError
        If x or what f returns does not hold numbers.

    Examples
    --------
    >>> complex_step(lambda x: x[0] ** 2 + 3 * x[1], [1.0, 2.0])
    array([2., 3.])
    """
    x = real_array("x", x)
    h = positive_step(step)
    return _derivative(lambda v: complex_number(f(x + 1j * (h * v))).imag / h, x, direction)


def _step(step: float | None, x: Real, order: int) -> float:
    """The given step, or the power of two next to ε^(1/(order + 1)).

    A power of two, so that multiplying by the step adds no rounding of its own.
    """
    if step is not None:
        return positive_step(step)
    return float(2.0 ** -(-np.finfo(x.dtype).machep // (order + 1)))


def _derivative(along: Callable[[Real], Any], x: Real, direction: ArrayLike | None) -> Any:
    if direction is not None:
        return float(along(real_direction(direction, x)))
    result = np.empty_like(x)
    for k in np.ndindex(x.shape):
        unit = np.zeros_like(x)
        unit[k] = 1
        result[k] = along(unit)
    return result
