"""Writing small pieces of mathematics the way the author of a line writes them: transposes, fractions, spacing."""

from __future__ import annotations

import re
from dataclasses import dataclass

TRANSPOSES = (r"\^\{?\\mathsf\{?\s*T\}?\}?", r"\^\{\\top\}", r"\^\\top", r"\^\\intercal", r"\^\{T\}", r"\^T", r"\^t\b", r"ᵀ", r"\.T\b", r"⊤")
"""Spellings of the transpose, the more special first."""


@dataclass(frozen=True, slots=True)
class Style:
    """How the author writes a transpose, a half and a product."""

    transpose: str
    half: str
    product: str
    minus: str

    def power(self, exponent: str) -> str:
        """An exponent such as −1."""
        return {"ᵀ": {"-1": "⁻¹", "-T": "⁻ᵀ"}}.get(self.transpose, {}).get(exponent, f"^{{{exponent}}}")


def style_of(texts: list[str]) -> Style:
    """Return the author's style, found in the lines of the derivation.

    >>> style_of([r"= \\frac12 x^\\top A x"]).transpose
    '^\\\\top'
    >>> style_of(["2 X'X b"]).transpose
    "'"
    """
    whole = "\n".join(texts)
    latex = "\\" in whole
    unicode = bool(re.search(r"[ᵀ⁻²½‖−]", whole))
    code = bool(re.search(r"@|%\*%|\bnp\.", whole))
    found = next((match[0] for pattern in TRANSPOSES if (match := re.search(pattern, whole))), None)
    if found is None and re.search(r"[A-Za-z)]'", whole) and not re.search(r"[a-z]'\s*\(", whole):
        found = "'"
    if found is None:
        found = "^\\top" if latex else "ᵀ" if unicode else ".T" if code else "^T"
    half = "\\tfrac12 " if latex else "½" if "½" in whole or unicode else "1/2 "
    return Style(found, "0.5 * " if code else half, " @ " if code else " ", "−" if "−" in whole else "-")
