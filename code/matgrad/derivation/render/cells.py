"""Characters in a terminal: what is safe to print, how wide it is, and how to say it in ASCII.

A line comes from anyone, also from a stranger's file: control characters, which could move the cursor or change the
terminal, and characters that turn the direction of writing are shown as a replacement character.
"""

from __future__ import annotations

import unicodedata

from ..names import GREEK, SUBSCRIPTS, SUPERSCRIPTS

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
ASCII = {
    "×": "x", "·": ".", "⋅": ".", "−": "-", "–": "-", "—": "-", "≠": "!=", "≤": "<=", "≥": ">=", "≈": "~", "∇": "grad ",
    "∂": "d", "½": "1/2", "⅓": "1/3", "¼": "1/4", "‖": "||", "⟨": "<", "⟩": ">", "Σ": "sum", "∑": "sum", "√": "sqrt",
    "⇒": "=>", "⇔": "<=>", "→": "->", "′": "'", "’": "'", "“": '"', "”": '"', "✓": "+", "✗": "x", "↳": ">", "…": "...",
    "⊙": ".*", "⊗": "(x)", "∞": "inf", "─": "-", "│": "|", "┬": "+", "⊤": "T", "∈": "in", "∘": "o", REPLACEMENT: "?",
    **{letter: name for name, letter in reversed(GREEK.items()) if name not in ("ell", "hbar", "Sigma")},
    **{raised: "^" + plain for raised, plain in SUPERSCRIPTS.items()},
    **{lowered: "_" + plain for lowered, plain in SUBSCRIPTS.items()},
}  # fmt: skip


def cell(character: str, ascii_only: bool = False) -> str:
    r"""Return what stands for one character in a terminal.

    Examples
    --------
    >>> cell("x"), cell("\x1b") == REPLACEMENT, cell("ᵀ", ascii_only=True), cell("語", ascii_only=True)
    ('x', True, '^T', '?')
    """
    category = unicodedata.category(character)
    if character in "\t\n\r":
        return " "
    if category == "Cf" and not unicodedata.bidirectional(character).startswith(("LR", "RL", "PD", "FS")):
        return "" if unicodedata.bidirectional(character) == "BN" else REPLACEMENT
    safe = REPLACEMENT if category in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") else character
    if not ascii_only or safe.isascii():
        return safe
    return ASCII.get(safe) or ASCII.get(unicodedata.normalize("NFKD", safe)[0]) or plain(safe)


def plain(character: str) -> str:
    """The ASCII letters of a character (ŵ → w), or ?; nothing for a combining accent."""
    found = "".join(c for c in unicodedata.normalize("NFKD", character) if c.isascii())
    return found or ("" if unicodedata.combining(character) else "?")


def printed(text: str, ascii_only: bool = False) -> str:
    """Return a text as it is printed; in ASCII, a run of raised or lowered characters shares one sign.

    Examples
    --------
    >>> printed("A⁻¹xᵢⱼ", ascii_only=True)
    'A^-1x_ij'
    """
    found = [cell(character, ascii_only) for character in text]
    if ascii_only:
        for place in range(len(text) - 1, 0, -1):
            if any(text[place] in table and text[place - 1] in table for table in (SUPERSCRIPTS, SUBSCRIPTS)):
                found[place] = found[place][1:]
    return "".join(found)


def width(text: str) -> int:
    """Return the number of columns that a printed text takes.

    Examples
    --------
    >>> width("Aᵀ"), width("x̂"), width("語")
    (2, 1, 2)
    """
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return len(text) + wide - sum(bool(unicodedata.combining(c)) for c in text)


def columns(text: str, span: tuple[int, int], ascii_only: bool = False) -> tuple[int, int]:
    """Return the columns, first and behind the last, that a span of a text takes when it is printed."""
    start, end = (max(0, min(place, len(text))) for place in span)
    return width(printed(text[:start], ascii_only)), width(printed(text[:end], ascii_only))
