"""The checker's limits, and the one error it raises.

Every input ends in a report or in a `DerivationError` with a sentence: the limits bound the work, so that no input can
hang a reader's browser or a grader.
"""

MAX_LINES = 400
MAX_LINE_LENGTH = 20_000
MAX_TOTAL_LENGTH = 200_000
MAX_TOKENS = 12_000
MAX_DEPTH = 60
MAX_TERMS = 2_000
MAX_LITERAL = 10**12
MAX_SYMBOLS = 200
MAX_POWER = 12
MAX_SIZE = 9
MAX_INDEX_LOOPS = 20_000
MAX_SYMBOLS_SOLVED = 4
MAX_PROBLEMS = 20
"""Problems reported for one claim; the first ones are what a reader mends."""
MAX_OPERATIONS = 6_000_000
"""Scalar multiplications one claim may cost before it is reported as undecided."""


class DerivationError(ValueError):
    """The request itself cannot be used: its text says what was expected and how to mend it."""


class Unreadable(Exception):
    """A line could not be parsed; `span` is the place in the line."""

    def __init__(self, message: str, span: tuple[int, int]) -> None:
        super().__init__(message)
        self.message = message
        self.span = span


class Undecidable(Exception):
    """A claim was read but cannot be tested; the message says why."""
