"""The minimiser of ½‖Ax − b‖² among the points with xᵀx ≤ 1, and the multiplier λ that belongs to it.

The Lagrangian is L(x, λ) = ½‖Ax − b‖² + λ(xᵀx − 1). For a fixed λ it is smallest at x(λ) = (AᵀA + 2λI)⁻¹Aᵀb, which
becomes shorter when λ grows; the two functions look for the λ at which x(λ) has length 1. Derived in chapter 5, after
Goodfellow, Bengio and Courville, *Deep Learning* (2016), section 4.5.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from matgrad.inputs import Array, conformable, finite_array, real_matrix

MOST_NEWTON_STEPS = 100  # quadratic convergence from below takes about ten


@dataclass(frozen=True)
class Constrained:
    """The solution of the constrained problem.

    Attributes
    ----------
    x : array of shape (n,) or (n, 1)
        The minimiser; the shortest one if there are several.
    multiplier : float
        The number λ ≥ 0. It is 0 if a minimiser without the constraint satisfies xᵀx ≤ 1.
    """

    x: Array = field(compare=False)
    multiplier: float


@dataclass(frozen=True, repr=False)
class Ascent:
    """An ascent of the multiplier and how it ended. True in a condition exactly when it converged.

    Attributes
    ----------
    converged : bool
        Whether the multiplier was found.
    finding : str
        How it ended, as a sentence with its numbers.
    multipliers : array of shape (steps + 1,)
        The path of λ, from 0.
    slopes : array of shape (steps + 1,)
        ∂L/∂λ = xᵀx − 1 at each of them.
    x : array of shape (n,) or (n, 1)
        The minimiser of L for the last multiplier.
    step : float
        The number that the slope was multiplied by.
    """

    converged: bool
    finding: str
    multipliers: Array = field(compare=False)
    slopes: Array = field(compare=False)
    x: Array = field(compare=False)
    step: float

    @property
    def multiplier(self) -> float:
        """Last multiplier of the path."""
        return float(self.multipliers[-1])

    def __bool__(self) -> bool:
        """Whether the ascent converged."""
        return self.converged

    def __repr__(self) -> str:
        """Return the finding: the path may be long."""
        return self.finding


def constrained(A: Array, b: Array) -> Constrained:
    """Minimiser of ½‖Ax − b‖² with xᵀx ≤ 1, and its multiplier λ. Derived in chapter 5.

    If the shortest minimiser A⁺b without the constraint is at most 1 long, it is the solution, with λ = 0. Otherwise
    the solution is x(λ) = (AᵀA + 2λI)⁻¹Aᵀb with the one λ > 0 for which its length is 1. It is found by Newton's method
    for 1/‖x(λ)‖ = 1, which comes from below and does not overshoot (Moré and Sorensen 1983, section 3).

    Parameters
    ----------
    A : array of shape (m, n)
        Its columns may be dependent.
    b : array of shape (m,) or (m, 1)

    Returns
    -------
    Constrained

    Raises
    ------
    ValueError
        If the shapes do not conform, or an entry is not a finite real number.
    TypeError
        If an argument is not an array of numbers.

    Examples
    --------
    >>> solution = constrained([[1, 0], [1, 1], [0, 1]], [1, 0, 4])
    >>> solution.x.round(12) + 0.0, round(solution.multiplier, 12)
    (array([0., 1.]), 1.0)
    """
    problem = _Problem.of(A, b)
    twice = 0.0  # 2λ
    for _ in range(MOST_NEWTON_STEPS):
        y = problem.coordinates(twice)
        length = float(np.linalg.norm(y))
        if length <= 1:
            break
        further = twice + length**2 * (length - 1) / float(np.sum(y**2 / (problem.squares + twice)))
        if further <= twice:
            break
        twice = further
    return Constrained(problem.point(twice), twice / 2)


def multiplier_ascent(
    A: Array, b: Array, *, step: float | None = None, tolerance: float = 1e-10, most_steps: int = 100_000
) -> Ascent:
    """Path of λ ← max(0, λ + η(xᵀx − 1)) with x = (AᵀA + 2λI)⁻¹Aᵀb. Derived in chapter 5.

    This is gradient ascent on the multiplier, as Goodfellow, Bengio and Courville describe it: xᵀx − 1 is the
    derivative of the Lagrangian with respect to λ. It shows the idea; `constrained` is faster.

    Parameters
    ----------
    A : array of shape (m, n)
        Its columns may be dependent.
    b : array of shape (m,) or (m, 1)
    step : float, optional
        The number η. If not given, the inverse of the largest curvature 4xᵀ(AᵀA)⁺x at λ = 0; then every λ of the path
        is at most the multiplier, and the path converges.
    tolerance : float
        How close to 1 the square xᵀx must come.
    most_steps : int
        Number of steps after which to give up.

    Returns
    -------
    Ascent

    Raises
    ------
    ValueError
        If shapes do not conform, an entry is not a finite real number, or a choice is not positive.
    TypeError
        If an argument is not an array of numbers.

    Examples
    --------
    >>> ascent = multiplier_ascent([[1, 0], [1, 1], [0, 1]], [1, 0, 4], step=1.0)
    >>> ascent
    converged after 15 steps: λ = 1, and xᵀx differs from 1 by at most 1e-10
    """
    problem = _Problem.of(A, b)
    for name, value in (("step", step), ("tolerance", tolerance), ("most_steps", most_steps)):
        if value is not None and not 0 < value < float("inf"):
            raise ValueError(f"{name} is {value}: it must be a positive number.")
    step = problem.safe_step() if step is None else float(step)
    multipliers, slopes = [0.0], [problem.slope(0.0)]
    while not _settled(multipliers[-1], slopes[-1], tolerance) and len(slopes) <= most_steps:
        multipliers.append(max(0.0, multipliers[-1] + step * slopes[-1]))
        slopes.append(problem.slope(2 * multipliers[-1]))
    converged = _settled(multipliers[-1], slopes[-1], tolerance)
    finding = _finding(multipliers, slopes, tolerance, too_long=step > problem.safe_step())
    x = problem.point(2 * multipliers[-1])
    return Ascent(converged, finding, np.array(multipliers), np.array(slopes), x, step)


@dataclass(frozen=True)
class _Problem:
    """A and b by the singular value decomposition A = UΣVᵀ, in which (AᵀA + 2λI)⁻¹ is diagonal."""

    right: Any  # V, without the columns for which AᵀA is zero
    squares: Any  # σ², the eigenvalues of AᵀA that are not zero
    data: Any  # VᵀAᵀb
    shape: tuple[int, ...]

    @classmethod
    def of(cls, A: Array, b: Array) -> "_Problem":
        A = real_matrix(A)
        x = np.zeros((A.shape[1], 1) if np.ndim(b) == 2 else A.shape[1])
        A, x, b = conformable(A, x, b)
        A, b = finite_array("A", A), finite_array("b", b)
        left, sigma, right = np.linalg.svd(A, full_matrices=False)
        # What is smaller is rounding: the limit of numpy.linalg.matrix_rank.
        kept = sigma > max(A.shape, default=0) * np.finfo(sigma.dtype).eps * max(sigma, default=0.0)
        sigma = sigma[kept]
        return cls(right[kept].T, sigma**2, sigma * (left[:, kept].T @ b.ravel()), x.shape)

    def coordinates(self, twice: float) -> Any:
        """Vᵀx(λ) for 2λ."""
        return self.data / (self.squares + twice)

    def point(self, twice: float) -> Array:
        """x(λ) for 2λ."""
        return (self.right @ self.coordinates(twice)).reshape(self.shape)

    def slope(self, twice: float) -> float:
        """∂L/∂λ = xᵀx − 1."""
        y = self.coordinates(twice)
        return float(y @ y) - 1

    def safe_step(self) -> float:
        """Inverse of the curvature of the dual function at λ = 0, where it is largest."""
        y = self.coordinates(0.0)
        curvature = 4 * float(np.sum(y**2 / self.squares))
        return 1 / curvature if curvature else 1.0


def _settled(multiplier: float, slope: float, tolerance: float) -> bool:
    """Whether xᵀx = 1, or xᵀx ≤ 1 where the multiplier is 0."""
    return slope <= tolerance and (slope >= -tolerance or multiplier == 0)


def _finding(multipliers: list[float], slopes: list[float], tolerance: float, *, too_long: bool) -> str:
    """The ending as a sentence."""
    after = f"after {len(slopes) - 1} step{'' if len(slopes) == 2 else 's'}"
    if not _settled(multipliers[-1], slopes[-1], tolerance):
        advice = "leave the step out: the ascent then chooses one that converges" if too_long else "allow more steps"
        return (
            f"out of steps {after}: λ = {multipliers[-1]:.6g}, and xᵀx - 1 is {slopes[-1]:.2g}, more than the "
            f"tolerance {tolerance:.2g} from 0; {advice}"
        )
    if multipliers[-1] == 0:
        return f"converged {after}: λ = 0, because xᵀx is at most 1 without the constraint"
    return f"converged {after}: λ = {multipliers[-1]:.6g}, and xᵀx differs from 1 by at most {tolerance:.2g}"
