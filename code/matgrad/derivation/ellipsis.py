"""Sums written with dots: r₁² + r₂² + … + rₘ² is Σᵢ rᵢ² with i from 1 to m.

The terms before the dots must be the last term with its letter replaced by 1, 2, …; otherwise the dots are not decided.
"""

from __future__ import annotations

from fractions import Fraction

from . import syntax as s
from .definitions import replaced

LETTER = "ι"
"""The index of the sum that the dots stand for; no author uses it."""


def without_dots(tree: s.Sum) -> s.Syntax:
    """The sum with its dots resolved; the tree itself if there are none or they are not understood."""
    place = next((i for i, (_, term) in enumerate(tree.terms) if is_dots(term)), None)
    if place is None or place + 1 >= len(tree.terms) or place == 0:
        return tree
    start = first_of_run(tree, place)
    last = tree.terms[place + 1]
    if start is None or any(sign != last[0] for sign, _ in tree.terms[start : place + 1]):
        return tree
    letter = running_letter([term for _, term in tree.terms[start:place]], last[1])
    if letter is None:
        return tree
    body = replaced(last[1], {letter: s.Name(last[1].span, LETTER)})
    big = s.Big(
        (tree.terms[start][1].span[0], last[1].span[1]),
        "sum",
        s.Name(last[1].span, LETTER),
        s.Name(last[1].span, letter),
        body,
    )
    terms = (*tree.terms[:start], (last[0], big), *tree.terms[place + 2 :])
    return s.Sum(tree.span, terms)


def is_dots(tree: s.Syntax) -> bool:
    """Whether a term is an ellipsis."""
    return isinstance(tree, s.Opaque) and tree.what == "an ellipsis"


def first_of_run(tree: s.Sum, place: int) -> int | None:
    """Where the terms with 1, 2, … start, going back from the dots; None if no letter explains them."""
    last = tree.terms[place + 1][1]
    for count in range(min(place, 4), 0, -1):
        if running_letter([term for _, term in tree.terms[place - count : place]], last) is not None:
            return place - count
    return None


def running_letter(first: list[s.Syntax], last: s.Syntax) -> str | None:
    """The letter of the last term that runs: with 1, 2, … in its place the last term gives the first ones."""
    for letter in sorted(script_letters(last)):
        numbered = [replaced(last, {letter: s.Number(last.span, Fraction(k))}) for k in range(1, len(first) + 1)]
        if all(plain(one) == plain(other) for one, other in zip(first, numbered, strict=True)):
            return letter
    return None


def script_letters(tree: object) -> set[str]:
    """Names that stand in subscripts."""
    if isinstance(tree, s.Mark):
        return names(tree.content) if tree.kind == "sub" else set()
    if isinstance(tree, s.Syntax):
        return set().union(*(script_letters(getattr(tree, f)) for f in tree.__dataclass_fields__))
    return set().union(*map(script_letters, tree)) if isinstance(tree, tuple) else set()


def names(tree: object) -> set[str]:
    """All names in a written expression."""
    if isinstance(tree, s.Name):
        return {tree.value}
    if isinstance(tree, s.Syntax):
        return set().union(*(names(getattr(tree, f)) for f in tree.__dataclass_fields__))
    return set().union(*map(names, tree)) if isinstance(tree, tuple) else set()


def plain(tree: s.Syntax) -> object:
    """The tree without the texts of its scripts, for comparison."""
    if isinstance(tree, s.Mark):
        return (tree.kind, plain(tree.content) if tree.content is not None else tree.text)
    if isinstance(tree, s.Number):
        return ("number", tree.value)
    if isinstance(tree, s.Syntax):
        return (type(tree).__name__, *(plain(getattr(tree, f)) for f in tree.__dataclass_fields__ if f != "span"))
    return tuple(plain(item) for item in tree) if isinstance(tree, tuple) else tree
