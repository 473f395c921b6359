"""The result of a gradient check: data, and the text that explains it."""

import html
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from matgrad.numerical.inputs import Real

Reason = Literal[
    "correct",
    "known mistake",
    "wrong sign",
    "constant factor",
    "wrong coordinates",
    "dense error",
    "wrong shape",
    "not a real array",
    "not finite",
    "undecided",
]
SHOWN = 10  # wrong coordinates printed; all of them are in ``wrong``


@dataclass(frozen=True)
class WrongCoordinate:
    """One wrong entry of the gradient.

    Attributes
    ----------
    index : tuple of int
        Where it stands, counted from 0.
    given : float
        The entry of the gradient under test.
    right : float
        What f says it should be.
    """

    index: tuple[int, ...]
    given: float
    right: float


@dataclass(frozen=True)
class GradientReport:
    """Verdict on a gradient. True in a condition exactly when the gradient passed.

    Attributes
    ----------
    ok : bool
        Whether the gradient agrees with f. False also when the check could not decide.
    reason : str
        "correct", "known mistake", "wrong sign", "constant factor", "wrong coordinates",
        "dense error", "wrong shape", "not a real array", "not finite" or "undecided".
    finding : str
        The reason as a sentence with its particulars.
    mistake : str or None
        Name of the candidate that equals the gradient.
    factor : float or None
        The right gradient is this number times the given one.
    wrong : tuple of WrongCoordinate
        The wrong coordinates, when they are few enough to name.
    evaluations : int
        How often f was evaluated.
    error : float
        Error along the random directions, relative to the derivative of f.
    resolution : float
        Smallest relative error that would have been seen.
    method : str
        "complex step", "central differences", or "none" where f was not needed.
    precision : str
        Type of the coarsest numbers met: "float64" or "float32".
    moved : str
        Why the check was made at another point than x; empty if it was made at x.
    point : array of the shape of x
        Where the check was made.
    """

    ok: bool
    reason: Reason
    finding: str
    evaluations: int
    point: Real = field(repr=False, compare=False)
    mistake: str | None = None
    factor: float | None = None
    wrong: tuple[WrongCoordinate, ...] = ()
    error: float = float("nan")
    resolution: float = float("nan")
    method: Literal["complex step", "central differences", "none"] = "none"
    precision: str = "float64"
    moved: str = ""

    def __bool__(self) -> bool:
        return self.ok

    def __str__(self) -> str:
        return "\n".join([self._headline(), *(f"  {line}" for line in self._lines())])

    def _repr_html_(self) -> str:
        head = f"<p><strong>{html.escape(self._headline())}</strong></p>"
        lines = "".join(f"<li>{html.escape(line)}</li>" for line in self._lines(with_coordinates=False))
        return f"<div>{head}{self._html_table()}<ul>{lines}</ul></div>"

    def _headline(self) -> str:
        verdict = "passed" if self.ok else "undecided" if self.reason == "undecided" else "failed"
        return f"gradient check {verdict}: {self.finding}"

    def _lines(self, *, with_coordinates: bool = True) -> Iterator[str]:
        if with_coordinates:
            for entry in self.wrong[:SHOWN]:
                yield f"gradient{list(entry.index)} is {entry.given:.6g} and should be {entry.right:.6g}"
        if len(self.wrong) > SHOWN:
            yield f"and {len(self.wrong) - SHOWN} more"
        if self.moved:
            yield f"x was moved, because {self.moved}"
        if self.method == "central differences":
            yield "f is not complex-analytic: central differences were used, which see less"
        if self.method != "none":
            plural = "s" if self.evaluations != 1 else ""
            yield f"{self.evaluations} evaluation{plural} of f by {self.method} in {self.precision}"
            yield self._sight()

    def _sight(self) -> str:
        if np.isfinite(self.resolution):
            return f"relative errors above {self.resolution:.0e} are visible"
        return "f does not change along the random directions"

    def _html_table(self) -> str:
        if not self.wrong:
            return ""
        rows = "".join(
            f'<tr><th scope="row">{list(entry.index)}</th><td>{entry.given:.6g}</td><td>{entry.right:.6g}</td></tr>'
            for entry in self.wrong[:SHOWN]
        )
        head = "".join(f'<th scope="col">{text}</th>' for text in ("entry", "given", "right"))
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
