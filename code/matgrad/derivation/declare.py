"""Declarations: shapes, facts about sizes, assumptions, in the forms people write.

`"A: m×n, x: n, b: m, λ: scalar, m ≥ n"` and `{"A": ("m", "n"), "x": ("n",), "b": ("m",), "λ": ()}` say the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from .dims import ONE, SCALAR, Shape, size_of
from .limits import MAX_SYMBOLS, DerivationError
from .names import canonical
from .sampling import PLAIN, STRUCTURES

FORM = 'write "A: m×n, x: n, λ: scalar" or {"A": ("m", "n"), "x": ("n",), "λ": ()}'
SIGNS = {
    ">=": "≥",
    "≥": "≥",
    "<=": "≤",
    "≤": "≤",
    ">": ">",
    "<": "<",
    "=": "=",
    "==": "=",
    "\\geq": "≥",
    "\\ge": "≥",
    "\\leq": "≤",
    "\\le": "≤",
}
SIZE = r"(?:\d+|[A-Za-z](?:_?\w)?|[α-ωΑ-Ω])"
ASSUMPTIONS = {
    **{kind: kind for kind in (*STRUCTURES, *PLAIN)}, "sym": "symmetric", "spd": "positive definite",
    "pd": "positive definite", "psd": "positive definite",
    "positive semidefinite": "positive definite", "symmetric positive definite": "positive definite",
    "nonsingular": "invertible", "non-singular": "invertible", "regular": "invertible",
    "skew": "skew-symmetric", "antisymmetric": "skew-symmetric", "full rank": "full column rank",
    "unit vector": "unit", "unit norm": "unit",
    "orthonormal": "orthonormal columns", "triangular": "upper triangular", "hermitian": "symmetric",
    "unitary": "orthogonal", "projector": "projection", "non-zero": "nonzero",
}  # fmt: skip


def parse_shapes(shapes: str | Mapping[str, Any]) -> tuple[dict[str, Shape], tuple[tuple[str, str, str], ...]]:
    """Return the declared shapes and the facts about sizes.

    Raises
    ------
    DerivationError
        If a declaration cannot be read; the text names it.

    Examples
    --------
    >>> shapes, facts = parse_shapes("A: m×n, x: n, lam: scalar, m >= n")
    >>> {name: str(shape) for name, shape in shapes.items()}
    {'A': 'm × n', 'x': 'n × 1', 'λ': 'scalar'}
    >>> facts
    (('m', '≥', 'n'),)
    """
    if isinstance(shapes, str):
        found, facts = from_text(shapes)
    elif isinstance(shapes, Mapping):
        found, facts = {}, []
        for name, value in shapes.items():
            if not isinstance(name, str):
                raise DerivationError(f"shapes: the name {name!r} is not a string; {FORM}")
            found[declared_name(name)] = shape_from(name, value)
    else:
        raise DerivationError(f"shapes: expected a string or a dictionary, got {type(shapes).__name__}; {FORM}")
    if len(found) > MAX_SYMBOLS:
        raise DerivationError(f"shapes: more than {MAX_SYMBOLS} symbols are declared")
    return found, tuple(facts)


def declared_name(name: str) -> str:
    """The canonical form of a declared name."""
    found = re.sub(r"(?<=\w)\s*\*$", "^*", canonical(name))
    if not found or not re.fullmatch(r"[^\W\d][\w]*[\u0300-\u036f]?(?:[_^]\{?[\w+\-*,()|\[\]⊥∥]+\}?){0,2}'*", found):
        raise DerivationError(f"shapes: {name!r} is not a name; {FORM}")
    return found


def from_text(text: str) -> tuple[dict[str, Shape], list[tuple[str, str, str]]]:
    """Shapes and facts that a text declares."""
    found: dict[str, Shape] = {}
    facts: list[tuple[str, str, str]] = []
    waiting: list[str] = []
    for piece in split_declarations(text):
        fact = re.fullmatch(rf"({SIZE})\s*(>=|<=|≥|≤|==|=|>|<|\\geq?|\\leq?)\s*({SIZE})", piece)
        name, colon, shape = (
            part.strip() for part in re.sub(r"\s*(?:∈|\\in|\bin)\s*", ": ", piece, count=1).partition(":")
        )
        if fact and not colon:
            facts.append((fact[1], SIGNS[fact[2]], fact[3]))
        elif colon and shape:
            for each in (*waiting, *name.split(",")):
                key, stated = declared_name(each), shape_from(each.strip(), shape)
                if found.setdefault(key, stated) != stated:
                    raise DerivationError(f"shapes: {key} is declared as {found[key]} and as {stated}")
            waiting = []
        elif not colon and re.fullmatch(r"[^\s:]+", piece):
            waiting.append(piece)
        else:
            raise DerivationError(f"shapes: {piece!r} is not a declaration; {FORM}")
    if waiting:
        raise DerivationError(f"shapes: {waiting[0]!r} has no shape; {FORM}")
    return found, facts


def split_declarations(text: str) -> list[str]:
    """Cut at commas, semicolons and line ends that stand outside brackets."""
    pieces, depth, start = [], 0, 0
    for place, character in enumerate(text + ","):
        depth += {"(": 1, "{": 1, "[": 1, ")": -1, "}": -1, "]": -1}.get(character, 0)
        if character in ",;\n" and depth <= 0:
            if piece := text[start:place].strip():
                pieces.append(piece)
            start = place + 1
    if depth > 0:
        raise DerivationError(f"shapes: a bracket is not closed in {text[start:].strip()!r}; {FORM}")
    return pieces


def shape_from(name: str, value: Any) -> Shape:
    """The shape that one declaration states."""
    if isinstance(value, str):
        found = text_shape(value)
        if found is None:
            raise DerivationError(f"shapes: {value!r} is not a shape for {name}; {FORM}")
        return found
    if isinstance(value, int) and not isinstance(value, bool):
        value = (value,)
    if (
        not isinstance(value, Sequence)
        or len(value) > 2
        or not all(isinstance(v, int | str) and re.fullmatch(SIZE, str(v)) and str(v) != "0" for v in value)
    ):
        raise DerivationError(f"shapes: {value!r} is not a shape for {name}; {FORM}")
    sizes = [size_of(v) for v in value]
    return SCALAR if not sizes else Shape(sizes[0], sizes[1] if len(sizes) == 2 else ONE)


def text_shape(text: str) -> Shape | None:
    """Return the shape that a text states ("m×n", "n", "scalar", "ℝ^{m×n}", "1 x n"), or None."""
    text = re.sub(r"\\(?:mathbb|mathbf|mathrm)\s*\{?R\}?|ℝ|\bR\b(?=\s*\^)", "ℝ", text.strip())
    text = re.sub(r"\\times|\bby\b", "×", re.sub(r"^ℝ\s*\^?", "ℝ", text))
    if text in ("scalar", "ℝ", "number", "real", "()", "1"):
        return SCALAR
    inner = text.removeprefix("ℝ").strip().strip("{}()[]").strip()
    vector = re.sub(r"^(?:column|vector|row)\s*", "", inner)
    sizes = re.split(r"\s*[×,*·]\s*|(?<=\w)\s*x\s*(?=\w)", vector.rstrip(", "))
    if not 1 <= len(sizes) <= 2 or not all(re.fullmatch(SIZE, s) and s != "0" for s in sizes):
        return None
    shape = Shape(size_of(sizes[0]), size_of(sizes[1]) if len(sizes) == 2 else ONE)
    return shape.transposed if inner.startswith("row") else shape


def annotation_shape(text: str) -> Shape | None:
    r"""The shape that the label under a brace states, or None if it states none.

    >>> str(annotation_shape(r"m\times n"))
    'm × n'
    """
    text = re.sub(r"\\(?:text|mathrm)\s*\{([^{}]*)\}", r"\1", text).replace("\\,", "").strip().strip("{}").strip()
    if text == "scalar" or re.search(r"×|\\times|(?<=\w)\s*x\s*(?=\w)|ℝ|mathbb", text):
        return text_shape(text)
    return None


def parse_assumptions(assume: Mapping[str, Any] | None, shapes: Mapping[str, Shape]) -> dict[str, tuple[str, ...]]:
    """Return the assumptions on each declared symbol.

    Raises
    ------
    DerivationError
        If a symbol is not declared or an assumption is not known.
    """
    found: dict[str, tuple[str, ...]] = {}
    if assume is not None and not isinstance(assume, Mapping):
        raise DerivationError('assume: expected a dictionary such as {"Q": "symmetric"}')
    for name, value in (assume or {}).items():
        key = canonical(str(name))
        if key not in shapes:
            raise DerivationError(f"assume: {name} is not declared in shapes")
        words = (
            [value]
            if isinstance(value, str)
            else list(value)
            if isinstance(value, list | tuple | set)
            else [str(value)]
        )
        kinds: list[str] = []
        for word in [w.strip() for words_ in words for w in re.split(r",| and ", str(words_))]:
            kind = ASSUMPTIONS.get(word.lower())
            if kind is None:
                raise DerivationError(
                    f"assume: {word!r} is not known for {name}; known are {', '.join(sorted({*STRUCTURES, *PLAIN}))}"
                )
            kinds.append(kind)
        if (
            any(
                k in ("symmetric", "positive definite", "orthogonal", "diagonal", "skew-symmetric", "projection")
                for k in kinds
            )
            and shapes[key].rows != shapes[key].columns
        ):
            raise DerivationError(f"assume: {name} is {shapes[key]}; only a square matrix can be {kinds[0]}")
        found[key] = tuple(dict.fromkeys(kinds))
    return found
