"""From tokens to statements: relations, implications, commas and the prose between them.

The expressions themselves are read by `expressions`; this module cuts a line at its relations.
"""

from __future__ import annotations

from functools import lru_cache

from . import names
from . import syntax as s
from .expressions import ExpressionReader
from .letters import Token
from .limits import MAX_LINE_LENGTH, Unreadable
from .tokens import tokenize


class LineReader(ExpressionReader):
    """Reads the statements of one line."""

    def line(self) -> tuple[s.Statement, ...]:
        """All statements of the line."""
        statements: list[s.Statement] = []
        role = ""
        while not self.at_end():
            role = self.prose(role)
            if self.at_end():
                break
            statement = self.statement(role)
            if statement is not None:
                statements.append(statement)
            role = ""
        return tuple(statements)

    def prose(self, role: str) -> str:
        """Pass over words, commas and implication signs; return the role of what follows."""
        while not self.at_end():
            token = self.peek()
            if token.kind == "implies":
                role = {"because": "because", "⇐": "because"}.get(token.value, token.value)
            elif token.kind == "prose":
                role = self.word_role(token.value, role)
                if role == "skip":
                    return ""
            elif token.kind == "opaque" and token.value in "∀∃":
                self.skip_reason()
                return role
            elif token.kind == "rel" and token.value == "→" and self.start_of_statement:
                role = "⇒"
            elif (token.kind == "op" and token.value == ":") or token.kind in ("sep", "label"):
                role = role if token.kind == "label" or token.value in "," else ""
            else:
                return role
            self.next()
            self.start_of_statement = True
        return role

    def word_role(self, word: str, role: str) -> str:
        """The role of what follows a word of prose."""
        if word in names.WHERE or word.capitalize() in names.WHERE:
            return "where"
        if word in names.REASONS:
            self.skip_reason()
            return "skip"
        return role if word in names.OTHER_PROSE else "" if role == "where" and word == "and" else role

    def skip_reason(self) -> None:
        """A reason ("since A is symmetric", "by the chain rule") runs to the next relation-bearing clause."""
        while not self.at_end():
            token = self.peek()
            if token.kind == "implies" or (
                token.kind == "prose"
                and token.value in names.SEPARATORS - {"and", "that", "or", "which", "means"}
                and not self.first
            ):
                return
            if token.kind == "sep" and token.value in ",;" and any(t.kind == "rel" for t in self.tokens[self.index :]):
                return
            if token.kind == "rel" and self.first_words_only():
                return
            self.next()

    def first_words_only(self) -> bool:
        """Whether only prose stood before a relation sign: "using this, = …"."""
        return all(t.kind in ("prose", "sep", "label") for t in self.tokens[: self.index])

    def statement(self, role: str) -> s.Statement | None:
        """One chain of sides and relations."""
        start = self.peek().start
        sides: list[s.Syntax | None] = []
        relations: list[s.Relation] = []
        self.start_of_statement = False
        if self.peek().kind == "rel":
            sides.append(None)
        elif (side := self.side()) is not None:
            sides.append(side)
        else:
            return None
        while not self.at_end() and self.peek().kind == "rel":
            token = self.next()
            relations.append(s.Relation(token.value, (token.start, token.end)))
            if self.at_end() or self.peek().kind in ("sep", "implies", "prose"):
                if self.at_end() or self.peek().kind != "prose":
                    relations.pop()
                    if not relations and sides == [None]:
                        raise Unreadable("nothing stands behind the relation sign", (token.start, token.end))
                    break
                self.prose("")
                if self.at_end():
                    relations.pop()
                    break
            if self.peek().kind == "rel":
                self.next()
            side = self.side()
            if side is None:
                relations.pop()
                break
            sides.append(side)
        self.check_end()
        if len(sides) == 1 and sides[0] is None:
            return None
        return s.Statement(tuple(sides), tuple(relations), role, (start, self.tokens[self.index - 1].end))

    def side(self) -> s.Syntax | None:
        """One side of a relation; None where only a remark in brackets stands, "(since …)"."""
        while not self.at_end() and self.remark():
            pass
        if self.at_end() or self.peek().kind in ("sep", "implies", "prose", "label", "rel"):
            return None
        side = self.expression()
        while not self.at_end() and self.remark():
            pass
        return side

    def check_end(self) -> None:
        """Refuse what cannot stand behind a side."""
        if not self.at_end() and self.peek().kind not in ("sep", "implies", "prose", "label", "rel"):
            token = self.peek()
            if token.kind == "op" and token.value == ":":
                return
            if token.kind == "opaque":
                self.skip_reason()
                return
            if token.kind == "close" and token.value == "}" and self.index == len(self.tokens) - 1:
                self.next()
                return
            if token.kind == "close":
                raise Unreadable(f"a closing {token.value} without an opening one", (token.start, token.end))
            raise Unreadable(f"{token.value!r} was not expected here", (token.start, token.end))


def read(text: str, known: frozenset[str] = frozenset()) -> tuple[s.Statement, ...]:
    """Return the statements of one line.

    Parameters
    ----------
    text : str
        The line as written.
    known : frozenset of str
        Canonical names that may have several letters.

    Raises
    ------
    Unreadable
        With the place in the line, if it cannot be parsed.

    Examples
    --------
    >>> [statement] = read("f(x) = 1/2 ||Ax - b||^2", frozenset({"A", "x", "b"}))
    >>> len(statement.sides), statement.relations[0].sign
    (2, '=')
    """
    return parsed(text, known)


@lru_cache(maxsize=256)
def parsed(text: str, known: frozenset[str]) -> tuple[s.Statement, ...]:
    """The statements of a line; kept, because `check` looks at every line twice and repairs look more often."""
    if len(text) > MAX_LINE_LENGTH:
        raise Unreadable(f"the line is longer than {MAX_LINE_LENGTH} characters", (MAX_LINE_LENGTH, len(text)))
    try:
        tokens: list[Token] = tokenize(text, known)
        return LineReader(text, tokens, known).line()
    except RecursionError:
        raise Unreadable("the expression is nested too deeply", (0, len(text))) from None
