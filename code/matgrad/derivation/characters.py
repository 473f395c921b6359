"""The characters of a line: numbers, operators, brackets and marks in plain text and Unicode."""

from __future__ import annotations

import re
from abc import abstractmethod
from fractions import Fraction

from . import names
from .letters import FIXED, LetterReader, Token
from .limits import MAX_LITERAL, MAX_TOKENS, Unreadable
from .tables import (
    BRACKETS,
    IMPLICATIONS,
    OPENING,
    OPERATORS,
    RELATIONS,
)  # fmt: skip

CLOSING = set(OPENING.values())
BIG = {"∑": "sum", "∏": "prod", "∫": "integral"}
TABLES = ((RELATIONS, "rel"), (IMPLICATIONS, "implies"), (OPERATORS, "op"), (BIG, "big"))


LONG = (
    ("||", "bar", "‖"), (":=", "rel", ":="), ("=:", "rel", "="), ("<=>", "implies", "⇔"), ("<==>", "implies", "⇔"),
    ("==>", "implies", "⇒"), ("=>", "implies", "⇒"), ("-->", "rel", "→"), ("->", "rel", "→"), ("==", "rel", "="),
    ("<=", "rel", "≤"), (">=", "rel", "≥"), ("!=", "rel", "≠"), ("~=", "rel", "≈"), ("**", "sup", "^"),
    (".*", "op", "⊙"), ("./", "op", "./"), (".^", "sup", ".^"), ("...", "dots", "…"), ("''", "prime", "2"),
    ("<-", "rel", ":="),
)  # fmt: skip
"""Signs of several characters, with kind and value of their token."""
LONG_STARTS = frozenset(spelling[0] for spelling, _, _ in LONG)


ANGLES = re.compile(r"<(?=[^\s<>=-])[^<>=,;]*,[^<>=,;]*[^\s<>=-]>")
"""An inner product typed as <a, b>."""
GROUPED = re.compile(r"[1-9]\d{0,2}(?:(?:\\[,;]|\{,\}|\\thinspace\s?|[\u2009\u202f])\d{3}){1,4}(?![\d.])")
"""A number in groups of three digits, 20\\,000."""


class CharacterReader(LetterReader):
    """Reads one line from left to right; `known` are the names that may be spelled with several letters."""

    def run(self) -> list[Token]:
        """The tokens of the whole line."""
        while self.place < len(self.text):
            before = self.place
            self.step()
            if len(self.tokens) > MAX_TOKENS:
                raise Unreadable(f"the line has more than {MAX_TOKENS} symbols", (before, self.place))
        return self.tokens

    def step(self) -> None:
        """Read what stands at the present place: one or more tokens, or none."""
        text, start = self.text, self.place
        character = BRACKETS.get(text[start], text[start])
        if character == "<" and (inner := ANGLES.match(text, start)) is not None:
            self.closing_angles.append(inner.end() - 1)
            character = "⟨"
        elif start in self.closing_angles:
            character = "⟩"
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
        if not single and (grouped := GROUPED.match(self.text, start)) is not None:
            self.place += grouped.end() - start
            self.add("number", re.sub(r"\D", "", grouped[0]), start)
            return
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

    @abstractmethod
    def command(self) -> None:
        """Read what a backslash starts."""
