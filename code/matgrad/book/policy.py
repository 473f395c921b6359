"""A Content-Security-Policy on every page: nothing runs or loads but what the book itself brought.

Each page's own inline scripts and style sheets are named by their hashes. Style attributes are allowed, since KaTeX
and Matplotlib place their glyphs with them; they can load nothing, because every kind of address is held to the site.
"""

import base64
import hashlib
import re
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
from sphinx.application import Sphinx
from sphinx.util import logging

CHARSET = '<meta charset="utf-8" />'
INLINE_HANDLER = re.compile(r"<[^>]*\s(on[a-z]+)=")
LAST = 999  # after every extension that still changes a page


def setup(app: Sphinx) -> dict[str, Any]:
    """Write the policies when the pages are final; ``policy_wasm_pages`` names the pages that run WebAssembly."""
    app.add_config_value("policy_wasm_pages", [], "html", types=[list])
    app.connect("build-finished", _protect, priority=LAST)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def policy(html: str, wasm: bool = False) -> str:
    """Return the policy for a page with this ``html``."""
    soup = BeautifulSoup(html, "html.parser")
    scripts = {_hash(script.text) for script in soup.find_all("script") if not script.get("src")}
    styles = {_hash(style.text) for style in soup.find_all("style")}
    rules = {
        "default-src": ["'none'"],
        "script-src": ["'self'", *(["'wasm-unsafe-eval'"] if wasm else []), *sorted(scripts)],
        "style-src": ["'self'", *sorted(styles)],
        "style-src-attr": ["'unsafe-inline'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "worker-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
    }
    return "; ".join(f"{name} {' '.join(values)}" for name, values in rules.items())


def _hash(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


def _protect(app: Sphinx, error: Exception | None) -> None:
    if error or app.builder.format != "html":
        return
    out = Path(app.outdir)
    for page in sorted(out.rglob("*.html")):
        name = page.relative_to(out).with_suffix("").as_posix()
        html = page.read_text(encoding="utf-8")
        if handlers := set(INLINE_HANDLER.findall(html)):
            logging.getLogger(__name__).warning("%s.html: the policy forbids %s", name, ", ".join(sorted(handlers)))
        if CHARSET not in html:
            logging.getLogger(__name__).warning("%s.html: no place for the policy: %s is missing", name, CHARSET)
        rules = policy(html, wasm=name in app.config.policy_wasm_pages)
        tag = f'<meta http-equiv="Content-Security-Policy" content="{rules}" />'
        page.write_text(html.replace(CHARSET, f"{CHARSET}\n    {tag}", 1), encoding="utf-8", newline="\n")
