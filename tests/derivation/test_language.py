"""Every spelling of the language, in a line whose verdict is known: once in a true statement, once in a false one."""

import pytest

from matgrad.derivation import check

LEAST_SQUARES = "A: m×n, x: n, b: m"
SQUARE = "A: n×n, B: n×n, x: n, y: n, c: scalar"
OBJECTIVE = r"f(x) = \frac12\|Ax - b\|^2"
GIVEN, FOLLOWS, WRONG, UNDECIDED, CONDITIONAL = "given", "follows", "wrong", "undecided", "conditional"


def verdicts(lines, shapes, **arguments):
    """Return the verdict of each line."""
    lines = [lines] if isinstance(lines, str) else lines
    return [line.verdict for line in check(lines, shapes, explain=False, **arguments).lines]


def pairs(spellings, true, false):
    """Return (line, verdict) for every spelling put into a true and into a false statement."""
    return [
        (form.replace("□", each), verdict) for each in spellings for form, verdict in ((true, FOLLOWS), (false, WRONG))
    ]


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        *((line, FOLLOWS) for line in ["A B x = A(Bx)", "A@B@x = A@(B@x)", "A*B*x = A(Bx)", "A·B·x = ABx"]),
        *((line, FOLLOWS) for line in [r"A \cdot B \cdot x = ABx", r"A \times B = AB", "AB - BA = -(BA - AB)"]),
        ("A@B = B@A", WRONG),
        *pairs(
            ["½", r"\frac12", r"\tfrac12", r"\dfrac{1}{2}", "1/2", "0.5", "(1/2)", r"{1 \over 2}"],
            "□ x^T x + □ x^T x = x^T x",
            "□ x^T x + □ x^T x = 2 x^T x",
        ),
        *((f"A{power} = AA", FOLLOWS) for power in ["^2", "²", "^{2}", "**2"]),
        ("A^3 = AA", WRONG),
        ("(x^T x)^2 = x^T x x^T x", FOLLOWS),
        ("c^{-1} c = 1", FOLLOWS),
    ],
)
def test_products_fractions_and_powers(line, verdict):
    assert verdicts(line, SQUARE) == [verdict]


TRANSPOSES = [
    "^T", "^t", r"^\top", r"^\intercal", r"^{\mathsf T}", "'", "ᵀ", ".T", "^{T}", r"^\mathsf{T}", r"^{\rm T}", "⊤",
    r"^\mathrm{T}", r"^{\top}", r"^\prime", r"^{\prime}", r"^{\intercal}", "^{t}", "^H", "^*", "^{*}", r"^{\ast}",
    r"^{\mathrm{T}}", r"^{\text{T}}", r"^{\mathbf T}",
]  # fmt: skip


@pytest.mark.parametrize(("line", "verdict"), pairs(TRANSPOSES, "(AB)□ = B□ A□", "(AB)□ = A□ B□"))
def test_transposes(line, verdict):
    assert verdicts(line, SQUARE) == [verdict]


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        *pairs(["^{-1}", "⁻¹", "^-1"], "(AB)□ = B□ A□", "(AB)□ = A□ B□"),
        *pairs(
            ["^{-T}", "⁻ᵀ", r"^{-\top}", r"^{-\mathsf{T}}", r"^{-\mathsf T}", "^{-t}"], "A□ = (A^T)^{-1}", "A□ = A^{-1}"
        ),
    ],
)
def test_inverses(line, verdict):
    assert verdicts(line, SQUARE) == [verdict]


NORMS = [
    (r"\|", r"\|"), ("||", "||"), ("|", "|"), ("‖", "‖"), ("∥", "∥"), (r"\lVert ", r"\rVert"), (r"\Vert ", r"\Vert"),
    (r"\left\|", r"\right\|"), (r"\left\lVert ", r"\right\rVert"), (r"\big\|", r"\big\|"), (r"\|", r"\|_2"),
    (r"\|", r"\|_{2}"), ("||", "||_2"), ("‖", "‖₂"),
]  # fmt: skip


@pytest.mark.parametrize(("left", "right"), NORMS)
def test_norms(left, right):
    assert verdicts(f"{left}Ax - b{right}^2 = (Ax - b)^T(Ax - b)", LEAST_SQUARES) == [FOLLOWS]
    assert verdicts(f"{left}Ax - b{right}^2 = (Ax)^T(Ax) + b^Tb", LEAST_SQUARES) == [WRONG]


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        (r"\|x\| = \sqrt{x^T x}", FOLLOWS),
        (r"\|2x\| = 4\|x\|", WRONG),
        (r"\|{-2x}\| = 2\|x\|", FOLLOWS),
        (r"\|x\|^4 = (x^Tx)^2", FOLLOWS),
        (r"\|A\|_F^2 = tr(A^TA)", FOLLOWS),
        (r"\|A\|_{F}^{2} = \operatorname{tr}(A^T A)", FOLLOWS),
        (r"‖A‖²_F = tr(AᵀA)", FOLLOWS),
        (r"\|A\|_{\mathrm F}^2 = \langle A, A\rangle", FOLLOWS),
        (r"\|A\|_F^2 = tr(A)^2", WRONG),
        ("|-c| = |c|", FOLLOWS),
        ("|c| = c", WRONG),
        ("|c|^2 = c^2", FOLLOWS),
    ],
)
def test_norms_unsquared_and_of_matrices(line, verdict):
    assert verdicts(line, SQUARE) == [verdict]


INNER = [
    "⟨x, y⟩", "⟨x|y⟩", r"\langle x, y \rangle", r"\langle x | y\rangle", r"\left\langle x, y \right\rangle", "x·y",
    r"\langle x \mid y\rangle", "innerprod(x, y)", r"x \cdot y", "np.dot(x, y)", "np.inner(x, y)", "x.dot(y)",
]  # fmt: skip
TRACES = [
    "tr(AB)", r"\operatorname{tr}(AB)", r"\mathrm{tr}(AB)", r"\text{tr}(AB)", r"\operatorname{Tr}(AB)", "trace(AB)",
    "Tr(AB)", "tr AB", r"\mathop{\mathrm{tr}}(AB)", r"\mathrm{Tr}\,AB", "tr[AB]", r"\mathrm{tr}\left(AB\right)",
    r"{\rm tr}(AB)", r"\text{Tr}\{AB\}", "np.trace(A @ B)",
]  # fmt: skip
DETERMINANTS = ["det(AB)", r"\det(AB)", r"\det AB", "|AB|", r"\operatorname{det}(AB)", r"\left|AB\right|"]


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        *pairs(INNER, "□ = x^T y", "□ = x y^T"),
        *pairs(
            ["A:B", "A : B", r"A \colon B", "⟨A, B⟩", r"\langle A, B\rangle_F", r"A\!:\!B"],
            "□ = tr(A^T B)",
            "□ = tr(AB)",
        ),
        *pairs(TRACES, "□ = tr(BA)", "□ = tr(A) tr(B)"),
        *pairs(DETERMINANTS, "□ = det(A) det(B)", "□ = det(A) + det(B)"),
        *pairs(["I", "I_n", r"\mathbf I", r"\mathbb{I}", "I_{n}", r"\mathrm{I}", "𝐈", "𝕀"], "A □ = A", "A + □ = A"),
        *pairs(
            [r"\mathbf 1", r"\mathbf{1}", "𝟏", r"\mathbb{1}", r"\mathbf{1}_n", "1_n"], "□^T x = x^T □", "□^T x = x^T x"
        ),
        *((f"x - x = {zero}", FOLLOWS) for zero in ["0", r"\mathbf 0", r"\vec 0", "0_n", r"\boldsymbol{0}", "𝟎", "𝟬"]),
        (r"\operatorname{diag}(x) y = x \odot y", FOLLOWS),
        (r"\mathrm{diag}(x)\, y = y ∘ x", FOLLOWS),
        ("np.diag(x) @ y = x * y", FOLLOWS),
        ("diag(x) y = x^T y", WRONG),
        (r"(A \otimes B)(A ⊗ B) = A^2 \otimes B^2", FOLLOWS),
        ("A ⊗ B = B ⊗ A", WRONG),
        (r"\exp(x) \odot \exp(y) = \exp(x + y)", FOLLOWS),
        (r"\log(x ⊙ y) = \log x + \log y", FOLLOWS),
        (r"\exp(x + y) = \exp(x) + \exp(y)", WRONG),
        ("e^{c} e^{c} = e^{2c}", FOLLOWS),
        (r"\sigma'(c) = \sigma(c)(1 - \sigma(c))", FOLLOWS),
        (r"\sigma(x) ⊙ (1 - \sigma(x)) = \sigma(x) - \sigma(x) ⊙ \sigma(x)", FOLLOWS),
        (r"\sigma(c) = \sigma(-c)", WRONG),
    ],
)
def test_functions_of_arrays(line, verdict):
    assert verdicts(line, SQUARE) == [verdict]


SUMS = [
    r"\sum_{i=1}^m (\sum_j A_{ij} x_j - b_i)^2", r"\sum_i (\sum_j a_{ij} x_j - b_i)^2", "∑ᵢ (∑ⱼ aᵢⱼxⱼ − bᵢ)²",
    r"\sum_{i} (A_{ij} x_j - b_i)^2", "(A_{ij}x_j - b_i)^2", "(A_ij x_j - b_i)^2", "(A_{ij}x_j - b_i)(A_{ik}x_k - b_i)",
    r"\sum_{i=1}^{m}\left(\sum_{j=1}^{n}A_{i,j}x_{j}-b_{i}\right)^{2}",
    r"\sum\limits_{i=1}^m \Big(\sum\limits_{j=1}^n a_{ij} x_j - b_i\Big)^2",
]  # fmt: skip


@pytest.mark.parametrize(("line", "verdict"), pairs(SUMS, "||Ax - b||^2 = □", "||Ax||^2 = □"))
def test_sums_and_indices(line, verdict):
    assert verdicts(line, LEAST_SQUARES) == [verdict]


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        (r"\delta_{jk} x_k = x_j", FOLLOWS),
        ("δⱼₖ xₖ = xⱼ", FOLLOWS),
        (r"\frac{\partial x_j}{\partial x_k} = \delta_{jk}", FOLLOWS),
        (r"\frac{\partial x_j}{\partial x_k} = 1", WRONG),
        ("(A^T)_{ij} = A_{ji}", FOLLOWS),
        (r"(AB)_{ij} = \sum_k a_{ik} b_{kj}", FOLLOWS),
        (r"(AB)_{ij} = \sum_k a_{ki} b_{kj}", WRONG),
        ("[Ax]_i = A_{ij}x_j", FOLLOWS),
        (r"\mathbf{1}^T x = \sum_i x_i", FOLLOWS),
    ],
)
def test_entries(line, verdict):
    assert verdicts(line, SQUARE, wrt="x") == [verdict]


GRADIENTS = [
    r"\nabla f", r"\nabla f(x)", "∇f(x)", "∇ₓ f", r"\nabla_x f(x)", r"\frac{\partial f}{\partial x}", "df/dx", "∂f/∂x",
    r"\frac{d}{dx} f(x)", r"\frac{df}{dx}", r"\nabla_{\mathbf{x}} f", r"\frac{d f(x)}{d x}", "f'(x)^T", "f′(x)ᵀ",
    r"\frac{\partial}{\partial x} f(x)", r"\dfrac{\mathrm d f}{\mathrm d x}", "Df(x)^T", "(Df)^T", r"\mathrm{D}f(x)^T",
    r"\operatorname{grad} f", r"\frac{\partial}{\partial x}\left[\tfrac12\|Ax-b\|^2\right]",
    r"\nabla\left(\tfrac12\|Ax-b\|^2\right)",
]  # fmt: skip
HESSIANS = [
    r"\nabla^2 f", r"\nabla^2 f(x)", "∇²f(x)", r"\frac{\partial^2 f}{\partial x^2}", "f''(x)", "f″(x)", "D^2 f(x)",
    r"\frac{\partial^2 f}{\partial x \partial x^T}", r"\operatorname{Hess} f", "∂²f/∂x∂xᵀ", r"\frac{d^2 f}{dx^2}",
    r"\frac{\partial^2 f}{\partial x\,\partial x^{\top}}", r"\nabla^2_{x} f", r"\nabla_x^2 f",
]  # fmt: skip
PARTIALS = [
    r"\frac{\partial f}{\partial x_k}", "∂f/∂xₖ", r"\partial f / \partial x_k", r"\frac{\partial}{\partial x_k} f",
    r"\partial_k f", r"\partial_{x_k} f", r"\frac{df}{dx_k}", "(∇f)_k", r"[\nabla f]_k",
]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        *pairs(GRADIENTS, "□ = A^T(Ax-b)", "□ = 2A^T(Ax-b)"),
        *pairs(HESSIANS, "□ = A^T A", "□ = A A^T"),
        *pairs(PARTIALS, r"□ = \sum_i A_{ik}(\sum_j A_{ij}x_j - b_i)", r"□ = \sum_i A_{ik}(\sum_j A_{ij}x_j + b_i)"),
        ("df = (Ax-b)^T A dx", FOLLOWS),
        ("df = (Ax-b)' A dx", FOLLOWS),
        (r"\mathrm{d}f = (Ax-b)^\top A\,\mathrm{d}x", FOLLOWS),
        ("df = dx^T A^T (Ax-b)", FOLLOWS),
        ("df = ⟨Ax-b, A dx⟩", FOLLOWS),
        ("df = (Ax-b):A dx", FOLLOWS),
        ("df = A^T (Ax-b) dx", WRONG),
        ("df = (Ax-b)^T A x", WRONG),
        (r"\delta f = (Ax-b)^T A \delta x", FOLLOWS),
        (r"\Delta f \approx (Ax-b)^T A \Delta x", FOLLOWS),
        (r"\Delta f \approx 2(Ax-b)^T A \Delta x", WRONG),
        ("Δf = (Ax-b)ᵀA Δx + ½‖A Δx‖²", FOLLOWS),
        ("Δf = (Ax-b)ᵀA Δx", WRONG),
        (r"f(x + \Delta x) - f(x) \approx (Ax-b)^T A \Delta x", FOLLOWS),
        ("f(x+dx) ≈ f(x) + (Ax-b)^T A dx", FOLLOWS),
        ("f(x+h) = f(x) + (Ax-b)^T A h + o(h)", FOLLOWS),
        ("f(x+h) = f(x) + (Ax-b)^T A h + o(‖h‖)", FOLLOWS),
        (r"f(x+h) = f(x) + (Ax-b)^T A h + O(\|h\|^2)", FOLLOWS),
        (r"f(x+h) - f(x) = (Ax-b)^TAh + \frac12\|Ah\|^2", FOLLOWS),
        ("f(x+h) ≈ f(x) + (Ax-b)^T A h", FOLLOWS),
        ("f(x+h) = f(x) + 2(Ax-b)^T A h + o(h)", WRONG),
        ("f(x+h) ≈ f(x)", WRONG),
    ],
)
def test_derivatives_and_differentials(line, verdict):
    assert verdicts([OBJECTIVE, line], LEAST_SQUARES + ", h: n") == [GIVEN, verdict]


@pytest.mark.parametrize(
    ("lines", "shapes", "expected"),
    [
        (["f(x) = x^T x", r"\frac{\partial f}{\partial x_1} = 2x_1"], "x: n", [GIVEN, FOLLOWS]),
        (["f(x) = x^T x", "∂f/∂x₁ = 2x₂"], "x: n", [GIVEN, WRONG]),
        (["f(X) = tr(X^{-1})", "df = -tr(X^{-1} dX X^{-1})"], "X: n×n", [GIVEN, FOLLOWS]),
        (["dX^{-1} = -X^{-1} dX X^{-1}"], "X: n×n", [FOLLOWS]),
        (["dX^{-1} = (dX)^{-1}"], "X: n×n", [WRONG]),
        (["d(XX^T) = dX X^T + X dX^T"], "X: n×n", [FOLLOWS]),
        ([r"f(X) = \log\det X", r"\nabla f(X) = X^{-T}"], "X: n×n", [GIVEN, FOLLOWS]),
        ([r"f(X) = \ln|X|", "df = tr(X^{-1} dX)"], "X: n×n", [GIVEN, FOLLOWS]),
        (["f(X) = logdet(X)", "df = tr(X dX)"], "X: n×n", [GIVEN, WRONG]),
        (["g(x) = f(Ax)", r"\nabla g(x) = A^T \nabla f(Ax)"], "A: m×n, x: n", [GIVEN, FOLLOWS]),
        (["g(x) = f(Ax)", r"\nabla g(x) = A \nabla f(Ax)"], "A: m×n, x: n", [GIVEN, WRONG]),
        (["g(x) = f(Ax)", r"\nabla^2 g(x) = A^T \nabla^2 f(Ax) A"], "A: m×n, x: n", [GIVEN, FOLLOWS]),
        (["h(x) = Ax - b", "g(u) = ½‖u‖²", "f(x) = g(h(x))", "f′(x) = g′(h(x)) h′(x)", "= h(x)ᵀA"], LEAST_SQUARES,
         [GIVEN, GIVEN, GIVEN, FOLLOWS, FOLLOWS]),
        (["h(x) = Ax - b", r"g(u) = \frac12\|u\|^2", r"f = g\circ h", "f'(x) = g'(h(x)) h'(x)", "∇f = A^T(Ax-b)"],
         LEAST_SQUARES, [GIVEN, GIVEN, GIVEN, FOLLOWS, FOLLOWS]),
        (["u x = x^T u^T"], "u: 1×n, x: n", [FOLLOWS]),
        (["u + x = x + u"], "u: 1×n, x: n", [WRONG]),
        (["vec(A X B) = (B^T ⊗ A) vec(X)"], "A: n×n, B: n×n, X: n×n", [FOLLOWS]),
    ],
)  # fmt: skip
def test_functions_and_matrix_variables(lines, shapes, expected):
    assert verdicts(lines, shapes) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["∇f(x) = Aᵀ(Ax − b) = 0", "⇒ AᵀAx = Aᵀb", "⇒ x = (AᵀA)⁻¹Aᵀb"], [FOLLOWS, CONDITIONAL, CONDITIONAL]),
        ([r"A^TAx = A^Tb \iff A^TAx - A^Tb = 0", r"\text{so } x = (A^TA)^{-1}A^Tb"], [CONDITIONAL, CONDITIONAL]),
        (["A^TAx = A^Tb", r"\Rightarrow x = A^T(A^TA)^{-1}b"], [GIVEN, WRONG]),
        (["A^TAx = A^Tb", "hence x = (A^TA)^{-1}A^Tb"], [GIVEN, CONDITIONAL]),
        (["A'Ax = A'b", r"∴ x = (A'A) \ (A'b)"], [GIVEN, CONDITIONAL]),
        (["x^TA^Tb = (x^TA^Tb)^T = b^TAx", "= b^T(Ax)"], [FOLLOWS, FOLLOWS]),
        (["x^TA^Tb = b^TAx = x^TA^Tx"], [WRONG]),
    ],
)
def test_equations_and_relations(lines, expected):
    assert verdicts(lines, LEAST_SQUARES, where=["f(x) = 1/2 ||Ax - b||^2"]) == expected


TYPESETTING = [
    r"\left( A x \right)^T = x^T A^T", r"\bigl( Ax \bigr)^T = x^T A^T", r"\mathbf{A}\mathbf{x} = \boldsymbol{A} \bm{x}",
    r"\mathbf A \mathbf x = Ax", r"A\,x = A\;x", r"A~x = A\quad x", r"Ax &= Ax \\", r"Ax = Ax \tag{1}",
    r"Ax = Ax \tag{$\star$}",
    r"\begin{align} Ax &= Ax \end{align}", r"\begin{equation*} Ax = Ax \end{equation*}", "$Ax = Ax$", "$$Ax = Ax$$",
    r"\[ Ax = Ax \]", r"\(Ax = Ax\)", "Ax = Ax.", "Ax = Ax,", r"Ax = Ax \qquad \text{by symmetry}",
    r"\displaystyle Ax = Ax",
    r"\underbrace{Ax}_{n\times 1} = Ax", r"\underbrace{A}_{n\times n}\underbrace{x}_{n \times 1} = Ax",
    r"\overbrace{A}^{n \times n} x = Ax", r"\color{red}{A} x = Ax", r"\textcolor{red}{A}x = Ax", "Ax = Ax % comment",
    "Ax = Ax  # comment", r"Ax = Ax \cr", r"\eqalign{Ax &= Ax}", r"\boxed{Ax = Ax}", r"\boxed{Ax} = Ax",
    r"Ax = Ax \nonumber",
    r"Ax = Ax \label{eq:1}", r"Ax \overset{(1)}{=} Ax", r"Ax \stackrel{\text{def}}{=} Ax", "Ax = Ax (since it is)",
    r"Ax = Ax, \forall x \in \mathbb{R}^n", r"Ax = Ax \quad\blacksquare", "Ax = Ax ∎",
    r"\mathit{A}\mathsf{x} = \mathcal{A}x",
    r"\vec{x}^T = x^T", r"\overrightarrow{x}^T = x^T", r"{\bf A}{\bf x} = Ax", r"\phantom{=} Ax = Ax", "Ax {}= Ax",
    r"Ax = Ax \quad (2)", "Ax = Ax   (∗)", "Therefore, Ax = Ax", "Thus $Ax = Ax$.", "we get Ax = Ax",
    "Ax = Ax, where A is square", "Ax = Ax by definition", "Ax = Ax because it is",
]  # fmt: skip


@pytest.mark.parametrize("line", TYPESETTING)
def test_typesetting_and_prose(line):
    assert verdicts(line, SQUARE) == [FOLLOWS]


def test_a_stated_shape_is_checked():
    report = check([r"\underbrace{A}_{n\times 1} x = Ax"], SQUARE, explain=False)
    assert report.lines[0].message == "the brace says n × 1, the expression is n × n"


NAMES = [
    (r"\hat{w}", "ŵ"), (r"\hat w", "ŵ"), ("ŵ", "ŵ"), (r"\bar{x}", "x̄"), (r"\tilde{x}", "x̃"), ("𝐱", "x"),
    ("x_{i+1}", "x_{i+1}"),
    (r"\theta", "θ"), ("theta", "theta"), ("beta", "β"), (r"\lambda", "lam"), (r"\mathbf{w}", "w"), ("x_0", "x_0"),
    ("x₀", "x_0"),
    (r"\boldsymbol\beta", "β"), (r"w_{\text{new}}", "w_new"), (r"\hat{\beta}", r"\hat{\beta}"), (r"\hat\beta", "β̂"),
    (r"\dot{x}", "ẋ"), ("x^*", "x*"), ("x^{*}", "x^*"), ("x^{(k)}", "x^(k)"), ("x_{k}", "x_k"), ("x'", "x'"),
    (r"\varepsilon", "epsilon"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "declared"), NAMES)
def test_names(written, declared):
    assert verdicts(rf"({written})^T {written} = \|{written}\|^2", f"{declared}: n") == [FOLLOWS]


CODE = [
    "np.linalg.inv(A) @ A = I", "np.dot(A, x) = A @ x", "np.linalg.solve(A, x) = A^{-1} x", r"A \ x = inv(A) * x",
    r"A' * A \ x = (A'A)^{-1} x", "t(A) %*% A = A'A", "solve(A) %*% x = A^{-1}x", "A.transpose() @ x = A^T x",
    "solve(t(A) %*% A, t(A) %*% x) = (A'A)^{-1}A'x", "np.transpose(A) @ x = A^T x", "np.matmul(A, x) = Ax",
    "A.dot(x) = Ax",
    "norm(x)^2 = x'x", "np.linalg.norm(x)**2 = x.T @ x", "crossprod(A) = t(A) %*% A", "np.outer(x, y) = x y^T",
    "sum(x .* y) = x'y", "np.sum(x * y) = x.T @ y", "x' * A' = (A*x)'", "torch.matmul(A, x) = A @ x",
    "A.mT @ x = A.T @ x",
    "det(A) = np.linalg.det(A)", "x %*% t(y) = x y^T", "np.eye(n) @ x = x", "np.exp(x + y) = np.exp(x) * np.exp(y)",
]  # fmt: skip


@pytest.mark.parametrize("line", CODE)
def test_code(line):
    assert verdicts(line, SQUARE) == [FOLLOWS]


def test_code_can_be_wrong():
    assert verdicts("A.T @ x = A @ x", SQUARE) == [WRONG]
    assert verdicts(["f(x) = 0.5 * np.sum((A @ x - b)**2)", "∇f(x) = A.T @ (A @ x - b)"], LEAST_SQUARES) == [
        GIVEN,
        FOLLOWS,
    ]


UNDECIDABLE = [
    r"x^* = \arg\min_x \|Ax-y\|^2", r"\operatorname*{argmin}_x f(x) = x", r"x^Tx \le y^Ty", r"x^T x \geq 0", "x^Tx > 0",
    r"\|x+y\| \leq \|x\| + \|y\|", r"\lim_{t \to 0} \frac{f(x+ty)-f(x)}{t} = x^Tx", r"A \succeq 0",
    r"\int x^T x\,dx = 1",
    r"\max_x x^TAx = c", "rank(A) = n", "x ∝ y", "x^T x → 0", r"\prod_i x_i = c", r"\min_x \|Ax - y\|^2 = 0",
    r"x ∈ \operatorname{null}(A)", r"x \perp y", r"\sup_x x^Ty = 1", r"x \neq y",
]  # fmt: skip


@pytest.mark.parametrize("line", UNDECIDABLE)
def test_what_cannot_be_decided_is_read(line):
    assert verdicts(line, SQUARE) == [UNDECIDED]
