"""A pen that draws MathML: browsers typeset it and screen readers speak it, with no script and no font of our own."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from .cells import printed


class MathML:
    """Draws pieces of a formula as elements of MathML Core; every text is escaped."""

    def name(self, value: str, bold: bool) -> str:
        """A letter in italics; words and digits upright."""
        kind = ' class="mg-bold"' if bold else ""
        element = "mn" if value.isdigit() else "mi"
        return f"<{element}{kind}>{escaped(value)}</{element}>"

    def number(self, digits: str) -> str:
        """A number."""
        return f"<mn>{escaped(digits)}</mn>"

    def sign(self, symbol: str, prefix: bool = False) -> str:
        """An operator."""
        form = ' form="prefix"' if prefix else ' separator="true"' if symbol == "," else ""
        return f"<mo{form}>{escaped(symbol)}</mo>"

    def word(self, word: str) -> str:
        """The name of a function."""
        return f'<mi mathvariant="normal">{escaped(word)}</mi>'

    def prose(self, words: str) -> str:
        """Words, with their spaces kept."""
        kept = words.replace(" ", "\N{NO-BREAK SPACE}") if words != words.strip() else words
        return f"<mtext>{escaped(kept)}</mtext>"

    def transpose(self) -> str:
        """An upright T, which screen readers speak as transpose."""
        return '<mi mathvariant="normal">T</mi>'

    def row(self, parts: Sequence[str]) -> str:
        """An mrow, unless there is one part."""
        kept = [part for part in parts if part]
        return kept[0] if len(kept) == 1 else f"<mrow>{''.join(kept)}</mrow>"

    def scripts(self, base: str, below: str, above: str) -> str:
        """Scripts at the side."""
        if below and above:
            return f"<msubsup>{base}{below}{above}</msubsup>"
        return f"<msub>{base}{below}</msub>" if below else f"<msup>{base}{above}</msup>"

    def limits(self, symbol: str, below: str, above: str) -> str:
        """Limits below and above."""
        sign = self.sign(symbol)
        if below and above:
            return f"<munderover>{sign}{below}{above}</munderover>"
        if below or above:
            return f"<munder>{sign}{below}</munder>" if below else f"<mover>{sign}{above}</mover>"
        return sign

    def fraction(self, top: str, bottom: str) -> str:
        """A fraction."""
        return f"<mfrac>{top}{bottom}</mfrac>"

    def root(self, body: str) -> str:
        """A square root."""
        return f"<msqrt>{body}</msqrt>"

    def fenced(self, opening: str, body: str, closing: str) -> str:
        """Brackets that grow with their content."""
        left = f'<mo form="prefix" fence="true">{escaped(opening)}</mo>'
        return f'<mrow>{left}{body}<mo form="postfix" fence="true">{escaped(closing)}</mo></mrow>'

    def labelled(self, body: str, label: str) -> str:
        """A brace below, and the label below that."""
        braced = f"<munder>{body}<mo>⏟</mo></munder>"
        return f"<munder>{braced}{label}</munder>" if label else braced

    def marked(self, body: str) -> str:
        """A row with the class that the style sheet underlines."""
        return f'<mrow class="mg-here">{body}</mrow>'


def mathml(body: str, source: str) -> str:
    """Return a formula in display style, with its source for programs that do not read MathML."""
    return f'<math displaystyle="true" alttext="{escaped(source)}">{body}</math>'


def escaped(text: str) -> str:
    """Return a text for HTML: signs that mean something there escaped, control characters replaced."""
    return escape(printed(text))
