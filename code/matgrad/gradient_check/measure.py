"""Derivatives of f along random directions, and the tolerance that rounding leaves for them.

Why random directions: if the gradient is off by e, then along a Gaussian v the derivative is off by
eᵀv, a normal number of standard deviation ‖e‖. It is smaller than a tolerance τ‖e‖ with a
probability of about 0.8 τ, for two directions 0.64 τ², whatever n is and wherever the error sits.

Why this tolerance: for ½‖r‖² the derivative along v is rᵀAv. Its terms are rounded relatively to
‖r‖‖Av‖ = √(2f·vᵀHv), where H is the Hessian, and the product gᵀv relatively to ‖g∘v‖. The rounding
of r itself acts like a relative change of x by ε; its effect is measured by a change of 2⁻²⁶ (2⁻¹²
in float32).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from matgrad.gradient_check.probe import Derivative, NotAnalyticError, Probe, natural_step
from matgrad.numerical.inputs import Real

SAFETY = 100.0  # on the rounding model; 20,000 random problems used at most half of it
CENTRAL_SAFETY = 10.0  # on the error estimate of the extrapolation; 2,000 problems used at most a third of it
FLAT = 1e4  # tolerance / derivative, in ε, above which a complex step counts as blind; at random points it is about 700
FLAT_CENTRAL = 0.4  # the same for central differences, as a power of ε: they lose more than half of the digits
DIRECTIONS = 2
NARROW = 1e3  # errors beyond so many tolerances are no rounding of the gradient's own program
Method = Literal["complex step", "central differences"]


@dataclass(frozen=True)
class Measurement:
    """What f says about its gradient at one point.

    Attributes
    ----------
    x : array
        The point.
    gradient : array of the shape of x
        The gradient under test there.
    directions : array of shape (2, *x.shape)
    derivatives : array of shape (2,)
        Derivatives of f along the directions.
    tolerances : array of shape (2,)
        What rounding may add to them.
    curvature : float
        Second difference of f along the first direction: vᵀHv.
    value : float
        f at the point.
    method : str
    epsilon : float
        Relative rounding error of the arithmetic.
    """

    x: Real
    gradient: Real
    directions: Real
    derivatives: Real
    tolerances: Real
    curvature: float
    value: float
    method: Method
    epsilon: float

    @property
    def errors(self) -> Real:
        """Derivatives of f minus those that the gradient promises."""
        return self.derivatives - self.promised

    @property
    def promised(self) -> Real:
        """Derivatives along the directions by the gradient: gᵀv."""
        return np.array([float(np.sum(self.gradient * v)) for v in self.directions])

    @property
    def resolution(self) -> float:
        """Smallest relative error of the gradient that stands out from rounding."""
        scale = float(np.max(np.abs(self.derivatives)))
        return float(np.max(self.tolerances)) / scale if scale else float("inf")

    @property
    def is_blind(self) -> bool:
        """Whether the point is so flat that rounding hides the gradient."""
        limit = FLAT * self.epsilon if self.method == "complex step" else self.epsilon**FLAT_CENTRAL
        return not self.resolution <= limit

    @property
    def is_still(self) -> bool:
        """Whether f does not change at all here, as the gradient says."""
        return not (np.any(self.derivatives) or np.any(self.promised) or self.curvature)

    def along(self, probe: Probe, v: Real) -> Derivative:
        """Derivative of f along another direction, with its tolerance.

        Parameters
        ----------
        probe : Probe
        v : array of the shape of x

        Returns
        -------
        Derivative
        """
        if self.method == "central differences":
            found = probe.extrapolated(self.x, v, self.gradient)
            return Derivative(found.value, _central_tolerance(probe, found, self.gradient, v))
        share = length(v) / length(self.directions[0])
        return Derivative(probe.complex_step(self.x, v)[0], share * float(self.tolerances[0]))


def measure(probe: Probe, x: Real, gradient: Real, rng: np.random.Generator) -> Measurement:
    """Measure f along random directions, by complex steps where f allows them.

    Parameters
    ----------
    probe : Probe
    x : array
    gradient : array of the shape of x
    rng : numpy.random.Generator

    Returns
    -------
    Measurement
    """
    directions = rng.standard_normal((DIRECTIONS, *x.shape)).astype(x.dtype)
    try:
        found = _by_complex_steps(probe, x, gradient, directions, rng)
    except NotAnalyticError:
        found = None
    return found or _by_central_differences(probe, x, gradient, directions)


def with_own_rounding(m: Measurement, gradient: Callable[[Any], Any], rng: np.random.Generator) -> Measurement:
    """Measurement whose tolerances know how the program of the gradient rounds, where this can matter.

    A program that inverts a matrix loses more digits than f does. Its gᵀv then jumps when every entry of x changes by
    one rounding error; the size of the jump is that of the loss.

    Parameters
    ----------
    m : Measurement
    gradient : callable
    rng : numpy.random.Generator
        Is left as it was.

    Returns
    -------
    Measurement
    """
    errors = np.abs(m.errors)
    if np.all(errors <= m.tolerances) or not np.all(errors <= NARROW * m.tolerances):
        return m
    (own,) = rng.spawn(1)
    points = [(m.x * (1 + m.epsilon * own.choice((-1.0, 1.0), m.x.shape))).astype(m.x.dtype) for _ in range(3)]
    jumps = [np.asarray(gradient(point), dtype=float) - m.gradient for point in points]
    rough = [max(abs(float(np.sum(jump * v))) for jump in jumps) for v in m.directions]
    return replace(m, tolerances=np.maximum(m.tolerances, SAFETY * np.array(rough)))


def length(v: Real) -> float:
    """Euclidean length of an array of any shape.

    Parameters
    ----------
    v : array

    Returns
    -------
    float

    Examples
    --------
    >>> length(np.array([[3.0], [4.0]]))
    5.0
    """
    return float(np.linalg.norm(v.astype(float)))


def _by_complex_steps(probe: Probe, x: Real, g: Real, directions: Real, rng: np.random.Generator) -> Measurement | None:
    """Complex steps along the directions; None if f turns out not to be complex-analytic."""
    v = directions[0]
    derivative, value = probe.complex_step(x, v)
    t = natural_step(x, v)
    plus, minus = probe.far_value(x + t * v), probe.far_value(x - t * v)
    noise = SAFETY * probe.epsilon * (abs(plus) + abs(minus)) / t
    if not abs((plus - minus) / (2 * t) - derivative) <= noise + 1e-9 * abs(derivative):
        # For a quadratic f the two agree. So f is not quadratic, and the step was too large,
        # or f is not complex-analytic; extrapolation to small steps tells which.
        second = probe.extrapolated(x, v, g)
        if not abs(second.value - derivative) <= 10 * second.bound:
            return None
        t *= probe.epsilon**0.25  # balances truncation and rounding of a second difference
        plus, minus = probe.far_value(x + t * v), probe.far_value(x - t * v)
    curvature = _curvature(plus, value, minus, t)
    model = probe.epsilon * np.sqrt(2 * abs(value) * curvature) + _response(probe, x, v, derivative, rng)

    derivatives = [derivative, *(probe.complex_step(x, w)[0] for w in directions[1:])]
    shares = [length(w) / (length(v) or 1.0) for w in directions]
    own = [probe.epsilon * length(g * w) for w in directions]
    tolerances = [SAFETY * (o + share * model) for o, share in zip(own, shares, strict=True)]
    return Measurement(
        x,
        g,
        directions,
        np.array(derivatives),
        np.array(tolerances),
        curvature,
        value,
        "complex step",
        probe.epsilon,
    )


def _response(probe: Probe, x: Real, v: Real, derivative: float, rng: np.random.Generator) -> float:
    """How much the derivative changes when every entry of x changes by about one rounding error."""
    change = float(2.0 ** (np.log2(probe.epsilon) // 2))
    nearby = (x * (1 + change * rng.choice((-1.0, 1.0), x.shape))).astype(x.dtype)
    return abs(probe.complex_step(nearby, v)[0] - derivative) * probe.epsilon / change


def _curvature(plus: float, value: float, minus: float, t: float) -> float:
    second = (plus - 2 * value + minus) / t**2
    return max(second, 0.0) if np.isfinite(second) else 0.0


def _by_central_differences(probe: Probe, x: Real, g: Real, directions: Real) -> Measurement:
    value = probe.value(x)
    found = [probe.extrapolated(x, v, g) for v in directions]
    tolerances = [_central_tolerance(probe, d, g, v) for d, v in zip(found, directions, strict=True)]
    v, t = directions[0], natural_step(x, directions[0])
    curvature = _curvature(probe.far_value(x + t * v), value, probe.far_value(x - t * v), t)
    derivatives = np.array([d.value for d in found])
    return Measurement(
        x, g, directions, derivatives, np.array(tolerances), curvature, value, "central differences", probe.epsilon
    )


def _central_tolerance(probe: Probe, found: Derivative, g: Real, v: Real) -> float:
    return CENTRAL_SAFETY * found.bound + SAFETY * probe.epsilon * length(g * v)
