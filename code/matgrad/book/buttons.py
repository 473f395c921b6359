"""The buttons above a page: fewer than the theme's, and none that needs a script in an attribute."""

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

AFTER_THE_THEME = 990


def setup(app: Sphinx) -> dict[str, Any]:
    """Change the list of buttons that the theme has made."""
    app.connect("html-page-context", _replace, priority=AFTER_THE_THEME)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _replace(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Offer the notebook itself in place of the theme's menu of downloads, and printing without an attribute."""
    kept = [button for button in context.get("header_buttons", []) if button.get("label") != "download-buttons"]
    context["header_buttons"] = kept
    source = context.get("sourcename", "") if doctree is not None else ""
    context["notebook_address"] = f"_sources/{source}" if source.endswith(".ipynb") else ""
