"""The value of a core tree at one point, derivatives included.

A derivative is taken by giving the variable an infinitesimal part (see `jets`); `Evaluator.value` is the door.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, ClassVar

from . import jets
from .arithmetic import Field, Matrix
from .core import Apply, Derivative, Differential, Node
from .dims import is_scalar
from .implicit import implicit_derivative
from .jets import Jet
from .limits import Undecidable
from .values import ValueEvaluator, gather


class Evaluator(ValueEvaluator):
    """Values at one `Point`: what `ValueEvaluator` knows, and derivatives and differentials."""

    def derivative(self, node: Derivative) -> Jet:
        """All entries of a derivative, one infinitesimal for each entry of the variable."""
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
        """Whether the variable is a defined name that the body does not mention, as in ∂C/∂g with g written out."""
        return node.definition is not None and node.point is None and node.variable not in self.facts.of(node.body)[0]

    def variable_value(self, node: Derivative) -> Jet:
        """The point at which the variable stands."""
        if node.definition is not None:
            return self.value(node.definition)
        return self.current(node.variable, node.variable_shape)

    def jacobian(self, node: Derivative, parts: list[Jet]) -> Jet:
        """Rows are the entries of the variable (denominator layout), columns those of the body."""
        flat = [{mask: [x for row in matrix for x in row] for mask, matrix in part.items()} for part in parts]
        length = max(self.shape(node.body.shape))
        grid = [[{mask: [[row[k]]] for mask, row in part.items()} for k in range(length)] for part in flat]
        return gather(grid if node.layout == "denominator" else transposed_grid(grid), self.field)

    def entry_derivative(self, node: Derivative, start: Jet) -> Jet:
        """The derivative by one entry of the variable."""
        places = [self.entry_place(entry, start) for entry in (node.entry, node.second) if entry]
        if len(places) == 1:
            return self.filled(self.first(node, start, places[0]), node.shape)
        return self.filled(self.second(node, start, places[0], places[1]), node.shape)

    def entry_place(self, entry: tuple[str | int, ...], start: Jet) -> tuple[int, int]:
        """Row and column of the entry that a derivative is taken by."""
        places = [self.place(i) for i in entry]
        rows, columns = len(start[0]), len(start[0][0])
        place = (places[0], places[1]) if len(places) == 2 else (places[0], 0) if columns == 1 else (0, places[0])
        if place[0] >= rows or place[1] >= columns:
            raise Undecidable("an index is larger than the sizes that are tested")
        return place

    def first(self, node: Derivative, start: Jet, place: tuple[int, int]) -> Jet:
        """The derivative of the body by one entry of the variable."""
        bit = self.take_bit()
        moved = jets.add(self.field, start, {bit: unit_matrix(self.field, start, place)})
        value = self.with_bound({node.variable: moved}, node.body)
        self.next_bit = bit
        return self.filled(jets.part(value, bit), node.body.shape)

    def second(self, node: Derivative, start: Jet, one: tuple[int, int], other: tuple[int, int]) -> Jet:
        """The second derivative of the body by two entries of the variable."""
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

    def differential(self, node: Differential) -> Jet:
        """The part of the body that is linear in the increments of the active symbols."""
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

    def apply(self, node: Apply) -> Jet:
        """An operation of the table, or the exact increment Δ(…)."""
        return self.increment(node) if node.operation == "increment" else super().apply(node)

    def increment(self, node: Apply) -> Jet:
        """Δ(body): the exact change of the body when every active symbol s becomes s + Δs."""
        body = node.arguments[0]
        names, _ = self.facts.of(body)
        moved = {
            name: jets.add(self.field, self.current(name, self.point.shapes[name]), self.direction(name))
            for name in self.active
            if name in names
        }
        before = jets.scale(self.field, self.value(body), self.field.number(Fraction(-1)))
        return jets.add(self.field, self.with_bound(moved, body), before)

    def direction(self, name: str) -> Jet:
        """The increment of a symbol: ds."""
        value = self.point.value(f"d {name}", self.shape(self.point.shapes[name]), self.field, like=name)
        return value if self.small is None else jets.scalar_times(self.field, self.small, value)

    def moved(self, start: Jet, direction: Jet, bit: int) -> Jet:
        """The jet start + ε direction."""
        return jets.add(self.field, start, {mask | bit: matrix for mask, matrix in direction.items() if not mask & bit})

    rules: ClassVar[dict[type[Node], Callable[[Any, Any], Jet]]] = {
        **ValueEvaluator.rules, Apply: apply, Derivative: derivative, Differential: differential,
    }  # fmt: skip


def unit_matrix(field: Field, like: Jet, place: tuple[int, int]) -> Matrix:
    """The matrix with a one at `place` and zeros elsewhere, as large as `like`."""
    rows, columns = len(like[0]), len(like[0][0])
    one, zero = field.number(Fraction(1)), field.number(Fraction(0))
    return [[one if (i, j) == place else zero for j in range(columns)] for i in range(rows)]


def transposed_grid(grid: list[list[Jet]]) -> list[list[Jet]]:
    """Rows for columns."""
    return [list(column) for column in zip(*grid, strict=True)]
