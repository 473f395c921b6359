"""The table in a notebook, and the forms that readers copy."""

from __future__ import annotations

from dataclasses import dataclass

from matgrad.gradients.rows import MATRIX, Row, RowError, rows


@dataclass(frozen=True, repr=False)
class Table:
    """Rows for display: a table in a notebook, lines in a terminal."""

    rows: tuple[Row, ...]

    def __str__(self) -> str:
        return "\n".join(f"{each.name}: {each.function};  {';  '.join(each.claims)}" for each in self.rows)

    def __repr__(self) -> str:
        return str(self)

    def _repr_markdown_(self) -> str:
        lines = ["| | Function | Derivative | Gradient | Domain |", "|:--|:--|:--|:--|:--|"]
        for each in self.rows:
            cells = [each.name, f"${each.function}$", *_results(each), each.domain or "everywhere"]
            lines.append("| " + " | ".join(cells) + " |")
        return "\n".join(lines)


def table(group: str | None = None) -> Table:
    """Return the rows of one group, or of all groups, for display.

    Raises
    ------
    RowError
        If there is no such group; the message lists them.

    Examples
    --------
    >>> print(table("Rules for compositions and products").rows[0].name)
    linear map
    """
    chosen = tuple(each for each in rows() if group is None or each.group == group)
    if not chosen:
        raise RowError(f"no group {group!r}; there are {', '.join(groups())}")
    return Table(chosen)


def groups() -> tuple[str, ...]:
    """Return the names of the groups, in the order of the table."""
    return tuple(dict.fromkeys(each.group for each in rows()))


def latex(row: Row) -> str:
    r"""Return what a reader copies as LaTeX: the function, its names, and what the row claims.

    Examples
    --------
    >>> from matgrad.gradients.rows import row
    >>> print(latex(row("linear-form")))
    f(x) = a^\top x, \qquad f'(x) = a^\top, \qquad \nabla f(x) = a
    """
    return r", \qquad ".join([row.function, *row.where, *row.claims])


def numpy_code(row: Row) -> str:
    """Return what a reader copies as NumPy: value and gradient.

    Examples
    --------
    >>> from matgrad.gradients.rows import row
    >>> print(numpy_code(row("linear-form")))
    f = a @ x
    gradient = a
    """
    program = row.program
    (kind,) = (key for key in row.numpy if key not in ("value", "let"))
    return "\n".join([*program.let.split("; "), f"{row.head} = {program.value}", f"{kind} = {program.result}"]).strip()


def _results(row: Row) -> tuple[str, str]:
    if row.kind == MATRIX:
        return (f"${row.claims[0]}$", "a differential is the same in both layouts")
    return (f"${row.derivative}$", f"${row.gradient}$")
