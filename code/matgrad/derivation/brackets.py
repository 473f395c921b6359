"""Brackets, bars, remarks in brackets and arrays written out."""

from __future__ import annotations

from . import syntax as s
from .letters import Token
from .limits import Unreadable
from .scripts import ScriptReader


class BracketReader(ScriptReader):
    """Reads what stands between an opening and a closing sign."""

    def bracket(self) -> s.Syntax:
        """An expression, or several, in brackets; ⟨a, b⟩ is an inner product."""
        opening = self.next()
        closing = {"(": ")", "[": "]", "{": "}", "⟨": "⟩", "⟮": "⟯"}[opening.value]
        keep, self.bars = self.bars, []
        colon, self.bound_colon = self.bound_colon, False
        if self.peek().kind == "close" or self.at_end():
            raise Unreadable("nothing stands between the brackets", (opening.start, self.peek().end))
        if (condition := self.condition(opening)) is not None:
            self.bars, self.bound_colon = keep, colon
            return condition
        angle, self.dirac = self.dirac, opening.value == "⟨" and not self.comma_ahead()
        items = [self.inside()]
        while self.peek().kind == "sep" or (opening.value == "⟨" and self.peek().kind == "bar"):
            self.next()
            if self.peek().kind == "close":
                break
            items.append(self.inside())
        token = self.peek()
        if token.kind != "close":
            raise Unreadable(
                f"the bracket {opening.value} is not closed"
                if token.kind == "end"
                else f"{self.text[token.start : token.end]!r} was not expected in the brackets",
                (opening.start, opening.end) if token.kind == "end" else (token.start, token.end),
            )
        self.next()
        if token.value != closing and "}" in (token.value, closing):
            raise Unreadable(f"{opening.value} is closed by {token.value}", (token.start, token.end))
        self.bars, self.bound_colon, self.dirac = keep, colon, angle
        span = (opening.start, token.end)
        if opening.value == "⟨":
            if len(items) == 3:
                items = [items[0], s.Product((items[1].span[0], items[2].span[1]), (("", items[1]), ("", items[2])))]
            if len(items) != 2:
                raise Unreadable("an inner product ⟨a, b⟩ has two arguments", span)
            return s.Inner(span, items[0], items[1])
        return s.Group(span, tuple(items), opening.value)

    def condition(self, opening: Token) -> s.Syntax | None:
        """The bracket of p(y | x) and D(p ‖ q), with one bar in it, which is no expression; None for other brackets."""
        if opening.value not in "([":
            return None
        depth, place, bars = 1, self.index, 0
        while place < len(self.tokens) and depth:
            token = self.tokens[place]
            depth += {"open": 1, "close": -1}.get(token.kind, 0)
            bars += token.kind == "bar" and depth == 1
            place += 1
        if depth or bars != 1:
            return None
        self.index = place
        return s.Opaque((opening.start, self.last_end()), "a condition in brackets")

    def unbraced_word(self) -> None:
        r"""Drop the braces around the name of a function alone: {\rm tr}(AB)."""
        if self.peek().value == "{" and self.peek(1).kind == "word" and self.peek(2).value == "}":
            del self.tokens[self.index + 2], self.tokens[self.index]

    def comma_ahead(self) -> bool:
        """Whether a comma separates the two arguments of the ⟨ that has just been read (else a bar does)."""
        depth = 1
        for token in self.tokens[self.index :]:
            depth += {"open": 1, "close": -1}.get(token.kind, 0)
            if depth == 0:
                return False
            if depth == 1 and token.kind == "sep":
                return True
        return False

    def inside(self) -> s.Syntax:
        """One item between brackets; NumPy keyword arguments (axis=0) and relations inside are not expressions."""
        item = self.expression()
        if self.peek().kind == "over":
            self.next()
            bottom = self.expression()
            item = s.Ratio((item.span[0], bottom.span[1]), item, bottom)
        if self.peek().kind == "rel":
            token = self.peek()
            raise Unreadable("a relation stands inside brackets", (token.start, token.end))
        return item

    def closes_bar(self, token: Token) -> bool:
        """Whether a bar closes the innermost one that is open."""
        if token.kind == "bar" and self.dirac and not self.bars and token.value == "|":
            return True
        return token.kind == "bar" and bool(self.bars) and self.bars[-1] == token.value

    def between_bars(self) -> s.Syntax:
        """|…| or ‖…‖."""
        opening = self.next()
        self.bars.append(opening.value)
        if self.at_end():
            raise Unreadable(f"{opening.value} is not closed", (opening.start, opening.end))
        body = self.expression()
        token = self.next()
        if token.kind != "bar" or token.value != opening.value:
            raise Unreadable(f"{opening.value} is not closed", (opening.start, opening.end))
        self.bars.pop()
        return s.Bars((opening.start, token.end), body, opening.value == "‖")

    def prose_in_bracket(self) -> bool:
        """Whether words stand in the bracket that opens here: mathematics never has any."""
        depth = 0
        for token in self.tokens[self.index :]:
            depth += {"open": 1, "close": -1}.get(token.kind, 0)
            if depth == 0:
                return False
            if token.kind in ("prose", "label") and depth == 1:
                return True
        return False

    def remark(self) -> bool:
        """Pass over a remark in brackets, "(since a scalar is its own transpose)"; whether there was one."""
        if self.peek().kind == "label":
            self.next()
            return True
        if self.peek().kind != "open" or self.peek().value == "{" or not self.prose_in_bracket():
            return False
        depth = 0
        while not self.at_end():
            depth += {"open": 1, "close": -1}.get(self.next().kind, 0)
            if depth == 0:
                break
        return True

    def argument(self) -> s.Syntax:
        """A LaTeX argument: a brace group or the next symbol."""
        if self.peek().kind == "open" and self.peek().value == "{":
            return self.bracket()
        token = self.peek()
        if token.kind == "diff":
            self.next()
            return s.Diff((token.start, token.end), "∂" if token.value == "∂" else "d", 1, (), None)
        return self.factor_without_scripts()

    def matrix(self) -> s.Syntax:
        """An array in a matrix environment: entries separated by &, rows by two backslashes."""
        opening = self.next()
        rows: list[tuple[s.Syntax, ...]] = []
        entries: list[s.Syntax] = []
        keep, self.bars = self.bars, []
        while self.peek().kind != "endmatrix":
            if self.at_end():
                raise Unreadable("the matrix is not closed", (opening.start, opening.end))
            entries.append(self.expression())
            if self.peek().kind == "amp":
                self.next()
            elif self.peek().kind in ("sep", "endmatrix"):
                rows.append(tuple(entries))
                entries = []
                if self.peek().kind == "sep":
                    self.next()
            else:
                token = self.peek()
                raise Unreadable("an entry of the matrix was expected to end here", (token.start, token.end))
        self.bars = keep
        closing = self.next()
        if not rows:
            raise Unreadable("nothing stands in the matrix", (opening.start, closing.end))
        return s.Array((opening.start, closing.end), tuple(rows))
