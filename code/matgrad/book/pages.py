"""What a page tells browsers, search engines and other sites, and the pages that no source file stands for."""

import posixpath
import re
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from docutils import nodes
from sphinx.application import Sphinx

DESCRIPTION = (
    "Why the gradient of one half the squared norm of Ax − b is Aᵀ(Ax − b): a wrong derivation, corrected line by "
    "line, then the chain rule, index notation and a numerical check."
)
FRONT_PAGE = "The question"
CARD = "_static/card.png"
CARD_TEXT = "Contours of the least-squares objective with its gradient, beside the formula ∇f(x) = Aᵀ(Ax − b)"
CARD_SIZE = (1200, 630)
LONGEST_DESCRIPTION = 160
SHORTEST_DESCRIPTION = 60
RELATIVE_LINK = re.compile(r'(?P<attribute>\b(?:href|src|action|data-content_root))="(?P<address>[^"#][^"]*)"')


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect the page's metadata, and the pages that are made when all others are written."""
    app.connect("html-page-context", _describe)
    app.connect("html-collect-pages", _not_found_page)
    app.connect("build-finished", _finish, priority=900)  # after the table of contents has left its redirect
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def description(doctree: nodes.document | None) -> str:
    """Return the page's first paragraph in plain words, cut at a word, or the book's description."""
    paragraphs = doctree.findall(nodes.paragraph) if doctree is not None else []
    for paragraph in paragraphs:
        text = " ".join(paragraph.astext().split())
        if len(text) >= SHORTEST_DESCRIPTION and not any(paragraph.findall(nodes.math)):
            return text if len(text) <= LONGEST_DESCRIPTION else text[:LONGEST_DESCRIPTION].rsplit(" ", 1)[0] + " …"
    return DESCRIPTION


def rebased(html: str, move: Callable[[str], str]) -> str:
    """Return ``html`` with ``move`` applied to every address that is relative to the page."""

    def one(match: re.Match[str]) -> str:
        address = match["address"]
        parts = urlsplit(address)
        if parts.scheme or parts.netloc or address.startswith("/"):
            return match[0]
        return f'{match["attribute"]}="{move(address)}"'

    return RELATIVE_LINK.sub(one, html)


def _describe(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    context["root_title"] = FRONT_PAGE  # in the menu, below the book's own title
    base = app.config.html_baseurl
    is_root = page == app.config.root_doc
    address = base + ("" if is_root else f"{page}.html") if base else ""
    context["pageurl"] = address
    text = DESCRIPTION if is_root else description(doctree)
    title = app.config.html_title if is_root or not context.get("title") else context["title"]
    properties = {
        "og:title": title,
        "og:description": text,
        "og:site_name": app.config.html_title,
        "og:type": "article",
    }
    if address:
        width, height = CARD_SIZE
        properties |= {"og:url": address, "og:image": base + CARD, "og:image:alt": CARD_TEXT}
        properties |= {"og:image:width": str(width), "og:image:height": str(height)}
    tags = [f'<meta property="{name}" content="{escape(_plain(value))}" />' for name, value in properties.items()]
    tags.append(f'<meta name="description" content="{escape(text)}" />')
    tags.append(f'<meta name="twitter:card" content="{"summary_large_image" if address else "summary"}" />')
    context["metatags"] = context.get("metatags", "") + "\n    " + "\n    ".join(tags)


def _plain(title: str) -> str:
    return re.sub(r"<[^>]+>", "", title)


def _not_found_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    yield "404", {"title": "Page not found"}, "404.html"


def _finish(app: Sphinx, error: Exception | None) -> None:
    if error or app.builder.format != "html":
        return
    out = Path(app.outdir)
    _write_front_page(out, app.config.root_doc)
    _settle_not_found_page(out, app.config.html_baseurl)
    if app.config.html_baseurl:
        _write_site_map(out, app.config.html_baseurl, app.config.root_doc, sorted(app.env.found_docs))


def _write_front_page(out: Path, root: str) -> None:
    """Make ``index.html`` the landing page itself: a redirect costs a reader on a phone half a second."""
    folder = posixpath.dirname(root)
    html = (out / f"{root}.html").read_text(encoding="utf-8")

    def move(address: str) -> str:
        moved = posixpath.normpath(posixpath.join(folder, address))
        return "./" if moved == "." else moved + ("/" if address.endswith("/") else "")

    (out / "index.html").write_text(rebased(html, move), encoding="utf-8", newline="\n")


def _settle_not_found_page(out: Path, base: str) -> None:
    """Make the addresses of ``404.html`` absolute: a server shows it in place of a page in any folder."""
    root = urlsplit(base).path or "/"
    page = out / "404.html"
    page.write_text(
        rebased(
            page.read_text(encoding="utf-8"),
            lambda address: posixpath.normpath(root + address) if address != "./" else root,
        ),
        encoding="utf-8",
        newline="\n",
    )


def _write_site_map(out: Path, base: str, root: str, pages: list[str]) -> None:
    addresses = [base, *(f"{base}{page}.html" for page in pages if page != root)]
    lines = [f"  <url><loc>{escape(address)}</loc></url>" for address in addresses]
    opening = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    text = "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', opening, *lines, "</urlset>", ""])
    (out / "sitemap.xml").write_text(text, encoding="utf-8", newline="\n")
