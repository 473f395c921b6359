"""Random instances of a function's arguments: shapes that leave nothing to accident, numbers from a seed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matgrad.grading.errors import GradingError

KINDS_OF_INSTANCES: Mapping[str, tuple[int, int]] = {
    "tall": (7, 3),
    "wide": (3, 8),
    "square": (5, 5),
    "one column": (6, 1),
    "one row": (1, 4),
    "rank deficient": (6, 4),
    "large": (120, 40),
}
"""For each kind the sizes that its first two letters, usually m and n, get."""
PROPERTIES = ("positive", "symmetric", "diagonal")
ARGUMENT = re.compile(r"\s*(?P<name>[A-Za-z]\w*)\s*:\s*(?P<shape>[^\s,]+)(?:\s+(?P<property>\w+))?\s*")

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a function: its sizes are letters or numbers; none for a scalar."""

    name: str
    sizes: tuple[str, ...]
    property: str = ""


def arguments_of(text: str, place: str = "arguments") -> tuple[Argument, ...]:
    """Return the arguments that a text declares.

    Parameters
    ----------
    text : str
        ``"A: m×n, x: n, w: m positive, lam: scalar positive, Q: n×n symmetric"``.
    place : str
        Where it stands, for the message.

    Raises
    ------
    GradingError
        If it cannot be read.

    Examples
    --------
    >>> [argument.sizes for argument in arguments_of("A: m×n, lam: scalar positive")]
    [('m', 'n'), ()]
    """
    found = []
    for part in text.split(","):
        match = ARGUMENT.fullmatch(part)
        if match is None or match["property"] not in (None, *PROPERTIES):
            raise GradingError(
                f"{place}: {part.strip()!r} is no argument with a shape; expected for example "
                f"'A: m×n' or 'lam: scalar positive' (properties: {', '.join(PROPERTIES)})"
            )
        sizes = () if match["shape"] == "scalar" else tuple(re.split("[×x*]", match["shape"]))
        found.append(Argument(match["name"], sizes, match["property"] or ""))
    return tuple(found)


def instance(arguments: tuple[Argument, ...], kind: str, seed: str) -> dict[str, Array | float]:
    """Return one value for each argument.

    Parameters
    ----------
    arguments : tuple of Argument
    kind : str
        One of `KINDS_OF_INSTANCES`.
    seed : str
        The same seed gives the same instance, on every machine.

    Examples
    --------
    >>> made = instance(arguments_of("A: m×n, x: n, b: m"), "tall", "any text")
    >>> made["A"].shape, made["x"].shape, made["b"].shape
    ((7, 3), (3,), (7,))
    """
    rng = np.random.default_rng(int.from_bytes(hashlib.sha256(f"{seed}|{kind}".encode()).digest(), "big"))
    sizes = sizes_of(arguments, kind)
    return {argument.name: value(argument, sizes, kind, rng) for argument in arguments}


def sizes_of(arguments: tuple[Argument, ...], kind: str) -> dict[str, int]:
    """Return a size for each letter: the first two as the kind says, the others different from these and each other."""
    letters = list(dict.fromkeys(size for each in arguments for size in each.sizes if not size.isdigit()))
    first = KINDS_OF_INSTANCES[kind]
    others = (size for size in range(2, 100) if size not in first)
    return dict(zip(letters, [*first, *(next(others) for _ in letters)], strict=False))


def value(argument: Argument, sizes: dict[str, int], kind: str, rng: np.random.Generator) -> Array | float:
    """Return one random value."""
    shape = tuple(int(size) if size.isdigit() else sizes[size] for size in argument.sizes)
    made = rng.standard_normal(shape)
    if argument.property == "positive":
        made = 0.5 + np.abs(made)
    if argument.property == "symmetric":
        made = made + made.T
    if argument.property == "diagonal":
        made = np.diag(0.5 + np.abs(np.diag(made)))
    if kind == "rank deficient" and len(shape) == 2 and shape[1] > 1 and not argument.property:
        made[:, -1] = made[:, 0]
    return made if shape else float(made)
