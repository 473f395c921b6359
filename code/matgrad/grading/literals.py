"""The text that a cell assigns, read from the syntax of the code."""

from __future__ import annotations

import ast
import re
import warnings

LONGEST = 200_000
"""Characters of code that are parsed."""
STRING = re.compile(r"""(?P<prefix>[A-Za-z]*)(?P<quotes>'''|\"\"\"|'|")(?P<body>.*)(?P=quotes)""", re.DOTALL)
TEX_N = re.compile(r"\\n(?:abla|e\b|eq|u\b|orm)")


class NotLiteralError(Exception):
    """Raised for an answer that is not written out in its cell; the message says what it is, for a human."""


def parsed(source: str) -> ast.Module | None:
    """Return the syntax of code; None if it has none."""
    if len(source) > LONGEST:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # escapes such as \\top, which are the student's TeX
            return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def written_text(source: str, name: str) -> str:
    """Return the text that a cell assigns to a name, as it stands between the quotation marks.

    Parameters
    ----------
    source : str
        The code of the cell.
    name : str
        The variable; where the cell does not assign it, its only text counts.

    Raises
    ------
    NotLiteralError
        If there is no text, or it is computed.

    Examples
    --------
    >>> written_text("linear = 'A b'", "linear")
    'A b'
    """
    tree = parsed(source)
    if tree is None:
        return unparsed_text(source)
    values = [row for row in tree.body if isinstance(row, ast.Assign | ast.AnnAssign)]
    named = [row for row in values if name in {each.id for each in ast.walk(row) if isinstance(each, ast.Name)}]
    chosen = [row.value for row in (named or values) if row.value is not None]
    if not chosen:
        chosen = [row.value for row in tree.body if isinstance(row, ast.Expr)]
    if not chosen:
        return ""
    return text_of(chosen[-1], source)


def text_of(node: ast.expr, source: str) -> str:
    """Return the text of a string, of strings that are added, or of a list of strings."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return as_typed(ast.get_source_segment(source, node) or "", node.value)
    if isinstance(node, ast.Constant) and node.value is None:
        return ""
    if isinstance(node, ast.List | ast.Tuple):
        return "\n".join(text_of(each, source) for each in node.elts)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return text_of(node.left, source) + text_of(node.right, source)
    raise NotLiteralError("the answer is computed, not written out between quotation marks")


def as_typed(segment: str, value: str) -> str:
    """Return a string as it was typed: TeX is full of backslashes that Python would take for escapes."""
    match = STRING.fullmatch(segment)
    if match is None or "\\" not in match["body"]:
        return value
    if len(match["quotes"]) == 3 or "r" in match["prefix"].lower() or TEX_N.search(match["body"]):
        return match["body"]
    odd = any(ord(character) < 32 and character != "\n" for character in value)
    return match["body"] if odd else value


def unparsed_text(source: str) -> str:
    """Return what stands between triple quotation marks in code that is no Python."""
    match = re.search(r"('''|\"\"\")(.*?)\1", source, re.DOTALL)
    if match is None:
        raise NotLiteralError("the cell is no Python, and there is no text between quotation marks")
    return match[2]
