"""Group testing: which coordinates of a gradient are wrong, in few evaluations of f.

The error of a gradient along v is the sum of the errors along the parts of v. A group of
coordinates whose error is not zero is halved; one evaluation gives the error of one half, the
difference that of the other. Among n coordinates one wrong one is found with log₂ n evaluations
(Dorfman, *Annals of Mathematical Statistics* 14, 1943, had the idea for blood tests).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matgrad.gradient_check.measure import Measurement
from matgrad.gradient_check.probe import Probe
from matgrad.gradient_check.report import WrongCoordinate
from matgrad.numerical.inputs import Real

MOST = 0.9  # share of wrong groups, among at least ENOUGH, above which the search stops
ENOUGH = 16


@dataclass(frozen=True)
class Group:
    """Coordinates (positions in the flattened x), their error along v, and its tolerance."""

    positions: NDArray[np.intp]
    error: float
    tolerance: float

    @property
    def is_wrong(self) -> bool:
        """Whether the error stands out from rounding; NaN does."""
        return not abs(self.error) <= self.tolerance


@dataclass(frozen=True)
class Location:
    """Where the error sits.

    Attributes
    ----------
    coordinates : tuple of WrongCoordinate
        Sorted by position; empty if too many groups are wrong to go on.
    size : float
        Length of the error of the gradient, estimated from the last groups: along a Gaussian
        direction each has an error whose standard deviation is its length.
    """

    coordinates: tuple[WrongCoordinate, ...]
    size: float


def locate(measurement: Measurement, probe: Probe, rng: np.random.Generator) -> Location:
    """Wrong coordinates with the right values, or the size of an error that is everywhere.

    Parameters
    ----------
    measurement : Measurement
        One that shows an error.
    probe : Probe
    rng : numpy.random.Generator

    Returns
    -------
    Location
    """
    allowed = measurement.tolerances  # both are 0 if f is linear and the gradient given for it is 0
    j = int(np.argmax(np.abs(measurement.errors) / (allowed if allowed.all() else 1.0)))
    v = measurement.directions[j]
    root = Group(rng.permutation(v.size), float(measurement.errors[j]), float(measurement.tolerances[j]))
    level, singles, size = [root], list[Group](), abs(root.error)
    while level:
        halves = [half for group in level for half in _halves(group, measurement, probe, v)]
        wrong = [half for half in halves if half.is_wrong]
        size = float(np.sqrt(sum(half.error**2 for half in halves)))
        several = [group for group in wrong if group.positions.size > 1]
        if several and len(wrong) >= ENOUGH and len(wrong) >= MOST * len(halves):
            return Location((), size)
        singles += [group for group in wrong if group.positions.size == 1]
        level = several
    found = sorted(singles, key=lambda group: int(group.positions[0]))
    return Location(tuple(_coordinate(group, measurement, v) for group in found), size)


def _halves(group: Group, measurement: Measurement, probe: Probe, v: Real) -> list[Group]:
    if group.positions.size == 1:
        return [group]
    half = group.positions.size // 2
    left, right = group.positions[:half], group.positions[half:]
    w = np.zeros_like(v)
    w.flat[left] = v.flat[left]
    found = measurement.along(probe, w)
    error = found.value - float(np.sum(measurement.gradient * w))
    return [
        Group(left, error, found.bound),
        Group(right, group.error - error, group.tolerance + found.bound),
    ]


def _coordinate(group: Group, measurement: Measurement, v: Real) -> WrongCoordinate:
    position = int(group.positions[0])
    given = float(measurement.gradient.flat[position])
    index = tuple(int(k) for k in np.unravel_index(position, v.shape))
    return WrongCoordinate(index, given, given + group.error / float(v.flat[position]))
