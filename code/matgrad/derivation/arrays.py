"""Building sums, products, transposes, powers and norms with their shapes.

Each builder unifies the shapes of its operands or records a problem with both operands' places and shapes.
"""

from __future__ import annotations

from fractions import Fraction

from . import syntax as s
from .constants import constant_value
from .core import Apply, Constant, Node, Number, Product, Sum, walk
from .dims import (
    SCALAR,
    Shape,
    column,
    could_equal,
    is_column,
    is_one,
    is_row,
    is_scalar,
    resolve,
    unify,
    unify_shapes,
)
from .limits import MAX_POWER
from .reading import Reading
from .syntax import Span

ELEMENTWISE = (
    "exp",
    "log",
    "sin",
    "cos",
    "tanh",
    "sigmoid",
    "relu",
    "sign",
    "softplus",
    "abs",
    "hadamard",
    "sqrt",
    "divide",
)


def add(terms: list[tuple[Fraction, Node]], span: Span, reading: Reading) -> Node:
    """A sum; its terms must have one shape."""
    if not terms:
        return Number(SCALAR, span, Fraction(0))
    kept = [(c, t) for c, t in terms if not (isinstance(t, Number) and t.value == 0)] or terms[:1]
    kept = repeated(ones_for_one(kept, reading), reading)
    shape = kept[0][1].shape
    for position, (_, term) in enumerate(kept[1:], 1):
        if not unify_shapes(shape, term.shape):
            read = [t for _, t in kept[:position] if not (isinstance(t, Constant) and t.kind == "unknown")]
            other = next((t for t in read if not could_match(t.shape, term.shape)), kept[0][1])
            return sum_problem(other, term, span, reading)
    if len(kept) == 1 and kept[0][0] == 1:
        return kept[0][1]
    return Sum(shape, span, tuple(kept))


def could_match(one: Shape, other: Shape) -> bool:
    """Whether two shapes are equal or may still become so."""
    return could_equal(one.rows, other.rows) and could_equal(one.columns, other.columns)


def ones_for_one(terms: list[tuple[Fraction, Node]], reading: Reading) -> list[tuple[Fraction, Node]]:
    """Read the number 1 beside an array as the all-ones array where functions act elementwise (1 − y)."""
    arrays = [t for _, t in terms if not is_scalar(t.shape)]
    if not arrays or not any(isinstance(t, Number) and t.value == 1 for _, t in terms):
        return terms
    near = reading.context.elementwise or any(
        isinstance(n, Apply) and n.operation in ELEMENTWISE for t in arrays for n in walk(t)
    )
    if not near:
        return terms
    reading.note("1 beside an array is read as the all-ones array")
    return [
        (c, Constant(arrays[0].shape, t.span, "ones") if isinstance(t, Number) and t.value == 1 else t)
        for c, t in terms
    ]


def repeated(terms: list[tuple[Fraction, Node]], reading: Reading) -> list[tuple[Fraction, Node]]:
    """In code, a row (or column) beside a matrix of the same width (height) is added to each of its rows (columns)."""
    matrix = next((t for _, t in terms if not is_one(t.shape.rows) and not is_one(t.shape.columns)), None)
    if matrix is None or not reading.context.code_style:
        return terms
    found = []
    for coefficient, term in terms:
        shape = matrix.shape
        if is_row(term.shape) and resolve(term.shape.columns) == resolve(shape.columns):
            term = Product(shape, term.span, Constant(column(shape.rows), term.span, "ones"), term)
            reading.note("a row beside a matrix is added to each of its rows, as NumPy does")
        elif is_column(term.shape) and resolve(term.shape.rows) == resolve(shape.rows):
            ones = transpose(Constant(column(shape.columns), term.span, "ones"), term.span)
            term = Product(shape, term.span, term, ones)
            reading.note("a column beside a matrix is added to each of its columns, as NumPy does")
        found.append((coefficient, term))
    return found


def sum_problem(one: Node, other: Node, span: Span, reading: Reading) -> Node:
    """The problem of adding two arrays of different shapes."""
    a, b = one.shape, other.shape
    labels = ((one.span, str(a)), (other.span, str(b)))
    if (is_row(a) and is_column(b)) or (is_column(a) and is_row(b)):
        return reading.problem(
            "row + column", f"a {kind_of(a)} ({a}) and a {kind_of(b)} ({b}) cannot be added", span, *labels
        )
    if is_scalar(a) or is_scalar(b):
        array = b if is_scalar(a) else a
        return reading.problem(
            "scalar + array", f"a scalar and a {kind_of(array)} ({array}) cannot be added", span, *labels
        )
    return reading.problem("sum", f"the sum is not conformable: {a} and {b}", span, *labels)


def kind_of(shape: Shape) -> str:
    """What a shape is called: scalar, column, row or matrix."""
    return "scalar" if is_scalar(shape) else "column" if is_column(shape) else "row" if is_row(shape) else "matrix"


def multiply(left: Node, right: Node) -> Node | None:
    """The product of two factors, or None if they are not conformable."""
    span = (min(left.span[0], right.span[0]), max(left.span[1], right.span[1]))
    if is_scalar(left.shape) or is_scalar(right.shape):
        shape = right.shape if is_scalar(left.shape) else left.shape
        return Product(shape, span, left, right)
    if not unify(left.shape.columns, right.shape.rows):
        return None
    return Product(Shape(left.shape.rows, right.shape.columns), span, left, right)


def transpose(node: Node, span: Span) -> Node:
    """The transpose; a scalar is its own."""
    if is_scalar(node.shape):
        return node
    return Apply(node.shape.transposed, span, "transpose", (node,))


def inverse(node: Node, span: Span, reading: Reading) -> Node:
    """X⁻¹; only square arrays have one."""
    if not unify(node.shape.rows, node.shape.columns):
        return reading.problem(
            "inverse of a non-square matrix",
            f"only a square matrix has an inverse; this one is {node.shape}",
            span,
            (node.span, str(node.shape)),
        )
    if is_scalar(node.shape):
        return Apply(SCALAR, span, "power", (node,), Fraction(-1))
    return Apply(node.shape, span, "inverse", (node,))


def power(node: Node, content: s.Syntax | None, mark: s.Mark, span: Span, reading: Reading) -> Node:
    """Node raised to a power; a column or a non-square matrix has none."""
    exponent = constant_value(content) if content is not None else None
    if content is None:
        return node
    if mark.text == ".^" and exponent is not None and exponent.denominator == 1 and 1 <= exponent <= MAX_POWER:
        return entry_power(node, int(exponent), span)
    if exponent is None:
        return symbolic_power(node, content, span, reading)
    if abs(exponent) > MAX_POWER:
        return reading.opaque(f"the power {exponent} is larger than {MAX_POWER}", span)
    return numeric_power(node, exponent, span, reading)


def numeric_power(node: Node, exponent: Fraction, span: Span, reading: Reading) -> Node:
    """A power with a number as exponent, read by the shape of what is raised."""
    if is_scalar(node.shape):
        return Apply(SCALAR, span, "power", (node,), exponent)
    if reading.context.code_style and exponent.denominator == 1 and exponent > 1 and not is_square_shape(node.shape):
        return entry_power(node, int(exponent), span)
    if is_one(node.shape.columns) or is_one(node.shape.rows):
        if exponent == -1:
            return inverse(node, span, reading)
        kind = kind_of(node.shape)
        return reading.problem(
            "square of a vector",
            f"a {kind} ({node.shape}) has no power {exponent}: the product of two {kind}s is not conformable",
            span,
            (node.span, str(node.shape)),
        )
    if not could_equal(node.shape.rows, node.shape.columns):
        if exponent < 0:
            return inverse(node, span, reading)
        return reading.problem(
            "power of a non-square matrix",
            f"only a square matrix has powers; this one is {node.shape}",
            span,
            (node.span, str(node.shape)),
        )
    if exponent.denominator != 1:
        return reading.opaque(f"the power {exponent} of a matrix is not decided", span)
    unify(node.shape.rows, node.shape.columns)
    if exponent == 0:
        return Constant(node.shape, span, "identity")
    factor = inverse(node, span, reading) if exponent < 0 else node
    result = factor
    for _ in range(abs(int(exponent)) - 1):
        result = Product(node.shape, span, result, factor)
    return result


def is_square_shape(shape: Shape) -> bool:
    """Whether a shape is that of a square matrix, or may become so."""
    return not is_one(shape.rows) and not is_one(shape.columns) and could_equal(shape.rows, shape.columns)


def entry_power(node: Node, exponent: int, span: Span) -> Node:
    """Every entry raised to a power: NumPy's ** and Octave's .^, and the square on an elementwise function's name."""
    result = node
    for _ in range(exponent - 1):
        result = Apply(node.shape, span, "hadamard", (result, node))
    return result


def symbolic_power(node: Node, content: s.Syntax, span: Span, reading: Reading) -> Node:
    """A power with an expression as exponent: of a scalar only."""
    exponent = reading.node(content)
    if is_scalar(node.shape) and is_scalar(exponent.shape):
        return Apply(SCALAR, span, "general_power", (node, exponent))
    if isinstance(content, s.Name) and not is_scalar(node.shape):
        return reading.opaque(f"the exponent {content.value} of an array is not decided", span)
    return reading.problem("exponent", "this exponent is neither a number, nor the transpose sign T", content.span)


EUCLIDEAN = ("", "2", "F", "Fro", "rm F", "fro", "HS", "E", "R", "L_2", "ell_2", "ℓ_2", "l2")
"""Subscripts of the Euclidean norm of a vector and the Frobenius norm of a matrix."""


def norm(
    body: Node,
    double: bool,
    subscripts: tuple[s.Mark, ...],
    span: Span,
    reading: Reading,
    exponent: Fraction = Fraction(1),
) -> Node:
    """‖v‖ raised to `exponent`: exact for even exponents; |·| is read by its shape."""
    shape = body.shape
    which = (
        subscripts[0].text.strip("{} \\").replace("mathrm", "").replace("text", "").strip("{}") if subscripts else ""
    )
    if not double and is_scalar(shape):
        return numeric_power(Apply(SCALAR, span, "abs", (body,)), exponent, span, reading)
    if not double and not is_one(shape.columns) and not is_one(shape.rows) and unify(shape.rows, shape.columns):
        return numeric_power(Apply(SCALAR, span, "det", (body,)), exponent, span, reading)
    if which in ("1", "ℓ_1", "l1"):
        total = Apply(SCALAR, span, "sum_entries", (Apply(shape, span, "abs", (body,)),))
        return numeric_power(total, exponent, span, reading)
    if which in ("∞", "infty", "*", "op", "p", "max", "0", "nuc", "sp"):
        return reading.opaque(f"the norm with subscript {which} is not decided", span)
    squares: Node = Apply(SCALAR, span, "norm_squared", (body,))
    if which not in EUCLIDEAN and not which.startswith(("mathbb", "ℝ", "R^")):
        weighted = weighted_squares(body, subscripts[0], span, reading)
        if weighted is not None:
            squares = weighted
    elif which == "2" and not is_one(shape.columns) and not is_one(shape.rows):
        reading.note("‖M‖₂ of a matrix is read as the Frobenius norm")
    return numeric_power(squares, exponent / 2, span, reading)


def weighted_squares(body: Node, subscript: s.Mark, span: Span, reading: Reading) -> Node | None:
    """‖v‖²_Q = vᵀQv for a subscript that names a square matrix."""
    if subscript.content is None:
        return None
    quiet = len(reading.problems)
    weight = reading.node(subscript.content)
    if len(reading.problems) > quiet:
        del reading.problems[quiet:]
        return None
    product = multiply(transpose(body, span), weight)
    whole = multiply(product, body) if product is not None else None
    return whole if whole is not None and is_scalar(whole.shape) else None
