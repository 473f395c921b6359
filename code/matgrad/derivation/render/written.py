"""The tree of a line for drawing: read without knowing the declared names, and measured."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator

from .. import syntax as s
from ..limits import Unreadable
from ..reader import read


def statements_of(text: str, known: frozenset[str]) -> tuple[s.Statement, ...]:
    """Read the line; where a product such as As or AB was taken for one word, read it again as letters."""
    try:
        statements = read(text, known)
    except Unreadable:
        return read(text, known | letters_of(text))
    if "=" in text and not any(statement.relations for statement in statements):
        return read(text, known | letters_of(text))
    runs = {value for value in words_in(statements) if value.isascii() and value.isalpha() and value not in known}
    return read(text, known.union(*runs)) if runs else statements


def words_in(tree: object) -> Iterator[str]:
    """The names of several letters in a tree."""
    if isinstance(tree, s.Name) and len(tree.value) > 1:
        yield tree.value
    for part in parts_of(tree):
        yield from words_in(part)


def parts_of(tree: object) -> Iterator[object]:
    """What a piece of a tree is made of."""
    if isinstance(tree, tuple):
        yield from tree
    elif isinstance(tree, s.Syntax | s.Mark | s.Statement):
        for kind in type(tree).__mro__:
            yield from (getattr(tree, slot) for slot in getattr(kind, "__slots__", ()) if slot != "span")


def letters_of(text: str) -> frozenset[str]:
    """The letters of the formulas of a line; those of LaTeX commands are not among them."""
    return frozenset(re.sub(r"\\[a-zA-Z]+", " ", text)) & frozenset(string.ascii_letters)


def extent(tree: object) -> int:
    """Where the last piece of a tree ends; remarks behind a sum or a product are no piece of it."""
    own = tree.span[1] if isinstance(tree, s.Syntax | s.Mark) and not isinstance(tree, s.Sum | s.Product) else 0
    return max([own, *map(extent, parts_of(tree))])


def unbracketed(tree: s.Syntax) -> s.Syntax:
    """What stands inside round brackets or braces, where a fraction bar or a root makes them idle."""
    if isinstance(tree, s.Group) and len(tree.items) == 1 and tree.bracket in "({":
        return tree.items[0]
    return tree
