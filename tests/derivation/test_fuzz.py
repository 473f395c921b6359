"""Any text at all ends in a report or in the one documented exception, and soon."""

import random
import string
import time

import pytest

from matgrad import derivation
from tests.derivation import corpus

LONGEST = 1.0  # seconds of processor time per input, whatever else the machine does
SYMBOLS = "∇∂½‖⟨⟩ᵀ⁻¹²⊙⊗·×−≈≤≥⇒⇔ΣΠ∫√λσαŵ𝐱ᵢⱼₖ∥'^_{}()[]|&\\=+-*/@.,;:!?#$%~<>\"`\n\t\r\0\u200b\u0301\u202e\ud800"
FRAGMENTS = r"""
\frac \left \right \nabla \partial \| \begin{align} \end{align} \\ & ^T ^\top _2 ^{ } _{ \sum_{i=1}^n
\operatorname{tr} \text{ \mathbf{ \hat{x} \tag{1} \underbrace{ \sqrt \langle \rangle \cdot \Rightarrow \iff
\lim_{t\to0} \argmin \det \log \exp \sigma \otimes \odot \begin{ \end{ ^{-1} ^{-T}
A x b Ax-b (Ax-b) ||Ax-b||^2 A^T 1/2 = == != => <= >= d/dx df dx f(x) f'(x) g'(h(x))h'(x) x'
np.dot( np.linalg.inv( .T @ %*% t(A) solve( so hence since where ∂f/∂x ∇²f Σⱼaᵢⱼxⱼ δᵢⱼ
0 1 2 1e400 999999999999999999999 0.1 2^2^2^2 1/0 0^0 x^(-1)
"""
PIECES = tuple(FRAGMENTS.split())
SHAPES = {"A": ("m", "n"), "x": ("n",), "b": ("m",), "lam": ()}
ALL_CASES = corpus.all_cases()


def survives(lines, shapes=SHAPES, **options):
    """Check one input; fail on any other exception than the documented one, and on a long wait."""
    start = time.process_time()
    try:
        report = derivation.check(lines, shapes, **options)
    except derivation.DerivationError as error:
        assert str(error)
    else:
        str(report)
        report.to_json()
        assert report.lines
    elapsed = time.process_time() - start
    assert elapsed < LONGEST, f"{elapsed:.2f} s for {lines!r}"


def text(rng):
    """Text from nowhere: characters, or pieces of the language in no order."""
    if rng.random() < 0.5:
        alphabet = SYMBOLS + string.ascii_letters + string.digits + "   "
        return "".join(rng.choice(alphabet) for _ in range(rng.randrange(60)))
    return rng.choice((" ", "")).join(rng.choice(PIECES) for _ in range(rng.randrange(14)))


def damaged(rng, line):
    """A line of the corpus with a few characters lost, doubled, exchanged or inserted."""
    for _ in range(rng.randrange(1, 4)):
        place = rng.randrange(len(line) + 1)
        line = rng.choice(
            (
                line[:place] + line[place + 1 :],
                line[:place] + line[place : place + 3] * 2 + line[place + 3 :],
                line[:place] + rng.choice(SYMBOLS + "AxbT012") + line[place:],
                line[:place] + rng.choice(PIECES) + line[place:],
                line[place:] + line[:place],
                line[:place],
            )
        )
    return line


def fuzz(count, seed):
    rng = random.Random(seed)
    for number in range(count):
        explain = number % 10 == 0  # repairs are by far the slowest part
        if rng.random() < 0.5:
            survives([text(rng) for _ in range(rng.randrange(1, 4))], wrt=rng.choice((None, "x")), explain=explain)
        else:
            case = rng.choice(ALL_CASES)
            keywords = corpus.arguments(case)
            place = rng.randrange(len(keywords["lines"]))
            keywords["lines"] = keywords["lines"][max(0, place - 1) : place + 1]
            keywords["lines"][-1] = damaged(rng, keywords["lines"][-1])
            survives(**keywords, explain=explain)


@pytest.mark.parametrize("seed", range(4))
def test_arbitrary_text_and_damaged_lines(seed):
    fuzz(100, seed)


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(1000, 1020))
def test_two_hundred_thousand_inputs(seed):
    fuzz(10_000, seed)


DEPTHS = (10, 100, 1000, 100_000)


@pytest.mark.parametrize("depth", DEPTHS)
@pytest.mark.parametrize(
    "nested",
    [
        lambda depth: "(" * depth + "x" + ")" * depth,
        lambda depth: "(" * depth,
        lambda depth: ")" * depth,
        lambda depth: "{" * depth + "x" + "}" * depth,
        lambda depth: r"\left(" * depth + "x" + r"\right)" * depth,
        lambda depth: r"\frac{" * depth + "x" + "}{2}" * depth,
        lambda depth: "x" + "^T" * depth,
        lambda depth: "x" + "^{2" * depth + "}" * depth,
        lambda depth: "x" + "'" * depth,
        lambda depth: "-" * depth + "x",
        lambda depth: "f(" * depth + "x" + ")" * depth,
        lambda depth: r"\nabla" * depth + "f",
        lambda depth: "d" * depth + "x",
        lambda depth: "||" * depth + "x" + "||" * depth,
        lambda depth: "|" * depth,
        lambda depth: "tr(" * depth + "A" + ")" * depth,
        lambda depth: r"\sum_i" * depth + " x_i",
        lambda depth: "x_{i" * depth + "}" * depth,
        lambda depth: r"\text{" * depth,
        lambda depth: "= " * depth,
        lambda depth: "x" * depth,
        lambda depth: " + ".join(["x"] * depth),
        lambda depth: " ".join(["A"] * depth),
        lambda depth: "(x + b)" * depth,
        lambda depth: r"\mathbf{" * depth + "x" + "}" * depth,
        lambda depth: "\\" * depth,
        lambda depth: "9" * depth,
        lambda depth: " " * depth,
        lambda depth: "\n" * depth,
    ],
)
def test_deep_and_long_lines(nested, depth):
    survives([nested(depth)])


def test_many_lines():
    survives(["||A x - b||^2"] + ["= (A x - b)^T (A x - b)"] * 50)
    survives(["x = x"] * 10_000)


@pytest.mark.parametrize(
    "power",
    ["x^T x ^ 1000000", "A^{999999999}", "(A^T A)^{100000}", "2^{2^{2^{2^{2^2}}}}", "t^{-99999999}", "10^{10^{10}}"],
)
def test_large_powers(power):
    survives([power, f"= {power}"], SHAPES | {"t": ()})


@pytest.mark.parametrize(
    ("lines", "options"),
    [
        ([], {}),
        ("", {}),
        ("x", {"shapes": ""}),
        ("x", {"shapes": "A: m×"}),
        ("x", {"shapes": "::::"}),
        ("x", {"shapes": {"": ("n",)}}),
        ("x", {"shapes": {"x": ("n", "n", "n")}}),
        ("x", {"shapes": {"x": (0,)}}),
        ("x", {"shapes": {"x": (-3,)}}),
        ("x", {"shapes": {"x": (10**9, 10**9)}}),
        ("x", {"wrt": "nothing"}),
        ("x", {"layout": "sideways"}),
        ("x", {"where": ("(((",)}),
        ("x", {"where": ("r = r",)}),
        ("x", {"where": ("r = s", "s = r")}),
        ("f(x)", {"where": ("f(x) = f(x)",)}),
        ("f(x)", {"where": ("f(x) = g(x)", "g(x) = f(x)")}),
        ("x", {"assume": {"x": "happy"}}),
        ("x", {"assume": {"nothing": "symmetric"}}),
        ("x", {"assume": {"A": "symmetric"}}),
        ("x", {"goal": "((("}),
        ("x", {"goal": ""}),
    ],
)
def test_bad_options_end_in_a_report_or_the_documented_exception(lines, options):
    options = {"shapes": SHAPES} | options
    shapes = options.pop("shapes")
    start = time.process_time()
    try:
        derivation.check(lines, shapes, **options)
    except derivation.DerivationError as error:
        assert str(error)
    assert time.process_time() - start < LONGEST
