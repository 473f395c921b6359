"""Scripts: what is raised or lowered behind a factor."""

from __future__ import annotations

from abc import ABC, abstractmethod

from . import names
from . import syntax as s
from .cursor import Cursor
from .letters import Token
from .limits import Unreadable

INDEX_LETTERS = set("abcdefghijklmnopqrstuvw")
MARKS = {"sup", "sub", "prime", "attribute"}


class ScriptReader(Cursor, ABC):
    """Reads the marks on a factor."""

    def scripted(self, base: s.Syntax) -> s.Syntax:
        """`base` with the scripts behind it."""
        marks = self.marks()
        return s.Script((base.span[0], self.last_end()), base, marks) if marks else base

    def marks(self) -> tuple[s.Mark, ...]:
        """All scripts that stand here."""
        found: list[s.Mark] = []
        while not self.at_end() and self.peek().kind in MARKS and len(found) < 40:
            token = self.next()
            if token.kind == "prime":
                found.append(s.Mark("prime", None, (token.start, token.end), "'" * int(token.value)))
            elif token.kind == "attribute":
                found.append(s.Mark(token.value, None, (token.start, token.end)))
            elif token.kind == "sup" and (primes := self.raised_primes()):
                found.append(s.Mark("prime", None, (token.start, self.last_end()), "'" * primes))
            else:
                content = self.script_content(token)
                text = (
                    ".^"
                    if token.value == ".^"
                    else names.plain_scripts(self.text[content.span[0] : content.span[1]])
                    if content
                    else ""
                )
                found.append(s.Mark(token.kind, content, (token.start, self.last_end()), text))
        return tuple(found)

    def raised_primes(self) -> int:
        r"""How many primes a script consists of: ^{\prime} is a prime mark; 0 if it is something else."""
        braced = self.peek().kind == "open" and self.peek().value == "{"
        place = self.index + braced
        count = 0
        while place < len(self.tokens) and self.tokens[place].kind == "prime":
            count += int(self.tokens[place].value)
            place += 1
        if not count or (braced and (place >= len(self.tokens) or self.tokens[place].kind != "close")):
            return 0
        self.index = place + braced
        return count

    def script_content(self, mark: Token) -> s.Syntax | None:
        """What is raised or lowered: a group, or the next symbol (in plain text also an index pair, x_ij, or −1)."""
        if self.at_end():
            raise Unreadable("a script is missing", (mark.start, mark.end))
        token = self.peek()
        if token.kind == "open" and token.value in "{(" and (token.value == "{" or self.plain):
            return self.script_group()
        if token.kind == "op" and token.value in "-+*·×∘⊙⋆":
            self.next()
            sign = token.value
            if sign in "-+" and self.peek().kind in ("number", "name") and not self.peek().spaced:
                body = self.factor_without_scripts()
                return s.Sum((token.start, self.last_end()), ((sign, body),))
            return s.Opaque((token.start, token.end), sign)
        if token.kind == "prime":
            self.next()
            return s.Opaque((token.start, token.end), "′")
        if token.kind == "rel" and token.value == "⊥":
            self.next()
            return s.Opaque((token.start, token.end), "⊥" if mark.kind == "sup" else "label")
        if token.kind in ("sep", "label"):
            self.next()
            return s.Opaque((token.start, token.end), "label")
        content = self.factor_without_scripts()
        if mark.kind == "sub" and self.plain and isinstance(content, s.Name):
            letters: list[s.Syntax] = [content]
            while (
                self.peek().kind == "name"
                and not self.peek().spaced
                and self.peek().start == self.last_end()
                and self.peek().value in INDEX_LETTERS - self.known
            ):
                letters.append(self.name())
            if len(letters) > 1:
                return s.Product((content.span[0], self.last_end()), tuple(("", letter) for letter in letters))
        return content

    def factor_without_scripts(self) -> s.Syntax:
        """A factor before its scripts; a derivative sign is only its name."""
        token = self.peek()
        if token.kind in ("diff", "word", "nabla"):
            self.next()
            return s.Name((token.start, token.end), token.value)
        return self.atom()

    def script_group(self) -> s.Syntax | None:
        """The content of a script in braces; a label that is no expression (``{OLS}``, ``{(k)}``) is kept as text."""
        opening = self.next()
        mark = self.index
        try:
            if self.peek().kind == "close":
                raise Unreadable("empty", (opening.start, opening.end))
            items = [self.expression()]
            while self.peek().kind == "sep":
                self.next()
                items.append(self.expression())
            if self.peek().kind == "rel":
                relation = self.next()
                upper = self.expression()
                items.append(s.Opaque((relation.start, relation.end), relation.value))
                items.append(upper)
            closing = self.next()
            if closing.kind == "close":
                if len(items) == 1:
                    return items[0] if opening.value == "{" else s.Group((opening.start, closing.end), (items[0],), "(")
                return s.Group((opening.start, closing.end), tuple(items), "{")
        except Unreadable:
            pass
        self.index, depth = mark, 1
        while not self.at_end():
            token = self.next()
            depth += {"open": 1, "close": -1}.get(token.kind, 0)
            if depth == 0:
                inner = self.text[opening.end : token.start].strip()
                known = {"-T": "-T", "−T": "-T", "-\\top": "-T"}.get(inner.replace(" ", ""))
                return s.Opaque(
                    (opening.end, token.start),
                    known
                    or {"*": "*", "\\ast": "*", "\\star": "*", "∗": "*", "+": "+", "\\dagger": "+"}.get(inner, "label"),
                )
        raise Unreadable("a brace is opened and not closed", (opening.start, opening.end))

    @staticmethod
    def order(marks: tuple[s.Mark, ...]) -> int:
        """The order of ∇², d², ∂²: the number raised, or 1."""
        for mark in marks:
            if mark.kind == "sup" and isinstance(mark.content, s.Number):
                return int(mark.content.value)
        return 1

    @abstractmethod
    def atom(self) -> s.Syntax:
        """A factor before its scripts."""

    @abstractmethod
    def name(self) -> s.Syntax:
        """A letter or word that names something."""

    @abstractmethod
    def expression(self) -> s.Syntax:
        """A sum of signed terms."""
