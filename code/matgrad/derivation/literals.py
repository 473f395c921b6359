r"""Arrays written out entry by entry: \begin{bmatrix} … \end{bmatrix}, (1, 0, 2), [[1, 0], [1, 1]].

A list of numbers or expressions in brackets is a column, as everywhere in the checker.
"""

from __future__ import annotations

from . import syntax as s
from .core import Apply, Node
from .dims import Dim, Shape, is_scalar
from .reading import Reading

MAX_SIDE = 12
"""Rows and columns that an array may be written out with."""


def literal_rows(tree: s.Syntax) -> tuple[tuple[s.Syntax, ...], ...] | None:
    """The rows of an array that is written out; None for anything else."""
    if isinstance(tree, s.Array):
        return tree.rows
    if not isinstance(tree, s.Group) or tree.bracket not in "([":
        return None
    inner = [item for item in tree.items if isinstance(item, s.Group) and item.bracket == "["]
    if tree.bracket == "[" and inner and len(inner) == len(tree.items):
        return tuple(group.items for group in inner)
    return tuple((item,) for item in tree.items) if len(tree.items) > 1 else None


def is_constant_literal(tree: s.Syntax) -> bool:
    """Whether a tree is an array of plain numbers."""
    from .constants import constant_value

    rows = literal_rows(tree)
    return rows is not None and all(constant_value(entry) is not None for row in rows for entry in row)


def written_array(tree: s.Syntax, reading: Reading) -> Node:
    """The array whose entries are written out; each entry must be a scalar."""
    rows = literal_rows(tree)
    if rows is None or len(rows) > MAX_SIDE or len(rows[0]) > MAX_SIDE:
        return reading.opaque(f"an array of more than {MAX_SIDE} rows or columns is not decided", tree.span)
    if any(len(row) != len(rows[0]) for row in rows):
        return reading.problem("written array", "the rows of the array have different lengths", tree.span)
    entries = [reading.node(entry) for row in rows for entry in row]
    for entry in entries:
        if not is_scalar(entry.shape):
            return reading.problem(
                "written array",
                f"the entries of an array are scalars; this one is {entry.shape}",
                entry.span,
                (entry.span, str(entry.shape)),
            )
    return Apply(Shape(Dim(len(rows)), Dim(len(rows[0]))), tree.span, "array", tuple(entries))
