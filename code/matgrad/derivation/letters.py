"""Tokens, and the letters of a line: names, products of names, differentials, functions and prose.

A token has a kind, a canonical value and its place in the line. Fonts, spacing and line-breaking commands leave no
token; LaTeX, plain text and Unicode give the same tokens.

Kinds: ``number name word prose op rel implies sep open close sup sub prime bar frac sqrt accent big diff nabla
attribute annotate dots opaque zero``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from . import names
from .numbering import without_number
from .words import is_new_name, pieces, split_word

FIXED = {
    "^": ("sup", "^"), "_": ("sub", "_"), "|": ("bar", "|"), "‖": ("bar", "‖"), "∥": ("bar", "‖"),
    "∣": ("bar", "|"), "∇": ("nabla", "∇"), "∂": ("diff", "∂"), "√": ("sqrt", "sqrt"), "…": ("dots", "…"),
    "⋯": ("dots", "…"), "⊤": ("name", "⊤"), "†": ("name", "†"), "∞": ("opaque", "∞"), "∀": ("opaque", "∀"),
    "∃": ("opaque", "∃"), "ℝ": ("opaque", "ℝ"), "⌈": ("opaque", "⌈"), "⌊": ("opaque", "⌊"), "⌉": ("opaque", "⌉"),
    "⌋": ("opaque", "⌋"), "𝟎": ("zero", "0"), "𝟏": ("ones", "1"), "𝟙": ("ones", "1"), "𝕀": ("name", "I"),
    "\\": ("op", "\\"), "′": ("prime", "1"), "∧": ("opaque", "∧"), "∪": ("opaque", "∪"), "∩": ("opaque", "∩"),
}  # fmt: skip
"""Characters with a token of their own: its kind and its value."""

SECOND = re.compile(r"d2\s*[^\W\d_]?\s*(?:\([^()]*\))?\s*/\s*d[^\W\d_]+(?P<below>2)(?!\w)")
"""A second derivative typed as d2f/dx2."""
IDENTIFIER = re.compile(r"[A-Za-z]+(?:_[A-Za-z]\w+)?(?![\w\\])")
"""A name of several letters, with underscores as in code."""
DEFINES = re.compile(r"\s*&?\s*(?::=|<-|=(?!=))")


@dataclass(frozen=True, slots=True)
class Token:
    """One unit of a line: its kind, its canonical value, and where it stands."""

    kind: str
    value: str
    start: int
    end: int
    spaced: bool = False
    bold: bool = False


class LetterReader:
    """Reads runs of letters; `known` are the names that may be spelled with several letters."""

    def __init__(self, text: str, known: frozenset[str]) -> None:
        self.text, self.known = without_number(text), known
        self.place = 0
        self.tokens: list[Token] = []
        self.depth = 0
        self.sized: int | None = None
        self.matrices = 0
        self.raised_at = -1
        self.closing_angles: list[int] = []
        self.code = bool(re.search(r"%\*%|(?<![\w\\])(?:np|numpy|torch|jnp)\.|[\w)\]]\s*@|\.T\b", text))

    def add(self, kind: str, value: str, start: int, end: int | None = None, bold: bool = False) -> None:
        """Add a token that ends where the reader stands, or at `end`."""
        if self.sized is not None and kind in ("open", "close", "bar"):
            start, self.sized = self.sized, None
        spaced = start > 0 and self.text[start - 1].isspace()
        self.tokens.append(Token(kind, value, start, self.place if end is None else end, spaced, bold))

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
        if self.second_order(run, start) or self.numbered(run, start):
            return
        if (name := self.new_name(start)) is not None:
            self.place += len(name)
            self.add("name", names.canonical(name), start)
            return
        self.place += len(run)
        self.word(run, start)

    def second_order(self, run: str, start: int) -> bool:
        """The d2 of d2f/dx2, where the raised numbers are typed on the line; the second one is kept for later."""
        match = SECOND.match(self.text, start) if run[0] == "d" else None
        if match is None or "d" in self.known:
            return False
        self.raised_at = match.start("below")
        self.place += 1
        self.add("diff", "d", start)
        self.power_of_two()
        return True

    def power_of_two(self) -> None:
        """The 2 that stands here, as a script."""
        self.add("sup", "^", self.place, self.place)
        self.place += 1
        self.add("number", "2", self.place - 1)

    def numbered(self, run: str, start: int) -> bool:
        """W1, b2: letters with a number behind them, as a name if it is declared or new, else as a component."""
        match = re.match(r"[0-9]+(?![\w.^])", self.text[start + len(run) :])
        behind_fraction = [t.kind for t in self.tokens[-2:]] in (["frac", "number"], ["frac", "name"])
        if match is None or behind_fraction or self.in_script():
            return False
        digits, end = match[0], start + len(run)
        if end == self.raised_at:
            self.place = end
            self.word(run, start)
            self.power_of_two()
            return True
        for cut in range(len(run)):
            last = run[cut:]
            spelled = next((n for n in (last + digits, f"{last}_{digits}") if names.canonical(n) in self.known), None)
            new = len(last) == 1 and last not in "dD" and not cut and "\\" not in self.text
            if spelled is None and not (new or (len(last) == 1 and last in self.known)):
                continue
            self.place = start + cut
            if cut:
                self.word(run[:cut], start)
            self.place = end + len(digits)
            if spelled is not None or last not in self.known:
                self.add("name", names.canonical(spelled or last + digits), start + cut)
            else:
                self.add("name", last, start + cut, end)
                self.add("sub", "_", end, end)
                self.add("number", str(int(digits)), end)
            return True
        return False

    def in_script(self) -> bool:
        """Whether what comes next is raised or lowered, or part of a fraction without braces."""
        depth = 0
        for place in range(len(self.tokens) - 1, max(len(self.tokens) - 40, -1), -1):
            depth += {"open": 1, "close": -1}.get(self.tokens[place].kind, 0)
            if depth > 0:
                return place > 0 and self.tokens[place - 1].kind in ("sub", "sup")
        return bool(self.tokens) and self.tokens[-1].kind in ("frac", "sup", "sub")

    def new_name(self, start: int) -> str | None:
        """A word of several letters that the line defines or that code style spells as one: yhat = …, grad_w = …."""
        match = IDENTIFIER.match(self.text, start)
        if match is None:
            return None
        word = match[0]
        if names.canonical(word) in self.known and not word.isalpha():
            return word
        opens = not self.tokens or self.tokens[-1].kind in ("sep", "label", "prose", "implies")
        if not opens or not DEFINES.match(self.text, match.end()):
            return None
        return word if is_new_name(word, self.known) else None

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
        greek = names.GREEK.get(run)
        indices = greek is not None and len(run) == 2 and greek not in self.known and self.in_script()
        split = (
            pieces(run, self.known) if indices else split_word(run, self.known, before.kind if before else "", after)
        )
        for kind, value, length in split:
            self.add(kind, value, offset, offset + length, bold)
            offset += length
