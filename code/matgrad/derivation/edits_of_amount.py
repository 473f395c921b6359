"""Edits of signs, numbers and squares, of what is counted twice or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from . import syntax as s
from .arrays import could_match
from .constants import constant_value
from .dims import is_one
from .page import Edit, Page, Term, constant_of, enclosed, joined, nodes, terms_of

FACTORS = tuple(
    (Fraction(number), cost)
    for number, cost in (
        ("2", 1.0), ("1/2", 1.0), ("4", 1.3), ("1/4", 1.3), ("3", 1.5), ("1/3", 1.5), ("3/2", 1.6), ("2/3", 1.6),
        ("9", 1.7), ("1/9", 1.7), ("9/4", 1.7), ("4/9", 1.7),
    )
)  # fmt: skip
"""What a number may have to be multiplied by, and what that costs."""
LOST = (("2", 0.0), ("1/2", 0.0), ("3", 0.3), ("1/3", 0.4), ("3/2", 0.6), ("2/3", 0.7), ("-2", 0.45), ("-1/2", 0.45))
"""Factors that a side or term may have lost, and what they cost more than the first ones."""


def amount_edits(page: Page, reference: list[Term]) -> Iterator[Edit]:
    """Signs, numbers, squares and whole terms; `reference` are the terms of the side before."""
    fractions = [t.span for t in nodes(page.tree) if isinstance(t, s.Ratio) and constant_value(t) is not None]
    for tree in nodes(page.tree):
        if isinstance(tree, s.Sum):
            yield from sign_edits(tree, page)
        elif isinstance(tree, s.Number | s.Ratio) and not inside(tree, fractions):
            yield from number_edits(tree, page)
        elif isinstance(tree, s.Product):
            yield from needless_scalars(tree, page)
        elif isinstance(tree, s.Script):
            yield from square_edits(tree, page)
    yield from factor_edits(page)
    yield from dropped_terms(page, reference)
    yield from half_sums(page, reference)


def dropped_terms(page: Page, reference: list[Term]) -> Iterator[Edit]:
    """A term of the side before added to the side, or in brackets, with its own sign or the other one."""
    for place in enclosed(page.tree):
        end = place.span[1]
        for term in reference:
            if not could_match(page.shape(place), term.shape):
                continue
            for sign in ("+", "-"):
                new = f" {page.style.minus if sign == '-' else '+'} {term.text}"
                cost = 2.0 if sign == term.sign else 2.1
                yield Edit(end, end, new, "dropped term", "add the term", term.text, cost, alone=True)


def half_sums(page: Page, reference: list[Term]) -> Iterator[Edit]:
    """A bracket of two terms of which one was dropped, and with it the bracket: (b − r) → b."""
    for tree in nodes(page.tree):
        if isinstance(tree, s.Name | s.Script | s.Product):
            start, end = page.place(tree)
            for term in reference:
                if term.beside == page.text[start:end]:
                    yield Edit(
                        start, end, f"({term.total})", "dropped term", "add the term", term.text, 2.05, alone=True
                    )


def inside(tree: s.Syntax, spans: list[s.Span]) -> bool:
    """Whether a piece is a part of one of the fractions at `spans`."""
    return any(start <= tree.span[0] and tree.span[1] <= end and tree.span != (start, end) for start, end in spans)


def sign_edits(tree: s.Sum, page: Page) -> Iterator[Edit]:
    """Each term with the other sign, and left out."""
    place = tree.span[0]
    for number, (sign, term) in enumerate(tree.terms):
        start, end = page.place(term)
        name = page.slice(term)
        gap = page.text[place:start]
        where = next((place + i for i, c in enumerate(gap) if c in "+-−–"), None)
        if where is not None:
            new = page.style.minus if sign == "+" else "" if number == 0 else "+"
            yield Edit(where, where + 1, new, "wrong sign", "change the sign of", name, 1.0)
        elif number == 0:
            yield Edit(start, start, page.style.minus, "wrong sign", "change the sign of", name, 1.0)
        if len(tree.terms) > 1:
            yield left_out(tree, number, start if where is None else where, page)
        place = end


def left_out(tree: s.Sum, number: int, start: int, page: Page) -> Edit:
    """One term left out, with the sign and the space in front of it."""
    term = tree.terms[number][1]
    if number == 0:
        new, end = (page.style.minus if tree.terms[1][0] == "-" else ""), page.place(tree.terms[1][1])[0]
    else:
        start -= len(page.text[:start]) - len(page.text[:start].rstrip())
        new, end = "", term.span[1]
    return Edit(start, end, new, "double-counted term", "leave out", page.slice(term), 1.6, alone=True)


def number_edits(tree: s.Syntax, page: Page) -> Iterator[Edit]:
    """A number doubled, halved or left out."""
    value = constant_value(tree)
    if not value:
        return
    start, end = tree.span
    shown = page.text[start:end]
    for factor, cost in FACTORS:
        product = value * factor
        if product < 0 or product == 1:
            continue
        new = page.style.number(product)
        if not (new[-1:].isdigit() and page.text[end : end + 1].isdigit()):
            yield Edit(start, end, new, "lost factor", f"write {new} instead of", shown, cost)
    if value != 1 and page.text[end:].strip(" )}]"):
        after = len(page.text[end:]) - len(page.text[end:].lstrip(" *"))
        if page.text[end + after : end + after + 1] not in ("/", "^", "+", "-", "−"):
            yield Edit(
                start, end + after, "", "lost factor", "leave out", shown, 1.0 if value in (2, Fraction(1, 2)) else 1.2
            )


def needless_scalars(tree: s.Product, page: Page) -> Iterator[Edit]:
    """A scalar factor left out."""
    for (_, factor), (_, following) in zip(tree.factors, tree.factors[1:], strict=False):
        if not page.is_array(factor) and constant_value(factor) is None:
            start, end = page.place(factor)[0], page.place(following)[0]
            yield Edit(start, end, "", "lost factor", "leave out", page.slice(factor), 1.4, alone=True)


def square_edits(tree: s.Script, page: Page) -> Iterator[Edit]:
    """(r)² → rᵀr for a column, r rᵀ for a row."""
    for mark in tree.marks:
        if mark.kind != "sup" or constant_of(mark) != 2 or not page.is_vector(tree.base):
            continue
        start = page.place(tree)[0]
        base = page.text[start : mark.span[0]]
        row = is_one(page.shape(tree.base).rows)
        new, general = (as_product(text, row, page) for text in (base, "r"))
        words = f"the square of a {'row' if row else 'column'} r as {general}"
        yield Edit(start, mark.span[1], new, "missing transpose", "write", words, 1.0)


def as_product(vector: str, row: bool, page: Page) -> str:
    """The squared norm of a column, rᵀr, or of a row, r rᵀ."""
    turned = page.style.transposed(vector)
    return joined(*((vector, turned) if row else (turned, vector)), page.style.product)


def factor_edits(page: Page) -> Iterator[Edit]:
    """The whole side, or one of its terms, doubled, halved or negated."""
    whole = page.tree
    for term in dict.fromkeys((whole, *terms_of(whole))):
        start, end = page.place(term)
        text = f"({page.slice(term)})" if isinstance(term, s.Sum) else page.slice(term)
        name = "the whole side" if term is whole else page.slice(term)
        for factor, extra in LOST:
            number = signed(Fraction(factor), page)
            cost = (1.1 if term is whole else 1.3) + extra
            yield Edit(
                start, end, page.style.times(number, text), "lost factor", "multiply", f"{name} by {number}", cost
            )
    start, end = page.place(whole)
    body = f"({page.slice(whole)})" if isinstance(whole, s.Sum) else page.slice(whole)
    many = isinstance(whole, s.Sum) and len(whole.terms) > 1
    new = page.style.minus + body
    yield Edit(start, end, new, "wrong sign", "change the sign of", "the whole side", 1.2 if many else 1.0)


def signed(value: Fraction, page: Page) -> str:
    """A number with its sign."""
    return (page.style.minus if value < 0 else "") + page.style.number(abs(value))
