"""Edits of transposes and of the order of factors."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from . import syntax as s
from .page import (
    JUXTAPOSED,
    Edit,
    Page,
    bare,
    constant_of,
    gap_of,
    has_transpose,
    is_identity,
    joined,
    nodes,
    toggled,
    units,
)

ORDERED = (*JUXTAPOSED, "⊗")
"""Operators whose operands may not change places."""


def order_edits(page: Page) -> Iterator[Edit]:
    """Transposes put on and taken off, neighbours exchanged, inverses put on both sides, the whole side turned."""
    inner = {t.base.span for t in nodes(page.tree) if isinstance(t, s.Script)}
    for tree in nodes(page.tree):
        if isinstance(tree, s.Name | s.Script | s.Group | s.Function) and tree.span not in inner:
            yield from turned(tree, page)
        if isinstance(tree, s.Product):
            for _, unit in units(tree, page):
                yield from turned(unit, page) if isinstance(unit, s.Product) else ()
            yield from exchanges(tree, page)
            yield from split_powers(tree, page)
            yield from turned_product(tree, page)
    if page.is_array(page.tree):
        start, end = page.place(page.tree)
        yield Edit(start, end, transposed(page.tree, page), "layout", "transpose", "the whole side", 1.1)


def turned(tree: s.Syntax, page: Page) -> Iterator[Edit]:
    """A piece with its transpose put on or taken off; a bracket around a product costs more than one of its factors."""
    if is_identity(tree) or not page.is_array(tree) or (isinstance(tree, s.Group) and tree.bracket == "{"):
        return
    verb = "take the transpose off" if has_transpose(tree) else "transpose"
    loose = isinstance(tree, s.Function | s.Product) or (
        isinstance(tree, s.Group) and isinstance(tree.items[0], s.Product)
    )
    start, end = page.place(tree)
    yield Edit(start, end, toggled(tree, page), "missing transpose", verb, page.slice(tree), 1.06 if loose else 1.0)


def turned_product(tree: s.Product, page: Page) -> Iterator[Edit]:
    """A product replaced by its transpose: x'X → X'x."""
    if page.is_array(tree):
        start, end = page.place(tree)
        yield Edit(start, end, transposed(tree, page), "layout", "transpose", page.slice(tree), 1.2)


def exchanges(tree: s.Product, page: Page) -> Iterator[Edit]:
    """Neighbours exchanged; M and Mᵀ exchanged wherever they stand in the product."""
    factors = units(tree, page)
    for place, (one, other) in enumerate(pairwise(factors)):
        if other[0] in ORDERED and page.is_array(one[1]) and page.is_array(other[1]):
            yield from swaps(one[1], other[1], other[0], page)
        for _, distant in factors[place + 2 :]:
            same = page.is_array(one[1]) and bare(one[1], page) == bare(distant, page)
            if same and has_transpose(one[1]) != has_transpose(distant):
                yield exchanged_ends(one[1], distant, page)


def exchanged_ends(one: s.Syntax, other: s.Syntax, page: Page) -> Edit:
    """M … Mᵀ → Mᵀ … M."""
    a, b = page.slice(one), page.slice(other)
    start, end = page.place(one)[0], other.span[1]
    between = page.text[one.span[1] : page.place(other)[0]]
    new = joined(joined(b, between.strip(), between[: len(between) - len(between.lstrip())]), a, "")
    return Edit(start, end, new, "order of a transposed product", "exchange", f"{a} and {b}", 1.3)


def swaps(one: s.Syntax, other: s.Syntax, operator: str, page: Page) -> Iterator[Edit]:
    """Two neighbours exchanged, with or without transposes put on or taken off."""
    start, end = page.place(one)[0], other.span[1]
    gap = page.text[one.span[1] : page.place(other)[0]]
    if any(c in gap for c in "\\{}") and operator == "":
        gap = " "
    a, b = page.slice(one), page.slice(other)
    for turn_a, turn_b, cost in ((False, False, 1.1), (True, False, 1.5), (False, True, 1.5), (True, True, 1.6)):
        new_a, new_b = (toggled(one, page) if turn_a else a), (toggled(other, page) if turn_b else b)
        turns = [text for text, turn in ((a, turn_a), (b, turn_b)) if turn]
        words = f"{a} and {b}" + (f", and transpose {' and '.join(turns)}" if turns else "")
        yield Edit(
            start,
            end,
            joined(new_b, new_a, gap),
            cause_of_swap(one, other, turn_a, turn_b, page),
            "exchange",
            words,
            cost,
        )


def cause_of_swap(one: s.Syntax, other: s.Syntax, turn_one: bool, turn_other: bool, page: Page) -> str:
    """Which mistake an exchange undoes: it depends on the transposes before and behind."""
    transposes = (has_transpose(one), has_transpose(other))
    if bare(one, page) == bare(other, page):
        return "order of a transposed product"
    if not turn_one and not turn_other:
        return "order of a transposed product" if all(transposes) else "commuted product"
    if turn_one != turn_other and transposes[turn_one]:
        return "order of a transposed product"
    return "missing transpose"


def transposed(tree: s.Syntax, page: Page) -> str:
    """The text of the transposed expression: sums term by term, products reversed, symmetric ones as they are."""
    if not page.is_array(tree):
        return page.slice(tree)
    if isinstance(tree, s.Sum):
        parts, place = [], tree.span[0]
        for _, term in tree.terms:
            parts.append(page.text[place : page.place(term)[0]] + transposed(term, page))
            place = term.span[1]
        return "".join(parts)
    factors = units(tree, page) if isinstance(tree, s.Product) else []
    if isinstance(tree, s.Product) and len(factors) > 1 and all(op in JUXTAPOSED for op, _ in factors[1:]):
        return reversed_product([factor for _, factor in factors], gap_of(tree, page), page)
    if isinstance(tree, s.Group) and len(tree.items) == 1 and is_symmetric(tree.items[0], page):
        return page.slice(tree)
    return toggled(tree, page)


def is_symmetric(tree: s.Syntax, page: Page) -> bool:
    """Whether an expression is its own transpose as it stands: A + Aᵀ, XᵀX."""
    if isinstance(tree, s.Sum):
        written = sorted((sign, page.slice(term)) for sign, term in tree.terms)
        return written == sorted((sign, transposed(term, page)) for sign, term in tree.terms)
    return isinstance(tree, s.Product) and transposed(tree, page) == page.slice(tree)


def reversed_product(factors: list[s.Syntax], gap: str, page: Page) -> str:
    """The transpose of a product: scalars stay in front, the other factors are turned and reversed."""
    scalars = [factor for factor in factors if not page.is_array(factor)]
    arrays = [transposed(factor, page) for factor in reversed(factors) if page.is_array(factor)]
    text = arrays[0]
    for piece in arrays[1:]:
        text = joined(text, piece, gap)
    for factor in reversed(scalars):
        text = page.style.times(page.slice(factor), text) if page.style.code else joined(page.slice(factor), text, "")
    return text


def split_powers(tree: s.Product, page: Page) -> Iterator[Edit]:
    """Y X⁻² → X⁻¹ Y X⁻¹ and its transpose: the inverses of an inverse's differential stand on both sides."""
    for (_, one), (_, other) in pairwise(tree.factors):
        sign, power = inner_power(other)
        if power is None or not page.is_array(one):
            continue
        base = page.text[page.place(power)[0] : power.marks[-1].span[0]]
        start, end = page.place(one)[0], other.span[1]
        for exponent, middle, cost in (("-1", page.slice(one), 2.0), ("-T", toggled(one, page), 2.1)):
            side = page.style.power(base, exponent)
            new = sign + joined(joined(side, middle, page.style.product), side, page.style.product)
            yield Edit(start, end, new, "commuted product", "put the inverses on both sides of", page.slice(one), cost)


def inner_power(tree: s.Syntax) -> tuple[str, s.Script | None]:
    """X⁻² or (−X⁻²): its sign and the power."""
    if isinstance(tree, s.Group) and len(tree.items) == 1 and isinstance(tree.items[0], s.Sum):
        terms = tree.items[0].terms
        if len(terms) == 1:
            return ("-" if terms[0][0] == "-" else ""), inner_power(terms[0][1])[1]
    if isinstance(tree, s.Script) and tree.marks and constant_of(tree.marks[-1]) == -2:
        return "", tree
    return "", None
