"""Tokens, and the characters that they are made of: plain text and Unicode.

A token has a kind, a canonical value and its place in the line. Fonts, spacing and line-breaking commands leave no
token; LaTeX, plain text and Unicode give the same tokens.

Kinds: ``number name word prose op rel implies sep open close sup sub prime bar frac sqrt accent big diff nabla
attribute annotate dots opaque zero``.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from fractions import Fraction

from . import names
from .limits import MAX_LITERAL, MAX_TOKENS, Unreadable
from .numbering import without_number
from .tables import (
    BRACKETS,
    IMPLICATIONS,
    OPENING,
    OPERATORS,
    RELATIONS,
)  # fmt: skip
from .words import split_word

CLOSING = set(OPENING.values())
BIG = {"∑": "sum", "∏": "prod", "∫": "integral"}
TABLES = ((RELATIONS, "rel"), (IMPLICATIONS, "implies"), (OPERATORS, "op"), (BIG, "big"))


@dataclass(frozen=True, slots=True)
class Token:
    """One unit of a line: its kind, its canonical value, and where it stands."""

    kind: str
    value: str
    start: int
    end: int
    spaced: bool = False
    bold: bool = False


LONG = (
    ("||", "bar", "‖"), (":=", "rel", ":="), ("=:", "rel", "="), ("<=>", "implies", "⇔"), ("<==>", "implies", "⇔"),
    ("==>", "implies", "⇒"), ("=>", "implies", "⇒"), ("-->", "rel", "→"), ("->", "rel", "→"), ("==", "rel", "="),
    ("<=", "rel", "≤"), (">=", "rel", "≥"), ("!=", "rel", "≠"), ("~=", "rel", "≈"), ("**", "sup", "^"),
    (".*", "op", "⊙"), ("./", "op", "./"), (".^", "sup", ".^"), ("...", "dots", "…"), ("''", "prime", "2"),
    ("<-", "rel", ":="),
)  # fmt: skip
"""Signs of several characters, with kind and value of their token."""
LONG_STARTS = frozenset(spelling[0] for spelling, _, _ in LONG)
FIXED = {
    "^": ("sup", "^"), "_": ("sub", "_"), "|": ("bar", "|"), "‖": ("bar", "‖"), "∥": ("bar", "‖"),
    "∣": ("bar", "|"), "∇": ("nabla", "∇"), "∂": ("diff", "∂"), "√": ("sqrt", "sqrt"), "…": ("dots", "…"),
    "⋯": ("dots", "…"), "⊤": ("name", "⊤"), "†": ("name", "†"), "∞": ("opaque", "∞"), "∀": ("opaque", "∀"),
    "∃": ("opaque", "∃"), "ℝ": ("opaque", "ℝ"), "⌈": ("opaque", "⌈"), "⌊": ("opaque", "⌊"), "⌉": ("opaque", "⌉"),
    "⌋": ("opaque", "⌋"), "𝟎": ("zero", "0"), "𝟏": ("ones", "1"), "𝟙": ("ones", "1"), "𝕀": ("name", "I"),
    "\\": ("op", "\\"), "′": ("prime", "1"), "∧": ("opaque", "∧"), "∪": ("opaque", "∪"), "∩": ("opaque", "∩"),
}  # fmt: skip
"""Characters with a token of their own: its kind and its value."""


class CharacterReader(ABC):
    """Reads one line from left to right; `known` are the names that may be spelled with several letters."""

    def __init__(self, text: str, known: frozenset[str]) -> None:
        self.text, self.known = without_number(text), known
        self.place = 0
        self.tokens: list[Token] = []
        self.depth = 0
        self.sized: int | None = None
        self.matrices = 0
        self.code = bool(re.search(r"%\*%|(?<![\w\\])(?:np|numpy|torch|jnp)\.|[\w)\]]\s*@|\.T\b", text))

    def run(self) -> list[Token]:
        """The tokens of the whole line."""
        while self.place < len(self.text):
            before = self.place
            self.step()
            if len(self.tokens) > MAX_TOKENS:
                raise Unreadable(f"the line has more than {MAX_TOKENS} symbols", (before, self.place))
        return self.tokens

    def add(self, kind: str, value: str, start: int, end: int | None = None, bold: bool = False) -> None:
        """Add a token that ends where the reader stands, or at `end`."""
        if self.sized is not None and kind in ("open", "close", "bar"):
            start, self.sized = self.sized, None
        spaced = start > 0 and self.text[start - 1].isspace()
        self.tokens.append(Token(kind, value, start, self.place if end is None else end, spaced, bold))

    def step(self) -> None:
        """Read what stands at the present place: one or more tokens, or none."""
        text, start = self.text, self.place
        character = BRACKETS.get(text[start], text[start])
        if character == "&" and self.matrices:
            self.place += 1
            self.add("amp", "&", start)
        elif character.isspace() or character in "$&~∎■◻▪\u200b\u2062\u2061\u2063\u2009\ufe0f":
            self.place += 1
        elif text.startswith("{}", start) and not (self.tokens and self.tokens[-1].kind in ("sup", "sub", "frac")):
            self.place += 2
        elif character == "\\":
            self.command()
        elif character.isdigit() and character.isascii():
            self.number()
        elif ((character in "#%" or text.startswith("//", start)) and self.comment()) or self.symbol(character):
            pass
        elif character in names.SUPERSCRIPTS or character in names.SUBSCRIPTS:
            self.unicode_script()
        elif character.isalpha() or names.plain_letter(character):
            self.letters()
        else:
            raise Unreadable(f"the character {character!r} is not part of the language", (start, start + 1))

    def comment(self) -> bool:
        """Skip a comment to the end of the line (``# …``, ``% …``); ``%*%`` is R's matrix product."""
        rest = self.text[self.place :]
        if operator := re.match(r"%(\*|o|x)%", rest):
            self.place += 3
            self.add("op", {"*": "@", "o": "⊗", "x": "⊗"}[operator[1]], self.place - 3)
        else:
            self.place = len(self.text)
        return True

    def symbol(self, character: str) -> bool:
        """Operators, relations, brackets, bars and marks; False if `character` is none of them."""
        start = self.place
        for spelling, kind, value in LONG if character in LONG_STARTS else ():
            if self.text.startswith(spelling, start):
                self.place += len(spelling)
                self.add(kind, value, start)
                return True
        self.place += 1
        if character == "." and (
            attribute := re.match(
                r"(T|H|mT|t\(\)|transpose\(\)|inv\(\)|inverse\(\)|I)(?![\w(])", self.text[self.place :]
            )
        ):
            self.place += attribute.end()
            self.add("attribute", "inverse" if attribute[1].startswith(("inv", "I")) else "transpose", start)
        elif character == "." and re.match(r"(dot|dot_product|matmul)\(", self.text[self.place :]):
            self.place = self.text.index("(", self.place)
            self.add("op", ".dot", start)
        elif character in names.FRACTIONS:
            self.add("number", "/".join(map(str, names.FRACTIONS[character])), start)
        elif character in "′’´`‘":
            self.add("prime", "1", start)
        elif character in "″”":
            self.add("prime", "2", start)
        elif character == "'":
            self.add("prime", "1", start)
        elif character in ".!?" or character == "□":
            if self.place < len(self.text) and self.text[self.place :].strip():
                self.add("sep", ".", start)
        elif character in ",;":
            self.add("sep", character, start)
        else:
            return self.meaning(character, start)
        return True

    def meaning(self, character: str, start: int) -> bool:
        """Add the token of a mathematical character; `self.place` stands behind it."""
        for table, kind in TABLES:
            if character in table:
                self.add(kind, table[character], start)
                return True
        if character in "⊤†" and not self.raised():
            self.add("attribute", "transpose" if character == "⊤" else "pinv", start)
            return True
        if character in FIXED:
            self.add(*FIXED[character], start)
            return True
        if character in OPENING:
            self.add("open", character, start)
        elif character in CLOSING:
            self.add("close", character, start)
        else:
            self.place = start
            return False
        return True

    def raised(self) -> bool:
        """Whether the next token stands in a script."""
        last = next((t for t in reversed(self.tokens) if t.kind not in ("open", "op")), None)
        return last is not None and last.kind == "sup"

    def number(self) -> None:
        """A number; behind a fraction command only one digit belongs to it."""
        start = self.place
        single = self.tokens and (
            self.tokens[-1].kind == "frac"
            or (len(self.tokens) > 1 and self.tokens[-2].kind == "frac" and self.tokens[-1].kind == "number")
        )
        match = re.match(
            r"\d" if single and self.text[start - 1] != "{" else r"\d+(?:\.\d+)?(?:[eE][-+]?\d+)?", self.text[start:]
        )
        assert match is not None
        self.place += match.end()
        if len(match[0]) > 40 or not match[0][-1].isdigit():
            raise Unreadable("the number is too long", (start, self.place))
        value = Fraction(match[0])
        if max(abs(value.numerator), value.denominator) > MAX_LITERAL:
            raise Unreadable(f"the number {match[0]} is larger than {MAX_LITERAL:.0e}", (start, self.place))
        self.add("number", str(value), start)

    def unicode_script(self) -> None:
        """Collect a run of raised or lowered characters (``⁻¹``, ``ᵢⱼ``) as one script with a brace group."""
        start = self.place
        table, kind = (
            (names.SUPERSCRIPTS, "sup") if self.text[start] in names.SUPERSCRIPTS else (names.SUBSCRIPTS, "sub")
        )
        self.add(kind, "^" if kind == "sup" else "_", start, start)
        self.add("open", "{", start, start)
        while self.place < len(self.text) and self.text[self.place] in table:
            here, letter = self.place, table[self.text[self.place]]
            self.place += 1
            if letter.isdigit():
                self.add("number", letter, here)
            else:
                self.add(
                    "rel"
                    if letter == "="
                    else "op"
                    if letter in "+-"
                    else "open"
                    if letter == "("
                    else "close"
                    if letter == ")"
                    else "name",
                    letter,
                    here,
                )
        self.add("close", "}", self.place, self.place)

    def letters(self) -> None:
        """A run of letters, or one letter of a mathematical alphabet."""
        start = self.place
        letter = names.plain_letter(self.text[start])
        if (
            self.text[start] == "Σ"
            and "Σ" not in self.known
            and self.text[start + 1 : start + 2] in {"_", *names.SUBSCRIPTS}
        ):
            self.place += 1
            self.add("big", "sum", start)
            return
        if letter is not None:
            self.place += 1
            combining = re.match(r"[\u0300-\u036f]+", self.text[self.place :])
            if combining:
                letter, self.place = names.compose(letter + combining[0]), self.place + combining.end()
            if letter in FIXED:
                self.add(*FIXED[letter], start)
            elif letter.isdigit():
                self.add({"0": "zero", "1": "ones"}.get(letter, "number"), letter, start)
            else:
                self.add("name", letter, start, bold=True)
            return
        match = re.match(r"[^\W\d_][^\W\d_\u0300-\u036f]*[\u0300-\u036f]*", self.text[start:])
        run = match[0] if match else self.text[start]
        for index, character in enumerate(run):
            if index and (
                character in names.SUPERSCRIPTS or character in names.SUBSCRIPTS or names.plain_letter(character)
            ):
                run = run[:index]
                break
        self.place += len(run)
        self.word(run, start)

    def word(self, run: str, start: int, bold: bool = False) -> None:
        """Add the tokens of a run of letters: a name, a product of names, a function, or a word of prose."""
        offset = start
        before = self.tokens[-1] if self.tokens else None
        after = self.text[self.place : self.place + 1]
        if run in names.MODULES and after == ".":
            self.place += 1
        if run in ("gradient", "Gradient") and (copula := re.match(r"\s+is\b", self.text[self.place :])):
            self.add("nabla", "∇", start)
            self.place += copula.end()
            self.add("rel", "=", self.place - 2)
            return
        for kind, value, length in split_word(run, self.known, before.kind if before else "", after):
            self.add(kind, value, offset, offset + length, bold)
            offset += length

    @abstractmethod
    def command(self) -> None:
        """Read what a backslash starts."""
