"""``matgrad explain CODE``: one entry of the catalogue of mistakes; without a code, the list."""

from __future__ import annotations

import argparse
import sys
import textwrap
from typing import Any

from matgrad.command_line.output import complain, needs_ascii, say
from matgrad.derivation.catalogue import Entry, entries, entry
from matgrad.derivation.render.cells import printed
from matgrad.derivation.text_format import dump

WIDTH = 88


def add(commands: Any) -> None:
    """Declare the command and its options."""
    parser = commands.add_parser("explain", help="explain a code, such as M05", description="Explains a mistake.")
    parser.add_argument("code", metavar="CODE", nargs="?", help="the code in a report; none lists all of them")
    parser.add_argument("--ascii", action="store_true", help="nothing but ASCII characters")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the entry or the list, return the exit code."""
    plain = options.ascii or needs_ascii(sys.stdout)
    if options.code is None:
        answer = listing()
    else:
        try:
            answer = explanation(entry(options.code))
        except KeyError:
            complain(f"there is no code {options.code}; matgrad explain lists all of them")
            return 2
    say("\n".join(printed(row, plain) for row in answer.splitlines()))
    return 0


def listing() -> str:
    """All codes with their titles."""
    return "\n".join(f"{each.code}  {each.title}" for each in entries())


def explanation(one: Entry) -> str:
    """One entry as text."""
    parts = [
        f"{one.code}: {one.title}",
        wrapped(one.what),
        f"A wrong example; line {one.example.line} is the first wrong one:",
        textwrap.indent(dump(one.example.request), "    "),
        wrapped(f"Why people write it: {one.why}"),
        wrapped(f"The repair: {one.repair}"),
        "The lines, repaired:",
        textwrap.indent("\n".join(one.right), "    "),
        wrapped(f"In the book: chapter {one.section.number}, {one.section.title}."),
    ]
    if one.see:
        parts.append(wrapped("See also: " + ", ".join(f"{code} ({entry(code).title})" for code in one.see)))
    return "\n\n".join(parts)


def wrapped(words: str) -> str:
    """A paragraph without backticks, in lines of a readable length; formulas stay whole."""
    held = "".join(part.replace(" ", "\0") if index % 2 else part for index, part in enumerate(words.split("`")))
    return textwrap.fill(held, WIDTH, break_long_words=False, break_on_hyphens=False).replace("\0", " ")
