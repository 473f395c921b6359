"""A derivation as a text file: a header that declares the letters, then the lines.

::

    # from a lecture, page 12
    shapes: A: m×n, x: n, b: m
    wrt: x
    where: r = Ax - b
    ---
    f(x) = 1/2 ||r||^2
    ∇f(x) = Aᵀr

The header ends at a blank line or at ``---``. Lines that start with ``#`` are remarks. `parse` gives the arguments of
`check`, `dump` writes them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from .check import split_lines
from .limits import DerivationError

ONCE = ("wrt", "layout", "goal")
REPEATED = ("shapes", "where", "assume")
FIELDS = ("shapes", "wrt", "layout", "where", "assume", "goal")
FIELD = re.compile(r"\s*(?P<name>[A-Za-z]+)\s*:\s*(?P<value>.*?)\s*")
RULE = re.compile(r"\s*-{3,}\s*")


def parse(text: str) -> dict[str, Any]:
    """Return the arguments of `check` that a text states.

    Parameters
    ----------
    text : str
        A header with ``shapes:`` and, if wanted, ``wrt:``, ``layout:``, ``where:``, ``assume:`` and ``goal:``; then a
        blank line or ``---``; then the lines. ``shapes:``, ``where:`` and ``assume:`` may be repeated.

    Returns
    -------
    dict
        ``lines`` and ``shapes``, and of the others those that the text states.

    Raises
    ------
    DerivationError
        If the text is not of this form; the message names the line of the text.

    Examples
    --------
    >>> parse("shapes: x: n" + chr(10) + "---" + chr(10) + "xᵀx = ||x||^2")
    {'lines': ['xᵀx = ||x||^2'], 'shapes': 'x: n'}
    """
    header, body = halves(text.removeprefix("\ufeff").splitlines())
    found: dict[str, list[str]] = {}
    for number, row in header:
        name, value = field_of(row, number)
        if name in ONCE and name in found:
            raise DerivationError(f"line {number}: {name}: stands twice in the header")
        found.setdefault(name, []).append(value)
    if "shapes" not in found:
        raise DerivationError(
            'the header has no "shapes:"; write for example "shapes: A: m×n, x: n, b: m" on the first line'
        )
    lines = split_lines("\n".join(body))
    if not lines:
        raise DerivationError("there are no lines behind the header; put a blank line or --- before the derivation")
    request: dict[str, Any] = {"lines": lines, "shapes": ", ".join(found["shapes"])}
    request |= {name: found[name][0] for name in ONCE if name in found}
    if "where" in found:
        request["where"] = found["where"]
    if "assume" in found:
        request["assume"] = assumptions(found["assume"])
    return request


def halves(rows: Sequence[str]) -> tuple[list[tuple[int, str]], list[str]]:
    """The rows of the header, each with its number in the text, and the rows behind it; remarks are left out."""
    header: list[tuple[int, str]] = []
    for number, row in enumerate(rows, 1):
        if RULE.fullmatch(row) or (header and not row.strip()):
            return header, [each for each in rows[number:] if not is_remark(each) and not RULE.fullmatch(each)]
        if row.strip() and not is_remark(row):
            header.append((number, row))
    return header, []


def is_remark(row: str) -> bool:
    """Whether a row is a remark, which is passed over."""
    return row.lstrip().startswith("#")


def field_of(row: str, number: int) -> tuple[str, str]:
    """The name and the value of one row of the header."""
    match = FIELD.fullmatch(row)
    if match is None or match["name"].lower() not in FIELDS:
        raise DerivationError(
            f"line {number}: {row.strip()!r} is no field of the header; known are {', '.join(FIELDS)}, "
            "each with a colon; put a blank line or --- before the derivation"
        )
    if not match["value"]:
        raise DerivationError(f"line {number}: {match['name']}: has no value")
    return match["name"].lower(), match["value"]


def assumptions(rows: Sequence[str]) -> dict[str, str]:
    """What is assumed of each symbol, from rows such as ``Q: symmetric`` and ``Q: symmetric; W: diagonal``."""
    found: dict[str, str] = {}
    for piece in (piece for row in rows for piece in row.split(";") if piece.strip()):
        name, colon, value = piece.partition(":")
        if not (colon and name.strip() and value.strip()):
            raise DerivationError(f'assume: {piece.strip()!r} is not an assumption; write "Q: symmetric"')
        found[name.strip()] = f"{found[name.strip()]} and {value.strip()}" if name.strip() in found else value.strip()
    return found


def dump(request: Mapping[str, Any]) -> str:
    """Return the text that states the arguments of `check`; `parse` reads it back.

    Parameters
    ----------
    request : mapping
        ``lines`` and ``shapes``, and of the other arguments of `check` those wanted; None and empty ones are left out.

    Raises
    ------
    DerivationError
        If a part of the request cannot be written in this form.

    Examples
    --------
    >>> print(dump({"lines": ["f = xᵀQx"], "shapes": {"Q": ("n", "n"), "x": ("n",)}, "assume": {"Q": "symmetric"}}))
    shapes: Q: n×n, x: n
    assume: Q: symmetric
    ---
    f = xᵀQx
    """
    where = request.get("where") or ()
    rows = [f"shapes: {shapes_text(request['shapes'])}"]
    rows += [f"{name}: {request[name]}" for name in ("wrt", "layout") if request.get(name)]
    rows += [f"where: {each}" for each in ([where] if isinstance(where, str) else where)]
    rows += [f"assume: {name}: {words(value)}" for name, value in (request.get("assume") or {}).items()]
    rows += [f"goal: {request['goal']}"] if request.get("goal") else []
    lines = request["lines"] if not isinstance(request["lines"], str) else split_lines(request["lines"])
    for row in rows:
        if "\n" in row or "\r" in row:
            raise DerivationError(f"{row.partition(':')[0]}: a value cannot go over several lines of the text: {row!r}")
    return "\n".join([*rows, "---", *(writable(line, number) for number, line in enumerate(lines, 1))])


def shapes_text(shapes: str | Mapping[str, Any]) -> str:
    """The declarations in words: ``A: m×n, λ: scalar``."""
    if isinstance(shapes, str):
        return ", ".join(row.strip() for row in shapes.splitlines() if row.strip())
    return ", ".join(f"{name}: {shape_text(value)}" for name, value in shapes.items())


def shape_text(value: Any) -> str:
    """One shape in words: ``m×n``, ``scalar``."""
    if isinstance(value, str | int):
        return str(value)
    return "×".join(map(str, value)) or "scalar"


def words(value: Any) -> str:
    """One or several assumptions in words: ``symmetric and invertible``."""
    return value if isinstance(value, str) else " and ".join(sorted(value) if isinstance(value, set) else value)


def writable(line: str, number: int) -> str:
    """The line, if it reads back as one line of the derivation."""
    if "\\\\" in line:
        raise DerivationError(f"lines: line {number} contains \\\\, which ends a line in the text")
    written = " ".join(line.split())
    if split_lines(written) != [written] or is_remark(written) or RULE.fullmatch(written):
        raise DerivationError(f"lines: line {number} is {line!r}, which the text would not give back")
    return written
