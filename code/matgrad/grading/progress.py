"""How far a class is: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import time
from typing import Any, TextIO

WIDTH = 30
EVERY = 10.0
"""Seconds between two lines where there is no terminal."""


class Progress:
    """Shows how many submissions are marked, how many need a human, and how long it may still take.

    Parameters
    ----------
    stream : TextIO
        Usually the error stream.
    """

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.begun = self.said = time.monotonic()
        self.human = self.fresh = 0

    def __call__(self, done: int, count: int, result: dict[str, Any]) -> None:
        """Take note of one more result."""
        self.human += bool(result["needs_human"])
        self.fresh += 1
        now = time.monotonic()
        if self.stream.isatty():
            left = (now - self.begun) / self.fresh * (count - done)
            full = WIDTH * done // count
            bar = "#" * full + "." * (WIDTH - full)
            self.stream.write(f"\r[{bar}] {done} of {count}, {self.human} need a human, {left:.0f} s left  ")
            if done == count:
                self.stream.write("\n")
        elif done == count or now - self.said >= EVERY:
            self.said = now
            self.stream.write(f"{done} of {count} marked, {self.human} need a human\n")
        self.stream.flush()
