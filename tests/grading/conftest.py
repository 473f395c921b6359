"""Where students' programs may run: hostile ones behind bubblewrap only, and none as root."""

import pytest

from tests.grading.papers import best_isolation, is_isolated


@pytest.fixture(scope="session")
def isolated():
    """Skip where programs cannot be isolated: what hostile programs of the tests do, they would do to this machine."""
    if not is_isolated():
        pytest.skip("needs bubblewrap: hostile programs run behind nothing else")


@pytest.fixture(scope="session")
def an_account():
    """Skip for root where there is no other account to run programs as."""
    if best_isolation() is None:
        pytest.skip("root, and no other account to run programs as")
