"""Formulas typeset by KaTeX while the site is built; a formula that KaTeX cannot read is a warning with its place."""

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.writers.html5 import HTML5Translator
from sphinxcontrib import katex

from matgrad.book.node import node_program

MACROS = {
    r"\R": r"\mathbb{R}",
    r"\T": r"^{\mathsf{T}}",
    r"\norm": r"\left\lVert #1 \right\rVert",
    r"\shape": r"\underset{\textcolor{gray}{#2}}{\mathstrut #1}",
}
PATIENCE = 60.0  # seconds; the package's own 5 are too few for a busy machine


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the renderer; choose it with ``html_math_renderer: katex_strict``."""
    app.setup_extension("sphinxcontrib.katex")
    # The package ignores its own option katex_options when it typesets while building.
    katex.KATEX_DEFAULT_OPTIONS.update(throwOnError=True, strict=True, macros=MACROS)
    katex.NODEJS_BINARY = str(node_program())
    katex.STARTUP_TIMEOUT = katex.RENDER_TIMEOUT = PATIENCE
    app.add_html_math_renderer("katex_strict", (_inline, None), (_displayed, None))
    return {"parallel_read_safe": True, "parallel_write_safe": False}


def _inline(translator: HTML5Translator, node: nodes.math) -> None:
    _typeset(katex.html_visit_math, translator, node)


def _displayed(translator: HTML5Translator, node: nodes.math_block) -> None:
    _typeset(katex.html_visit_displaymath, translator, node)


def _typeset(visit: Any, translator: HTML5Translator, node: nodes.Element) -> None:
    try:
        visit(translator, node)
    except katex.KaTeXError as error:
        logging.getLogger(__name__).warning("formula %r: %s", node.astext(), error, location=node)
        raise nodes.SkipNode from error
