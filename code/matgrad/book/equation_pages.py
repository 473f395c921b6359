"""The equation check as part of the build, and the pages that are written from it.

A formula that is not in order is a warning with its place, and so fails the build. The pages ``how-checked`` and
``notation`` hold a line that the generated text replaces.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.util import logging

from matgrad.book.equations import ledger
from matgrad.book.equations.account import account, notation_table
from matgrad.book.equations.judge import Judgement
from matgrad.book.equations.notation import read_notation

CHAPTERS = "chapters"
PLACES = {
    f"{CHAPTERS}/reference/how-checked": "% the account of the check",
    f"{CHAPTERS}/reference/notation": "% the table of symbols",
}


def setup(app: Sphinx) -> dict[str, Any]:
    """Check the formulas before any page is read."""
    app.connect("builder-inited", _check)
    app.connect("source-read", _fill)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


@cache
def judgements(folder: Path) -> tuple[Judgement, ...]:
    """Return the judgements on all formulas; computed once in a build."""
    return tuple(ledger.book(folder))


def _check(app: Sphinx) -> None:
    logger = logging.getLogger(__name__)
    for problem in ledger.problems(list(judgements(Path(app.srcdir, CHAPTERS)))):
        logger.warning("equation check: %s", problem)


def _fill(app: Sphinx, page: str, source: list[str]) -> None:
    if page not in PLACES:
        return
    if PLACES[page] not in source[0]:
        logging.getLogger(__name__).warning("no line %r for the generated text", PLACES[page], location=page)
    folder = Path(app.srcdir, CHAPTERS)
    if page.endswith("notation"):
        text = notation_table(read_notation(folder / ledger.NOTATION))
    else:
        text = account(list(judgements(folder)))
    source[0] = source[0].replace(PLACES[page], text)
