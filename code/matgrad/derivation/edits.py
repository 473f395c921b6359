"""Small edits of a written expression: each replaces a piece of the text and says which mistake it would undo.

The edits work on the text itself, by the places that the tree remembers, so that a repaired line stays in its author's
notation. Whether an edit makes the line right is not decided here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from . import syntax as s
from .constants import constant_value
from .context import Context
from .syntax import all_slots
from .marks import is_transpose
from .dims import is_one, is_scalar
from .indices import index_letters
from .judge import read_side
from .notation import Style

JUXTAPOSED = ("", "*", "@", "·", "×")


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace text[start:end] by `new`: the cause it would undo, what it does in words, and its cost."""

    start: int
    end: int
    new: str
    cause: str
    change: str
    cost: float

    def applied(self, text: str) -> str:
        whole = text[: self.start] + self.new + text[self.end :]
        return re.sub(r"(\\(?:top|intercal|mathsf T))(?=[A-Za-z])", r"\1 ", whole)


@dataclass(frozen=True, slots=True)
class Page:
    """The text of one side, its tree, and what is needed to write in its style."""

    text: str
    tree: s.Syntax
    style: Style
    context: Context

    def slice(self, tree: s.Syntax) -> str:
        return self.text[tree.span[0] : tree.span[1]]

    def is_array(self, tree: s.Syntax) -> bool:
        """Whether a piece is not known to be a scalar."""
        node, _ = read_side(tree, self.context)
        return not is_scalar(node.shape)

    def is_vector(self, tree: s.Syntax) -> bool:
        node, _ = read_side(tree, self.context)
        return not is_scalar(node.shape) and (is_one(node.shape.columns) or is_one(node.shape.rows))


def edits(page: Page, reference: list[str], free: tuple[str, ...]) -> list[Edit]:
    """Return the edits to try, cheapest first; `reference` are terms of the side before, `free` its free indices."""
    fractions = [t.span for t in nodes(page.tree) if isinstance(t, s.Ratio) and constant_value(t) is not None]
    found = [edit for tree in nodes(page.tree) if not inside(tree, fractions) for edit in local_edits(tree, page)]
    found += term_edits(page, reference, free)
    found += whole_edits(page)
    unique = {(e.start, e.end, e.new): e for e in sorted(found, key=lambda e: -e.cost)}
    return sorted(unique.values(), key=lambda e: (e.cost, e.start))


def inside(tree: s.Syntax, spans: list[tuple[int, int]]) -> bool:
    """Whether a piece is a part of one of the fractions at `spans`."""
    return any(start <= tree.span[0] and tree.span[1] <= end and tree.span != (start, end) for start, end in spans)


def nodes(tree: object) -> Iterator[s.Syntax]:
    """Every piece of the tree, scripts of names left out."""
    if isinstance(tree, s.Syntax):
        yield tree
        for slot in all_slots(tree):
            yield from nodes(getattr(tree, slot))
    elif isinstance(tree, tuple):
        for item in tree:
            yield from nodes(item)


def local_edits(tree: s.Syntax, page: Page) -> Iterator[Edit]:
    if isinstance(tree, s.Product):
        yield from product_edits(tree, page)
    elif isinstance(tree, s.Sum):
        yield from sign_edits(tree, page)
    elif isinstance(tree, s.Number | s.Ratio):
        yield from number_edits(tree, page)
    elif isinstance(tree, s.Script):
        yield from script_edits(tree, page)
    elif isinstance(tree, s.Name):
        yield from name_edits(tree, page)


# --- transposes and order --------------------------------------------------------------------------------------------


def toggled(tree: s.Syntax, page: Page) -> str:
    """The piece with its transpose put on or taken off."""
    text = page.slice(tree)
    if isinstance(tree, s.Script):
        last = tree.marks[-1]
        if is_transpose(last):
            return page.text[tree.span[0] : last.span[0]] + page.text[last.span[1] : tree.span[1]]
        if last.kind == "sup" and constant_of(last) == -1:
            return page.text[tree.span[0] : last.span[0]] + page.style.power("-T")
        if last.kind == "sup":
            return f"({text}){page.style.transpose}"
    if isinstance(tree, s.Name | s.Group | s.Script) and text:
        return text + page.style.transpose
    if isinstance(tree, s.Special | s.Number):
        return text
    return f"({text}){page.style.transpose}"


def constant_of(mark: s.Mark) -> Fraction | None:
    return constant_value(mark.content) if mark.content is not None else None


def has_transpose(tree: s.Syntax) -> bool:
    return isinstance(tree, s.Script) and any(is_transpose(m) for m in tree.marks)


def toggle(tree: s.Syntax, page: Page, cost: float = 1.0) -> Edit:
    word = "take the transpose off" if has_transpose(tree) else "transpose"
    return Edit(tree.span[0], tree.span[1], toggled(tree, page), "missing transpose", f"{word} {page.slice(tree)}", cost)


def product_edits(tree: s.Product, page: Page) -> Iterator[Edit]:
    factors = [f for _, f in tree.factors]
    arrays = [page.is_array(f) for f in factors]
    for factor, array in zip(factors, arrays, strict=True):
        if array and not isinstance(factor, s.Nabla | s.Diff):
            yield toggle(factor, page)
    for place in range(len(factors) - 1):
        if arrays[place] and arrays[place + 1] and tree.factors[place + 1][0] in JUXTAPOSED:
            yield from swaps(factors[place], factors[place + 1], page)
    for place, factor in enumerate(factors):
        following = page.text[factor.span[0] : factors[place + 1].span[0]] if place + 1 < len(factors) else page.slice(factor)
        if not arrays[place] and place + 1 < len(factors):
            yield Edit(factor.span[0], factor.span[0] + len(following), "", "lost factor", f"leave out {page.slice(factor)}", 1.4)


def swaps(one: s.Syntax, other: s.Syntax, page: Page) -> Iterator[Edit]:
    """Two neighbours exchanged, with or without transposes put on or taken off."""
    between = page.text[one.span[1] : other.span[0]]
    if any(c in between for c in "\\{}"):
        between = " "
    a, b = page.slice(one), page.slice(other)
    pair = {bare(one, page), bare(other, page)}
    for turn_a, turn_b, cost in ((False, False, 1.1), (True, False, 1.5), (False, True, 1.5), (True, True, 1.6)):
        new_a, new_b = (toggled(one, page) if turn_a else a), (toggled(other, page) if turn_b else b)
        if len(pair) == 1 or (has_transpose(one) and has_transpose(other) and not turn_a and not turn_b) or (turn_a != turn_b and has_transpose(other if turn_a else one)):
            cause = "order of a transposed product"
        elif turn_a or turn_b:
            cause = "missing transpose"
        else:
            cause = "commuted product"
        words = f"exchange {a} and {b}" + (" and transpose" if turn_a or turn_b else "")
        yield Edit(one.span[0], other.span[1], f"{new_b}{between or joint(new_b, new_a, page)}{new_a}", cause, words, cost)


def bare(tree: s.Syntax, page: Page) -> str:
    """The piece without its transpose, for comparison."""
    text = toggled(tree, page) if has_transpose(tree) else page.slice(tree)
    return text.strip("() ")


def joint(left: str, right: str, page: Page) -> str:
    """What stands between two factors: nothing, unless they would run together."""
    if page.style.product.strip() == "@":
        return page.style.product
    return " " if left[-1:].isalnum() and right[:1].isalnum() and (len(left) > 1 or len(right) > 1) else ""


def transposed_text(tree: s.Syntax, page: Page) -> str:
    """The text of the transposed expression: sums term by term, products in reverse order."""
    if isinstance(tree, s.Sum):
        parts, place = [], tree.span[0]
        for _, term in tree.terms:
            parts.append(page.text[place : term.span[0]] + transposed_text(term, page))
            place = term.span[1]
        return "".join(parts)
    if isinstance(tree, s.Product) and all(op in JUXTAPOSED for op, _ in tree.factors[1:]):
        scalars = [f for _, f in tree.factors if not page.is_array(f)]
        arrays = [f for _, f in tree.factors if page.is_array(f)]
        pieces = [page.slice(f) for f in scalars] + [toggled(f, page) for f in reversed(arrays)]
        text = pieces[0]
        for piece in pieces[1:]:
            text += joint(text, piece, page) + piece
        return text
    return toggled(tree, page) if page.is_array(tree) else page.slice(tree)


# --- signs, numbers, squares, names ----------------------------------------------------------------------------------


def sign_edits(tree: s.Sum, page: Page) -> Iterator[Edit]:
    place = tree.span[0]
    for number, (sign, term) in enumerate(tree.terms):
        gap = page.text[place : term.span[0]]
        where = next((place + i for i, c in enumerate(gap) if c in "+-−–"), None)
        name = page.slice(term)
        if where is not None:
            new = (page.style.minus if sign == "+" else "" if number == 0 else "+")
            yield Edit(where, where + 1, new, "wrong sign", f"change the sign of {name}", 1.0)
        elif number == 0:
            yield Edit(term.span[0], term.span[0], page.style.minus, "wrong sign", f"change the sign of {name}", 1.0)
        if len(tree.terms) > 1:
            start = where if where is not None else term.span[0]
            after = tree.terms[number + 1][1].span[0] if number == 0 else term.span[1]
            yield Edit(start, after, page.style.minus if number == 0 and tree.terms[1][0] == "-" else "", "double-counted term", f"leave out {name}", 1.6)
        place = term.span[1]


def number_edits(tree: s.Syntax, page: Page) -> Iterator[Edit]:
    value = constant_value(tree)
    if value is None or value == 0:
        return
    start, end = extent(tree, page)
    for factor in (Fraction(2), Fraction(1, 2)):
        new = number_text(value * factor, page) if value * factor != 1 or not page.text[end:].strip() else ""
        if not (new[-1:].isdigit() and page.text[end : end + 1].isdigit()):
            yield Edit(start, end, new, "lost factor", f"{page.text[start:end].strip()} becomes {number_text(value * factor, page).strip() or 1}", 1.0)


def extent(tree: s.Syntax, page: Page) -> tuple[int, int]:
    """Place of a number with the fraction command in front of it and the space behind it."""
    start, end = tree.span
    return start, end


def number_text(value: Fraction, page: Page) -> str:
    if value.denominator == 1:
        return str(value.numerator)
    if value == Fraction(1, 2):
        return page.style.half
    latex = "\\" in page.style.half
    return f"\\tfrac{{{value.numerator}}}{{{value.denominator}}}" if latex else f"{value.numerator}/{value.denominator} "


def script_edits(tree: s.Script, page: Page) -> Iterator[Edit]:
    """(r)² → rᵀr for a column; a square too many or too few; a script's letter exchanged."""
    for mark in tree.marks:
        if mark.kind == "sup" and constant_of(mark) == 2:
            base = page.text[tree.span[0] : mark.span[0]]
            if page.is_vector(tree.base):
                yield Edit(tree.span[0], mark.span[1], f"{base}{page.style.transpose}{joint(base, base, page)}{base}", "square of a vector", f"write the squared norm of {base} as a product", 1.0)
        if mark.kind == "sup" and constant_of(mark) == -2 and page.is_array(tree.base):
            continue
        if mark.kind == "sub" and index_letters(mark.content):
            yield from index_edits(mark, page)
    if page.is_array(tree) and not isinstance(tree.base, s.Nabla | s.Diff):
        yield toggle(tree, page, 1.05)


def index_edits(mark: s.Mark, page: Page) -> Iterator[Edit]:
    """One index letter replaced by another that the side uses."""
    used = sorted({str(i) for tree in nodes(page.tree) if isinstance(tree, s.Script) for m in tree.marks if m.kind == "sub" for i in index_letters(m.content)})
    start, end = mark.span
    for place in range(start, end):
        letter = page.text[place]
        if letter in used:
            for other in used:
                if other != letter:
                    yield Edit(place, place + 1, other, "index reused", f"the index {letter} becomes {other}", 1.2)


def name_edits(tree: s.Name, page: Page) -> Iterator[Edit]:
    """A name replaced by a declared one: the near one first."""
    known = page.context.known()
    text = page.slice(tree)
    for other in sorted(known):
        if other == tree.value or len(other) > 2:
            continue
        near = other.casefold() == tree.value.casefold()
        if tree.value in known and not near:
            yield Edit(tree.span[0], tree.span[1], spelled(other, page), "lost variable", f"{text} becomes {other}", 2.2)
        elif near:
            yield Edit(tree.span[0], tree.span[1], spelled(other, page), "undeclared symbol", f"{text} becomes {other}", 0.6)
    if tree.value == "I":
        for other in sorted(page.context.shapes):
            name = spelled(other, page)
            end = tree.span[1]
            yield Edit(tree.span[0], end, name, "lost variable", f"{text} becomes {other}", 1.5)
            yield Edit(tree.span[0], end, name + page.style.transpose, "lost variable", f"{text} becomes the transpose of {other}", 1.55)


LATEX_NAMES = {"α": "\\alpha", "β": "\\beta", "γ": "\\gamma", "λ": "\\lambda", "μ": "\\mu", "ν": "\\nu", "θ": "\\theta", "Γ": "\\Gamma", "Σ": "\\Sigma", "σ": "\\sigma", "ρ": "\\rho", "δ": "\\delta", "ω": "\\omega", "Λ": "\\Lambda", "Ω": "\\Omega", "φ": "\\phi", "ε": "\\epsilon", "η": "\\eta", "ξ": "\\xi"}  # fmt: skip


def spelled(name: str, page: Page) -> str:
    """A declared name in the author's notation."""
    if "\\" in page.style.transpose or "\\" in page.style.half:
        return LATEX_NAMES.get(name, name)
    return name


# --- terms and the whole side ----------------------------------------------------------------------------------------


def terms_of(tree: s.Syntax) -> list[s.Syntax]:
    """Terms of the sums in a side, or the side itself."""
    while isinstance(tree, s.Group) and len(tree.items) == 1:
        tree = tree.items[0]
    if isinstance(tree, s.Product):
        sums = [f for _, f in tree.factors if isinstance(f, s.Group) and len(f.items) == 1 and isinstance(f.items[0], s.Sum)]
        return [tree, *[t for group in sums for _, t in group.items[0].terms]]  # type: ignore[attr-defined]
    return [t for _, t in tree.terms] if isinstance(tree, s.Sum) else [tree]


def term_edits(page: Page, reference: list[str], free: tuple[str, ...]) -> Iterator[Edit]:
    for term in terms_of(page.tree):
        start, end = term.span
        text = page.slice(term)
        for factor, words in ((page.style.half, "½"), ("2 " if text[:1].isalnum() else "2", "2")):
            yield Edit(start, start, factor, "lost factor", f"multiply {text} by {words}", 1.3)
        if page.is_array(term):
            if isinstance(term, s.Product):
                yield Edit(start, end, transposed_text(term, page), "layout", f"transpose {text}", 1.2)
        yield from inserted(term, page)
        if free:
            yield Edit(start, end, indexed(term, page, free), "free index lost", f"take component {''.join(free)} of {text}", 1.3)
    for other in reference:
        for sign in ("+", page.style.minus):
            yield Edit(page.tree.span[1], page.tree.span[1], f" {sign} {other}", "dropped term", f"add the term {other}", 2.0)


def indexed(term: s.Syntax, page: Page, free: tuple[str, ...]) -> str:
    """(term)_i, a number in front kept outside and an index on the last symbol taken off."""
    text = page.slice(term)
    lead = ""
    if isinstance(term, s.Product) and constant_value(term.factors[0][1]) is not None:
        lead = page.text[term.span[0] : term.factors[1][1].span[0]]
        text = text[len(lead) :]
        last = term.factors[-1][1]
        if isinstance(last, s.Script) and last.marks[-1].kind == "sub":
            text = page.text[term.factors[1][1].span[0] : last.marks[-1].span[0]]
    subscript = f"_{{{''.join(free)}}}" if "\\" in page.style.half or len(free) > 1 else f"_{free[0]}"
    return f"{lead}({text}){subscript}"


def inserted(term: s.Syntax, page: Page) -> Iterator[Edit]:
    """A declared symbol, or its transpose, in front of or behind the term (or its first array factor)."""
    starts = {term.span[0]}
    if isinstance(term, s.Product):
        starts |= {f.span[0] for _, f in term.factors[1:3]}
    first = term.factors[0][1] if isinstance(term, s.Product) else term
    for other in sorted(page.context.shapes):
        if len(other) > 2:
            continue
        name = spelled(other, page)
        variants = [name] if is_scalar(page.context.shapes[other]) else [name, name + page.style.transpose]
        for new in variants:
            for start in sorted(starts):
                gap = joint(new, page.text[start : start + 1] or " ", page) or (page.style.product if page.style.product.strip() else "")
                yield Edit(start, start, new + (gap or (" " if new[-1:].isalpha() and "\\" in new else "")), "lost variable", f"multiply by {new}", 1.95 if start == term.span[0] and constant_value(first) is not None else 1.91)
            end = term.span[1]
            gap = page.style.product if page.style.product.strip() else " " if page.text[end - 1 : end].isalpha() else ""
            yield Edit(end, end, gap + new, "lost variable", f"multiply by {new}", 1.9)


def whole_edits(page: Page) -> Iterator[Edit]:
    """The whole side transposed, negated, doubled or halved."""
    start, end = page.tree.span
    text = page.slice(page.tree)
    many = isinstance(page.tree, s.Sum) and len(page.tree.terms) > 1
    body = f"({text})" if isinstance(page.tree, s.Sum) else text
    if page.is_array(page.tree):
        yield Edit(start, end, transposed_text(page.tree, page), "layout", "transpose the whole side", 1.1)
    for factor, words in ((page.style.half, "½"), ("2 " if body[:1].isalnum() else "2", "2")):
        yield Edit(start, end, factor + body, "lost factor", f"multiply by {words}", 1.1)
    yield Edit(start, end, page.style.minus + body, "wrong sign", "change the sign", 1.2 if many else 1.0)
    yield from split_powers(page)


def split_powers(page: Page) -> Iterator[Edit]:
    """Y X⁻² → X⁻¹ Y X⁻¹ and its transpose: the factors of an inverse's differential stand on both sides."""
    for tree in nodes(page.tree):
        if not isinstance(tree, s.Product) or len(tree.factors) < 2:
            continue
        for place in range(len(tree.factors) - 1):
            one, other = tree.factors[place][1], tree.factors[place + 1][1]
            sign, power = inner_power(other)
            if power is not None and page.is_array(one):
                base = page.text[power.span[0] : power.marks[-1].span[0]]
                inv = base + page.style.power("-1")
                new = f"{sign}{inv}{joint(inv, page.slice(one), page)}{page.slice(one)}{joint(page.slice(one), inv, page)}{inv}"
                turned = base + page.style.power("-T")
                both = f"{sign}{turned}{joint(turned, page.slice(one), page)}{toggled(one, page)}{joint('', turned, page)}{turned}"
                yield Edit(one.span[0], other.span[1], new, "commuted product", f"put the inverses on both sides of {page.slice(one)}", 2.0)
                yield Edit(one.span[0], other.span[1], both, "commuted product", f"put the inverses on both sides of {page.slice(one)}", 2.1)


def inner_power(tree: s.Syntax) -> tuple[str, s.Script | None]:
    """X⁻² or (−X⁻²): its sign and the power."""
    if isinstance(tree, s.Group) and len(tree.items) == 1 and isinstance(tree.items[0], s.Sum) and len(tree.items[0].terms) == 1:
        sign, term = tree.items[0].terms[0]
        inner = inner_power(term)[1]
        return ("-" if sign == "-" else ""), inner
    if isinstance(tree, s.Script) and tree.marks and constant_of(tree.marks[-1]) == -2:
        return "", tree
    return "", None
