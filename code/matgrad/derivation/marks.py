"""Scripts on a value: transpose, power, inverse, pseudo-inverse or index."""

from __future__ import annotations

import re

from . import syntax as s
from .arrays import inverse, power, transpose
from .core import Apply, Constant, Node
from .dims import is_scalar
from .indices import component, index_letters
from .reading import Reading

TRANSPOSES = {"T", "t", "⊤", "H", "top", "′", "tr", "intercal"}


def apply_mark(node: Node, mark: s.Mark, span: s.Span, reading: Reading) -> Node:
    """Apply one script to a value: transpose, power, inverse or index."""
    content = mark.content
    if mark.kind in ("transpose", "prime"):
        return node if mark.kind == "prime" and mark.text == "''" else transpose(node, span)
    if mark.kind == "pinv":
        return Apply(node.shape.transposed, span, "pinv", (node,))
    if mark.kind == "inverse":
        return inverse(node, span, reading)
    if mark.kind == "sub":
        return subscript(node, mark, span, reading)
    if isinstance(content, s.Name) and content.value in TRANSPOSES:
        return transpose(node, span)
    if isinstance(content, s.Opaque):
        if content.what in ("+",):
            return Apply(node.shape.transposed, span, "pinv", (node,))
        if content.what == "-T":
            return transpose(inverse(node, span, reading), span)
        if content.what in ("*", "′"):
            return transpose(node, span)
        if content.what not in ("label", "⋆"):
            return reading.opaque(f"the raised {content.what} is not decided", span)
        return node
    if isinstance(content, s.Name) and content.value == "†":
        return Apply(node.shape.transposed, span, "pinv", (node,))
    if isinstance(content, s.Sum) and len(content.terms) == 1:
        sign, term = content.terms[0]
        letters = term.base if isinstance(term, s.Script) else term
        if sign == "-" and isinstance(letters, s.Name) and letters.value in TRANSPOSES:
            return transpose(inverse(node, span, reading), span)
    return power(node, content, mark, span, reading)


def subscript(node: Node, mark: s.Mark, span: s.Span, reading: Reading) -> Node:
    """An entry of an array; of I, 1 and 0 the subscript is a size."""
    letters = index_letters(mark.content)
    if (
        letters
        and not is_scalar(node.shape)
        and not (isinstance(node, Constant) and node.kind in ("identity", "ones", "zero"))
    ):
        return component(node, letters, span, reading)
    return node


def is_label(mark: s.Mark) -> bool:
    """Whether a script is a label, not an expression."""
    return isinstance(mark.content, s.Opaque) and mark.content.what == "label"


def is_star(mark: s.Mark) -> bool:
    """Whether a script is an asterisk."""
    return mark.kind == "sup" and isinstance(mark.content, s.Opaque) and mark.content.what in "*⋆"


def compact(text: str) -> str:
    """A subscript's text without spaces, braces and backslashes."""
    text = re.sub(r"\\(?:text|mathrm|textrm|mathit|mathsf|rm|textit)\b", "", text)
    return text.replace(" ", "").replace("{", "").replace("}", "").replace("\\", "")


def is_transpose(mark: s.Mark) -> bool:
    """Whether a script spells the transpose."""
    if mark.kind == "transpose" or (mark.kind == "prime" and mark.text == "'"):
        return True
    return mark.kind == "sup" and isinstance(mark.content, s.Name) and mark.content.value in ("T", "t", "⊤", "H")
