"""The derivation checker measured: time per line, import, growth with the number of terms, ratio against SymPy."""

from __future__ import annotations

import math
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from sympy.core.cache import clear_cache

from benchmarks import explicit
from matgrad import derivation
from tests.derivation import corpus

REPEATS = 3
TERMS = (10, 30, 100, 300, 1000)
IMPORTS = 7


def main() -> dict[str, Any]:
    """Measure all four, print a table, return the numbers (milliseconds of processor time)."""
    seconds = {case["id"]: _seconds(case) / len(case["lines"]) for case in corpus.all_cases()}
    results = {
        "lines": _lines(seconds),
        "repairs": _repairs(seconds),
        "import_ms": _import_time(),
        "growth": _growth(),
        "sympy": _against_sympy(seconds),
    }
    _print(results)
    return results


def _seconds(case: corpus.Case) -> float:
    keywords = corpus.arguments(case)
    return _least(lambda: derivation.check(**keywords, explain=False))


def _repair_seconds(case: corpus.Case, verdict: float) -> float:
    """What the causes and repairs of a case cost beyond its verdicts, for each wrong line."""
    keywords = corpus.arguments(case)
    wrong = sum(line.verdict == "wrong" for line in derivation.check(**keywords, explain=False).lines)
    return (_least(lambda: derivation.check(**keywords)) - verdict * len(case["lines"])) / max(wrong, 1)


def _least(call: Callable[[], object]) -> float:
    """The least processor time of a few runs: what the work costs, whoever else uses the machine."""
    times = []
    for _ in range(REPEATS):
        start = time.process_time()
        call()
        times.append(time.process_time() - start)
    return min(times)


def _is_right(case: corpus.Case) -> bool:
    return corpus.first_wrong_line(case) is None


def _lines(seconds: dict[str, float]) -> dict[str, Any]:
    """Milliseconds per line for the verdicts: the time of a case divided by its lines."""
    slowest = max(seconds, key=lambda identifier: seconds[identifier])
    right = [1000 * seconds[case["id"]] for case in corpus.all_cases() if _is_right(case)]
    wrong = [1000 * seconds[case["id"]] for case in corpus.all_cases() if not _is_right(case)]
    return {
        "cases": len(seconds),
        "median_ms": 1000 * statistics.median(seconds.values()),
        "median_right_ms": statistics.median(right),
        "median_wrong_ms": statistics.median(wrong),
        "worst_right_ms": max(right),
        "worst_ms": 1000 * seconds[slowest],
        "worst_case": slowest,
    }


def _repairs(seconds: dict[str, float]) -> dict[str, Any]:
    """Milliseconds that a wrong line takes to be explained and repaired, beyond its verdict."""
    cost = {
        case["id"]: _repair_seconds(case, seconds[case["id"]]) for case in corpus.all_cases() if not _is_right(case)
    }
    slowest = max(cost, key=lambda identifier: cost[identifier])
    return {
        "median_ms": 1000 * statistics.median(cost.values()),
        "worst_ms": 1000 * cost[slowest],
        "worst_case": slowest,
    }


def _import_time() -> float:
    """Milliseconds of processor time for the import, in new processes."""
    # byte code is kept, as it is for every reader after the first start
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    code = "import time; t = time.process_time(); import matgrad.derivation; print(time.process_time() - t)"
    command = [sys.executable, "-c", code]
    runs = [
        subprocess.run(command, check=True, capture_output=True, text=True, env=environment) for _ in range(IMPORTS + 1)
    ]
    return 1000 * statistics.median(float(run.stdout) for run in runs[1:])


def _growth() -> dict[str, Any]:
    """Milliseconds for one equality of sums in reverse order, and the exponent of the growth."""
    shapes = {"x": ("n",), "y": ("n",)}
    times: dict[int, float] = {}
    refused: dict[int, str] = {}
    for count in TERMS:
        terms = [f"{number}x'y" if number % 2 else f"{number}y'y" for number in range(1, count + 1)]
        lines = [" + ".join(terms), "= " + " + ".join(reversed(terms))]
        try:
            report = derivation.check(lines, shapes)
        except derivation.DerivationError as error:
            refused[count] = str(error)
            continue
        if report.ok:
            times[count] = 1000 * _least(lambda lines=lines: derivation.check(lines, shapes))
        else:
            refused[count] = str(report.lines[-1].message or report.lines[-1].verdict)
    counts = sorted(times)
    exponent = math.nan
    if len(counts) > 1:
        logs = [(math.log(count), math.log(times[count])) for count in counts]
        exponent = statistics.linear_regression(*zip(*logs, strict=True)).slope
    return {"ms": times, "refused": refused, "exponent": exponent}


def _against_sympy(seconds: dict[str, float]) -> dict[str, Any]:
    """How many times longer SymPy takes for the same equalities, line by line, in the right derivations."""
    reports = {case["id"]: derivation.check(**corpus.arguments(case), explain=False) for case in corpus.all_cases()}
    ratios: list[float] = []
    disagreements: list[str] = []
    for case in filter(_is_right, corpus.all_cases()):
        for number, statement in enumerate(case["check"], start=1):
            if not explicit.expressible(case, statement):
                continue
            clear_cache()
            start = time.process_time()
            found = [explicit.holds(case, statement, sizes) for sizes in _sizes_tested(reports[case["id"]], number)]
            ratios.append((time.process_time() - start) / seconds[case["id"]])
            if not all(found):
                disagreements.append(f"{case['id']} line {number}")
    return {
        "lines": len(ratios),
        "median_ratio": statistics.median(ratios),
        "geometric_mean_ratio": statistics.geometric_mean(ratios),
        "least_ratio": min(ratios),
        "disagreements": disagreements,
    }


def _sizes_tested(report: derivation.Report, number: int) -> list[dict[str, int]]:
    """The sizes at which the checker tested a line; one assignment of the corpus's own where it needed none."""
    claims = [claim for claim in report.lines[number - 1].claims if claim.sizes]
    return [dict(sizes) for sizes in claims[-1].sizes] if claims else [{}]


def _print(results: dict[str, Any]) -> None:
    lines, growth, peer, repairs = results["lines"], results["growth"], results["sympy"], results["repairs"]
    rows = [
        (f"time per line, median of {lines['cases']} cases", f"{lines['median_ms']:.2f} ms"),
        ("  right derivations", f"{lines['median_right_ms']:.2f} ms"),
        ("  wrong derivations", f"{lines['median_wrong_ms']:.2f} ms"),
        ("  worst of the right", f"{lines['worst_right_ms']:.2f} ms"),
        (f"  worst of all ({lines['worst_case']})", f"{lines['worst_ms']:.2f} ms"),
        ("cause and repair of a wrong line, median", f"{repairs['median_ms']:.1f} ms"),
        (f"  worst ({repairs['worst_case']})", f"{repairs['worst_ms']:.0f} ms"),
        ("import matgrad.derivation", f"{results['import_ms']:.0f} ms"),
        *((f"an equality of {count} terms", f"{value:.1f} ms") for count, value in growth["ms"].items()),
        *((f"an equality of {count} terms", f"refused: {why}") for count, why in growth["refused"].items()),
        ("growth: time ~ terms to the power", f"{growth['exponent']:.2f}"),
        (f"SymPy's time ÷ ours, median of {peer['lines']} lines", f"{peer['median_ratio']:.0f}"),
        ("  geometric mean", f"{peer['geometric_mean_ratio']:.0f}"),
        ("  least", f"{peer['least_ratio']:.1f}"),
    ]
    width = max(len(name) for name, _ in rows)
    for name, value in rows:
        print(f"{name:<{width}}  {value:>10}")
    for line in peer["disagreements"]:
        print(f"SymPy's verdict differs from the label: {line}")


if __name__ == "__main__":
    main()
