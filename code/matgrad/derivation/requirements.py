"""What a test of some nodes needs: floating point or not, how large the sizes, which letters."""

from __future__ import annotations

from fractions import Fraction

from .context import Context
from .core import Apply, Call, Component, Constant, Derivative, Node, Number, Product, Sum, Symbol, Total, walk
from .dims import Dim, Size, addends, resolve
from .operations import FLOATING


def degree_of(node: Node) -> int:
    """How many letters are multiplied in one term, at most."""
    if isinstance(node, Symbol):
        return 1
    if isinstance(node, Number | Constant):
        return 0
    if isinstance(node, Sum):
        return max(degree_of(t) for _, t in node.terms)
    if isinstance(node, Product):
        return degree_of(node.left) + degree_of(node.right)
    if isinstance(node, Call):
        inner = max((degree_of(a) for a in node.arguments), default=1)
        return max(inner, 1) * max(degree_of(node.body), 1) if node.body is not None else inner + 2
    if isinstance(node, Apply):
        total = sum(degree_of(a) for a in node.arguments)
        if node.operation in ("norm_squared",):
            return 2 * total
        if node.operation == "power" and isinstance(node.parameter, Fraction):
            return total * max(1, abs(int(node.parameter)))
        return total
    return max((degree_of(c) for c in node.children()), default=0)


def needs_floating(nodes: list[Node]) -> bool:
    """Whether some nodes have no value modulo a prime."""
    for root in nodes:
        for node in walk(root):
            if isinstance(node, Apply) and (
                node.operation in FLOATING
                or (
                    node.operation == "power"
                    and isinstance(node.parameter, Fraction)
                    and node.parameter.denominator != 1
                )
            ):
                return True
            if isinstance(node, Symbol) and node.name == "π":
                return True
    return False


def letters_of(nodes: list[Node]) -> tuple[list[str], dict[str, int]]:
    """Size letters that occur, and the least size that numeric indices ask for."""
    letters: set[str] = set()
    least: dict[str, int] = {}

    def note(size: Size, at_least: int = 1) -> None:
        found = resolve(size)
        if isinstance(found, Dim):
            letters.update(x for letter in found.letters for part in addends(Dim(1, (letter,))) for x in part.letters)
            if len(found.letters) == 1 and at_least > 1:
                least[found.letters[0]] = max(at_least, least.get(found.letters[0], 1))

    for root in nodes:
        for node in walk(root):
            note(node.shape.rows)
            note(node.shape.columns)
            if isinstance(node, Total):
                note(node.size)
            if isinstance(node, Component):
                sizes = (node.array.shape.rows, node.array.shape.columns)
                for index, size in zip(
                    node.indices,
                    sizes if len(node.indices) == 2 else (sizes[0] if resolve(sizes[1]) == Dim(1) else sizes[1],),
                    strict=False,
                ):
                    if isinstance(index, int):
                        note(size, index)
            if isinstance(node, Derivative):
                note(node.variable_shape.rows, max((i for i in node.entry if isinstance(i, int)), default=1))
    return sorted(letters), least


def rank_facts(context: Context) -> tuple[tuple[str, str, str], ...]:
    """Size relations that an assumed full rank brings with it."""
    facts = []
    for name, kinds in context.assumptions.items():
        shape = context.shapes.get(name)
        if shape is None:
            continue
        rows, columns = resolve(shape.rows), resolve(shape.columns)
        for kind, sign in (("full column rank", "≥"), ("full row rank", "≤"), ("orthonormal columns", "≥")):
            if kind in kinds and isinstance(rows, Dim) and isinstance(columns, Dim):
                facts.append((str(rows), sign, str(columns)))
    return tuple(facts)
