"""What a program can do behind each level of isolation, and how it is called."""

import re
from pathlib import Path

import numpy as np
import pytest

from matgrad.grading import isolation
from matgrad.grading.box import Box, Limits, plain_array
from matgrad.grading.functions import AnswerError
from matgrad.grading.isolation import BUBBLEWRAP, LIMITS, TIME, Isolation
from matgrad.grading.reader import Reader, ReaderError
from tests.grading.papers import MINUS, best_isolation, sample

LIMIT = Limits(seconds=2, patience=60)
needs_bubblewrap = pytest.mark.usefixtures("isolated")


@needs_bubblewrap
def test_behind_bubblewrap_nothing_can_be_reached(tmp_path):
    assert isolation.broken(best_isolation(), tmp_path) == []


def test_without_bubblewrap_the_trial_succeeds_so_the_level_is_not_given(tmp_path):
    broken = isolation.broken(Isolation(LIMITS), tmp_path)
    assert "reach the network" in broken
    assert "read the course" in broken


@needs_bubblewrap
def test_a_sandbox_that_leaks_does_not_count(tmp_path, monkeypatch):
    whole = isolation.sandbox

    def leaky(hidden, by_root):
        call = [each for each in whole(hidden, by_root) if each != "--unshare-net"]
        return [*call, "--share-net"] if "--unshare-all" in call else call

    monkeypatch.setattr(isolation, "sandbox", leaky)
    monkeypatch.setattr(isolation, "weaker", lambda account, folder: Isolation(LIMITS))
    level, why = isolation.found((), tmp_path)
    assert level.level == LIMITS
    assert why == "behind bubblewrap a program can reach the network"


def test_where_programs_cannot_be_started_in_the_sandbox_it_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(isolation.shutil, "which", lambda name: "false")
    monkeypatch.setattr(isolation, "weaker", lambda account, folder: Isolation(LIMITS))
    level, why = isolation.found((), tmp_path)
    assert level.level == LIMITS
    assert why == "no program can be run with bubblewrap: the program ended before it gave a result"


def test_on_windows_there_is_a_limit_on_time_and_a_clear_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr(isolation.shutil, "which", lambda name: None)
    monkeypatch.setattr(isolation, "on_windows", lambda: True)
    assert isolation.found((), tmp_path) == (Isolation(TIME), "bubblewrap is not installed")
    assert isolation.PROTECTED[TIME] == (
        "a limit on time; the network, your files, your other programs and the machine's memory are open to it"
    )


@needs_bubblewrap
def test_a_hidden_folder_inside_of_python_stays_hidden(tmp_path):
    folder = Path(isolation.python_folders()[0]) / "matgrad-test-of-hiding"
    folder.mkdir()
    try:
        (folder / "secret").write_text("x", "ascii")
        hidden = Isolation(BUBBLEWRAP, (str(folder),), best_isolation().account)
        code = f"import os\ndef f():\n    return os.path.exists({str(folder / 'secret')!r})"
        with Box(code, "f", hidden, LIMIT) as box:
            assert not box.call()
        with Box(code, "f", Isolation(BUBBLEWRAP, (), best_isolation().account), LIMIT) as box:
            assert box.call()
    finally:
        (folder / "secret").unlink()
        folder.rmdir()


@needs_bubblewrap
def test_python_is_seen_below_the_folder_for_temporary_files():
    """A folder that is mounted empty must not hide Python, or nothing could be isolated."""
    call = isolation.sandbox((), by_root=False)
    empty = call.index("--tmpfs")
    mounted, shown = Path(call[empty + 1]), [Path(folder) for folder in isolation.python_folders()]
    assert mounted == Path(isolation.ENVIRONMENT["HOME"])
    assert all(call.index(str(folder)) > empty for folder in shown)
    inside = sorted({folder.relative_to(mounted).parts[0] for folder in shown if folder.is_relative_to(mounted)})
    code = f"import os\ndef f():\n    return sorted(os.listdir({str(mounted)!r})) == {inside!r}"
    with Box(code, "f", best_isolation(), LIMIT) as box:
        assert box.call()


@needs_bubblewrap
def test_a_program_cannot_end_what_runs_outside():
    """It sees no process but its own; the program that is to survive has been started as the same account."""
    code = "import os\ndef f():\n    return [int(n) for n in os.listdir('/proc') if n.isdigit()]"
    with Box(code, "f", best_isolation(), LIMIT) as other, Box(code, "f", best_isolation(), LIMIT) as box:
        assert other.process.pid not in box.call().tolist()
        assert len(box.call()) <= 3


@needs_bubblewrap
def test_a_file_that_grows_is_stopped():
    code = "def f():\n    with open('x', 'wb') as file:\n        while True:\n            file.write(bytes(10**6))"
    with Box(code, "f", best_isolation(), LIMIT) as box, pytest.raises(AnswerError):
        box.call()


def test_arrays_go_there_and_back():
    code = "def f(A, x, number):\n    return (A @ x) * number"
    A, x = np.arange(6.0).reshape(2, 3).T, np.array([1.0, 2.0])
    with Box(code, "f", Isolation(LIMITS), LIMIT) as box:
        assert np.array_equal(box.call(A, x, 2.0), (A @ x) * 2)
        assert box.call(A, x[:0].reshape(2, 0), 1.0).shape == (3, 0)
        assert box.call(np.ones((1, 1)), np.ones(1), 3.0).tolist() == [3.0]


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("def f(x):\n    return 'text'", "the result is no array of numbers (its type is <U4)"),
        ("def f(x):\n    return None", "the result is no array of numbers (its type is object)"),
        ("def f(x):\n    return [[1], [1, 2]]", None),
        ("def f(x):\n    return np.zeros(10**7)", "the result is too large (80000000 bytes)"),
        ("def f(x):\n    raise ValueError('no')", "ValueError: no"),
        ("def f():\n    return 1", None),
    ],
)
def test_what_is_no_result_is_said(code, message):
    with Box(code, "f", Isolation(LIMITS), LIMIT) as box, pytest.raises(AnswerError) as caught:
        box.call(np.ones(2))
    assert message is None or str(caught.value) == message


def test_code_without_the_function_is_said():
    with pytest.raises(AnswerError, match=r"^NameError: there is no function f$"):
        Box("g = 1", "f", Isolation(LIMITS), LIMIT)


def test_a_program_that_waits_is_ended():
    with Box("import time\ndef f():\n    time.sleep(99)", "f", Isolation(LIMITS), Limits(2, 1.0)) as box:
        with pytest.raises(AnswerError, match=r"^it ran longer than 1 seconds$"):
            box.call()
        with pytest.raises(AnswerError, match=r"^it ran longer than 1 seconds$"):
            box.call()
    assert box.process.poll() is not None


@pytest.mark.parametrize(
    "header",
    [{}, {"dtype": "|O", "shape": [1]}, {"dtype": "<U9", "shape": [1]}, {"dtype": "<f8", "shape": [-1]},
     {"dtype": "<f8", "shape": [10**9]}, {"dtype": "nonsense", "shape": []}, {"dtype": "<f8", "shape": "x"}],
)  # fmt: skip
def test_nothing_but_numbers_is_taken_from_a_program(header):
    with pytest.raises(AnswerError, match=r"^the program answered with something that is no array of numbers$"):
        plain_array(header, bytes(8))


def test_a_reader_that_hangs_is_replaced():
    with Reader("sample", *sample().texts, seconds=0.01) as reader:
        message = "reading took longer than 0.01 seconds, or too much memory"
        with pytest.raises(ReaderError, match=f"^{re.escape(message)}$"):
            reader.ask(do="mark", variant=MINUS, task="linear", answer="Aᵀb", seed="x")
        reader.seconds = 60
        assert (
            reader.ask(do="mark", variant=MINUS, task="linear", answer="Aᵀb", seed="x")["milestones"][0]["marks"] == 2
        )
