"""Reading tables of a TOML file, with an error that names the place for everything unexpected."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any

from matgrad.grading.errors import GradingError

NAMES = {
    str: "a text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    list: "a list",
    dict: "a table",
}


class Table:
    """One table of the file: gives its fields, and knows which were never asked for.

    Parameters
    ----------
    data : mapping
        What the file holds.
    place : str
        How messages name it: ``assignment.toml, task 2``.
    """

    def __init__(self, data: Mapping[str, Any], place: str) -> None:
        self.data, self.place = data, place
        self.asked: list[str] = []

    def error(self, message: str) -> GradingError:
        """Return an error that names this table."""
        return GradingError(f"{self.place}: {message}")

    def text(self, name: str, default: str | None = None) -> str:
        """Return a text, without the line ends around it."""
        return str(self._value(name, str, default)).strip("\n")

    def whole(self, name: str) -> int:
        """Return a whole number of at least 1."""
        value = int(self._value(name, int, None))
        if value < 1:
            raise self.error(f"{name} is {value}; expected a whole number of at least 1")
        return value

    def number(self, name: str, default: float | None = None) -> float:
        """Return a number of at least 0."""
        value = float(self._value(name, float, default))
        if not 0 <= value <= 1000:
            raise self.error(f"{name} is {value:g}; expected a number between 0 and 1000")
        return value

    def flag(self, name: str) -> bool:
        """Return true or false; false if it is not there."""
        return bool(self._value(name, bool, False))

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of texts; one text is a list of one, nothing an empty one."""
        value = self.data.get(name, [])
        self.asked.append(name)
        value = [value] if isinstance(value, str) else value
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise self.error(f"{name} is {value!r}; expected a text or a list of texts")
        return tuple(each.strip("\n") for each in value)

    def words(self, name: str) -> dict[str, str]:
        """Return a table of texts; an empty one if it is not there."""
        value = self._value(name, dict, {})
        if not all(isinstance(each, str) for each in value.values()):
            raise self.error(f"{name} is {value!r}; expected a table of texts")
        return dict(value)

    def tables(self, name: str, title: str) -> list[Table]:
        """Return the tables under a name; an empty list if there are none."""
        value = self._value(name, list, [])
        if not all(isinstance(each, dict) for each in value):
            raise self.error(f"{name} is {value!r}; expected tables, each under [[{name}]]")
        return [Table(each, f"{self.place}, {title} {number}") for number, each in enumerate(value, 1)]

    def done(self) -> None:
        """Say so if the file has a field that nobody asked for."""
        for name in self.data:
            if name not in self.asked:
                near = difflib.get_close_matches(name, self.asked, 1)
                meant = f"; is {near[0]} meant?" if near else f"; known are {', '.join(sorted(set(self.asked)))}"
                raise self.error(f"{name!r} is not known here{meant}")

    def _value(self, name: str, kind: type, default: Any) -> Any:
        self.asked.append(name)
        value = self.data.get(name, default)
        if value is None:
            raise self.error(f"{name!r} is missing; expected {NAMES[kind]}")
        right = isinstance(value, kind) or (kind is float and isinstance(value, int))
        if not right or (isinstance(value, bool) and kind is not bool):
            raise self.error(f"{name} is {value!r}; expected {NAMES[kind]}")
        return value
