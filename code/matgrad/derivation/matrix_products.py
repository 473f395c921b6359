"""Products of values: the operators between factors, and the bracketing that conforms.

From loose to tight: elementwise and Kronecker products; the centred dot and cross; everything else.
"""

from __future__ import annotations

from fractions import Fraction

from .arrays import inverse, kind_of, multiply
from .core import Apply, Node, Number, Symbol
from .dims import SCALAR, Shape, is_column, is_row, is_scalar, times, unify, unify_shapes
from .indices import close
from .reading import Reading
from .syntax import Span

Factor = tuple[str, Node]


LOOSE = {"⊙", "⊗", "∘", "./"}


def combine(factors: list[Factor], span: Span, reading: Reading) -> Node:
    """Combine factors at the loosest operator first."""
    for level in (LOOSE, {"·", "×", "⋆"}):
        if any(op in level for op, _ in factors[1:]):
            return combine_level(factors, level, span, reading)
    return chain(factors, span, reading)


def combine_level(factors: list[Factor], level: set[str], span: Span, reading: Reading) -> Node:
    """Runs of factors, combined at the operators of one level."""
    runs: list[tuple[str, list[Factor]]] = [("", [])]
    for position, (op, node) in enumerate(factors):
        if position and op in level:
            runs.append((op, [("", node)]))
        else:
            runs[-1][1].append((op if runs[-1][1] else "", node))
    result = combine(runs[0][1], span, reading)
    for op, run in runs[1:]:
        right = combine(run, span, reading)
        result = PRODUCTS.get(op, dot)(result, right, span, reading)
    return result


def hadamard(left: Node, right: Node, span: Span, reading: Reading) -> Node:
    """The product entry by entry; with a scalar, the ordinary product."""
    if is_scalar(left.shape) or is_scalar(right.shape):
        return multiply(left, right) or left
    if not unify_shapes(left.shape, right.shape):
        return mismatch("elementwise product", left, right, span, reading)
    return Apply(left.shape, span, "hadamard", (left, right))


def divide_entries(left: Node, right: Node, span: Span, reading: Reading) -> Node:
    """The quotient entry by entry."""
    shape = left.shape if is_scalar(right.shape) else right.shape
    if not (is_scalar(left.shape) or is_scalar(right.shape) or unify_shapes(left.shape, right.shape)):
        return mismatch("elementwise quotient", left, right, span, reading)
    return Apply(shape, span, "divide", (left, right))


def kronecker(left: Node, right: Node, span: Span, reading: Reading) -> Node:
    """The Kronecker product."""
    a, b = left.shape, right.shape
    return Apply(Shape(times(a.rows, b.rows), times(a.columns, b.columns)), span, "kron", (left, right))


def mismatch(what: str, left: Node, right: Node, span: Span, reading: Reading) -> Node:
    """The problem of two arrays that should have one shape."""
    return reading.problem(
        "product",
        f"the {what} needs two arrays of one shape: {left.shape} and {right.shape}",
        span,
        (left.span, str(left.shape)),
        (right.span, str(right.shape)),
    )


def dot(left: Node, right: Node, span: Span, reading: Reading) -> Node:
    """`·` and `×`: the matrix product where it conforms, the inner product of two columns (or rows) of one size."""
    same = (is_column(left.shape) and is_column(right.shape)) or (is_row(left.shape) and is_row(right.shape))
    if same:
        if unify_shapes(left.shape, right.shape):
            return Apply(SCALAR, span, "inner", (left, right))
        return mismatch("inner product", left, right, span, reading)
    return chain([("", left), ("", right)], span, reading)


def cross(left: Node, right: Node, span: Span, reading: Reading) -> Node:
    """`×`: as `·`, but two columns of three entries may mean the cross product, which is not decided."""
    if is_column(left.shape) and is_column(right.shape) and str(left.shape.rows) == str(right.shape.rows) == "3":
        return reading.opaque(CROSS, span)
    return dot(left, right, span, reading)


PRODUCTS = {"⊙": hadamard, "∘": hadamard, "./": divide_entries, "⊗": kronecker, "×": cross}
CROSS = "× between two columns of three entries may be the cross product; the inner product is written with ·"


def colon_product(nodes: list[Node], span: Span, reading: Reading, sign: str) -> Node:
    """A : B and ⟨a, b⟩: the sum of the products of entries of two arrays of one shape."""
    result = nodes[0]
    for node in nodes[1:]:
        if is_scalar(result.shape) and is_scalar(node.shape):
            result = multiply(result, node) or result
        elif unify_shapes(result.shape, node.shape):
            result = Apply(SCALAR, span, "inner", (result, node))
        else:
            return mismatch(f"inner product {sign}", result, node, span, reading)
    return close(result, reading)


def chain(factors: list[Factor], span: Span, reading: Reading) -> Node:
    """A run of matrix products, from left to right; quotients by scalars; Octave's left division."""
    nodes: list[Node] = [factors[0][1]]
    place = 1
    while place < len(factors):
        op, node = factors[place]
        if op == "/":
            node, place = denominator(factors, place, reading)
            nodes = [quotient(product_of(nodes, span, reading), node, span, reading)]
        elif op == ".dot":
            nodes = [*nodes[:-1], dot(nodes[-1], node, span, reading)]
        elif op == "\\":
            left = product_of(nodes, span, reading)
            nodes = [
                Apply(left.shape, left.span, "inverse", (left,))
                if is_square(left)
                else Apply(left.shape.transposed, left.span, "pinv", (left,)),
                node,
            ]
        elif (
            op == "*"
            and reading.context.code_style
            and not is_scalar(nodes[-1].shape)
            and not is_scalar(node.shape)
            and could_hadamard(nodes, node, reading)
        ):
            nodes = [hadamard(product_of(nodes, span, reading), node, span, reading)]
        else:
            nodes.append(node)
        place += 1
    return product_of(nodes, span, reading)


def is_square(node: Node) -> bool:
    """Whether a value is a square matrix, or can be taken as one."""
    return not is_scalar(node.shape) and unify(node.shape.rows, node.shape.columns)


def could_hadamard(nodes: list[Node], node: Node, reading: Reading) -> bool:
    """In NumPy code `*` is elementwise; in Octave and on paper it is the matrix product."""
    return len(nodes) == 1 and nodes[0].shape == node.shape


def denominator(factors: list[Factor], place: int, reading: Reading) -> tuple[Node, int]:
    """The divisor behind `/`: one factor; or, where that is an array, the run that makes a scalar (xᵀAx / xᵀx)."""
    node = factors[place][1]
    if isinstance(node, Number) and place + 1 < len(factors):
        op, following = factors[place + 1]
        if (
            op == ""
            and is_scalar(following.shape)
            and following.span[0] == node.span[1]
            and isinstance(following, Symbol)
        ):
            reading.note("1/2n is read as 1/(2n)")
            joined = multiply(node, following)
            return (joined or node), place + 1
    if is_scalar(node.shape):
        return node, place
    end = place
    while end + 1 < len(factors) and factors[end + 1][0] == "":
        end += 1
        run = product_of([n for _, n in factors[place : end + 1]], node.span, reading, quiet=True)
        if run is not None and is_scalar(run.shape):
            return run, end
    return node, place


def quotient(top: Node, bottom: Node, span: Span, reading: Reading) -> Node:
    """A quotient by a scalar; of arrays entry by entry where functions act so."""
    if is_scalar(bottom.shape):
        return multiply(top, Apply(SCALAR, bottom.span, "power", (bottom,), Fraction(-1))) or top
    elementwise = reading.context.elementwise
    if elementwise and (is_scalar(top.shape) or unify_shapes(top.shape, bottom.shape)):
        reading.note("a quotient by an array is read entry by entry")
        return divide_entries(top, bottom, span, reading)
    if reading.context.code_style and is_square(bottom):
        return multiply(top, inverse(bottom, bottom.span, reading)) or top
    return reading.problem(
        "division by an array",
        f"nothing can be divided by a {kind_of(bottom.shape)} ({bottom.shape}); "
        "multiply by an inverse on the proper side",
        span,
        (bottom.span, str(bottom.shape)),
    )


def product_of(nodes: list[Node], span: Span, reading: Reading, quiet: bool = False) -> Node:
    """The product of `nodes` from left to right; another bracketing if that does not conform and one does."""
    result: Node | None = nodes[0]
    for node in nodes[1:]:
        result = multiply(result, node) if result is not None else None
    if result is None and len(nodes) > 2:
        result = rebracketed(nodes)
        if result is not None:
            reading.note("the product conforms under another bracketing than left to right; it is read so")
    if result is not None:
        return result
    if quiet:
        return nodes[0]
    return product_problem(nodes, span, reading)


def rebracketed(nodes: list[Node]) -> Node | None:
    """A bracketing of the factors that conforms, if there is one: the shortest products first."""
    count = len(nodes)
    if count > 24:
        return None
    best: dict[tuple[int, int], Node] = {(i, i + 1): node for i, node in enumerate(nodes)}
    for length in range(2, count + 1):
        for start in range(count - length + 1):
            for cut in range(start + length - 1, start, -1):
                left, right = best.get((start, cut)), best.get((cut, start + length))
                whole = multiply(left, right) if left is not None and right is not None else None
                if whole is not None:
                    best[start, start + length] = whole
                    break
    return best.get((0, count))


def product_problem(nodes: list[Node], span: Span, reading: Reading) -> Node:
    """Point at the first two neighbours that do not conform."""
    result = nodes[0]
    last = nodes[0]
    for node in nodes[1:]:
        product_ = multiply(result, node)
        if product_ is None:
            left = last if multiply(last, node) is None else result
            a, b = left.shape, node.shape
            sizes = f"columns of the first, {a.columns}, ≠ rows of the second, {b.rows}"
            message = f"the product is not conformable: {a} times {b} ({sizes})"
            return reading.problem(
                "product", message, (left.span[0], node.span[1]), (left.span, str(a)), (node.span, str(b))
            )
        result = product_
        last = last if is_scalar(node.shape) else node
    return result
