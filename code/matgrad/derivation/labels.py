r"""Scripts that belong to a name: x^{(k+1)}, W^{[1]}, w_{new}, P_{k|k-1}, P_A^⊥.

A label such as (k) or *new* makes a name of its own: x^{(k+1)} and x^{(k)} are two columns of the shape of x.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from . import names
from . import syntax as s
from .context import Context
from .dims import is_column, is_scalar

RAISED = re.compile(r"\(.*\)|\[.*\]|new|old|next|prev|prior|post|[-⊥]|[a-z][+-]\d+|[a-z]")
LOWERED = re.compile(r"new|old|next|prev|prior|post|true|.+\|.+")


def script_text(mark: s.Mark) -> str:
    """A script's text without spaces, braces, fonts and backslashes."""
    text = re.sub(r"\\(?:text|mathrm|textrm|mathit|mathsf|rm|textit|perp|left|right|mid)\b", replacement, mark.text)
    text = re.sub(r"[\s{}\\]", "", text)
    return names.GREEK.get(text, text)


def replacement(found: re.Match[str]) -> str:
    """What stands for a command in a script: nothing for a font, the sign itself for others."""
    return {"\\perp": "⊥", "\\mid": "|"}.get(found[0], "")


def scripted(base: str, lowered: str, raised: str) -> str:
    """The canonical name with scripts.

    >>> scripted("x", "", "(k)"), scripted("P", "A", "⊥"), scripted("P", "k|k-1", "")
    ('x^{(k)}', 'P_A^⊥', 'P_{k|k-1}')
    """
    for sign, text in (("_", lowered), ("^", raised)):
        base += f"{sign}{text}" if len(text) == 1 else f"{sign}{{{text}}}" if text else ""
    return base


def spelled(base: str, marks: tuple[s.Mark, ...]) -> str | None:
    """The name that a letter and all of these scripts make; None if they are not one of each kind."""
    kinds = [mark.kind for mark in marks]
    if not 1 <= len(marks) <= 2 or set(kinds) - {"sub", "sup"} or len(set(kinds)) < len(kinds):
        return None
    texts = {mark.kind: script_text(mark) for mark in marks}
    return scripted(base, texts.get("sub", ""), texts.get("sup", "")) if all(texts.values()) else None


def known_name(base: str, marks: tuple[s.Mark, ...], known: Collection[str]) -> tuple[str, int] | None:
    """The known name that a letter and its first scripts spell, and how many scripts that are."""
    for count in (2, 1):
        name = spelled(base, marks[:count]) if len(marks) >= count else None
        if name is not None and name in known:
            return name, count
    return None


def own_name(base: str, marks: tuple[s.Mark, ...], context: Context) -> tuple[str, int] | None:
    """The name of its own that labels give to a letter, and how many scripts belong to it; None for other scripts."""
    shape = context.shapes.get(base)
    array = shape is not None and not is_scalar(shape)
    for count in (2, 1):
        name = spelled(base, marks[:count]) if len(marks) >= count else None
        if name is None or not any(is_label_of(mark, array, context) for mark in marks[:count]):
            continue
        if count == 2 and not all(is_label_of(mark, array, context) or mark.kind == "sub" for mark in marks[:2]):
            continue
        return name, count
    return None


def is_label_of(mark: s.Mark, array: bool, context: Context) -> bool:
    """Whether a script makes a name of its own, for the name of an array or of something else."""
    text = script_text(mark)
    if mark.kind == "sup":
        plain = len(text) > 1 and text[0].islower() and text[1] in "+-"
        if len(text) == 1 and text.isalpha():
            return array and text in context.counters
        return bool(RAISED.fullmatch(text)) and (array or not plain)
    counter = re.fullmatch(r"([a-z])(?:[+-]\d+)?", text)
    return bool(LOWERED.fullmatch(text)) or (counter is not None and counter[1] in context.counters)


def counters(tree: object, context: Context) -> tuple[set[str], set[str]]:
    """Letters that count steps, as in x_{k+1} or x^{k+1} of an array, and letters that sums bind or run to."""
    steps: set[str] = set()
    bound: set[str] = set()
    if isinstance(tree, s.Big):
        if isinstance(tree.upper, s.Name):
            bound.add(tree.upper.value)
        bound |= set(re.findall(r"[a-z]", letters_of(tree.lower)))
    if isinstance(tree, s.Script) and isinstance(tree.base, s.Name):
        shape = context.shapes.get(tree.base.value)
        for mark in tree.marks:
            step = re.fullmatch(r"([a-z])[+-]\d+", script_text(mark)) if mark.kind in ("sub", "sup") else None
            if step and shape is not None and not is_scalar(shape):
                steps.add(step[1])
    parts = (
        [getattr(tree, slot) for slot in s.all_slots(tree)]
        if isinstance(tree, s.Syntax | s.Mark)
        else tree
        if isinstance(tree, tuple)
        else ()
    )
    for part in parts:
        more, sums = counters(part, context)
        steps |= more
        bound |= sums
    return steps, bound


def starred(tree: object, context: Context, alone: bool = True) -> set[str]:
    """Columns and scalars whose x^* is a point: it is a whole side, or the argument of a function."""
    if isinstance(tree, s.Script) and isinstance(tree.base, s.Name):
        shape = context.shapes.get(tree.base.value)
        point = shape is not None and (is_scalar(shape) or is_column(shape)) and len(tree.marks) == 1
        return {tree.base.value} if alone and point and script_text(tree.marks[0]) in ("*", "∗", "ast") else set()
    if isinstance(tree, s.Product):
        heads = [None, *(factor for _, factor in tree.factors)]
        found: set[str] = set()
        for head, (sign, factor) in zip(heads, tree.factors, strict=False):
            called = sign == "" and isinstance(head, s.Name | s.Script) and isinstance(factor, s.Group)
            named = called and isinstance(head, s.Name) and head.value not in context.shapes
            found |= (
                starred(factor.items, context, True)
                if named and isinstance(factor, s.Group)
                else starred(factor, context, False)
            )
        return found
    if isinstance(tree, s.Syntax):
        return set().union(*(starred(getattr(tree, slot), context, False) for slot in s.all_slots(tree)))
    return set().union(*(starred(item, context, alone) for item in tree)) if isinstance(tree, tuple) else set()


def primed(tree: object) -> set[str]:
    """Names with a prime."""
    if isinstance(tree, s.Script) and isinstance(tree.base, s.Name) and any(m.kind == "prime" for m in tree.marks):
        return {tree.base.value}
    if isinstance(tree, s.Syntax | s.Mark):
        return set().union(*(primed(getattr(tree, slot)) for slot in s.all_slots(tree)))
    return set().union(*map(primed, tree)) if isinstance(tree, tuple) else set()


def letters_of(tree: object) -> str:
    """All names in a lower limit, one after the other."""
    if isinstance(tree, s.Name):
        return tree.value
    if isinstance(tree, s.Syntax):
        return "".join(letters_of(getattr(tree, slot)) for slot in s.all_slots(tree))
    return "".join(map(letters_of, tree)) if isinstance(tree, tuple) else ""
