"""Numbers for a row: a non-symmetric instance with sizes that all differ."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from matgrad.derivation.declare import parse_shapes
from matgrad.gradients.rows import Row, RowError

Array: TypeAlias = NDArray[np.float64]
SIZES = {"m": 4, "n": 3, "p": 2, "k": 5}
"""m > n, so that columns can be independent; no two sizes are equal, so that a wrong order does not conform."""
DIGITS = 2  # short decimals, which the derivation checker can read


def instance(row: Row, seed: int = 0) -> dict[str, Array]:
    """Return an array for each symbol of a row, drawn from its id and the seed.

    Raises
    ------
    RowError
        If a shape uses another size than those of ``SIZES``.

    Examples
    --------
    >>> from matgrad.gradients.rows import row
    >>> {name: array.shape for name, array in instance(row("quadratic-form")).items()}
    {'M': (3, 3), 'x': (3,)}
    """
    rng = np.random.default_rng([zlib.crc32(row.id.encode()), seed])
    return {spelled(name): _draw(row, name, shape, rng) for name, shape in sizes(row).items()}


def sizes(row: Row) -> dict[str, tuple[int, ...]]:
    """Return the shape of each symbol's array; a column is one-dimensional."""
    found = {}
    for name, shape in parse_shapes(row.shapes)[0].items():
        text = str(shape).replace(" ", "")
        parts = [] if text == "scalar" else [part for part in text.split("×") if part != "1"]
        unknown = next((part for part in parts if part not in SIZES), None)
        if unknown:
            raise RowError(f"row {row.id}: {name} has the size {unknown}; expected {', '.join(SIZES)}")
        found[name] = tuple(SIZES[part] for part in parts)
    return found


def spelled(name: str) -> str:
    """Return the name of a symbol in NumPy code."""
    return {"λ": "lam"}.get(name, name)


def _draw(row: Row, name: str, shape: tuple[int, ...], rng: np.random.Generator) -> Array:
    kind = row.draw.get(name) or row.assume.get(name, "")
    return KINDS.get(kind, _normal)(shape, rng)


def _normal(shape: tuple[int, ...], rng: np.random.Generator) -> Array:
    return np.round(rng.standard_normal(shape), DIGITS)


def _symmetric(shape: tuple[int, ...], rng: np.random.Generator) -> Array:
    drawn = _normal(shape, rng)
    return np.asarray(np.round(drawn + drawn.T, DIGITS))


def _positive(shape: tuple[int, ...], rng: np.random.Generator) -> Array:
    return np.round(rng.uniform(0.5, 2.0, shape), DIGITS)


def _positive_determinant(shape: tuple[int, ...], rng: np.random.Generator) -> Array:
    drawn = _normal(shape, rng)
    if np.linalg.det(drawn) < 0:
        drawn[0] = -drawn[0]
    return drawn


def _zero_or_one(shape: tuple[int, ...], rng: np.random.Generator) -> Array:
    return rng.permutation(np.arange(shape[0]) % 2).astype(float)


def _one_of_several(shape: tuple[int, ...], rng: np.random.Generator) -> Array:
    return np.asarray(np.eye(shape[0])[rng.integers(shape[0])])


KINDS: Mapping[str, Callable[[tuple[int, ...], np.random.Generator], Array]] = {
    "symmetric": _symmetric,
    "positive": _positive,
    "positive determinant": _positive_determinant,
    "zero or one": _zero_or_one,
    "one of several": _one_of_several,
}
