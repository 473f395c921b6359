"""Scripts that do not stand in the way of the text: each is read beside the page and runs when the page is there."""

import re
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

AFTER_THE_THEME = 990
UNREAD_OPTIONS = "DOCUMENTATION_OPTIONS."  # for the theme's menu of versions and its search while typing: not used here
THEME = "_static/scripts/pydata-sphinx-theme.js"
MEASURES_EVERYTHING = re.compile(r'document\.querySelectorAll\(\["pre",[^]]*\]\.join\(", "\)\)\.forEach\(')


def setup(app: Sphinx) -> dict[str, Any]:
    """Change the list of scripts of each page, and the theme's own script."""
    app.connect("html-page-context", _defer, priority=AFTER_THE_THEME)
    app.connect("build-finished", _calm)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _defer(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    scripts = context["script_files"]
    context["script_files"] = [one for one in scripts if not one.attributes.get("body", "").startswith(UNREAD_OPTIONS)]
    for script in scripts:
        if script.filename and script.attributes.get("type") != "module":
            script.attributes.setdefault("defer", "defer")


def _calm(app: Sphinx, error: Exception | None) -> None:
    """Take from the theme what ``book.js`` does at less cost.

    The theme measures every box that may scroll, when the page comes and after each change on it. That makes the
    browser lay out the whole page at once: half a second on a phone, and again with every step of a figure.
    """
    if error or app.builder.format != "html":
        return
    script = Path(app.outdir) / THEME
    calm, times = MEASURES_EVERYTHING.subn("[].forEach(", script.read_text(encoding="utf-8"))
    if times != 1:
        message = "%s: the line that measures every box is not there; see matgrad.book.scripts"
        logging.getLogger(__name__).warning(message, THEME)
    script.write_text(calm, encoding="utf-8", newline="\n")
