"""A real browser on the built site: where it is, how it starts, and what it notices on a page."""

import contextlib
import functools
import gzip
import os
import shutil
import threading
import urllib.parse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tools import server

PROGRAMS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"]
PLACES = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
]
# A browser that looks for updates waits for a network that a test machine may not have.
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WATCH_POLICY = """
window.refused = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.refused.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`));
"""
COMPRESSED = {".html", ".css", ".js", ".mjs", ".json", ".svg", ".txt", ".xml"}


@functools.cache
def find_browser() -> str | None:
    """Return the path of Chromium or Chrome, or None."""
    found = [shutil.which(name) for name in PROGRAMS] + [place for place in PLACES if Path(place).is_file()]
    return next((path for path in found if path), None)


@contextlib.contextmanager
def started() -> Iterator[Browser]:
    """Start the browser and stop it."""
    flags = FLAGS + (["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else [])
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=flags)
        yield browser
        browser.close()


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve ``folder`` and return its address, without the last slash."""
    running = server.start(folder)
    assert running is not None
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_port}"
    running.shutdown()
    running.server_close()


class Visit:
    """A page in a browser, with everything that went wrong on the way."""

    def __init__(self, context: BrowserContext) -> None:
        """Open an empty page that writes down errors, requests and refusals."""
        self.page: Page = context.new_page()
        self.errors: list[str] = []
        self.requests: list[str] = []
        self.weights: dict[str, int] = {}
        self.page.add_init_script(WATCH_POLICY)
        self.page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("requestfailed", lambda request: self.errors.append(f"failed: {request.url}"))

    def go(self, address: str) -> "Visit":
        """Load ``address`` and wait until its fonts have come."""
        self.page.goto(address, wait_until="load")
        self.page.evaluate("document.fonts.ready.then(() => null)")
        return self

    def refused(self) -> list[str]:
        """Return what the page's policy refused."""
        return list(self.page.evaluate("window.refused"))

    def outside(self, base: str) -> list[str]:
        """Return the requests to other places than ``base``."""
        return [address for address in self.requests if not address.startswith((base, "data:", "blob:"))]

    def overflow(self) -> int:
        """Return by how many pixels the page can be scrolled sideways."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))

    def accessibility(self, *, glyphs: bool) -> list[str]:
        """Return the violations of axe-core's rules, one line for each element.

        Without ``glyphs``, the glyphs of the formulas are taken away first: they are hidden from screen readers and
        have the colour of the text around them, and ten thousand of them take a minute.
        """
        # What is not laid out has no place, and axe-core then takes its background for that of another part.
        self.page.evaluate(
            "document.querySelectorAll('section').forEach((part) => { part.style.contentVisibility = 'visible'; })"
        )
        if not glyphs:
            self.page.evaluate("document.querySelectorAll('.katex-html').forEach((glyphs) => glyphs.remove())")
        self.page.evaluate(AXE_SCRIPT)
        found: dict[str, Any] = self.page.evaluate(
            "(tags) => axe.run(document, { runOnly: { type: 'tag', values: tags } })", RULES
        )
        return [
            f"{violation['id']}: {node['target']} {node['html'][:200]}"
            for violation in found["violations"]
            for node in violation["nodes"]
        ]


def transferred(site: Path, address: str, base: str) -> int:
    """Return the bytes that ``address`` costs, as a server that compresses text would send the file in ``site``.

    The file is read from the folder, not from the browser, which forgets a body as soon as the next page is asked for.
    """
    if not address.startswith(base):
        return 0
    path = site / urllib.parse.unquote(urllib.parse.urlsplit(address).path).lstrip("/")
    body = path.read_bytes()
    return len(gzip.compress(body, 6)) if path.suffix in COMPRESSED else len(body)
