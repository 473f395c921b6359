"""The page of the catalogue of mistakes, written from the catalogue itself when the site is built.

The page's file holds its title, its first words and the line ``% catalogue of mistakes``; the entries take the place of
that line. Every code is an anchor: ``mistakes.html#m05``.
"""

import re
from collections.abc import Mapping
from typing import Any

from sphinx.application import Sphinx
from sphinx.util import logging

from matgrad.derivation import check
from matgrad.derivation.catalogue import Entry, entries, entry
from matgrad.derivation.render import text
from matgrad.derivation.render.tex import TeX
from matgrad.derivation.render.typeset import formula
from matgrad.derivation.text_format import shapes_text

PAGE = "chapters/reference/mistakes"
PLACE = "% catalogue of mistakes"


def setup(app: Sphinx) -> dict[str, Any]:
    """Fill the page when it is read."""
    app.connect("source-read", _fill)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def catalogue_page() -> str:
    """Return all entries as MyST text.

    Examples
    --------
    >>> catalogue_page().startswith("| Code | Mistake |")
    True
    """
    rows = [
        "| Code | Mistake |",
        "|:--|:--|",
        *(f"| [{each.code}](#{each.code}) | {each.title} |" for each in entries()),
    ]
    return "\n".join(rows) + "\n\n" + "\n\n".join(section(each) for each in entries()) + "\n"


def section(one: Entry) -> str:
    """Return one entry as a section with the code as its anchor."""
    where = one.section
    link = f'<a class="reference internal" href="../{where.address}">chapter {where.number}, {where.title}</a>'
    parts = [
        f"({one.code})=\n## {one.code}: {one.title}",
        typeset(one.what),
        f"**An example.** The shapes are {shapes_in_words(one.example.request)}. The checker says:",
        f"```text\n{text(check(**one.example.request))}\n```",
        f"**Why people write it.** {typeset(one.why)}",
        f"**The repair.** {typeset(one.repair)}",
        f"The lines, repaired:\n\n{displayed(one.right)}",
        f"The book explains it in {link}.",
    ]
    if one.see:
        parts.append("See also " + ", ".join(f"[{code}](#{code}) ({entry(code).title})" for code in one.see) + ".")
    return "\n\n".join(parts)


def typeset(words: str) -> str:
    r"""Return a text with the formulas between its backticks in TeX.

    Examples
    --------
    >>> typeset("The gradient is `Aᵀr`.")
    'The gradient is $A^{\\top} r$.'
    """
    return re.sub(r"`([^`]+)`", lambda match: f"${formula(match[1], TeX()).strip()}$", words)


def displayed(lines: tuple[str, ...]) -> str:
    """Return lines as one displayed formula, each on a line of its own."""
    rows = " \\\\\n".join(f"& {formula(line, TeX()).strip()}" for line in lines)
    return f"$$\n\\begin{{aligned}}\n{rows}\n\\end{{aligned}}\n$$"


def shapes_in_words(request: Mapping[str, Any]) -> str:
    """Return the declarations of a request as inline code."""
    return f"`{shapes_text(request['shapes'])}`"


def _fill(app: Sphinx, page: str, source: list[str]) -> None:
    if page != PAGE:
        return
    if PLACE not in source[0]:
        logging.getLogger(__name__).warning("no line %r for the entries", PLACE, location=page)
    source[0] = source[0].replace(PLACE, catalogue_page())
