"""The notation of an author: how transposes, fractions, products and powers are spelled in a derivation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

TRANSPOSES = (
    r"\^\{?\\mathsf\{?\s*T\}?\}?", r"\^\{\\top\}", r"\^\\top", r"\^\\intercal", r"\^\{T\}", r"\^T", r"\^t\b", r"ᵀ",
    r"\.T\b", r"⊤",
)  # fmt: skip
"""Spellings of the transpose, the more special first."""
HALVES = (r"\\[dt]?frac\s*\{1\}\s*\{2\}", r"\\[dt]?frac\s*1\s*2", "½", r"\b0\.5\b", r"\b1/2\b")
LATEX_NAMES = {
    "α": "\\alpha", "β": "\\beta", "γ": "\\gamma", "δ": "\\delta", "ε": "\\epsilon", "η": "\\eta", "θ": "\\theta",
    "λ": "\\lambda", "μ": "\\mu", "ν": "\\nu", "ξ": "\\xi", "π": "\\pi", "ρ": "\\rho", "σ": "\\sigma", "τ": "\\tau",
    "φ": "\\phi", "ψ": "\\psi", "ω": "\\omega", "Γ": "\\Gamma", "Δ": "\\Delta", "Θ": "\\Theta", "Λ": "\\Lambda",
    "Ξ": "\\Xi", "Π": "\\Pi", "Σ": "\\Sigma", "Φ": "\\Phi", "Ψ": "\\Psi", "Ω": "\\Omega",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Style:
    """How an author writes: the suffix of a transpose ("t()" in R), ½, what stands between factors, minus, the rest."""

    transpose: str
    half: str
    product: str
    minus: str
    latex: bool
    unicode: bool

    @property
    def code(self) -> bool:
        """Whether products are written with an operator, as in NumPy and R."""
        return self.product != ""

    def transposed(self, text: str) -> str:
        """The transpose of a symbol or bracket."""
        return f"t({text})" if self.transpose == "t()" else text + self.transpose

    def power(self, base: str, exponent: str) -> str:
        """A symbol or bracket with an exponent: −1, or −T for the transpose of the inverse."""
        if self.unicode and self.transpose in ("ᵀ", "'"):
            return base + {"-1": "⁻¹", "-T": "⁻ᵀ"}[exponent]
        return f"{base}^{{{exponent}}}" if self.latex else f"{base}^-{exponent[1:]}"

    def number(self, value: Fraction) -> str:
        """A positive rational number."""
        if value == Fraction(1, 2):
            return self.half
        if value.denominator == 1:
            return str(value.numerator)
        if self.latex:
            return f"\\frac{{{value.numerator}}}{{{value.denominator}}}"
        return f"({value.numerator}/{value.denominator})"

    def times(self, number: str, text: str) -> str:
        """A number in front of an expression."""
        if self.code:
            return f"{number} * {text}"
        fraction = re.search(r"\d/\d|\.|frac.*\d$", number)
        loose = text[:1].isdigit() or (fraction and (text[:1].isalnum() or "/" in number))
        return number + (" " if loose else "") + text

    def name(self, name: str) -> str:
        """A declared name."""
        return LATEX_NAMES.get(name, name) if self.latex else name


def style_of(texts: list[str]) -> Style:
    r"""Return the author's style, found in the lines of the derivation.

    Examples
    --------
    >>> style_of([r"= \frac12 x^\top A x"]).transpose
    '^\\top'
    >>> style_of(["2 X'X b"]).transpose
    "'"
    """
    whole = "\n".join(texts)
    latex = "\\" in whole
    unicode = not latex and not whole.isascii()
    product = " %*% " if "%*%" in whole else " @ " if re.search(r"@|\bnp\.", whole) else ""
    half = next((m[0] for pattern in HALVES if (m := re.search(pattern, whole))), None)
    if half is None:
        half = "\\frac{1}{2}" if latex else "0.5" if product else "½" if unicode else "1/2"
    return Style(
        transpose_of(whole, latex, unicode, product), half, product, "−" if "−" in whole else "-", latex, unicode
    )


def transpose_of(whole: str, latex: bool, unicode: bool, product: str) -> str:
    """The spelling of the transpose: the one that is used, else the usual one of the notation."""
    if "%*%" in whole:
        return "t()"
    used = next((match[0] for pattern in TRANSPOSES if (match := re.search(pattern, whole))), None)
    if used is None and re.search(r"[A-Za-z)]'", whole) and not re.search(r"[a-z]'\s*\(", whole):
        return "'"
    return used or ("^\\top" if latex else "ᵀ" if unicode else ".T" if product else "^T")
