"""Edits of symbols: restored, exchanged for another one, given an index, a trace or the identity."""

from __future__ import annotations

import re
from collections.abc import Iterator

from . import syntax as s
from .arrays import could_match
from .constants import constant_value
from .dims import Shape, Size, could_equal, is_one, is_scalar, resolve
from .indices import index_letters
from .page import Edit, Page, gap_of, joined, nodes, terms_of

LOWERED = dict(zip("aeijklmnoprstuvx", "ₐₑᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True))
"""Letters as Unicode subscripts."""
RAISED = {low: letter for letter, low in LOWERED.items()}
LONGEST_NAME = 2
"""Letters of a name that is tried in the place of another one."""


def symbol_edits(page: Page, free: tuple[str, ...], candidates: frozenset[str], wanted: Shape) -> Iterator[Edit]:
    """Symbols of `candidates` restored or exchanged; indices exchanged, or taken where `free` ones are missing."""
    for tree in nodes(page.tree):
        if isinstance(tree, s.Name):
            yield from name_edits(tree, page, candidates)
        elif isinstance(tree, s.Script):
            for mark in tree.marks:
                if mark.kind == "sub" and index_letters(mark.content):
                    yield from index_edits(mark, page, free)
            yield from split_squares(tree, page)
        elif isinstance(tree, s.Sum):
            yield from identities(tree, page)
        elif isinstance(tree, s.Annotated):
            yield from labels(tree, page)
    own = [page.tree, *(term for _, term in page.tree.terms)] if isinstance(page.tree, s.Sum) else [page.tree]
    for term in terms_of(page.tree):
        yield from inserted(term, page, candidates, wanted if term in own else None)
        if free:
            start, end = page.place(term)
            verb = f"take component {''.join(free)} of"
            yield Edit(start, end, indexed(term, page, free), "index reused", verb, page.slice(term), 1.3)


# --- names -----------------------------------------------------------------------------------------------------------


def name_edits(tree: s.Name, page: Page, candidates: frozenset[str]) -> Iterator[Edit]:
    """A name replaced by a declared one: one that differs by its case only, or any one for a name without meaning."""
    known = page.context.known()
    shown = page.slice(tree)
    for other in sorted(known):
        if other == tree.value or len(other) > LONGEST_NAME:
            continue
        new = page.style.name(other)
        near = other.casefold() == tree.value.casefold()
        strange = tree.value not in known and tree.value not in ("I", "d") and not page.is_function_head(tree)
        if near or strange or other in candidates:
            cost = 0.6 if near and strange else 1.0 if strange else 1.9 if near else 2.2
            yield Edit(*page.place(tree), new, "lost variable", f"write {new} instead of", shown, cost, cost > 2)
    if tree.value == "I":
        for other in sorted(candidates):
            name = page.style.name(other)
            for new, cost in ((name, 1.5), (page.style.transposed(name), 1.55)):
                yield Edit(*page.place(tree), new, "lost variable", f"write {new} instead of", shown, cost)


def inserted(term: s.Syntax, page: Page, candidates: frozenset[str], wanted: Shape | None) -> Iterator[Edit]:
    """A symbol, or its transpose, in front of the term, behind it, or between its first factors."""
    factors = [f for _, f in term.factors] if isinstance(term, s.Product) else [term]
    gap = gap_of(term, page) if isinstance(term, s.Product) else page.style.product
    inner = 0.0 if wanted is not None else 0.04
    end = term.span[1]
    for other in sorted(candidates & page.context.shapes.keys()):
        if len(other) > LONGEST_NAME:
            continue
        shape = page.context.shapes[other]
        name = page.style.name(other)
        variants = [(name, shape)]
        if not is_scalar(shape):
            variants.append((page.style.transposed(name), shape.transposed))
        for turned, (new, own) in enumerate(variants):
            for number, factor in enumerate(factors[:3]):
                whole = factor if number else term
                if number or fits(own, page.shape(term), wanted):
                    start = page.place(factor)[0]
                    text = joined(new, page.text[start:end], gap)
                    shown = page.slice(whole)
                    cost = 2.0 if constant_value(factor) is not None else 1.95 if number else 1.93
                    cost += 0.03 * turned + inner
                    yield Edit(start, end, text, "lost variable", f"put {new} in front of", shown, cost)
            if fits(page.shape(term), own, wanted):
                text = joined(page.text[page.place(factors[-1])[0] : end], new, gap)
                start = page.place(factors[-1])[0]
                cost = 1.9 + 0.03 * turned + inner
                yield Edit(start, end, text, "lost variable", f"put {new} behind", page.slice(term), cost)


def fits(left: Shape, right: Shape, wanted: Shape | None) -> bool:
    """Whether a product may be conformable, and of the wanted shape if there is one."""
    if is_scalar(left) or is_scalar(right):
        whole = right if is_scalar(left) else left
    elif could_equal(left.columns, right.rows):
        whole = Shape(left.rows, right.columns)
    else:
        return False
    return wanted is None or could_match(whole, wanted)


# --- indices ---------------------------------------------------------------------------------------------------------


def index_edits(mark: s.Mark, page: Page, free: tuple[str, ...]) -> Iterator[Edit]:
    """One index letter replaced by another that the sides use; two indices exchanged."""
    used = sorted({*used_indices(page), *free})
    places = [place for place in range(*mark.span) if plain(page.text[place]) in used]
    if len(places) == 2:
        first, second = places
        one, other = page.text[first], page.text[second]
        new = other + page.text[first + 1 : second] + one
        words = f"{plain(one)} and {plain(other)}"
        yield Edit(first, second + 1, new, "index reused", "exchange the indices", words, 1.1)
    for place in places:
        letter = plain(page.text[place])
        for other in used:
            if other != letter:
                new = other if page.text[place] == letter else LOWERED.get(other, other)
                verb = f"write the index {other} instead of"
                yield Edit(place, place + 1, new, "index reused", verb, letter, 1.2)


def plain(character: str) -> str:
    """The letter that a lowered letter stands for."""
    return RAISED.get(character, character)


def used_indices(page: Page) -> list[str]:
    """The index letters of a side."""
    marks = [m for t in nodes(page.tree) if isinstance(t, s.Script) for m in t.marks if m.kind == "sub"]
    return sorted({str(i) for m in marks for i in index_letters(m.content)})


def split_squares(tree: s.Script, page: Page) -> Iterator[Edit]:
    """a_{il}²x_l → a_{il}a_{ik}x_k: a square in which the second sum needs an index of its own."""
    used = used_indices(page)
    subs = [m for m in tree.marks if m.kind == "sub"]
    squares = [m for m in tree.marks if m.kind == "sup" and page.text[m.span[0] : m.span[1]].strip("^{}") == "2"]
    if not subs or not squares:
        return
    start, end = page.place(tree)
    base = page.text[start : tree.base.span[1]]
    letters = [str(i) for i in index_letters(subs[0].content)]
    rest = re.match(r"\s*[A-Za-z]_\{?([a-z])\}?", page.text[end:])
    new_letter = next((letter for letter in "kjplqr" if letter not in used), None)
    if len(letters) != 2 or rest is None or rest[1] not in letters or new_letter is None:
        return
    old = page.text[subs[0].span[0] : subs[0].span[1]]
    other = old.replace(rest[1], new_letter)
    behind = rest[0][: rest.start(1)] + new_letter + rest[0][rest.end(1) :]
    verb = f"give the second sum an index {new_letter} of its own in"
    shown = page.text[start:end] + rest[0]
    yield Edit(start, end + len(rest[0]), base + old + base + other + behind, "index reused", verb, shown, 1.6)


def indexed(term: s.Syntax, page: Page, free: tuple[str, ...]) -> str:
    """(term)_i, a number in front kept outside and an index on the last symbol taken off."""
    text = page.slice(term)
    lead = ""
    if isinstance(term, s.Product) and constant_value(term.factors[0][1]) is not None:
        behind = page.place(term.factors[1][1])[0]
        lead, text = page.text[page.place(term)[0] : behind], page.text[behind : term.span[1]]
        last = term.factors[-1][1]
        if isinstance(last, s.Script) and last.marks[-1].kind == "sub":
            text = page.text[behind : last.marks[-1].span[0]]
    letters = "".join(free)
    return f"{lead}({text})_{{{letters}}}" if page.style.latex or len(letters) > 1 else f"{lead}({text})_{letters}"


# --- what makes a scalar fit -----------------------------------------------------------------------------------------


def identities(tree: s.Sum, page: Page) -> Iterator[Edit]:
    """XᵀX + λ → XᵀX + λI; and the trace of a square term beside a scalar."""
    for _, term in tree.terms:
        start, end = page.place(term)
        text = page.slice(term)
        if not page.is_array(term):
            if constant_value(term) == 1:
                yield Edit(start, end, "I", "", "write I instead of", text, 1.2)
            else:
                new = joined(text, "I", page.style.product and " * ")
                yield Edit(start, end, new, "", "put the identity I behind", text, 1.2)
        elif (shape := page.shape(term)) and same_size(shape.rows, shape.columns):
            yield from traced(term, page)


def traced(term: s.Syntax, page: Page) -> Iterator[Edit]:
    """½ K → ½ tr(K)."""
    word = "\\operatorname{tr}" if page.style.latex else "np.trace" if page.style.product == " @ " else "tr"
    factors = [f for _, f in term.factors] if isinstance(term, s.Product) else [term]
    first = next((f for f in factors if page.is_array(f)), None)
    if first is not None:
        start, end = page.place(first)[0], term.span[1]
        text = page.text[start:end]
        yield Edit(start, end, f"{word}({text})", "", "take the trace of", text, 1.9)


def same_size(one: Size, other: Size) -> bool:
    """Whether two sizes are known to be the same, and not 1."""
    return not is_one(one) and resolve(one) == resolve(other)


def labels(tree: s.Annotated, page: Page) -> Iterator[Edit]:
    """The label under a brace replaced by the shape that stands above it."""
    shape = page.shape(tree.body)
    label = tree.label
    if label is None or is_scalar(shape):
        return
    shown = page.text[label.span[0] : label.span[1]]
    sign = next((sign for sign in ("\\times", "×", "x") if sign in shown), None)
    if sign is not None:
        new = f"{shape.rows} {sign} {shape.columns}"
        yield Edit(*label.span, new, "", f"write {new} instead of", shown, 1.0)
