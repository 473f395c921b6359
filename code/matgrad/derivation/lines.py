"""One line of a derivation: its statements in the order in which they are judged, and its verdict."""

from __future__ import annotations

import re

from . import syntax as s
from .chain import Place, State
from .context import Context
from .definitions import flat_name, mentions
from .limits import Undecidable, Unreadable
from .reader import read
from .report import UNDECIDED, UNREADABLE, Claim, Diagnostic, Label, Line, worst
from .statements import statement

GOES_ON = re.compile(r"(?:[\s&$]|\\[,;:! ]|\\q?quad|\{\})*(?:=|≈|≡|\\approx|\\equiv|\\simeq)")
"""A line that goes on with the chain of the line before."""


def judged_line(number: int, text: str, state: State, key: str) -> tuple[Line, State]:
    """One line with its verdict, and the state behind it."""
    claims: list[Claim] = []
    try:
        ahead, rest = arranged(text, state.context)
        before = state.chain
        for tree in ahead:
            found, state = statement(tree, state, Place(number, text, key, tree.role, tree.sides))
            claims.extend(found)
        state = state.to(chain=before) if ahead and rest else state
        for tree in rest:
            found, state = statement(tree, state, Place(number, text, key, tree.role, tree.sides))
            claims.extend(found)
    except Unreadable as error:
        problem = Diagnostic("unreadable", error.message, error.span, severity="error")
        reason = f"line {number} could not be read"
        line = Line(number, text, UNREADABLE, tuple(claims), (problem,))
        return line, without_chain(text, state.to(blocked=state.blocked or reason), reason)
    except (Undecidable, RecursionError, OverflowError) as error:
        reason = (
            str(error) if isinstance(error, Undecidable) else "the expression is too deep or too large to be tested"
        )
        line = Line(number, text, UNDECIDED, (Claim(text, (0, len(text)), "", UNDECIDED, reason),))
        return line, without_chain(text, state, f"line {number} is not decided")
    return finished(number, text, claims), state


def without_chain(text: str, state: State, reason: str) -> State:
    """The state behind a line that says nothing: what goes on from it cannot be compared, unless it went on itself."""
    return state if GOES_ON.match(text) else state.to(chain=None, lost=reason)


def finished(number: int, text: str, claims: list[Claim]) -> Line:
    """The line of the report that its claims make."""
    verdict = worst([c.verdict for c in claims])
    diagnostics = tuple(d for c in claims if c.verdict == verdict for d in c.diagnostics)
    labels = tuple(Label(c.span, c.shape) for c in claims if c.shape)
    notes = tuple(dict.fromkeys(n for c in claims for n in c.notes))
    if not claims:
        notes = ("nothing to check on this line",)
    return Line(number, text, verdict, tuple(claims), diagnostics, labels, notes)


def arranged(text: str, context: Context) -> tuple[list[s.Statement], list[s.Statement]]:
    """The statements of a line: first the definitions that the others rest on, then the others.

    "f = ½ zᵀDz, where D = …" and "∇f = Aᵀz, z = …" define D and z behind their use.
    """
    known = context.known()
    trees = read(text, known)
    new = frozenset(name for tree in trees if (name := defined_name(tree)) and name not in known)
    if new and len(trees) > 1:
        trees = read(text, known | new)
    ahead = [tree for tree in trees if tree.role == "where"]
    rest: list[s.Statement] = []
    for tree in trees:
        if tree in ahead:
            continue
        name = defined_name(tree)
        used = name and name not in known and any(mentions(one.sides, name) for one in (*ahead, *rest))
        (ahead if used and tree.role == "" else rest).append(tree)
    return in_order(ahead, known), rest


def in_order(definitions: list[s.Statement], known: frozenset[str]) -> list[s.Statement]:
    """Definitions so that what one needs stands before it, as far as that can be."""
    waiting, done = list(definitions), list[s.Statement]()
    while waiting:
        names = {name for tree in waiting if (name := defined_name(tree)) and name not in known}
        free = next((t for t in waiting if not any(mentions(t.sides[1:], n) for n in names)), waiting[0])
        waiting.remove(free)
        done.append(free)
    return done


def defined_name(tree: s.Statement) -> str:
    """The letter that a statement may define: the left side of its first relation; "" for anything else."""
    if not tree.relations or tree.relations[0].sign not in ("=", ":=") or tree.sides[0] is None:
        return ""
    flat = flat_name(tree.sides[0])
    return flat[0] if flat is not None else ""
