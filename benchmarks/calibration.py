"""False alarms and misses of check_gradient over many random problems."""

from typing import Any

import numpy as np

from benchmarks import record
from benchmarks.problems import perturbed, random_problem
from matgrad.gradient_check import check_gradient


def run() -> None:
    """Measure and keep the table."""
    rows = [
        ["float64", *_count(20_000, 1e-8, np.float64, through_norm=False)],
        ["float32", *_count(2000, 3e-2, np.float32, through_norm=False)],
        ["float64, f through norm()", *_count(2000, 1e-5, np.float64, through_norm=True)],
        ["float32, f through norm()", *_count(2000, 1e-1, np.float32, through_norm=True)],
    ]
    record.keep(
        "calibration",
        "check_gradient on random problems: m from 2 to 400, n from 1 to 120, eight kinds",
        [
            "arithmetic",
            "problems",
            "false alarms",
            "seeded error",
            "misses",
            "largest error / tolerance",
            "median resolution",
            "worst resolution",
            "median evaluations",
            "most evaluations",
        ],
        rows,
        ["Kinds: the six of the detection table, A·1e6, and A of rank one. With norm() f is not complex-analytic."],
    )


def _count(problems: int, size: float, dtype: type, *, through_norm: bool) -> list[Any]:
    false_alarms = misses = 0
    ratios, resolutions, evaluations = [], [], []
    for seed in range(problems):
        p, rng = random_problem(seed, dtype)
        f = (lambda x, p=p: np.linalg.norm(p.A @ x - p.b) ** 2 / 2) if through_norm else p.objective
        report = check_gradient(f, p.gradient, p.x, seed=seed)
        false_alarms += not report.ok
        misses += check_gradient(f, perturbed(p.gradient, size, rng, p.x), p.x, seed=seed).ok
        ratios.append(report.error / report.resolution)
        resolutions.append(report.resolution)
        evaluations.append(report.evaluations)
    return [
        f"{problems:,}",
        false_alarms,
        f"{size:.0e}",
        misses,
        f"{max(ratios):.2f}",
        f"{np.median(resolutions):.0e}",
        f"{max(resolutions):.0e}",
        int(np.median(evaluations)),
        max(evaluations),
    ]
