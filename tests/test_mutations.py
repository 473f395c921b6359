"""A wrong formula in least_squares must be seen twice: by a unit test and by the notebooks."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FORMULA = "return A.T @ (A @ x - b)"
MUTATIONS = [
    ("sign of b", FORMULA, "return A.T @ (A @ x + b)"),
    ("lost transpose", FORMULA, "return A @ (A @ x - b)"),
    ("½ dropped, gradient", FORMULA, "return 2 * A.T @ (A @ x - b)"),
    ("½ dropped, objective", "return as_scalar(r.T @ r) / 2", "return as_scalar(r.T @ r)"),
]
each_mutation = pytest.mark.parametrize(("right", "wrong"), [m[1:] for m in MUTATIONS], ids=[m[0] for m in MUTATIONS])
# A run of all notebooks takes ten seconds: the quick tests see one mutation, the thorough ones all.
in_notebooks = pytest.mark.parametrize(
    ("right", "wrong"),
    [
        pytest.param(right, wrong, id=name, marks=[pytest.mark.thorough] if number else [])
        for number, (name, right, wrong) in enumerate(MUTATIONS)
    ],
)


def mutated_source(right, wrong):
    """Return the text of least_squares with one line changed."""
    source = (ROOT / "code/matgrad/least_squares.py").read_text(encoding="utf-8")
    assert source.count(right) == 1
    return source.replace(right, wrong)


def load(name, path):
    """Import one file under a name of its own, so that the package stays as it is."""
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run_notebooks(folder, right, wrong, chapters):
    """Run nbval on a copy of package and notebooks; return its exit status and its report."""
    ignore = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
    for name in ("code", "chapters"):
        shutil.copytree(ROOT / name, folder / name, ignore=ignore)
    (folder / "pytest.ini").write_text("[pytest]\n")
    (folder / "code/matgrad/least_squares.py").write_text(mutated_source(right, wrong), encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "--nbval", "--nbval-current-env"]
    environment = os.environ | {"PYTHONPATH": str(folder / "code")}
    done = subprocess.run(
        [*command, chapters], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


@each_mutation
def test_unit_tests_see_the_mutation(right, wrong, tmp_path):
    (tmp_path / "least_squares.py").write_text(mutated_source(right, wrong), encoding="utf-8")
    unit_tests = load("unit_tests_of_a_mutation", ROOT / "tests/test_least_squares.py")
    unit_tests.test_worked_example()
    unit_tests.least_squares = load("mutated_least_squares", tmp_path / "least_squares.py")
    with pytest.raises((AssertionError, ValueError)):
        unit_tests.test_worked_example()


@in_notebooks
def test_notebooks_see_the_mutation(right, wrong, tmp_path):
    status, report = run_notebooks(tmp_path, right, wrong, "chapters")
    assert status == 1, report
    assert "Cell outputs differ" in report or "Cell execution caused an exception" in report, report


@pytest.mark.thorough
def test_notebooks_pass_in_the_copy_without_a_mutation(tmp_path):
    status, report = run_notebooks(tmp_path, FORMULA, FORMULA, "chapters/2-chain-rule.ipynb")
    assert status == 0, report
