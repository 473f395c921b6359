"""What is understood and not written: sizes of constants, functions of the one variable, terms that are neglected."""

from __future__ import annotations

from . import syntax as s
from .core import Call, Node, Symbol, walk
from .definitions import replaced
from .differentiation import at_argument
from .dims import ONE, SCALAR, Size, is_scalar, size_of, times, unify
from .indices import index_letters
from .reading import Reading
from .targets import Target, wrt


def small_term(term: s.Syntax) -> int:
    """Order of the neglected part that a term o(h), O(‖h‖²) stands for; 0 for an ordinary term."""
    if not (isinstance(term, s.Product) and len(term.factors) == 2 and isinstance(term.factors[1][1], s.Group)):
        return 0
    head = term.factors[0][1]
    if not (isinstance(head, s.Name) and head.value in ("o", "O")):
        return 0
    inside = term.factors[1][1].items[0]
    exponent = 1
    if isinstance(inside, s.Script) and inside.marks and isinstance(inside.marks[-1].content, s.Number):
        exponent = int(inside.marks[-1].content.value)
    return exponent + 1 if head.value == "o" else exponent


def scalar_derivative(node: Node, order: int, span: s.Span, reading: Reading) -> Node | None:
    """The (f g)′ of scalar functions of one scalar variable; None where a prime on a bracket is a transpose."""
    variable = wrt(reading, quiet=True)
    shape = reading.context.shapes.get(variable or "")
    if variable is None or shape is None or not is_scalar(shape) or not is_scalar(node.shape):
        return None
    if all(not isinstance(n, Symbol) or n.name != variable for n in walk(node)):
        return None
    return at_argument(node, (), [Target(variable, shape)], min(order, 2), "d", span, reading)


def function_of_variable(letter: str, span: s.Span, reading: Reading) -> Node | None:
    """An undeclared g beside g′ where the variable is a scalar: an arbitrary function of it."""
    variable = wrt(reading, quiet=True)
    if variable is None or letter not in reading.context.primed or letter == variable:
        return None
    shape = reading.context.shapes.get(variable)
    if shape is None or not is_scalar(shape):
        return None
    return Call(SCALAR, span, letter, (Symbol(SCALAR, span, variable),))


def with_size(node: Node, subscript: s.Syntax | None, reading: Reading) -> Node:
    """Iₙ, 1ₘ: the subscript of a constant array is its size, if it is a size of the declarations or a number."""
    size: Size = ONE
    for letter in index_letters(subscript):
        if isinstance(letter, str) and letter not in reading.context.size_letters():
            return node
        size = times(size, size_of(letter))
    if size != ONE:
        unify(node.shape.rows, size)
    return node


def with_index(tree: s.Syntax, letter: str, index: str | int) -> s.Syntax:
    """The body of a family with another index in place of its letter."""
    return tree if letter == index else replaced(tree, {letter: s.Name(tree.span, str(index))})
