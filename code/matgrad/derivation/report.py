"""The report: what `check` returns. Immutable data; showing it is the business of `render`."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from .syntax import Span

SCHEMA_VERSION = 1
GIVEN, FOLLOWS, CONDITIONAL, CARRIED = "given", "follows", "conditional", "carried"
WRONG, UNREADABLE, UNDECIDED = "wrong", "unreadable", "undecided"
VERDICTS = (GIVEN, FOLLOWS, CONDITIONAL, CARRIED, UNDECIDED, UNREADABLE, WRONG)
"""From best to worst; a line has the worst verdict of its claims."""
SOUND = (GIVEN, FOLLOWS, CONDITIONAL)


@dataclass(frozen=True, slots=True)
class Label:
    """A place in the line and what stands there (usually its shape)."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Repair:
    """A smallest change that makes the line right: the new text of the line, and what was changed."""

    text: str
    change: str
    cause: str = ""
    span: Span = (0, 0)
    replacement: str = ""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """What is wrong: the visible symptom, and the cause and code if the repair shows them."""

    symptom: str
    message: str
    span: Span
    labels: tuple[Label, ...] = ()
    severity: str = "error"
    cause: str = ""
    code: str = ""
    help: str = ""
    repairs: tuple[Repair, ...] = ()
    hint_level: int = 0


@dataclass(frozen=True, slots=True)
class Claim:
    """One relation of a line, with its verdict and what that rests on."""

    text: str
    span: Span
    relation: str
    verdict: str
    evidence: str = ""
    method: str = ""
    notes: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    shape: str = ""
    sizes: tuple[tuple[tuple[str, int], ...], ...] = ()
    primes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the derivation."""

    number: int
    text: str
    verdict: str
    claims: tuple[Claim, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    shapes: tuple[Label, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def first(self) -> Diagnostic | None:
        """The first diagnostic; None if there is none."""
        return self.diagnostics[0] if self.diagnostics else None

    @property
    def code(self) -> str:
        """The catalogue's code of the first diagnostic; "" if there is none."""
        return self.first.code if self.first else ""

    @property
    def span(self) -> Span | None:
        """The place of the first diagnostic."""
        return self.first.span if self.first else None

    @property
    def message(self) -> str:
        """The sentence of the first diagnostic; "" if there is none."""
        return self.first.message if self.first else ""

    @property
    def help(self) -> str:
        """The help of the first diagnostic; "" if there is none."""
        return self.first.help if self.first else ""

    @property
    def repair(self) -> str | None:
        """The line as the first repair would have it; None if there is none."""
        return self.first.repairs[0].text if self.first and self.first.repairs else None

    @property
    def evidence(self) -> str:
        """What the verdicts of the line rest on."""
        return "; ".join(dict.fromkeys(c.evidence for c in self.claims if c.evidence))


@dataclass(frozen=True, slots=True, repr=False)
class Report:
    """The verdict on a derivation, line by line.

    Attributes
    ----------
    lines : tuple of Line
    ok : bool
        Every line is given, follows or is conditional, and the goal (if any) is reached.
    first_wrong_line : int or None
        Number, counted from 1, of the first line that does not follow.
    goal_reached : bool or None
        None if no goal was set.
    layouts : dict
        The layout found for each kind of derivative.
    notes : tuple of str
        Remarks on the whole: where it recovers, what the last line is worth.
    """

    lines: tuple[Line, ...]
    goal_reached: bool | None = None
    layouts: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    seed: str = ""

    @property
    def first_wrong_line(self) -> int | None:
        """Number of the first line that does not follow; None if all do."""
        return next((line.number for line in self.lines if line.verdict == WRONG), None)

    @property
    def ok(self) -> bool:
        """Whether every line is sound and the goal, if any, is reached."""
        return all(line.verdict in SOUND for line in self.lines) and self.goal_reached is not False

    def __bool__(self) -> bool:
        return self.ok

    def __str__(self) -> str:
        from .render import text

        return text(self)

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        from .render import html

        return html(self)

    def to_json(self) -> str:
        """Return the report as JSON text, in the form of `schema.REPORT_SCHEMA`."""
        from .schema import report_data

        return json.dumps(report_data(self), ensure_ascii=False)


def worst(verdicts: list[str]) -> str:
    """Return the worst of some verdicts; `given` for none."""
    return max(verdicts, key=VERDICTS.index, default=GIVEN)
