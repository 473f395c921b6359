"""The door of the page *Check your own derivation*: texts of its form in, JSON out.

The page runs in the reader's browser, where this module is called by a worker. A `Desk` has one derivation on it: it
answers first with the verdicts, then, each time it is asked to `go_on`, with one more line explained, so that a reader
who types on never waits for a repair. All sentences come from `render`, all formulas as TeX from the same reader that
judged them; the page only puts them in their places.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from .catalogue import entry
from .check import split_lines
from .declare import parse_shapes
from .limits import DerivationError, Unreadable
from .render import limited
from .render.markup import places
from .render.tex import TeX
from .render.typeset import formula
from .render.wording import MARKS, explanation, remarks, summary, wording
from .report import GIVEN, SCHEMA_VERSION, UNREADABLE, WRONG, Diagnostic, Line, Report
from .schema import report_data
from .session import Session
from .syntax import Span
from .text_format import assumptions, dump, parse

FIELDS = ("lines", "shapes", "wrt", "layout", "where", "assume", "goal")
"""The fields of the form; each holds a text, which may be empty."""
Names = frozenset[str]
FAULT = "the checker itself has failed on this derivation ({error}); that is a fault of the checker and not yours"


class Pen(TeX):
    """Draws what is pointed at so that the page can colour the line below it."""

    def marked(self, body: str) -> str:
        """A line below, with a class for the page's style sheet."""
        return f"\\htmlClass{{here}}{{{super().marked(body)}}}"


class Desk:
    r"""One derivation while it is written.

    Examples
    --------
    >>> desk = Desk()
    >>> first = json.loads(desk.check(json.dumps({"lines": "xᵀx\n= x^2", "shapes": "x: n"})))
    >>> first["more"], first["report"]["first_wrong_line"], first["shown"]["summary"]
    (True, 2, 'line 2 is wrong: it is the first that does not follow')
    >>> last = json.loads(desk.go_on())
    >>> last["more"], last["shown"]["lines"][1]["diagnostics"][0]["help"][0]["text"]
    (False, '= xᵀx')
    """

    def __init__(self) -> None:
        self.session = Session()
        self.waiting: Iterator[Report] = iter(())
        self.left = 0
        self.names: Names = frozenset()

    def check(self, form: str) -> str:
        """Return the verdicts on a derivation; whatever was still to be explained is given up.

        Parameters
        ----------
        form : str
            The fields of the form as JSON: ``lines`` and ``shapes``, and if wanted ``wrt``, ``layout``, ``where``,
            ``assume`` and ``goal``, each as it was typed.

        Returns
        -------
        str
            As JSON ``report``, which is the report of `check_json`; ``shown``, what the page shows of it; and ``more``,
            whether `go_on` has more to say. Or ``error``, a sentence, when the form cannot be used.
        """
        try:
            wanted = request(form)
            self.names = frozenset(parse_shapes(wanted["shapes"])[0])
            self.waiting = self.session.reports(**wanted)
            report = next(self.waiting)
        except DerivationError as error:
            return self.refused(str(error))
        except Exception as error:  # the page must not end because of a fault of ours
            return self.refused(FAULT.format(error=repr(error)))
        self.left = sum(line.verdict in (WRONG, UNREADABLE) for line in report.lines)
        return self.answer(report)

    def go_on(self) -> str:
        """Return the answer with one more line explained, or "" if there is nothing more to explain."""
        try:
            report = next(self.waiting, None)
        except Exception as error:
            return self.refused(FAULT.format(error=repr(error)))
        if report is None:
            return ""
        self.left -= 1
        return self.answer(report)

    def refused(self, why: str) -> str:
        """An answer without a report; nothing more is to come."""
        self.waiting, self.left = iter(()), 0
        return as_json({"version": SCHEMA_VERSION, "error": why})

    def answer(self, report: Report) -> str:
        """The report, what the page shows of it, and whether more is to come."""
        shown = {
            "summary": summary(report),
            "remarks": remarks(report),
            "lines": [line_shown(line, self.names) for line in report.lines],
        }
        return as_json({"report": report_data(report), "shown": shown, "more": self.left > 0})


def request(form: str) -> dict[str, Any]:
    """Return the arguments of `check` that a form states.

    Raises
    ------
    DerivationError
        If the form is not JSON of the expected kind, or a field cannot be read.

    Examples
    --------
    >>> request('{"lines": "f = xᵀQx", "shapes": "Q: n×n, x: n", "assume": "Q: symmetric", "goal": " "}')
    {'lines': ['f = xᵀQx'], 'shapes': 'Q: n×n, x: n', 'assume': {'Q': 'symmetric'}}
    """
    fields = texts(form)
    found: dict[str, Any] = {"lines": split_lines(fields["lines"]), "shapes": fields["shapes"]}
    found |= {name: fields[name] for name in ("wrt", "layout", "goal") if fields[name]}
    if fields["where"]:
        found["where"] = split_lines(fields["where"])
    if fields["assume"]:
        found["assume"] = assumptions(fields["assume"].splitlines())
    return found


def texts(form: str) -> dict[str, str]:
    """The fields of a form, those that are missing as empty texts."""
    try:
        data = json.loads(form)
    except ValueError as error:
        raise DerivationError(f"the form is not JSON: {error}") from None
    if not isinstance(data, dict) or any(not isinstance(value, str) for value in data.values()):
        raise DerivationError("the form is not a JSON object of texts")
    unknown = sorted(set(data) - set(FIELDS))
    if unknown:
        raise DerivationError(f"the form has an unknown field {unknown[0]!r}; known are {', '.join(FIELDS)}")
    return {name: data.get(name, "").strip() for name in FIELDS}


def fields_of(text: str) -> dict[str, str]:
    r"""Return the fields of the form for a text in the format of ``matgrad check``.

    Raises
    ------
    DerivationError
        If the text is not of this format; the message names the line.

    Examples
    --------
    >>> fields_of("shapes: Q: n×n, x: n\nassume: Q: symmetric\n---\nf = xᵀQx")["assume"]
    'Q: symmetric'
    """
    stated = parse(text)
    found = {name: str(stated.get(name, "")) for name in ("shapes", "wrt", "layout", "goal")}
    found["lines"] = "\n".join(stated["lines"])
    found["where"] = "\n".join(stated.get("where", ()))
    found["assume"] = "\n".join(f"{name}: {value}" for name, value in stated.get("assume", {}).items())
    return {name: found[name] for name in FIELDS}


def read_text(text: str) -> str:
    """Return the fields of the form for an uploaded text, as JSON; ``error`` if it cannot be read."""
    try:
        return as_json({"fields": fields_of(text)})
    except DerivationError as error:
        return as_json({"error": str(error)})


def write_text(form: str) -> str:
    """Return the text of ``matgrad check`` for a form, as JSON; ``error`` if the form cannot be written."""
    try:
        return as_json({"text": dump(request(form)) + "\n"})
    except DerivationError as error:
        return as_json({"error": str(error)})


def as_json(data: object) -> str:
    """JSON that keeps letters as they are."""
    return json.dumps(data, ensure_ascii=False)


# --- what the page shows ---------------------------------------------------------------------------------------------


def line_shown(line: Line, names: Names) -> dict[str, Any]:
    """One line: verdict, formula, shape, and what is wrong with it."""
    here = tuple(span for diagnostic in line.diagnostics for span in places(line, diagnostic))
    shapes = dict.fromkeys(label.text for label in line.shapes if "?" not in label.text)
    return {
        "number": line.number,
        "text": line.text,
        "verdict": line.verdict,
        "mark": MARKS[line.verdict],
        "tex": tex(line.text, names, here),
        "shape": ", ".join(shapes),
        "reason": explanation(line),
        "notes": list(line.notes) if line.verdict != GIVEN else [],
        "diagnostics": [diagnostic_shown(line, diagnostic, names) for diagnostic in line.diagnostics],
    }


def diagnostic_shown(line: Line, diagnostic: Diagnostic, names: Names) -> dict[str, Any]:
    """What is wrong, in steps: where, what kind, the repair."""
    words = wording(line, diagnostic)
    operands = [(line.text[slice(*span)], "") for span in places(line, diagnostic)]
    if diagnostic.labels:
        operands = [(line.text[slice(*label.span)], label.text) for label in diagnostic.labels]
    return {
        "where": where(line, diagnostic),
        "kind": f"{diagnostic.severity} {diagnostic.code}: {words.headline}".replace(" :", ":"),
        "detail": words.detail,
        "cause": words.cause,
        "operands": [
            {"text": text, "tex": tex(text, names), "label": label} for text, label in operands if text.strip()
        ],
        "help": [
            {"advice": advice, "text": text, "tex": tex(text, names) if text else ""} for advice, text in words.help
        ],
        "code": diagnostic.code,
        "title": entry(diagnostic.code).title if diagnostic.code else "",
    }


def where(line: Line, diagnostic: Diagnostic) -> str:
    """The sentence of the first hint: the place, and nothing about what is wrong there."""
    bare = limited(Report((replace(line, diagnostics=(diagnostic,)),)), "where").lines[0]
    return wording(bare, bare.diagnostics[0]).headline


def tex(text: str, names: Names, here: tuple[Span, ...] = ()) -> str:
    """The text as TeX; "" where it cannot be read."""
    try:
        return formula(text, Pen(), here, names)
    except (Unreadable, RecursionError):
        return ""
