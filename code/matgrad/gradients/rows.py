"""A row of the table as data, and the reader of the file that holds the rows."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from importlib import resources
from typing import Any

FILE = "table.toml"
HEAD = re.compile(r"\s*(?P<name>[A-Za-z])\((?P<variable>[A-Za-z])\)\s*=\s*(?P<body>.+)", re.DOTALL)
SCALAR, VECTOR, MATRIX = "scalar", "vector", "matrix"
DRAWN = ("positive", "positive determinant", "zero or one", "one of several")


class RowError(ValueError):
    """A row cannot be used, or there is none of this name; the message says what was expected."""


@dataclass(frozen=True, slots=True)
class Program:
    """The NumPy forms of a row: expressions in its symbols, behind the statements of ``let``."""

    value: str
    result: str
    let: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    r"""One function with its derivative in both layouts, the reason, the source and the NumPy forms.

    Attributes
    ----------
    id : str
        Its anchor on the page.
    group, name : str
    variable : str
        The symbol by which the row differentiates.
    shapes : str
        ``"A: m×n, x: n"``, as in `matgrad.derivation.check`.
    function : str
        LaTeX, such as ``f(x) = a^\top x``.
    derivative, gradient : str
        Right-hand sides in LaTeX: numerator and denominator layout.
    differential : str
        Instead of these two, where the value is a matrix.
    numpy : mapping
        ``value``, and ``gradient``, ``derivative`` or ``differential``; ``let`` for what both need.
    where : tuple of str
        Definitions of names in the formulas.
    assume : mapping
        Properties of matrices, as in `matgrad.derivation.check`.
    domain, reason, source : str
    cookbook : tuple of int
        Equation numbers in The Matrix Cookbook, version of 15 November 2012.
    draw : mapping
        How the numbers of an instance are drawn, if not from the normal distribution.
    sample : mapping
        Functions in place of the arbitrary ones of the row.

    Raises
    ------
    RowError
        If something is missing, or two entries contradict each other.
    """

    id: str
    group: str
    name: str
    variable: str
    shapes: str
    function: str
    reason: str
    numpy: Mapping[str, str]
    derivative: str = ""
    gradient: str = ""
    differential: str = ""
    where: tuple[str, ...] = ()
    assume: Mapping[str, str] = field(default_factory=dict)
    domain: str = ""
    cookbook: tuple[int, ...] = ()
    source: str = ""
    draw: Mapping[str, str] = field(default_factory=dict)
    sample: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        problem = self._problem()
        if problem:
            raise RowError(f"row {self.id}: {problem}")

    def _problem(self) -> str:
        """What is wrong with the row; empty if nothing is."""
        match = HEAD.fullmatch(self.function)
        if match is None or match["variable"] != self.variable:
            return f"function is {self.function!r}; expected the form f({self.variable}) = ..."
        if bool(self.differential) == bool(self.derivative and self.gradient):
            return "give derivative and gradient, or differential alone"
        if not (self.cookbook or self.source):
            return "give cookbook or source: where the formula can be found or is derived"
        wanted = {SCALAR: "gradient", VECTOR: "derivative", MATRIX: "differential"}[self.kind]
        if not {"value", wanted} <= self.numpy.keys() <= {"value", wanted, "let"}:
            return f"numpy holds {', '.join(self.numpy)}; expected value, {wanted} and perhaps let"
        unknown = next((kind for kind in self.draw.values() if kind not in DRAWN), None)
        if unknown:
            return f"draw has {unknown!r}; expected one of {', '.join(DRAWN)}"
        return ""

    @property
    def kind(self) -> str:
        """What the function returns: "scalar", "vector" or "matrix"."""
        if self.differential:
            return MATRIX
        return VECTOR if "derivative" in self.numpy else SCALAR

    @property
    def head(self) -> str:
        """The letter of the function."""
        return self.function.split("(", 1)[0].strip()

    @property
    def claims(self) -> tuple[str, ...]:
        """What the row claims, as equations in LaTeX."""
        if self.differential:
            return (f"d{self.head} = {self.differential}",)
        of = f"({self.variable})"
        return (
            f"{self.head}'{of} = {self.derivative}",
            f"\\nabla {self.head}{of} = {self.gradient}",
        )

    @property
    def program(self) -> Program:
        """The NumPy forms."""
        (result,) = (text for key, text in self.numpy.items() if key not in ("value", "let"))
        return Program(self.numpy["value"], result, self.numpy.get("let", ""))

    @property
    def reference(self) -> str:
        """Where the formula can be found, in words."""
        numbers = " and ".join(f"({number})" for number in self.cookbook)
        return f"Matrix Cookbook {numbers}" if numbers else self.source


@cache
def rows() -> tuple[Row, ...]:
    r"""Return all rows, in the order of the table.

    Examples
    --------
    >>> rows()[0].claims[1]
    '\\nabla f(x) = a'
    """
    text = resources.files(__package__).joinpath(FILE).read_text(encoding="utf-8")
    return read_rows(text)


def row(name: str) -> Row:
    """Return the row of this id.

    Raises
    ------
    RowError
        If there is none; the message names the nearest ones.

    Examples
    --------
    >>> row("least-squares").program.result
    'A.T @ (A @ x - b)'
    """
    found = {each.id: each for each in rows()}
    if name not in found:
        near = difflib.get_close_matches(name, found, n=3, cutoff=0.4)
        hint = f"the nearest are {', '.join(near)}" if near else "gradients.rows() holds all of them"
        raise RowError(f"no row {name!r}; {hint}")
    return found[name]


def read_rows(text: str) -> tuple[Row, ...]:
    """Return the rows that a text in TOML holds.

    Raises
    ------
    RowError
        If an entry is missing, unknown or used twice.
    """
    try:
        entries = tomllib.loads(text)["row"]
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise RowError(f"{FILE}: expected tables [[row]]: {error}") from error
    found = tuple(_row(entry) for entry in entries)
    names = [each.id for each in found]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise RowError(f"row {twice}: there are two rows with this id")
    return found


def _row(entry: dict[str, Any]) -> Row:
    known = {each.name for each in fields(Row)}
    name = entry.get("id", "without id")
    unknown = next((key for key in entry if key not in known), None)
    if unknown:
        near = difflib.get_close_matches(unknown, known, n=1)
        hint = f"; is it {near[0]}?" if near else ""
        raise RowError(f"row {name}: {unknown!r} is no entry of a row{hint}")
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}
    missing = [key for key in ("id", "group", "name", "variable", "shapes", "function", "reason", "numpy")
               if key not in values]  # fmt: skip
    if missing:
        raise RowError(f"row {name}: {missing[0]} is missing")
    return Row(**values)
