"""Values of a core tree at one point: sizes are numbers, symbols are matrices of numbers.

`ValueEvaluator` knows everything but derivatives, which `evaluate` adds.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, ClassVar

from . import jets
from .arithmetic import Field
from .core import Apply, Call, Component, Constant, Node, Number, Product, Sum, Symbol, Total
from .dependencies import Facts
from .dims import Free, Shape, Size, resolve
from .jets import Jet
from .limits import MAX_INDEX_LOOPS, Undecidable
from .names import IMAGINARY
from .operations import OPERATIONS, arbitrary_value
from .sampling import Point

Bindings = dict[str, Jet]


class ValueEvaluator:
    """Values at one `Point`, in one kind of numbers.

    `bound` are the names that are bound or perturbed at present, `places` the values of indices. What does not depend
    on them is computed once. `rules` has one method for each type of node.
    """

    def __init__(
        self,
        field: Field,
        point: Point,
        active: tuple[str, ...] = (),
        small: Jet | None = None,
        facts: Facts | None = None,
    ) -> None:
        self.field, self.point, self.active = field, point, active
        self.small = small
        self.places: dict[str, int] = {}
        self.bound: Bindings = {}
        self.next_bit = 1 if small is None else 1 << max(small).bit_length()
        self.kept: dict[tuple[Any, ...], Jet] = {}
        self.facts = facts if facts is not None else Facts()
        self.loops = 0

    def size(self, size: Size) -> int:
        """The number that a size stands for at this point."""
        found = resolve(size)
        if isinstance(found, Free):
            return 1
        product = found.factor
        for letter in found.letters:
            product *= self.point.size(letter)
        return product

    def shape(self, shape: Shape) -> tuple[int, int]:
        """Rows and columns of a shape at this point."""
        return self.size(shape.rows), self.size(shape.columns)

    def value(self, node: Node) -> Jet:
        """Value of a node; what depends on nothing bound is kept."""
        names, indices = self.facts.of(node)
        if self.bound and not names.isdisjoint(self.bound):
            return self.compute(node)
        key = (id(node), *(self.places.get(i) for i in indices))
        if key not in self.kept:
            self.kept[key] = self.compute(node)
        return self.kept[key]

    def compute(self, node: Node) -> Jet:
        """Value of a node, by the rule of its type."""
        return self.rules[type(node)](self, node)

    def number(self, node: Number) -> Jet:
        """A literal."""
        return {0: [[self.field.number(node.value)]]}

    def symbol(self, node: Symbol) -> Jet:
        """A symbol where it stands, or the member of a family that its index names."""
        if node.name in self.bound:
            return self.bound[node.name]
        if node.name == IMAGINARY:
            return {0: [[self.field.imaginary_unit()]]}
        if node.name.startswith("#"):
            return {0: [[self.field.number(Fraction(self.point.size(node.name[1:])))]]}
        if node.name.endswith("]"):
            return self.point.value(
                f"{node.name[:-2]}{self.places.get(node.name[-2], 0)}]", self.shape(node.shape), self.field
            )
        return self.point.value(node.name, self.shape(node.shape), self.field)

    def constant(self, node: Constant) -> Jet:
        """The identity, a unit vector, ones or zeros of the node's shape."""
        rows, columns = self.shape(node.shape)
        one, zero = self.field.number(Fraction(1)), self.field.number(Fraction(0))
        if node.kind == "identity":
            return {0: [[one if i == j else zero for j in range(columns)] for i in range(rows)]}
        if node.kind == "unit":
            place = self.place(node.index)
            return {0: [[one if i == place else zero] for i in range(rows)]}
        return {0: [[one if node.kind == "ones" else zero] * columns for _ in range(rows)]}

    def place(self, index: str | int | None) -> int:
        """The place, counted from 0, that an index names."""
        if isinstance(index, int):
            return index - 1
        if index is None or index not in self.places:
            raise Undecidable(f"the index {index} is not bound")
        return self.places[index]

    def sum_of(self, node: Sum) -> Jet:
        """Σ coefficient × term."""
        result: Jet | None = None
        for coefficient, term in node.terms:
            value = self.value(term)
            if coefficient != 1:
                value = jets.scale(self.field, value, self.field.number(coefficient))
            result = value if result is None else jets.add(self.field, result, value)
        assert result is not None
        return result

    def product(self, node: Product) -> Jet:
        """A matrix product, or a product with a scalar."""
        left, right = self.value(node.left), self.value(node.right)
        if is_one_by_one(left):
            return jets.scalar_times(self.field, left, right)
        if is_one_by_one(right):
            return jets.scalar_times(self.field, right, left)
        return jets.multiply(self.field, left, right)

    def apply(self, node: Apply) -> Jet:
        """An operation of the table in `operations`."""
        if node.operation == "assemble":
            return self.assemble(node)
        if node.operation in ("real", "imaginary"):
            return self.complex_part(node)
        return OPERATIONS[node.operation](self.field, node, *[self.value(a) for a in node.arguments])

    def complex_part(self, node: Apply) -> Jet:
        """(z + z̄)/2 or (z − z̄)/2i, where z̄ is the argument with −i in place of i."""
        unit, body = self.field.imaginary_unit(), node.arguments[0]
        value = self.value(body)
        conjugate = self.with_bound({IMAGINARY: {0: [[self.field.reduce(-unit)]]}}, body)
        sign = 1 if node.operation == "real" else -1
        total = jets.add(self.field, value, jets.scale(self.field, conjugate, self.field.number(Fraction(sign))))
        double = self.field.number(Fraction(2))
        divisor = double if sign > 0 else self.field.reduce(double * unit)
        return jets.scale(self.field, total, self.field.reciprocal(divisor))

    def component(self, node: Component) -> Jet:
        """One entry of an array."""
        array = self.value(node.array)
        rows, columns = len(array[0]), len(array[0][0])
        places = [self.place(i) for i in node.indices]
        i, j = (places[0], places[1]) if len(places) == 2 else (places[0], 0) if columns == 1 else (0, places[0])
        if i >= rows or j >= columns:
            raise Undecidable("an index is larger than the sizes that are tested")
        return {mask: [[matrix[i][j]]] for mask, matrix in array.items()}

    def total(self, node: Total) -> Jet:
        """The sum of the body over all places of its index."""
        result: Jet | None = None
        outer = self.places.get(node.index)
        for place in range(self.size(node.size)):
            self.loops += 1
            if self.loops > MAX_INDEX_LOOPS:
                raise Undecidable("the sums over indices are nested too deeply to be tested")
            self.places[node.index] = place
            value = self.value(node.body)
            result = value if result is None else jets.add(self.field, result, value)
        self.restore(node.index, outer)
        assert result is not None
        return result

    def restore(self, index: str, outer: int | None) -> None:
        """Give an index back the place that it had outside a sum."""
        if outer is None:
            self.places.pop(index, None)
        else:
            self.places[index] = outer

    def assemble(self, node: Apply) -> Jet:
        """The array whose entries an indexed definition gives: r with rᵢ = …."""
        indices = str(node.parameter).split(",")
        rows, columns = self.shape(node.shape)
        outer = dict(self.places)
        grid: list[list[Jet]] = []
        for i in range(rows):
            grid.append([])
            for j in range(columns):
                self.places.update(zip(indices, (i, j), strict=False))
                grid[-1].append(self.value(node.arguments[0]))
        self.places = outer
        return gather(grid, self.field)

    def call(self, node: Call) -> Jet:
        """A function at its arguments: its body there, or a random smooth function."""
        if not node.arguments and node.function in self.bound:
            return self.bound[node.function]
        if node.body is None:
            arguments = [self.value(a) for a in node.arguments]
            rows, columns = self.shape(node.shape)
            grid = [
                [
                    arbitrary_value(self.field, self.point, f"{node.function}[{i},{j}]", arguments)
                    for j in range(columns)
                ]
                for i in range(rows)
            ]
            return gather(grid, self.field)
        if not node.parameters:
            return self.value(node.body)
        return self.with_bound(
            {p: self.value(a) for p, a in zip(node.parameters, node.arguments, strict=True)}, node.body
        )

    def with_bound(self, names: Bindings, body: Node) -> Jet:
        """Value of `body` while some names are bound."""
        outer = self.bound
        self.bound = {**outer, **names}
        try:
            return self.value(body)
        finally:
            self.bound = outer

    def current(self, name: str, shape: Shape) -> Jet:
        """The value of a variable where it stands."""
        if name in self.bound:
            return self.bound[name]
        return self.point.value(name, self.shape(shape), self.field)

    def take_bit(self) -> int:
        """A new infinitesimal."""
        bit = self.next_bit
        if bit.bit_length() > 8:
            raise Undecidable("derivatives are nested too deeply to be tested")
        self.next_bit = bit << 1
        return bit

    def filled(self, jet: Jet, shape: Shape) -> Jet:
        """`jet`, with a zero ordinary part where it has none."""
        if 0 in jet:
            return jet
        rows, columns = self.shape(shape)
        zero = self.field.number(Fraction(0))
        return {0: [[zero] * columns for _ in range(rows)], **jet}

    rules: ClassVar[dict[type[Node], Callable[[Any, Any], Jet]]] = {
        Number: number, Symbol: symbol, Constant: constant, Sum: sum_of, Product: product, Apply: apply,
        Component: component, Total: total, Call: call,
    }  # fmt: skip


def is_one_by_one(jet: Jet) -> bool:
    """Whether a value is a scalar."""
    matrix = next(iter(jet.values()))
    return len(matrix) == 1 and len(matrix[0]) == 1


def gather(grid: list[list[Jet]], field: Field) -> Jet:
    """One jet of matrices from a grid of 1 × 1 jets."""
    masks = {0}.union(*(jet for row in grid for jet in row))
    zero = [[field.number(Fraction(0))]]
    return {mask: [[jet.get(mask, zero)[0][0] for jet in row] for row in grid] for mask in masks}
