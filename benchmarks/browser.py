"""The checker in the browser: from the focus to the first verdict, and from a changed line to the next one.

The page is measured as built, and beside it in the same run with stock Pyodide: the same page, but with Pyodide's own
standard library and with the checker's sources in place of what the book compiles. Chromium starts anew for every
visit, with an empty profile (cold) or with the profile of the visit before (warm).
"""

from __future__ import annotations

import contextlib
import functools
import gzip
import io
import os
import statistics
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, sync_playwright

from benchmarks import record
from matgrad.book import browser_python
from matgrad.book.browser_python import FILES
from tests.site import browsing
from tools import site
from tools.server import Pages

PAGE = "chapters/practice/check-your-derivation.html"
ROUNDS = 5
SLOW = 10e6 / 8  # bytes a second: 10 Mbit/s
DELAY = 0.05  # seconds before each answer of the slow server
PIECE = 8192
COMPRESSED = {".html", ".css", ".js", ".mjs", ".json", ".svg", ".wasm", ".txt"}
TEN_LINES = [
    "f(x) = 1/2 ||Ax - b||^2",
    "= 1/2 (Ax - b)ᵀ(Ax - b)",
    "= 1/2 (xᵀAᵀ - bᵀ)(Ax - b)",
    "= 1/2 (xᵀAᵀAx - xᵀAᵀb - bᵀAx + bᵀb)",
    "= 1/2 (xᵀAᵀAx - 2bᵀAx + bᵀb)",
    "∇f(x) = 1/2 (2AᵀAx - 2Aᵀb)",
    "= AᵀAx - Aᵀb",
    "= Aᵀ(Ax - b)",
    "∇²f(x) = AᵀA",
    "AᵀA = (AᵀA)ᵀ",
]
# The same value in other words, so that the verdict stays and the line is new.
CHANGES = {1: "= 1/2 (b - Ax)ᵀ(b - Ax)", 4: "= 1/2 (bᵀb + xᵀAᵀAx - 2bᵀAx)", 9: "(AᵀA)ᵀ = AᵀA"}
# Times the page itself: from the focus, or from Ctrl+Enter, to the first verdict that stands on the page.
FIRST = """async (lines) => {
  const field = document.querySelector("[name=lines]");
  field.value = lines;
  const seen = new Promise((resolve) => new MutationObserver((_, watcher) => {
    if (document.querySelector(".mg-line")) { watcher.disconnect(); resolve(performance.now()); }
  }).observe(document.querySelector(".matgrad-report"), { childList: true, subtree: true }));
  const start = performance.now();
  field.focus();
  field.form.requestSubmit();
  return (await seen) - start;
}"""
LATER = """async ([lines, number]) => {
  const field = document.querySelector("[name=lines]");
  const old = document.querySelectorAll(".mg-line")[number];
  const seen = new Promise((resolve) => new MutationObserver((_, watcher) => {
    if (document.querySelectorAll(".mg-line")[number] !== old) { watcher.disconnect(); resolve(performance.now()); }
  }).observe(document.querySelector(".mg-lines"), { childList: true }));
  field.value = lines;
  const start = performance.now();
  field.form.requestSubmit();
  return (await seen) - start;
}"""


def run() -> None:
    """Measure and print."""
    if browsing.find_browser() is None:
        sys.stdout.write("There is no Chromium here: the checker is not measured in a browser.\n")
        return
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, range(os.cpu_count() or 1))  # a reader's browser has all cores
    if not site.is_current():
        site.build()
    variants = {"compiled and cut down": {}, "stock Pyodide": stock()}
    rows = [[name, *measured(changed)] for name, changed in variants.items()]
    columns = ["bundle", "MB, gzip", "cold", "warm", "cold at 10 Mbit/s", *(f"line {n + 1} changed" for n in CHANGES)]
    widths = [max(len(row[k]) for row in [columns, *rows]) for k in range(len(columns))]
    for row in [columns, *rows]:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)))
    print(
        f"Seconds from the focus to the first verdict on {len(TEN_LINES)} lines, and milliseconds to the verdict after "
        f"one line has changed: medians of {ROUNDS} (least).\n{record.machine()}; {os.cpu_count()} cores for Chromium."
    )


def stock() -> dict[str, bytes]:
    """Return the files that make the bundle stock Pyodide with a package of sources."""
    sources = io.BytesIO()
    with zipfile.ZipFile(sources, "w", zipfile.ZIP_DEFLATED) as out:
        for path in checker_sources():
            out.write(path, path.relative_to(browser_python.MATGRAD.parent).as_posix())
    library = (browser_python.PYODIDE / "python_stdlib.zip").read_bytes()
    return {"python/stdlib.zip": library, "python/checker.zip": sources.getvalue()}


def checker_sources() -> list[Path]:
    """Return the files of the checker."""
    inside = [path for path in browser_python.sources() if browser_python.MATGRAD in path.parents]
    return [path for path in inside if path != browser_python.COMPILER]


def measured(changed: dict[str, bytes]) -> list[str]:
    """Return the cells of one row."""
    made = browser_python.bundle()
    files = {f"python/{name}": changed.get(f"python/{name}") or (made / name).read_bytes() for name in FILES}
    weight = sum(min(len(data), len(gzip.compress(data, 6))) for data in files.values())
    times: dict[str, list[float]] = {"cold": [], "warm": [], "slow": []}
    later: dict[int, list[float]] = {number: [] for number in CHANGES}
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile, served(changed) as base:
            times["cold"].append(visit(profile, base)[0])
            first, after = visit(profile, base)
            times["warm"].append(first)
            for number, value in after.items():
                later[number].append(value)
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile, served(changed, SLOW) as base:
            times["slow"].append(visit(profile, base)[0])
    seconds = [f"{statistics.median(each):.2f} ({min(each):.2f})" for each in times.values()]
    milliseconds = [f"{1000 * statistics.median(each):.0f} ({1000 * min(each):.0f})" for each in later.values()]
    return [f"{weight / 1e6:.2f}", *seconds, *milliseconds]


def visit(profile: str, base: str) -> tuple[float, dict[int, float]]:
    """Open the page in a new browser; return the seconds to the first verdict, and those after each change."""
    with opened(profile) as context:
        page = context.new_page()
        page.goto(f"{base}/{PAGE}", wait_until="networkidle")
        first = page.evaluate(FIRST, "\n".join(TEN_LINES)) / 1000
        page.wait_for_selector(".derivation-checker[data-state=ready]", timeout=60_000)
        page.wait_for_timeout(500)
        after = {}
        for number, text in CHANGES.items():
            lines = [*TEN_LINES[:number], text, *TEN_LINES[number + 1 :]]
            after[number] = page.evaluate(LATER, ["\n".join(lines), number]) / 1000
            page.wait_for_selector(".derivation-checker[data-state=ready]", timeout=60_000)
        return first, after


@contextlib.contextmanager
def opened(profile: str) -> Iterator[BrowserContext]:
    """Start Chromium with a profile, and end it."""
    flags = browsing.FLAGS + (["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else [])
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            profile, executable_path=browsing.find_browser(), args=flags, headless=True
        )
        context.set_default_timeout(120_000)
        yield context
        context.close()


class Hosting(Pages):
    """Serves the site as a host does: text and WebAssembly compressed, files kept for ten minutes; slowly if wanted."""

    def __init__(self, *arguments: Any, changed: dict[str, bytes], speed: float | None, **options: Any) -> None:
        self.changed, self.speed = changed, speed
        super().__init__(*arguments, **options)

    def do_GET(self) -> None:
        """Send one file."""
        path = Path(self.translate_path(self.path))
        name = "/".join(path.parts[-2:])
        if not path.is_file():
            self.send_error(404)
            return
        zipped = path.suffix in COMPRESSED
        body = self.changed.get(name) or path.read_bytes()
        body = compressed(body) if zipped else body
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        if zipped:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.pour(body)

    def pour(self, body: bytes) -> None:
        """Send bytes at the wanted speed, which all answers share."""
        if self.speed is None:
            self.wfile.write(body)
            return
        time.sleep(DELAY)
        for start in range(0, len(body), PIECE):
            LINE.wait_for(PIECE / self.speed)
            self.wfile.write(body[start : start + PIECE])


class Line:
    """A line that takes one piece after the other."""

    def __init__(self) -> None:
        self.lock, self.free = threading.Lock(), 0.0

    def wait_for(self, seconds: float) -> None:
        """Wait until the line has taken a piece that it needs so many seconds for."""
        with self.lock:
            self.free = max(self.free, time.monotonic()) + seconds
            mine = self.free
        time.sleep(max(mine - time.monotonic(), 0))


LINE = Line()


@functools.cache
def compressed(body: bytes) -> bytes:
    """Return bytes as a host would send them."""
    return gzip.compress(body, 6)


@contextlib.contextmanager
def served(changed: dict[str, bytes], speed: float | None = None, folder: Path = site.HTML) -> Iterator[str]:
    """Serve the built site, or another, with some files replaced, and give its address."""
    handler = functools.partial(Hosting, changed=changed, speed=speed, directory=str(folder))
    running = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_port}"
    running.shutdown()
    running.server_close()
