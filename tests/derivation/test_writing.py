"""How people write: equations over several lines, names with labels, definitions behind their use, block matrices."""

import pytest

from matgrad import derivation

GIVEN, FOLLOWS, CONDITIONAL, WRONG, CARRIED, UNDECIDED, UNREADABLE = (
    "given", "follows", "conditional", "wrong", "carried", "undecided", "unreadable",
)  # fmt: skip
LEAST_SQUARES = "A: m×n, x: n, b: m"


def verdicts(lines, shapes=LEAST_SQUARES, **arguments):
    report = derivation.check(lines, shapes, explain=False, **arguments)
    return [line.verdict for line in report.lines]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["f(x) = ‖Ax‖²", "+ 2bᵀAx", "∇f = 2AᵀAx", "+ 2Aᵀb"], [GIVEN, GIVEN, FOLLOWS, FOLLOWS]),
        (["f(x) = ‖Ax − b‖²", "= xᵀAᵀAx − 2bᵀAx +", "bᵀb"], [GIVEN, FOLLOWS, FOLLOWS]),
        (["f(x) = (Ax − b)ᵀ(Ax", "− b)", "= ‖Ax − b‖²"], [GIVEN, GIVEN, FOLLOWS]),
        (["f(x) = ‖Ax − b‖²", "= xᵀAᵀAx − 2bᵀAx", "− bᵀb"], [GIVEN, FOLLOWS, WRONG]),
        (["f(x) = ‖Ax − b‖²", "= xᵀAᵀAx + 2bᵀAx", "+ bᵀb"], [GIVEN, WRONG, CARRIED]),
        (["f(x) = ‖Ax − b‖²", "= xᵀAᵀAx − 2bᵀAx", "+ b"], [GIVEN, FOLLOWS, WRONG]),
        (["f(x) = ‖Ax − b‖²", "− 2Aᵀb + 2AᵀAx = ∇f(x)"], [GIVEN, FOLLOWS]),
        (
            [
                r"\begin{align} f(x) &= \left[ x^TA^TAx \right. \\",
                r"&\quad \left. + b^Tb \right] \\",
                r"&= \|Ax\|^2 + \|b\|^2 \end{align}",
            ],
            [GIVEN, GIVEN, FOLLOWS],
        ),
    ],
)
def test_an_equation_may_run_over_several_lines(lines, expected):
    assert verdicts(lines) == expected


def test_each_line_of_an_equation_keeps_its_own_text_and_places():
    report = derivation.check(["f(x) = ‖Ax − b‖²", "= xᵀAᵀAx − 2bᵀAx", "  − bᵀb"], LEAST_SQUARES)
    assert [line.text for line in report.lines] == ["f(x) = ‖Ax − b‖²", "= xᵀAᵀAx − 2bᵀAx", "  − bᵀb"]
    wrong = report.lines[2]
    assert wrong.text[slice(*wrong.span)] == "  − bᵀb"
    assert wrong.repair == "  + bᵀb"
    assert report.lines[1].evidence == "part of the equation that is wrong on line 3"


def test_a_part_of_an_equation_reaches_no_goal():
    lines = ["f(x) = ‖Ax − b‖²", "∇f = 2AᵀAx", "− 2Aᵀb"]
    assert derivation.check(lines, LEAST_SQUARES, goal="2AᵀAx").goal_reached is False
    assert derivation.check(lines, LEAST_SQUARES, goal="2Aᵀ(Ax − b)").goal_reached is True


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["f(x) = ‖Ax‖²", r"\frac{g}{", "= xᵀAᵀAx + 1"], [GIVEN, UNREADABLE, UNDECIDED]),
        (["f(x) = ‖Ax‖²", "= xᵀ)", "= xᵀAᵀAx"], [GIVEN, UNREADABLE, FOLLOWS]),
        ([r"g = \frac{1}{", "= xᵀx", "= ‖x‖²", "= 2‖x‖²"], [UNREADABLE, UNDECIDED, FOLLOWS, WRONG]),
    ],
)
def test_nothing_is_compared_across_a_line_that_could_not_be_read(lines, expected):
    assert verdicts(lines) == expected


def test_the_reason_names_the_line_that_could_not_be_read():
    line = derivation.check([r"g = \frac{1}{", "= xᵀx"], "x: n").lines[1]
    assert line.evidence == "it goes on from the line before, but line 1 could not be read"


@pytest.mark.parametrize(
    ("lines", "shapes", "expected"),
    [
        (
            [
                r"x^{(k+1)} = x^{(k)} - \alpha A^T(Ax^{(k)} - b)",
                r"Ax^{(k+1)} - b = (I - \alpha AA^T)(Ax^{(k)} - b)",
                "x^{(k+1)} = x^{(k)}",
            ],
            LEAST_SQUARES + ", α: scalar",
            [GIVEN, FOLLOWS, WRONG],
        ),
        (
            [r"x_{k+1} = x_k - \alpha A^T(Ax_k - b)", r"Ax_{k+1} - b = (I - \alpha AA^T)(Ax_k - b)"],
            LEAST_SQUARES + ", α: scalar",
            [GIVEN, FOLLOWS],
        ),
        (["x^{new} = x − Aᵀb", "x − x^{new} = Aᵀb", "x = x^{new}"], LEAST_SQUARES, [GIVEN, FOLLOWS, WRONG]),
        (["P_k^- = F P_{k-1} F^T + Q", "P_k^- − Q = F P_{k-1} F^T"], "P_{k-1}: n×n, F: n×n, Q: n×n", [GIVEN, FOLLOWS]),
        ([r"P_A = A(A^TA)^{-1}A^T", r"P_A^\perp = I - P_A", r"P_A^\perp P_A = 0"], "A: m×n", [GIVEN, GIVEN, FOLLOWS]),
        (
            ["P_{k|k} = P_{k|k-1} − K H P_{k|k-1}", "= (I − K H) P_{k|k-1}", "= (I − K H) P_{k|k}"],
            "P_{k|k-1}: n×n, K: n×m, H: m×n",
            [GIVEN, FOLLOWS, WRONG],
        ),
        (
            [r"J = \tfrac12 \|W^{[1]} X - Y\|_F^2", r"\frac{\partial J}{\partial W^{[1]}} = (W^{[1]} X - Y) X^T"],
            "W^{[1]}: q×p, X: p×N, Y: q×N",
            [GIVEN, FOLLOWS],
        ),
        (
            ["Z1 = W1 X", "J = 1/2 ||Z1 - Y||^2", "dJ/dW1 = (Z1 - Y) X^T", "dJ/dW1 = X (Z1 - Y)^T"],
            "W1: q×p, X: p×N, Y: q×N",
            [GIVEN, GIVEN, FOLLOWS, WRONG],
        ),
        (
            ["yhat = X b", "y_hat = X b", "resid = y − yhat", "resid = y − X b"],
            "X: n×p, b: p, y: n",
            [GIVEN, FOLLOWS, GIVEN, FOLLOWS],
        ),
        (
            [r"\text{RSS}(b) = \|y - Xb\|^2", r"\nabla \text{RSS}(b) = -2X^T(y - Xb)"],
            "X: n×p, b: p, y: n",
            [GIVEN, FOLLOWS],
        ),
        (["f(x) = x_1 x2", "∂f/∂x2 = x1"], "x: n", [GIVEN, FOLLOWS]),
        (["AI = A", "d = −Aᵀb", "‖d‖² = bᵀAAᵀb"], LEAST_SQUARES, [FOLLOWS, GIVEN, FOLLOWS]),
    ],
)
def test_labels_and_digits_belong_to_names(lines, shapes, expected):
    assert verdicts(lines, shapes) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([r"f(x) = z^Tz, \quad z = Ax - b", r"\nabla f = 2A^Tz"], [GIVEN, FOLLOWS]),
        (
            [
                r"f(x) = \tfrac12 r^T D r, \quad \text{where } r = Ax - b, D = \operatorname{diag}(w)",
                r"\nabla f = A^T D r",
            ],
            [GIVEN, FOLLOWS],
        ),
        (["f(x) = ½ rᵀDr", "where r = Ax − b and D = diag(w)", "∇f = AᵀDr", "= ArD"], [GIVEN, GIVEN, FOLLOWS, WRONG]),
        (["f(x) = xᵀx", "= zᵀz, where z = x", "= ‖x‖²"], [GIVEN, FOLLOWS, FOLLOWS]),
        (["f(x) = xᵀSKx with S = AᵀA, K = 2S", "= 2xᵀSSx"], [GIVEN, FOLLOWS]),
    ],
)
def test_a_definition_may_stand_behind_its_use(lines, expected):
    assert verdicts(lines, LEAST_SQUARES + ", w: m") == expected


MATRIX = r"\begin{pmatrix} A & B \\ 0 & D \end{pmatrix}"
BLOCKS = "A: n×n, B: n×m, D: m×m, x: n, y: m"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            MATRIX + r" \begin{pmatrix} x \\ y \end{pmatrix} = \begin{pmatrix} Ax + By \\ Dy \end{pmatrix}",
            FOLLOWS,
        ),
        (
            MATRIX + r"^{-1} = \begin{pmatrix} A^{-1} & -A^{-1}BD^{-1} \\ 0 & D^{-1} \end{pmatrix}",
            FOLLOWS,
        ),
        (
            MATRIX + r"^{-1} = \begin{pmatrix} A^{-1} & A^{-1}BD^{-1} \\ 0 & D^{-1} \end{pmatrix}",
            WRONG,
        ),
        (
            MATRIX + r"^T = \begin{pmatrix} A^T & 0 \\ B^T & D^T \end{pmatrix}",
            FOLLOWS,
        ),
        (r"\det A \det D = \det D \det A", FOLLOWS),
        (r"\det" + MATRIX + r" = \det A \det D", FOLLOWS),
        ("[A, B] [A, B]ᵀ = AAᵀ + BBᵀ", FOLLOWS),
        ("(x, y)ᵀ(x, y) = ‖x‖² + ‖y‖²", FOLLOWS),
        ("(x, y)ᵀ(x, y) = ‖x‖² − ‖y‖²", WRONG),
        (r"[1, A]^T x = \begin{bmatrix} 1^T x \\ A^T x \end{bmatrix}", FOLLOWS),
        (
            r"\left\| \begin{bmatrix} A \\ 2I \end{bmatrix} x - \begin{bmatrix} x \\ 0 \end{bmatrix} \right\|^2 "
            r"= \|Ax - x\|^2 + 4\|x\|^2",
            FOLLOWS,
        ),
    ],
)
def test_block_matrices(line, expected):
    assert verdicts([line], BLOCKS) == [expected]


def test_blocks_that_do_not_fit_are_told_apart():
    line = derivation.check([r"\begin{bmatrix} A & x^T \\ 0 & D \end{bmatrix} = 0"], BLOCKS, explain=False).lines[0]
    assert (line.verdict, line.message) == (WRONG, "the blocks do not fit together: their heights are n and 1")
    line = derivation.check([r"\begin{bmatrix} A \\ D \end{bmatrix} = 0"], BLOCKS, explain=False).lines[0]
    assert line.message == "the blocks do not fit together: their widths are n and m"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (r"vec(A^TP + PA) = (I \otimes A^T + A^T \otimes I) vec(P)", FOLLOWS),
        (r"vec(A^TP + PA) = (A^T \otimes I + I \otimes A) vec(P)", WRONG),
        (r"vec(AP) = (I_n \otimes A) vec(P)", FOLLOWS),
        (r"(I \otimes A)(I \otimes P) = I \otimes AP", FOLLOWS),
    ],
)
def test_the_size_of_the_identity_in_a_kronecker_product_is_found(line, expected):
    assert verdicts([line], "A: n×n, P: n×n") == [expected]


@pytest.mark.parametrize(
    "line",
    [
        r"\operatorname{E}[x \mid A] = b",
        r"\mathbb{E}[xx^T] = AA^T",
        r"\operatorname{Var}(Ax \mid b) = A \operatorname{Var}(x) A^T",
        r"x \sim \mathcal{N}(\mu, \Sigma)",
        "E[Ax] = b",
        "E‖x‖² = 3",
        r"\operatorname{Cov}(x, b) = 0",
    ],
)
def test_expectations_are_read_and_undecided(line):
    assert verdicts([line], LEAST_SQUARES + ", μ: n, Σ: n×n") == [UNDECIDED]


@pytest.mark.parametrize(
    ("lines", "shapes", "arguments", "expected"),
    [
        (["AᵀAx − Aᵀb + 2λx = 0", "(AᵀA + 2λI)x = Aᵀb"], LEAST_SQUARES + ", λ: scalar", {}, [GIVEN, CONDITIONAL]),
        (
            ["Qx + c + Aᵀν = 0", "Ax = b", "x = −Q⁻¹(c + Aᵀν)", "−AQ⁻¹(c + Aᵀν) = b"],
            "Q: n×n, A: m×n, x: n, ν: m, c: n, b: m",
            {},
            [GIVEN, GIVEN, CONDITIONAL, CONDITIONAL],
        ),
        (["AᵀA q = λ q", "(I − AᵀA) q = (1 − λ) q"], "A: m×n, q: n, λ: scalar", {}, [UNDECIDED, UNDECIDED]),
        (
            ["S[φ] = ½ φᵀKφ − Jᵀφ", "δS = δφᵀ(Kφ − J)", "δS = 0 for all δφ ⇒ Kφ = J ⇒ φ = K⁻¹J"],
            "φ: n, K: n×n, J: n",
            {"assume": {"K": "symmetric"}},
            [GIVEN, FOLLOWS, CONDITIONAL],
        ),
        (
            ["P⁺ = P − KHP", "∂tr(P⁺)/∂K = −PHᵀ = 0"],
            "P^+: n×n, P: n×n, K: n×m, H: m×n",
            {"assume": {"P": "symmetric"}},
            [GIVEN, UNDECIDED],
        ),
    ],
)
def test_conditions(lines, shapes, arguments, expected):
    found = verdicts(lines, shapes, **arguments)
    assert WRONG not in found
    assert found[: len(expected) - 1] == expected[:-1]


@pytest.mark.parametrize(
    ("lines", "shapes", "arguments", "expected"),
    [
        ([r"c_{ij} = \sum_k a_{ik} b_{kj}", "C = AB", "C = BA"], "A: m×n, B: n×p, C: m×p", {}, [GIVEN, FOLLOWS, WRONG]),
        (
            [
                r"p_k = \frac{e^{z_k}}{\sum_j e^{z_j}}",
                r"\frac{\partial p_k}{\partial z_i} = p_k(\delta_{ik} - p_i)",
                r"\frac{\partial p_k}{\partial z_i} = p_k(1 - p_i)",
            ],
            "z: K",
            {"wrt": "z"},
            [GIVEN, FOLLOWS, WRONG],
        ),
        (
            [
                r"E_{ij} = F_{ki}F_{kj}",
                r"\frac{\partial E_{ij}}{\partial F_{pq}} = \delta_{iq}F_{pj} + F_{pi}\delta_{jq}",
            ],
            "F: d×d, E: d×d",
            {},
            [GIVEN, FOLLOWS],
        ),
        (
            [r"f(\mu) = \sum_{i=1}^N (x_i - \mu)", r"= \sum_{i=1}^N x_i - N\mu", r"= \sum_{i=1}^N x_i - \mu"],
            "x_i: d, μ: d, N: scalar",
            {},
            [GIVEN, FOLLOWS, WRONG],
        ),
        (
            ["f = ½‖Ax − b‖²", "gradient = Aᵀ(Ax − b)", "∇ = A(Ax − b)"],
            LEAST_SQUARES,
            {"wrt": "x"},
            [GIVEN, FOLLOWS, WRONG],
        ),
        (["d2/dx2 (x'Ax) = A + A'"], "A: n×n, x: n", {}, [FOLLOWS]),
        (
            [
                r"E(\psi) = \frac{\langle \psi | H | \psi \rangle}{\langle \psi | \psi \rangle}",
                r"\nabla E(\psi) = \frac{2}{\langle \psi | \psi \rangle}(H\psi - E(\psi)\psi)",
            ],
            "ψ: n, H: n×n",
            {"assume": {"H": "symmetric"}},
            [GIVEN, FOLLOWS],
        ),
        (
            ["(g(t)h(t))' = g'(t)h(t) + g(t)h'(t)", "(gh)' = g'h + gh'", "(gh)' = g'h'"],
            "t: scalar",
            {"wrt": "t"},
            [FOLLOWS, FOLLOWS, WRONG],
        ),
        (
            [r"20\,000 = 20 \cdot 1000", r"20{,}000 = 2 \cdot 10^4", r"20\,000 = 20"],
            "t: scalar",
            {},
            [FOLLOWS, FOLLOWS, WRONG],
        ),
        (
            [r"\max(a, b) = \tfrac12(a + b + |a - b|)", r"\max(a, b) = \tfrac12(a + b)", r"\max(0, z) = relu(z)"],
            "a: scalar, b: scalar, z: n",
            {},
            [FOLLOWS, WRONG, FOLLOWS],
        ),
        (
            [r"\|r\|^2 = r_1^2 + r_2^2 + \dots + r_m^2", r"\|r\|^2 = r_1^2 + r_2^2 - \dots + r_m^2"],
            "r: m",
            {},
            [FOLLOWS, UNDECIDED],
        ),
    ],
)
def test_other_ways_to_write(lines, shapes, arguments, expected):
    assert verdicts(lines, shapes, **arguments) == expected


STEP = {"where": ["f(x) = ½(Ax − b)ᵀ(Ax − b)"], "wrt": "x"}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (r"\mathrm{i}^2 = -1", FOLLOWS),
        (r"\mathrm{i}^2 = 1", WRONG),
        (r"(1 + \mathrm{i}h)^3 = 1 + 3\mathrm{i}h - 3h^2 - \mathrm{i}h^3", FOLLOWS),
        (r"f(x + \mathrm{i}hv) = f(x) + \mathrm{i}h\nabla f(x)^\top v - \tfrac12 h^2\|Av\|^2", FOLLOWS),
        (r"f(x + \mathrm{i}hv) = f(x) + \mathrm{i}h\nabla f(x)^\top v + \tfrac12 h^2\|Av\|^2", WRONG),
        (r"\frac{\operatorname{Im} f(x + \mathrm{i}hv)}{h} = \nabla f(x)^\top v", FOLLOWS),
        (r"\Re f(x + \mathrm{i}hv) = f(x) - \tfrac12 h^2\|Av\|^2", FOLLOWS),
        (r"\exp(\mathrm{i}h) = \cos h + \mathrm{i}\sin h", UNDECIDED),
    ],
)
def test_the_imaginary_unit(line, expected):
    assert verdicts([line], LEAST_SQUARES + ", v: n, h: scalar", **STEP) == [expected]


def test_the_mixed_layout_has_rows_and_a_column_gradient():
    lines = ["f'(x) = (Ax − b)ᵀA", "∇f(x) = f'(x)ᵀ", "∇f(x) = f'(x)"]
    where = ["f(x) = ½‖Ax − b‖²"]
    assert verdicts(lines, where=where, layout="mixed") == [FOLLOWS, FOLLOWS, WRONG]
    assert verdicts(["∇f(x) = f'(x)"], where=where, layout="mixed") == [WRONG]
    assert verdicts(["f'(x) = Aᵀ(Ax − b)"], where=where, layout="mixed") == [WRONG]


QUADRATIC = {"assume": {"Q": "symmetric"}, "where": [r"f(x) = \tfrac12 x^TQx + c^Tx"]}


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([r"\nabla f(x^*) = 0 \implies x^* = -Q^{-1}c", r"f(x^*) = -\tfrac12 c^TQ^{-1}c"], [CONDITIONAL, CONDITIONAL]),
        (
            [r"\nabla f(x) = Qx + c = 0 \implies x^* = -Q^{-1}c", r"f(x^*) = -\tfrac12 c^TQ^{-1}c"],
            [CONDITIONAL, FOLLOWS],
        ),
        ([r"\nabla f(x) = Qx + c = 0 \implies x^* = Q^{-1}c"], [WRONG]),
        ([r"\nabla f(x) = 0", r"x_{\mathrm{opt}} = -Q^{-1}c", r"x_{opt} = Q^{-1}c"], [GIVEN, CONDITIONAL, WRONG]),
        ([r"x^* Q x = x^T Q x"], [FOLLOWS]),
    ],
)
def test_a_star_names_a_solution_or_transposes(lines, expected):
    assert verdicts(lines, "Q: n×n, x: n, c: n", **QUADRATIC) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (r"\log p(y \mid x) = -\tfrac12 \|y - x\|^2", UNDECIDED),
        (r"D_{KL}(p \| q) = \int p \log\frac{p}{q}", UNDECIDED),
        (r"\exp(x \mid y) = 1", UNDECIDED),
        ("g(|t|) = g(|t|)", FOLLOWS),
    ],
)
def test_conditions_in_brackets_are_read(line, expected):
    assert verdicts([line], "x: n, y: n, t: scalar") == [expected]


def test_code_repeats_a_row_and_takes_means():
    shapes = "X: N×p, W: q×p, b: 1×q, Y: N×q"
    lines = [
        "loss = 0.5 * np.sum((X @ W.T + b - Y)**2)",
        "dloss/dW = (X @ W.T + b - Y).T @ X",
        "L = np.mean((X @ W.T - Y)**2)",
        "dL/dW = 2/(N*q) * (X @ W.T - Y).T @ X",
        "dL/dW = 2/N * (X @ W.T - Y).T @ X",
    ]
    assert verdicts(lines, shapes) == [GIVEN, FOLLOWS, GIVEN, FOLLOWS, WRONG]
    assert verdicts(["f = ‖X Wᵀ + b‖²"], shapes) == [WRONG]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("<Ax, b> = xᵀAᵀb", FOLLOWS),
        ("2<Ax − b, Ax> = 2xᵀAᵀ(Ax − b)", FOLLOWS),
        ("‖x‖ < 3, ‖b‖ > 1", UNDECIDED),
        (r"\frac{d}{dt}(x^TMx) = \dot{x}^TMx + x^TM\dot{x}", FOLLOWS),
        (r"\frac{d}{dt}(x^TMx) = 2\dot{x}^TMx", WRONG),
        (r"e^{Mt} e^{-Mt} = I", UNDECIDED),
    ],
)
def test_inner_products_in_angles_motions_and_matrix_exponentials(line, expected):
    assert verdicts([line], LEAST_SQUARES + r", M: n×n, \dot{x}: n, t: scalar") == [expected]


def test_an_expression_is_not_taken_at_an_argument_of_another_shape():
    lines = ["g(x) = f(Ax)", "x", "∇g(x) = Aᵀ∇f(Ax)"]
    assert verdicts(lines) == [GIVEN, GIVEN, FOLLOWS]


def test_more_than_four_assumed_equations_are_undecided():
    lines = ["Aa = b", "Ab = c", "Ac = d + a", "Ad = p", "Ap = q", "Aq = a + b + c"]
    report = derivation.check(lines, "A: n×n, a: n, b: n, c: n, d: n, p: n, q: n", explain=False)
    last = report.lines[-1]
    assert (last.verdict, last.evidence) == (UNDECIDED, "more than 4 equations are assumed at once")


def test_sums_nested_too_deeply_are_undecided():
    sums = "".join(rf"\sum_{index} " for index in "ijklpq")
    line = rf"{sums} a_{{ij}}a_{{jk}}a_{{kl}}a_{{lp}}a_{{pq}}a_{{qi}} = \operatorname{{tr}}(A^6)"
    (found,) = derivation.check([line], "A: 9×9", explain=False).lines
    message = "the sums over indices are nested too deeply to be tested"
    assert (found.verdict, found.evidence) == (UNDECIDED, message)


@pytest.mark.parametrize("line", ["a × b = b × a", r"a \times (b \times c) = b (a \cdot c) - c (a \cdot b)"])
def test_a_cross_between_columns_of_three_entries_is_not_decided(line):
    (found,) = derivation.check([line], "a: 3, b: 3, c: 3").lines
    said = "× between two columns of three entries may be the cross product; the inner product is written with ·"
    assert (found.verdict, found.message or found.evidence) == ("undecided", said)


def test_a_cross_between_columns_of_another_size_is_the_inner_product():
    assert derivation.check(["x × y = yᵀx"], "x: n, y: n").ok
