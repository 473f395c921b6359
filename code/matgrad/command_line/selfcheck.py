"""``matgrad selfcheck FILE``: what the self-checks in a student's notebook say."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from matgrad.command_line.output import complain, say
from matgrad.grading.errors import GradingError

WORDS = {True: "right as far as a self-check sees", False: "not right", None: "no verdict"}


def add(commands: Any) -> None:
    """Declare the command and its options."""
    parser = commands.add_parser(
        "selfcheck",
        help="check your own notebook of an assignment",
        description="Checks the answers in your notebook and tells the kind of each mistake. Needs no network.",
        epilog="Exit code: 0 nothing wrong was found; 1 something is wrong or missing; 2 FILE could not be used.",
    )
    parser.add_argument("file", metavar="FILE", type=Path, help="the notebook")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Check the notebook, print what was found, return the exit code."""
    from matgrad.grading.own_notebook import verdicts

    try:
        found = verdicts(options.file)
    except GradingError as error:
        complain(f"{options.file}: {error}")
        return 2
    for task, verdict in found.items():
        said = WORDS[verdict.ok]
        say(f"== {task}: {said}\n{verdict}\n")
    return 0 if all(verdict.ok is True or verdict.human for verdict in found.values()) else 1
