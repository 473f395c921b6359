"""The command line of the package: ``matgrad check``, ``explain``, ``selfcheck``, ``assignment``, ``grade``.

Each command is a module with two functions: ``add`` declares it and its options, ``run`` does it and returns the exit
code.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from matgrad import __version__
from matgrad.command_line import assignment, check, explain, grade, selfcheck
from matgrad.command_line.output import allow_any_text

COMMANDS = (check, explain, selfcheck, assignment, grade)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Parameters
    ----------
    arguments : sequence of str, optional
        What stands behind ``matgrad``; taken from the command line if not given.

    Returns
    -------
    int
        Exit code: 0 for yes, 1 for no, 2 where there is no answer.
    """
    allow_any_text(sys.stdout)
    parser = argparse.ArgumentParser(prog="matgrad", description="Checks derivations in matrix calculus line by line.")
    parser.add_argument("--version", action="version", version=f"matgrad {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for command in COMMANDS:
        command.add(commands)
    options = parser.parse_args(arguments)
    try:
        return int(options.run(options))
    except BrokenPipeError:  # the reader, such as head, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 2
