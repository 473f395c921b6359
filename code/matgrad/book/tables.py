"""Markup that screen readers can announce: no empty head of a table, a name for one that is a formula, no old role."""

import re
from html import escape, unescape
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

EMPTY_HEAD = re.compile(r"<th\b[^>]*><p></p></th>")
FORMULA_HEAD = re.compile(
    r'<th\b(?P<attributes>[^>]*)>(?P<formula><p><span class="math">(?:(?!</?p>|</th>).)*</p>)</th>'
)
OLD_ROLE = ' role="doc-biblioentry"'  # docutils gives it to the entries of a bibliography; it is no longer in use
MATHML = re.compile(r"<math\b.*?</math>", re.DOTALL)


def setup(app: Sphinx) -> dict[str, Any]:
    """Mend the heads when the pages have been written."""
    app.connect("build-finished", _mend_pages, priority=800)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def mended(html: str) -> str:
    """Return ``html`` with empty heads as plain cells, a label on heads that are one formula, and no outdated role.

    Examples
    --------
    >>> mended('<th class="head"><p></p></th>')
    '<td></td>'
    """
    return FORMULA_HEAD.sub(_labelled, EMPTY_HEAD.sub("<td></td>", html)).replace(OLD_ROLE, "")


def _labelled(match: re.Match[str]) -> str:
    formula = match["formula"]
    mathml = MATHML.findall(formula)
    alone = formula.endswith("</span></p>") and len(mathml) == 1
    if not alone:
        return match[0]
    label = escape(unescape(re.sub(r"<[^>]+>", "", mathml[0])))
    named = formula.replace("<math", f'<math role="math" aria-label="{label}"', 1)
    return f"<th{match['attributes']}>{named}</th>"


def _mend_pages(app: Sphinx, error: Exception | None) -> None:
    if error or app.builder.format != "html":
        return
    for page in sorted(Path(app.outdir).rglob("*.html")):
        html = page.read_text(encoding="utf-8")
        page.write_text(mended(html), encoding="utf-8", newline="\n")
