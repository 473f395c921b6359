"""Counted evaluations of f: its values, complex steps, and extrapolated central differences."""

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np

from matgrad.numerical.inputs import Objective, Real, complex_number, real_number

LEVELS = 10  # of extrapolation: the smallest step is 4⁻⁹ ≈ 4·10⁻⁶ of the first
NOISE = 10.0  # how many units in the last place a value of f may be off


class NotAnalyticError(Exception):
    """Raised when f loses the imaginary part or cannot take a complex argument."""


@dataclass(frozen=True)
class Derivative:
    """A derivative of f along one direction, and what rounding and truncation may add to it."""

    value: float
    bound: float


class Probe:
    """f with a count of its evaluations.

    Parameters
    ----------
    f : callable
        Takes an array of the shape of x, returns one number.
    epsilon : float
        Relative rounding error of x and of the gradient under test.

    Attributes
    ----------
    evaluations : int
        How often f was evaluated.
    epsilon : float
        Relative rounding error of the coarsest numbers met so far, those that f returned included.
    """

    def __init__(self, f: Objective, epsilon: float) -> None:
        self._f = f
        self.evaluations = 0
        self.epsilon = epsilon

    def value(self, x: Real) -> float:
        """Value of f at a real point.

        Parameters
        ----------
        x : array

        Returns
        -------
        float
        """
        self.evaluations += 1
        with np.errstate(all="ignore"):
            result = real_number(self._f(x.copy()))
        self._notice(result)
        return float(result)

    def far_value(self, x: Real) -> float:
        """Value of f away from the given point, where f need not be defined; NaN where it is not.

        Parameters
        ----------
        x : array

        Returns
        -------
        float
        """
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", RuntimeWarning)
                return self.value(x)
        except (ArithmeticError, ValueError):
            return float("nan")

    def complex_step(self, x: Real, v: Real) -> tuple[float, float]:
        """Derivative of f along v by a complex step, and the value of f, from one evaluation.

        Parameters
        ----------
        x : array
        v : array of the shape of x

        Returns
        -------
        tuple of two floats

        Raises
        ------
        NotAnalyticError
            If f does not take the complex argument or returns a real number.
        """
        epsilon = float(np.finfo(x.dtype).eps)
        h = epsilon ** (4 / 3) * largest(x, empty=1.0) / largest(v, empty=1.0)  # its square is far below ε
        self.evaluations += 1
        try:
            with warnings.catch_warnings(), np.errstate(all="ignore"):
                warnings.simplefilter("error", np.exceptions.ComplexWarning)
                result = complex_number(self._f(x + 1j * (h * v)))
        except Exception as error:
            raise NotAnalyticError from error
        self._notice(result)
        return float(result.imag) / h, float(result.real)

    def extrapolated(self, x: Real, v: Real, g: Real) -> Derivative:
        """Derivative of f along v from central differences, extrapolated to step 0.

        Richardson extrapolation with an error estimate (Ridders, *Advances in Engineering
        Software* 4, 1982), started at the largest sensible step: a central difference of a
        quadratic f is exact there. It stops when smaller steps can only add rounding.

        Parameters
        ----------
        x : array
        v : array of the shape of x
        g : array of the shape of x
            The gradient under test, for the rounding of x itself.

        Returns
        -------
        Derivative
        """
        t = natural_step(x, v)
        best = Derivative(float("nan"), float("inf"))
        before: list[float] = []
        for _ in range(LEVELS):
            plus, minus = self.far_value(x + t * v), self.far_value(x - t * v)
            row = [(plus - minus) / (2 * t)]
            noise = NOISE * self.epsilon * ((abs(plus) + abs(minus)) / 2 + float(np.linalg.norm(g * x))) / t
            for k, above in enumerate(before):
                row.append(row[k] + (row[k] - above) / (16.0 ** (k + 1) - 1))
                truncation = max(abs(row[k + 1] - row[k]), abs(row[k + 1] - above))
                if truncation + noise < best.bound:
                    best = Derivative(row[k + 1], truncation + noise)
            if before and best.bound <= 2 * noise:
                break
            before = row if np.isfinite(row[0]) else []
            t /= 4
        return best

    def _notice(self, result: Any) -> None:
        if result.dtype.kind in "fc":
            self.epsilon = max(self.epsilon, float(np.finfo(result.dtype).eps))


def natural_step(x: Real, v: Real) -> float:
    """The step that moves x along v by its own length, or by 1 where x is zero.

    Parameters
    ----------
    x : array
    v : array of the shape of x

    Returns
    -------
    float

    Examples
    --------
    >>> natural_step(np.array([3.0, 4.0]), np.array([0.0, 2.0]))
    2.5
    """
    return float(np.linalg.norm(x) or 1.0) / float(np.linalg.norm(v) or 1.0)


def largest(x: Real, *, empty: float) -> float:
    """Largest absolute entry; a given number where all are zero or there are none.

    Parameters
    ----------
    x : array
    empty : float

    Returns
    -------
    float

    Examples
    --------
    >>> largest(np.array([1.0, -3.0]), empty=1.0)
    3.0
    """
    return float(np.max(np.abs(x), initial=0.0)) or empty
