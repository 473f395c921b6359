"""``matgrad assignment ID --out DIR``: makes the notebooks that an instructor hands out, and checks an assignment."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import Any

from matgrad.command_line.output import complain, say
from matgrad.grading.errors import GradingError

UNSAFE = re.compile(r"[^\w.@+-]")


def add(commands: Any) -> None:
    """Declare the command and its options."""
    parser = commands.add_parser(
        "assignment",
        help="make the notebooks of an assignment",
        description="Makes the notebooks of an assignment: one for everybody, or one for each student of a list.",
    )
    parser.add_argument(
        "id", metavar="ID", nargs="?", help="a folder under the assignments; without it, all are listed"
    )
    parser.add_argument("--assignments", metavar="DIR", type=Path, default=Path("assignments"), help="where they are")
    parser.add_argument("--out", metavar="DIR", type=Path, help="where the notebooks go")
    parser.add_argument("--students", metavar="FILE", type=Path, help="a text file with one student on each line")
    parser.add_argument("--secret", metavar="FILE", type=Path, help="the course's secret")
    parser.add_argument("--course", metavar="NAME", default="course", help="the name of the course")
    parser.add_argument(
        "--new-secret", metavar="FILE", type=Path, help="write a new secret to FILE, and do nothing else"
    )
    parser.add_argument("--check", action="store_true", help="check that the assignment is sound, and do nothing else")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Do what the options ask for, return the exit code."""
    from matgrad.grading.loading import load
    from matgrad.grading.seeds import write_secret

    try:
        if options.new_secret:
            write_secret(options.new_secret)
            say(f"{options.new_secret}: a new secret. Keep it, and keep it to yourself.")
            return 0
        if options.id is None:
            return listing(options.assignments)
        assignment = load(options.assignments / options.id)
        if options.check:
            return checked(assignment)
        if options.out is None:
            raise GradingError("--out is missing: name the folder for the notebooks, or give --check")
        return handed_out(assignment, options)
    except GradingError as error:
        complain(str(error))
        return 2


def listing(folder: Path) -> int:
    """Print the assignments of a folder."""
    from matgrad.grading.loading import load

    found = sorted(path.parent for path in folder.glob("*/assignment.toml"))
    if not found:
        raise GradingError(f"{folder}: there are no assignments here; name their folder with --assignments")
    for path in found:
        assignment = load(path)
        marks = next(iter(assignment.papers.values())).marks
        say(f"{assignment.id}  {assignment.title} ({marks:g} marks, variants: {', '.join(assignment.variants)})")
    return 0


def checked(assignment: Any) -> int:
    """Print what is wrong with an assignment; return 1 if anything is."""
    from matgrad.grading.verifying import problems

    found = problems(assignment)
    for problem in found:
        say(problem)
    count = sum(len(paper.mutants) for paper in assignment.papers.values())
    say(f"{assignment.id}: {f'{len(found)} problems' if found else f'sound; {count} mutants get exactly their marks'}")
    return 1 if found else 0


def handed_out(assignment: Any, options: argparse.Namespace) -> int:
    """Write the notebooks."""
    from matgrad.grading.notebook import notebook_text, student_notebook
    from matgrad.grading.seeds import copy_mark, read_secret, variant

    options.out.mkdir(parents=True, exist_ok=True)
    if options.students is None:
        path = options.out / f"{assignment.id}.ipynb"
        path.write_text(notebook_text(student_notebook(assignment, assignment.variants[0])), "utf-8")
        say(f"{path}: the notebook, variant {assignment.variants[0]!r}")
        return 0
    if options.secret is None:
        raise GradingError(
            "--secret is missing: it chooses each student's variant (matgrad assignment --new-secret FILE)"
        )
    secret, names = read_secret(options.secret), students(options.students)
    for name in names:
        chosen = variant(secret, options.course, assignment, name)
        made = student_notebook(assignment, chosen, copy_mark(secret, options.course, assignment, name))
        folder = options.out / name
        folder.mkdir(exist_ok=True)
        (folder / f"{assignment.id}.ipynb").write_text(notebook_text(made), "utf-8")
    say(f"{options.out}: {len(names)} notebooks, one in the folder of each student")
    return 0


def students(path: Path) -> list[str]:
    """Return the students of a list, one on each line.

    Raises
    ------
    GradingError
        If the list cannot be read, or a name cannot be the name of a folder.
    """
    try:
        rows = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise GradingError(f"{path}: the list of students cannot be read: {error}") from None
    names = [row.strip() for row in rows if row.strip()]
    for name in names:
        if UNSAFE.search(name) or name.startswith("."):
            raise GradingError(f"{path}: {name!r} cannot be the name of a folder; use letters, digits and . _ - + @")
    if len(set(names)) != len(names) or not names:
        raise GradingError(f"{path}: expected at least one student, and each of them once")
    return names
