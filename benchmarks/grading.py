"""Marking a class: ``matgrad grade`` and nbgrader on the same papers, in turns.

nbgrader lives in an environment of its own, because it brings a hundred packages. Its test cells call the same marking
functions on what the student's code has left in the kernel, so both give marks for the same steps. What is compared is
the way to them: a sandboxed process for each program and none for what is written, against one kernel for a notebook.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import record
from matgrad.grading.loading import load
from matgrad.grading.notebook import student_notebook
from matgrad.grading.source import PROGRAMMED, SHORT, WRITTEN, Assignment, Paper, Task

ROOT = Path(__file__).parents[1]
ASSIGNMENT = ROOT / "tests" / "grading" / "sample"
ENVIRONMENT = Path(os.environ.get("NBGRADER_ENVIRONMENT", ROOT / "_build" / "nbgrader"))
VERSION = "0.9.6"
PAPERS, ROUNDS = 20, 3
HELPER = '''
"""Marks in the student's kernel, for the test cells of nbgrader."""
from pathlib import Path
from matgrad.grading.functions import AnswerError, mark_function
from matgrad.grading.loading import load
from matgrad.grading.marking import guarded, mark_written

PAPER = next(iter(load(Path({folder!r})).papers.values()))

def marks(name, answer):
    task = PAPER.task(name)
    found = mark_written(task, answer, "x") if isinstance(answer, str) else mark_function(task, guarded(answer), "x")
    return found.marks
'''


def run() -> None:
    """Measure both graders and keep the table; without nbgrader, measure this one alone."""
    assignment = load(ASSIGNMENT)
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        expected = write_class(place, assignment)
        graders = {"matgrad grade": ours}
        if nbgrader() is not None:
            prepare(place, assignment)
            graders["nbgrader autograde"] = theirs
        times: dict[str, list[float]] = {name: [] for name in graders}
        right = {}
        for _ in range(ROUNDS):
            for title, grade in graders.items():
                times[title].append(timed(grade, place))
                right[title] = sum(grades(place, title).get(k) == v for k, v in expected.items())
                print(title, times[title][-1], right[title], flush=True)
    table(times, right)


def table(times: dict[str, list[float]], right: dict[str, int]) -> None:
    """Keep the table of medians, with ratios taken within a round."""
    own = times["matgrad grade"]
    rows = [
        [
            title, f"{median(values) / PAPERS:.2f} s",
            f"{median(each / mine for each, mine in zip(values, own, strict=True)):.1f}", f"{right[title]} of {PAPERS}",
        ]
        for title, values in times.items()
    ]  # fmt: skip
    if len(rows) < 2:
        sys.stderr.write(f"nbgrader {VERSION} is not in {ENVIRONMENT}: python make.py bench --peers puts it there.\n")
        print(rows)
        return
    record.keep(
        "grading",
        f"Marking a class of {PAPERS} papers with two programs each",
        ["grader", "time of one paper", "÷ matgrad grade", "papers with the right marks"],
        rows,
        [
            f"By the clock, medians of {ROUNDS} rounds in turns, one paper after the other. "
            "Ratios are taken within a round.",
            f"nbgrader {VERSION} in one batch, its test cells calling the same marking functions.",
        ],
        peers=(),
    )


def timed(grade: Callable[[Path], None], place: Path) -> float:
    """Return the seconds of one run, by the clock."""
    start = time.perf_counter()
    grade(place)
    return time.perf_counter() - start


# --- the class -------------------------------------------------------------------------------------------------------


def write_class(place: Path, assignment: Assignment) -> dict[str, float]:
    """Write the papers as nbgrader names them: model answers and mutants by turns; return the marks of each."""
    paper = next(iter(assignment.papers.values()))
    full = {task.id: task.marks for task in paper.tasks if task.kind != SHORT}
    expected = {}
    for k in range(PAPERS):
        mutant = paper.mutants[k % len(paper.mutants)]
        answers = {task.id: task.model for task in paper.tasks}
        marks = dict(full)
        if k % 2:
            answers[mutant.task], marks[mutant.task] = mutant.answer, mutant.marks
        student = f"student{k:02}"
        expected[student] = sum(marks.values())
        folder = place / "submitted" / student / "paper"
        folder.mkdir(parents=True)
        (folder / "paper.ipynb").write_text(json.dumps(with_answers(assignment, paper, answers)), "utf-8")
    return expected


def with_answers(assignment: Assignment, paper: Paper, answers: dict[str, str]) -> dict[str, Any]:
    """Return the notebook that both graders mark: the student's, with nbgrader's metadata and test cells."""
    book = student_notebook(assignment, paper.variant)
    cells = []
    for cell in book["cells"]:
        task = next((task for task in paper.tasks if f"answer: {task.id}" in cell["source"]), None)
        if task is not None and task.id in answers and task.kind != SHORT:
            cell["source"] = written(task, answers[task.id])
        if cell["source"].startswith("sheet.check"):
            continue
        cells.append(cell)
        if task is not None and task.kind != SHORT:
            cell["metadata"] = {"nbgrader": entry(task.id, solution=True)}
            name = task.program.function if task.program is not None else task.id
            test = f'import checks\nchecks.marks("{task.id}", {name})'
            cells.append({
                "cell_type": "code", "id": f"test-{task.id}", "execution_count": None, "outputs": [], "source": test,
                "metadata": {"nbgrader": entry(f"test_{task.id}", points=task.marks)},
            })  # fmt: skip
    return {**book, "cells": cells}


def written(task: Task, answer: str) -> str:
    """Return the source of an answer cell."""
    if task.kind in WRITTEN:
        return f'# answer: {task.id}\n{task.id} = r"""\n{answer}\n"""'
    assert task.kind in PROGRAMMED
    return f"# answer: {task.id}\n{answer}"


def entry(name: str, solution: bool = False, points: float = 0) -> dict[str, Any]:
    """Return nbgrader's metadata of a cell."""
    data = {"grade_id": name, "schema_version": 3, "solution": solution, "grade": not solution, "locked": not solution,
            "task": False}  # fmt: skip
    return data if solution else data | {"points": points}


# --- the graders -----------------------------------------------------------------------------------------------------


def ours(place: Path) -> None:
    """Mark the class with this package, one paper at a time."""
    shutil.rmtree(place / "ours", ignore_errors=True)
    call = [sys.executable, "-m", "matgrad", "grade", place / "submitted", "--assignment", ASSIGNMENT.name,
            "--assignments", ASSIGNMENT.parent, "--out", place / "ours", "--jobs", "1"]  # fmt: skip
    if os.geteuid() == 0:
        call.append("--allow-root")
    done = subprocess.run(list(map(str, call)), capture_output=True, text=True)
    if done.returncode == 2:
        raise SystemExit(done.stderr)


def theirs(place: Path) -> None:
    """Mark the class with nbgrader, in one batch."""
    for name in ("autograded", "gradebook.db"):
        path = place / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    prepare(place, load(ASSIGNMENT))
    call(place, "autograde", "paper")


def prepare(place: Path, assignment: Assignment) -> None:
    """Write what nbgrader needs: the instructor's notebook, the module of its test cells, and its settings."""
    paper = next(iter(assignment.papers.values()))
    source = place / "source" / "paper"
    source.mkdir(parents=True, exist_ok=True)
    (source / "paper.ipynb").write_text(json.dumps(with_answers(assignment, paper, {})), "utf-8")
    for folder in [source, *place.glob("submitted/*/paper")]:
        (folder / "checks.py").write_text(HELPER.format(folder=str(ASSIGNMENT)), "utf-8")
    (place / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'bench'\n", "ascii")
    if not (place / "gradebook.db").exists():
        call(place, "generate_assignment", "paper", "--force")


def call(place: Path, *arguments: str) -> None:
    """Run a command of nbgrader."""
    path = os.pathsep.join([str(ENVIRONMENT / "bin"), os.environ.get("PATH", "")])
    done = subprocess.run(
        [str(ENVIRONMENT / "bin" / "nbgrader"), *arguments], cwd=place, capture_output=True, text=True,
        env={**os.environ, "PATH": path, "PYTHONPATH": str(ROOT / "code")},
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"nbgrader {' '.join(arguments)} failed:\n{done.stderr[-2000:]}")


def grades(place: Path, title: str) -> dict[str, float]:
    """Return the marks that a grader has given."""
    if title == "matgrad grade":
        with (place / "ours" / "grades.csv").open(encoding="utf-8", newline="") as file:
            return {row["student"]: float(row["marks"]) for row in csv.DictReader(file)}
    call(place, "export", "--to", "theirs.csv")
    with (place / "theirs.csv").open(encoding="utf-8", newline="") as file:
        return {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}


def nbgrader() -> str | None:
    """Return the version of nbgrader in its environment; None if there is none, or another one."""
    program = ENVIRONMENT / "bin" / "nbgrader"
    if not program.exists():
        return None
    done = subprocess.run([str(program), "--version"], capture_output=True, text=True)
    return VERSION if VERSION in done.stdout else None
