"""The page *Where real people go wrong*: the first errors of the collected derivations, drawn, quoted and diagnosed."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from importlib import resources
from typing import Any

from sphinx.application import Sphinx
from sphinx.util import logging

from matgrad.book.formulas import FormulaError, typeset
from matgrad.derivation import Line, check
from matgrad.derivation.catalogue import entry
from matgrad.figures.first_errors import draw_first_errors
from matgrad.figures.svg import render

PAGE = "chapters/reference/where-people-go-wrong"
PLACE = "% the first errors"
KINDS = {
    "missing_transpose": "a transpose is missing",
    "lost_variable": "a variable, or an inner derivative, is lost",
    "layout_mix": "rows and columns are mixed",
    "lost_factor": "a factor is lost",
    "index_mix": "indices are mixed up",
    "transpose_of_product": "a product is transposed in the old order",
    "product_rule": "the product rule is used as for numbers",
    "non_commuting": "factors are swapped",
    "sign": "a sign is wrong",
    "square_of_vector": "a column is squared",
    "inverse_of_non_square": "something without an inverse is inverted",
    "undeclared_symbol": "a symbol changes its name",
}
NOTICE = (
    "The lines are quoted from the pages that are linked. Contributions to Stack Exchange are licensed "
    "[CC BY-SA 4.0](https://creativecommons.org/licenses/by-sa/4.0/); their authors are named on the linked pages. "
    "Some lines were joined, or given a left-hand side that the surrounding text supplied. The selection and the "
    "diagnoses were added here, and this list is under the same licence."
)


def setup(app: Sphinx) -> dict[str, Any]:
    """Fill the page when it is read."""
    app.connect("source-read", _fill)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


@cache
def collected() -> dict[str, Any]:
    """Return the collected derivations up to their first wrong lines."""
    data: dict[str, Any] = json.loads(resources.files("matgrad.book").joinpath("first_errors.json").read_text("utf-8"))
    return data


def first_errors_page() -> str:
    """Return figure, notice and list as MyST text."""
    errors = collected()["errors"]
    counts = Counter(KINDS[each["category"]] for each in errors).most_common()
    told = "; ".join(f"{name}: {number}" for name, number in counts)
    description = f"Bars: the kinds of the first wrong lines in {len(errors)} derivations. {told}."
    drawing = render(draw_first_errors(counts), description)
    opening = (
        f"Of {collected()['derivations']} collected derivations {len(errors)} have a line that does not follow. "
        "This is what their first wrong lines do:"
    )
    parts = [opening, f"```{{raw}} html\n<figure>{drawing}</figure>\n```", NOTICE]
    for name, _ in counts:
        parts.append(f"## {name[0].upper()}{name[1:]}")
        parts.extend(quoted(each) for each in errors if KINDS[each["category"]] == name)
    return "\n\n".join(parts) + "\n"


def quoted(each: dict[str, Any]) -> str:
    """Return one quoted line with its source and the checker's diagnosis."""
    line = check(**each["request"]).lines[-1]
    source = f"From [{plain(each['title'])}]({each['url']}), line {line.number}:"
    return f"{source}\n\n{shown(line)}\n\n{diagnosis(line)}"


def diagnosis(line: Line) -> str:
    """Return what the checker says about a line, or that it says nothing."""
    if line.verdict != "wrong":
        return f"The checker does not find this mistake: it calls the line *{line.verdict}*."
    repair = f" It proposes `{line.repair}`." if line.repair else ""
    return f"The checker: {line.message}.{repair}"


def shown(line: Line) -> str:
    """Return a line as a displayed formula in a frame, or as it was typed where it is not TeX."""
    tex = line.text.replace("&", "")
    if line.verdict != "wrong" or not line.code or not is_tex(tex):
        code = f" ([{line.code}, {entry(line.code).title}](#{line.code}))" if line.code else ""
        return f"**Wrong:**{code}\n\n```text\n{line.text}\n```"
    return f"**Wrong:**\n\n<!-- check: wrong {line.code} -->\n\n$$\n{tex}\n$$"


def is_tex(text: str) -> bool:
    """Whether KaTeX can typeset a line."""
    try:
        typeset(text, displayed=True)
    except FormulaError:
        return False
    return True


def plain(title: str) -> str:
    """Return a title without characters that Markdown would read."""
    return title.replace("_", "\\_").replace("|", "\\|").replace("*", "\\*").replace("$", "\\$").replace("[", "\\[")


def _fill(app: Sphinx, page: str, source: list[str]) -> None:
    if page != PAGE:
        return
    if PLACE not in source[0]:
        logging.getLogger(__name__).warning("no line %r for the list", PLACE, location=page)
    source[0] = source[0].replace(PLACE, first_errors_page())
