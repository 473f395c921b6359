"""Evaluations of f and time of one passing check, and evaluations to name wrong coordinates."""

import time
from collections.abc import Callable

import numpy as np

from benchmarks import peers, record
from benchmarks.problems import Problem, make
from matgrad import large_scale
from matgrad.gradient_check import check_gradient

SIZES = (10, 100, 1000)
BUDGET = 2.0  # seconds of repetition for one median


def run() -> None:
    """Measure and keep both tables."""
    _checks()
    _localisation()


def _checks() -> None:
    problems = {n: make("N(0, 1)", 2 * n, n, np.random.default_rng(0)) for n in SIZES}
    own = {n: _seconds(peers.ours, p) for n, p in problems.items()}
    rows = []
    for name, (package, checker) in peers.CHECKERS.items():
        if (package and package not in record.installed()) or checker is peers.scipy_relative:
            continue
        counts, times = [], []
        for n, p in problems.items():
            f = peers.Counted(p.objective)
            checker(p, p.gradient, f)
            counts.append(f"{f.calls:,}")
            seconds = own[n] if checker is peers.ours else _seconds(checker, p)
            times.append(f"{_two_digits(seconds * 1e3)} ms ({_two_digits(seconds / own[n])}×)")
        rows.append([name, *counts, *times])
        print(rows[-1], flush=True)
    record.keep(
        "cost",
        "One check of a right gradient, N(0, 1), m = 2n: evaluations of f, and time with its ratio to check_gradient",
        ["checker", *(f"evaluations, n = {n}" for n in SIZES), *(f"time, n = {n}" for n in SIZES)],
        rows,
        [
            "Medians of processor time, evaluations of f included; a complex one costs about two real ones.",
            f"check_gradient for larger n: {_large()}.",
        ],
    )


def _two_digits(number: float) -> str:
    return f"{float(f'{number:.2g}'):,.12g}"


def _large() -> str:
    counts = []
    for n in (10_000, 100_000):
        p = make("N(0, 1)", 20, n, np.random.default_rng(0))
        counts.append(f"{check_gradient(p.objective, p.gradient, p.x).evaluations} evaluations at n = {n:,}")
    flat = make("at the minimiser", 2000, 1000, np.random.default_rng(0))
    moved = check_gradient(flat.objective, flat.gradient, flat.x)
    return ", ".join([*counts, f"{moved.evaluations} where the point had to be moved"])


def _seconds(checker: Callable, p: Problem) -> float:
    """Median processor time of one check."""
    checker(p, p.gradient)
    times: list[float] = []
    while not times or (sum(times) < BUDGET and len(times) < 30):
        start = time.process_time()
        checker(p, p.gradient)
        times.append(time.process_time() - start)
    return float(np.median(times))


def _localisation() -> None:
    rows = []
    for count in (1, 2, 4, 8, 12, 100):
        reports = [_one_location(count, seed) for seed in range(10)]
        right = sum(exact for _, exact, _ in reports)
        evaluations = float(np.median([e for e, _, _ in reports]))
        verdict = "dense error" if all(reason == "dense error" for *_, reason in reports) else f"exact set {right}/10"
        rows.append([count, f"{evaluations:g}", f"{count * np.log2(1000 / count):.0f}", verdict])
    record.keep(
        "localisation",
        "Wrong coordinates among 1000: evaluations of f (median of 10 problems), those of the check itself included",
        ["wrong", "evaluations", "k·log₂(n/k)", "result"],
        rows,
        ["Each wrong coordinate is 1 % to 10 % off."],
    )


def _one_location(count: int, seed: int) -> tuple[int, bool, str]:
    rng = np.random.default_rng(seed)
    p = make("N(0, 1)", 200, 1000, rng)
    bad = set(rng.choice(1000, count, replace=False).tolist())
    g = large_scale.gradient(p.A, p.x, p.b)
    g[sorted(bad)] *= 1 + rng.uniform(0.01, 0.1, count)
    report = check_gradient(p.objective, lambda _: g, p.x, seed=seed + 1000)
    return report.evaluations, {entry.index[0] for entry in report.wrong} == bad, report.reason
