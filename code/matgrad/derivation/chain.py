"""What stood before: the chain that a line goes on with, and what earlier lines asserted."""

from __future__ import annotations

from dataclasses import dataclass, replace

from . import syntax as s
from .context import Context, Hypothesis
from .judge import Judgement
from .syntax import Span


@dataclass(frozen=True, slots=True)
class Chain:
    """subject = … = last; `good` is the last side that is equal to the subject, `last` may be wrong."""

    subject: s.Syntax
    last: s.Syntax
    good: s.Syntax
    bare: bool = False
    order: int | None = None
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Failure:
    """A relation that does not hold, with all that is needed to explain and repair it."""

    number: int
    text: str
    key: str
    left: s.Syntax
    right: s.Syntax
    context: Context
    order: int | None
    found: Judgement
    shown: Span | None = None
    first: int = 0
    """For a side that runs over several lines: its place in line `number`, and the first line of `text`."""


@dataclass(frozen=True, slots=True)
class State:
    """The context, and the second baseline: what wrong or stated lines claimed."""

    context: Context
    chain: Chain | None = None
    asserted: tuple[tuple[s.Syntax, s.Syntax], ...] = ()
    stated: tuple[Hypothesis, ...] = ()
    stated_context: Context | None = None
    zero_subjects: tuple[s.Syntax, ...] = ()
    blocked: str = ""
    lost: str = ""
    unsolved: str = ""
    failures: tuple[Failure, ...] = ()

    def to(self, **changes: object) -> State:
        """The state with some fields replaced."""
        return replace(self, **changes)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a claim stands: the line's number and text, the key of the random points, its role and its sides."""

    number: int
    text: str
    key: str
    role: str = ""
    sides: tuple[s.Syntax | None, ...] = ()

    def holds(self, tree: s.Syntax) -> bool:
        """Whether a side stands in this statement; the places of other sides belong to other lines."""
        return any(tree is side for side in self.sides)
