"""The book's measured tables: stored data with the machine and the date, measured by ``benchmarks``.

A notebook shows stored numbers, because times differ from run to run, and a stored table does not:
``measurements.table("detection")``.
"""

import html
import json
from dataclasses import dataclass
from importlib import resources


@dataclass(frozen=True)
class Table:
    """One measured table.

    Attributes
    ----------
    caption : str
        What was measured.
    columns : tuple of str
    rows : tuple of tuples of str
    notes : tuple of str
        What a reader must know to judge the numbers.
    machine : str
        Processor and versions.
    date : str
        Day of the measurement, as year-month-day.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]
    machine: str
    date: str

    def __str__(self) -> str:
        lines = [self.columns, *self.rows]
        widths = [max(len(line[k]) for line in lines) for k in range(len(self.columns))]
        text = ["  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip() for line in lines]
        return "\n".join([self.caption, *text, *self.notes, self._origin()])

    def _repr_html_(self) -> str:
        head = "".join(f'<th scope="col">{html.escape(column)}</th>' for column in self.columns)
        body = "".join(
            f'<tr><th scope="row">{html.escape(row[0])}</th>'
            + "".join(f"<td>{html.escape(cell)}</td>" for cell in row[1:])
            + "</tr>"
            for row in self.rows
        )
        notes = "".join(f"<p><small>{html.escape(note)}</small></p>" for note in (*self.notes, self._origin()))
        caption = f"<caption>{html.escape(self.caption)}</caption>"
        table = f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        # A wide table scrolls in a box of its own, by the keyboard too; the class is the site theme's.
        name = html.escape(self.caption)
        box = f'<div class="pst-scrollable-table-container" role="region" tabindex="0" aria-label="{name}">'
        return f"<div>{box}{table}</div>{notes}</div>"

    def _origin(self) -> str:
        return f"Measured on {self.date}: {self.machine}."


def topics() -> list[str]:
    """Names of the stored tables.

    Returns
    -------
    list of str

    Examples
    --------
    >>> "detection" in topics()
    True
    """
    return sorted(file.name.removesuffix(".json") for file in _folder().iterdir() if file.name.endswith(".json"))


def table(topic: str) -> Table:
    """Stored table of a topic.

    Parameters
    ----------
    topic : str
        One of ``topics()``.

    Returns
    -------
    Table

    Raises
    ------
    ValueError
        If there is no such table.

    Examples
    --------
    >>> table("detection").columns[0]
    'checker'
    """
    if topic not in topics():
        raise ValueError(f"there is no table '{topic}': expected one of {', '.join(topics())}.")
    data = json.loads(_folder().joinpath(f"{topic}.json").read_text(encoding="utf-8"))
    return Table(
        caption=data["caption"],
        columns=tuple(data["columns"]),
        rows=tuple(tuple(row) for row in data["rows"]),
        notes=tuple(data["notes"]),
        machine=data["machine"],
        date=data["date"],
    )


def _folder() -> resources.abc.Traversable:
    return resources.files("matgrad.measurements")
