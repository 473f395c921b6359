"""What all tests share: the option ``--thorough`` and one build of the site."""

import os
from pathlib import Path

import hypothesis
import pytest

from tools import site as built_site

# With several processes a whole file goes to one of them: those that take longest go first.
LONGEST = [
    "tests/site/test_browser.py",
    "tests/book/test_equations.py",
    "tests/test_make.py",
    "tests/site/test_builds.py",
]

# How long an example takes says more about what else the machine does than about the code.
hypothesis.settings.register_profile("book", deadline=None)
hypothesis.settings.load_profile("book")


@pytest.fixture(scope="session")
def site() -> Path:
    """Return the folder of the built site, built now if its sources have changed.

    With several processes ``python make.py test`` builds it before they start.
    """
    one_of_several = "PYTEST_XDIST_WORKER" in os.environ
    if one_of_several and not built_site.HTML.is_dir():
        pytest.fail("The site is not built; several processes cannot build it at once: run 'python make.py test'.")
    if not one_of_several and not built_site.is_current():
        built_site.build()
    return built_site.HTML


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--thorough``."""
    parser.addoption("--thorough", action="store_true", help="also run the tests marked 'thorough'")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the longest files first, and leave out the long tests unless they are asked for."""
    items.sort(
        key=lambda item: next((n for n, name in enumerate(LONGEST) if item.nodeid.startswith(name)), len(LONGEST))
    )
    if config.getoption("--thorough"):
        return
    long = [item for item in items if item.get_closest_marker("thorough")]
    config.hook.pytest_deselected(items=long)
    items[:] = [item for item in items if item not in long]


def _turn(item: pytest.Item) -> int:
    file = item.nodeid.partition("::")[0]
    return LONGEST.index(file) if file in LONGEST else len(LONGEST)
