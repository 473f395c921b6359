"""Other people's gradient checkers behind one signature.

Each takes a problem and a gradient that may be wrong, and says whether it passes. Each is called as its own
documentation shows, with its default steps and tolerances. scipy returns a number without a
tolerance, numdifftools a gradient: for these the threshold is named beside the checker.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.problems import Problem
from matgrad.gradient_check import check_gradient

Checker = Callable[[Problem, Callable], bool]


class Counted:
    """A function and how often it was called."""

    def __init__(self, f: Callable) -> None:
        self.f = f
        self.calls = 0

    def __call__(self, *arguments: Any) -> Any:
        """Call the function and count."""
        self.calls += 1
        return self.f(*arguments)


def ours(p: Problem, gradient: Callable, f: Callable | None = None) -> bool:
    """check_gradient of this book."""
    return bool(check_gradient(f or p.objective, gradient, p.x))


def scipy_absolute(p: Problem, gradient: Callable, f: Callable | None = None) -> bool:
    """Judge scipy's check_grad by an absolute 1e-6."""
    return _check_grad(p, gradient, f) < 1e-6


def scipy_relative(p: Problem, gradient: Callable, f: Callable | None = None) -> bool:
    """Judge scipy's check_grad by 1e-6 of the gradient's length."""
    return _check_grad(p, gradient, f) < 1e-6 * np.linalg.norm(gradient(p.x))


def _check_grad(p: Problem, gradient: Callable, f: Callable | None) -> float:
    from scipy.optimize import check_grad

    return check_grad(f or p.objective, gradient, p.x)


def torch_slow(p: Problem, gradient: Callable, f: Callable | None = None) -> bool:
    """torch.autograd.gradcheck, default."""
    return _gradcheck(p, gradient, f, fast_mode=False)


def torch_fast(p: Problem, gradient: Callable, f: Callable | None = None) -> bool:
    """torch.autograd.gradcheck with fast_mode."""
    return _gradcheck(p, gradient, f, fast_mode=True)


def _gradcheck(p: Problem, gradient: Callable, f: Callable | None, *, fast_mode: bool) -> bool:
    import torch

    value = f or p.objective

    class Objective(torch.autograd.Function):
        @staticmethod
        def forward(context: Any, x: Any) -> Any:
            context.save_for_backward(x)
            return torch.tensor(float(value(x.detach().numpy())), dtype=torch.float64)

        @staticmethod
        def backward(context: Any, seed: Any) -> Any:
            (x,) = context.saved_tensors
            return seed * torch.from_numpy(np.array(gradient(x.detach().numpy())))

    x = torch.tensor(p.x, requires_grad=True)
    return bool(torch.autograd.gradcheck(Objective.apply, (x,), fast_mode=fast_mode, raise_exception=False))


def jax_check(p: Problem, gradient: Callable, f: Callable | None = None) -> bool:
    """jax.test_util.check_grads, reverse mode."""
    import jax

    jax.config.update("jax_enable_x64", True)
    from jax.test_util import check_grads

    scalar = jax.ShapeDtypeStruct((), np.float64)
    vector = jax.ShapeDtypeStruct(p.x.shape, np.float64)
    value = f or p.objective

    @jax.custom_vjp
    def objective(x: Any) -> Any:
        return jax.pure_callback(lambda y: np.float64(value(np.asarray(y))), scalar, x)

    def forward(x: Any) -> Any:
        return objective(x), x

    def backward(x: Any, seed: Any) -> Any:
        return (seed * jax.pure_callback(lambda y: np.asarray(gradient(np.asarray(y))), vector, x),)

    objective.defvjp(forward, backward)
    try:
        check_grads(objective, (jax.numpy.asarray(p.x),), order=1, modes=("rev",))
    except AssertionError:
        return False
    return True


def numdifftools_allclose(p: Problem, gradient: Callable, f: Callable | None = None) -> bool:
    """Compare with numdifftools.Gradient by numpy.allclose with its defaults."""
    return bool(np.allclose(gradient(p.x), numdifftools_gradient(p, f)))


def numdifftools_gradient(p: Problem, f: Callable | None = None) -> Any:
    """The gradient by numdifftools; it takes minutes for n = 1000, so one is used for all bugs."""
    import numdifftools

    return numdifftools.Gradient(f or p.objective)(p.x)


CHECKERS: dict[str, tuple[str | None, Checker]] = {
    "check_gradient": (None, ours),
    "scipy check_grad < 1e-6": ("scipy", scipy_absolute),
    "scipy check_grad < 1e-6·‖g‖": ("scipy", scipy_relative),
    "torch gradcheck, slow": ("torch", torch_slow),
    "torch gradcheck, fast": ("torch", torch_fast),
    "jax check_grads": ("jax", jax_check),
    "numdifftools, allclose": ("numdifftools", numdifftools_allclose),
}
