"""From what is written to what is meant: names, numbers, sums and scripts.

The decisions that need shapes are taken here and in `products`, `functions`, `derivatives` and `indices`: whether a
mark is a transpose or a derivative, what 1, 0 and I are, which bracketing of a product conforms.
"""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from fractions import Fraction

from . import syntax as s
from .arrays import add, norm
from .calls import call_value, defined_value
from .constants import constant_value
from .core import Apply, Call, Constant, Node, Number, Symbol
from .declare import annotation_shape
from .derivatives import bare_nabla, ratio
from .differentials import differential
from .differentiation import at_argument
from .dims import ONE, SCALAR, Free, Shape, is_one, is_scalar, unify_shapes
from .ellipsis import without_dots
from .functions import apply_function, is_function_name
from .indices import component, index_letters, total
from .labels import known_name, own_name
from .limits import MAX_DEPTH
from .literals import literal_rows, written_array
from .marks import apply_mark, compact, is_label, is_star, is_transpose
from .matrix_products import colon_product
from .names import IMAGINARY
from .products import product
from .reading import Reading
from .suggest import undeclared
from .understood import function_of_variable, scalar_derivative, small_term, with_index, with_size


def elaborate(tree: s.Syntax, reading: Reading) -> Node:
    """Return the core tree of `tree`; problems and notes are added to `reading`."""
    for written, meant in reading.context.equivalents:
        if tree == written:
            tree = meant
    reading.depth += 1
    if reading.depth > 4 * MAX_DEPTH:
        reading.depth -= 1
        return reading.opaque("the definitions are nested too deeply", tree.span)
    try:
        return RULES[type(tree)](tree, reading)  # type: ignore[no-any-return, operator]
    finally:
        reading.depth -= 1


def number(tree: s.Number, reading: Reading) -> Node:
    """A literal."""
    return Number(SCALAR, tree.span, tree.value)


def special(tree: s.Special, reading: Reading) -> Node:
    """Bold 0 and 1: arrays whose shape the context decides."""
    return Constant(Shape(Free(), Free()) if tree.kind == "zero" else Shape(Free(), ONE), tree.span, tree.kind)


def name(tree: s.Name, reading: Reading) -> Node:
    """A letter: bound, declared, defined, a constant of the language, or undeclared."""
    context, letter = reading.context, tree.value
    if letter in reading.bound:
        return Symbol(reading.bound[letter], tree.span, letter)
    if letter in context.values and f"={letter}" not in reading.inside:
        return defined_value(tree, reading)
    if letter in context.depends and letter not in context.values:
        arguments = tuple(name(s.Name(tree.span, d), reading) for d in context.depends[letter])
        return Call(context.shapes.get(letter, SCALAR), tree.span, letter, arguments)
    if letter in context.counts:
        return Symbol(SCALAR, tree.span, f"#{letter}")
    if letter in context.shapes:
        return Symbol(context.shapes[letter], tree.span, letter)
    if letter in context.functions:
        return call_value(letter, tree.span, reading)
    if letter in ("I", "𝕀", "1l"):
        size = Free()
        return Constant(Shape(size, size), tree.span, "identity")
    if letter in ("π", IMAGINARY):
        return Symbol(SCALAR, tree.span, letter)
    if letter == "e":
        return Apply(SCALAR, tree.span, "exp", (Number(SCALAR, tree.span, Fraction(1)),))
    if letter in context.size_letters() or letter in "nNmMkKp":
        return Symbol(SCALAR, tree.span, f"#{letter}")
    plain = "".join(c for c in unicodedata.normalize("NFD", letter) if not unicodedata.combining(c))
    if plain != letter and plain in context.shapes:
        reading.note(f"{letter} is read as {plain}")
        return Symbol(context.shapes[plain], tree.span, plain)
    return function_of_variable(letter, tree.span, reading) or undeclared(letter, tree.span, reading)


def group(tree: s.Group, reading: Reading) -> Node:
    """What stands in brackets."""
    if literal_rows(tree) is not None:
        return written_array(tree, reading)
    inner = reading.node(tree.items[0])
    return inner if tree.bracket == "{" else replace(inner, span=tree.span)


def bars(tree: s.Bars, reading: Reading) -> Node:
    """|·| or ‖·‖ without scripts."""
    return norm(reading.node(tree.body), tree.double, (), tree.span, reading)


def inner(tree: s.Inner, reading: Reading) -> Node:
    """⟨a, b⟩."""
    return colon_product([reading.node(tree.left), reading.node(tree.right)], tree.span, reading, "⟨ , ⟩")


def signed_sum(tree: s.Sum, reading: Reading) -> Node:
    """A sum; small terms such as o(h) set the order of the comparison instead."""
    value = constant_value(tree)
    if value is not None and len(tree.terms) == 1:
        return Number(SCALAR, tree.span, value)
    resolved = without_dots(tree)
    if resolved is not tree:
        reading.note("the dots are read as a sum over an index")
        return reading.node(resolved)
    terms = []
    for sign, term in tree.terms:
        if small := small_term(term):
            reading.small_order = min(small, reading.small_order or small)
            continue
        terms.append((Fraction(1 if sign == "+" else -1), reading.node(term)))
    return add(terms, tree.span, reading)


def script(tree: s.Script, reading: Reading) -> Node:
    """Something with marks: take the base with the marks that belong to its name, then apply the others in turn."""
    base, marks = tree.base, tree.marks
    if isinstance(base, s.Nabla | s.Diff):
        return reading.opaque("a derivative sign stands without an operand", tree.span)
    if isinstance(base, s.Bars):
        return norm_with_marks(base, marks, tree.span, reading)
    if isinstance(base, s.Name):
        node, marks = scripted_name(base, marks, reading)
    elif (
        isinstance(base, s.Number)
        and base.value == 1
        and (is_transpose(marks[0]) or index_letters(marks[0].content if marks[0].kind == "sub" else None))
    ):
        node, marks = Constant(Shape(Free(), ONE), base.span, "ones"), marks[1:] if marks[0].kind == "sub" else marks
    else:
        node = reading.node(base)
        order = sum(len(m.text) for m in marks if m.kind == "prime")
        if order and isinstance(base, s.Group) and (slope := scalar_derivative(node, order, tree.span, reading)):
            node, marks = slope, tuple(m for m in marks if m.kind != "prime")
    for mark in marks:
        node = apply_mark(node, mark, (tree.span[0], mark.span[1]), reading)
    return node


def norm_with_marks(base: s.Bars, marks: tuple[s.Mark, ...], span: s.Span, reading: Reading) -> Node:
    """A norm with its subscript and its power."""
    subscripts = tuple(m for m in marks if m.kind == "sub")
    rest = tuple(m for m in marks if m.kind != "sub")
    exponent = None
    if rest and rest[0].kind == "sup" and rest[0].content is not None:
        exponent = constant_value(rest[0].content)
    node = norm(reading.node(base.body), base.double, subscripts, span, reading, exponent or Fraction(1))
    for mark in rest[1:] if exponent else rest:
        node = apply_mark(node, mark, span, reading)
    return node


def scripted_name(base: s.Name, marks: tuple[s.Mark, ...], reading: Reading) -> tuple[Node, tuple[s.Mark, ...]]:
    """A name with the scripts that are part of it: x_{i+1}, x^{(k)}, Σ_w, eᵢ, e^z, f′."""
    context = reading.context
    first = marks[0]
    if is_star(first) and f"{base.value}^*" in context.defined():
        return name(s.Name((base.span[0], first.span[1]), f"{base.value}^*"), reading), marks[1:]
    if first.kind == "prime" and base.value + first.text in context.shapes:
        return name(s.Name((base.span[0], first.span[1]), base.value + first.text), reading), marks[1:]
    found = known_name(base.value, marks, context.defined() | frozenset(reading.bound))
    if found is not None and found[0] not in context.functions:
        return name(s.Name((base.span[0], marks[found[1] - 1].span[1]), found[0]), reading), marks[found[1] :]
    spelled = f"{base.value}{'_' if first.kind == 'sub' else '^'}"
    for candidate in (spelled + compact(first.text), spelled + "{" + compact(first.text) + "}"):
        if first.kind in ("sub", "sup") and candidate in context.functions:
            return call_value(candidate, (base.span[0], first.span[1]), reading), marks[1:]
        if first.kind in ("sub", "sup") and (
            candidate in context.shapes or candidate in context.values or candidate in reading.bound
        ):
            return name(s.Name((base.span[0], first.span[1]), candidate), reading), marks[1:]
    if is_function_name(base.value, reading) and base.value not in reading.bound:
        primes = sum(len(m.text) for m in marks if m.kind == "prime")
        rest = tuple(m for m in marks if m.kind != "prime" and not (m.kind == "sup" and is_label(m)))
        if primes or base.value not in context.shapes:
            return call_value(base.value, (base.span[0], marks[-1].span[1]), reading, primes), rest
    if first.kind == "prime" and base.value in context.values and base.value not in reading.bound:
        value = name(base, reading)
        if is_scalar(value.shape):
            order = sum(len(m.text) for m in marks if m.kind == "prime")
            node = at_argument(value, (), [], min(order, 2), "d", (base.span[0], first.span[1]), reading)
            return node, tuple(m for m in marks if m.kind != "prime")
    own = own_name(base.value, marks, context) if base.value in context.shapes else None
    if own is not None and base.value not in reading.bound:
        return Symbol(context.shapes[base.value], (base.span[0], marks[own[1] - 1].span[1]), own[0]), marks[own[1] :]
    if first.kind == "prime" and base.value not in context.known() | set(reading.bound):
        value_ = function_of_variable(base.value, base.span, reading)
        slope = scalar_derivative(value_, len(first.text), base.span, reading) if value_ is not None else None
        if slope is not None:
            return slope, marks[1:]
    undeclared_here = (
        base.value not in context.shapes and base.value not in reading.bound and base.value not in context.values
    )
    if undeclared_here and base.value == "e" and first.kind == "sup" and first.content is not None:
        argument = reading.node(first.content)
        if not is_one(argument.shape.rows) and not is_one(argument.shape.columns):
            return reading.opaque("the exponential of a matrix is not decided", base.span), marks[1:]
        return Apply(argument.shape, (base.span[0], first.span[1]), "exp", (argument,)), marks[1:]
    if undeclared_here and first.kind == "sub":
        return undeclared_with_subscript(base, marks, reading)
    return name(base, reading), tuple(m for m in marks if not (m.kind == "sup" and is_label(m)))


def undeclared_with_subscript(
    base: s.Name, marks: tuple[s.Mark, ...], reading: Reading
) -> tuple[Node, tuple[s.Mark, ...]]:
    """I_n, 1_n, 0_m, δ_ij, e_i, members of a family, entries of A written a_ij, labels."""
    first, span = marks[0], (base.span[0], marks[0].span[1])
    letters = index_letters(first.content)
    context = reading.context
    if base.value in ("I", "𝟙", "O"):
        identity = name(s.Name(span, "I"), reading)
        return with_size(identity, first.content, reading), marks[1:]
    if base.value == "δ" and len(letters) == 1 and isinstance(letters[0], int) and letters[0] > 10:
        letters = tuple(int(digit) for digit in str(letters[0]))
    if base.value == "δ" and len(letters) == 2 and all(isinstance(i, int) for i in letters):
        return Number(SCALAR, span, Fraction(int(letters[0] == letters[1]))), marks[1:]
    if base.value == "δ" and len(letters) == 2:
        size = Free()
        return component(Constant(Shape(size, size), base.span, "identity"), letters, span, reading), marks[1:]
    if base.value == "e" and len(letters) == 1:
        size = Free()
        if isinstance(letters[0], str):
            reading.use_index(letters[0], size, span)
        return Constant(Shape(size, ONE), span, "unit", letters[0]), marks[1:]
    if letters and len(letters) == 1 and isinstance(letters[0], str):
        if base.value in context.families:
            letter, body = context.families[base.value]
            return reading.node(with_index(body, letter, letters[0])), marks[1:]
        family = next(
            (
                n
                for n in context.shapes
                if n.startswith(base.value + "_") and len(n) == len(base.value) + 2 and n[-1].isalpha()
            ),
            None,
        )
        if family:
            reading.use_index(letters[0], Free(), span)
            return Symbol(context.shapes[family], span, f"{family}[{letters[0]}]"), marks[1:]
    other_case = base.value.swapcase()
    if letters and other_case in {*context.shapes, *context.values} and base.value not in context.values:
        return component(name(s.Name(base.span, other_case), reading), letters, span, reading), marks[1:]
    if first.text and base.value + "_" + compact(first.text) not in context.shapes and not letters:
        return undeclared(f"{base.value}_{compact(first.text)}", span, reading), marks[1:]
    return undeclared(base.value, base.span, reading), marks[1:]


def opaque(tree: s.Opaque, reading: Reading) -> Node:
    """What is read and not decided."""
    return reading.foreign(tree.what, tree.span)


def annotated(tree: s.Annotated, reading: Reading) -> Node:
    """An expression under a brace: the label may state its shape, which is checked."""
    node = reading.node(tree.body)
    stated = annotation_shape(tree.text)
    if stated is None or reading.problems or unify_shapes(node.shape, stated):
        return node
    message = f"the brace says {stated}, the expression is {node.shape}"
    return reading.problem("annotation", message, tree.span, (tree.body.span, str(node.shape)))


RULES = {
    s.Number: number, s.Name: name, s.Special: special, s.Group: group, s.Bars: bars, s.Inner: inner, s.Script: script,
    s.Array: written_array, s.Ratio: ratio, s.Function: apply_function, s.Big: total, s.Diff: differential,
    s.Nabla: bare_nabla, s.Product: product, s.Sum: signed_sum, s.Annotated: annotated, s.Opaque: opaque,
}  # fmt: skip
