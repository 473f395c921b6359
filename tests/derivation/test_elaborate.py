"""Elaboration: the shape of every expression, and a problem with both places where shapes do not fit."""

import pytest

from matgrad.derivation.context import Context
from matgrad.derivation.core import walk
from matgrad.derivation.declare import parse_shapes
from matgrad.derivation.judge import read_side
from matgrad.derivation.reader import read

SHAPES, _ = parse_shapes("A: m×n, B: n×n, X: n×n, x: n, y: n, b: m, u: 1×n, c: scalar")
CONTEXT = Context(SHAPES, wrt="x")


def side(text, context=CONTEXT):
    """Return the core tree of an expression, and what was found on the way."""
    [statement] = read(text, context.known())
    return read_side(statement.sides[0], context)


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("A x", "m × 1"),
        ("A x - b", "m × 1"),
        ("x^T A^T", "1 × m"),
        ("x^T x", "scalar"),
        ("x x^T", "n × n"),
        ("A^T A", "n × n"),
        ("(A^T A)^{-1} A^T b", "n × 1"),
        ("c A", "m × n"),
        ("‖A x‖", "scalar"),
        ("tr(B)", "scalar"),
        ("diag(x)", "n × n"),
        ("diag(B)", "n × 1"),
        ("vec(A)", "m·n × 1"),
        ("A ⊗ x", "m·n × n"),
        ("x ⊙ y", "n × 1"),
        ("u x", "scalar"),
        ("x u", "n × n"),
        ("∇(x^T B x)", "n × 1"),
        (r"\nabla^2 (x^T B x)", "n × n"),
        (r"\frac{\partial}{\partial X} tr(B X)", "n × n"),
        (r"\frac{d}{dx} (A x)", "n × m"),
        ("A_{ij} x_j", "scalar"),
        (r"\sum_i b_i", "scalar"),
        ("dX", "n × n"),
        ("B + I", "n × n"),
        ("x^T y x", "n × 1"),
        ("y x^T y", "n × 1"),
    ],
)
def test_shapes(text, shape):
    node, reading = side(text)
    assert reading.problems == []
    assert str(node.shape) == shape


@pytest.mark.parametrize(
    ("text", "symptom", "message", "labels"),
    [
        ("x x", "product",
         "the product is not conformable: n × 1 times n × 1 (columns of the first, 1, ≠ rows of the second, n)",
         [("x", "n × 1"), ("x", "n × 1")]),
        ("A b", "product",
         "the product is not conformable: m × n times m × 1 (columns of the first, n, ≠ rows of the second, m)",
         [("A", "m × n"), ("b", "m × 1")]),
        ("x + b", "sum", "the sum is not conformable: n × 1 and m × 1", [("x", "n × 1"), ("b", "m × 1")]),
        ("x + u", "row + column", "a column (n × 1) and a row (1 × n) cannot be added",
         [("x", "n × 1"), ("u", "1 × n")]),
        ("x + c", "scalar + array", "a scalar and a column (n × 1) cannot be added", [("x", "n × 1"), ("c", "scalar")]),
        ("x^2", "square of a vector",
         "a column (n × 1) has no power 2: the product of two columns is not conformable", [("x", "n × 1")]),
        ("A^2", "power of a non-square matrix", "only a square matrix has powers; this one is m × n", [("A", "m × n")]),
        ("A^{-1}", "inverse of a non-square matrix", "only a square matrix has an inverse; this one is m × n",
         [("A", "m × n")]),
        ("tr(A)", "trace of a non-square matrix", "only a square matrix has a trace; this one is m × n",
         [("A", "m × n")]),
        ("det(A)", "determinant of a non-square matrix", "only a square matrix has a determinant; this one is m × n",
         [("A", "m × n")]),
        ("x ⊙ b", "product", "the elementwise product needs two arrays of one shape: n × 1 and m × 1",
         [("x", "n × 1"), ("b", "m × 1")]),
        ("⟨x, b⟩", "product", "the inner product ⟨ , ⟩ needs two arrays of one shape: n × 1 and m × 1",
         [("x", "n × 1"), ("b", "m × 1")]),
        ("b / x", "division by an array",
         "nothing can be divided by a column (n × 1); multiply by an inverse on the proper side", [("x", "n × 1")]),
        ("z", "undeclared symbol", "z is not declared", []),
        ("Y", "undeclared symbol", "Y is not declared; y is declared", []),
        ("A_{ijk}", "index mismatch", "3 indices on an array that is m × n", [("A", "m × n")]),
        ("x_j b_j", "index mismatch", "the index j runs over n places and over m places", []),
        (r"\sum_{j=1}^m x_j", "index mismatch", "the sum runs to m, but the index j runs over n places", []),
        ("c^{A}", "exponent", "this exponent is neither a number, nor the transpose sign T", []),
    ],
)  # fmt: skip
def test_problems_name_both_operands(text, symptom, message, labels):
    _, reading = side(text)
    found = reading.problems[0]
    assert (found.symptom, found.message) == (symptom, message)
    assert [(text[start:end], label) for (start, end), label in found.labels] == labels


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("y x^T y", ""),
        ("x y^T y x^T y", ""),
        ("B y^T x y^T y", "the product conforms under another bracketing than left to right; it is read so"),
        ("‖B‖_2", "‖M‖₂ of a matrix is read as the Frobenius norm"),
        ("1 - exp(x)", "1 beside an array is read as the all-ones array"),
        ("x^T B x/2c", "1/2n is read as 1/(2n)"),
        ("x_i x_i x_i", "the index i is used 3 times in one term; it is summed once"),
    ],
)
def test_choices_are_noted(text, note):
    _, reading = side(text)
    assert reading.problems == []
    assert reading.notes == ([note] if note else [])


def test_every_node_knows_its_place():
    text = "x^T (A^T A) x - 2 b^T A x"
    node, _ = side(text)
    assert all(0 <= child.span[0] < child.span[1] <= len(text) for child in walk(node))
    assert node.span == (0, len(text))
