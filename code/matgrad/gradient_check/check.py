"""The door: check a gradient against f, and find out what is wrong with it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from matgrad.gradient_check.locate import locate
from matgrad.gradient_check.measure import Measurement, length, with_own_rounding
from matgrad.gradient_check.point import Gradient, RefusedError, measure_where_visible, moved
from matgrad.gradient_check.probe import Probe
from matgrad.gradient_check.report import GradientReport, Reason
from matgrad.numerical.inputs import Objective, Real, real_array

COARSE = 1e-2  # a check that cannot see an error of 1 % decides nothing


def check_gradient(
    f: Objective,
    gradient: Gradient,
    x: ArrayLike,
    *,
    seed: int = 0,
    candidates: Mapping[str, Gradient] | None = None,
) -> GradientReport:
    """Verdict on a gradient of f at x, with the reason when it is wrong.

    Parameters
    ----------
    f : callable
        Takes an array of the shape of x, returns one number. Where it is complex-analytic (no abs,
        norm, conj, float), the check sees relative errors of about 10⁻¹²; otherwise less.
    gradient : callable
        Takes an array of the shape of x, returns the gradient in the same shape.
    x : array_like of any shape
        float32 is judged by the precision of float32.
    seed : int
        Chooses the random directions. The same seed gives the same report.
    candidates : mapping from name to callable, optional
        Wrong gradients to compare with, such as ``least_squares_mistakes(A, b)``. They cost no
        evaluation of f.

    Returns
    -------
    GradientReport

    Raises
    ------
    ValueError
        If x is complex or f does not return one real number.
    TypeError
        If x or what f returns does not hold numbers.

    Examples
    --------
    >>> print(check_gradient(lambda x: x @ x, lambda x: x, [1.0, 2.0]))
    gradient check failed: the right gradient is 2 times this one
      5 evaluations of f by complex step in float64
      relative errors above 8e-14 are visible
    """
    x = real_array("x", x)
    rng = np.random.default_rng(seed)
    probe = Probe(f, float(np.finfo(x.dtype).eps))
    try:
        measurement, why_moved = measure_where_visible(probe, gradient, x, rng)
    except RefusedError as refused:
        return GradientReport(
            ok=False, reason=refused.reason, finding=str(refused), evaluations=probe.evaluations, point=x
        )
    return replace(_judge(measurement, probe, gradient, candidates or {}, rng), moved=why_moved)


def _judge(
    m: Measurement, probe: Probe, gradient: Gradient, candidates: Mapping[str, Gradient], rng: np.random.Generator
) -> GradientReport:
    m = with_own_rounding(m, gradient, rng)
    reason, finding, details = _verdict(m, probe, gradient, candidates, rng)
    scale = float(np.max(np.abs(m.derivatives))) or float(np.max(np.abs(m.promised))) or 1.0
    return GradientReport(
        ok=reason == "correct",
        reason=reason,
        finding=finding,
        evaluations=probe.evaluations,
        point=m.x,
        error=float(np.max(np.abs(m.errors))) / scale,
        resolution=m.resolution,
        method=m.method,
        precision=_precision(m.epsilon),
        **details,
    )


def _verdict(
    m: Measurement, probe: Probe, gradient: Gradient, candidates: Mapping[str, Gradient], rng: np.random.Generator
) -> tuple[Reason, str, dict[str, Any]]:
    """Reason, sentence and particulars; the cheap explanations first."""
    if not np.all(np.isfinite(m.derivatives)):
        return "not finite", "f or its derivative is not finite near x", {}
    if np.all(np.abs(m.errors) <= m.tolerances):
        if m.resolution <= COARSE or m.is_still:
            return "correct", "the gradient agrees with f", {}
        return "undecided", "rounding hides the gradient wherever the check looked", {}
    factor = _constant_factor(m)
    mistake = _known_mistake(m, gradient, candidates, rng)
    if mistake:
        return "known mistake", f"this is {mistake}", {"mistake": mistake, "factor": factor}
    if factor is not None and abs(factor + 1) <= 1e-6:
        return "wrong sign", "the right gradient is −1 times this one", {"factor": factor}
    if factor is not None:
        return "constant factor", f"the right gradient is {factor:.6g} times this one", {"factor": factor}
    place = locate(m, probe, rng)
    if place.coordinates:
        finding = f"wrong in {len(place.coordinates)} of {m.x.size} coordinates"
        return "wrong coordinates", finding, {"wrong": place.coordinates}
    size = place.size / (length(m.gradient) or abs(float(m.derivatives[0])))
    return "dense error", f"wrong in most coordinates, by about {size:.0e} of its size", {}


def _constant_factor(m: Measurement) -> float | None:
    """The factor that both directions agree on, if they do."""
    if not np.all(np.abs(m.promised) > m.tolerances):
        return None
    ratios = m.derivatives / m.promised
    doubt = 4 * float(np.max(m.tolerances / np.abs(m.promised))) * max(1.0, float(np.max(np.abs(ratios))))
    return float(np.mean(ratios)) if float(np.ptp(ratios)) <= doubt else None


def _known_mistake(
    m: Measurement, gradient: Gradient, candidates: Mapping[str, Gradient], rng: np.random.Generator
) -> str | None:
    """Name of the candidate that equals the gradient at the point and at another one.

    The other point tells mistakes apart that agree at a special one, such as x = 0.
    """
    if not candidates:
        return None
    other = moved(m, rng, 1.0)
    pairs = [(m.x, m.gradient), (other, np.asarray(gradient(other.copy()), dtype=float))]
    for name, wrong in candidates.items():
        if all(_equal(wrong(x.copy()), g, m.epsilon) for x, g in pairs):
            return name
    return None


def _equal(candidate: Any, g: Real, epsilon: float) -> bool:
    w = np.asarray(candidate, dtype=float)
    return w.shape == g.shape and length(w - g) <= 1e-2 * np.sqrt(epsilon) * length(w)


def _precision(epsilon: float) -> str:
    return next(name for name in ("float16", "float32", "float64", "longdouble") if epsilon >= np.finfo(name).eps)
