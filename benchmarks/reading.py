"""How close the gradient comes to one reading of A, against the formula and the peers."""

import time
from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks import record
from matgrad import large_scale, least_squares

SHAPE = (20_000, 2000)
ROUNDS = 15
WIDTHS = (1, 20, 200, 2000, 20_000)
MEGABYTES = (1.2, 8, 40, 200)


def run() -> None:
    """Measure and keep both tables."""
    _one_shape()
    _sweep()


def paired(functions: dict[str, Callable], rounds: int) -> dict[str, list[float]]:
    """Processor times of all functions, taken in turns so that they share the machine's moods.

    Processor time leaves out the waiting for a core that another process has.
    """
    times: dict[str, list[float]] = {name: [] for name in functions}
    for _ in range(rounds + 1):
        for name, function in functions.items():
            start = time.process_time()
            function()
            times[name].append(time.process_time() - start)
    return {name: values[1:] for name, values in times.items()}


def _one_shape() -> None:
    rng = np.random.default_rng(0)
    A, x, b = rng.standard_normal(SHAPE), rng.standard_normal(SHAPE[1]), rng.standard_normal(SHAPE[0])
    flat = A.reshape(-1)
    functions: dict[str, Callable] = {
        "pure read of A": lambda: np.dot(flat, flat),
        "large_scale.gradient": lambda: large_scale.gradient(A, x, b),
        "large_scale.objective_and_gradient": lambda: large_scale.objective_and_gradient(A, x, b),
        "least_squares.gradient, A.T @ (A @ x - b)": lambda: least_squares.gradient(A, x, b),
        "A.T @ A @ x - A.T @ b, left to right": lambda: A.T @ A @ x - A.T @ b,
    }
    slow = {"A.T @ A @ x - A.T @ b, left to right"}
    functions |= _torch(A, x, b) | _jax(A, x, b)
    times = paired({name: f for name, f in functions.items() if name not in slow}, ROUNDS)
    times |= paired({name: f for name, f in functions.items() if name in slow}, 2)
    read, formula = times["pure read of A"], times["least_squares.gradient, A.T @ (A @ x - b)"]
    rows = []
    for name, values in times.items():
        same = name not in slow
        rows.append([
            name,
            f"{np.median(values) * 1e3:.1f} ms",
            f"{np.median(np.divide(values, read)) if same else np.median(values) / np.median(read):.2f}",
            f"{np.median(np.divide(values, formula)) if same else np.median(values) / np.median(formula):.2f}",
        ])  # fmt: skip
    record.keep(
        "reading",
        "One gradient for A of 20000×2000 in float64 (320 MB)",
        ["method", "median", "÷ pure read", "÷ formula"],
        rows,
        [
            f"Processor time, medians of {ROUNDS} rounds; all methods take turns, ratios are taken within a round.",
            "The pure read is the dot product of A's entries with themselves.",
        ],
    )


def _torch(A: Any, x: Any, b: Any) -> dict[str, Callable]:
    if "torch" not in record.installed():
        return {}
    import torch

    torch.set_num_threads(1)
    a, c, z = (torch.from_numpy(array) for array in (A, b, x))

    def autograd() -> Any:
        leaf = z.clone().requires_grad_(True)
        r = a @ leaf - c
        (r @ r / 2).backward()
        return leaf.grad

    return {"torch, A.T @ (A @ x - b)": lambda: a.T @ (a @ z - c), "torch autograd": autograd}


def _jax(A: Any, x: Any, b: Any) -> dict[str, Callable]:
    if "jax" not in record.installed():
        return {}
    import jax

    jax.config.update("jax_enable_x64", True)
    a, c, z = (jax.numpy.asarray(array) for array in (A, b, x))
    literal = jax.jit(lambda a, z, c: a.T @ (a @ z - c))
    row = jax.jit(lambda a, z, c: (a @ z - c) @ a)
    auto = jax.jit(jax.grad(lambda z, a, c: ((a @ z - c) ** 2).sum() / 2))
    return {
        "JAX jit, A.T @ (A @ x - b)": lambda: literal(a, z, c).block_until_ready(),
        "JAX jit, (A @ x - b) @ A": lambda: row(a, z, c).block_until_ready(),
        "JAX jit of grad": lambda: auto(z, a, c).block_until_ready(),
    }


def _sweep() -> None:
    rows = []
    for dtype in (np.float64, np.float32):
        for order in ("C", "F"):
            for megabytes in MEGABYTES:
                ratios = [_ratio(n, megabytes, order, dtype) for n in WIDTHS]
                rows.append([np.dtype(dtype).name, order, f"{megabytes} MB", *(f"{ratio:.2f}" for ratio in ratios)])
                print(rows[-1], flush=True)
    record.keep(
        "sweep",
        "Time of large_scale.gradient ÷ time of the formula, for matrices of n columns (median of paired rounds)",
        ["type", "order", "size of A", *(f"n = {n}" for n in WIDTHS)],
        rows,
        ["Below 1: the row blocks are faster. They serve C order from 32 MB on; elsewhere both are the same formula."],
    )


def _ratio(n: int, megabytes: float, order: str, dtype: type) -> float:
    m = max(1, int(megabytes * 2**20 / (n * np.dtype(dtype).itemsize)))
    rng = np.random.default_rng(n)
    A = np.asarray(rng.standard_normal((m, n), dtype=dtype), order=order)  # type: ignore[call-overload]
    x, b = rng.standard_normal(n).astype(dtype), rng.standard_normal(m).astype(dtype)
    times = paired(
        {"blocks": lambda: large_scale.gradient(A, x, b), "formula": lambda: least_squares.gradient(A, x, b)},
        rounds=max(15, int(600 / megabytes)),
    )
    return float(np.median(np.divide(times["blocks"], times["formula"])))
