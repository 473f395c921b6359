"""A process that reads what students wrote: notebooks and derivations, never a program.

Reading cannot run anything, but a notebook can be built to take long or much memory. So it is done in a process with
limits, which is replaced if it does not answer; what it was asked then goes to a human.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import threading
from typing import Any

MEMORY = 3_000_000_000
SECONDS = 60.0


class ReaderError(Exception):
    """Raised where the reader gave no answer; the message says why, for a human."""


class Reader:
    """Reads notebooks and marks written answers; started when it is needed, replaced when it hangs.

    Parameters
    ----------
    name : str
        The id of the assignment.
    main, mutants : str
        The texts of its two files.
    seconds : float
        For one request.
    """

    def __init__(self, name: str, main: str, mutants: str, seconds: float = SECONDS) -> None:
        self.start = {"do": "load", "id": name, "main": main, "mutants": mutants}
        self.seconds = seconds
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def ask(self, **request: Any) -> dict[str, Any]:
        """Return the answer to a request.

        Raises
        ------
        ReaderError
            If there is none.
        """
        if self.process is None:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "matgrad.grading.reader"],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            self._say(self.start)
        answer = self._say(request)
        if "failed" in answer:
            raise ReaderError(str(answer["failed"]))
        return answer

    def close(self) -> None:
        """End the process."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            for stream in (self.process.stdin, self.process.stdout):
                with contextlib.suppress(OSError):
                    if stream is not None:
                        stream.close()
            self.process = None

    def _say(self, request: dict[str, Any]) -> dict[str, Any]:
        process = self.process
        assert process is not None
        assert process.stdin is not None
        assert process.stdout is not None
        watch = threading.Timer(self.seconds, process.kill)
        watch.start()
        try:
            process.stdin.write(json.dumps(request).encode() + b"\n")
            process.stdin.flush()
            answer = process.stdout.readline()
            return dict(json.loads(answer))
        except (OSError, ValueError):
            self.close()
            raise ReaderError(f"reading took longer than {self.seconds:g} seconds, or too much memory") from None
        finally:
            watch.cancel()


def serve() -> None:
    """Answer requests, one on each line, until there are no more."""
    from matgrad.grading.reading import Desk

    with contextlib.suppress(ImportError, ValueError, OSError):  # a system without such limits
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    desk = Desk()
    for row in sys.stdin.buffer:
        try:
            answer = desk.answer(json.loads(row))
        except MemoryError:
            answer = {"failed": "reading took too much memory"}
        except RecursionError:
            answer = {"failed": "it is nested too deeply to be read"}
        sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    serve()
