"""Linear equations at a point: one solution, random where it is not unique."""

from __future__ import annotations

import hashlib
import random
from typing import Any

from .arithmetic import Field, Matrix, Singular
from .sampling import Point


class Inconsistent(Exception):
    """The equation has no solution at the sampled point."""


def source_for(point: Point, symbol: str) -> random.Random:
    """The source of random numbers for the solution for one symbol."""
    return random.Random(hashlib.sha256(f"{point.key}|solution|{symbol}".encode()).digest())


def solve_affine(columns: list[list[Any]], base: list[Any], field: Field, source: random.Random) -> list[Any]:
    """A solution u of Σ uⱼ columnⱼ = −base; free unknowns are random."""
    count = len(columns)
    rows: Matrix = [[column[i] for column in columns] + [field.reduce(-base[i])] for i in range(len(base))]
    pivots: list[int] = []
    for column in range(count):
        found = field.pivot(rows, column, len(pivots)) if len(pivots) < len(rows) else None
        if found is None:
            continue
        rows[len(pivots)], rows[found] = rows[found], rows[len(pivots)]
        field.eliminate(rows, len(pivots), column)
        pivots.append(column)
    if any(not field.is_zero(row[count]) for row in rows[len(pivots) :]):
        raise Inconsistent
    if not pivots:
        raise Singular
    solution: list[Any] = [field.random(source) for _ in range(count)]
    for row, column in zip(rows, pivots, strict=False):
        rest = sum(row[j] * solution[j] for j in range(count) if j not in pivots)
        solution[column] = field.reduce(row[count] - rest)
    return solution
