"""The tokens of a line, read one after the other."""

from __future__ import annotations

from .letters import Token


class Cursor:
    """A place in a list of tokens."""

    def __init__(self, text: str, tokens: list[Token], known: frozenset[str]) -> None:
        self.text, self.tokens, self.known = text, tokens, known
        self.index = 0
        self.depth = 0
        self.bars: list[str] = []
        self.start_of_statement = True
        self.bound_colon = False
        self.dirac = False
        self.plain = "\\" not in text

    def at_end(self) -> bool:
        """Whether no token is left."""
        return self.index >= len(self.tokens)

    @property
    def first(self) -> bool:
        """Whether nothing has been read yet."""
        return self.index == 0

    def peek(self, ahead: int = 0) -> Token:
        """The token `ahead` places further on; at the end a token of kind "end"."""
        place = self.index + ahead
        return self.tokens[place] if place < len(self.tokens) else Token("end", "", len(self.text), len(self.text))

    def next(self) -> Token:
        """The present token, passed over."""
        token = self.peek()
        self.index += 1
        return token

    def last_end(self) -> int:
        """Where the last token read ends."""
        return self.tokens[self.index - 1].end if self.index else 0
