"""Ways to the minimiser of ½‖Ax − b‖²: many small steps against the gradient, or one step of Newton's method.

Both subtract from x something that is made of the gradient Aᵀ(Ax − b). Derived in chapter 5.
"""

from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from matgrad import least_squares
from matgrad.inputs import Array, as_float, conformable, finite_array, kind, real_matrix

GROWTH = 2.0  # times the first gradient; a step below 2/λmax never lengthens it, and rounding does not double it
RELATIVE_TOLERANCE = 1e-8  # of Aᵀb: half of the digits of a float, as many as the objective shows at its minimum

Outcome = Literal["converged", "diverged", "out of steps"]


@dataclass(frozen=True, repr=False)
class Descent:
    """A descent and how it ended. True in a condition exactly when it converged.

    Attributes
    ----------
    outcome : str
        "converged", "diverged" or "out of steps".
    finding : str
        The outcome as a sentence with its numbers.
    points : array of shape (steps + 1, n) or (steps + 1, n, 1)
        The path: the starting point and the point after each step.
    gradient_lengths : array of shape (steps + 1,)
        Length of the gradient at each of these points.
    step : float
        The number α that the gradient was multiplied by.
    tolerance : float
        The length δ of the gradient at which the descent stops.
    """

    outcome: Outcome
    finding: str
    points: Array = field(compare=False)
    gradient_lengths: Array = field(compare=False)
    step: float
    tolerance: float

    @property
    def x(self) -> Array:
        """Last point of the path."""
        return self.points[-1]

    @property
    def steps(self) -> int:
        """Number of steps taken."""
        return len(self.points) - 1

    def __bool__(self) -> bool:
        """Whether the descent converged."""
        return self.outcome == "converged"

    def __repr__(self) -> str:
        """Return the finding: the path may be long."""
        return self.finding


def gradient_descent(
    A: Array,
    b: Array,
    x: Array | None = None,
    *,
    step: float | None = None,
    tolerance: float | None = None,
    most_steps: int = 10_000,
) -> Descent:
    """Path of x ← x − αAᵀ(Ax − b), repeated until the gradient is at most δ long. Derived in chapter 5.

    This is Algorithm 4.1 of Goodfellow, Bengio and Courville, *Deep Learning* (2016), section 4.5, where the step is
    called ε. It converges from every point if 0 < α < 2/λmax, with λmax the largest eigenvalue of AᵀA.

    Parameters
    ----------
    A : array of shape (m, n)
        Also a sparse array of SciPy.
    b : array of shape (m,) or (m, 1)
    x : array of shape (n,) or (n, 1), optional
        Where to start; zeros if not given.
    step : float, optional
        The number α. If not given, 1/‖A‖² with the sum ‖A‖² of all squared entries, which is at least λmax.
    tolerance : float, optional
        The length δ. If not given, 1e-8 times the length of Aᵀb or of the first gradient, whichever is longer.
    most_steps : int
        Number of steps after which to give up.

    Returns
    -------
    Descent

    Raises
    ------
    ValueError
        If shapes do not conform, an entry is not a finite real number, or a choice is not positive.
    TypeError
        If an argument is not an array of numbers.

    Examples
    --------
    >>> A, b = [[1, 0], [1, 1], [0, 1]], [1, 0, 2]
    >>> descent = gradient_descent(A, b, [1, 1], step=1 / 2, tolerance=1e-3)
    >>> descent.points[:3].tolist()
    [[1.0, 1.0], [0.0, 0.5], [0.25, 1.0]]
    >>> descent
    converged after 12 steps: the gradient has length 0.00055, at most the tolerance 0.001
    >>> gradient_descent(A, b, [1, 1], step=0.7).outcome
    'diverged'
    """
    A, x, b = _start(A, b, x)
    step = _positive("step", step, 1 / (_sum_of_squares(A) or 1.0))
    _require_positive("most_steps", most_steps)
    gradient = least_squares.gradient(A, x, b)
    points, lengths = [x], [_length(gradient)]
    if not np.isfinite(lengths[0]):
        raise ValueError("the gradient at the starting point is not finite: A, b and x must hold finite numbers.")
    scale = max(_length(as_float(A.T @ b)), lengths[0])
    tolerance = _positive("tolerance", tolerance, RELATIVE_TOLERANCE * scale or RELATIVE_TOLERANCE)
    with np.errstate(
        over="ignore", invalid="ignore"
    ):  # a descent that leaves the range of floats is told as divergence
        while lengths[-1] > tolerance and len(lengths) <= most_steps and not _diverges(A, b, points[-1], lengths):
            points.append(points[-1] - step * gradient)
            gradient = least_squares.gradient(A, points[-1], b)
            lengths.append(_length(gradient))
        rounding = _rounding(A, b, points[-1])
    outcome, finding = _ending(lengths, step, tolerance, rounding)
    return Descent(outcome, finding, np.array(points), np.array(lengths), step, tolerance)


def step_limit(A: Array) -> float:
    """Limit 2/λmax of the steps for which descent converges, with λmax the largest eigenvalue of AᵀA.

    Derived in chapter 5.

    Parameters
    ----------
    A : array of shape (m, n)

    Returns
    -------
    float
        Infinity if A is zero: then the gradient is zero everywhere.

    Raises
    ------
    ValueError
        If A is not a matrix of finite real numbers.
    TypeError
        If A is not an array of numbers.

    Examples
    --------
    >>> round(step_limit([[1, 0], [1, 1], [0, 1]]), 12) == round(2 / 3, 12)
    True
    """
    A = finite_array("A", real_matrix(A))
    largest = float(np.linalg.norm(A, 2)) if A.size else 0.0  # λmax is its square; AᵀA is never formed
    return 2 / largest**2 if largest else float("inf")


def newton_step(A: Array, x: Array, b: Array) -> Array:
    """Point x − (AᵀA)⁺Aᵀ(Ax − b) after one step of Newton's method: the minimiser nearest to x. Derived in chapter 5.

    The step v solves AᵀAv = −∇f(x). It is computed as v = −A⁺(Ax − b), the shortest solution of the least-squares
    problem with the residual in place of b, so that AᵀA is not formed.

    Parameters
    ----------
    A : array of shape (m, n)
        Its columns may be dependent.
    x : array of shape (n,) or (n, 1)
    b : array of shape (m,) or (m, 1)

    Returns
    -------
    array of the shape of x

    Raises
    ------
    ValueError
        If the shapes do not conform, or an entry is not a finite real number.
    TypeError
        If an argument is not an array of numbers.

    Examples
    --------
    >>> newton_step([[1, 0], [1, 1], [0, 1]], [7, -5], [1, 0, 2]).round(12) + 0.0
    array([0., 1.])
    """
    A, x, b = _start(A, b, x)
    A, x, b = finite_array("A", A), finite_array("x", x), finite_array("b", b)
    return x - np.linalg.lstsq(A, A @ x - b, rcond=None)[0]


def _start(A: Array, b: Array, x: Array | None) -> tuple[Array, Array, Array]:
    """The arguments as arrays whose shapes conform, with zeros for a starting point that is not given."""
    if x is None:
        A = real_matrix(A)
        x = np.zeros((A.shape[1], 1) if np.ndim(b) == 2 else A.shape[1])
    A, x, b = conformable(A, x, b)
    if kind(x) == "c":
        raise ValueError("x is complex: a descent needs a real starting point.")
    return A, x, b


def _sum_of_squares(A: Array) -> float:
    squares = A.power(2) if hasattr(A, "power") else A * A  # * would be the matrix product of sparse matrices
    return float(squares.sum())


def _diverges(A: Array, b: Array, x: Array, lengths: list[float]) -> bool:
    """Whether the gradient has grown beyond what rounding can do; a step below 2/λmax never lengthens it."""
    if not np.isfinite(lengths[-1]):
        return True
    return lengths[-1] > GROWTH * lengths[0] and lengths[-1] > _rounding(A, b, x)


def _rounding(A: Array, b: Array, x: Array) -> float:
    """Bound of the rounding error in the length of Aᵀ(Ax − b): m + n roundings of each of its terms."""
    terms = abs(A).T @ (abs(A) @ abs(x) + abs(b))
    epsilon = np.finfo(terms.dtype).eps if kind(terms) == "f" else np.finfo(float).eps
    return float(sum(A.shape) * epsilon) * _length(terms)


def _ending(lengths: list[float], step: float, tolerance: float, rounding: float) -> tuple[Outcome, str]:
    """The outcome, and the sentence that tells it."""
    after = f"after {len(lengths) - 1} step{'' if len(lengths) == 2 else 's'}"
    length = f"the gradient has length {lengths[-1]:.2g}"
    if lengths[-1] <= tolerance:
        return "converged", f"converged {after}: {length}, at most the tolerance {tolerance:.2g}"
    if not lengths[-1] <= max(GROWTH * lengths[0], rounding):
        return "diverged", (
            f"diverged {after}: {length}, and it had {lengths[0]:.2g} at the start. The step {step:.4g} is too long: "
            "below step_limit(A) the gradient never grows"
        )
    advice = (
        "Its terms are rounded by as much: choose a larger tolerance"
        if lengths[-1] <= rounding
        else "Allow more steps, or choose a step between step_limit(A)/2 and step_limit(A)"
    )
    return "out of steps", f"out of steps {after}: {length}, more than the tolerance {tolerance:.2g}. {advice}"


def _length(value: Array) -> float:
    return float(np.linalg.norm(np.asarray(value).ravel()))


def _positive(name: str, value: float | None, otherwise: float) -> float:
    if value is None:
        return otherwise
    _require_positive(name, value)
    return float(value)


def _require_positive(name: str, value: float) -> None:
    if not 0 < value < float("inf"):
        raise ValueError(f"{name} is {value}: it must be a positive number.")
