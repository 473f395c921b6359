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
    return next((node for node in inverses if never_exist((node,), context, key)), None)


def never_exist(nodes: tuple[Node, ...], context: Context, key: str) -> bool:
    """Whether the inverses in some expressions exist together at none of the sizes that the declarations allow."""
    letters, _ = letters_of(list(nodes))
    if len(letters) > MOST_LETTERS or needs_floating(list(nodes)):
        return False
    facts = context.facts + rank_facts(context)
    every = (dict(zip(letters, sizes, strict=True)) for sizes in cartesian((SMALL, LARGE), repeat=len(letters)))
    tested = [sizes for sizes in every if len(set(sizes.values())) > 1 or len(letters) < 2]
    tested = [sizes for sizes in tested if allowed(sizes, facts)]
    return bool(tested) and not any(exist(nodes, sizes, context, key) for sizes in tested)


def exist(nodes: tuple[Node, ...], sizes: dict[str, int], context: Context, key: str) -> bool:
    """Whether all inverses exist at a random point of some sizes, or cannot be computed there."""
    point = Point(f"{key}|inverse", sizes, context.shapes, context.assumptions)
    evaluator = Evaluator(Modular(PRIMES[0]), point, context.active)
    try:
        for node in nodes:
            evaluator.value(node)
    except Singular:
        return False
    except Undecidable:
        return True
    return True
