"""The built pages, read once, and a real browser to read the figures in."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser

from tests.site import browsing
from tests.site.reader import Reader, places_of_figures


@pytest.fixture(scope="session")
def pages(site: Path) -> dict[str, BeautifulSoup]:
    """Return every page by its address, parsed."""
    return {
        path.relative_to(site).as_posix(): BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        for path in sorted(site.rglob("*.html"))
    }


@pytest.fixture(scope="session")
def chapters(pages: dict[str, BeautifulSoup]) -> dict[str, BeautifulSoup]:
    """Return the pages that are made from a source file."""
    return {name: page for name, page in pages.items() if name.startswith("chapters/")}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start the machine's browser; tests that ask for it are skipped where there is none."""
    if browsing.find_browser() is None:
        pytest.skip("no Chromium here: the site is not driven in a browser")
    with browsing.started() as running:
        yield running


@pytest.fixture(scope="module")
def base(site: Path) -> Iterator[str]:
    """Serve the site below a sub-path and return its address."""
    with browsing.served(site.parent) as address:
        yield f"{address}/{site.name}/"


@pytest.fixture
def read(browser: Browser, base: str, site: Path) -> Callable[..., Reader]:
    """Open the page of a figure: ``read(figure, theme=..., width=...)``."""
    places = places_of_figures(site)

    def open_page(figure: str, **options: Any) -> Reader:
        return Reader(browser, base, places, figure, **options)

    return open_page
