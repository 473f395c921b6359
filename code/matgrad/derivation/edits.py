"""All small edits of a written side: each replaces a piece of the text and says which mistake it would undo.

The edits work on the text itself, by the places that the tree remembers, so that a repaired line stays in its author's
notation. Whether an edit makes the line right is not decided here.
"""

from __future__ import annotations

from dataclasses import dataclass

from .dims import Shape
from .edits_of_amount import amount_edits
from .edits_of_order import order_edits
from .edits_of_symbols import symbol_edits
from .page import Edit, Page, Term


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a side is compared with.

    Attributes
    ----------
    shape : Shape
        Its shape.
    free : tuple of str
        Its free indices.
    symbols : frozenset of str
        The symbols that it contains.
    terms : list of Term
        The terms of its sums.
    """

    shape: Shape
    free: tuple[str, ...]
    symbols: frozenset[str]
    terms: list[Term]


def edits(page: Page, wanted: Wanted) -> list[Edit]:
    """Return the edits to try, cheapest first."""
    found = [*order_edits(page), *amount_edits(page, wanted.terms)]
    found += symbol_edits(page, wanted.free, wanted.symbols, wanted.shape)
    cheapest: dict[tuple[int, int, str], Edit] = {}
    for edit in sorted(found, key=lambda e: (e.cost, e.start)):
        cheapest.setdefault((edit.start, edit.end, edit.new), edit)
    return list(cheapest.values())
