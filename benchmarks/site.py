"""Lighthouse on the book and on a plain Jupyter Book of the same pages: landing page and heaviest chapter.

Both sites are built here, from the same sources, and served by the same program, which compresses text as hosts of
static pages do. The plain book has Jupyter Book's own settings; of the book's extensions it has those that write text.
Its formulas wait for MathJax from another host: where that host cannot be reached they stay TeX, which is quicker to
show. Lighthouse is a program for Node.js that the machine brings; nothing else in the book needs it.
"""

import gzip
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import yaml

from benchmarks import browser, record
from tests.site.browsing import FLAGS, find_browser
from tools import site
from tools.environment import ROOT

RUNS = 5
OURS = "this book"
DEVICES = {"mobile": [], "desktop": ["--preset=desktop"]}
CATEGORIES = ["performance", "accessibility", "best-practices", "seo"]
WRITE_TEXT = {"equation_pages", "interactive", "catalogue_page", "first_errors_page", "module_page", "wrong_formulas"}
WRITE_TEXT |= {"live_checker", "gradient_table", "assignments"}
NO_LIGHTHOUSE = (
    "Lighthouse was not found, so the site was not measured. Install it (npm install --global lighthouse), or name its "
    "program in the variable LIGHTHOUSE."
)
NO_BROWSER = "No Chromium or Chrome was found, so the site was not measured."


def run() -> None:
    """Measure and keep the table; say what is missing where it cannot be measured."""
    program = os.environ.get("LIGHTHOUSE") or shutil.which("lighthouse")
    if program is None or find_browser() is None:
        sys.stderr.write((NO_LIGHTHOUSE if program is None else NO_BROWSER) + "\n")
        return
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, range(os.cpu_count() or 1))  # a reader's browser has all cores
    with tempfile.TemporaryDirectory() as folder:
        if not site.is_current():
            site.build()
        sites = {OURS: site.HTML, "plain Jupyter Book": plain_book(Path(folder))}
        rows = list(_rows(program, sites))
    record.keep(
        "site",
        f"Lighthouse (medians of {RUNS} runs, the sites in turns) on the landing page and the heaviest chapter",
        ["site", "page", "device", *CATEGORIES, "first picture", "largest picture", "blocked", "bytes"],
        rows,
        [
            "Lighthouse's own throttling: a slow telephone, and a desktop computer on a fast line.",
            "The plain book's formulas need MathJax from another host; on a machine without a network they stay TeX.",
            f"{_version(program)}; the browser had all cores.",
        ],
        peers=(),
    )
    ours = [row for row in rows if row[0] == OURS]
    low = [f"{row[0]}, {row[1]}, {row[2]}" for row in ours if set(row[4:7]) != {100}]
    if low:
        raise SystemExit(f"Accessibility, best practices or search engines below 100: {'; '.join(low)}.")


def heaviest_chapter(html: Path) -> str:
    """Address of the chapter whose page weighs most when compressed."""
    heaviest = max(html.glob("chapters/**/[0-9]-*.html"), key=lambda path: len(gzip.compress(path.read_bytes(), 6)))
    return heaviest.relative_to(html).as_posix()


def plain_book(folder: Path) -> Path:
    """Build the same pages with Jupyter Book's own settings and return the site."""
    for name in ["chapters", "code", "examples", "assignments", "benchmarks"]:
        if (ROOT / name).exists():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "node_modules"))
    shutil.copy(ROOT / "_toc.yml", folder)
    (folder / "_config.yml").write_text(yaml.safe_dump(plain_settings()), encoding="utf-8")
    log = folder / "build.log"
    with log.open("w", encoding="utf-8") as file:
        command = [sys.executable, "-c", site.JUPYTER_BOOK, "build", str(folder)]
        status = subprocess.run(command, cwd=folder, stdout=file, stderr=subprocess.STDOUT, check=False).returncode
    if status:
        lines = log.read_text(encoding="utf-8").splitlines()
        raise SystemExit("The plain Jupyter Book was not built:\n" + "\n".join(lines[-10:]))
    return folder / "_build" / "html"


def plain_settings() -> dict[str, Any]:
    """Return Jupyter Book's settings for the same pages, with the book's own directives and nothing else of it."""
    ours = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    extensions = ours["sphinx"]["config"]["extensions"]
    kept = [name for name in extensions if name.rpartition(".")[2] in WRITE_TEXT or name == "sphinxcontrib.bibtex"]
    return {
        **{key: ours[key] for key in ("title", "author", "only_build_toc_files", "execute", "parse")},
        "sphinx": {"extra_extensions": kept, "config": {"bibtex_bibfiles": ["chapters/references.bib"]}},
    }


def _version(program: str) -> str:
    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    return f"Lighthouse {done.stdout.strip()}"


def _rows(program: str, sites: dict[str, Path]) -> Iterator[list[Any]]:
    """Measure the sites in turns, so that whatever else the machine does meets them alike."""
    pages = {"landing page": "chapters/question.html", "heaviest chapter": heaviest_chapter(site.HTML)}
    with ExitStack() as stack:
        bases = {name: stack.enter_context(browser.served({}, folder=html)) for name, html in sites.items()}
        for page, address in pages.items():
            for device, options in DEVICES.items():
                reports: dict[str, list[dict[str, Any]]] = {name: [] for name in sites}
                for _ in range(RUNS):
                    for name, base in bases.items():
                        reports[name].append(_report(program, f"{base}/{address}", options))
                for name in sites:
                    row = [name, page, device, *_medians(reports[name])]
                    sys.stdout.write(f"{row}\n")
                    sys.stdout.flush()
                    yield row


def _report(program: str, address: str, options: list[str]) -> dict[str, Any]:
    command = [program, address, *options, "--output=json", "--quiet", f"--only-categories={','.join(CATEGORIES)}"]
    variables = {**os.environ, "CHROME_PATH": str(find_browser())}
    flags = " ".join(["--headless", "--no-sandbox", *FLAGS])
    done = subprocess.run(
        [*command, f"--chrome-flags={flags}"], env=variables, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"Lighthouse could not measure {address}:\n{done.stderr.strip()[-600:]}")
    return dict(json.loads(done.stdout))


def _medians(reports: list[dict[str, Any]]) -> list[Any]:
    """Scores out of 100, seconds to the first and largest picture, milliseconds blocked, kilobytes."""
    scores = [_median(100 * report["categories"][name]["score"] for report in reports) for name in CATEGORIES]
    first, largest, blocked, weight = (
        _median(report["audits"][audit]["numericValue"] for report in reports)
        for audit in (
            "first-contentful-paint",
            "largest-contentful-paint",
            "total-blocking-time",
            "total-byte-weight",
        )
    )
    times = [f"{first / 1000:.1f} s", f"{largest / 1000:.1f} s", f"{blocked:.0f} ms", f"{weight / 1000:.0f} kB"]
    return [*map(round, scores), *times]


def _median(values: Any) -> float:
    return float(statistics.median(values))
