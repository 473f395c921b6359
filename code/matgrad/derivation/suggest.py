"""Undeclared symbols, and the declared name that was probably meant."""

from __future__ import annotations

import unicodedata

from . import names
from .core import Node
from .reading import Reading


def undeclared(name: str, span: tuple[int, int], reading: Reading) -> Node:
    """Record that `name` is not declared; name the nearest declared symbol if there is one."""
    near = nearest(name, reading.context.known())
    help_ = f"; {near} is declared" if near else ""
    return reading.problem("undeclared symbol", f"{name} is not declared{help_}", span, near=near)


def nearest(name: str, known: frozenset[str]) -> str:
    """The declared name that differs in case or accent only, or "".

    >>> nearest("X", frozenset({"x", "A"}))
    'x'
    """
    for other in sorted(known):
        if other.casefold() == name.casefold():
            return other
    plain = names.canonical(name.partition("_")[0])
    decomposed = "".join(c for c in unicodedata.normalize("NFD", plain) if not "\u0300" <= c <= "\u036f")
    return decomposed if decomposed in known and decomposed != name else ""
