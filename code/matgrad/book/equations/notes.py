"""What authors write to the check: ``<!-- check: ... -->``, and what it changes.

Notes about the next formula::

    definition                          it defines something; what follows in the section may use it
    condition                           the text supposes it, or asks when it holds, and does not claim it
    wrong M02                           it is wrong on purpose; the checker must find this code of the catalogue
    wrong carried                       it is false, and follows from the wrong line before it
    stated: reason                      the checker cannot decide it; the reason is shown to readers
    ..., continues                      it goes on from the formula before it

Notes that hold to the end of the section (an exercise is a section of its own; below the title: the page)::

    symbols W: m×m, c: p                more symbols
    sizes p                             more sizes
    let r = Ax - b; h(x) = r            definitions
    without r, f                        these are arbitrary here
    assume W symmetric                  as in derivation.check(assume=...)
    suppose A^T (Ax - b) = 0            an equation that holds here
    convention h'(x) = A                a true line that shows how a derivative is laid out
    variable A                          the variable of a bare ∇
    use example                         a setting of the notation file
    here use example                    each of these with ``here``: for the next paragraph, list, table or display only
"""

from __future__ import annotations

import re
from dataclasses import replace
from types import MappingProxyType

from .judge import FOLLOWS, STATED, WRONG_ON_PURPOSE, Claimed
from .notation import Notation, NotationError, Scope, parse_symbols
from .pages import Note

CODE = re.compile(r"M\d{2}|carried")
HERE = "here "
FORMULA_NOTE = re.compile(r"(?:definition|condition|wrong|stated|continues)\b")


def about_formula(note: Note) -> bool:
    """Whether a note speaks about the next formula."""
    return bool(FORMULA_NOTE.match(note.text))


def about_block(note: Note) -> bool:
    """Whether a note holds for the next paragraph, list, table or display only."""
    return note.text.startswith(HERE)


def claim(note: Note) -> Claimed:
    """Return what a note says about the next formula.

    Raises
    ------
    NotationError
        If the note cannot be read.
    """
    if note.text.startswith("stated"):
        reason = note.text.removeprefix("stated").lstrip(": ")
        if not reason:
            raise NotationError(f"{note.place}: 'stated' needs a reason: <!-- check: stated: it is a limit -->")
        return Claimed(STATED, reason=reason)
    parts = [part.strip() for part in note.text.split(",")]
    continues = "continues" in parts
    rest = [part for part in parts if part != "continues"]
    if not rest:
        return Claimed(FOLLOWS, continues=True)
    if rest in (["definition"], ["condition"]):
        return Claimed(rest[0], continues=continues)
    word, _, code = rest[0].partition(" ")
    if len(rest) == 1 and word == "wrong" and CODE.fullmatch(code):
        return Claimed(WRONG_ON_PURPOSE, code, continues=continues)
    raise NotationError(
        f"{note.place}: {note.text!r} is no note; "
        "expected definition, condition, wrong M02, stated: reason, or continues"
    )


def changed(scope: Scope, note: Note, notation: Notation) -> Scope:
    """Return the scope behind a note that holds to the end of its section.

    Raises
    ------
    NotationError
        If the note cannot be read.
    """
    word, _, rest = note.text.removeprefix(HERE).partition(" ")
    try:
        return _changed(scope, word, rest.strip(), notation)
    except NotationError as error:
        raise NotationError(f"{note.place}: {error}") from None


def _changed(scope: Scope, word: str, rest: str, notation: Notation) -> Scope:
    names = [name for part in rest.split(",") if (name := part.strip())]
    if word == "symbols":
        return scope.with_symbols(parse_symbols(rest))
    if word == "sizes":
        return replace(scope, sizes=scope.sizes | set(names))
    if word == "let":
        return scope.with_definitions(text.strip() for text in rest.split(";"))
    if word == "without":
        return scope.without(names)
    if word == "assume":
        return replace(scope, assumptions=MappingProxyType({**scope.assumptions, **_properties(names)}))
    if word == "suppose" and "=" in rest:
        return replace(scope, suppositions=(*scope.suppositions, rest))
    if word == "convention" and "=" in rest:
        return replace(scope, conventions=(*scope.conventions, rest))
    if word == "variable":
        return replace(scope, variable=rest)
    if word == "use" and rest in notation.settings:
        chosen = notation.settings[rest]
        kept = dict(scope.definitions)
        inner = scope.with_symbols(chosen.symbols)
        return inner.with_definitions(kept.values()).with_definitions(chosen.definitions)
    known = ", ".join(sorted(notation.settings))
    raise NotationError(
        f"{(word + ' ' + rest).strip()!r} is no note; "
        f"expected symbols, sizes, let, without, assume, suppose, convention, variable, use (one of {known}), "
        "or a note about the next formula"
    )


def _properties(entries: list[str]) -> dict[str, str]:
    found = {}
    for entry in entries:
        name, _, kind = entry.partition(" ")
        if not kind:
            raise NotationError(f"assume {entry}: expected a symbol and a property, for example W symmetric")
        found[name] = kind
    return found
