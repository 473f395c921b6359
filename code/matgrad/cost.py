"""What a formula costs before any clock is read: its operations, counted one by one, and its working memory.

Times differ from machine to machine; these numbers do not. Used in chapter 7.
"""

import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from matgrad.inputs import Array


@dataclass(frozen=True)
class Operations:
    """Numbers of operations on single numbers.

    Attributes
    ----------
    multiplications : int
    additions : int
        Additions and subtractions.
    """

    multiplications: int
    additions: int

    def __str__(self) -> str:
        total = self.multiplications + self.additions
        return f"{self.multiplications:,} multiplications + {self.additions:,} additions = {total:,}"


class _Number:
    """A number without a value, which counts what is done with it and with every number that comes of it."""

    def __init__(self, tally: dict[str, int]) -> None:
        self.tally = tally

    def _multiplied(self, _other: Any) -> "_Number":
        self.tally["multiplications"] += 1
        return self

    def _added(self, _other: Any) -> "_Number":
        self.tally["additions"] += 1
        return self

    __mul__ = __rmul__ = _multiplied
    __add__ = __radd__ = __sub__ = __rsub__ = _added


def operations(formula: Callable[..., Any], *arrays: Array) -> Operations:
    """Operations that a formula takes for arrays of these shapes, each product computed entry by entry.

    Parameters
    ----------
    formula : callable
        Made of ``@``, ``.T``, ``+``, ``-`` and ``*``.
    *arrays : arrays
        Its arguments. Only their shapes matter.

    Returns
    -------
    Operations

    Examples
    --------
    >>> A, x = np.ones((3, 2)), np.ones(2)
    >>> print(operations(lambda A, x: A @ x, A, x))
    6 multiplications + 3 additions = 9
    """
    tally = {"multiplications": 0, "additions": 0}
    formula(*(np.full(np.shape(array), _Number(tally), dtype=object) for array in arrays))
    return Operations(**tally)


def working_memory(formula: Callable[..., Any], *arrays: Array) -> int:
    """Bytes that a formula needs at one time beside its arguments, its result included.

    Parameters
    ----------
    formula : callable
    *arrays : arrays
        Its arguments.

    Returns
    -------
    int
        As NumPy allocates them, and some hundred bytes for the objects around them.

    Examples
    --------
    >>> A = np.ones((20, 1000))
    >>> round(working_memory(lambda A: A.T @ A, A) / 1e6)
    8
    """
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        formula(*arrays)
        return tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()
