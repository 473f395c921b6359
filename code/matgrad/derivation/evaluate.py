"""The value of a core tree at one point: sizes are numbers, symbols are matrices of numbers.

Derivatives are taken by giving the variable an infinitesimal part (see `jets`). `Evaluator.value` is the door; each node
type has one method.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from . import jets
from .arithmetic import Field, Matrix
from .core import Apply, Call, Component, Constant, Derivative, Differential, Node, Number, Product, Sum, Symbol, Total
from .dependencies import Facts
from .dims import Free, Shape, Size, is_scalar, resolve
from .implicit import implicit_derivative
from .jets import Jet
from .limits import MAX_INDEX_LOOPS, Undecidable
from .operations import OPERATIONS, arbitrary_value
from .sampling import Point

Bindings = dict[str, Jet]


class Evaluator:
    """Values at one `Point`, in one kind of numbers.

    `bound` are the names that are bound or perturbed at present, `places` the values of indices. What does not depend
    on them is computed once.
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

    # --- sizes -------------------------------------------------------------------------------------------------------

    def size(self, size: Size) -> int:
        found = resolve(size)
        if isinstance(found, Free):
            return 1
        product = found.factor
        for letter in found.letters:
            product *= self.point.size(letter)
        return product

    def shape(self, shape: Shape) -> tuple[int, int]:
        return self.size(shape.rows), self.size(shape.columns)

    # --- the door ----------------------------------------------------------------------------------------------------

    def value(self, node: Node) -> Jet:
        names, indices = self.facts.of(node)
        if self.bound and not names.isdisjoint(self.bound):
            return self.compute(node)
        key = (id(node), *(self.places.get(i) for i in indices))
        if key not in self.kept:
            self.kept[key] = self.compute(node)
        return self.kept[key]

    def compute(self, node: Node) -> Jet:
        return COMPUTE[type(node)](self, node)  # type: ignore[no-any-return, operator]

    # --- leaves ------------------------------------------------------------------------------------------------------

    def number(self, node: Number) -> Jet:
        return {0: [[self.field.number(node.value)]]}

    def symbol(self, node: Symbol) -> Jet:
        if node.name in self.bound:
            return self.bound[node.name]
        if node.name.startswith("#"):
            return {0: [[self.field.number(Fraction(self.point.size(node.name[1:])))]]}
        if node.name.endswith("]"):
            return self.point.value(
                f"{node.name[:-2]}{self.places.get(node.name[-2], 0)}]", self.shape(node.shape), self.field
            )
        return self.point.value(node.name, self.shape(node.shape), self.field)

    def constant(self, node: Constant) -> Jet:
        rows, columns = self.shape(node.shape)
        one, zero = self.field.number(Fraction(1)), self.field.number(Fraction(0))
        if node.kind == "identity":
            return {0: [[one if i == j else zero for j in range(columns)] for i in range(rows)]}
        if node.kind == "unit":
            place = self.place(node.index)
            return {0: [[one if i == place else zero] for i in range(rows)]}
        return {0: [[one if node.kind == "ones" else zero] * columns for _ in range(rows)]}

    def place(self, index: str | int | None) -> int:
        if isinstance(index, int):
            return index - 1
        if index is None or index not in self.places:
            raise Undecidable(f"the index {index} is not bound")
        return self.places[index]

    # --- algebra -----------------------------------------------------------------------------------------------------

    def sum(self, node: Sum) -> Jet:
        result: Jet | None = None
        for coefficient, term in node.terms:
            value = self.value(term)
            if coefficient != 1:
                value = jets.scale(self.field, value, self.field.number(coefficient))
            result = value if result is None else jets.add(self.field, result, value)
        assert result is not None
        return result

    def product(self, node: Product) -> Jet:
        left, right = self.value(node.left), self.value(node.right)
        if is_one_by_one(left):
            return jets.scalar_times(self.field, left, right)
        if is_one_by_one(right):
            return jets.scalar_times(self.field, right, left)
        return jets.multiply(self.field, left, right)

    def apply(self, node: Apply) -> Jet:
        if node.operation == "assemble":
            return self.assemble(node)
        if node.operation == "increment":
            return self.increment(node)
        return OPERATIONS[node.operation](self.field, node, *[self.value(a) for a in node.arguments])

    def component(self, node: Component) -> Jet:
        array = self.value(node.array)
        rows, columns = len(array[0]), len(array[0][0])
        places = [self.place(i) for i in node.indices]
        i, j = (places[0], places[1]) if len(places) == 2 else (places[0], 0) if columns == 1 else (0, places[0])
        if i >= rows or j >= columns:
            raise Undecidable("an index is larger than the sizes that are tested")
        return {mask: [[matrix[i][j]]] for mask, matrix in array.items()}

    def total(self, node: Total) -> Jet:
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
        if outer is None:
            self.places.pop(index, None)
        else:
            self.places[index] = outer

    def assemble(self, node: Apply) -> Jet:
        """The array whose entries an indexed definition gives: r with rᵢ = …"""
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

    # --- functions and derivatives -----------------------------------------------------------------------------------

    def call(self, node: Call) -> Jet:
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

    def derivative(self, node: Derivative) -> Jet:
        if self.is_implicit(node):
            return implicit_derivative(self, node)
        start = self.value(node.point) if node.point is not None else self.variable_value(node)
        if node.entry:
            return self.entry_derivative(node, start)
        rows, columns = len(start[0]), len(start[0][0])
        places = [(i, j) for j in range(columns) for i in range(rows)]
        if node.order == 2:
            grid = [[self.second(node, start, one, other) for other in places] for one in places]
            return gather(grid, self.field)
        parts = {place: self.first(node, start, place) for place in places}
        if is_scalar(node.body.shape):
            grid = [[parts[i, j] for j in range(columns)] for i in range(rows)]
        elif rows == columns == 1:
            return parts[0, 0]
        else:
            return self.jacobian(node, [parts[place] for place in places])
        return gather(grid if node.layout == "denominator" else transposed_grid(grid), self.field)

    def is_implicit(self, node: Derivative) -> bool:
        """Whether the variable is a defined name that the body does not mention: ∂C/∂g where g = Wh + b is written out."""
        return node.definition is not None and node.point is None and node.variable not in self.facts.of(node.body)[0]

    def variable_value(self, node: Derivative) -> Jet:
        if node.definition is not None:
            return self.value(node.definition)
        return self.current(node.variable, node.variable_shape)

    def jacobian(self, node: Derivative, parts: list[Jet]) -> Jet:
        """Rows are the entries of the variable (denominator layout), columns those of the body."""
        flat = [jets.linear(part, lambda m: [[x for row in m for x in row]]) for part in parts]
        length = len(flat[0][0][0]) if flat[0] and 0 in flat[0] else max(self.shape(node.body.shape))
        grid = [[jets.linear(part, lambda m, k=k: [[m[0][k]]]) for k in range(length)] for part in flat]
        return gather(grid if node.layout == "denominator" else transposed_grid(grid), self.field)

    def entry_derivative(self, node: Derivative, start: Jet) -> Jet:
        places = [self.entry_place(entry, start) for entry in (node.entry, node.second) if entry]
        if len(places) == 1:
            return self.filled(self.first(node, start, places[0]), node.shape)
        return self.filled(self.second(node, start, places[0], places[1]), node.shape)

    def entry_place(self, entry: tuple[str | int, ...], start: Jet) -> tuple[int, int]:
        places = [self.place(i) for i in entry]
        rows, columns = len(start[0]), len(start[0][0])
        place = (places[0], places[1]) if len(places) == 2 else (places[0], 0) if columns == 1 else (0, places[0])
        if place[0] >= rows or place[1] >= columns:
            raise Undecidable("an index is larger than the sizes that are tested")
        return place

    def first(self, node: Derivative, start: Jet, place: tuple[int, int]) -> Jet:
        bit = self.take_bit()
        moved = jets.add(self.field, start, {bit: unit_matrix(self.field, start, place)})
        value = self.with_bound({node.variable: moved}, node.body)
        self.next_bit = bit
        return self.filled(jets.part(value, bit), node.body.shape)

    def second(self, node: Derivative, start: Jet, one: tuple[int, int], other: tuple[int, int]) -> Jet:
        bit, second_bit = self.take_bit(), self.take_bit()
        moved = jets.add(self.field, start, {bit: unit_matrix(self.field, start, one)})
        moved = jets.add(self.field, moved, {second_bit: unit_matrix(self.field, start, other)})
        value = self.with_bound({node.variable: moved}, node.body)
        self.next_bit = bit
        return self.filled(jets.part(jets.part(value, bit), second_bit), node.body.shape)

    def along(self, node: Derivative, direction: Matrix) -> Jet:
        """The derivative of the body along `direction`."""
        start = self.value(node.point) if node.point is not None else self.variable_value(node)
        bit = self.take_bit()
        value = self.with_bound({node.variable: jets.add(self.field, start, {bit: direction})}, node.body)
        self.next_bit = bit
        return self.filled(jets.part(value, bit), node.body.shape)

    def take_bit(self) -> int:
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

    def differential(self, node: Differential) -> Jet:
        bit = self.take_bit()
        if node.direction is not None and node.point is not None and node.variable is not None:
            moved = {node.variable: self.moved(self.value(node.point), self.value(node.direction), bit)}
        else:
            names, _ = self.facts.of(node.body)
            moved = {
                name: self.moved(self.current(name, self.point.shapes[name]), self.direction(name), bit)
                for name in self.active
                if name in names
            }
        value = self.with_bound(moved, node.body) if moved else self.value(node.body)
        self.next_bit = bit
        return self.filled(jets.part(value, bit), node.shape)

    def increment(self, node: Apply) -> Jet:
        """Δ(body): the exact change of the body when every active symbol s becomes s + Δs."""
        body = node.arguments[0]
        names, _ = self.facts.of(body)
        moved = {
            name: jets.add(self.field, self.current(name, self.point.shapes[name]), self.direction(name))
            for name in self.active
            if name in names
        }
        before = self.value(body)
        return jets.add(
            self.field, self.with_bound(moved, body), jets.scale(self.field, before, self.field.number(Fraction(-1)))
        )

    def direction(self, name: str) -> Jet:
        value = self.point.value(f"d {name}", self.shape(self.point.shapes[name]), self.field, like=name)
        return value if self.small is None else jets.scalar_times(self.field, self.small, value)

    def moved(self, start: Jet, direction: Jet, bit: int) -> Jet:
        return jets.add(self.field, start, {mask | bit: matrix for mask, matrix in direction.items() if not mask & bit})


def is_one_by_one(jet: Jet) -> bool:
    matrix = next(iter(jet.values()))
    return len(matrix) == 1 and len(matrix[0]) == 1


def unit_matrix(field: Field, like: Jet, place: tuple[int, int]) -> Matrix:
    rows, columns = len(like[0]), len(like[0][0])
    one, zero = field.number(Fraction(1)), field.number(Fraction(0))
    return [[one if (i, j) == place else zero for j in range(columns)] for i in range(rows)]


def transposed_grid(grid: list[list[Jet]]) -> list[list[Jet]]:
    return [list(column) for column in zip(*grid, strict=True)]


def gather(grid: list[list[Jet]], field: Field) -> Jet:
    """One jet of matrices from a grid of 1 × 1 jets."""
    masks = {0}.union(*(jet for row in grid for jet in row))
    zero = [[field.number(Fraction(0))]]
    return {mask: [[jet.get(mask, zero)[0][0] for jet in row] for row in grid] for mask in masks}


COMPUTE = {
    Number: Evaluator.number, Symbol: Evaluator.symbol, Constant: Evaluator.constant, Sum: Evaluator.sum, Product: Evaluator.product,
    Apply: Evaluator.apply, Component: Evaluator.component, Total: Evaluator.total, Call: Evaluator.call, Derivative: Evaluator.derivative,
    Differential: Evaluator.differential,
}  # fmt: skip
