"""Formulas that are wrong on purpose look wrong: a frame, a mark and the word, with a link to the catalogue.

The author writes the word and the code that the checker must find::

    **Wrong:**

    <!-- check: wrong M05 -->

    $$
    ...
    $$

or, within a line, ``**Wrong:** <!-- check: wrong M05 -->$...$``. The notes to the check leave the page.
"""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

from matgrad.book.equations.pages import NOTE
from matgrad.derivation.catalogue import entry

WORD = "Wrong:"
CATALOGUE = "chapters/reference/mistakes"
WRONG = re.compile(r"wrong (?P<code>M\d{2})")
CLASS = "wrong-formula"


def setup(app: Sphinx) -> dict[str, Any]:
    """Frame the formulas when a page has been read."""
    app.connect("doctree-read", _frame_all)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def _frame_all(app: Sphinx, doctree: nodes.document) -> None:
    page = app.env.docname
    for note in list(doctree.findall(nodes.raw)):
        found = NOTE.fullmatch(note.astext().strip())
        if found is None:
            continue
        wrong = WRONG.match(found["text"])
        if wrong:
            _frame(app, page, note, wrong["code"])
        note.parent.remove(note)


def _frame(app: Sphinx, page: str, note: nodes.raw, code: str) -> None:
    """Put the word, a link to the catalogue and the formula behind the note into one frame."""
    parent = note.parent
    place = parent.index(note)
    before = [child for child in parent.children[:place] if not _is_note(child) and child.astext().strip()]
    after = (child for child in parent.children[place:] if isinstance(child, nodes.math | nodes.math_block))
    word, formula = before[-1] if before else None, next(after, None)
    if not isinstance(word, nodes.Element) or formula is None or word.astext().strip() != WORD:
        message = "a formula that is marked as wrong needs '**Wrong:**' in front of it"
        logging.getLogger(__name__).warning(message, location=note)
        return
    displayed = isinstance(formula, nodes.math_block)
    link = _link(app, page, f"{code}, {entry(code).title}" if displayed else code)
    frame: nodes.Element = nodes.container(classes=[CLASS]) if displayed else nodes.inline(classes=[CLASS])
    parent.replace(word, frame)
    parent.remove(formula)
    if displayed:
        word.extend([nodes.Text(" "), link])
        frame.extend([word, formula])
    else:
        frame.extend([word, nodes.Text(" "), formula, nodes.Text(" "), link])


def _link(app: Sphinx, page: str, label: str) -> nodes.reference:
    code = label.partition(",")[0]
    target = f"{app.builder.get_relative_uri(page, CATALOGUE)}#{code.lower()}"
    return nodes.reference("", label, refuri=target, internal=True, classes=["mistake-code"])


def _is_note(node: nodes.Node) -> bool:
    return isinstance(node, nodes.raw) and NOTE.fullmatch(node.astext().strip()) is not None
