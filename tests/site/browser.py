"""A real browser for the tests of the site: Chromium through Playwright, and the built site under a sub-path."""

import contextlib
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tools import server

NAMES = ["chromium", "chromium-browser", "google-chrome"]
# Without them a browser in a closed network tries to reach its maker at every start.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SUB_PATH = "/book/"


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Start the machine's Chromium; skip the test where there is none."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        pytest.skip(f"no browser on this machine (looked for {', '.join(NAMES)}): tests in a real browser are left out")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=QUIET)
        yield browser
        browser.close()


class UnderSubPath(server.Pages):
    """Serves the site below ``/book/`` only, as a project page of a host does."""

    def translate_path(self, path: str) -> str:
        """Return the file of an address; outside the sub-path there is none."""
        return super().translate_path(path.removeprefix("/book") if path.startswith(SUB_PATH) else "/nowhere")


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve ``folder`` and give the address of its first page's folder."""

    def handler(*arguments: Any, **options: Any) -> UnderSubPath:
        return UnderSubPath(*arguments, directory=str(folder), **options)

    with server.http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}{SUB_PATH}"
        running.shutdown()


def choose_theme(context: BrowserContext, theme: str) -> None:
    """Let every page of ``context`` open in the theme that a reader has chosen before."""
    context.add_init_script(f"localStorage.setItem('mode', '{theme}'); localStorage.setItem('theme', '{theme}')")
