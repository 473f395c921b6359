"""Inverses that do not exist, whatever the sizes: (x xᵀ)⁻¹, or (AᵀA)⁻¹ for an A declared wide.

Whether an inverse exists may hang on an inequality between sizes that nobody declares, m ≥ n or m ≥ n + k. A matrix is
called singular only if it is so for every choice of small and large sizes that the declarations allow.
"""

from __future__ import annotations

from itertools import product as cartesian

from .arithmetic import PRIMES, Modular, Singular
from .context import Context
from .core import Apply, Node, walk
from .evaluate import Evaluator
from .limits import Undecidable
from .requirements import letters_of, needs_floating, rank_facts
from .sampling import Point, allowed

SMALL, LARGE = 2, 7
"""The large size leaves room for the sum of three small ones."""
MOST_LETTERS = 4
"""With more letters than this, nothing is said."""


def singular_inverse(side: Node, context: Context, key: str) -> Apply | None:
    """Return the innermost inverse in an expression that exists at no sizes; None if there is none."""
    inverses = [n for n in walk(side) if isinstance(n, Apply) and n.operation == "inverse"]
    inverses.sort(key=lambda node: node.span[1] - node.span[0])
    return next((node for node in inverses if is_singular(node, context, key)), None)


def is_singular(inverse: Node, context: Context, key: str) -> bool:
    """Whether an inverse exists at none of the sizes that the declarations allow."""
    letters, _ = letters_of([inverse])
    if len(letters) > MOST_LETTERS or needs_floating([inverse]):
        return False
    facts = context.facts + rank_facts(context)
    every = (dict(zip(letters, sizes, strict=True)) for sizes in cartesian((SMALL, LARGE), repeat=len(letters)))
    tested = [sizes for sizes in every if allowed(sizes, facts)]
    return bool(tested) and not any(exists(inverse, sizes, context, key) for sizes in tested)


def exists(inverse: Node, sizes: dict[str, int], context: Context, key: str) -> bool:
    """Whether an inverse exists at a random point of some sizes, or cannot be computed there."""
    point = Point(f"{key}|inverse", sizes, context.shapes, context.assumptions)
    try:
        Evaluator(Modular(PRIMES[0]), point, context.active).value(inverse)
    except Singular:
        return False
    except Undecidable:
        return True
    return True
