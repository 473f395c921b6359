"""Formulas that a directive writes into a page: for the check they stand where the directive stands."""

from __future__ import annotations

from matgrad.gradients.rows import Row, rows

DIRECTIVE = "{gradient-table}"


def generated(info: str) -> str | None:
    r"""Return the text of a directive as an author would write it, with notes; None for other directives.

    Parameters
    ----------
    info : str
        What stands behind the opening of the fence.

    Examples
    --------
    >>> text = generated("{gradient-table} Traces and forms of a matrix")
    >>> print(text.splitlines()[5])
    $f'(X) = I$ and $\nabla f(X) = I$
    """
    name, _, group = info.partition(" ")
    if name != DIRECTIVE:
        return None
    return "\n\n".join(row_text(each) for each in rows() if each.group == group.strip())


def row_text(row: Row) -> str:
    """Return the claims of a row with the notes that they need; its symbols hold for this paragraph only."""
    notes = [
        "without r, f",
        f"symbols {row.shapes}",
        f"let {'; '.join([row.function, *row.where])}",
        f"variable {row.variable}",
        *([f"assume {', '.join(f'{name} {kind}' for name, kind in row.assume.items())}"] if row.assume else []),
    ]
    written = "\n".join(f"<!-- check: here {note} -->" for note in notes)
    return f"{written}\n\n" + " and ".join(f"${claim}$" for claim in row.claims)
