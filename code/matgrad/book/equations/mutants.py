"""Formulas with one small mistake put in, to see whether the check notices: a sign, a transpose, a factor."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from matgrad.derivation.limits import DerivationError
from matgrad.derivation.report import GIVEN, SOUND

from .judge import FOLLOWS, Judgement, Request

SITES = {
    "sign": re.compile(r"(?<=[\w})\]'] )[-+](?= )"),
    "transpose": re.compile(r"\^\\top"),
    "factor": re.compile(
        r"\\[td]?frac\s*12(?!\d)|(?<![\d.^_{/])[2-9](?=\s*(?:\\,\s*)?(?:[A-Za-z(]|\\left|\\lVert))|\bA(?= ?[a-z(])"
    ),
}
"""What is changed: the other sign is written, the rest is left out."""
SCRIPT = re.compile(r"(?:_|\^|\\under\w*)\{[^{}]*\}|\\(?:begin|end)\{\w+\}|_\{\w+\s*=\s*\w+\}")


@dataclass(frozen=True, slots=True)
class Mutant:
    """A line of a formula with one change, and the request in which it replaces the line."""

    origin: Judgement
    kind: str
    line: str
    changed: str
    request: Request


def mutants(judgements: Iterable[Judgement], seed: int = 0) -> Iterator[Mutant]:
    """Yield one mutant of each kind for each formula that follows and has a place for it.

    Parameters
    ----------
    judgements : iterable of Judgement
    seed : int, optional
        Chooses among the places.
    """
    for origin in judgements:
        if origin.kind != FOLLOWS or origin.problem or origin.request is None:
            continue
        for kind, pattern in SITES.items():
            places = [
                (number, match.span())
                for number, line in enumerate(origin.request.lines)
                if number >= origin.request.first
                for match in pattern.finditer(line)
                if not in_script(line, match.start()) and "=" in line
            ]
            if places:
                choice = random.Random(f"{seed} {origin.formula.place} {origin.formula.tex} {kind}").choice(places)
                yield mutant(origin, origin.request, kind, *choice)


def mutant(origin: Judgement, request: Request, kind: str, number: int, span: tuple[int, int]) -> Mutant:
    """Return the formula with a change at one place of one of its lines."""
    line = request.lines[number]
    old = line[slice(*span)]
    new = {"+": "-", "-": "+"}[old] if kind == "sign" else ""
    changed = line[: span[0]] + new + line[span[1] :]
    lines = (*request.lines[:number], changed, *request.lines[number + 1 :])
    return Mutant(origin, kind, line, changed, replace(request, lines=lines))


def is_caught(found: Mutant) -> bool:
    """Whether the check objects to a mutant, with the same rules as for the formula itself."""
    try:
        judged = found.request.check().lines[found.request.first :]
    except DerivationError:
        return True
    return any(line.verdict not in SOUND or (line.verdict == GIVEN and "=" in line.text) for line in judged)


def in_script(line: str, place: int) -> bool:
    r"""Whether a place lies in a subscript, an exponent or a label.

    Examples
    --------
    >>> in_script("x_{k - 1} - b", 5), in_script("x_{k - 1} - b", 10)
    (True, False)
    """
    return any(match.start() <= place < match.end() for match in SCRIPT.finditer(line))
