"""Which checker finds which seeded bug, and which rejects the right gradient."""

from collections import Counter
from collections.abc import Callable

import numpy as np

from benchmarks import peers, record
from benchmarks.problems import KINDS, Problem, bugs, make

SHAPES = ((2000, 1000), (1000, 1000))
LETTERS = {
    "missing ½": "a",
    "sign of b": "b",
    "one coordinate flipped": "c",
    "one coordinate 1 % off": "d",
    "all off by 1e-5": "e",
    "missing transpose": "f",
    "symmetric part": "g",
}
BUGS = 12  # five for the first shape, seven for the square one


def run() -> None:
    """Measure and keep the table."""
    problems = {(kind, shape): make(kind, *shape, np.random.default_rng(0)) for kind in KINDS for shape in SHAPES}
    rows = []
    for name, (package, checker) in peers.CHECKERS.items():
        if package and package not in record.installed():
            continue
        rows.append([name, *(_cell(checker, [problems[kind, shape] for shape in SHAPES]) for kind in KINDS)])
        print(rows[-1], flush=True)
    record.keep(
        "detection",
        "Twelve seeded bugs (five for 2000×1000, seven for 1000×1000) in each kind of problem: what each checker finds",
        ["checker", *KINDS],
        rows,
        [
            "a: ½ missing; b: sign of b; c: one coordinate flipped; d: one coordinate 1 % off; e: all off by 1e-5; "
            "for square A also f: transpose missing; g: symmetric part of A in place of A.",
            "‘rejects the right one’: the checker fails a correct gradient, so that its other findings mean nothing.",
            "scipy returns an error without a tolerance and numdifftools a gradient: the row names the comparison.",
        ],
    )


def _cell(checker: Callable, problems: list[Problem]) -> str:
    missed: Counter[str] = Counter()
    for problem in problems:
        judge = _judge(checker, problem)
        for name, gradient in bugs(problem).items():
            passed = judge(gradient)
            if name == "correct" and not passed:
                return "rejects the right one"
            if name != "correct" and passed:
                missed[name] += 1
    return describe(missed)


def describe(missed: Counter[str]) -> str:
    """Say which of the twelve bugs were missed, by their letters."""
    if not missed:
        return "finds all 12"
    if missed.total() == BUGS:
        return "misses all 12"
    return f"misses {missed.total()}: {', '.join(sorted(LETTERS[name] for name in missed))}"


def _judge(checker: Callable, problem: Problem) -> Callable:
    """The checker for one problem; the costly gradient of numdifftools is computed once."""
    if checker is peers.numdifftools_allclose:
        numeric = peers.numdifftools_gradient(problem)
        return lambda gradient: bool(np.allclose(gradient(problem.x), numeric))
    return lambda gradient: checker(problem, gradient)
