"""The door: a derivation in, a report out."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from . import names
from . import syntax as s
from .blocks import blocks, joined, judged_block
from .chain import Place, State
from .context import Context
from .declare import parse_assumptions, parse_shapes
from .derivative_ratios import is_derivative_ratio
from .dims import is_scalar
from .goal import reaches
from .labels import counters, primed, starred
from .limits import MAX_LINE_LENGTH, MAX_LINES, MAX_TOTAL_LENGTH, DerivationError, Unreadable
from .reader import read
from .report import GIVEN, SOUND, WRONG, Line, Report, worst
from .statements import statement
from .syntax import all_slots

ELEMENTWISE = re.compile(
    r"\\?(?:log|ln|exp|sigma|tanh|softmax|odot|circ|relu|sin|cos)\b|[σ⊙∘]|\be\^|\\mathbf\{?1|𝟏|\*\s*\(1 -"
)
ROW = "\x00"
"""Stands for the end of a matrix row while a text is cut into lines."""
LAYOUTS = ("denominator", "numerator", "mixed")
MIXED = {
    "scalar by vector": "numerator", "vector by vector": "numerator",
    "nabla scalar by vector": "denominator", "nabla scalar by matrix": "denominator",
}  # fmt: skip
"""f′, Df and d/dx in rows, ∇f a column."""


def check(
    lines: str | Sequence[str], shapes: str | Mapping[str, Any], wrt: str | None = None, layout: str | None = None,
    where: str | Sequence[str] = (),
    assume: Mapping[str, Any] | None = None, goal: str | None = None, seed: object = None, explain: bool = True,
) -> Report:  # fmt: skip
    """Judge a derivation line by line.

    Parameters
    ----------
    lines : str or sequence of str
        The derivation in LaTeX, plain text, Unicode or code spellings, mixed freely.
    shapes : str or mapping
        ``"A: m×n, x: n, b: m, λ: scalar"``, with facts such as ``m ≥ n``; or
        ``{"A": ("m", "n"), "x": ("n",), "λ": ()}``.
    wrt : str, optional
        The variable of a bare ∇, f′ or d; found when only one fits.
    layout : {"denominator", "numerator", "mixed"}, optional
        Layout of derivatives; inferred and reported if not given. Mixed: f′, Df and d/dx are rows, ∇f is a column.
    where : sequence of str, optional
        Definitions made before the first line.
    assume : mapping, optional
        ``{"Q": "symmetric"}``; also diagonal, invertible, positive definite, orthogonal, full row or column rank, …
    goal : str, optional
        An expression, free of derivatives, that the derivation must reach.
    seed : object, optional
        A secret for the random points when grading.
    explain : bool, optional
        Look for the cause and the repair of every wrong line (slower); verdicts do not depend on it.

    Returns
    -------
    Report

    Raises
    ------
    DerivationError
        If the request itself cannot be used; the message says what was expected.

    Examples
    --------
    >>> report = check(["f(x) = 1/2 ||Ax - b||^2", "∇f(x) = Aᵀ(Ax − b)"], "A: m×n, x: n, b: m")
    >>> [line.verdict for line in report.lines], report.ok
    (['given', 'follows'], True)
    >>> check(["f(x) = 1/2 ||Ax - b||^2", "= 1/2 (Ax - b)^2"], "A: m×n, x: n, b: m").first_wrong_line
    2
    """
    start = opened(lines, shapes, wrt, layout, where, assume, goal, seed)
    state = start.state
    done: list[Line] = []
    for group in blocks(start.texts):
        judged, state = judged_block(len(done) + 1, group, state, start.key)
        done.extend(judged)
    if explain and any(line.diagnostics for line in done):
        from .diagnose import explained  # loaded for wrong lines only: it is a quarter of the start-up time

        done = explained(done, state.failures)
    return closed(start, done, state)


@dataclass(frozen=True, slots=True)
class Opened:
    """A request made ready: its lines, the state before the first of them, the key of the random points, the goal."""

    texts: list[str]
    state: State
    key: str
    goal: str | None


def opened(
    lines: str | Sequence[str], shapes: str | Mapping[str, Any], wrt: str | None = None, layout: str | None = None,
    where: str | Sequence[str] = (),
    assume: Mapping[str, Any] | None = None, goal: str | None = None, seed: object = None,
) -> Opened:  # fmt: skip
    """Read everything of a request but what its lines claim."""
    texts = split_lines(lines)
    declared, facts = parse_shapes(shapes)
    definitions = split_lines(where) if where else []
    if layout is not None and layout not in LAYOUTS:
        raise DerivationError(f'layout: {layout!r} is not known; expected "denominator", "numerator", "mixed" or None')
    variable = names.canonical(wrt) if wrt else None
    context = Context(
        declared, parse_assumptions(assume, declared), facts, variable,
        None if layout == "mixed" else layout,
        MIXED if layout == "mixed" else {},
        elementwise=bool(ELEMENTWISE.search("\n".join([*texts, *definitions]))),
        code_style=bool(re.search(r"%\*%|\bnp\.|\.T\b|@", "\n".join([*texts, *definitions]))),
    )  # fmt: skip
    key = request_key(texts, declared, facts, wrt, layout, definitions, assume, goal, seed)
    state = prepared(State(with_small_symbols(context, [*definitions, *texts])), definitions, key)
    if variable and variable not in state.context.known():
        raise DerivationError(f"wrt: {wrt} is not declared in shapes")
    return Opened(texts, state, key, goal)


def closed(start: Opened, done: list[Line], state: State) -> Report:
    """The report on lines that have been judged; `state` is the one behind the last."""
    reached = None if start.goal is None else reaches(start.goal, whole_equations(start.texts, done), state, start.key)
    return Report(tuple(done), reached, dict(state.context.layouts), remarks(done), start.key[:16])


def whole_equations(texts: list[str], done: list[Line]) -> list[Line]:
    """The lines, those of one equation as one: a part of an equation reaches no goal."""
    whole, place = [], 0
    for group in blocks(texts):
        verdict = worst([line.verdict for line in done[place : place + len(group)]])
        whole.append(replace(done[place], text=joined(group), verdict=verdict))
        place += len(group)
    return whole


def split_lines(lines: str | Iterable[str]) -> list[str]:
    """Return the lines of a request: LaTeX rows end with two backslashes, text lines with a line end."""
    if isinstance(lines, str):
        lines = lines.replace(ROW, " ")
        whole = re.sub(
            r"\\begin\s*\{(\w*matrix|array)\}.*?\\end\s*\{\1\}", lambda m: m[0].replace("\\\\", ROW), lines, flags=re.S
        )
        rows = re.split(r"\\\\(?:\[[^\]]*\])?", whole) if "\\\\" in whole else whole.splitlines()
        rows = [row.replace(ROW, "\\\\") for row in rows]
        texts = [row.replace("\n", " ").strip() for row in rows]
        texts = [t for t in texts if re.sub(r"\\(?:begin|end)\s*\{[^}]*\}(?:\{[^}]*\})?|\$\$?|\\[\[\]]", "", t).strip()]
    elif isinstance(lines, Sequence) and all(isinstance(line, str) for line in lines):
        texts = [line.replace("\n", " ") for line in lines]
    else:
        raise DerivationError("lines: expected a string or a list of strings")
    if len(texts) > MAX_LINES:
        raise DerivationError(f"lines: at most {MAX_LINES} lines can be checked at once, here are {len(texts)}")
    if sum(map(len, texts)) > MAX_TOTAL_LENGTH:
        raise DerivationError(f"lines: at most {MAX_TOTAL_LENGTH} characters can be checked at once")
    return texts


def request_key(*parts: object) -> str:
    """Hash of the whole request: the random points depend on it, so that nobody can aim at them."""
    plain = [{name: str(shape) for name, shape in part.items()} if isinstance(part, dict) else part for part in parts]
    return hashlib.sha256(json.dumps(plain, sort_keys=True, default=str, ensure_ascii=True).encode()).hexdigest()


def prepared(state: State, definitions: list[str], key: str) -> State:
    """The state after the definitions of `where`; one may use another that stands behind it."""
    waiting = list(enumerate(definitions, 1))
    while waiting:
        failed: list[tuple[int, str, DerivationError]] = []
        for number, text in waiting:
            try:
                state = defined(text, number, state, key)
            except DerivationError as error:
                failed.append((number, text, error))
        if len(failed) == len(waiting):
            raise failed[0][2]
        waiting = [(number, text) for number, text, _ in failed]
    return state.to(chain=None)


def defined(text: str, number: int, state: State, key: str) -> State:
    """The state after one definition of `where`."""
    try:
        for tree in read(text, state.context.known()):
            claims, state = statement(tree, state, Place(0, text, key, "where"))
            problem = next((d for claim in claims for d in claim.diagnostics), None)
            if problem is not None:
                raise DerivationError(f"where: {text!r} (entry {number}): {problem.message}")
    except Unreadable as error:
        raise DerivationError(f"where: {text!r} (entry {number}) could not be read: {error.message}") from None
    return state


def remarks(lines: list[Line]) -> tuple[str, ...]:
    """Where the derivation recovers, and what its last line is worth."""
    wrong = [line.number for line in lines if line.verdict == WRONG]
    if not wrong:
        return ()
    found = []
    later = next(
        (line.number for line in lines if line.number > wrong[0] and line.verdict in SOUND and line.verdict != GIVEN),
        None,
    )
    if later is not None:
        found.append(f"recovers on line {later}")
    if lines[-1].verdict in SOUND and lines[-1].verdict != GIVEN:
        found.append(f"the last line is right although line {wrong[0]} is wrong")
    return tuple(found)


# --- symbols that move -----------------------------------------------------------------------------------------------


def with_small_symbols(context: Context, texts: list[str]) -> Context:
    """Find the symbols whose own d appears, and the increments h of f(x + h)."""
    active: list[str] = [context.wrt] if context.wrt else []
    increments: list[str] = []
    steps: set[str] = set()
    bound: set[str] = set()
    with_primes: set[str] = set()
    points: set[str] = set()
    for text in texts:
        try:
            trees = read(text, context.known()) if len(text) <= MAX_LINE_LENGTH else ()
            for tree in trees:
                for side in tree.sides:
                    collect(side, context, active, increments)
                    more, sums = counters(side, context)
                    steps |= more
                    with_primes |= primed(side)
                    points |= starred(side, context) if tree.relations else set()
                    bound |= sums
        except (Unreadable, RecursionError):
            continue
    known = context.shapes
    return context.extended(
        shapes={**known, **{f"{name}^*": known[name] for name in sorted(points) if f"{name}^*" not in known}},
        active=tuple(dict.fromkeys(n for n in active if n in known)), increments=tuple(dict.fromkeys(increments)),
        counters=frozenset(steps - bound - context.size_letters() - set(known)),
        primed=frozenset(with_primes - set(known)),
        counts=frozenset(n for n in bound if n in known and is_scalar(known[n])),
    )  # fmt: skip


def collect(tree: object, context: Context, active: list[str], increments: list[str]) -> None:
    """Add the symbols that move in `tree` to `active` and `increments`."""
    if isinstance(tree, s.Diff) and tree.kind != "∂" and tree.operand is not None:
        operand = tree.operand.base if isinstance(tree.operand, s.Script) else tree.operand
        if isinstance(operand, s.Name):
            active.append(operand.value)
            increments.append("Δ" + operand.value if tree.kind in "Δδd" else operand.value)
    if isinstance(tree, s.Product):
        for (_, head), (op, group) in zip(tree.factors, tree.factors[1:], strict=False):
            if (
                op == ""
                and isinstance(head, s.Name)
                and head.value not in context.shapes
                and isinstance(group, s.Group)
                and isinstance(group.items[0], s.Sum)
            ):
                increments.extend(moved_by(group.items[0], context))
    if isinstance(tree, s.Ratio) and is_derivative_ratio(tree):
        return
    if isinstance(tree, s.Syntax | s.Mark):
        for slot in all_slots(tree):
            collect(getattr(tree, slot), context, active, increments)
    elif isinstance(tree, tuple):
        for item in tree:
            collect(item, context, active, increments)


def moved_by(total: s.Sum, context: Context) -> list[str]:
    """The increment in f(x + h) or f(x + tv): the scalar if there is one, else the symbols of the second term."""
    found = [name.value for _, term in total.terms[1:] for name in names_in(term) if name.value in context.shapes]
    scalars = [name for name in found if is_scalar(context.shapes[name])]
    return scalars or found


def names_in(tree: object) -> list[s.Name]:
    """All names in a written expression."""
    if isinstance(tree, s.Name):
        return [tree]
    if isinstance(tree, s.Syntax | s.Mark):
        return [n for slot in all_slots(tree) for n in names_in(getattr(tree, slot))]
    return [n for item in tree for n in names_in(item)] if isinstance(tree, tuple) else []
