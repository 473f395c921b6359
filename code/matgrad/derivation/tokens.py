"""From text to tokens: the first step of reading a line. LaTeX commands are read here, all else in `characters`."""

from __future__ import annotations

import re

from . import names
from .characters import CharacterReader
from .letters import Token
from .limits import MAX_DEPTH, Unreadable
from .tables import (
    COMMANDS,
    DROPPED_WITH_ARGUMENT,
    FONTS,
    FRAC,
    IGNORED,
    SIZES,
    TEXT,
    WRAPPERS,
)  # fmt: skip

RELATION = re.compile(r"[=≈≤≥<>]|\\(?:leq?|geq?|approx|equiv|sim|to|Rightarrow|implies|iff)\b")


class Tokenizer(CharacterReader):
    """Reads one line with its LaTeX commands."""

    def command(self) -> None:
        """A backslash: a LaTeX command, a line end, or Octave's left division."""
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
            if blank := re.match(r"\s*\.", self.text[self.place :]):
                self.place += blank.end()
                self.sized = None
        if not command or command in IGNORED or command in ",;:!> ()[]" or command.isspace():
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
        """A bracket or bar behind a backslash."""
        if command in "{}":
            self.add("open" if command == "{" else "close", "(" if command == "{" else ")", start)
        elif command == "|":
            self.add("bar", "‖", start)

    def named_command(self, command: str, start: int) -> None:
        """A command that is not dropped, by the table that names it."""
        if command in FRAC:
            self.add("frac", "/", start)
        elif command == "sqrt":
            self.add("sqrt", "sqrt", start)
        elif command in ("underbrace", "overbrace"):
            self.add("annotate", command, start)
        elif command in ("stackrel", "overset", "underset", "textcolor"):
            self.skip_groups(1)
            self.font(command, start)
        elif command in names.ACCENTS:
            self.accent(command, start)
        elif command in TEXT:
            self.prose_group(command, start)
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
            if opening and self.text.count("{") != self.text.count("}"):
                self.place += opening.end()
            else:
                self.font(command, start)
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
        """Pass over the next `count` brace groups, each with an option in square brackets before it."""
        for _ in range(count):
            option = re.match(r"\s*\[[^\]]*\]", self.text[self.place :])
            self.place += option.end() if option else 0
            if self.text[self.place : self.place + 1] in "*" or self.group() is None:
                break

    def accent(self, command: str, start: int) -> None:
        """One letter with its accent as one name."""
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
        elif self.is_expectation(inner) and command in ("mathbb", "mathrm", "mathsf", "mathds", "mathcal", "mathbf"):
            self.add("word", names.EXPECTATION, offset, offset + 1)
        elif inner == "R" and command in ("mathbb", "mathds"):
            self.add("opaque", "ℝ", offset, offset + 1)
        elif inner in ("i", "j") and command in ("mathrm", "mathsf") and inner not in self.known | {"#"}:
            self.add("name", inner if self.in_script() else names.IMAGINARY, offset, offset + 1)
        elif inner.isalpha() and inner.isascii():
            self.word(inner, offset, bold)
        else:
            after, self.place = self.place, mark
            self.nested(span, after, braces=command not in WRAPPERS or not RELATION.search(inner))
        if len(self.tokens) == before + 1 and self.tokens[before].kind in ("name", "ones", "zero"):
            token = self.tokens[before]
            self.tokens[before] = Token(token.kind, token.value, start, self.place, token.spaced, token.bold)
        for index in range(before, len(self.tokens)):
            if bold and self.tokens[index].kind == "name" and not self.tokens[index].bold:
                token = self.tokens[index]
                self.tokens[index] = Token(token.kind, token.value, token.start, token.end, token.spaced, True)

    def is_expectation(self, inner: str) -> bool:
        """Whether an upright letter stands for an expectation, a variance, a probability or a distribution."""
        return inner in names.UPRIGHT and inner not in self.known and self.text[self.place :].lstrip()[:1] in "[({_\\"

    def nested(self, span: tuple[int, int], after: int, braces: bool = True) -> None:
        """Tokenize the text of a group in place, with braces around it, so that scripts bind to the whole."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Unreadable(f"the fonts are nested more than {MAX_DEPTH} deep", span)
        if braces:
            self.add("open", "{", span[0], span[0])
        whole, self.text = self.text, self.text[: span[1]]
        self.place = span[0]
        while self.place < span[1]:
            self.step()
        self.text, self.place = whole, after
        self.depth -= 1
        if braces:
            self.add("close", "}", span[1], span[1])

    def is_operand(self, command: str, inner: str) -> bool:
        r"""Whether ``\text{RSS}(w)``, ``\operatorname{loss}`` names something: it is applied, indexed or equated."""
        if not re.fullmatch(r"[A-Za-z]{2,12}", inner) or inner.lower() in names.PROSE:
            return False
        after = self.text[self.place :].lstrip(" &")
        upright = command in ("operatorname", "operatorname*", "mathrm", "mathtt")
        return after.startswith(("(", "_", "^", r"\left(", r"\big(", r"\bigl(")) or (
            (upright or inner.isupper()) and bool(re.match(r":?=|\\(?:triangleq|coloneqq|equiv|approx)", after))
        )

    def prose_group(self, command: str, start: int) -> None:
        r"""``\text{…}``: a function's name, the transpose, or prose (which may say *so*, *and*, *where*)."""
        span = self.group()
        if span is None:
            return
        inner = self.text[span[0] : span[1]].strip().strip("$").strip()
        if self.is_expectation(inner):
            self.add("word", names.EXPECTATION, start)
        elif inner in names.FUNCTIONS or inner in self.known or inner in ("T", "H", "d"):
            offset = self.text.index(inner, span[0])
            self.word(inner, offset)
        elif inner == "I" or names.canonical(inner) in self.known:
            self.add("name", names.canonical(inner), span[0], span[1])
        else:
            if self.is_operand(command, inner):
                self.add("name", names.canonical(inner), start)
                return
            words = re.findall(r"[A-Za-z.]+", inner)
            for word in (
                words[:1] if words and words[0].lower() in names.SEPARATORS | names.WHERE | names.REASONS else []
            ):
                self.add("prose", word.lower(), start)
            if not (words and self.tokens and self.tokens[-1].value == words[0].lower()):
                self.add("label", inner, start)


def tokenize(text: str, known: frozenset[str] = frozenset()) -> list[Token]:
    r"""Return the tokens of `text`.

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
    >>> [(t.kind, t.value) for t in tokenize(r"\tfrac12 Ax", frozenset({"A", "x"}))]
    [('frac', '/'), ('number', '1'), ('number', '2'), ('name', 'A'), ('name', 'x')]
    """
    return Tokenizer(text, known).run()
