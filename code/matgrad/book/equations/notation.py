"""What the symbols of a page stand for: the notation file of the book, extended by the notes of the page."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

NOT_AN_ARRAY = ("basis", "identity", "index")
"""Shapes of symbols that the checker knows by itself."""
HEAD = re.compile(r"\s*\\?(?P<name>[^\W\d_]+'?(?:_\{?\w+\}?)?(?:\^\\star)?)")


class NotationError(ValueError):
    """The notation file or a note cannot be used; the message says what was expected."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """A row of the page *Notation*."""

    name: str
    tex: str
    shape: str
    meaning: str
    definition: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """Symbols and definitions that a section takes over under one name."""

    symbols: Mapping[str, str]
    definitions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """What holds at a place of a page: shapes, definitions, properties, suppositions, and the variable of a bare ∇."""

    shapes: Mapping[str, str] = field(default_factory=dict)
    definitions: Mapping[str, str] = field(default_factory=dict)
    assumptions: Mapping[str, str] = field(default_factory=dict)
    sizes: frozenset[str] = frozenset()
    variable: str = "x"
    suppositions: tuple[str, ...] = ()
    conventions: tuple[str, ...] = ()  # lines that say which derivatives are rows
    chosen: frozenset[str] = frozenset()  # numbers chosen in this paragraph, which may choose others later

    def with_symbols(self, shapes: Mapping[str, str]) -> Scope:
        """Return the scope with more symbols; a definition of one of the same name no longer holds."""
        kept = {name: text for name, text in self.definitions.items() if name not in shapes}
        return replace(self, shapes=MappingProxyType({**self.shapes, **shapes}), definitions=MappingProxyType(kept))

    def with_definitions(self, texts: Iterable[str]) -> Scope:
        """Return the scope with more definitions; a later one of the same symbol takes the place of an earlier one."""
        return replace(self, definitions=MappingProxyType({**self.definitions, **{head(text): text for text in texts}}))

    def with_choice(self, name: str, text: str) -> Scope:
        """Return the scope in which a symbol stands for a column of numbers until the paragraph chooses another."""
        return replace(self.with_definitions([text]), chosen=self.chosen | {name})

    def without(self, names: Iterable[str]) -> Scope:
        """Return the scope without the definitions of some symbols, which are then arbitrary."""
        names = set(names)
        kept = {name: text for name, text in self.definitions.items() if name not in names}
        return replace(self, definitions=MappingProxyType(kept))

    def needed(self, texts: Iterable[str]) -> list[str]:
        """Return the definitions that some lines rest on, directly or through other definitions."""
        waiting, found = [letters(text) for text in texts], dict[str, str]()
        scripted = {name for name in self.definitions if "_" in name}
        while waiting:
            used = waiting.pop()
            used -= {name.partition("_")[0] for name in used & scripted}  # f_w is not f
            for name, text in self.definitions.items():
                if name not in found and name in used:
                    found[name] = text
                    waiting.append(letters(text.split("=", 1)[1]))
        return [text for name, text in self.definitions.items() if name in found]


@dataclass(frozen=True, slots=True)
class Notation:
    """The notation file."""

    symbols: tuple[Symbol, ...]
    settings: Mapping[str, Setting]
    scope: Scope


def read_notation(path: Path) -> Notation:
    """Return the notation of the book.

    Raises
    ------
    NotationError
        If the file lacks something or has an entry of another form.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        symbols = tuple(Symbol(**entry) for entry in data["symbol"])
        settings = {
            name: Setting(parse_symbols(entry["symbols"]), tuple(entry["definitions"]))
            for name, entry in data.get("setting", {}).items()
        }
        sizes, variable = frozenset(data["sizes"]), str(data["variable"])
        conventions = tuple(data["conventions"])
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise NotationError(f"{path.name}: {error}") from error
    shapes = {s.name: s.shape for s in symbols if HEAD.fullmatch(s.name) and s.shape not in NOT_AN_ARRAY}
    plain = {name: shape for name, shape in shapes.items() if not name.endswith("'")}
    functions = {head(s.definition) for s in symbols if "(" in s.definition.split("=")[0]}
    arrays = {name: shape for name, shape in plain.items() if name not in functions}
    scope = Scope(MappingProxyType(arrays), sizes=sizes, variable=variable, conventions=conventions)
    return Notation(symbols, settings, scope.with_definitions(s.definition for s in symbols if s.definition))


def parse_symbols(text: str) -> dict[str, str]:
    """Return names and shapes of ``"W: m×m, c: p"``.

    Examples
    --------
    >>> parse_symbols("W: m×m, p, q: m")
    {'W': 'm×m', 'p': 'm', 'q': 'm'}
    """
    found: dict[str, str] = {}
    names: list[str] = []
    for entry in filter(None, (part.strip() for part in text.split(","))):
        name, colon, shape = entry.partition(":")
        names.append(name.strip())
        if colon:
            found |= dict.fromkeys(names, shape.strip())
            names = []
    if names:
        raise NotationError(f"symbols {text}: the shape of {names[-1]} is missing; write for example W: m×m")
    return found


def head(definition: str) -> str:
    r"""Return the symbol that a definition defines.

    Examples
    --------
    >>> head("r = Ax - b"), head(r"\varphi(x) = x^\top x"), head(r"x^\star = (0, 1)")
    ('r', 'varphi', 'x^\\star')
    """
    match = HEAD.match(definition)
    if match is None or "=" not in definition:
        raise NotationError(f"let {definition}: expected a symbol or a function on the left of =")
    return match["name"]


def letters(text: str) -> set[str]:
    """Return everything in a formula that can be the name of a definition."""
    bare = re.sub(r"\\mathbf\{(.)\}", r"\1", re.sub(r"\\(?:begin|end)\{\w+\}", "", text))
    words = set(re.findall(r"\\([A-Za-z]+)", bare))
    outside = re.sub(r"\\[A-Za-z]+", " ", re.sub(r"\\star", "⋆", bare))
    single = set(re.findall(r"[^\W\d_]", outside))
    entries = {base.upper() for base in re.findall(r"([a-z])_\{", outside)}  # a_{ij} is an entry of A
    scripted = {f"{base}_{index}" for base, index in re.findall(r"([^\W\d_])_\{?(\w+)", outside)}
    scripted |= {f"{base}^\\star" for base in re.findall(r"([^\W\d_])\^\{?⋆", outside)}
    return words | single | entries | scripted
