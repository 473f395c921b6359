"""The whole book: every page with the judgement on each of its formulas."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from .catalogue_entries import PAGE as CATALOGUE_PAGE
from .catalogue_entries import catalogue_of_mistakes
from .judge import Claimed, Judgement, judge
from .notation import Notation, Scope, read_notation
from .notes import about_block, about_formula, changed, claim
from .pages import Block, Formula, Heading, Note, pieces
from .statements import lines

NOTATION = "_notation.toml"


def pages_of(folder: Path) -> list[Path]:
    """Return the pages below a folder, in a fixed order."""
    found = (path for pattern in ("*.md", "*.ipynb") for path in folder.rglob(pattern))
    return sorted(path for path in found if ".ipynb_checkpoints" not in path.parts)


def book(folder: Path) -> list[Judgement]:
    """Return the judgements on all formulas of the book.

    Parameters
    ----------
    folder : Path
        The folder ``chapters`` with the notation file.
    """
    notation = read_notation(folder / NOTATION)
    written = [
        found for path in pages_of(folder) for found in page(path, path.relative_to(folder).as_posix(), notation)
    ]
    return [*written, *catalogue_of_mistakes()] if (folder / CATALOGUE_PAGE).exists() else written


def page(path: Path, name: str, notation: Notation) -> Iterator[Judgement]:
    """Yield the judgements on the formulas of a page, in order."""
    sections = Sections(notation)
    claimed, before = Claimed(), tuple[str, ...]()
    for piece in pieces(path, name):
        if isinstance(piece, Note) and about_formula(piece):
            claimed = claim(piece)
        elif not isinstance(piece, Formula):
            sections.pass_by(piece)
        else:
            continued = before if claimed.continues else ()
            found = judge(piece, claimed, sections.scope, continued)
            yield found
            sections.define(found.defines)
            if not piece.displayed:
                sections.choose(found.chooses)
            if piece.displayed:
                before = (*continued, *lines(piece.tex))
            claimed = Claimed()


class Sections:
    """The scope at the place that has been reached: one for each open section, and one for a single block."""

    def __init__(self, notation: Notation) -> None:
        self.notation = notation
        self.stack: list[tuple[int, Scope]] = [(0, notation.scope)]
        self.waiting: list[Note] = []  # notes for the next block
        self.block: Scope | None = None

    @property
    def scope(self) -> Scope:
        """What holds here."""
        return self.block or self.stack[-1][1]

    def pass_by(self, piece: Heading | Note | Block) -> None:
        """Take a heading, a note or the start of a block into account."""
        if isinstance(piece, Heading):
            while self.stack[-1][0] >= piece.level:
                self.stack.pop()
            self.stack.append((piece.level, self.stack[-1][1]))
        elif isinstance(piece, Block):
            self.block = None
            for note in self.waiting:
                self.block = changed(self.scope, note, self.notation)
            self.waiting = []
        elif about_block(piece):
            self.waiting.append(piece)
        else:
            self._extend(changed(self.stack[-1][1], piece, self.notation))

    def define(self, texts: tuple[str, ...]) -> None:
        """Add what a formula has defined."""
        if texts:
            self._extend(self.stack[-1][1].with_definitions(texts))

    def choose(self, choices: tuple[tuple[str, str], ...]) -> None:
        """Let symbols stand for columns of numbers to the end of the block."""
        for name, text in choices:
            self.block = self.scope.with_choice(name, text)

    def _extend(self, scope: Scope) -> None:
        self.stack[-1] = (self.stack[-1][0], scope)


def problems(judgements: list[Judgement]) -> list[str]:
    """Return what is not in order, each with its place and the formula."""
    return [
        f"{found.formula.place}: {found.problem}\n    {' '.join(found.formula.tex.split())}"
        for found in judgements
        if found.problem
    ]


def main(arguments: list[str]) -> int:
    """Print what is not in order in the pages of a folder; return 1 if something is not."""
    found = book(Path(arguments[0] if arguments else "chapters"))
    told = problems(found)
    sys.stdout.write("\n".join([*told, f"{len(found)} formulas, {len(told)} problems", ""]))
    return int(bool(told))
