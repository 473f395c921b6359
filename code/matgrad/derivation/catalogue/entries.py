"""All entries of the catalogue, by their codes."""

from __future__ import annotations

from . import by_rule, by_shape, by_value
from .model import Entry

BY_CODE: dict[str, Entry] = {
    each.code: each for each in sorted((*by_shape.ENTRIES, *by_rule.ENTRIES, *by_value.ENTRIES), key=lambda e: e.code)
}


def entries() -> tuple[Entry, ...]:
    """Return all entries, in the order of their codes.

    Examples
    --------
    >>> [each.code for each in entries()][:3]
    ['M01', 'M02', 'M03']
    """
    return tuple(BY_CODE.values())


def entry(code: str) -> Entry:
    """Return the entry of a code; case does not matter.

    Raises
    ------
    KeyError
        If there is no such code.

    Examples
    --------
    >>> entry("m05").title
    'missing transpose'
    """
    return BY_CODE[code.strip().upper()]
