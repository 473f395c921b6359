"""What an entry of the catalogue is made of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the book, by the file of its chapter and its heading.

    Attributes
    ----------
    chapter : str
        File of the chapter below the folder of the chapters, without ending: ``"2-chain-rule"``.
    heading : str
        The heading as printed, without ``#``.
    """

    chapter: str
    heading: str

    @property
    def number(self) -> int:
        """Number of the chapter.

        Examples
        --------
        >>> Section("further/5-using-the-gradient", "Common mistakes").number
        5
        """
        return int(self.chapter.rpartition("/")[2].partition("-")[0])

    @property
    def title(self) -> str:
        r"""The heading in quotation marks, its formulas in plain letters.

        Examples
        --------
        >>> Section("3-index-notation", "Why a sum over the first index is $A^\\top$").title
        '“Why a sum over the first index is Aᵀ”'
        """
        plain = self.heading.replace("$", "").replace("^\\top", "ᵀ")
        return f"“{plain}”"

    @property
    def anchor(self) -> str:
        r"""The heading's id on the built page.

        Examples
        --------
        >>> Section("3-index-notation", "Why a sum over the first index is $A^\\top$").anchor
        'why-a-sum-over-the-first-index-is-a-transpose'
        """
        words = self.heading.replace("^\\top", " transpose")  # as matgrad.book.anchors names it
        return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")

    @property
    def address(self) -> str:
        """Address of the section below the folder of the chapters."""
        return f"{self.chapter}.html#{self.anchor}"


@dataclass(frozen=True, slots=True)
class Example:
    """A wrong derivation: a request for `check`, and the number of its first wrong line."""

    request: Mapping[str, Any]
    line: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One mistake. In the texts, formulas stand between backticks, in the plain notation that the checker reads.

    Attributes
    ----------
    code : str
        Stable: it never comes to mean another mistake.
    title : str
        The mistake in a few words.
    what : str
        What it is.
    example : Example
        A derivation with exactly this mistake.
    why : str
        Why people write it.
    repair : str
        How to mend it.
    right : tuple of str
        The lines of the example, mended.
    section : Section
        Where the book explains it.
    see : tuple of str
        Codes of mistakes that are close to it.
    symbols : str
        Shapes for the formulas in the texts; those of the example if empty.
    """

    code: str
    title: str
    what: str
    example: Example
    why: str
    repair: str
    right: tuple[str, ...]
    section: Section
    see: tuple[str, ...] = ()
    symbols: str = ""
