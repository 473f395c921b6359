"""The form of an expression: what was written, apart from the spelling.

Two expressions have the same form if they differ only in the order of their terms, in brackets that change nothing,
in where a transpose or a number stands, in the names of summation indices, or in a defined name written for its
definition. `(Ax)ᵀb` and `bᵀAx` have one form, both being the same number; `‖r‖²` and `rᵀr` have two, and so have a
product of brackets and the same product multiplied out. Milestones are compared by form, because by value every
right line is equal to every other.

In the *coarse* form, signs, numbers, transposes and letters of one shape make no difference: a line that goes on
soundly from a slip has the coarse form of the right line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from matgrad.derivation.core import (
    Apply,
    Call,
    Component,
    Constant,
    Derivative,
    Differential,
    Node,
    Number,
    Product,
    Sum,
    Symbol,
    Total,
)
from matgrad.derivation.dims import is_one, is_scalar

MAX_TERMS = 200
Atom = tuple[Any, ...]
Term = tuple[Fraction, tuple[Atom, ...], tuple[Atom, ...]]
"""A number, scalar factors in any order, and the factors of a matrix product in their order."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What the letters of a function's body and the summation indices stand for."""

    coarse: bool = False
    values: Mapping[str, tuple[Node, Frame]] = field(default_factory=dict)
    indices: Mapping[str, str] = field(default_factory=dict)
    depth: int = 0


def form(node: Node, coarse: bool = False) -> Atom:
    """Return the form of an expression: equal for two expressions exactly if they are the same step.

    Parameters
    ----------
    node : Node
        An expression of the checker's core language.
    coarse : bool
        Whether slips in signs, numbers, transposes and letters are passed over.
    """
    return total_of(terms(node, False, Frame(coarse)), coarse)


def collected(whole: Atom) -> Atom:
    """Return a form without what is added and taken away again; like terms of one sign stay apart."""
    like: dict[Atom, list[Fraction]] = {}
    for number, *rest in whole[1:]:
        like.setdefault(tuple(rest), []).append(number)
    kept = {
        rest: found if min(found) > 0 or max(found) < 0 else [sum(found, Fraction(0))] for rest, found in like.items()
    }
    return total_of([(number, *rest) for rest, found in kept.items() for number in found if number], False)


def multiplied_out(whole: Atom) -> Atom:
    """Return a coarse form with its brackets multiplied out."""
    found: list[Term] = []
    for _, scalars, chain in whole[1:]:
        partial: list[tuple[Atom, ...]] = [()]
        for factor in chain:
            parts = [term[2] for term in multiplied_out(factor)[1:]] if factor[0] == "sum" else [(factor,)]
            partial = [(*before, *part) for before in partial for part in parts]
        found += [(Fraction(1), scalars, each) for each in partial[:MAX_TERMS]]
    return total_of(found[:MAX_TERMS], True)


def total_of(found: list[Term], coarse: bool) -> Atom:
    """Return a sum of terms as one value; like terms are not collected."""
    if coarse:
        found = [(Fraction(1), *term[1:]) for term in found]
    return ("sum", *sorted(found, key=repr))


def terms(node: Node, turned: bool, frame: Frame) -> list[Term]:
    """Return the terms of an expression, or of its transpose if `turned`; numbers before a bracket are taken in."""
    if isinstance(node, Sum):
        return [scaled(term, c) for c, part in node.terms for term in terms(part, turned, frame)]
    if isinstance(node, Apply) and node.operation == "transpose":
        return terms(node.arguments[0], not turned, frame)
    if isinstance(node, Symbol) and node.name in frame.values:
        meant, outer = frame.values[node.name]
        return terms(meant, turned, outer)
    if isinstance(node, Call) and node.body is not None:
        return terms(node.body, turned, inside(node, frame))
    number, scalars, chain = factors(node, turned, frame)
    if number == 0:
        return []
    if not scalars and len(chain) == 1 and chain[0][0] == "sum":
        return [scaled(term, number) for term in chain[0][1:]]
    if not chain and len(scalars) == 1 and scalars[0][0] == "sum":
        return [scaled(term, number) for term in scalars[0][1:]]
    return [(number, tuple(sorted(scalars, key=repr)), tuple(chain))]


def scaled(term: Term, number: Fraction) -> Term:
    """Return a term times a number."""
    return (term[0] * number, *term[1:])


def inside(call: Call, frame: Frame) -> Frame:
    """Return the frame of a function's body."""
    values = dict(zip(call.parameters, ((argument, frame) for argument in call.arguments), strict=False))
    same = {name: v for name, v in values.items() if not (isinstance(v[0], Symbol) and v[0].name == name)}
    return Frame(frame.coarse, same, frame.indices, frame.depth)


def factors(node: Node, turned: bool, frame: Frame) -> tuple[Fraction, list[Atom], list[Atom]]:
    """Return the number, the scalar factors and the matrix factors of a product."""
    if isinstance(node, Number):
        return node.value, [], []
    if isinstance(node, Product):
        one = factors(node.left, turned, frame)
        other = factors(node.right, turned, frame)
        first, second = (other, one) if turned else (one, other)
        number, scalars = one[0] * other[0], [*one[1], *other[1]]
        if is_scalar(node.shape) and not is_scalar(node.left.shape):
            return number, [*scalars, ("product", *either_way([*first[2], *second[2]], frame.coarse))], []
        return number, scalars, [*first[2], *second[2]]
    found = terms_or_atom(node, turned, frame)
    if isinstance(found, list):
        return bracket(found, node, frame.coarse)
    if found[0] == "number":
        return found[1], [], []
    return (Fraction(1), [found], []) if is_scalar(node.shape) else (Fraction(1), [], [found])


def bracket(found: list[Term], node: Node, coarse: bool) -> tuple[Fraction, list[Atom], list[Atom]]:
    """Return a sum as one factor; the number that its first term begins with is taken out."""
    if not found:
        return Fraction(0), [], []
    if len(found) == 1:
        return found[0][0], list(found[0][1]), list(found[0][2])
    lead = min(found, key=lambda term: repr((term[1], either_way(list(term[2]), coarse))))[0] or Fraction(1)
    whole = total_of([scaled(term, 1 / lead) for term in found], coarse)
    return (lead, [whole], []) if is_scalar(node.shape) else (lead, [], [whole])


def either_way(chain: list[Atom], coarse: bool) -> tuple[Atom, ...]:
    """Return a product that is a number, or its transpose: the one that comes first."""
    return min(tuple(chain), tuple(transposed(atom, coarse) for atom in reversed(chain)), key=repr)


def transposed(atom: Atom, coarse: bool) -> Atom:
    """Return the transpose of one factor."""
    if coarse:
        return atom
    if atom[0] == "turned":
        return atom[1]  # type: ignore[no-any-return]
    if atom[0] == "sum":
        return total_of([(n, s, tuple(transposed(a, coarse) for a in reversed(c))) for n, s, c in atom[1:]], coarse)
    return ("turned", atom)


def terms_or_atom(node: Node, turned: bool, frame: Frame) -> list[Term] | Atom:
    """Return the terms of what contains terms, else one factor."""
    if isinstance(node, Sum) or (isinstance(node, Symbol) and node.name in frame.values):
        return terms(node, turned, frame)
    if (isinstance(node, Call) and node.body is not None) or (
        isinstance(node, Apply) and node.operation == "transpose"
    ):
        return terms(node, turned, frame)
    found = atom(node, frame)
    if turned and not is_scalar(node.shape) and found[0] != "number":
        return transposed(found, frame.coarse)
    return found


def atom(node: Node, frame: Frame) -> Atom:
    """Return one factor that is neither a sum nor a product."""
    match node:
        case Number():
            return ("number", node.value)
        case Symbol():
            return ("letter", kind(node)) if frame.coarse else ("letter", node.name)
        case Constant():
            return ("constant", node.kind, index(node.index, frame))
        case Apply():
            return applied(node, frame)
        case Component():
            return ("entry", whole(node.array, frame), tuple(index(i, frame) for i in node.indices))
        case Total():
            bound = {**frame.indices, node.index: f"#{frame.depth}"}
            deeper = Frame(frame.coarse, frame.values, bound, frame.depth + 1)
            return ("total", whole(node.body, deeper))
        case Call():
            return ("call", node.function, *(whole(argument, frame) for argument in node.arguments))
        case Derivative():
            return differentiated(node, frame)
        case Differential():
            moved = None if node.direction is None else whole(node.direction, frame)
            return ("differential", whole(node.body, frame), node.variable, moved)
    raise TypeError(f"no form for {type(node).__name__}")


def whole(node: Node, frame: Frame) -> Atom:
    """Return the form of a part."""
    return total_of(terms(node, False, frame), frame.coarse)


def kind(node: Node) -> str:
    """Return what the coarse form keeps of a letter."""
    if is_scalar(node.shape):
        return "scalar"
    return "vector" if is_one(node.shape.rows) or is_one(node.shape.columns) else "matrix"


def index(name: str | int | None, frame: Frame) -> str | int | None:
    """Return an index; a summation index by its depth, so that its letter makes no difference."""
    return frame.indices.get(name, name) if isinstance(name, str) else name


def applied(node: Apply, frame: Frame) -> Atom:
    """Return an operation; powers of numbers are numbers, and first powers are left out."""
    if node.operation == "power" and node.parameter == 1:
        inner = factors(node.arguments[0], False, frame)
        plain = inner[0] == 1 and not inner[2] and len(inner[1]) == 1
        return inner[1][0] if plain else ("power", whole(node.arguments[0], frame), 1)
    base = node.arguments[0] if node.arguments else None
    if node.operation == "power" and isinstance(base, Number) and isinstance(node.parameter, int | Fraction):
        exponent = Fraction(node.parameter)
        if exponent.denominator == 1 and (base.value or exponent > 0) and abs(exponent) <= 12:
            return ("number", base.value ** int(exponent))
    parts = (unsigned(argument, frame) if "norm" in node.operation else whole(argument, frame)
             for argument in node.arguments)  # fmt: skip
    return (node.operation, node.parameter, *parts)


def unsigned(node: Node, frame: Frame) -> Atom:
    """Return the form of what stands in a norm, which has no sign."""
    found = terms(node, False, frame)
    first = min(found, key=lambda term: repr(term[1:]), default=None)
    negative = first is not None and first[0] < 0
    return total_of([scaled(term, Fraction(-1 if negative else 1)) for term in found], frame.coarse)


def differentiated(node: Derivative, frame: Frame) -> Atom:
    """Return a derivative; the spelling makes no difference, the layout does."""
    point = node.point
    here = point is None or (isinstance(point, Symbol) and point.name == node.variable)
    at = None if here or point is None else whole(point, frame)
    entries = tuple(index(i, frame) for i in (*node.entry, *node.second))
    layout = "" if frame.coarse else node.layout
    return ("derivative", whole(node.body, frame), node.variable, node.order, layout, at, entries)
