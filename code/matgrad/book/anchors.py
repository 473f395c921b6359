r"""Addresses of headings in words: a heading with a formula gets ``#…-a-transpose`` in place of ``#…-a-top``."""

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

WORDS = [
    (r"\^\{?\\(?:top|T|mathsf\s*\{?\s*T\s*\}?)\}?|\\T\b", " transpose "),
    (r"\\[td]?frac\s*\{?1\}?\s*\{?2\}?", " half "),
    (r"\\nabla", " gradient "),
    (r"\\[lr]Vert|\\norm", " "),
    (r"\\(?:mathrm|mathbf|mathsf|mathbb|text|operatorname)\b", " "),
    (r"\\([a-zA-Z]+)", r" \1 "),
]


def setup(app: Sphinx) -> dict[str, Any]:
    """Rename the anchors when a page is read, before other pages learn of them."""
    app.add_transform(ReadableAnchors)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def readable(formula: str) -> str:
    r"""Return the formula in words.

    Examples
    --------
    >>> readable(r"A^{\mathsf T}"), readable(r"\tfrac12 \lVert r \rVert")
    ('A transpose', 'half r')
    """
    for pattern, word in WORDS:
        formula = re.sub(pattern, word, formula)
    return " ".join(formula.split())


class ReadableAnchors(SphinxTransform):
    """Give each section whose title holds a formula an id made of words."""

    default_priority = 840  # the domains collect the labels at 850

    def apply(self, **_: Any) -> None:
        """Rename."""
        for section in self.document.findall(nodes.section):
            title = section.next_node(nodes.title)
            if title is not None and section["ids"] and any(title.findall(nodes.math)):
                self._rename(section, nodes.make_id(_words(title)))

    def _rename(self, section: nodes.section, new: str) -> None:
        old = section["ids"][0]
        if not new or new in self.document.ids:
            return
        section["ids"][0] = new
        self.document.ids[new] = self.document.ids.pop(old, section)
        for name, anchor in self.document.nameids.items():
            if anchor == old:
                self.document.nameids[name] = new


def _words(title: nodes.title) -> str:
    return "".join(
        readable(part.astext()) if isinstance(part, nodes.math) else part.astext() for part in title.children
    )
