"""Declarations: every form that people write, and a sentence for each that cannot be read."""

import pytest

from matgrad.derivation import DerivationError
from matgrad.derivation.declare import ASSUMPTIONS, annotation_shape, parse_assumptions, parse_shapes
from matgrad.derivation.limits import MAX_SYMBOLS

FORM = 'write "A: m×n, x: n, λ: scalar" or {"A": ("m", "n"), "x": ("n",), "λ": ()}'
KINDS = (
    "diagonal, full column rank, full row rank, invertible, lower triangular, nonzero, orthogonal, "
    "orthonormal columns, positive, positive definite, projection, skew-symmetric, square, symmetric, unit, "
    "upper triangular"
)


@pytest.mark.parametrize(
    ("text", "shapes", "facts"),
    [
        ("A: m×n, x: n, b: m, λ: scalar", {"A": "m × n", "x": "n × 1", "b": "m × 1", "λ": "scalar"}, ()),
        ({"A": ("m", "n"), "x": ("n",), "lam": ()}, {"A": "m × n", "x": "n × 1", "λ": "scalar"}, ()),
        ({"A": "m×n", "x": "n", "k": 3}, {"A": "m × n", "x": "n × 1", "k": "3 × 1"}, ()),
        ("A: m x n; x: n", {"A": "m × n", "x": "n × 1"}, ()),
        ("A in R^{m x n}, x in R^n", {"A": "m × n", "x": "n × 1"}, ()),
        (r"A \in \mathbb{R}^{m\times n}", {"A": "m × n"}, ()),
        ("A ∈ ℝ^{m×n}", {"A": "m × n"}, ()),
        ("x, y: n", {"x": "n × 1", "y": "n × 1"}, ()),
        ("x: column n, u: row n", {"x": "n × 1", "u": "1 × n"}, ()),
        ("A: (m, n), B: 3×2", {"A": "m × n", "B": "3 × 2"}, ()),
        ("lam: scalar\nx: n", {"λ": "scalar", "x": "n × 1"}, ()),
        ("m >= n, A: m by n, n < p", {"A": "m × n"}, (("m", "≥", "n"), ("n", "<", "p"))),
        (r"A: m×n, m \geq n", {"A": "m × n"}, (("m", "≥", "n"),)),
        ("k: number, c: 1", {"k": "scalar", "c": "scalar"}, ()),
        ("x_0: n, w_hat: n, x': n, x*: n", {"x_0": "n × 1", "ŵ": "n × 1", "x'": "n × 1", "x^*": "n × 1"}, ()),
        ("", {}, ()),
    ],
)
def test_shapes_are_read(text, shapes, facts):
    found, stated = parse_shapes(text)
    assert {name: str(shape) for name, shape in found.items()} == shapes
    assert stated == facts


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("A", f"shapes: 'A' has no shape; {FORM}"),
        ("x: n; y", f"shapes: 'y' has no shape; {FORM}"),
        ("A: m×", f"shapes: 'm×' is not a shape for A; {FORM}"),
        ("A: 0", f"shapes: '0' is not a shape for A; {FORM}"),
        ("A: m×n×p", f"shapes: 'm×n×p' is not a shape for A; {FORM}"),
        ("A: m m", f"shapes: 'm m' is not a shape for A; {FORM}"),
        ("x: -1", f"shapes: '-1' is not a shape for x; {FORM}"),
        ("1: n", f"shapes: '1' is not a name; {FORM}"),
        (": n", f"shapes: '' is not a name; {FORM}"),
        ("m ≥", f"shapes: 'm ≥' is not a declaration; {FORM}"),
        ("A: (m, n", f"shapes: a bracket is not closed in 'A: (m, n'; {FORM}"),
        ("A: m×n, A: n", "shapes: A is declared as m × n and as n × 1"),
        ({"A": (0,)}, f"shapes: (0,) is not a shape for A; {FORM}"),
        ({"A": ("m", 1.5)}, f"shapes: ('m', 1.5) is not a shape for A; {FORM}"),
        ({"A": None}, f"shapes: None is not a shape for A; {FORM}"),
        ({"A": True}, f"shapes: True is not a shape for A; {FORM}"),
        ({1: ("n",)}, f"shapes: the name 1 is not a string; {FORM}"),
        (5, f"shapes: expected a string or a dictionary, got int; {FORM}"),
        ({f"x_{i}": ("n",) for i in range(MAX_SYMBOLS + 1)}, "shapes: more than 200 symbols are declared"),
    ],
)
def test_what_is_no_declaration_is_named(text, message):
    with pytest.raises(DerivationError) as error:
        parse_shapes(text)
    assert str(error.value) == message


SHAPES, _ = parse_shapes("A: m×n, Q: n×n, x: n")


@pytest.mark.parametrize(
    ("assume", "found"),
    [
        (None, {}),
        ({"Q": "symmetric"}, {"Q": ("symmetric",)}),
        ({"Q": "symmetric, invertible"}, {"Q": ("symmetric", "invertible")}),
        ({"Q": "symmetric and invertible"}, {"Q": ("symmetric", "invertible")}),
        ({"Q": ["diagonal", "diagonal"]}, {"Q": ("diagonal",)}),
        ({"Q": "SPD"}, {"Q": ("positive definite",)}),
        ({"A": "full column rank", "x": "unit vector"}, {"A": ("full column rank",), "x": ("unit",)}),
    ],
)
def test_assumptions_are_read(assume, found):
    assert parse_assumptions(assume, SHAPES) == found


@pytest.mark.parametrize(
    ("assume", "message"),
    [
        ({"Q": "symetric"}, f"assume: 'symetric' is not known for Q; known are {KINDS}"),
        ({"Q": 5}, f"assume: '5' is not known for Q; known are {KINDS}"),
        ({"Z": "symmetric"}, "assume: Z is not declared in shapes"),
        ({"A": "symmetric"}, "assume: A is m × n; only a square matrix can be symmetric"),
        ({"x": "diagonal"}, "assume: x is n × 1; only a square matrix can be diagonal"),
        ("Q", 'assume: expected a dictionary such as {"Q": "symmetric"}'),
    ],
)
def test_what_is_no_assumption_is_named(assume, message):
    with pytest.raises(DerivationError) as error:
        parse_assumptions(assume, SHAPES)
    assert str(error.value) == message


def test_every_synonym_stands_for_a_known_assumption():
    assert set(ASSUMPTIONS.values()) == set(KINDS.split(", "))


@pytest.mark.parametrize(
    ("text", "shape"),
    [(r"m\times n", "m × n"), (r"\text{scalar}", "scalar"), ("m×1", "m × 1"), (r"\text{residual}", "None")],
)
def test_the_label_of_a_brace_may_state_a_shape(text, shape):
    assert str(annotation_shape(text)) == shape
