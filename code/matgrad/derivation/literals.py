r"""Arrays written out entry by entry: \begin{bmatrix} … \end{bmatrix}, (1, 0, 2), [[1, 0], [1, 1]].

A list of numbers or expressions in brackets is a column, as everywhere in the checker.
"""

from __future__ import annotations

from fractions import Fraction

from . import syntax as s
from .core import Apply, Constant, Node, Number
from .dims import ONE, Dim, Free, Shape, could_equal, is_one, is_scalar, plus, unify
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
    """The array whose entries, scalars or blocks, are written out."""
    rows = literal_rows(tree)
    if rows is None or len(rows) > MAX_SIDE or len(rows[0]) > MAX_SIDE:
        return reading.opaque(f"an array of more than {MAX_SIDE} rows or columns is not decided", tree.span)
    if any(len(row) != len(rows[0]) for row in rows):
        return reading.problem("written array", "the rows of the array have different lengths", tree.span)
    entries = [[reading.node(entry) for entry in row] for row in rows]
    if any(not is_scalar(entry.shape) and not is_unknown(entry) for row in entries for entry in row):
        return block_array(tree, oriented(tree, with_ones(tree, entries)), reading)
    flat = tuple(entry for row in entries for entry in row)
    return Apply(Shape(Dim(len(rows)), Dim(len(rows[0]))), tree.span, "array", flat)


def with_ones(tree: s.Syntax, entries: list[list[Node]]) -> list[list[Node]]:
    """The blocks with the all-ones column for a 1 beside an array, as in [1, X]."""
    if isinstance(tree, s.Group) and tree.bracket == "[" and all(len(row) == 1 for row in entries):
        (beside,) = with_ones(s.Array(tree.span, ()), [[row[0] for row in entries]])
        return [[cell] for cell in beside]
    found = []
    for row in entries:
        tall = any(not is_one(cell.shape.rows) for cell in row)
        found.append(
            [
                Constant(Shape(Free(), ONE), c.span, "ones") if tall and isinstance(c, Number) and c.value == 1 else c
                for c in row
            ]
        )
    return found


def is_unknown(node: Node) -> bool:
    """Whether a value could not be read."""
    return isinstance(node, Constant) and node.kind == "unknown"


def oriented(tree: s.Syntax, entries: list[list[Node]]) -> list[list[Node]]:
    """The blocks of a list: [A, B] side by side where the heights agree and widths do not decide, else below."""
    column = [row[0].shape for row in entries]
    if isinstance(tree, s.Array) or any(len(row) > 1 for row in entries):
        return entries
    beside = all(could_equal(shape.rows, column[0].rows) for shape in column)
    below = all(could_equal(shape.columns, column[0].columns) for shape in column)
    square_bracket = isinstance(tree, s.Group) and tree.bracket == "["
    return [[row[0] for row in entries]] if beside and (square_bracket or not below) else entries


def block_array(tree: s.Syntax, blocks: list[list[Node]], reading: Reading) -> Node:
    """An array of blocks: those of one row have one height, those of one column one width; a 0 fits anywhere."""
    cells = [[free_zero(block) for block in row] for row in blocks]
    for row in cells:
        for block in row[1:]:
            if not unify(row[0].shape.rows, block.shape.rows):
                return misfit("heights", row[0], block, row[0].shape.rows, block.shape.rows, reading)
    for column in zip(*cells, strict=True):
        for block in column[1:]:
            if not unify(column[0].shape.columns, block.shape.columns):
                return misfit("widths", column[0], block, column[0].shape.columns, block.shape.columns, reading)
    shape = Shape(plus([row[0].shape.rows for row in cells]), plus([cell.shape.columns for cell in cells[0]]))
    flat = tuple(cell for row in cells for cell in row)
    return Apply(shape, tree.span, "blocks", flat, Fraction(len(cells[0])))


def free_zero(block: Node) -> Node:
    """A number 0 as a block is a zero array of any shape."""
    if isinstance(block, Number) and block.value == 0:
        return Constant(Shape(Free(), Free()), block.span, "zero")
    return block


def misfit(what: str, one: Node, other: Node, first: object, second: object, reading: Reading) -> Node:
    """The problem of two blocks beside or below each other that do not fit."""
    message = f"the blocks do not fit together: their {what} are {first} and {second}"
    labels = ((one.span, str(one.shape)), (other.span, str(other.shape)))
    return reading.problem("written array", message, other.span, *labels)
