"""What all tests share: the option ``--thorough`` and one build of the site."""

from pathlib import Path

import pytest

from tools import site as built_site


@pytest.fixture(scope="session")
def site() -> Path:
    """Return the folder of the built site, built now if its sources have changed."""
    if not built_site.is_current():
        built_site.build()
    return built_site.HTML


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--thorough``."""
    parser.addoption("--thorough", action="store_true", help="also run the tests marked 'thorough'")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the long tests unless they are asked for."""
    if config.getoption("--thorough"):
        return
    long = [item for item in items if item.get_closest_marker("thorough")]
    config.hook.pytest_deselected(items=long)
    items[:] = [item for item in items if item not in long]
