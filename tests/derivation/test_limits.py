"""Every limit and every refusal, by its full sentence."""

import pytest

from matgrad.derivation import DerivationError, check

SHAPES = "A: m×n, B: n×n, x: n, b: m, c: scalar"


def only(line, shapes=SHAPES, **arguments):
    """Return the report's one line."""
    return check([line], shapes, explain=False, **arguments).lines[-1]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"lines": ["x"] * 401}, "lines: at most 400 lines can be checked at once, here are 401"),
        ({"lines": ["x" * 10_000] * 21}, "lines: at most 200000 characters can be checked at once"),
        ({"lines": 5}, "lines: expected a string or a list of strings"),
        ({"wrt": "z"}, "wrt: z is not declared in shapes"),
        ({"layout": "row"}, "layout: 'row' is not known; expected \"denominator\", \"numerator\", \"mixed\" or None"),
        ({"where": ["r = Ax - x"]}, "where: 'r = Ax - x' (entry 1): the sum is not conformable: m × 1 and n × 1"),
        ({"where": ["r = (Ax"]}, "where: 'r = (Ax' (entry 1) could not be read: the bracket ( is not closed"),
        ({"goal": "(x"}, "goal: '(x' could not be read: the bracket ( is not closed"),
        ({"goal": ""}, "goal: '' is not an expression"),
        ({"goal": "A b"},
         "goal: 'A b': the product is not conformable: m × n times m × 1 "
         "(columns of the first, n, ≠ rows of the second, m)"),
        ({"goal": "∇(x^T x)"},
         "goal: '∇(x^T x)' contains a derivative; state the expression that must be reached"),
    ],
)  # fmt: skip
def test_requests_that_cannot_be_used(arguments, message):
    with pytest.raises(DerivationError) as error:
        check(**{"lines": ["x = x"], "shapes": SHAPES, "explain": False} | arguments)
    assert str(error.value) == message


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("x " * 10_001, "the line is longer than 20000 characters"),
        ("x'" * 6_001, "the line has more than 12000 symbols"),
        ("c " * 2_001, "the product has more than 2000 factors"),
        ("c+" * 2_001 + "c", "the sum has more than 2000 terms"),
        ("(" * 61 + "x" + ")" * 61, "the expression is nested more than 60 deep"),
        (r"\mathbf{" * 61 + "x+x" + "}" * 61, "the fonts are nested more than 60 deep"),
        ("10000000000000 c", "the number 10000000000000 is larger than 1e+12"),
        ("9" * 41, "the number is too long"),
        ("= x", "the line goes on with a relation, but nothing stands before it"),
        (r"\begin{pmatrix} x", "an entry of the matrix was expected to end here"),
        (r"\begin{pmatrix} \end{pmatrix}", "nothing stands in the matrix"),
    ],
)
def test_lines_that_cannot_be_read(line, message):
    found = only(line)
    assert (found.verdict, found.message) == ("unreadable", message)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("B^{13} = B", "the power 13 is larger than 12"),
        ("B^c = B", "the exponent c of an array is not decided"),
        ("B^{1/2} B^{1/2} = B", "the power 1/2 of a matrix is not decided"),
        (r"\|x\|_1^2 = \|x\|_\infty^2", "the norm with subscript infty is not decided"),
        (r"\sqrt{B} = B", "the square root of a matrix is not decided"),
        (r"\prod_i x_i = c", "a product over an index is not decided"),
        (r"\sum_{i=2}^n x_i = c", "the limits of this sum are not decided"),
        (r"\sum_{i=1}^{n-1} x_i = c", "the limits of this sum are not decided"),
        ("x = A_i", "one index on a matrix names a row or a column; it is not decided which"),
        (
            r"\frac{\partial Bx}{\partial B} = x",
            "the derivative of an array by a matrix has more than two axes; it is not decided",
        ),
        ("x^T x ≤ c", "an inequality (≤) is read but not decided"),
        ("x ∝ b", "proportionality (∝) is read but not decided"),
        ("c → 0", "a limit (→) is read but not decided"),
        ("x ⊥ x", "orthogonality as a relation (⊥) is read but not decided"),
        ("B ≻ 0", "definiteness (≻) is read but not decided"),
        ("x ∈ b", "membership (∈) is read but not decided"),
        ("c ≈ 2c", "≈ is decided only where an increment (h, dx, Δx) says what is small"),
        (r"\lim c = c", "lim is read but cannot be decided"),
        ("‖x‖² = 0", "a condition that is not affine in a symbol it determines; it is not decided"),
        (r"\exp(1000 c^2 + 1000) = c", "the exponential overflows at the sampled point"),
    ],
)
def test_what_cannot_be_decided_says_why(line, reason):
    found = only(line)
    assert (found.verdict, found.evidence) == ("undecided", reason)


def test_contradictory_facts_are_named():
    found = only("A x = A x", SHAPES + ", m > n, m < n")
    assert (found.verdict, found.evidence) == ("undecided", "no sizes satisfy the declared relations between them")


def test_a_line_with_many_problems_names_the_first_ones():
    assert len(only("(x + b)" * 100).diagnostics) == 20


def test_an_empty_line_says_so():
    assert only("").notes == ("nothing to check on this line",)
