"""Least-squares problems of several kinds, and wrong gradients seeded into them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from matgrad import large_scale

KINDS = ("N(0, 1)", "near the minimiser", "at the minimiser", "columns scaled 1e-4…1e4", "b·1e6", "all·1e-6")
MORE_KINDS = (*KINDS, "A·1e6", "rank one")


@dataclass(frozen=True)
class Problem:
    """½‖Ax − b‖² at a point x."""

    A: Any
    x: Any
    b: Any

    def objective(self, x: Any) -> Any:
        """½‖Ax − b‖², without a complex copy of A for a complex x."""
        return large_scale.objective(self.A, x, self.b)

    def gradient(self, x: Any) -> Any:
        """Aᵀ(Ax − b)."""
        return large_scale.gradient(self.A, x, self.b)


def make(kind: str, m: int, n: int, rng: np.random.Generator, dtype: type = np.float64) -> Problem:
    """Random problem of one kind."""
    A, b, x = rng.standard_normal((m, n)), rng.standard_normal(m), rng.standard_normal(n)
    if kind.endswith("the minimiser"):
        b = 10 * b
        x = np.linalg.lstsq(A, b, rcond=None)[0]
        x = x + 1e-7 * rng.standard_normal(n) if kind.startswith("near") else x
    elif kind.startswith("columns"):
        A = A * np.logspace(-4, 4, n)
    elif kind == "b·1e6":
        b = 1e6 * b
    elif kind == "all·1e-6":
        A, b = 1e-6 * A, 1e-6 * b
    elif kind == "A·1e6":
        A = 1e6 * A
    elif kind == "rank one":
        A = np.outer(rng.standard_normal(m), rng.standard_normal(n))
    return Problem(A.astype(dtype), x.astype(dtype), b.astype(dtype))


def random_problem(seed: int, dtype: type = np.float64) -> tuple[Problem, np.random.Generator]:
    """The problem of a calibration run with this number, and its generator for what follows."""
    rng = np.random.default_rng(seed)
    m, n = int(rng.integers(2, 401)), int(rng.integers(1, 121))
    return make(MORE_KINDS[seed % len(MORE_KINDS)], m, n, rng, dtype), rng


def perturbed(gradient: Callable, size: float, rng: np.random.Generator, x: Any) -> Callable:
    """The gradient with a dense relative error of the given size."""
    e = rng.standard_normal(x.shape)
    e = e / np.linalg.norm(e)

    def wrong(y: Any) -> Any:
        g = gradient(y)
        return (g + size * np.linalg.norm(g) * e).astype(g.dtype)

    return wrong


def bugs(p: Problem) -> dict[str, Callable]:
    """The right gradient and seeded wrong ones by name; two exist for square A only."""
    k = int(0.737 * p.x.size)

    def one_coordinate(factor: float) -> Callable:
        def wrong(x: Any) -> Any:
            g = p.gradient(x)
            g[k] *= factor
            return g

        return wrong

    wrong = {
        "correct": p.gradient,
        "missing ½": lambda x: 2 * p.gradient(x),
        "sign of b": lambda x: p.A.T @ (p.A @ x + p.b),
        "one coordinate flipped": one_coordinate(-1),
        "one coordinate 1 % off": one_coordinate(1.01),
        "all off by 1e-5": lambda x: p.gradient(x) * (1 + 1e-5),
    }
    if p.A.shape[0] == p.A.shape[1]:
        wrong["missing transpose"] = lambda x: p.A @ (p.A @ x - p.b)
        wrong["symmetric part"] = lambda x: (p.A @ (p.A @ x - p.b) + p.gradient(x)) / 2
    return wrong
