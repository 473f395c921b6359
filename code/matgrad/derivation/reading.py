"""The state of reading one claim: what is found on the way, besides the core tree."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from . import syntax as s
from .context import Context
from .core import Constant, Node
from .dims import Free, Shape, Size, unify
from .limits import MAX_PROBLEMS
from .syntax import Span


@dataclass(frozen=True, slots=True)
class Problem:
    """Something visibly wrong: its symptom, one sentence, the place, and the operands with a label each."""

    symptom: str
    message: str
    span: Span
    labels: tuple[tuple[Span, str], ...] = ()
    near: str = ""


@dataclass(slots=True)
class Reading:
    """Collects problems, notes and choices while one claim is elaborated.

    `layouts` holds the layout tried for each kind of derivative; `open_kinds` are those that the claim used and that
    nothing has fixed yet. `closed` are the indices that must not be summed implicitly. `opaque_first` says that
    a sign without a meaning here stood before the first problem, which may then be due to it.
    """

    context: Context
    elaborate: Callable[[s.Syntax, Reading], Node]
    layouts: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    undecidable: list[str] = field(default_factory=list)
    open_kinds: list[str] = field(default_factory=list)
    bound: dict[str, Shape] = field(default_factory=dict)
    index_sizes: dict[str, Size] = field(default_factory=dict)
    closed: frozenset[str] = frozenset()
    depth: int = 0
    small_order: int | None = None
    inside: tuple[str, ...] = ()
    indexed: bool = False
    opaque_first: bool = False

    def node(self, tree: s.Syntax) -> Node:
        """What a written expression means."""
        return self.elaborate(tree, self)

    def problem(self, symptom: str, message: str, span: Span, *labels: tuple[Span, str], near: str = "") -> Node:
        """Record a problem and return a stand-in that fits anywhere, so that the rest of the line is read too."""
        known = any(p.span == span and p.symptom == symptom for p in self.problems)
        if not known and len(self.problems) < MAX_PROBLEMS:
            self.problems.append(Problem(symptom, message, span, labels, near))
        return Constant(Shape(Free(), Free()), span, "unknown")

    def opaque(self, reason: str, span: Span) -> Node:
        """Record why the claim cannot be decided; the stand-in fits anywhere."""
        if reason not in self.undecidable:
            self.undecidable.append(reason)
        return Constant(Shape(Free(), Free()), span, "unknown")

    def inner(self, name: str, bound: dict[str, Shape]) -> Reading:
        """The reading of the definition of `name`: what it finds is shared, its problems and indices are its own."""
        return replace(
            self, layouts=dict(self.layouts), problems=[], bound={**self.bound, **bound}, index_sizes={}, indexed=False,
            closed=frozenset(), small_order=None, opaque_first=False, inside=(*self.inside, name),
        )  # fmt: skip

    def adopt(self, inner: Reading, name: str, span: Span) -> None:
        """Take over the problems of a definition, at the place where its name is used."""
        self.opaque_first = self.opaque_first or (inner.opaque_first and not self.problems)
        for problem in inner.problems:
            message = f"in {name}: {problem.message}"
            self.problems.append(replace(problem, span=span, labels=(), message=message))

    def foreign(self, what: str, span: Span) -> Node:
        """Record a sign of which the language knows no meaning; what is amiss behind it may be due to it."""
        self.opaque_first = self.opaque_first or not self.problems
        return self.opaque(f"{what} is read but cannot be decided", span)

    def note(self, text: str) -> None:
        """Record a remark on how something is read."""
        if text not in self.notes:
            self.notes.append(text)

    def use_index(self, index: str, size: Size, span: Span) -> bool:
        """Say that `index` runs over `size`; a problem if it already runs over another one."""
        self.indexed = True
        known = self.index_sizes.setdefault(index, size)
        if unify(known, size):
            return True
        self.problem("index mismatch", f"the index {index} runs over {known} places and over {size} places", span)
        return False
