"""A derivation that is checked again and again while it is written: what has not changed is not judged again.

A line's verdict depends on its text, on its number and on the state that the lines before it have left, and on nothing
else but the random points. So a `Session` remembers for each line the state that it met; where the line meets the same
state once more, its verdict stands. A change in one line then costs that line and the next one, which is compared with
it, not the whole derivation. The same holds for the search for causes and repairs.

Remembered verdicts rest on the random points of the request that first asked for them. `check` chooses new points for
every request; its verdicts are the same, within the bounds that its evidence states.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any

from .blocks import JOINT, blocks, judged_block
from .chain import Failure, State
from .check import closed, opened
from .report import UNREADABLE, WRONG, Line, Report

if TYPE_CHECKING:
    from .diagnose import Explainer
    from .notation import Style

MAX_REMEMBERED = 2_000
"""Lines remembered, the latest ones; far more than a page has, and little memory."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The lines of an equation with the state that they met, the state that they left, and the failures they add."""

    before: State
    lines: tuple[Line, ...]
    after: State
    failures: tuple[Failure, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """A wrong line with its causes and repairs, and all that they depend on."""

    line: Line
    failures: tuple[Failure, ...]
    style: Style
    text_before: str
    work_left: int
    result: Line
    work_left_after: int


class Session:
    """Checks the versions of one derivation, one after the other.

    Examples
    --------
    >>> session = Session()
    >>> [report.first_wrong_line for report in session.reports(lines=["xᵀx", "= x^2"], shapes="x: n")]
    [2, 2]
    >>> [report.ok for report in session.reports(lines=["xᵀx", "= ||x||^2"], shapes="x: n")]
    [True]
    >>> session.judged
    3
    """

    def __init__(self) -> None:
        self.judged = 0
        self._judged: dict[tuple[int, str], Judged] = {}
        self._explained: dict[tuple[int, str], Explained] = {}

    def reports(self, **request: Any) -> Iterator[Report]:
        """Yield the report without causes and repairs, then again after each line that has been explained.

        Parameters
        ----------
        **request
            The arguments of `check`, without ``explain``.

        Yields
        ------
        Report
            The last one is the report of `check`.

        Raises
        ------
        DerivationError
            If the request cannot be used.
        """
        start = opened(**request)
        state, done = start.state, list[Line]()
        for group in blocks(start.texts):
            lines, state = self._judge(len(done) + 1, group, state, start.key)
            done.extend(lines)
        report = closed(start, done, state)
        yield report
        amiss = [place for place, line in enumerate(done) if line.verdict in (WRONG, UNREADABLE)]
        if not amiss:
            return
        from .diagnose import Explainer  # loaded for wrong lines only, as in `check`

        explainer = Explainer(done, state.failures)
        for place in amiss:
            done[place] = self._explain(explainer, done[place])
            yield replace(report, lines=tuple(done))

    def _judge(self, number: int, group: list[str], state: State, key: str) -> tuple[tuple[Line, ...], State]:
        """The lines of an equation and the state behind them, remembered if they have met this state before."""
        before, text = state.to(failures=()), JOINT.join(group)
        known = self._judged.pop((number, text), None)
        if known is None or not same(known.before, before):
            lines, after = judged_block(number, group, before, key)
            known = Judged(before, tuple(lines), after.to(failures=()), after.failures)
            self.judged += len(lines)
        remember(self._judged, (number, text), known)
        return known.lines, known.after.to(failures=(*state.failures, *known.failures))

    def _explain(self, explainer: Explainer, line: Line) -> Line:
        """The line with its causes and repairs, remembered if nothing that they depend on has changed."""
        failures = tuple(f for f in explainer.failures.values() if f.number == line.number)
        style, left = explainer.style, explainer.left
        before = explainer.texts.get(line.number - 1, "")
        known = self._explained.pop((line.number, line.text), None)
        if not (
            known is not None
            and (known.style, known.text_before, known.work_left, known.line) == (style, before, left, line)
            and len(known.failures) == len(failures)
            and all(one is other for one, other in zip(known.failures, failures, strict=True))
        ):
            result = explainer.line(line)
            known = Explained(line, failures, style, before, left, result, explainer.left)
        explainer.left = known.work_left_after
        remember(self._explained, (line.number, line.text), known)
        return known.result


def remember(memory: dict[tuple[int, str], Any], key: tuple[int, str], value: object) -> None:
    """Put an entry last, and forget the oldest ones beyond the limit."""
    memory[key] = value
    while len(memory) > MAX_REMEMBERED:
        del memory[next(iter(memory))]


def same(one: object, other: object) -> bool:
    """Whether two states are equal in everything, also in the places of what was written, which ``==`` passes over.

    >>> from .reader import read
    >>> one, other = read("x y")[0].sides, read("x  y")[0].sides
    >>> one == other, same(one, other)
    (True, False)
    """
    if one is other:
        return True
    if type(one) is not type(other):
        return False
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if is_dataclass(one):
        return all(same(getattr(one, each.name), getattr(other, each.name)) for each in fields(one))
    return one == other
