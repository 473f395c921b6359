"""Two hundred submissions, ten of them hostile: all are marked, none is lost, and a class that is killed goes on."""

import json
import os
import signal
import subprocess
import sys
import time

import jsonschema
import numpy as np
import pytest

from matgrad.grading.batch import grade_class
from matgrad.grading.box import Limits
from matgrad.grading.result_schema import RESULT_SCHEMA
from matgrad.grading.submissions import submissions
from tests.grading.papers import FULL, MINUS, SAMPLE, data, marks, models, notebook, order, sample

pytestmark = pytest.mark.usefixtures("isolated")

COUNT = 200
LOOP = "def gradient(A, x, b):\n    while True:\n        pass"
HOSTILE = {
    "loop": LOOP,
    "swallow": "def gradient(A, x, b):\n    while True:\n        try:\n            while True: pass\n"
    "        except BaseException: pass",
    "memory": "def gradient(A, x, b):\n    kept = [bytearray(10**8) for _ in range(10**6)]",
    "exit": "import sys\ndef gradient(A, x, b):\n    sys.exit()",
    "end": "import os\ndef gradient(A, x, b):\n    os._exit(0)",
    "fork": "import os\ndef gradient(A, x, b):\n    while os.getpid() < 1000: os.fork()",
    # in a sandbox process numbers are small; outside of one these two would harm the machine, so there they do nothing
    "kill": "import os, signal\ndef gradient(A, x, b):\n    if os.getpid() < 20: os.kill(-1, signal.SIGKILL)",
    "network": "import socket\ndef gradient(A, x, b):\n    socket.create_connection(('127.0.0.1', 1))",
    "bomb": "class B:\n    def __reduce__(self): return (print, ('x',))\n"
    "def gradient(A, x, b):\n    return np.array([B()] * 3)",
    "disk": "def gradient(A, x, b):\n    with open('x', 'wb') as f:\n        while True: f.write(bytes(10**7))",
}  # fmt: skip


def class_of(count, folder):
    """Write a class: model answers and mutants by turns, hostile ones in between; return the expected marks."""
    mutants = sample().papers[MINUS].mutants
    rng = np.random.default_rng(0)
    hostile = dict(zip(rng.choice(count, len(HOSTILE), replace=False).tolist(), HOSTILE, strict=True))
    expected = {}
    for k in range(count):
        student = f"student{k:03}"
        if k in hostile:
            answers, own = models(program=HOSTILE[hostile[k]]), FULL | {"program": 0}
        elif k % 4 == 0:
            answers, own = models(), FULL
        else:
            mutant = mutants[int(rng.integers(len(mutants)))]
            answers, own = models(**{mutant.task: mutant.answer}), FULL | {mutant.task: mutant.marks}
        (folder / student).mkdir(parents=True)
        (folder / student / f"{student}.ipynb").write_bytes(data(notebook(answers)))
        expected[student] = own
    return expected


def results_in(out):
    """Return the results in a folder as they stand in their files."""
    return {path.stem: path.read_text("utf-8") for path in sorted((out / "results").glob("*.json"))}


def command(place, out):
    """Return the command that marks the class."""
    more = ["--jobs", "2", "--seconds", "2", "--allow-root"]
    return [sys.executable, "-m", "matgrad", "grade", str(place), "--assignment", "sample", "--assignments",
            str(SAMPLE.parent), "--out", str(out), *more]  # fmt: skip


def killed_in_the_middle(place, out, after):
    """Start to mark a class, and kill everything as soon as some results are there."""
    process = subprocess.Popen(
        command(place, out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    while len(list(out.glob("results/*.json"))) < after:
        assert process.poll() is None, "it ended before it could be killed"
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return results_in(out)


def check_resumed(place, tmp_path, expected, after):
    """Kill a class in the middle and go on; compare with a class that was marked in one go."""
    out = tmp_path / "out"
    (out).mkdir()
    whole = tmp_path / "whole"
    whole.mkdir()
    (out / "secret").write_text("the same secret for both runs", "ascii")
    (whole / "secret").write_text("the same secret for both runs", "ascii")
    early = killed_in_the_middle(place, out, after)
    assert after <= len(early) < len(expected)
    stamps = {name: (out / "results" / f"{name}.json").stat().st_mtime_ns for name in early}
    subprocess.run(command(place, out), check=False, capture_output=True)
    subprocess.run(command(place, whole), check=False, capture_output=True)
    late = results_in(out)
    assert late == results_in(whole)
    assert {name: (out / "results" / f"{name}.json").stat().st_mtime_ns for name in early} == stamps
    assert {name: marks(json.loads(text)) for name, text in late.items()} == expected
    assert (out / "grades.csv").read_bytes() == (whole / "grades.csv").read_bytes()


@pytest.mark.skipif(os.name == "nt", reason="kills a group of processes")
def test_a_small_class_that_is_killed_goes_on(tmp_path):
    place = tmp_path / "submissions"
    expected = class_of(10, place)
    hostile = [name for name, own in expected.items() if own["program"] == 0]
    for name in hostile[:8]:  # the programs that take their whole time are for the large class
        (place / name / f"{name}.ipynb").write_bytes(data(notebook({})))
        expected[name] = dict.fromkeys(FULL, 0)
    check_resumed(place, tmp_path, expected, 2)


@pytest.mark.thorough
def test_a_class_of_200_is_marked_and_none_is_lost(tmp_path):
    expected = class_of(COUNT, tmp_path / "submissions")
    found = submissions(tmp_path / "submissions")
    results = grade_class(found, order(Limits(seconds=2)), tmp_path / "out", jobs=2)
    assert len(results) == COUNT
    for result in results:
        jsonschema.validate(result, RESULT_SCHEMA)
    assert {result["student"]: marks(result) for result in results} == expected
    assert len((tmp_path / "out" / "grades.csv").read_text("utf-8").splitlines()) == COUNT + 1
    assert len(list((tmp_path / "out" / "feedback").glob("*.html"))) == COUNT


@pytest.mark.thorough
@pytest.mark.skipif(os.name == "nt", reason="kills a group of processes")
def test_a_class_of_200_that_is_killed_goes_on(tmp_path):
    expected = class_of(COUNT, tmp_path / "submissions")
    check_resumed(tmp_path / "submissions", tmp_path, expected, 40)
