"""``matgrad check FILE``: judges the derivation in a text file."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from matgrad.command_line.output import complain, needs_ascii, say, wants_color
from matgrad.derivation import DerivationError, check
from matgrad.derivation.render import HINTS, limited, text
from matgrad.derivation.report import SCHEMA_VERSION, UNDECIDED, UNREADABLE, Report
from matgrad.derivation.text_format import parse

FORM = """\
FILE has a header and, behind a blank line or ---, the lines of the derivation:

    shapes: A: m×n, x: n, b: m        required
    wrt: x                            the variable of ∇, f' and d/dx
    layout: numerator                 or denominator; found if not given
    where: r = Ax - b                 a definition; may be repeated
    assume: Q: symmetric              may be repeated
    goal: Aᵀ(Ax - b)                  what the derivation has to reach
    ---
    f(x) = 1/2 ||Ax - b||^2
    ∇f(x) = Aᵀ(Ax - b)

Exit code: 0 every line follows and the goal, if any, is reached; 1 a line is wrong or the goal is not reached;
2 a line could not be read or decided, or FILE could not be used."""


def add(commands: Any) -> None:
    """Declare the command and its options."""
    parser = commands.add_parser(
        "check",
        help="judge the derivation in a text file",
        description="Judges a derivation line by line.",
        epilog=FORM,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", metavar="FILE", help="the text file; - for standard input")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    parser.add_argument(
        "--hint", choices=HINTS, default="repair", help="how much to tell of a mistake (default: repair)"
    )
    parser.add_argument("--no-color", action="store_true", help="no colours, also on a terminal")
    parser.add_argument("--ascii", action="store_true", help="nothing but ASCII characters")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Check the file, print the report, return the exit code."""
    try:
        report = limited(check(**parse(contents(options.file))), options.hint)
    except DerivationError as error:
        if options.json:
            say(json.dumps({"version": SCHEMA_VERSION, "error": str(error)}, ensure_ascii=False))
        else:
            complain(f"{named(options.file)}: {error}")
        return 2
    if options.json:
        say(report.to_json() if not needs_ascii(sys.stdout) else json.dumps(json.loads(report.to_json())))
    else:
        plain = options.ascii or needs_ascii(sys.stdout)
        say(text(report, options.hint, ascii_only=plain, color=wants_color(sys.stdout, options.no_color)))
    return exit_code(report)


def contents(file: str) -> str:
    """The text of a file, or of standard input.

    Raises
    ------
    DerivationError
        If it cannot be read; the message says why.
    """
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return data.decode("utf-8")
    except FileNotFoundError:
        raise DerivationError("there is no such file") from None
    except IsADirectoryError:
        raise DerivationError("this is a folder; name a text file") from None
    except UnicodeDecodeError:
        raise DerivationError("the text is not UTF-8; save it with this encoding") from None
    except OSError as error:
        raise DerivationError(f"the file cannot be read: {error.strerror}") from None


def named(file: str) -> str:
    """The file as messages name it."""
    return "standard input" if file == "-" else file


def exit_code(report: Report) -> int:
    """0 for a right derivation, 1 for a wrong one, 2 where some line has no verdict."""
    if report.first_wrong_line is not None:
        return 1
    if any(line.verdict in (UNREADABLE, UNDECIDED) for line in report.lines):
        return 2
    return 0 if report.ok else 1
