"""A class: all submissions, in parallel, resumable. What is written is complete or not there."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Any

from matgrad.grading.feedback import feedback
from matgrad.grading.grade import Order, grade
from matgrad.grading.reader import Reader
from matgrad.grading.result_schema import is_result
from matgrad.grading.submissions import Submission
from matgrad.grading.tables import grades_csv

RESULTS, FEEDBACK, GRADES = "results", "feedback", "grades.csv"
Done = Callable[[Submission, dict[str, Any]], None]


def grade_class(
    found: Sequence[Submission], order: Order, out: Path, *, jobs: int = 1, scheduler: str = "", again: bool = False,
    progress: Callable[[int, int, dict[str, Any]], None] = lambda done, count, result: None,
) -> list[dict[str, Any]]:  # fmt: skip
    """Mark a class and write results, feedback and the table of grades.

    Parameters
    ----------
    found : sequence of Submission
    order : Order
    out : Path
        The folder for everything that is written. What it holds already is kept, where nothing has changed.
    jobs : int
        How many submissions are marked at the same time on this machine.
    scheduler : str
        The address of a Dask scheduler, to use its machines instead.
    again : bool
        Whether to mark again what has been marked.
    progress : callable
        Told after each submission: how many are done, of how many, and the result.

    Returns
    -------
    list of dict
        The results, in the order of the submissions.
    """
    for folder in (out / RESULTS, out / FEEDBACK):
        folder.mkdir(parents=True, exist_ok=True)
    results: dict[str, dict[str, Any]] = {}
    waiting = []
    for submission in found:
        kept = None if again else stored(out, submission, order)
        if kept is None:
            waiting.append(submission)
        else:
            results[submission.student] = kept
    run = on_cluster(scheduler, waiting, order) if scheduler else here(waiting, order, jobs)
    for submission, result in run:
        write(out / RESULTS / f"{submission.student}.json", document(result))
        results[submission.student] = result
        progress(len(results), len(found), result)
    ordered = [results[submission.student] for submission in found]
    for result in ordered:
        write(out / FEEDBACK / f"{result['student']}.html", feedback(result))
    write(out / GRADES, grades_csv(ordered, order))
    return ordered


def here(waiting: Sequence[Submission], order: Order, jobs: int) -> Iterator[tuple[Submission, dict[str, Any]]]:
    """Yield results as they come, marked by threads that each have a reader of their own."""
    readers = Readers(order)
    with ThreadPoolExecutor(max(1, jobs)) as pool:
        futures = {pool.submit(readers.grade, submission): submission for submission in waiting}
        try:
            for future in as_completed(futures):
                yield futures[future], future.result()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
        finally:
            readers.close()


class Readers:
    """One reader for each thread."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.own = threading.local()
        self.all: list[Reader] = []

    def grade(self, submission: Submission) -> dict[str, Any]:
        """Mark one submission with the reader of this thread."""
        if not hasattr(self.own, "reader"):
            self.own.reader = Reader(self.order.assignment.id, *self.order.assignment.texts)
            self.all.append(self.own.reader)
        return grade(submission, self.order, self.own.reader)

    def close(self) -> None:
        """End all readers."""
        for reader in self.all:
            reader.close()


def on_cluster(
    address: str, waiting: Sequence[Submission], order: Order
) -> Iterator[tuple[Submission, dict[str, Any]]]:
    """Yield results from the machines of a Dask cluster."""
    from matgrad.grading.cluster import on_cluster as run

    return run(address, waiting, order)


def stored(out: Path, submission: Submission, order: Order) -> dict[str, Any] | None:
    """Return the result that a run before has written, if everything that it depends on is the same."""
    try:
        result = json.loads((out / RESULTS / f"{submission.student}.json").read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return result if is_result(result) and result["key"] == order.key(submission) else None


def document(result: dict[str, Any]) -> str:
    """Return a result as the text of its file."""
    return json.dumps(result, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def write(path: Path, text: str) -> None:
    """Write a file so that it is never seen half written, even if this program is killed."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_text(text, "utf-8")
    draft.replace(path)
