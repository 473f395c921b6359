"""The same marking on the machines of a Dask cluster. They see the submissions and the course's secret."""

from __future__ import annotations

import atexit
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from matgrad.grading.batch import Readers
from matgrad.grading.errors import GradingError
from matgrad.grading.grade import Order
from matgrad.grading.isolation import BUBBLEWRAP, Isolation, found, own_account, weaker
from matgrad.grading.submissions import Submission

SECONDS = 30
"""For the scheduler to answer."""
RETRIES = 3
"""How often a submission is tried again after its worker was lost."""


def on_cluster(
    address: str, waiting: Sequence[Submission], order: Order
) -> Iterator[tuple[Submission, dict[str, Any]]]:  # fmt: skip
    """Yield results as they come.

    Parameters
    ----------
    address : str
        Of the scheduler, such as ``tcp://host:8786``.
    waiting : sequence of Submission
    order : Order
        Its level of isolation is what every worker has to reach.

    Raises
    ------
    GradingError
        If Dask is not installed, the scheduler does not answer, or a worker has not this isolation.
    """
    try:
        distributed: Any = import_module("dask.distributed")
    except ImportError:
        raise GradingError("--scheduler needs Dask; it comes with the extra 'grade' of this package") from None
    try:
        client = distributed.Client(address, timeout=SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise GradingError(f"--scheduler {address}: the scheduler does not answer: {error}") from None
    with client:
        shared = client.scatter(order, broadcast=True)
        futures = {
            client.submit(grade_there, submission, shared, pure=False, retries=RETRIES): submission
            for submission in waiting
        }
        for future in distributed.as_completed(futures, loop=client.loop):
            yield futures[future], future.result()


@cache
def isolation_here(level: str) -> Isolation:
    """Return the isolation of this machine.

    Raises
    ------
    GradingError
        If it is less than what was asked for.
    """
    with tempfile.TemporaryDirectory() as folder:
        if level != BUBBLEWRAP:
            return weaker(own_account(), Path(folder))
        best, why = found((), Path(folder))
    if best.level != level:
        raise GradingError(f"a worker cannot isolate students' programs: {why}")
    return best


@cache
def readers_here(digest: str) -> dict[str, Readers]:
    """Return a place for the readers of this process."""
    return {}


def grade_there(submission: Submission, order: Order) -> dict[str, Any]:
    """Mark one submission on a worker."""
    local = replace(order, isolation=isolation_here(order.isolation.level))
    place = readers_here(order.assignment.digest)
    if "readers" not in place:
        place["readers"] = Readers(local)
        atexit.register(place["readers"].close)
    return place["readers"].grade(submission)
