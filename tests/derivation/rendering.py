"""What every code looks like, kept as files in ``tests/derivation/rendered``.

Run ``python -m tests.derivation.rendering`` to write them anew, and read what has changed.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from matgrad import derivation
from matgrad.command_line.explain import explanation
from matgrad.derivation import catalogue
from matgrad.derivation.render import html, text

FOLDER = Path(__file__).resolve().parent / "rendered"
FORMS = {
    "txt": lambda one: text(report_on(one.code)),
    "ascii.txt": lambda one: text(report_on(one.code), ascii_only=True),
    "html": lambda one: html(report_on(one.code), style=False),
    "explain.txt": explanation,
}


@cache
def report_on(code: str) -> derivation.Report:
    """The report on the example of a code."""
    return derivation.check(**catalogue.entry(code).example.request)


def file(one: catalogue.Entry, form: str) -> Path:
    """Where a form of an entry is kept."""
    return FOLDER / f"{one.code}.{form}"


def write() -> None:
    """Write all files anew."""
    FOLDER.mkdir(exist_ok=True)
    for one in catalogue.entries():
        for form, rendered in FORMS.items():
            file(one, form).write_text(rendered(one) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write()
