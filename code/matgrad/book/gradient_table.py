"""The table of gradients: a plain table for each group, and a script that filters it and copies from it.

The directive ``{gradient-table} Least squares`` writes the rows of a group. Without a script the page is complete:
every row holds its formulas and, folded, its LaTeX and NumPy forms.
"""

from __future__ import annotations

import shutil
from html import escape
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator

from matgrad.book.formulas import FormulaError, typeset
from matgrad.gradients.rows import FILE, MATRIX, Row, RowError
from matgrad.gradients.show import latex, numpy_code, table

SOURCE = Path(__file__).resolve().parents[2] / "web" / "table"
ROWS = Path(__file__).resolve().parents[1] / "gradients" / FILE
PUBLISHED = "gradient-table"  # below _static
FILES = ("gradient-table.css", "gradient-table.mjs", "filter.mjs")
HEADS = ("Function", "Derivative (numerator layout)", "Gradient (denominator layout)")


class GradientTable(nodes.General, nodes.Element):
    """The rows of one group; its text is what the search finds."""


class GradientTableDirective(SphinxDirective):
    """``{gradient-table}`` with the name of a group."""

    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar = {}

    def run(self) -> list[nodes.Node]:
        """Choose the rows and typeset them."""
        try:
            chosen = table(self.arguments[0]).rows
            drawing = group_html(self.arguments[0], chosen)
        except (RowError, FormulaError) as error:
            raise self.error(f"{self.name}: {error}") from error
        self.env.note_dependency(str(ROWS))
        node = GradientTable(html=drawing)
        node += [nodes.paragraph(text=f"{each.name}. {each.reason}") for each in chosen]
        return [node]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive and publish script and style."""
    app.add_directive("gradient-table", GradientTableDirective)
    plain = (_nothing, _nothing)
    app.add_node(GradientTable, html=(_visit, _nothing), latex=plain, text=plain, man=plain, texinfo=plain)
    app.connect("builder-inited", _publish)
    app.connect("html-page-context", _add_to_page)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def group_html(group: str, chosen: tuple[Row, ...]) -> str:
    """Return the table of one group."""
    heads = "".join(f'<th scope="col">{head}</th>' for head in HEADS)
    bodies = "\n".join(row_html(each) for each in chosen)
    return (
        f'<table class="table gradient-table"><caption>{escape(group)}</caption>'
        f"<thead><tr>{heads}</tr></thead>\n{bodies}\n</table>\n"
    )


def row_html(row: Row) -> str:
    """Return one row: its name, the formulas, and below them the reason, the facts and what can be copied."""
    if row.kind == MATRIX:
        results = f'<td colspan="2" data-head="Differential">{_math(row.claims[0])}</td>'
    else:
        results = _cell(row.derivative, HEADS[1]) + _cell(row.gradient, HEADS[2])
    names = "".join(f"<br>Here {_math(each)}." for each in row.where)
    facts = [
        f"Shapes: {escape(row.shapes)}.",
        *([f"Domain: {escape(row.domain)}."] if row.domain else []),
        f"Source: {escape(row.reference)}.",
    ]
    return (
        f'<tbody id="row-{row.id}"><tr><th colspan="3" scope="rowgroup">{escape(row.name)}</th></tr>'
        f"<tr>{_cell(row.function, HEADS[0])}{results}</tr>"
        f'<tr><td colspan="3"><p>{escape(row.reason)}{names}</p><p class="facts">{" ".join(facts)}</p>'
        "<details><summary>LaTeX and NumPy</summary>"
        f'<pre tabindex="0" data-form="LaTeX">{escape(latex(row))}</pre>'
        f'<pre tabindex="0" data-form="NumPy">{escape(numpy_code(row))}</pre></details></td></tr></tbody>'
    )


def _cell(formula: str, head: str) -> str:
    return f'<td data-head="{head.partition(" (")[0]}">{_math(formula)}</td>'


def _math(formula: str) -> str:
    """Typeset a formula; a fraction in full size, as it stands in a line of its own."""
    style = r"\displaystyle " if r"\frac" in formula else ""
    return f'<span class="math">{typeset(style + formula, displayed=False)}</span>'


def _visit(translator: HTML5Translator, node: GradientTable) -> None:
    translator.body.append(node["html"])
    raise nodes.SkipNode


def _nothing(translator: nodes.NodeVisitor, node: GradientTable) -> None:
    pass


def _publish(app: Sphinx) -> None:
    """Copy script and style before any page is written: Sphinx then adds their check sums to the links."""
    if app.builder.format != "html":
        return
    target = Path(app.outdir, "_static", PUBLISHED)
    target.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        shutil.copyfile(SOURCE / name, target / name)


def _add_to_page(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    if doctree is None or not any(doctree.findall(GradientTable)):
        return
    app.add_css_file(f"{PUBLISHED}/gradient-table.css")
    app.add_js_file(f"{PUBLISHED}/gradient-table.mjs", type="module")
