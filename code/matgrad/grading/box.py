"""A student's function in a process of its own: called through pipes, limited, killed with all that it started."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np

from matgrad.grading.functions import AnswerError, WaitedError
from matgrad.grading.isolation import ENVIRONMENT, Isolation

PROGRAM = Path(__file__).with_name("child.py")
LONGEST_HEADER = 100_000
START = 120.0
"""Seconds for Python and NumPy to be loaded, which is not the student's doing."""
POLITE = 1.0
"""Seconds for a program to end by itself when nothing more is asked of it."""
OUT_OF_TIME = (-24, 128 + 24, -9, 128 + 9)
"""Exit codes of a program that the system has stopped, alone and inside of bubblewrap."""
TYPES = "biufc"
"""Kinds of NumPy's types that are plain numbers."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one program may use.

    Attributes
    ----------
    seconds : int
        Of processor time, for the code and all calls together; a machine that is busy takes nothing from it.
    patience : float
        Seconds by the clock, for a program that waits instead of computing.
    memory : int
        Bytes of address space.
    largest : int
        Bytes of one result.
    """

    seconds: int = 10
    patience: float = 60.0
    memory: int = 2_000_000_000
    largest: int = 8_000_000

    @classmethod
    def of(cls, seconds: int) -> Limits:
        """Return the limits for so much processor time; by the clock a busy machine may need many times of it."""
        return cls(seconds, max(60.0, 6.0 * seconds))

    def settings(self) -> dict[str, int]:
        """Return the limits of the operating system."""
        return {
            "RLIMIT_CPU": self.seconds + 1, "RLIMIT_AS": self.memory, "RLIMIT_FSIZE": self.largest,
            "RLIMIT_NOFILE": 64, "RLIMIT_NPROC": 0, "RLIMIT_CORE": 0,
        }  # fmt: skip


class Box:
    """A running program with a student's function in it.

    Parameters
    ----------
    code : str
        The student's code.
    function : str
        The function that it is to define.
    isolation : Isolation
    limits : Limits

    Raises
    ------
    AnswerError
        If the code ends with an error, or defines no such function.

    Notes
    -----
    Use it in a ``with`` statement; at its end the program is killed, whatever it does.
    """

    def __init__(self, code: str, function: str, isolation: Isolation, limits: Limits) -> None:
        self.limits = limits
        self.ended, self.waited = "", False
        self.thread: threading.Thread | None = None
        python = [sys.executable, "-I", "-B", "-c", PROGRAM.read_text("utf-8")]
        environment = dict(ENVIRONMENT)
        if os.name == "nt":
            environment["SYSTEMROOT"] = os.environ.get("SYSTEMROOT", "")
        try:
            self.process = subprocess.Popen(
                isolation.command(python), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                env=environment, start_new_session=True, cwd="/" if os.name != "nt" else None,
            )  # fmt: skip
        except OSError as error:
            raise AnswerError(f"the program could not be started: {error.strerror}") from None
        self.deadline = time.monotonic() + START
        start = {"code": code, "function": function, "limits": limits.settings(), "largest": limits.largest,
                 "account": isolation.account}  # fmt: skip
        try:
            self._exchange({"hello": True}, b"")
            self.deadline = time.monotonic() + limits.patience
            self._exchange(start, b"")
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Box:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def call(self, *arguments: Any) -> Any:
        """Return what the function returns for some arrays and numbers: an array.

        Raises
        ------
        AnswerError
            If it returns no array of numbers, ends with an error, ends the program, or runs out of time.
        """
        described, parts = [], []
        for each in arguments:
            if isinstance(each, np.ndarray):
                described.append({"shape": list(each.shape)})
                parts.append(np.ascontiguousarray(each, dtype=np.float64).tobytes())
            else:
                described.append({"shape": None, "value": float(each)})  # type: ignore[dict-item]
        header, body = self._exchange({"arguments": described}, b"".join(parts))
        return plain_array(header, body)

    def close(self) -> None:
        """End the program and all that it has started: at once if it is busy, else as soon as it sees the end."""
        if self.thread is None or not self.thread.is_alive():
            with contextlib.suppress(OSError, subprocess.TimeoutExpired):
                if self.process.stdin is not None:
                    self.process.stdin.close()
                self.process.wait(POLITE)
        if os.name == "nt":
            self.process.kill()
        else:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        if self.thread is not None:
            self.thread.join(1.0)  # ends with the program; only what has escaped from it can hold it
        if self.thread is None or not self.thread.is_alive():
            for stream in (self.process.stdin, self.process.stdout):
                with contextlib.suppress(OSError):
                    if stream is not None:
                        stream.close()

    def _exchange(self, header: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
        """Send a frame and return the answer; the program is killed if it takes too long."""
        if self.ended:
            raise (WaitedError if self.waited else AnswerError)(self.ended)
        outcome: list[Any] = []
        self.thread = threading.Thread(target=attempted, args=(lambda: self._talk(header, body), outcome), daemon=True)
        self.thread.start()
        self.thread.join(max(0.0, self.deadline - time.monotonic()))
        if self.thread.is_alive():
            self.ended, self.waited = f"it ran longer than {self.limits.patience:g} seconds", True
            self.close()
            raise WaitedError(self.ended)
        answer = outcome[0]
        if isinstance(answer, AnswerError):
            raise answer
        if isinstance(answer, BaseException):
            self.close()
            self.ended = self.end()
            raise AnswerError(self.ended)
        if "error" in answer[0]:
            raise AnswerError(str(answer[0]["error"])[:500])
        return answer  # type: ignore[no-any-return]

    def end(self) -> str:
        """Return why the program has ended."""
        if self.process.returncode in OUT_OF_TIME:
            return f"it used more than {self.limits.seconds} seconds of processor time"
        return "the program ended before it gave a result"

    def _talk(self, header: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        text = json.dumps(header).encode()
        self.process.stdin.write(struct.pack(">II", len(text), len(body)) + text + body)
        self.process.stdin.flush()
        return received(self.process.stdout, self.limits.largest)


def attempted(work: Callable[[], Any], outcome: list[Any]) -> None:
    """Keep what some work returns or raises."""
    try:
        outcome.append(work())
    except BaseException as error:
        outcome.append(error)


def received(stream: IO[bytes], largest: int) -> tuple[dict[str, Any], bytes]:
    """Return one frame; nothing in it is believed before it has been looked at."""
    head, body = struct.unpack(">II", exactly(stream, 8))
    if head > LONGEST_HEADER or body > largest:
        raise AnswerError("the result is too large")
    header = json.loads(exactly(stream, head))
    if not isinstance(header, dict):
        raise AnswerError("the program answered with something that is no result")
    return header, exactly(stream, body)


def exactly(stream: IO[bytes], count: int) -> bytes:
    """Return so many bytes."""
    data = b""
    while len(data) < count:
        part = stream.read(count - len(data))
        if not part:
            raise EOFError
        data += part
    return data


def plain_array(header: dict[str, Any], body: bytes) -> Any:
    """Return the array in a frame; numbers are all that it can hold."""
    try:
        kind = np.dtype(str(header["dtype"]))
        shape = tuple(int(size) for size in header["shape"])
        if kind.kind not in TYPES or kind.hasobject or len(shape) > 8 or min(shape, default=0) < 0:
            raise ValueError
        return np.frombuffer(body, kind).reshape(shape).copy()
    except (KeyError, TypeError, ValueError):
        raise AnswerError("the program answered with something that is no array of numbers") from None
