"""What a pen can draw: the pieces of which every formula is made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Pen(Protocol):
    """What draws the pieces of a formula. Every method returns text in the form of the pen."""

    def name(self, value: str, bold: bool) -> str:
        """A letter or a word that names something."""

    def number(self, digits: str) -> str:
        """A number."""

    def sign(self, symbol: str, prefix: bool = False) -> str:
        """An operator or a relation; `prefix` if it stands in front of one operand."""

    def word(self, word: str) -> str:
        """The name of a function, upright."""

    def prose(self, words: str) -> str:
        """Words between formulas."""

    def transpose(self) -> str:
        """The T of a transpose."""

    def row(self, parts: Sequence[str]) -> str:
        """Parts side by side, as one piece."""

    def scripts(self, base: str, below: str, above: str) -> str:
        """A base with what is lowered and raised; either may be empty."""

    def limits(self, symbol: str, below: str, above: str) -> str:
        """A sum or product sign with its limits."""

    def fraction(self, top: str, bottom: str) -> str:
        """A fraction."""

    def root(self, body: str) -> str:
        """A square root."""

    def fenced(self, opening: str, body: str, closing: str) -> str:
        """A body between brackets or bars."""

    def labelled(self, body: str, label: str) -> str:
        """A body with a brace and a label below."""

    def marked(self, body: str) -> str:
        """A body that is pointed at."""
