"""Where to measure: at x, or away from it where x hides what is to be seen."""

from collections.abc import Callable
from typing import Any

import numpy as np

from matgrad.gradient_check.measure import Measurement, length, measure
from matgrad.gradient_check.probe import Probe, natural_step
from matgrad.gradient_check.report import Reason
from matgrad.numerical.inputs import Real, real_array

REACHES = (1.0, 1e3, 1e4, 1e5, 1e6)  # how far to move, in natural distances; the first is nearly always enough
FLAT = "rounding hides the gradient at the given x"
ZERO = "a wrong term with a factor x looks right at x = 0"

Gradient = Callable[[Any], Any]


class RefusedError(Exception):
    """Raised for a gradient that cannot be right, or an f that has no value, before any comparison.

    Parameters
    ----------
    reason : str
    finding : str
    """

    def __init__(self, reason: Reason, finding: str) -> None:
        super().__init__(finding)
        self.reason = reason


def measure_where_visible(
    probe: Probe, gradient: Gradient, x: Real, rng: np.random.Generator
) -> tuple[Measurement, str]:
    """Measurement at x or at a point where more can be seen, and why the point was moved.

    Parameters
    ----------
    probe : Probe
    gradient : callable
    x : array
    rng : numpy.random.Generator

    Returns
    -------
    tuple of Measurement and str

    Raises
    ------
    RefusedError
        If the gradient is not an array of finite real numbers of the shape of x, or f is not finite.
    """
    g = _gradient_at(gradient, x)
    probe.epsilon = max(probe.epsilon, float(np.finfo(g.dtype).eps))
    start = _away_from_zero(probe, x, rng)
    first = measurement = measure(probe, start, g if start is x else _gradient_at(gradient, start), rng)
    why_moved = ZERO if start is not x else ""
    if not np.isfinite(first.value):
        raise RefusedError("not finite", f"f is {first.value} at x")
    for reach in REACHES:
        if not measurement.is_blind or measurement.is_still:
            break
        y = _elsewhere(probe, first, rng, reach)
        if y is None:
            break
        there = measure(probe, y, _gradient_at(gradient, y), rng)
        if not np.all(np.isfinite(there.derivatives)):
            break
        measurement, why_moved = there, FLAT
    return measurement, why_moved


def moved(measurement: Measurement, rng: np.random.Generator, shrink: float) -> Real:
    """A point far enough from a flat one: by the length of x, or by what doubles f if that is more.

    Parameters
    ----------
    measurement : Measurement
    rng : numpy.random.Generator
    shrink : float
        Factor on the distance.

    Returns
    -------
    array of the shape of x
    """
    x, v = measurement.x, measurement.directions[0]
    distance = natural_step(x, v) * length(v)
    if measurement.curvature > 0:
        distance = max(distance, float(np.sqrt(2 * abs(measurement.value) / measurement.curvature)) * length(v))
    step = shrink * distance / np.sqrt(max(x.size, 1)) * rng.standard_normal(x.shape)
    y: Real = (x + step).astype(x.dtype)
    return y


def _gradient_at(gradient: Gradient, x: Real) -> Real:
    """The gradient at x; an error if f need not be asked to refuse it."""
    given = np.asarray(gradient(x.copy()))
    if given.dtype.kind not in "biuf":
        kind = "complex" if given.dtype.kind == "c" else f"not an array of numbers (its type is {given.dtype})"
        raise RefusedError("not a real array", f"the gradient is {kind}")
    if given.shape != x.shape:
        finding = f"the gradient has shape {given.shape} and x has shape {x.shape}"
        hint = "; it holds the right number of entries: return it with .reshape(x.shape)" * (given.size == x.size)
        raise RefusedError("wrong shape", finding + hint)
    g = real_array("the gradient", given)
    bad = np.argwhere(~np.isfinite(g))
    if len(bad):
        names = ", ".join(f"gradient{position.tolist()}" for position in bad[:3])
        more = ", …" * (len(bad) > 3)
        finding = f"the gradient is not finite in {len(bad)} of {g.size} coordinates: {names}{more}"
        raise RefusedError("not finite", finding)
    return g


def _away_from_zero(probe: Probe, x: Real, rng: np.random.Generator) -> Real:
    """Another point if x is zero, where every wrong term with a factor x looks right."""
    if np.any(x) or not x.size:
        return x
    y: Real = rng.standard_normal(x.shape).astype(x.dtype)
    return y if np.isfinite(probe.far_value(y)) else x


def _elsewhere(probe: Probe, measurement: Measurement, rng: np.random.Generator, reach: float) -> Real | None:
    """A point away from a flat one, as far as f is defined; None if it is defined nowhere there."""
    for shrink in (1.0, 0.1, 0.01, 0.001):
        y = moved(measurement, rng, reach * shrink)
        if np.isfinite(probe.far_value(y)):
            return y
    return None
