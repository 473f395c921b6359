"""The same marks from a Dask cluster of two worker processes."""

import os
import re
import warnings

import pytest

from matgrad.grading import cluster
from matgrad.grading.batch import grade_class
from matgrad.grading.box import Limits
from matgrad.grading.errors import GradingError
from matgrad.grading.isolation import BUBBLEWRAP, LIMITS, Isolation
from tests.grading.papers import models, notebook, order, submitted

pytestmark = pytest.mark.usefixtures("isolated")

LIMIT = Limits(seconds=2, patience=60)
WRONG = "def gradient(A, x, b):\n    return A @ x"


@pytest.fixture(scope="module")
def scheduler():
    """Return the address of a scheduler with two worker processes."""
    distributed = pytest.importorskip("dask.distributed")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # ports in use, and what its own libraries are about to change
        with distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs="ERROR"
        ) as local:
            yield local.scheduler_address


def files(out):
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


@pytest.mark.filterwarnings("ignore")
def test_a_cluster_gives_the_same_results(scheduler, tmp_path):
    papers = [models(), models(program=WRONG), {}, models(linear="Aᵀ(b"), models(repaired="import os\nos._exit(1)")]
    found = [submitted(notebook(answers), f"student{k}", "x.ipynb") for k, answers in enumerate(papers)]
    chosen = order(LIMIT)
    grade_class(found, chosen, tmp_path / "here", jobs=1)
    grade_class(found, chosen, tmp_path / "there", scheduler=scheduler)
    assert files(tmp_path / "there") == files(tmp_path / "here")


@pytest.mark.filterwarnings("ignore")
def test_the_work_is_done_by_the_workers(scheduler):
    from dask.distributed import Client

    with Client(scheduler, set_as_default=False) as client:
        places = client.gather(client.map(lambda k: os.getpid(), range(20), pure=False))
    assert os.getpid() not in places


def test_a_worker_without_the_isolation_that_is_asked_for_refuses(monkeypatch):
    monkeypatch.setattr("matgrad.grading.isolation.shutil.which", lambda name: None)
    monkeypatch.setattr("matgrad.grading.isolation.is_root", lambda: False)
    cluster.isolation_here.cache_clear()
    with pytest.raises(
        GradingError, match=r"^a worker cannot isolate students' programs: bubblewrap is not installed$"
    ):
        cluster.isolation_here(BUBBLEWRAP)
    assert cluster.isolation_here(LIMITS) == Isolation(LIMITS)
    cluster.isolation_here.cache_clear()


@pytest.mark.filterwarnings("ignore")
def test_a_scheduler_that_does_not_answer_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "SECONDS", 1)
    address = "tcp://127.0.0.1:9"
    with pytest.raises(GradingError, match=f"^--scheduler {re.escape(address)}: the scheduler does not answer: "):
        grade_class([submitted(notebook({}))], order(LIMIT), tmp_path, scheduler=address)


def test_without_dask_the_message_says_where_it_comes_from(tmp_path, monkeypatch):
    def absent(name):
        raise ImportError(name)

    monkeypatch.setattr(cluster, "import_module", absent)
    message = "--scheduler needs Dask; it comes with the extra 'grade' of this package"
    with pytest.raises(GradingError, match=f"^{re.escape(message)}$"):
        grade_class([submitted(notebook({}))], order(LIMIT), tmp_path, scheduler="tcp://x:1")
