"""The directive ``{assignment} ID``: what an assignment asks for, and its notebook to download.

The notebook is the one for everybody, made while the site is built by what makes the notebooks of a course. Model
answers are no part of it, and their folder is no part of the site.
"""

import posixpath
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.parsers.rst import Directive
from sphinx.application import Sphinx

from matgrad.grading.errors import GradingError
from matgrad.grading.loading import FILES, load
from matgrad.grading.notebook import notebook_text, student_notebook
from matgrad.grading.source import Assignment

SOURCES, PUBLISHED = "assignments", "assignments"
"""The folder of the sources in the repository, and the folder of the notebooks on the site."""


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive, and write the notebooks when the pages have been written."""
    app.add_directive("assignment", AssignmentDirective)
    app.connect("build-finished", _write_notebooks, priority=300)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


class AssignmentDirective(Directive):
    """A link to the notebook of an assignment, and a table of its tasks."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return what stands in the place of the directive."""
        env = self.state.document.settings.env
        folder = Path(env.srcdir) / SOURCES / self.arguments[0]
        try:
            assignment = load(folder)
        except GradingError as error:
            raise self.error(str(error)) from None
        for name in FILES:
            env.note_dependency(str(folder / name))
        here = posixpath.dirname(env.docname) or "."
        address = posixpath.relpath(f"{PUBLISHED}/{assignment.id}.ipynb", here)
        return [link(assignment, address), tasks(assignment)]


def link(assignment: Assignment, address: str) -> nodes.Node:
    """Return the paragraph with the link."""
    paper = assignment.papers[assignment.variants[0]]
    text = f"{assignment.title}: the notebook"
    reference = nodes.reference("", text, refuri=address, internal=False)
    return nodes.paragraph("", "", reference, nodes.Text(f" ({paper.marks:g} marks)"))


def tasks(assignment: Assignment) -> nodes.Node:
    """Return the tasks as a table."""
    paper = assignment.papers[assignment.variants[0]]
    rows = [(task.title, task.kind, f"{task.marks:g}") for task in paper.tasks]
    group = nodes.tgroup(cols=3)
    group += [nodes.colspec(colwidth=width) for width in (6, 2, 1)]
    group += nodes.thead("", row(("Task", "Kind", "Marks")))
    group += nodes.tbody("", *(row(each) for each in rows))
    return nodes.table("", group)


def row(cells: tuple[str, ...]) -> nodes.row:
    """Return one row of a table."""
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", text)) for text in cells))


def _write_notebooks(app: Sphinx, error: Exception | None) -> None:
    if error or app.builder.format != "html":
        return
    pages = "\n".join(path.read_text(encoding="utf-8") for path in sorted(Path(app.outdir).rglob("*.html")))
    folder = Path(app.outdir) / PUBLISHED
    for source in sorted((Path(app.srcdir) / SOURCES).glob("*/assignment.toml")):
        assignment = load(source.parent)
        if f"{PUBLISHED}/{assignment.id}.ipynb" in pages:
            folder.mkdir(exist_ok=True)
            book = student_notebook(assignment, assignment.variants[0])
            (folder / f"{assignment.id}.ipynb").write_text(notebook_text(book), encoding="utf-8", newline="\n")
