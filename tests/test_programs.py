"""Programs that need JAX, PyTorch or Dask: what is stored, what runs again, and the messages."""

import json
import re
import subprocess
import sys

import nbformat
import pytest

from matgrad import programs
from tests.test_notebooks import PATHS

NAMES = sorted(programs.PACKAGES)
CHAPTER = next((path for path in PATHS if path.stem == "7-cost-and-scale"), None)


@pytest.mark.parametrize("name", NAMES)
def test_stored_with_versions_and_date(name):
    program = programs.stored(name)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", program.date)
    assert re.fullmatch(r"Python 3\.\d+\.\d+, numpy \d\S*(, [a-z]+ \d\S*)+", program.versions)
    for package in programs.PACKAGES[name]:
        assert f", {package} " in program.versions
    assert str(program) == (
        f"{program.output.rstrip()}\nPrinted by matgrad.programs.{name} on {program.date}, {program.versions}."
    )
    assert repr(program) == str(program)


def test_stored_outputs_show_what_the_chapter_says():
    jax, torch = (programs.stored(f"gradient_in_{name}").output for name in ("jax", "torch"))
    assert "jax.grad of f at x:      [2. 1.]" in jax
    assert "pull_back(u), then Aᵀu:  [ 11. 110.] [ 11. 110.]" in jax
    assert "x.grad:                  [2.0, 1.0]" in torch
    cluster, lazy = (programs.stored(f"gradient_{name}").output for name in ("on_a_cluster", "stays_lazy"))
    assert "workers in processes of their own: 2\nA: 1.2 GB, a worker may use: 1.0 GB\n" in cluster
    assert "before compute(): <class 'dask.array.core.Array'>" in cluster
    assert "rows taken: []" in lazy
    for output in (jax, torch, cluster, lazy):
        assert output.endswith("True\n")
        assert "False" not in output


def test_html_is_escaped_and_whole():
    program = programs.Program(
        "gradient_in_jax", "", "1 < 2 & 3\n", "Python 3.11.7, numpy 2.4.6, jax 1.0", "2026-11-23"
    )
    assert program._repr_html_() == (
        '<div class="matgrad-program"><pre>1 &lt; 2 &amp; 3\n</pre>'
        "<p><small>Printed by matgrad.programs.gradient_in_jax on 2026-11-23, "
        "Python 3.11.7, numpy 2.4.6, jax 1.0.</small></p></div>"
    )


@pytest.mark.parametrize("name", ["gradient_in_jax", "gradient_in_torch", "gradient_stays_lazy"])
def test_runs_again_with_the_stored_output(name):
    if programs.missing(name):
        pytest.skip(f"needs {programs.PACKAGES[name]}")
    assert programs.run(name) == programs.stored(name).output
    assert programs.repeated(name) == programs.stored(name)


def test_another_output_is_refused(monkeypatch):
    monkeypatch.setattr(programs, "missing", lambda name: [])
    monkeypatch.setattr(programs, "run", lambda name: "other\n")
    stored = programs.stored("gradient_in_jax")
    with pytest.raises(RuntimeError) as error:
        programs.repeated("gradient_in_jax")
    assert str(error.value) == (
        f"matgrad.programs.gradient_in_jax prints something else than on {stored.date}. It printed:\n\nother\n\n"
        f"instead of:\n\n{stored.output}"
    )


def test_without_its_packages_the_stored_output_is_shown_and_nothing_runs(monkeypatch):
    monkeypatch.setattr(programs, "missing", lambda name: ["jax"])
    assert programs.repeated("gradient_in_jax") == programs.stored("gradient_in_jax")
    with pytest.raises(RuntimeError) as error:
        programs.run("gradient_in_jax")
    assert str(error.value) == "matgrad.programs.gradient_in_jax needs jax, which this Python does not have."


def test_a_program_that_stops_shows_its_error(monkeypatch):
    def stopping(command, **options):
        return subprocess.CompletedProcess(command, 1, stdout="", stderr="ValueError: no\n")

    monkeypatch.setattr(programs, "missing", lambda name: [])
    monkeypatch.setattr(subprocess, "run", stopping)
    with pytest.raises(RuntimeError) as error:
        programs.run("gradient_stays_lazy")
    assert str(error.value) == "matgrad.programs.gradient_stays_lazy stopped with an error:\n\nValueError: no\n"


@pytest.mark.parametrize("function", [programs.stored, programs.repeated, programs.run, programs.missing])
def test_unknown_program(function):
    with pytest.raises(ValueError) as error:
        function("gradient_in_julia")
    assert str(error.value) == (
        "there is no program 'gradient_in_julia': expected one of gradient_in_jax, gradient_in_torch, "
        "gradient_on_a_cluster, gradient_stays_lazy."
    )


@pytest.mark.skipif(CHAPTER is None, reason="the chapter is not there yet")
@pytest.mark.parametrize("name", NAMES)
def test_the_chapter_prints_the_programs_as_they_are(name):
    cells = nbformat.read(CHAPTER, as_version=4).cells
    blocks = {block for cell in cells for block in re.findall(r"```python\n(.*?)```", cell.source, re.DOTALL)}
    assert programs.stored(name).source in blocks


@pytest.mark.thorough
def test_two_worker_processes_and_an_address():
    """The program's own cluster; then one that is already there, by its address, with other sizes of memory."""
    distributed = pytest.importorskip("distributed")
    assert programs.run("gradient_on_a_cluster") == programs.stored("gradient_on_a_cluster").output
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, memory_limit="900MB", dashboard_address=None) as c:
        printed = programs.run("gradient_on_a_cluster", c.scheduler_address)
    assert "a worker may use: 0.9 GB" in printed
    assert printed.replace("0.9 GB", "1.0 GB") == programs.stored("gradient_on_a_cluster").output


def test_the_benchmark_stores_what_the_module_reads(tmp_path, monkeypatch):
    from benchmarks import programs as topic

    monkeypatch.setattr(topic, "FOLDER", tmp_path)
    monkeypatch.setattr(programs, "missing", lambda name: [] if name == "gradient_in_jax" else ["dask"])
    monkeypatch.setattr(programs, "run", lambda name: "printed\n")
    monkeypatch.setattr(topic.metadata, "version", lambda package: "1.0")
    topic.main()
    (file,) = tmp_path.iterdir()
    data = json.loads(file.read_text(encoding="utf-8"))
    assert data["output"] == "printed\n"
    assert data["versions"] == f"Python {sys.version.split()[0]}, numpy 1.0, jax 1.0"
