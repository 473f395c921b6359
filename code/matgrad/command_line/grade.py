"""``matgrad grade SUBMISSIONS --assignment ID --out DIR``: marks a class."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any

from matgrad.command_line.assignment import students
from matgrad.command_line.output import complain, say
from matgrad.grading.errors import GradingError

SAFETY = """\
What is protected: derivations, formulas and short answers are read, never run. A function runs in a process of its own,
which gets arrays and returns arrays; what is right is decided outside of it. With bubblewrap (Linux) that process has
no network, sees nothing of the course and can write nowhere; without it, this command refuses to go on.
What is not: a flaw in the kernel, the time a program takes, memory of many processes together. This stops accidents and
ordinary cheating. For an examination use a machine that you can throw away.

Exit code: 0 everything is marked; 1 something needs a human; 2 nothing could be done."""


def add(commands: Any) -> None:
    """Declare the command and its options."""
    parser = commands.add_parser(
        "grade",
        help="mark the submissions of a class",
        description="Marks the submissions of a class. Run it again to go on where it was stopped.",
        epilog=SAFETY,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "submissions", metavar="SUBMISSIONS", type=Path, help="a folder: one folder or notebook a student"
    )
    parser.add_argument("--assignment", metavar="ID", required=True, help="a folder under the assignments")
    parser.add_argument("--out", metavar="DIR", type=Path, required=True, help="where results, feedback and grades go")
    parser.add_argument("--assignments", metavar="DIR", type=Path, default=Path("assignments"), help="where they are")
    parser.add_argument("--students", metavar="FILE", type=Path, help="a text file with one student on each line")
    parser.add_argument("--secret", metavar="FILE", type=Path, help="the secret that the notebooks were made with")
    parser.add_argument("--course", metavar="NAME", default="course", help="the name that they were made with")
    parser.add_argument("--jobs", metavar="N", type=int, default=os.cpu_count() or 1, help="how many at the same time")
    parser.add_argument("--scheduler", metavar="ADDRESS", default="", help="use the machines of this Dask scheduler")
    parser.add_argument(
        "--seconds", metavar="N", type=int, default=10, help="processor time of one function (default 10)"
    )
    parser.add_argument("--again", action="store_true", help="mark again what has been marked")
    parser.add_argument("--no-isolation", action="store_true", help="go on where programs cannot be isolated")
    parser.add_argument("--allow-root", action="store_true", help="go on although you are root")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Mark the class, return the exit code."""
    try:
        return marked(options)
    except GradingError as error:
        complain(str(error))
    except KeyboardInterrupt:
        complain("stopped; the same command goes on from here")
    return 2


def marked(options: argparse.Namespace) -> int:
    """Mark the class and say what was found."""
    from matgrad.grading.batch import GRADES, grade_class
    from matgrad.grading.box import Limits
    from matgrad.grading.grade import Order
    from matgrad.grading.loading import load
    from matgrad.grading.progress import Progress
    from matgrad.grading.submissions import submissions

    assignment = load(options.assignments / options.assignment)
    roster = tuple(students(options.students)) if options.students else ()
    check_numbers(options)
    found = submissions(options.submissions, roster or None)
    if options.out.resolve().is_relative_to(options.submissions.resolve()):
        raise GradingError("--out is inside of the submissions; name another folder")
    options.out.mkdir(parents=True, exist_ok=True)
    isolation = chosen_isolation(options)
    order = Order(
        assignment, secret_of(options), options.course, isolation, Limits.of(options.seconds),
        roster, options.secret is not None,
    )  # fmt: skip
    results = grade_class(
        found, order, options.out, jobs=options.jobs, scheduler=options.scheduler, again=options.again,
        progress=Progress(sys.stderr),
    )  # fmt: skip
    human = [result["student"] for result in results if result["needs_human"]]
    flagged = [result["student"] for result in results if result["flags"]]
    say(f"{len(results)} submissions are marked: {options.out / GRADES}")
    say(f"{len(human)} need a human, {len(flagged)} have flags; see the last columns")
    return 1 if human else 0


def check_numbers(options: argparse.Namespace) -> None:
    """Refuse numbers that make no sense."""
    for name in ("jobs", "seconds"):
        if getattr(options, name) < 1:
            raise GradingError(f"--{name} is {getattr(options, name)}; expected a whole number of at least 1")


def chosen_isolation(options: argparse.Namespace) -> Any:
    """Return the isolation of this machine; refuse to go on where it is not what was asked for."""
    from matgrad.grading.isolation import BUBBLEWRAP, PROTECTED, found, is_root

    if is_root() and not options.allow_root:
        raise GradingError(
            "you are root; students' programs are safer to run from an ordinary account. "
            "With --allow-root they run as the account 'nobody'"
        )
    isolation, why = found((options.assignments, options.submissions, options.out), options.out)
    if isolation.level != BUBBLEWRAP and not options.no_isolation:
        raise GradingError(
            f"students' programs cannot be isolated here: {why}. With --no-isolation they have "
            f"{PROTECTED[isolation.level]}; the results record it"
        )
    complain(f"programs are run with {isolation.level}: {PROTECTED[isolation.level]}")
    return isolation


def secret_of(options: argparse.Namespace) -> bytes:
    """Return the course's secret; without one, a secret of this run's own, kept with the results."""
    from matgrad.grading.seeds import read_secret, write_secret

    if options.secret is not None:
        return read_secret(options.secret)
    own: Path = options.out / "secret"
    if not own.exists():
        write_secret(own)
    return read_secret(own)
