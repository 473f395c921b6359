"""A pen that draws TeX, for the pages of the book."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import groupby

from ..names import ACCENTS, GREEK

SIGNS = {
    "−": "-", "×": r"\times ", "·": r"\cdot ", "⊙": r"\odot ", "⊗": r"\otimes ", "∘": r"\circ ", "±": r"\pm ",
    "∇": r"\nabla ", "∂": r"\partial ", "†": r"\dagger ", "*": "*", "∑": r"\sum", "∏": r"\prod", "≈": r"\approx ",
    "≤": r"\le ", "≥": r"\ge ", "≠": r"\ne ", "∈": r"\in ", "→": r"\to ", "∝": r"\propto ", "⇒": r"\Rightarrow ",
    "⇔": r"\Leftrightarrow ", "∞": r"\infty ", "…": r"\dots ", "Δ": r"\Delta ", "δ": r"\delta ", "≻": r"\succ ",
    "⊥": r"\perp ", "d": r"\mathrm{d}", "′": "'", "≪": r"\ll ", "≫": r"\gg ", ":=": ":=", "⋆": r"\star ",
}  # fmt: skip
FENCES = {"‖": (r"\lVert ", r"\rVert "), "|": (r"\lvert ", r"\rvert "), "⟨": (r"\langle ", ""), "⟩": ("", r"\rangle ")}
FUNCTIONS = {"log", "ln", "exp", "det", "sin", "cos", "tanh"}
BIG_OR_LETTER = "∑∏∞…d∂∇Δδ"
LETTERS = {letter: f"\\{name}" for name, letter in reversed(GREEK.items()) if name not in ("lam", "varsigma")}
DRAWN = SIGNS | {letter: f"{name} " for letter, name in LETTERS.items()}
HATS = {mark: name for name, mark in reversed(ACCENTS.items())}
SPECIAL = {c: "\\" + c for c in "#$%&_{}"} | {
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "\\": r"\textbackslash{}",
}


class TeX:
    """Draws pieces of a formula as TeX."""

    def name(self, value: str, bold: bool) -> str:
        """A letter, with its accent; words upright."""
        letters = unicodedata.normalize("NFD", value)
        base = LETTERS.get(letters[0], letters[0])
        if len(letters) == 2 and letters[1] in HATS:
            drawn = f"\\{HATS[letters[1]]}{{{base}}}"
        elif len(letters) == 1:
            drawn = base + (" " if base.startswith("\\") else "")
        else:
            drawn = f"\\mathrm{{{escaped(value)}}}"
        return f"\\mathbf{{{drawn}}}" if bold else drawn

    def number(self, digits: str) -> str:
        """A number."""
        return SIGNS.get(digits, digits)

    def sign(self, symbol: str, prefix: bool = False) -> str:
        """An operator or a relation."""
        if not symbol.strip("′"):
            return "'" * len(symbol)
        drawn = SIGNS.get(symbol, symbol)
        if symbol == ",":
            return ", "
        return drawn if prefix or symbol in BIG_OR_LETTER else f" {drawn.strip()} "

    def word(self, word: str) -> str:
        """The name of a function."""
        return f"\\{word} " if word in FUNCTIONS else f"\\operatorname{{{escaped(word)}}}"

    def prose(self, words: str) -> str:
        """Words in upright type; letters and signs of formulas among them are drawn as in formulas."""
        if not words.strip():
            return r"\,"
        runs = groupby(words, lambda character: not character.isascii() and character in DRAWN)
        return "".join(
            "".join(DRAWN[c] for c in run) if drawn else f"\\text{{{escaped(''.join(run))}}}" for drawn, run in runs
        )

    def transpose(self) -> str:
        """The sign of the book."""
        return r"\top"

    def row(self, parts: Sequence[str]) -> str:
        """Parts side by side."""
        return "".join(parts).strip() if len(parts) > 1 else "".join(parts)

    def scripts(self, base: str, below: str, above: str) -> str:
        """A base in braces where it has scripts of its own."""
        held = f"{{{base.strip()}}}" if "^" in base or "_" in base else base.strip()
        raised = above if above.strip("'") == "" else f"^{{{above.strip()}}}"
        return f"{held}{f'_{{{below.strip()}}}' if below else ''}{raised} "

    def limits(self, symbol: str, below: str, above: str) -> str:
        """Limits below and above."""
        return self.scripts(self.sign(symbol), below, above) if below or above else self.sign(symbol) + " "

    def fraction(self, top: str, bottom: str) -> str:
        """A fraction; small where it is made of two numbers."""
        size = r"\tfrac" if top.isdigit() and bottom.isdigit() else r"\frac"
        return f"{size}{{{top.strip()}}}{{{bottom.strip()}}} "

    def root(self, body: str) -> str:
        """A square root."""
        return f"\\sqrt{{{body.strip()}}}"

    def fenced(self, opening: str, body: str, closing: str) -> str:
        """Brackets that grow only round what is high."""
        left, right = FENCES.get(opening, (opening, ""))[0], FENCES.get(closing, ("", closing))[1]
        if r"\frac" in body or r"\sum" in body:
            return f"\\left{left}{body.strip()}\\right{right}"
        return f"{left}{body.strip()}{right}"

    def labelled(self, body: str, label: str) -> str:
        """A brace below with its label."""
        return f"\\underbrace{{{body.strip()}}}" + (f"_{{{label.strip()}}}" if label else "")

    def marked(self, body: str) -> str:
        """A line below."""
        return f"\\underline{{{body.strip()}}}"


def escaped(words: str) -> str:
    """Words with the signs that mean something in TeX escaped."""
    return "".join(SPECIAL.get(character, character) for character in words)
