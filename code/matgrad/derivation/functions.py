"""Named functions, and functions that the derivation defines, composes or leaves arbitrary."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from . import names
from . import syntax as s
from .arrays import add, entry_power, inverse, multiply, norm, numeric_power, transpose
from .constants import constant_value
from .core import Apply, Constant, Node, Number, Product, Sum, Symbol
from .differentiation import at_argument, objective, subscript_targets
from .dims import (
    ONE,
    SCALAR,
    Free,
    Shape,
    column,
    is_column,
    is_one,
    is_row,
    is_scalar,
    resolve,
    times,
    unify,
)
from .limits import MAX_POWER
from .marks import is_transpose
from .matrix_products import colon_product, hadamard, kronecker, product_of
from .reading import Reading
from .syntax import Span


def apply_function(tree: s.Function, reading: Reading) -> Node:
    """A function of the table at its arguments, with the power that may stand on its name (log² x)."""
    kind = names.FUNCTIONS[tree.word]
    if kind == "opaque":
        return reading.foreign("an expectation" if tree.word == names.EXPECTATION else tree.word, tree.span)
    if kind == "extremum":
        return extremum(tree, reading)
    if kind in ("hessian", "gradient"):
        return word_operator(kind, tree, reading)
    if kind in ("eye", "ones", "zeros"):
        size = Free()
        return Constant(
            Shape(size, size) if kind == "eye" else Shape(Free(), ONE if kind == "ones" else Free()),
            tree.span,
            {"eye": "identity", "ones": "ones", "zeros": "zero"}[kind],
        )
    if not tree.arguments:
        return reading.problem("function", f"{tree.word} needs an argument", tree.span)
    arguments = [reading.node(a) for a in tree.arguments if not is_keyword(a)]
    if not arguments:
        return reading.foreign("a condition in brackets", tree.span)
    primes = sum(len(m.text) for m in tree.marks if m.kind == "prime")
    node = named(kind, tree.word, arguments, tree.span, reading, primes)
    for mark in tree.marks:
        exponent = constant_value(mark.content) if mark.kind == "sup" and mark.content is not None else None
        if exponent is not None and kind == "elementwise" and exponent.denominator == 1 and 1 <= exponent <= MAX_POWER:
            node = (
                entry_power(node, int(exponent), tree.span)
                if not is_scalar(node.shape)
                else numeric_power(node, exponent, tree.span, reading)
            )
        elif exponent is not None:
            node = numeric_power(node, exponent, tree.span, reading)
        elif mark.kind == "sup":
            node = transpose(node, tree.span)
    return node


def extremum(tree: s.Function, reading: Reading) -> Node:
    """The larger or smaller of two scalars; max(0, z) of an array is taken entry by entry."""
    if tree.marks or len(tree.arguments) != 2:
        return reading.foreign(tree.word, tree.span)
    one, other = (reading.node(argument) for argument in tree.arguments)
    if tree.word == "max" and isinstance(one, Number) and one.value == 0:
        return Apply(other.shape, tree.span, "relu", (other,))
    if not (is_scalar(one.shape) and is_scalar(other.shape)):
        return reading.foreign(f"{tree.word} of arrays", tree.span)
    first, second = (one, other) if tree.word == "max" else (other, one)
    gap = Sum(SCALAR, tree.span, ((Fraction(1), second), (Fraction(-1), first)))
    beyond = Apply(SCALAR, tree.span, "relu", (gap,))
    return Sum(SCALAR, tree.span, ((Fraction(1), one), (Fraction(1 if tree.word == "max" else -1), beyond)))


def complex_part(node: Node, span: Span, reading: Reading, sign: int) -> Node:
    """The real or imaginary part of a scalar or an array that is a polynomial in the imaginary unit."""
    return Apply(node.shape, span, "imaginary" if sign < 0 else "real", (node,))


def is_keyword(tree: s.Syntax) -> bool:
    """Whether an argument is not an expression (NumPy's axis=0)."""
    return isinstance(tree, s.Opaque)


def named(kind: str, word: str, arguments: list[Node], span: Span, reading: Reading, primes: int = 0) -> Node:
    """The value of a function of the table at its arguments."""
    first = arguments[0]
    if kind == "elementwise":
        return Apply(first.shape, span, names.ELEMENTWISE[word], (first,), Fraction(primes) if primes else None)
    if kind in ("imaginary", "real"):
        return complex_part(first, span, reading, -1 if kind == "imaginary" else 1)
    if kind in UNARY:
        return UNARY[kind](first, span, reading)
    if kind == "norm":
        return norm(first, True, (), span, reading)
    if kind == "solve" and len(arguments) == 1:
        return inverse(first, span, reading)
    if len(arguments) != 2:
        return reading.problem("function", f"{word} needs two arguments", span)
    return binary(kind, arguments[0], arguments[1], span, reading)


def trace(node: Node, span: Span, reading: Reading) -> Node:
    """The trace of a square matrix."""
    if not unify(node.shape.rows, node.shape.columns):
        return reading.problem(
            "trace of a non-square matrix",
            f"only a square matrix has a trace; this one is {node.shape}",
            span,
            (node.span, str(node.shape)),
        )
    return Apply(SCALAR, span, "trace", (node,))


def determinant(node: Node, span: Span, reading: Reading) -> Node:
    """The determinant of a square matrix."""
    if not unify(node.shape.rows, node.shape.columns):
        return reading.problem(
            "determinant of a non-square matrix",
            f"only a square matrix has a determinant; this one is {node.shape}",
            span,
            (node.span, str(node.shape)),
        )
    return Apply(SCALAR, span, "det", (node,))


def log_determinant(node: Node, span: Span, reading: Reading) -> Node:
    """The logarithm of the determinant."""
    return Apply(SCALAR, span, "log", (determinant(node, span, reading),))


def diagonal(node: Node, span: Span, reading: Reading) -> Node:
    """Diag of a column is a matrix; diag of a square matrix is a column."""
    if is_scalar(node.shape):
        return node
    if is_column(node.shape) or is_row(node.shape):
        size = node.shape.rows if is_column(node.shape) else node.shape.columns
        return Apply(Shape(size, size), span, "diag", (node,))
    unify(node.shape.rows, node.shape.columns)
    return Apply(column(node.shape.rows), span, "diagonal", (node,))


def vectorise(node: Node, span: Span, reading: Reading) -> Node:
    """The columns below one another."""
    return Apply(column(times(node.shape.rows, node.shape.columns)), span, "vec", (node,))


def entries(node: Node, span: Span, reading: Reading) -> Node:
    """The sum of all entries."""
    return Apply(SCALAR, span, "sum_entries", (node,))


def mean(node: Node, span: Span, reading: Reading) -> Node:
    """The sum of all entries divided by their number."""
    count: Node = Number(SCALAR, span, Fraction(1))
    for size in map(resolve, (node.shape.rows, node.shape.columns)):
        if isinstance(size, Free) or any("+" in letter for letter in size.letters):
            return reading.opaque("the number of entries of this mean is not known", span)
        for factor in (
            Number(SCALAR, span, Fraction(size.factor)),
            *(Symbol(SCALAR, span, f"#{x}") for x in size.letters),
        ):
            count = Product(SCALAR, span, count, factor)
    return Product(SCALAR, span, Apply(SCALAR, span, "power", (count,), Fraction(-1)), entries(node, span, reading))


def absolute(node: Node, span: Span, reading: Reading) -> Node:
    """|·| of every entry."""
    return Apply(node.shape, span, "abs", (node,))


def transposed(node: Node, span: Span, reading: Reading) -> Node:
    """The transpose, spelled as a function."""
    return transpose(node, span)


def cross_product(node: Node, span: Span, reading: Reading) -> Node:
    """R's crossprod(X) = XᵀX."""
    return multiply(transpose(node, span), node) or node


def square_root(node: Node, span: Span, reading: Reading) -> Node:
    """The root of a scalar, or of every entry of a vector."""
    if is_scalar(node.shape):
        return numeric_power(node, Fraction(1, 2), span, reading)
    if is_one(node.shape.columns) or is_one(node.shape.rows):
        return Apply(node.shape, span, "sqrt", (node,))
    return reading.opaque("the square root of a matrix is not decided", span)


def square(node: Node, span: Span, reading: Reading) -> Node:
    """The square of every entry."""
    return Apply(node.shape, span, "hadamard", (node, node))


def softmax(node: Node, span: Span, reading: Reading) -> Node:
    """Exponentials divided by their sum."""
    powers = Apply(node.shape, span, "exp", (node,))
    total = Apply(SCALAR, span, "power", (Apply(SCALAR, span, "sum_entries", (powers,)),), Fraction(-1))
    return Product(node.shape, span, total, powers)


def log_sum_exp(node: Node, span: Span, reading: Reading) -> Node:
    """The logarithm of the sum of the exponentials."""
    return Apply(SCALAR, span, "log", (Apply(SCALAR, span, "sum_entries", (Apply(node.shape, span, "exp", (node,)),)),))


def symmetric_part(node: Node, span: Span, reading: Reading) -> Node:
    """½(X + Xᵀ)."""
    return add([(Fraction(1, 2), node), (Fraction(1, 2), transpose(node, span))], span, reading)


def pseudo_inverse(node: Node, span: Span, reading: Reading) -> Node:
    """The pseudo-inverse."""
    return Apply(node.shape.transposed, span, "pinv", (node,))


UNARY: dict[str, Callable[[Node, Span, Reading], Node]] = {
    "trace": trace, "det": determinant, "logdet": log_determinant, "diag": diagonal, "vec": vectorise,
    "inverse": inverse,
    "transpose": transposed, "sum_entries": entries, "abs": absolute,
    "sqrt": square_root, "square": square, "softmax": softmax, "logsumexp": log_sum_exp, "pinv": pseudo_inverse,
    "sym": symmetric_part,
    "crossprod": cross_product, "mean": mean,
}  # fmt: skip


def binary(kind: str, left: Node, right: Node, span: Span, reading: Reading) -> Node:
    """A function of two arguments."""
    if kind == "inner" or (kind == "dot" and is_column(left.shape) and is_column(right.shape)):
        return colon_product([left, right], span, reading, "dot")
    if kind == "solve":
        return product_of([inverse(left, left.span, reading), right], span, reading)
    if kind == "kron":
        return kronecker(left, right, span, reading)
    if kind == "hadamard":
        return hadamard(left, right, span, reading)
    if kind == "outer":
        return product_of([left, transpose(right, right.span)], span, reading)
    if kind == "crossprod":
        return product_of([transpose(left, left.span), right], span, reading)
    return product_of([left, right], span, reading)


def is_function_name(name: str, reading: Reading) -> bool:
    """Whether the derivation has defined a function of this name."""
    return name in reading.context.functions


def word_operator(kind: str, tree: s.Function, reading: Reading) -> Node:
    """Hess f, grad f: the operators by name."""
    subscripts = [m for m in tree.marks if m.kind == "sub"]
    body = reading.node(tree.arguments[0]) if tree.arguments else objective(tree.span, reading)
    node = at_argument(
        body, (), subscript_targets(subscripts, reading), 2 if kind == "hessian" else 1, "nabla", tree.span, reading
    )
    for mark in tree.marks:
        if is_transpose(mark):
            node = Apply(node.shape.transposed, tree.span, "transpose", (node,))
    return node
