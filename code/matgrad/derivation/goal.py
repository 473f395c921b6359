"""Whether a derivation reaches the expression that it was asked for."""

from __future__ import annotations

from . import syntax as s
from .chain import State
from .core import Derivative, Differential, Number, walk
from .judge import judge, read_side
from .limits import DerivationError, Undecidable, Unreadable
from .reader import read
from .report import SOUND, Line


def goal_tree(goal: str, state: State) -> s.Syntax:
    """The expression of `goal`; of "∇f = expression" the right side.

    Raises
    ------
    DerivationError
        If it cannot be read or contains a derivative.
    """
    try:
        statements = read(goal, state.context.known())
    except Unreadable as error:
        raise DerivationError(f"goal: {goal!r} could not be read: {error.message}") from None
    tree = statements[-1].sides[-1] if statements else None
    if tree is None:
        raise DerivationError(f"goal: {goal!r} is not an expression")
    node, reading = read_side(tree, state.context)
    if reading.problems:
        raise DerivationError(f"goal: {goal!r}: {reading.problems[0].message}")
    if any(isinstance(n, Derivative | Differential) for n in walk(node)):
        raise DerivationError(f"goal: {goal!r} contains a derivative; state the expression that must be reached")
    return tree


def reaches(goal: str, lines: list[Line], state: State, key: str) -> bool:
    """Whether a sound line states, free of derivatives, what the goal states."""
    target = goal_tree(goal, state)
    for line in lines:
        if line.verdict not in SOUND:
            continue
        try:
            statements = read(line.text, state.context.known())
        except Unreadable:
            continue
        if any(
            matches(side, target, state, key)
            for tree in statements
            for side in tree.sides[-1:]
            if side is not None and tree.relations
        ):
            return True
    return False


def matches(side: s.Syntax, target: s.Syntax, state: State, key: str) -> bool:
    """Whether a side, free of derivatives, is equal to the goal."""
    try:
        node, reading = read_side(side, state.context)
        if (
            reading.problems
            or isinstance(node, Number)
            or any(isinstance(n, Derivative | Differential) for n in walk(node))
        ):
            return False
        return judge(target, side, state.context, key + "goal").status == "equal"
    except Undecidable:
        return False
