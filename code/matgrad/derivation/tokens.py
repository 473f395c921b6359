"""From text to tokens: the first step of reading a line.

A token has a kind, a canonical value and its place in the line. Fonts, spacing and line-breaking commands leave no
token; LaTeX, plain text and Unicode give the same tokens.

Kinds: ``number name word prose op rel implies sep open close sup sub prime bar frac sqrt accent big diff nabla
attribute annotate dots opaque zero``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from . import names
from .limits import MAX_DEPTH, MAX_LITERAL, MAX_TOKENS, Unreadable
from .tables import (
    BRACKETS,
    COMMANDS,
    DROPPED_WITH_ARGUMENT,
    FONTS,
    FRAC,
    IGNORED,
    IMPLICATIONS,
    OPENING,
    OPERATORS,
    RELATIONS,
    SIZES,
    TEXT,
)  # fmt: skip
from .words import split_word

CLOSING = set(OPENING.values())
BIG = {"∑": "sum", "∏": "prod", "∫": "integral"}


@dataclass(frozen=True, slots=True)
class Token:
    """One unit of a line: its kind, its canonical value, and where it stands."""

    kind: str
    value: str
    start: int
    end: int
    spaced: bool = False
    bold: bool = False


class Tokenizer:
    """Reads one line from left to right; `known` are the names that may be spelled with several letters."""

    def __init__(self, text: str, known: frozenset[str]) -> None:
        self.text, self.known = text, known
        self.place = 0
        self.tokens: list[Token] = []
        self.depth = 0
        self.sized: int | None = None
        self.matrices = 0
        self.code = bool(re.search(r"%\*%|(?<![\w\\])(?:np|numpy|torch|jnp)\.|[\w)\]]\s*@|\.T\b", text))

    def run(self) -> list[Token]:
        while self.place < len(self.text):
            before = self.place
            self.step()
            if len(self.tokens) > MAX_TOKENS:
                raise Unreadable(f"the line has more than {MAX_TOKENS} symbols", (before, self.place))
        return self.tokens

    def add(self, kind: str, value: str, start: int, end: int | None = None, bold: bool = False) -> None:
        if self.sized is not None and kind in ("open", "close", "bar"):
            start, self.sized = self.sized, None
        spaced = start > 0 and self.text[start - 1].isspace()
        self.tokens.append(Token(kind, value, start, self.place if end is None else end, spaced, bold))

    # --- one character at a time -------------------------------------------------------------------------------------

    def step(self) -> None:
        text, start = self.text, self.place
        character = BRACKETS.get(text[start], text[start])
        if character == "&" and self.matrices:
            self.place += 1
            self.add("amp", "&", start)
        elif character.isspace() or character in "$&~\u200b\u2062\u2061\u2063\u2009\ufe0f":
            self.place += 1
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
        for spelling, kind, value in LONG:
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
            self.add("op", "@", start)
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
        for table, kind in (
            (RELATIONS, "rel"),
            (IMPLICATIONS, "implies"),
            (OPERATORS, "op"),
            (BIG, "big"),
            (FIXED, ""),
        ):
            if character in table:
                value = table[character]
                if character in "⊤†" and not self.raised():
                    self.add("attribute", "transpose" if character == "⊤" else "pinv", start)
                    return True
                self.add(kind or FIXED_KINDS[character], value, start)
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

    # --- letters -----------------------------------------------------------------------------------------------------

    def letters(self) -> None:
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
                self.add(FIXED_KINDS[letter], FIXED[letter], start)
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

    # --- LaTeX -------------------------------------------------------------------------------------------------------

    def command(self) -> None:
        start = self.place
        match = re.match(r"\\([a-zA-Z]+\*?|.|$)", self.text[start:], re.S)
        assert match is not None
        command = match[1]
        if command.endswith("*") and command not in TEXT and command not in DROPPED_WITH_ARGUMENT:
            command = command[:-1]
        octave = self.code or "\\" not in self.text.replace("\\", "", 1)
        if (
            octave
            and self.tokens
            and (command.strip() == "" or command in self.known)
            and command not in COMMANDS
            and command not in names.GREEK
        ):
            self.place = start + 1
            if self.text[self.place :].strip() and (command.strip() or self.text[start - 1 : start].isspace()):
                self.add("op", "\\", start)
            return
        self.place = start + 1 + len(command)
        if command in SIZES:
            self.sized = start
        if not command or command in IGNORED or command in ",;:!> " or command.isspace():
            return
        if command == "\\":
            self.add("sep", "\\\\", start)
        elif command in "{}|%#&_$":
            self.escaped(command, start)
        elif command in ("begin", "end") and (
            environment := re.match(r"\s*\{([a-zA-Z]*matrix|array)\*?\}", text := self.text[self.place :])
        ):
            self.place += environment.end()
            if (
                command == "begin"
                and environment[1] == "array"
                and (columns := re.match(r"\s*\{[^}]*\}", text[environment.end() :]))
            ):
                self.place += columns.end()
            self.matrices += 1 if command == "begin" else -1
            self.add("matrix" if command == "begin" else "endmatrix", environment[1], start)
        elif command in DROPPED_WITH_ARGUMENT:
            self.skip_groups(2 if command in ("begin",) else 1)
        else:
            self.named_command(command, start)

    def escaped(self, command: str, start: int) -> None:
        if command in "{}":
            self.add("open" if command == "{" else "close", "(" if command == "{" else ")", start)
        elif command == "|":
            self.add("bar", "‖", start)

    def named_command(self, command: str, start: int) -> None:
        if command in FRAC:
            self.add("frac", "/", start)
        elif command == "sqrt":
            self.add("sqrt", "sqrt", start)
        elif command in ("underbrace", "overbrace"):
            self.add("annotate", command, start)
        elif command in ("stackrel", "overset", "underset") or command == "textcolor":
            self.skip_groups(1)
        elif command in names.ACCENTS:
            self.accent(command, start)
        elif command in TEXT:
            self.prose_group(start)
        elif command in FONTS:
            self.font(command, start)
        elif command in COMMANDS:
            self.meaning(COMMANDS[command], start)
        elif command in names.GREEK:
            self.add("name", names.GREEK[command], start)
        elif command in names.FUNCTIONS:
            self.add("word", command, start)
        elif command == "over":
            self.add("over", "/", start)
        elif command in ("eqalign", "eqalignno", "displaylines"):
            opening = re.match(r"\s*\{", self.text[self.place :])
            self.place += opening.end() if opening and self.text.count("{") != self.text.count("}") else 0
        elif command in ("pmatrix", "bmatrix", "matrix", "substack", "atop", "choose", "binom"):
            raise Unreadable(f"\\{command} is not supported", (start, self.place))
        elif command in self.known:
            self.add("name", command, start)
        else:
            raise Unreadable(f"the command \\{command} is not part of the language", (start, self.place))

    def group(self) -> tuple[int, int] | None:
        """Place of the text of the next brace group, or None if no group follows; `self.place` moves behind it."""
        match = re.match(r"\s*\{", self.text[self.place :])
        if not match:
            return None
        start = here = self.place + match.end()
        depth = 1
        while here < len(self.text):
            depth += {"{": 1, "}": -1}.get(self.text[here], 0) if self.text[here - 1] != "\\" else 0
            here += 1
            if depth == 0:
                self.place = here
                return start, here - 1
        raise Unreadable("a brace is opened and not closed", (start - 1, start))

    def skip_groups(self, count: int) -> None:
        for _ in range(count):
            option = re.match(r"\s*\[[^\]]*\]", self.text[self.place :])
            self.place += option.end() if option else 0
            if self.text[self.place : self.place + 1] in "*" or self.group() is None:
                break

    def accent(self, command: str, start: int) -> None:
        span = self.group()
        if span is None:
            match = re.match(r"\s*(\\[a-zA-Z]+|\S)", self.text[self.place :])
            if not match:
                raise Unreadable(f"\\{command} needs a letter under it", (start, self.place))
            span = (self.place + match.start(1), self.place + match.end(1))
            self.place = span[1]
        inner = Tokenizer(self.text[span[0] : span[1]], self.known).run()
        letters = [t for t in inner if t.kind not in ("open", "close")]
        if len(letters) == 1 and letters[0].kind in ("name", "word") and len(letters[0].value) == 1:
            self.add("name", names.compose(letters[0].value + names.ACCENTS[command]), start)
        elif command in ("overline", "bar"):
            raise Unreadable("a bar over an expression is not supported; give it a name", (start, self.place))
        else:
            raise Unreadable(f"\\{command} needs one letter under it", (start, self.place))

    def font(self, command: str, start: int) -> None:
        """Read the next group or letter as if the font were not there; a bold or upright word stays together."""
        bold = command in ("mathbf", "boldsymbol", "bm", "textbf", "pmb", "symbf", "bold", "mathbb")
        mark, before = self.place, len(self.tokens)
        span = self.group()
        if span is None:
            match = re.match(r"\s*[^\W\d_]", self.text[self.place :])
            if match:
                self.place += match.end()
                self.word(match[0].strip(), self.place - 1, bold)
            elif digit := re.match(r"\s*\d", self.text[self.place :]):
                self.place += digit.end()
                self.add(
                    "zero" if digit[0].strip() == "0" else "ones" if digit[0].strip() == "1" else "number",
                    digit[0].strip(),
                    self.place - 1,
                )
            return
        inner = self.text[span[0] : span[1]].strip()
        offset = self.text.index(inner, span[0]) if inner else span[0]
        if inner in ("0", "1") and (bold or command == "mathds"):
            self.add("zero" if inner == "0" else "ones", inner, offset, offset + 1)
        elif inner == "R" and command in ("mathbb", "mathds"):
            self.add("opaque", "ℝ", offset, offset + 1)
        elif inner.isalpha() and inner.isascii():
            self.word(inner, offset, bold)
        else:
            after, self.place = self.place, mark
            self.nested(span, after)
        if len(self.tokens) == before + 1 and self.tokens[before].kind == "name":
            token = self.tokens[before]
            self.tokens[before] = Token("name", token.value, start, self.place, token.spaced, token.bold)
        for index in range(before, len(self.tokens)):
            if bold and self.tokens[index].kind == "name" and not self.tokens[index].bold:
                token = self.tokens[index]
                self.tokens[index] = Token(token.kind, token.value, token.start, token.end, token.spaced, True)

    def nested(self, span: tuple[int, int], after: int) -> None:
        """Tokenize the text of a group in place, with braces around it, so that scripts bind to the whole."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Unreadable(f"the fonts are nested more than {MAX_DEPTH} deep", span)
        self.add("open", "{", span[0], span[0])
        whole, self.text = self.text, self.text[: span[1]]
        self.place = span[0]
        while self.place < span[1]:
            self.step()
        self.text, self.place = whole, after
        self.depth -= 1
        self.add("close", "}", span[1], span[1])

    def prose_group(self, start: int) -> None:
        """``\\text{…}``: a function's name, the transpose, or prose (which may say *so*, *and*, *where*)."""
        span = self.group()
        if span is None:
            return
        inner = self.text[span[0] : span[1]].strip().strip("$").strip()
        if inner in names.FUNCTIONS or inner in self.known or inner in ("T", "H", "d"):
            offset = self.text.index(inner, span[0])
            self.word(inner, offset)
        elif inner == "I" or names.canonical(inner) in self.known:
            self.add("name", names.canonical(inner), span[0], span[1])
        else:
            words = re.findall(r"[A-Za-z.]+", inner)
            for word in (
                words[:1] if words and words[0].lower() in names.SEPARATORS | names.WHERE | names.REASONS else []
            ):
                self.add("prose", word.lower(), start)
            if not (words and self.tokens and self.tokens[-1].value == words[0].lower()):
                self.add("label", inner, start)


LONG = (
    ("||", "bar", "‖"), (":=", "rel", ":="), ("=:", "rel", "="), ("<=>", "implies", "⇔"), ("<==>", "implies", "⇔"),
    ("==>", "implies", "⇒"), ("=>", "implies", "⇒"),
    ("-->", "rel", "→"), ("->", "rel", "→"), ("==", "rel", "="), ("<=", "rel", "≤"), (">=", "rel", "≥"),
    ("!=", "rel", "≠"), ("~=", "rel", "≈"),
    ("**", "sup", "^"), (".*", "op", "⊙"), ("./", "op", "./"), (".^", "sup", ".^"), ("...", "dots", "…"),
    ("''", "prime", "2"), ("<-", "rel", ":="),
)  # fmt: skip
FIXED = {
    "^": "^", "_": "_", "|": "|", "‖": "‖", "∥": "‖", "∣": "|", "∇": "∇", "∂": "∂", "√": "sqrt", "…": "…", "⋯": "…",
    "⊤": "⊤",
    "†": "†", "∞": "∞", "∀": "∀", "∃": "∃", "ℝ": "ℝ", "⌈": "⌈", "⌊": "⌊", "⌉": "⌉", "⌋": "⌋", "𝟎": "0", "𝟏": "1",
    "𝟙": "1", "𝕀": "I", "\\": "\\", "′": "1",
    "∧": "∧", "∪": "∪", "∩": "∩",
}  # fmt: skip
FIXED_KINDS = {
    "^": "sup", "_": "sub", "∇": "nabla", "|": "bar", "‖": "bar", "∥": "bar", "∣": "bar", "∇": "nabla", "∂": "diff",
    "√": "sqrt", "…": "dots", "⋯": "dots",
    "⊤": "name", "†": "name", "𝟎": "zero", "𝟏": "ones", "𝟙": "ones", "𝕀": "name", "\\": "op", "′": "prime",
    "∞": "opaque", "∀": "opaque", "∃": "opaque", "ℝ": "opaque", "⌈": "opaque", "⌊": "opaque", "⌉": "opaque",
    "⌋": "opaque",
    "∧": "opaque", "∪": "opaque", "∩": "opaque",
}  # fmt: skip


def tokenize(text: str, known: frozenset[str] = frozenset()) -> list[Token]:
    """Return the tokens of `text`.

    Parameters
    ----------
    text : str
        One line of a derivation.
    known : frozenset of str
        Canonical names that may have several letters (the declared ones and the functions defined so far).

    Raises
    ------
    Unreadable
        If a character or command is not part of the language.

    Examples
    --------
    >>> [(t.kind, t.value) for t in tokenize(r"\\tfrac12 Ax", frozenset({"A", "x"}))]
    [('frac', '/'), ('number', '1'), ('number', '2'), ('name', 'A'), ('name', 'x')]
    """
    return Tokenizer(text, known).run()
