"""Lines as formulas: what is drawn is what was written, and both pens draw every line of the corpus."""

import xml.dom.minidom

import pytest

from matgrad.book import formulas
from matgrad.derivation.limits import Unreadable
from matgrad.derivation.render.mathml import MathML, mathml
from matgrad.derivation.render.tex import TeX
from matgrad.derivation.render.typeset import formula
from tests.derivation import corpus

LINES = [(case["id"], line) for case in corpus.all_cases() for line in case["lines"]]
UNREADABLE = 0.01  # at most this share of the lines is shown as it stands, because it cannot be drawn


def tex(line):
    return " ".join(formula(line, TeX()).split())


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("∇f(x) = Aᵀ(Ax − b)", r"\nabla f(x) = A^{\top} (Ax - b)"),
        ("grad J = X.T @ (X @ w - y)", r"\operatorname{grad}\,J = X^{\top} (Xw - y)"),
        (r"\frac{\partial f}{\partial x_k} = a_{ik}", r"\frac{\partial f}{\partial x_{k}} = a_{ik}"),
        ("1/2 ‖r‖² + 2 3", r"\tfrac{1}{2} \lVert r\rVert^{2} + 2 \cdot 3"),
        ("½‖r‖²", r"\tfrac{1}{2} \lVert r\rVert^{2}"),
        ("f'(x) = dx/dt", r"f' (x) = \frac{\mathrm{d}x}{\mathrm{d}t}"),
        ("w = (AᵀA + λI)⁻¹Aᵀb", r"w = {(A^{\top} A + \lambda I)}^{-1} A^{\top} b"),
        (r"\sum_{i=1}^m a_{ij}x_i", r"\sum_{i = 1}^{m} a_{ij} x_{i}"),
        (r"\underbrace{A^T}_{n \times m} r", r"\underbrace{A^{\top}}_{n \times m}r"),
        (r"\hat{w} = \bar x", r"\hat{w} = \bar{x}"),
        ("A^{-T} = (Aᵀ)⁻¹", r"A^{-\top} = {(A^{\top})}^{-1}"),
        ("⟨u, Av⟩ = |c|", r"\langle u, Av\rangle = \lvert c\rvert"),
        ("f(x) = 1, where r = Ax - b", r"f(x) = 1\text{, where }r = Ax - b"),
        ("∇f = 0 ⇒ x = b", r"\nabla f = 0 \Rightarrow x = b"),
        ("tr(AB) = log det C", r"\operatorname{tr}(AB) = \log \,\det \,C"),
        ("x = sqrt(rᵀr)", r"x = \sqrt{r^{\top} r}"),
        ("As = BE", "As = BE"),
        ("x = -y (by symmetry)", r"x = -y\text{(by symmetry) }"),
    ],
)
def test_a_line_in_tex(line, expected):
    assert tex(line) == expected


def test_a_line_in_mathml():
    assert mathml(formula("Aᵀr ≤ ½", MathML()), "Aᵀr ≤ ½") == (
        '<math displaystyle="true" alttext="Aᵀr ≤ ½"><mrow>'
        '<mrow><msup><mi>A</mi><mi mathvariant="normal">T</mi></msup><mi>r</mi></mrow>'
        "<mo>≤</mo><mfrac><mn>1</mn><mn>2</mn></mfrac></mrow></math>"
    )


def test_places_are_marked():
    assert formula("= AB + C", MathML(), here=[(2, 4)]) == (
        '<mrow><mo>=</mo><mrow><mrow class="mg-here"><mrow><mi>A</mi><mi>B</mi></mrow></mrow>'
        "<mo>+</mo><mi>C</mi></mrow></mrow>"
    )
    assert tex("= AB + C") == "= AB + C"
    assert formula("= AB + C", TeX(), here=[(2, 3)]).split() == ["=", r"\underline{A}B", "+", "C"]


def test_what_cannot_be_read_is_not_drawn():
    with pytest.raises(Unreadable):
        formula("= (A", MathML())
    with pytest.raises(Unreadable):
        formula("hence", MathML())


def test_both_pens_draw_nearly_every_line_of_the_corpus():
    failed = []
    for identifier, line in LINES:
        try:
            drawn, in_tex = mathml(formula(line, MathML()), line), formula(line, TeX())
        except Unreadable:
            failed.append((identifier, line))
            continue
        xml.dom.minidom.parseString(drawn)
        assert "<math" in formulas.typeset(in_tex, displayed=True)
    assert len(failed) <= UNREADABLE * len(LINES), failed


def letters(text):
    return {character for character in text if character.isalpha() and character.isascii()}


@pytest.mark.parametrize("line", [line for _, line in LINES if line.isascii() and "\\" not in line][:80])
def test_no_letter_of_a_plain_line_is_lost(line):
    drawn = formula(line, MathML())
    shown = "".join(xml.dom.minidom.parseString(f"<a>{drawn}</a>").toprettyxml())
    assert letters(line) - set("T") <= letters(shown)
