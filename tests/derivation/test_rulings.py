"""The rulings on how derivations are judged, each in fresh examples of several notations."""

import pytest

from matgrad.derivation import check

LEAST_SQUARES = "A: m×n, x: n, b: m"
OBJECTIVE = r"f(x) = \frac12\|Ax-b\|^2"
LAYOUT_CHANGED = (
    "the value is right, but the layout changed: "
    "the line is true in numerator layout, the derivation is in denominator layout"
)
GIVEN, FOLLOWS, CONDITIONAL, CARRIED = "given", "follows", "conditional", "carried"
WRONG, UNDECIDED = "wrong", "undecided"


def judged(lines, shapes, arguments):
    """Return the verdicts, and the message of the first line that has one."""
    report = check(lines, shapes, explain=False, **arguments)
    return [line.verdict for line in report.lines], next((line.message for line in report.lines if line.message), "")


@pytest.mark.parametrize(
    ("lines", "shapes", "arguments", "verdicts", "message"),
    [
        (
            ["‖Ax − b‖² = (Ax − b)²"],
            LEAST_SQUARES,
            {},
            [WRONG],
            "a column (m × 1) has no power 2: the product of two columns is not conformable",
        ),
        (
            ["r = Ax - b", "r^T r = r r"],
            LEAST_SQUARES,
            {},
            [GIVEN, WRONG],
            "the product is not conformable: m × 1 times m × 1 (columns of the first, 1, ≠ rows of the second, m)",
        ),
        (
            [r"\|x\|^2 = x^2"],
            "x: n",
            {},
            [WRONG],
            "a column (n × 1) has no power 2: the product of two columns is not conformable",
        ),
        (
            ["||x||^2 = x*x"],
            "x: n",
            {},
            [WRONG],
            "the product is not conformable: n × 1 times n × 1 (columns of the first, 1, ≠ rows of the second, n)",
        ),
        (
            ["(A@x - b)@(A@x - b) = ||A@x-b||^2"],
            LEAST_SQUARES,
            {},
            [WRONG],
            "the product is not conformable: m × 1 times m × 1 (columns of the first, 1, ≠ rows of the second, m)",
        ),
        (["‖x‖² = xxᵀ"], "x: n", {}, [WRONG], "the sides have different shapes: scalar and n × n"),
        (["x^2 = x x"], "x: 1", {}, [FOLLOWS], ""),
        (
            ["w^3 = w w w"],
            "w: 1×n",
            {},
            [WRONG],
            "a row (1 × n) has no power 3: the product of two rows is not conformable",
        ),
    ],
)
def test_ruling_1_strict_columns(lines, shapes, arguments, verdicts, message):
    """A column has no square, and two columns have no product, however they are written."""
    found, sentence = judged(lines, shapes, arguments)
    assert found == verdicts
    assert message in ("", sentence)


@pytest.mark.parametrize(
    ("lines", "shapes", "arguments", "verdicts", "message"),
    [
        (
            ["f(x) = ½‖Ax − b‖²", "= (Ax − b)ᵀ(Ax − b)", "= ½(Ax − b)ᵀ(Ax − b)"],
            LEAST_SQUARES,
            {},
            [GIVEN, WRONG, FOLLOWS],
            "",
        ),
        (["x^T A x", "= x^T A^T A x", "= (Ax)^T(Ax)"], "A: n×n, x: n", {}, [GIVEN, WRONG, CARRIED], ""),
        (["f(x) = x'Ax", "∇f = 2Ax", "∇²f = 2A"], "A: n×n, x: n", {}, [GIVEN, WRONG, CARRIED], ""),
        (["f(x) = xᵀx", "f(x) = 2xᵀx", "∇f(x) = 4x", "∇f(x) = 2x"], "x: n", {}, [GIVEN, WRONG, CARRIED, FOLLOWS], ""),
        (["f(x) = ||x||^2", "∇f = x", "H = ∇²f = I"], "x: n", {}, [GIVEN, WRONG, CARRIED], ""),
    ],
)
def test_ruling_2_two_baselines(lines, shapes, arguments, verdicts, message):
    """A line is tested against the line before and against the last good expression."""
    found, sentence = judged(lines, shapes, arguments)
    assert found == verdicts
    assert message in ("", sentence)


@pytest.mark.parametrize(
    ("lines", "shapes", "arguments", "verdicts", "message"),
    [
        (
            ["f(x) = ½‖Ax − b‖²", "∇f = A(Ax − b)", "∇f = Aᵀ(Ax − b)"],
            "A: n×n, x: n, b: n",
            {},
            [GIVEN, WRONG, FOLLOWS],
            "",
        ),
        (["(A+B)^T", "= A + B", "= A^T + B^T"], "A: n×n, B: n×n", {}, [GIVEN, WRONG, FOLLOWS], ""),
        (["d(AX)", "= dX A", "= A dX"], "A: n×n, X: n×n", {}, [GIVEN, WRONG, FOLLOWS], ""),
    ],
)
def test_ruling_3_a_right_last_line_does_not_excuse_a_wrong_step(lines, shapes, arguments, verdicts, message):
    """The wrong step stays wrong when the last line is right."""
    found, sentence = judged(lines, shapes, arguments)
    assert found == verdicts
    assert message in ("", sentence)


@pytest.mark.parametrize(
    ("lines", "shapes", "arguments", "verdicts", "message"),
    [
        ([OBJECTIVE, "f'(x) = (Ax-b)^T A", r"\nabla f = f'(x)^T"], LEAST_SQUARES, {}, [GIVEN, FOLLOWS, FOLLOWS], ""),
        (
            [OBJECTIVE, "f'(x) = A^T(Ax-b)", "f'(x) = (Ax-b)^TA"],
            LEAST_SQUARES,
            {},
            [GIVEN, FOLLOWS, WRONG],
            LAYOUT_CHANGED,
        ),
        (
            [OBJECTIVE, r"\nabla f = (Ax-b)^TA"],
            LEAST_SQUARES,
            {},
            [GIVEN, WRONG],
            LAYOUT_CHANGED,
        ),
        ([OBJECTIVE, r"\nabla f = (Ax-b)^TA"], LEAST_SQUARES, {"layout": "numerator"}, [GIVEN, FOLLOWS], ""),
        (
            [OBJECTIVE, r"\frac{\partial f}{\partial x} = A^T(Ax-b)"],
            LEAST_SQUARES,
            {"layout": "numerator"},
            [GIVEN, WRONG],
            "the value is right, but the layout changed: "
            "the line is true in denominator layout, the derivation is in numerator layout",
        ),
        (["h(x) = Ax", r"\frac{\partial h}{\partial x} = A"], LEAST_SQUARES, {}, [GIVEN, FOLLOWS], ""),
        (["h(x) = Ax", r"\frac{\partial h}{\partial x} = A^T"], LEAST_SQUARES, {}, [GIVEN, FOLLOWS], ""),
        (
            ["h(x) = Ax", r"\frac{\partial h}{\partial x} = A^T", r"\frac{\partial h}{\partial x} = A"],
            LEAST_SQUARES,
            {},
            [GIVEN, FOLLOWS, WRONG],
            LAYOUT_CHANGED,
        ),
        (["f(X) = tr(AX)", r"\frac{\partial f}{\partial X} = A"], "A: n×m, X: m×n", {}, [GIVEN, FOLLOWS], ""),
        (["f(X) = tr(AX)", r"\frac{\partial f}{\partial X} = A^T"], "A: n×m, X: m×n", {}, [GIVEN, FOLLOWS], ""),
        (
            ["f(X) = tr(AX)", r"\nabla f = A"],
            "A: n×m, X: m×n",
            {},
            [GIVEN, WRONG],
            LAYOUT_CHANGED,
        ),
    ],
)
def test_ruling_4_layout_is_data(lines, shapes, arguments, verdicts, message):
    """The layout is inferred per kind of derivative; changing it on the way is drift."""
    found, sentence = judged(lines, shapes, arguments)
    assert found == verdicts
    assert message in ("", sentence)


@pytest.mark.parametrize(
    ("lines", "shapes", "arguments", "verdicts", "message"),
    [
        (
            ["f(x) = x^T B x", "∇f = x^T B + B x"],
            "B: n×n, x: n",
            {},
            [GIVEN, WRONG],
            "a row (1 × n) and a column (n × 1) cannot be added",
        ),
        (["∇(x'x) = x + x'"], "x: n", {}, [WRONG], "a column (n × 1) and a row (1 × n) cannot be added"),
        ([r"\frac{d}{dx} x^Tx = x^T + x"], "x: n", {}, [WRONG], "a row (1 × n) and a column (n × 1) cannot be added"),
        (["x^T + y = y + x^T"], "x: n, y: n", {}, [WRONG], "a row (1 × n) and a column (n × 1) cannot be added"),
    ],
)
def test_ruling_5_row_plus_column(lines, shapes, arguments, verdicts, message):
    """A row and a column are not added."""
    found, sentence = judged(lines, shapes, arguments)
    assert found == verdicts
    assert message in ("", sentence)


@pytest.mark.parametrize(
    ("lines", "shapes", "arguments", "verdicts", "message"),
    [
        (["∇(x^TBx) = 2Bx"], "B: n×n, x: n", {"wrt": "x"}, [WRONG], ""),
        (["∇(x^TBx) = 2Bx"], "B: n×n, x: n", {"wrt": "x", "assume": {"B": "symmetric"}}, [FOLLOWS], ""),
        (["(AB)^T = AB"], "A: n×n, B: n×n", {"assume": {"A": "symmetric", "B": "symmetric"}}, [WRONG], ""),
        (["B^T = B", "∇(x^TBx) = 2Bx"], "B: n×n, x: n", {"wrt": "x"}, [GIVEN, FOLLOWS], ""),
        (["Q^TQ = I", "||Qx||^2 = ||x||^2"], "Q: n×n, x: n", {}, [GIVEN, FOLLOWS], ""),
        (["det(Q) = 1"], "Q: n×n", {"assume": {"Q": "orthogonal"}}, [UNDECIDED], ""),
        (["det(Q)^2 = 1"], "Q: n×n", {"assume": {"Q": "orthogonal"}}, [FOLLOWS], ""),
        (["PP = P"], "P: n×n", {"assume": {"P": "projection"}}, [FOLLOWS], ""),
        (["AB = BA"], "A: n×n, B: n×n", {"assume": {"A": "diagonal", "B": "diagonal"}}, [FOLLOWS], ""),
    ],
)
def test_ruling_6_true_only_if(lines, shapes, arguments, verdicts, message):
    """What holds under an assumption only is wrong without it."""
    found, sentence = judged(lines, shapes, arguments)
    assert found == verdicts
    assert message in ("", sentence)


@pytest.mark.parametrize(
    ("lines", "shapes", "arguments", "verdicts", "message"),
    [
        (["AᵀAx = Aᵀb", "x = (AᵀA)⁻¹Aᵀb"], LEAST_SQUARES, {}, [GIVEN, CONDITIONAL], ""),
        (["∇f(x) = 0", "Ax = b"], LEAST_SQUARES, {"where": ["f(x) = 1/2||Ax-b||^2"]}, [GIVEN, WRONG], ""),
        (
            ["Ax = b ⟺ A^TAx = A^Tb"],
            LEAST_SQUARES,
            {},
            [WRONG],
            "only one direction holds: Ax = b does not follow from this equation",
        ),
        (["A^TAx = A^Tb", "Ax = b"], LEAST_SQUARES, {}, [GIVEN, WRONG], ""),
        (["xᵀx = 1", "x^TAx = x^TAx x^Tx"], "A: n×n, x: n", {}, [GIVEN, FOLLOWS], ""),
        (["AB = I", "B = A^{-1}"], "A: n×n, B: n×n", {}, [GIVEN, CONDITIONAL], ""),
        (["x = y", "Ax = Ay"], "A: n×n, x: n, y: n", {}, [GIVEN, CONDITIONAL], ""),
        (["x = 2y", "Ax = Ay"], "A: n×n, x: n, y: n", {}, [GIVEN, WRONG], ""),
        (["‖r‖² = 0", "⇒ r = 0"], "r: n", {}, [UNDECIDED, UNDECIDED], ""),
        (["x^TAx = 1", "⇒ Ax = x"], "A: n×n, x: n", {}, [GIVEN, WRONG], ""),
        (["A x = λ x", "⇒ A²x = λ²x"], "A: n×n, x: n, λ: scalar", {}, [GIVEN, CONDITIONAL], ""),
        (["A x = λ x", "⇒ A²x = 2λx"], "A: n×n, x: n, λ: scalar", {}, [GIVEN, WRONG], ""),
        (["AX + XB = C", "⇒ X = A^{-1}(C - XB)"], "A: n×n, B: n×n, C: n×n, X: n×n", {}, [GIVEN, CONDITIONAL], ""),
    ],
)
def test_ruling_7_hypothesis_or_claim(lines, shapes, arguments, verdicts, message):
    """A solvable equation is a hypothesis; what rests on it is conditional; ⇔ needs both directions."""
    found, sentence = judged(lines, shapes, arguments)
    assert found == verdicts
    assert message in ("", sentence)


@pytest.mark.parametrize(
    ("lines", "shapes", "arguments", "verdicts", "message"),
    [
        (["x = A^{-1}b"], LEAST_SQUARES, {}, [WRONG], "only a square matrix has an inverse; this one is m × n"),
        (["(A^TA)^{-1}A^TA = I"], LEAST_SQUARES, {}, [FOLLOWS], ""),
        (["(AA^T)^{-1}AA^T = I"], LEAST_SQUARES, {}, [FOLLOWS], ""),
        (
            ["(A^TA)^{-1}A^T = A^T(AA^T)^{-1}"],
            LEAST_SQUARES,
            {},
            [WRONG],
            "what is inverted here has no inverse, whatever the order of the sizes",
        ),
        (
            ["(A^TA)^{-1} = A^{-1}A^{-T}"],
            LEAST_SQUARES,
            {},
            [WRONG],
            "only a square matrix has an inverse; this one is m × n",
        ),
        (
            ["(AA^T)^{-1}AA^T = I"],
            LEAST_SQUARES + ", m ≥ n",
            {},
            [WRONG],
            "what is inverted here has no inverse, whatever the order of the sizes",
        ),
        (["A(A^TA)^{-1}A^T = I"], LEAST_SQUARES, {}, [WRONG], ""),
        (["(A^TA + λI)^{-1}A^T = A^T(AA^T + λI)^{-1}"], LEAST_SQUARES + ", λ: scalar", {}, [FOLLOWS], ""),
    ],
)
def test_ruling_8_inverses(lines, shapes, arguments, verdicts, message):
    """Inverses of AᵀA and AAᵀ exist in one order of the sizes; a non-square matrix has none."""
    found, sentence = judged(lines, shapes, arguments)
    assert found == verdicts
    assert message in ("", sentence)


@pytest.mark.parametrize(
    ("lines", "shapes", "arguments", "verdicts", "message"),
    [
        (["xᵀAx", "f'(x) = xᵀ(A + Aᵀ)"], "A: n×n, x: n", {}, [GIVEN, FOLLOWS], ""),
        (["f(x+h) − f(x) = 2xᵀh + hᵀh", "f'(x) = 2xᵀ"], "x: n, h: n", {}, [GIVEN, FOLLOWS], ""),
        (["g(x) = f(Ax)", "∇g(x) = A^T ∇f(Ax)"], "A: m×n, x: n", {}, [GIVEN, FOLLOWS], ""),
        (["g(x) = f(x)h(x)", "∇g = h(x)∇f(x) + f(x)∇h(x)"], "x: n", {}, [GIVEN, FOLLOWS], ""),
        (
            ["g(x) = f(x)h(x)", "∇g = ∇f(x)∇h(x)"],
            "x: n",
            {},
            [GIVEN, WRONG],
            "the product is not conformable: n × 1 times n × 1 (columns of the first, 1, ≠ rows of the second, n)",
        ),
        (["g(x) = f(x)^2", "∇g = 2f(x)∇f(x)"], "x: n", {}, [GIVEN, FOLLOWS], ""),
        (["g(t) = f(x + tv)", "g'(t) = ∇f(x+tv)^T v"], "x: n, v: n, t: scalar", {}, [GIVEN, FOLLOWS], ""),
        (["g(t) = f(x + tv)", "g''(t) = v^T∇^2 f(x+tv) v"], "x: n, v: n, t: scalar", {}, [GIVEN, FOLLOWS], ""),
        (["∇f = 2x", "∇²f = 2I"], "x: n", {}, [GIVEN, FOLLOWS], ""),
        (["∇f = 2x", "∇²f = I"], "x: n", {}, [GIVEN, WRONG], ""),
    ],
)
def test_ruling_9_defining_by_use(lines, shapes, arguments, verdicts, message):
    """What nothing defines is defined by its first use, or is an arbitrary smooth function."""
    found, sentence = judged(lines, shapes, arguments)
    assert found == verdicts
    assert message in ("", sentence)


@pytest.mark.parametrize(
    ("lines", "shapes", "arguments", "verdicts", "message"),
    [
        (["∇f = AX"], LEAST_SQUARES, {"where": ["f(x)=||Ax||^2"]}, [WRONG], "X is not declared; x is declared"),
        (["Aw = Aw"], LEAST_SQUARES, {}, [WRONG], "w is not declared"),
        ([r"\sum_{j=1}^k x_j^2 = x^Tx"], "x: k", {}, [FOLLOWS], ""),
        ([r"\sum_{j=1}^p x_j^2 = x^Tx"], "x: n", {}, [FOLLOWS], ""),
        (["B x = Bx"], LEAST_SQUARES, {}, [WRONG], "B is not declared; b is declared"),
        ([r"\|Ax-y\|^2 = (Ax-y)^T(Ax-y)"], LEAST_SQUARES, {}, [WRONG], "y is not declared"),
    ],
)
def test_ruling_10_undeclared_symbols(lines, shapes, arguments, verdicts, message):
    """A letter that is not declared is an error in array position and none as a size."""
    found, sentence = judged(lines, shapes, arguments)
    assert found == verdicts
    assert message in ("", sentence)


@pytest.mark.parametrize(
    ("lines", "shapes", "arguments", "verdicts", "message"),
    [
        (["d(x^Tx) = dx^Tx + x^Tdx"], "x: n", {}, [FOLLOWS], ""),
        (["d(Ax - b) = A dx"], LEAST_SQUARES, {"wrt": "x"}, [FOLLOWS], ""),
        (["d(Ax) = dA x + A dx"], LEAST_SQUARES, {}, [FOLLOWS], ""),
        (["dX^{-1} = -X^{-1}dX X^{-1}"], "X: n×n", {}, [FOLLOWS], ""),
        (["d(X^2) = 2X dX"], "X: n×n", {}, [WRONG], ""),
        (["d(X^2) = X dX + dX X"], "X: n×n", {}, [FOLLOWS], ""),
        (["dX^2 = X dX + dX X"], "X: n×n", {}, [FOLLOWS], ""),
        (["d(ln det X) = tr(X^{-1}dX)"], "X: n×n", {}, [FOLLOWS], ""),
        (["d(A^TA) = 2A^T dA"], "A: m×n", {}, [WRONG], ""),
        (["(X + dX)^{-1} ≈ X^{-1} - X^{-1} dX X^{-1}"], "X: n×n", {}, [FOLLOWS], ""),
        (["(X + dX)^{-1} ≈ X^{-1} + X^{-1} dX X^{-1}"], "X: n×n", {}, [WRONG], ""),
        ([r"\|x+h\|^2 ≈ \|x\|^2 + 2x^Th"], "x: n, h: n", {}, [UNDECIDED], ""),
        (["d²(xᵀAx) = 2dxᵀA dx"], "A: n×n, x: n", {}, [FOLLOWS], ""),
    ],
)
def test_ruling_11_differentials(lines, shapes, arguments, verdicts, message):
    """A d binds to the next symbol with its power, and is compared as a linear map."""
    found, sentence = judged(lines, shapes, arguments)
    assert found == verdicts
    assert message in ("", sentence)


@pytest.mark.parametrize(
    ("lines", "shapes", "arguments", "verdicts", "message"),
    [
        (["W r^T r = W ||r||^2"], "W: n×n, r: n", {}, [FOLLOWS], ""),
        (["x · y = y · x"], "x: n, y: n", {}, [FOLLOWS], ""),
        (["(x'y)' = y'x"], "x: n, y: n", {}, [FOLLOWS], ""),
        (["σ(x) ⊙ (1 − σ(x)) = σ(x) − σ(x)⊙σ(x)"], "x: n", {}, [FOLLOWS], ""),
        (
            ["f(x) = b^Tx", "∇f = b + 1"],
            "x: n, b: n",
            {},
            [GIVEN, WRONG],
            "a scalar and a column (n × 1) cannot be added",
        ),
        (["x + b = b + x"], "x: n, b: scalar", {}, [WRONG], "a scalar and a column (n × 1) cannot be added"),
        (["AX = A X"], "A: n×n, X: n×n", {}, [FOLLOWS], ""),
        (["Xw = X w", "Xᵀ(Xw) = XᵀXw"], "X: n×p, w: p", {}, [FOLLOWS, FOLLOWS], ""),
        (["T^T T = (T^T T)^T"], "T: n×n", {}, [FOLLOWS], ""),
        (["||M||_2^2 = tr(M^TM)"], "M: m×n", {}, [FOLLOWS], ""),
        ([r"\mathbf{x}^T x = x^T\mathbf{x}"], "x: n", {}, [FOLLOWS], ""),
        (["x y^T z = (y^T z) x"], "x: n, y: n, z: n", {}, [FOLLOWS], ""),
        (["x^T y z^T = z^T y x^T"], "x: n, y: n, z: n", {}, [WRONG], ""),
        (["AB' = (BA')'"], "A: m×n, B: p×n", {}, [FOLLOWS], ""),
        (["x x^T x = x ||x||^2"], "x: n", {}, [FOLLOWS], ""),
        (
            ["x x^T y^T = y x^T x"],
            "x: n, y: n",
            {},
            [WRONG],
            "the product is not conformable: 1 × n times 1 × n (columns of the first, n, ≠ rows of the second, 1)",
        ),
    ],
)
def test_ruling_12_reading(lines, shapes, arguments, verdicts, message):
    """Primes, dots, brackets, ones and runs of letters are read as mathematicians read them."""
    found, sentence = judged(lines, shapes, arguments)
    assert found == verdicts
    assert message in ("", sentence)


@pytest.mark.parametrize(
    ("lines", "shapes", "arguments", "verdicts", "message"),
    [
        (["(A_ij x_j − b_i)² = ‖Ax − b‖²"], LEAST_SQUARES, {}, [FOLLOWS], ""),
        (["A_ij x_j = A_ji x_j"], "A: n×n, x: n", {}, [WRONG], ""),
        (
            ["y_i = A_{ij}x_j + b_j"],
            LEAST_SQUARES + ", y: m",
            {},
            [WRONG],
            "the index j runs over n places and over m places",
        ),
        (
            [r"\frac{\partial}{\partial x_k} A_{ij}x_jx_i = A_{kj}x_j + A_{ik}x_i"],
            "A: n×n, x: n",
            {"wrt": "x"},
            [FOLLOWS],
            "",
        ),
        ([r"x_ix_ix_i = \sum_i x_i^3"], "x: n", {}, [FOLLOWS], ""),
        ([r"\sum_i x_i y_j = \sum_j x_j y_j"], "x: n, y: n", {}, [WRONG], "the index j is free on the left side only"),
        ([r"\delta_{ij}x_j = x_i"], "x: n", {}, [FOLLOWS], ""),
        ([r"\sum_i\sum_j A_{ij} = \mathbf 1^TA\mathbf 1"], "A: m×n", {}, [FOLLOWS], ""),
        (["A_{ii} = tr(A)"], "A: n×n", {}, [FOLLOWS], ""),
        (["A_{ij}x_j = b_j"], LEAST_SQUARES, {}, [WRONG], "the index j runs over n places and over m places"),
        (
            ["x_i = x_j"],
            "x: n",
            {},
            [WRONG],
            "the index i is free on the left side only and the index j is free on the right side only",
        ),
        (
            [r"\|Ax - b\|^2 = \sum_{i=1}^{m}\Big(\sum_{j=1}^{m} A_{ij}x_j - b_i\Big)^2"],
            LEAST_SQUARES,
            {},
            [WRONG],
            "the sum runs to m, but the index j runs over n places",
        ),
    ],
)
def test_ruling_13_indices(lines, shapes, arguments, verdicts, message):
    """Free indices agree on both sides, repeated ones are summed, limits fit the sizes."""
    found, sentence = judged(lines, shapes, arguments)
    assert found == verdicts
    assert message in ("", sentence)


@pytest.mark.parametrize(
    ("lines", "shapes", "arguments", "verdicts", "message"),
    [
        (["x^TAx = (x^TAx)^T = x^TA^Tx = x^TAx"], "A: n×n, x: n", {}, [FOLLOWS], ""),
        (["x^TAx = x^TA^Tx = x^TA^TAx"], "A: n×n, x: n", {}, [WRONG], ""),
        (["tr(AB) = tr(BA) = tr(A)tr(B) = tr(AB)"], "A: n×n, B: n×n", {}, [WRONG], ""),
        (["(AB)^{-1} = A^{-1}B^{-1} = B^{-1}A^{-1}"], "A: n×n, B: n×n", {}, [WRONG], ""),
    ],
)
def test_ruling_14_several_relations_on_a_line(lines, shapes, arguments, verdicts, message):
    """Every relation of a row is judged."""
    found, sentence = judged(lines, shapes, arguments)
    assert found == verdicts
    assert message in ("", sentence)


@pytest.mark.parametrize(("last", "layout"), [("ds/dx = 2rᵀA", "numerator"), ("ds/dx = 2Aᵀr", "denominator")])
def test_a_line_that_is_true_in_both_layouts_leaves_the_layout_open(last, layout):
    where = ["r = Ax - b", "s = rᵀr", "ψ(x) = log(1 + s)"]
    report = check(["ψ'(x) = 1/(1 + s) ds/dx", last], "A: m×n, x: n, b: m", "x", where=where)
    assert report.ok
    assert report.layouts == {"scalar by vector": layout}
