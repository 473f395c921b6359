"""How a run of letters is split: a declared name, a product of names, a differential, a function, or prose."""

from __future__ import annotations

from . import names

Piece = tuple[str, str, int]
"""Kind, canonical value and number of characters."""


def split_word(run: str, known: frozenset[str], before: str, after: str) -> list[Piece]:
    """Return the pieces of the letters `run`.

    Parameters
    ----------
    run : str
        Letters only, as typed.
    known : frozenset of str
        Declared and defined names.
    before : str
        Kind of the token before the run (`"sup"` and `"sub"` matter).
    after : str
        The character behind the run.

    Examples
    --------
    >>> split_word("AXw", frozenset({"A", "X", "w"}), "", "")
    [('name', 'A', 1), ('name', 'X', 1), ('name', 'w', 1)]
    >>> split_word("dX", frozenset({"X"}), "", "")
    [('diff', 'd', 1), ('name', 'X', 1)]
    >>> split_word("hence", frozenset(), "", " ")
    [('prose', 'hence', 5)]
    """
    if (
        before == "sup"
        and len(run) > 1
        and run not in ("top", "dagger", "intercal", "prime")
        and run not in names.GREEK
    ):
        return [("name", run[0], 1), *(split_word(run[1:], known, "", after))]
    if run == "E" and "E" not in known and after in ("[", "|", "‖", "\\"):
        return [("word", names.EXPECTATION, 1)]
    if len(names.compose(run)) == 1 or (len(run) == 2 and "\u0300" <= run[1] <= "\u036f"):
        return [single(names.compose(run), known)] if len(run) == 1 else [("name", names.compose(run), len(run))]
    whole = names.canonical(run)
    if whole in known:
        return [("name", whole, len(run))]
    if run in names.MODULES and after == ".":
        return []
    if len(run) == 1:
        return [single(run, known)]
    if before == "prose" and run in names.FUNCTIONS and len(run) > 3 and after in ("", " ", ",", ".", ";"):
        return [("prose", run.lower(), len(run))]
    if run in names.FUNCTIONS:
        return [("word", run, len(run))]
    if before != "sub" and is_prose(run, known, after):
        return [("prose", run.lower(), len(run))]
    if run in names.GREEK:
        return [("name", names.GREEK[run], len(run))]
    if (
        before != "sub"
        and 2 <= len(run) <= 6
        and (run.isupper() or (after == "(" and not (len(run) == 2 and run[0] in "dD")))
        and not any(letter in known for letter in run)
    ):
        return [("name", run, len(run))]
    return pieces(run, known)


def is_new_name(word: str, known: frozenset[str]) -> bool:
    """Whether a word in front of a defining sign names something new, rather than a product, a differential or prose.

    >>> is_new_name("yhat", frozenset({"y"})), is_new_name("AXw", frozenset({"A", "X", "w"}))
    (True, False)
    >>> is_new_name("d", frozenset()), is_new_name("dx", frozenset({"x"}))
    (True, False)
    """
    if word == "d" and "d" not in known:
        return True
    if len(word) < 2 or word in names.FUNCTIONS or word in names.GREEK or word.lower() in names.PROSE:
        return False
    if "_" in word:
        head, _, tail = word.partition("_")
        if head in ("grad", "gradient"):
            return names.canonical(tail) not in known
        return names.canonical(word.partition("_")[0]) not in known
    return not (word[0] in "dD" and "d" not in known and splittable(word, known)) and not all(
        kind != "name" or value in known or value == "I" for kind, value, _ in pieces(word, known)
    )


def single(letter: str, known: frozenset[str]) -> Piece:
    """Piece of one letter; an undeclared d is the differential."""
    if letter == "d" and "d" not in known:
        return ("diff", "d", 1)
    return ("name", names.compose(letter), 1)


def is_prose(run: str, known: frozenset[str], after: str) -> bool:
    """Whether the letters are a word of prose rather than a product of symbols."""
    if all(letter in known for letter in run) and after != " ":
        return False
    if run.lower() in names.PROSE:
        return not all(letter in known for letter in run)
    lower = run[1:].islower()
    return len(run) >= 4 and lower and run not in names.GREEK and not splittable(run, known)


def splittable(run: str, known: frozenset[str]) -> bool:
    """Whether the letters are declared names (and differentials and Greek words) written without spaces."""
    return all(kind != "name" or value in known or len(value) > 1 for kind, value, _ in pieces(run, known)) or (
        sum(value in known for _, value, _ in pieces(run, known)) > len(run) / 2
    )


def pieces(run: str, known: frozenset[str]) -> list[Piece]:
    """Split greedily, the longest declared or Greek name first; an undeclared T behind an array is its transpose."""
    found: list[Piece] = []
    place = 0
    while place < len(run):
        for length in range(min(len(run) - place, 12), 1, -1):
            part = run[place : place + length]
            if (
                part in known
                or (part in names.GREEK and names.GREEK[part] in known)
                or part in ("tr", "Tr", "det", "log", "ln", "exp", "diag")
            ):
                value = part if part in known else names.GREEK.get(part, part)
                found.append(("word" if part in names.FUNCTIONS and part not in known else "name", value, length))
                break
        else:
            length = 2 if place + 1 < len(run) and "\u0300" <= run[place + 1] <= "\u036f" else 1
            letter = names.compose(run[place : place + length])
            behind_array = bool(found) and found[-1][0] == "name" and found[-1][1] in known
            if letter == "T" and "T" not in known and behind_array:
                found.append(("attribute", "transpose", 1))
            elif letter == "d" and "d" not in known and place + 1 < len(run):
                found.append(("diff", "d", length))
            else:
                found.append(("name", letter, length))
        place += length
    return found
