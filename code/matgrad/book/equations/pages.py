"""Formulas, headings and notes in the order in which a page has them, from Markdown files and notebooks alike."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TypeAlias

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin

from .generated import generated

NOTE = re.compile(r"<!--\s*check:\s*(?P<text>.*?)\s*-->", re.DOTALL)
EXERCISE = re.compile(r"\*\*Exercise \d")
EXERCISE_LEVEL = 7
"""An exercise is a section of its own, below every heading."""


class PageError(ValueError):
    """A page hides a formula; the message names the place."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: file, number of the notebook cell (None in a Markdown file), line in file or cell.

    In a page that is written from data, ``part`` says which part of the data, and the line is one of that part.
    """

    page: str
    cell: int | None
    line: int
    part: str = ""

    def __str__(self) -> str:
        cell = "" if self.cell is None else f", cell {self.cell}"
        part = f", {self.part}" if self.part else ""
        return f"{self.page}{cell}{part}, line {self.line}"


@dataclass(frozen=True, slots=True)
class Heading:
    """The start of a section; ``level`` 1 is the title of the page."""

    place: Place
    level: int


@dataclass(frozen=True, slots=True)
class Note:
    """An author's note to the check, ``<!-- check: text -->``."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula as it is written."""

    place: Place
    tex: str
    displayed: bool


@dataclass(frozen=True, slots=True)
class Block:
    """The start of a paragraph, a list, a table or a displayed formula."""

    place: Place


Piece: TypeAlias = Heading | Note | Formula | Block


def pieces(path: Path, name: str) -> Iterator[Piece]:
    """Yield headings, notes and formulas of a page.

    Parameters
    ----------
    path : Path
        A Markdown file or a notebook.
    name : str
        How messages call the page.
    """
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".md":
        yield from pieces_of_text(text, name)
        return
    for number, cell in enumerate(json.loads(text)["cells"]):
        if cell["cell_type"] == "markdown":
            yield from pieces_of_text("".join(cell["source"]), name, number)


def pieces_of_text(text: str, name: str, cell: int | None = None, first_line: int = 1) -> Iterator[Piece]:
    r"""Yield the pieces of Markdown text; what stands in code is not part of the page's mathematics.

    Examples
    --------
    >>> [type(p).__name__ for p in pieces_of_text("# Title\n\n<!-- check: let c = 2 -->\nSo $c = 2$.", "page.md")]
    ['Block', 'Heading', 'Note', 'Block', 'Formula']
    """
    for token in _parser().parse(text):
        line = first_line + (token.map[0] if token.map else 0)
        place = Place(name, cell, line)
        if token.level == 0 and token.nesting >= 0 and token.type != "html_block":
            yield Block(place)
        if token.type == "heading_open":
            yield Heading(place, int(token.tag[1]))
        elif token.type in ("math_block", "math_block_label"):
            yield Formula(place, token.content.strip(), displayed=True)
        elif token.type == "html_block":
            if "$" in NOTE.sub("", token.content):
                raise PageError(
                    f"{place}: HTML at the start of the line hides a formula from Markdown; begin with a word"
                )
            yield from _notes(token.content, place)
        elif token.type == "fence" and (written := generated(token.info)) is not None:
            for piece in pieces_of_text(written, name, cell):
                yield replace(piece, place=place)
        elif token.type == "fence" and token.info.startswith("{"):
            yield from pieces_of_text(token.content, name, cell, line + 1)
        elif token.type == "inline":
            yield from _pieces_of_line(token, place)


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("table").use(dollarmath_plugin)


def _notes(html: str, place: Place) -> Iterator[Note]:
    for match in NOTE.finditer(html):
        line = place.line + html.count("\n", 0, match.start())
        yield Note(Place(place.page, place.cell, line), " ".join(match["text"].split()))


def _pieces_of_line(token: Token, place: Place) -> Iterator[Piece]:
    if EXERCISE.match(token.content):
        yield Heading(place, EXERCISE_LEVEL)
    line = place.line
    for child in token.children or ():
        here = Place(place.page, place.cell, line)
        if child.type == "html_inline":
            yield from _notes(child.content, here)
        elif child.type.startswith("math_inline"):
            yield Formula(here, child.content, displayed=child.type == "math_inline_double")
        if child.type in ("softbreak", "hardbreak"):
            line += 1
        else:
            line += child.content.count("\n")
