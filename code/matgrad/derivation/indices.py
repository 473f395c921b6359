"""Index notation: entries of arrays, free and repeated indices, sums with and without limits.

An index that appears twice in a term is summed (the summation convention), unless a sum sign already binds it or it
stands free on the other side of the relation.
"""

from __future__ import annotations

from collections import Counter

from . import syntax as s
from .core import Apply, Call, Component, Constant, Derivative, Node, Sum, Symbol, Total, walk
from .dims import SCALAR, Dim, Free, Size, is_one, is_scalar, resolve, size_of
from .reading import Reading
from .syntax import Span


def index_letters(content: s.Syntax | None) -> tuple[str | int, ...]:
    """Return the indices that a subscript spells (letters, or numbers from 1), or () if it is no index list."""
    if isinstance(content, s.Name):
        return (content.value,) if len(content.value) == 1 else ()
    if isinstance(content, s.Number):
        digits = content.value
        return (int(digits),) if digits.denominator == 1 and digits >= 1 else ()
    if isinstance(content, s.Diff) and content.kind == "d":
        rest = index_letters(content.operand) if content.operand is not None else ()
        return ("d", *rest) if rest or content.operand is None else ()
    if isinstance(content, s.Group):
        parts = [index_letters(item) for item in content.items]
        return tuple(i for part in parts for i in part) if all(parts) else ()
    if isinstance(content, s.Product) and all(op in ("", "*") for op, _ in content.factors):
        parts = [index_letters(factor) for _, factor in content.factors]
        return tuple(i for part in parts for i in part) if all(parts) else ()
    return ()


def component(array: Node, indices: tuple[str | int, ...], span: Span, reading: Reading) -> Node:
    """One entry of `array`: one index for a column or row, two for a matrix."""
    shape = array.shape
    if (
        len(indices) == 1
        and isinstance(indices[0], int)
        and indices[0] > 9
        and not (is_one(shape.rows) or is_one(shape.columns))
    ):
        indices = tuple(int(digit) for digit in str(indices[0]))
    if is_scalar(shape):
        return array
    if len(indices) == 1:
        if is_one(shape.columns) or isinstance(resolve(shape.columns), Free):
            sizes: tuple[Size, ...] = (shape.rows,)
        elif is_one(shape.rows):
            sizes = (shape.columns,)
        else:
            return reading.opaque("one index on a matrix names a row or a column; it is not decided which", span)
    elif len(indices) == 2:
        sizes = (shape.rows, shape.columns)
    else:
        return reading.problem(
            "index mismatch", f"{len(indices)} indices on an array that is {shape}", span, (array.span, str(shape))
        )
    for index, size in zip(indices, sizes, strict=True):
        if isinstance(index, str) and not reading.use_index(index, size, span):
            return Constant(SCALAR, span, "unknown")
    return close(Component(SCALAR, span, array, indices), reading)


def index_counts(node: Node) -> Counter[str]:
    """How often each free index appears in a term; a sum counts the most frequent use in its terms.

    >>> from .core import Product
    >>> from .dims import SCALAR, Dim, Shape
    >>> x = Symbol(Shape(Dim(1, ("n",)), Dim(1)), (0, 1), "x")
    >>> x_i = Component(SCALAR, (0, 1), x, ("i",))
    >>> index_counts(Product(SCALAR, (0, 2), x_i, x_i))
    Counter({'i': 2})
    """
    counts: Counter[str] = Counter()
    if isinstance(node, Sum):
        for _, term in node.terms:
            counts |= index_counts(term)
        return counts
    if isinstance(node, Symbol):
        return Counter([node.name[-2]]) if node.name.endswith("]") else counts
    if isinstance(node, Call):
        for argument in node.arguments:
            counts += index_counts(argument)
        return counts
    for child in node.children():
        counts += index_counts(child)
    if isinstance(node, Component):
        counts += Counter(i for i in node.indices if isinstance(i, str))
    elif isinstance(node, Constant) and isinstance(node.index, str):
        counts += Counter([node.index])
    elif isinstance(node, Derivative):
        counts += Counter(i for i in node.entry + node.second if isinstance(i, str))
    elif isinstance(node, Total):
        counts.pop(node.index, None)
    elif isinstance(node, Apply):
        if node.operation == "assemble":
            for index in str(node.parameter).split(","):
                counts.pop(index, None)
        elif node.operation == "power" and node.parameter is not None:
            repeats = (
                int(node.parameter) if not isinstance(node.parameter, str) and node.parameter.denominator == 1 else 1
            )
            counts = Counter({index: count * max(repeats, 1) for index, count in counts.items()})
    return counts


def free_indices(node: Node) -> frozenset[str]:
    """Indices that a side of a relation leaves free."""
    return frozenset(index_counts(node))


def close(node: Node, reading: Reading) -> Node:
    """Sum over every index that appears twice in the term `node` and that nothing else binds."""
    if not reading.indexed:
        return node
    counts = index_counts(node)
    units = frozenset(n.index for n in walk(node) if isinstance(n, Constant) and isinstance(n.index, str))
    for index, count in sorted(counts.items()):
        if count < 2 or index in reading.closed or index in units:
            continue
        if count > 2:
            reading.note(f"the index {index} is used {count} times in one term; it is summed once")
        node = Total(node.shape, node.span, index, node, reading.index_sizes.pop(index, Free()))
    return node


def total(tree: s.Big, reading: Reading) -> Node:
    """Σ with or without limits; the letter of the upper limit is a new size if it is not declared."""
    if tree.kind != "sum":
        return reading.opaque("a product over an index is not decided", tree.span)
    if tree.body is None:
        return reading.problem("sum", "nothing stands behind the sum sign", tree.span)
    indices = lower_indices(tree.lower)
    if indices is None:
        return reading.opaque("the limits of this sum are not decided", tree.span)
    if not indices:
        return reading.node(tree.body)
    before = {i: reading.index_sizes.pop(i) for i in indices if i in reading.index_sizes}
    closed, reading.closed = reading.closed, reading.closed | frozenset(indices)
    body = reading.node(tree.body)
    reading.closed = closed
    for index in reversed(indices):
        size = limited(index, reading.index_sizes.pop(index, Free()), tree, reading)
        body = Total(body.shape, tree.span, index, body, size)
    reading.index_sizes.update(before)
    return body


def limited(index: str, size: Size, tree: s.Big, reading: Reading) -> Size:
    """The size that an index runs over, which its upper limit must not contradict."""
    upper = upper_size(tree.upper)
    if upper is None:
        if tree.upper is not None:
            reading.opaque("the limits of this sum are not decided", tree.span)
        return size
    found = resolve(size)
    if isinstance(found, Free):
        found.value = upper
    elif found != upper and (not upper.letters or not reading.context.size_letters().isdisjoint(upper.letters)):
        message = f"the sum runs to {upper}, but the index {index} runs over {found} places"
        reading.problem("index mismatch", message, tree.span)
    return size


def lower_indices(lower: s.Syntax | None) -> tuple[str, ...] | None:
    """Indices that the lower limit names (i, i=1, i,j), () for none, None if they cannot be decided (i ≠ j)."""
    if lower is None:
        return ()
    if isinstance(lower, s.Group) and any(isinstance(item, s.Opaque) for item in lower.items):
        relation = next(item for item in lower.items if isinstance(item, s.Opaque))
        start = lower.items[-1]
        if relation.what != "=" or not isinstance(start, s.Number) or start.value != 1:
            return None
        lower = s.Group(lower.span, lower.items[: lower.items.index(relation)], "{")
    letters = index_letters(lower)
    return tuple(i for i in letters if isinstance(i, str)) if letters else None


def upper_size(upper: s.Syntax | None) -> Dim | None:
    """The size that an upper limit names."""
    if isinstance(upper, s.Name):
        return size_of(upper.value)
    if isinstance(upper, s.Number) and upper.value.denominator == 1:
        return size_of(int(upper.value))
    return None
