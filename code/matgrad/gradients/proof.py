"""The proofs of a row: by formula, by numbers, and that formula and program say the same.

1. The derivation checker reads function, derivative and gradient in LaTeX and tests the equalities: exactly, modulo two
   large primes, where they are rational, else in floating point.
2. `check_gradient` runs the NumPy forms at a non-symmetric instance.
3. The value that the program computes there is the value of the formula: the checker reads the numbers of the instance.

None of the three sees all mistakes: the first never runs the program, the second never reads the formula, and the third
looks at one value.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from matgrad import derivation
from matgrad.derivation.report import SOUND
from matgrad.gradient_check import GradientReport, check_gradient
from matgrad.gradients.instance import Array, instance, sizes, spelled
from matgrad.gradients.program import evaluate, problem
from matgrad.gradients.rows import Row

WIDTH = 80
DIGITS_READ = 11  # the checker reads literals up to 10¹²


@dataclass(frozen=True)
class Proof:
    """What the proofs of a row found. True in a condition exactly when all of them hold.

    Attributes
    ----------
    row : Row
    formula : tuple of derivation.Report
        The checker's report on each claim of the row.
    program : GradientReport
        The gradient check of the NumPy forms.
    same : derivation.Report or None
        The comparison of the two values; None where the row has arbitrary functions.
    """

    row: Row
    formula: tuple[derivation.Report, ...]
    program: GradientReport
    same: derivation.Report | None

    def __bool__(self) -> bool:
        return not self.problems

    @property
    def problems(self) -> tuple[str, ...]:
        """What fails, in words."""
        return tuple(self._problems())

    def _problems(self) -> Iterator[str]:
        for claim, report in zip(self.row.claims, self.formula, strict=True):
            line = report.lines[-1]
            if line.verdict != "follows":
                yield f"{claim} is {line.verdict}: {line.message or line.evidence}"
        if not self.program.ok:
            yield f"{self.row.program.result}: {self.program.finding}"
        if self.same is not None and self.same.lines[-1].verdict not in SOUND:
            yield f"the program {self.row.program.value} computes another value than the formula {self.row.function}"

    def __str__(self) -> str:
        if self.problems:
            return "\n".join([f"{self.row.name}: not proved", *map(_wrapped, self.problems)])
        lines = [
            f"{self.row.name}: proved",
            *(_wrapped(f"formulas: {each}") for each in dict.fromkeys(r.lines[-1].evidence for r in self.formula)),
            _wrapped(f"program: {self.program.evaluations} evaluations by {self.program.method}"),
            *([_wrapped("both: the program computes the formula")] if self.same is not None else []),
        ]
        return "\n".join(lines)

    def __repr__(self) -> str:
        return str(self)


def _wrapped(text: str) -> str:
    return textwrap.fill(text, WIDTH, initial_indent="  ", subsequent_indent="    ", break_long_words=False)


def prove(row: Row, seed: int = 0) -> Proof:
    """Prove a row.

    Parameters
    ----------
    row : Row
        From the table, or your own.
    seed : int
        Chooses the numbers of the instance.

    Returns
    -------
    Proof

    Raises
    ------
    RowError
        If a NumPy form does not run.
    derivation.DerivationError
        If the shapes or the function cannot be read.

    Examples
    --------
    >>> from matgrad.gradients.rows import row
    >>> bool(prove(row("least-squares")))
    True
    """
    given = problem(row, seed)
    numeric = check_gradient(given.function, given.gradient, given.point, seed=seed)
    return Proof(row, tuple(_claim(row, each) for each in row.claims), numeric, _same(row, seed))


def _claim(row: Row, claim: str) -> derivation.Report:
    """Check one claim; f′ stands in numerator layout and ∇f in denominator layout, as in the whole book."""
    layout = None if row.differential else "denominator" if "\\nabla" in claim.split("=")[0] else "numerator"
    if "nabla" in row.gradient and layout == "denominator" and "'" in claim:
        layout = None
    return derivation.check(
        [claim],
        row.shapes,
        wrt=row.variable,
        layout=layout,
        where=[row.function, *row.where],
        assume=dict(row.assume),
    )


def _same(row: Row, seed: int) -> derivation.Report | None:
    """Compare the value of the program with that of the formula at the instance."""
    if row.sample:
        return None
    symbols = instance(row, seed)
    value = np.asarray(evaluate(row, row.program.value, symbols), dtype=float)
    shapes = ", ".join(f"{name}: {'×'.join(map(str, shape)) or 'scalar'}" for name, shape in sizes(row).items())
    numbers = [f"{name} = {_written(symbols[spelled(name)], _short)}" for name in sizes(row)]
    claim = f"{row.head}({row.variable}) = {_written(value, _long)}"
    zero = " + " + _written(np.zeros_like(value), _short) + r" \log 1"
    return derivation.check([claim + zero], shapes, where=[*numbers, row.function, *row.where], explain=False)


def _written(array: Array, number: Callable[[float], str]) -> str:
    """Write numbers in TeX: a number, a column as a tuple, or a matrix."""
    if array.ndim == 0:
        return number(float(array))
    if array.ndim == 1:
        return f"({', '.join(map(number, array))})"
    entries = r" \\ ".join(" & ".join(map(number, line)) for line in array)
    return rf"\begin{{bmatrix}} {entries} \end{{bmatrix}}"


def _short(number: float) -> str:
    """Write a number of the instance, a short decimal."""
    return np.format_float_positional(number, trim="-")


def _long(number: float) -> str:
    """Write a result with as many digits as the checker reads; zeros behind the point would count as digits."""
    shift = max(0, -int(f"{number:e}".partition("e")[2]))
    shown = np.format_float_positional(float(f"{number * 10.0**shift:.{DIGITS_READ - 1}e}"), trim="-")
    return rf"{shown} \cdot 10^{{-{shift}}}" if shift else shown
