"""The report as text: the lines with their verdicts, then each mistake with its place underlined.

::

      1 · given  f(x) = 1/2 ||A x - b||^2
      2 ✗ wrong  = 1/2 (A x - b)(A x - b)

    error[M05]: the product is not conformable
      line 2 │ = 1/2 (A x - b)(A x - b)
             │        ───┬───  ───┬───
             │        m × 1    m × 1
"""

from __future__ import annotations

from ..report import CARRIED, UNDECIDED, UNREADABLE, WRONG, Diagnostic, Line, Report
from .cells import columns, printed
from .hints import limited
from .underline import Mark, underlined
from .wording import MARKS, explanation, remarks, summary, wording

RESET, BOLD = "\x1b[0m", "\x1b[1m"
RED, GREEN, YELLOW, CYAN = "\x1b[31m", "\x1b[32m", "\x1b[33m", "\x1b[36m"
COLOURS = {WRONG: RED, UNREADABLE: YELLOW, UNDECIDED: YELLOW, CARRIED: YELLOW}


class Page:
    """Collects the lines of the text; `ascii_only` and `color` are decided once."""

    def __init__(self, ascii_only: bool, color: bool) -> None:
        self.ascii_only, self.color = ascii_only, color
        self.rows: list[str] = []

    def add(self, *parts: tuple[str, str] | str) -> None:
        """Add one line made of parts, each a text or a text with its colour."""
        pairs = [(part, "") if isinstance(part, str) else part for part in parts]
        pairs = [(printed(text, self.ascii_only), colour) for text, colour in pairs]
        while pairs and not pairs[-1][0].strip():
            pairs.pop()
        if pairs:
            pairs[-1] = (pairs[-1][0].rstrip(), pairs[-1][1])
        self.rows.append("".join(f"{colour}{text}{RESET}" if colour and self.color else text for text, colour in pairs))

    def text(self) -> str:
        """Return the whole."""
        return "\n".join(self.rows)


def text(report: Report, hint: str = "repair", *, ascii_only: bool = False, color: bool = False) -> str:
    """Return a report as lines of text.

    Parameters
    ----------
    report : Report
    hint : {"where", "kind", "repair"}, optional
        How much is told.
    ascii_only : bool, optional
        Nothing but ASCII; other characters are spelt out.
    color : bool, optional
        Colours by terminal sequences. No meaning rests on colour alone.

    Returns
    -------
    str

    Examples
    --------
    >>> from matgrad.derivation import check
    >>> print(text(check(["||r||^2", "= r r"], "r: m"), hint="where"))
      1 · given  ||r||^2
      2 ✗ wrong  = r r
    <BLANKLINE>
    error: line 2 does not follow; look here
      line 2 │ = r r
             │   ───
    <BLANKLINE>
    line 2 is wrong: it is the first that does not follow
    """
    report = limited(report, hint)
    page = Page(ascii_only, color)
    size = max((len(line.verdict) for line in report.lines), default=0)
    for line in report.lines:
        colour = COLOURS.get(line.verdict, GREEN)
        page.add(f"{line.number:>3} ", (f"{MARKS[line.verdict]} {line.verdict:<{size}}", colour), "  ", line.text)
        if reason := explanation(line):
            page.add(" " * (size + 8), reason)
    for line in report.lines:
        for diagnostic in line.diagnostics:
            add_diagnostic(page, line, diagnostic)
    page.add("")
    page.add((summary(report), BOLD))
    for remark in remarks(report):
        page.add(remark)
    return page.text()


def add_diagnostic(page: Page, line: Line, diagnostic: Diagnostic) -> None:
    """Add the block of one diagnostic: headline, the line, what is underlined, cause, help and where to read on."""
    words = wording(line, diagnostic)
    code = f"[{diagnostic.code}]" if diagnostic.code else ""
    number = f"  line {line.number} "
    page.add("")
    page.add(
        (f"{diagnostic.severity}{code}", BOLD + (RED if diagnostic.severity == "error" else YELLOW)),
        (f": {words.headline}", BOLD),
    )
    page.add((f"{number}│ ", CYAN), line.text)
    margin = " " * len(number) + "│ "
    rows = underlined(marks_of(line, diagnostic, page.ascii_only))
    for row in rows:
        page.add((margin, CYAN), (row, RED))
    if words.detail:
        page.add((margin, CYAN), words.detail)
    if words.cause:
        page.add(("  cause", CYAN), f": {words.cause}")
    for index, (advice, repaired) in enumerate(words.help):
        page.add(
            ("  or   " if index and repaired else "  help ", CYAN),
            f": {advice}{': ' if advice and repaired else ''}{repaired}",
        )
    if diagnostic.code:
        page.add(("  see  ", CYAN), f": matgrad explain {diagnostic.code}")


def marks_of(line: Line, diagnostic: Diagnostic, ascii_only: bool) -> list[Mark]:
    """The labelled operands, or the place of the whole if none is labelled."""
    labelled = [label for label in diagnostic.labels if 0 <= label.span[0] < label.span[1] <= len(line.text)]
    if not labelled:
        return [Mark(*columns(line.text, diagnostic.span, ascii_only))]
    return [Mark(*columns(line.text, label.span, ascii_only), printed(label.text, ascii_only)) for label in labelled]
