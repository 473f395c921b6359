"""The lines of a written answer: remarks and blank lines are left out."""

from __future__ import annotations

from matgrad.derivation.check import split_lines

REMARKS = ("#", "%", "<!--")


def lines_of(text: str) -> list[str]:
    """Return the lines of a derivation or a formula as the student wrote them.

    Parameters
    ----------
    text : str
        Lines that begin with ``#`` or ``%`` are remarks.

    Examples
    --------
    >>> lines_of("# my attempt" + chr(10) + "f(x) = xᵀx" + chr(10))
    ['f(x) = xᵀx']
    """
    rows = [row for row in text.splitlines() if not row.lstrip().startswith(REMARKS)]
    return split_lines("\n".join(rows)) if rows else []
