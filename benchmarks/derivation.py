"""The derivation checker measured: time per line, import, growth with the number of terms, ratio against SymPy."""

from __future__ import annotations

import math
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
    """Measure all four, print a table, return the numbers (times in milliseconds)."""
    results = {
        "lines": _lines(),
        "import_ms": _import_time(),
        "growth": _growth(),
        "sympy": _against_sympy(),
    }
    _print(results)
    return results


def _seconds(call: Callable[[], object], repeats: int = REPEATS) -> float:
    """The least of a few runs: what the work costs without the machine's noise."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return min(times)


def _case_seconds(case: corpus.Case, repeats: int = REPEATS) -> float:
    keywords = corpus.arguments(case)
    return _seconds(lambda: derivation.check(**keywords), repeats)


def _lines() -> dict[str, Any]:
    """Milliseconds per line: the time of a case divided by its lines."""
    per_line = {case["id"]: 1000 * _case_seconds(case) / len(case["lines"]) for case in corpus.all_cases()}
    slowest = max(per_line, key=lambda identifier: per_line[identifier])
    wrong = {case["id"] for case in corpus.all_cases() if corpus.first_wrong_line(case)}
    return {
        "cases": len(per_line),
        "median_ms": statistics.median(per_line.values()),
        "median_right_ms": statistics.median(value for key, value in per_line.items() if key not in wrong),
        "median_wrong_ms": statistics.median(value for key, value in per_line.items() if key in wrong),
        "worst_ms": per_line[slowest],
        "worst_case": slowest,
    }


def _import_time() -> float:
    """Milliseconds that the import adds to a bare interpreter, each in a new process."""

    def median(code: str) -> float:
        command = [sys.executable, "-c", code]
        return statistics.median(_seconds(lambda: subprocess.run(command, check=True), 1) for _ in range(IMPORTS))

    return 1000 * (median("import matgrad.derivation") - median("pass"))


def _growth() -> dict[str, Any]:
    """Milliseconds for one equality of sums in reverse order, and the exponent of the growth."""
    shapes = {"A": ("m", "n"), "x": ("n",), "b": ("m",)}
    times = {}
    for count in TERMS:
        terms = [f"{number} x^T A^T b" if number % 2 else f"{number} b^T b" for number in range(1, count + 1)]
        lines = [" + ".join(terms), "= " + " + ".join(reversed(terms))]
        try:
            report = derivation.check(lines, shapes)
        except derivation.DerivationError:
            continue
        if report.ok:
            times[count] = 1000 * _seconds(lambda lines=lines: derivation.check(lines, shapes))
    counts = sorted(times)
    exponent = math.nan
    if len(counts) > 1:
        first, last = counts[-2], counts[-1]
        exponent = math.log(times[last] / times[first]) / math.log(last / first)
    return {"ms": times, "exponent": exponent}


def _against_sympy() -> dict[str, Any]:
    """How many times longer SymPy takes for the same equalities, line by line."""
    ratios: list[float] = []
    disagreements: list[str] = []
    for case in corpus.all_cases():
        ours = _case_seconds(case) / len(case["lines"])
        false_lines = {corpus.first_wrong_line(case), *case["verdict"].get("also_wrong", ())}
        for number, statement in enumerate(case["check"], start=1):
            if not explicit.expressible(case, statement):
                continue
            clear_cache()
            start = time.perf_counter()
            found = explicit.holds(case, statement)
            ratios.append((time.perf_counter() - start) / ours)
            if found is (number in false_lines):
                disagreements.append(f"{case['id']} line {number}")
    return {
        "lines": len(ratios),
        "median_ratio": statistics.median(ratios),
        "geometric_mean_ratio": statistics.geometric_mean(ratios),
        "least_ratio": min(ratios),
        "disagreements": disagreements,
    }


def _print(results: dict[str, Any]) -> None:
    lines, growth, peer = results["lines"], results["growth"], results["sympy"]
    rows = [
        (f"time per line, median of {lines['cases']} cases", f"{lines['median_ms']:.2f} ms"),
        ("  right derivations", f"{lines['median_right_ms']:.2f} ms"),
        ("  wrong derivations", f"{lines['median_wrong_ms']:.2f} ms"),
        (f"  worst ({lines['worst_case']})", f"{lines['worst_ms']:.2f} ms"),
        ("import matgrad.derivation", f"{results['import_ms']:.0f} ms"),
        *((f"an equality of {count} terms", f"{value:.1f} ms") for count, value in growth["ms"].items()),
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
