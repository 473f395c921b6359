"""The notations in which a tree is printed: LaTeX, plain text, Unicode and NumPy."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from fractions import Fraction

from tests.derivation.arrays import NotConformable, is_scalar
from tests.derivation.trees import (
    Inner,
    Inverse,
    Node,
    Product,
    SquaredNorm,
    Sum,
    Symbol,
    Trace,
    Transpose,
    evaluate,
    positions,
    values,
)

SHAPES_ONLY = values(0)


@dataclass(frozen=True)
class Notation:
    """How one notation writes each kind of node; ``{}`` stands for the parts."""

    name: str
    letters: dict[str, str]
    numbers: dict[Fraction, str]
    beside: str  # between two factors
    scaled: str  # between a number or a scalar and what follows
    transpose: str
    inverse: str
    squared_norm: str
    trace: str
    inner: str
    minus: str = "-"
    inverse_is_call: bool = False
    scalars_first: bool = False


HALF = Fraction(1, 2)
LATEX = Notation(
    name="latex",
    letters={"lam": r"\lambda", "mu": r"\mu"},
    numbers={HALF: r"\frac{1}{2}", Fraction(3, 2): r"\frac{3}{2}"},
    beside=" ",
    scaled=r"\,",
    transpose=r"{}^\top",
    inverse="{}^{{-1}}",
    squared_norm=r"\|{}\|^2",
    trace=r"\operatorname{{tr}}({})",
    inner=r"\langle {}, {} \rangle",
)
PLAIN = Notation(
    name="plain",
    letters={},
    numbers={HALF: "1/2", Fraction(3, 2): "3/2"},
    beside=" ",
    scaled=" ",
    transpose="{}^T",
    inverse="{}^-1",
    squared_norm="||{}||^2",
    trace="tr({})",
    inner="innerprod({}, {})",
)
UNICODE = Notation(
    name="unicode",
    letters={"lam": "λ", "mu": "μ"},
    numbers={HALF: "½", Fraction(3, 2): "(3/2)"},
    beside="",
    scaled="",
    transpose="{}ᵀ",
    inverse="{}⁻¹",
    squared_norm="‖{}‖²",
    trace="tr({})",
    inner="⟨{}, {}⟩",
    minus="−",
)
NUMPY = Notation(
    name="numpy",
    letters={},
    numbers={HALF: "0.5", Fraction(3, 2): "1.5"},
    beside=" @ ",
    scaled=" * ",
    transpose="{}.T",
    inverse="np.linalg.inv({})",
    squared_norm="np.linalg.norm({})**2",
    trace="np.trace({})",
    inner="np.dot({}, {})",
    inverse_is_call=True,
    scalars_first=True,
)
NOTATIONS = (LATEX, PLAIN, UNICODE, NUMPY)


def printable(node: Node) -> bool:
    """Whether every notation can write the tree: bars that open and close alike must not nest."""
    return not any(
        isinstance(part, SquaredNorm) and any(isinstance(inner, SquaredNorm) for path, inner in positions(part) if path)
        for _, part in positions(node)
    )


def printed(node: Node, notation: Notation) -> str:
    """The tree as text."""
    match node:
        case Symbol(name):
            return notation.letters.get(name, name)
        case Product(coefficient, factors):
            return _product(coefficient, factors, notation)
        case Sum(terms):
            return _sum(terms, notation)
        case Transpose(argument):
            return notation.transpose.format(_atom(argument, notation))
        case Inverse(argument) if notation.inverse_is_call:
            return notation.inverse.format(printed(argument, notation))
        case Inverse(argument):
            return notation.inverse.format(_atom(argument, notation))
        case SquaredNorm(argument):
            return notation.squared_norm.format(printed(argument, notation))
        case Trace(argument):
            return notation.trace.format(printed(argument, notation))
        case Inner(left, right):
            return notation.inner.format(printed(left, notation), printed(right, notation))


def _sum(terms: tuple[Node, ...], notation: Notation) -> str:
    text = _term(terms[0], notation)
    for term in terms[1:]:
        negative = isinstance(term, Product) and term.coefficient < 0
        shown = Product(-term.coefficient, term.factors) if isinstance(term, Product) and negative else term
        text += f" {notation.minus if negative else '+'} {_term(shown, notation)}"
    return text


def _term(term: Node, notation: Notation) -> str:
    return f"({printed(term, notation)})" if isinstance(term, Sum) else printed(term, notation)


def _product(coefficient: Fraction, factors: tuple[Node, ...], notation: Notation) -> str:
    sign = notation.minus if coefficient < 0 else ""
    number = _number(abs(coefficient), notation)
    if not factors:
        return sign + number
    ordered = _in_order(factors, notation)
    written = _factor(ordered[0], notation)
    for left, right in itertools.pairwise(ordered):
        scalar = _is_scalar(left) or _is_scalar(right)
        written += _space(notation.scaled if scalar else notation.beside, _factor(right, notation))
    return sign + (written if abs(coefficient) == 1 else number + _space(notation.scaled, written))


def _in_order(factors: tuple[Node, ...], notation: Notation) -> tuple[Node, ...]:
    """In code, scalars come first: `*` between arrays means something else."""
    if not notation.scalars_first:
        return factors
    return tuple(sorted(factors, key=lambda factor: not _is_scalar(factor)))


def _space(separator: str, right: str) -> str:
    """A word is never glued to the letter before it."""
    return (separator if separator or not right.startswith("tr(") else " ") + right


def _is_scalar(node: Node) -> bool:
    try:
        return is_scalar(evaluate(node, SHAPES_ONLY))
    except NotConformable:
        return False


def _number(value: Fraction, notation: Notation) -> str:
    if value.denominator == 1:
        return str(value.numerator)
    return notation.numbers.get(value, f"({value.numerator}/{value.denominator})")


def _factor(node: Node, notation: Notation) -> str:
    return f"({printed(node, notation)})" if isinstance(node, Sum | Product) else printed(node, notation)


def _atom(node: Node, notation: Notation) -> str:
    """The operand of a postfix sign: a letter, or brackets."""
    if isinstance(node, Symbol) or (notation.inverse_is_call and isinstance(node, Inverse | Transpose)):
        return printed(node, notation)
    return f"({printed(node, notation)})"
