"""Formulas typeset by KaTeX while the site is built; a formula that KaTeX cannot read is a warning with its place.

The package sphinxcontrib-katex carries KaTeX, and typesets too; but it tells neither file nor line of a bad formula,
and talks to KaTeX through a socket that on a busy machine may not be listening yet.
"""

import atexit
import json
import re
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number
from sphinx.writers.html5 import HTML5Translator
from sphinxcontrib import katex

from matgrad.book.node import node_program

KATEX = Path(katex.__file__).with_name("katex.min.js")
SOURCE = re.compile(r"<semantics>(.*?)<annotation\b.*?</annotation></semantics>", re.DOTALL)
"""KaTeX's copy of the formula's TeX: no browser shows it, and a page is up to a sixteenth lighter without it."""
NAMESPACE = ' xmlns="http://www.w3.org/1998/Math/MathML"'
"""What a reader of HTML supplies by itself."""
STYLE_SHEET = "../katex/katex.min.css"  # relative to _static; from theme/vendor
MACROS = {
    r"\R": r"\mathbb{R}",
    r"\T": r"^{\mathsf{T}}",
    r"\norm": r"\left\lVert #1 \right\rVert",
    r"\shape": r"\underset{\textcolor{gray}{#2}}{\mathstrut #1}",
}
# Reads one request a line and answers with one line.
TYPESETTER = """
const katex = require(process.argv[1]);
require("readline").createInterface({ input: process.stdin }).on("line", (line) => {
  const { formula, options } = JSON.parse(line);
  let answer;
  try { answer = { html: katex.renderToString(formula, options) }; }
  catch (error) { answer = { error: error.message }; }
  console.log(JSON.stringify(answer));
});
"""


class FormulaError(ValueError):
    """KaTeX cannot read the formula; the message says why."""


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the renderer; choose it with ``html_math_renderer: katex``."""
    app.add_html_math_renderer("katex", (_visit_inline, None), (_visit_displayed, None))
    app.add_css_file(STYLE_SHEET)
    return {"parallel_read_safe": True, "parallel_write_safe": False}


@cache
def typeset(formula: str, displayed: bool) -> str:
    r"""Return the HTML, with MathML inside, of a formula in TeX.

    Raises
    ------
    FormulaError
        If KaTeX cannot read the formula.

    Examples
    --------
    >>> "<math" in typeset(r"\nabla f(x) = A^{\mathsf{T}}(Ax - b)", displayed=False)
    True
    >>> typeset(r"\nosuchcommand", displayed=False)
    Traceback (most recent call last):
    ...
    matgrad.book.formulas.FormulaError: KaTeX parse error: Undefined control sequence: \nosuchcommand ...
    """
    options = {"displayMode": displayed, "throwOnError": True, "strict": True, "macros": MACROS}
    process = _typesetter()
    assert process.stdin is not None and process.stdout is not None
    process.stdin.write(json.dumps({"formula": formula, "options": options}) + "\n")
    process.stdin.flush()
    answer = json.loads(process.stdout.readline())
    if "error" in answer:
        raise FormulaError(answer["error"])
    return SOURCE.sub(r"\1", str(answer["html"])).replace(NAMESPACE, "")


@cache
def _typesetter() -> "subprocess.Popen[str]":
    command = [str(node_program()), "-e", TYPESETTER, str(KATEX)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")
    atexit.register(_stop, process)
    return process


def _stop(process: "subprocess.Popen[str]") -> None:
    process.communicate()  # it ends when its input does


def _visit_inline(translator: HTML5Translator, node: nodes.math) -> None:
    translator.body.append(translator.starttag(node, "span", "", CLASS="math") + _html(node, False) + "</span>")
    raise nodes.SkipNode


def _visit_displayed(translator: HTML5Translator, node: nodes.math_block) -> None:
    translator.body.append(translator.starttag(node, "div", CLASS="math"))
    if node["number"]:
        translator.body.append(f'<span class="eqno">({get_node_equation_number(translator, node)})')
        translator.add_permalink_ref(node, _("Permalink to this equation"))
        translator.body.append("</span>")
    translator.body.append(_html(node, True) + "</div>\n")
    raise nodes.SkipNode


def _html(node: nodes.Element, displayed: bool) -> str:
    """Return the formula's HTML, or its source where KaTeX cannot read it (the build then fails)."""
    try:
        return typeset(node.astext(), displayed)
    except FormulaError as error:
        logging.getLogger(__name__).warning("formula %r: %s", node.astext(), error, location=node)
        return f"<code>{node.astext()}</code>"
