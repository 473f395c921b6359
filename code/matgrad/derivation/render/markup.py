"""The report as HTML, for notebooks and for pages.

No script. Formulas are MathML, which browsers typeset and screen readers speak. A verdict is a word and a mark, and
colour comes on top; what is highlighted in a formula is also named in words below it. Every text is escaped.

The style sheet is the file ``derivation.css`` beside this module. A page loads it as a file, which fits a
Content-Security-Policy without inline styles, and asks for the HTML with ``style=False``. A notebook can load no file,
so each output brings the sheet in a ``style`` element: outputs stand alone, a cell run twice gives the same bytes, and
the built book can allow the one sheet by its hash. There are no ``style`` attributes.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from ..limits import Unreadable
from ..report import GIVEN, Diagnostic, Line, Report
from ..syntax import Span
from .hints import limited
from .mathml import MathML, escaped, mathml
from .typeset import formula
from .wording import MARKS, explanation, remarks, summary, wording

STYLE_SHEET = "derivation.css"


def html(report: Report, hint: str = "repair", *, style: bool = True, catalogue: str = "") -> str:
    """Return a report as HTML.

    Parameters
    ----------
    report : Report
    hint : {"where", "kind", "repair"}, optional
        How much is told.
    style : bool, optional
        Whether the style sheet comes along; not where the page loads it as a file.
    catalogue : str, optional
        Address of the page of the catalogue; codes then link to it.

    Returns
    -------
    str

    Examples
    --------
    >>> from matgrad.derivation import check
    >>> shown = html(check(["||x||^2", "= xᵀx"], "x: n"), style=False)
    >>> "every line follows" in shown and "<math" in shown
    True
    """
    report = limited(report, hint)
    sentence = escaped(summary(report))
    parts = [f'<section class="matgrad-report" aria-label="Checked derivation: {sentence}">']
    parts += [f"<style>{style_sheet()}</style>"] if style else []
    parts.append(f'<p class="mg-summary"><strong>{sentence}</strong></p>')
    if report.lines:
        parts.append('<ol class="mg-lines" role="list" tabindex="0" aria-label="Lines of the derivation">')
        parts += [line_html(line, line.number == report.first_wrong_line, catalogue) for line in report.lines]
        parts.append("</ol>")
    parts += [f'<p class="mg-reason">{escaped(remark)}</p>' for remark in remarks(report)]
    return "\n".join([*parts, "</section>"])


@cache
def style_sheet() -> str:
    """Return the text of the style sheet."""
    return files(__package__).joinpath(STYLE_SHEET).read_text(encoding="utf-8").strip()


def line_html(line: Line, first: bool, catalogue: str) -> str:
    """One line: number, verdict, formula with its shape below, and what is wrong."""
    mark = f'<span aria-hidden="true">{MARKS[line.verdict]}</span>'
    also = '<br><span class="mg-badge">first wrong line</span>' if first else ""
    here = tuple(span for diagnostic in line.diagnostics for span in places(line, diagnostic))
    parts = [
        f'<li class="mg-line mg-{line.verdict}{" mg-first" if first else ""}">',
        f'<span class="mg-number">{line.number}</span>',
        f'<span class="mg-verdict">{mark} {line.verdict}{also}</span>',
        f'<div class="mg-body">{typeset(line.text, here)}',
    ]
    if shapes := list(dict.fromkeys(label.text for label in line.shapes if "?" not in label.text)):
        parts.append(f'<p class="mg-shape">shape: {escaped(", ".join(shapes))}</p>')
    if reason := explanation(line):
        parts.append(f'<p class="mg-reason">{escaped(reason)}</p>')
    parts += [f'<p class="mg-reason">note: {escaped(note)}</p>' for note in line.notes if line.verdict != GIVEN]
    parts.append("</div>")
    parts += [diagnostic_html(line, diagnostic, catalogue) for diagnostic in line.diagnostics]
    return "\n".join([*parts, "</li>"])


def places(line: Line, diagnostic: Diagnostic) -> list[Span]:
    """The labelled operands, or the place of the whole if none is labelled."""
    labelled = [label.span for label in diagnostic.labels if 0 <= label.span[0] < label.span[1] <= len(line.text)]
    return labelled or [diagnostic.span]


def diagnostic_html(line: Line, diagnostic: Diagnostic, catalogue: str) -> str:
    """What is wrong, which operands it is about, the cause, the repair and where to read on."""
    words = wording(line, diagnostic)
    code = f" {diagnostic.code}" if diagnostic.code else ""
    parts = [
        '<div class="mg-diagnostic">',
        f"<p><strong>{diagnostic.severity}{code}: {escaped(words.headline)}</strong></p>",
    ]
    if words.detail:
        parts.append(f"<p>{escaped(words.detail)}</p>")
    operands = [(line.text[slice(*span)], "") for span in places(line, diagnostic)]
    if diagnostic.labels:
        operands = [(line.text[slice(*label.span)], label.text) for label in diagnostic.labels]
    operands = [(source, label) for source, label in operands if source.strip()]
    parts += ['<ul class="mg-labels">'] if operands else []
    parts += [f"<li>{typeset(source)}{f': {escaped(label)}' if label else ''}</li>" for source, label in operands]
    parts += ["</ul>"] if operands else []
    if words.cause:
        parts.append(f"<p>cause: {escaped(words.cause)}</p>")
    for index, (advice, repaired) in enumerate(words.help):
        parts.append(f"<p>{'or' if index and repaired else 'help'}: {escaped(advice)}</p>")
        if repaired:
            parts.append(f'<div class="mg-repair">{typeset(repaired)}<p><code>{escaped(repaired)}</code></p></div>')
    if diagnostic.code:
        parts.append(f'<p class="mg-see">see: {where_to_read(diagnostic.code, catalogue)}</p>')
    return "\n".join([*parts, "</div>"])


def where_to_read(code: str, catalogue: str) -> str:
    """A link to the catalogue where its address is known, else the command."""
    if catalogue:
        address = escaped(f"{catalogue}#{code.lower()}")
        return f'<a href="{address}">{escaped(code)} in the catalogue of mistakes</a>'
    return f"<code>matgrad explain {escaped(code)}</code>"


def typeset(text: str, here: Iterable[Span] = ()) -> str:
    """A formula; the text as it stands where it cannot be read, with its places marked."""
    spans = tuple(here)
    try:
        return mathml(formula(text, MathML(), spans), text)
    except (Unreadable, RecursionError):
        return f"<code>{marked_source(text, spans)}</code>"


def marked_source(text: str, spans: tuple[Span, ...]) -> str:
    """The escaped text with ``mark`` elements round its places; a place inside another one is left to it."""
    parts, place = [], 0
    for start, end in sorted(spans):
        if start < place or end > len(text):
            continue
        parts += [escaped(text[place:start]), f"<mark>{escaped(text[start:end] or ' ')}</mark>"]
        place = end
    return "".join([*parts, escaped(text[place:])])
