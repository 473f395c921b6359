"""Relations that define: f(x) = …, r = Ax − b, rᵢ = …, f = g ∘ h, and names that are defined by their first use."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from . import syntax as s
from .context import Context, Definition
from .dims import is_one, is_scalar
from .indices import index_letters
from .labels import own_name
from .literals import is_constant_literal
from .names import compose
from .syntax import all_slots


def flat_name(tree: s.Syntax) -> tuple[str, tuple[s.Mark, ...]] | None:
    """The name that a tree is, with label scripts left out (L^{Ridge} is L); None if it is not a name."""
    if isinstance(tree, s.Name):
        return tree.value, ()
    if isinstance(tree, s.Script) and isinstance(tree.base, s.Name):
        kept = tuple(m for m in tree.marks if not (isinstance(m.content, s.Opaque) and m.content.what == "label"))
        return tree.base.value, kept
    return None


def function_head(tree: s.Syntax) -> tuple[str, tuple[str, ...]] | None:
    """f(x), L(x, ν): the function's name and its parameters; None for anything else."""
    if not isinstance(tree, s.Product) or len(tree.factors) != 2 or tree.factors[1][0] != "":
        return None
    head, group = flat_name(tree.factors[0][1]), tree.factors[1][1]
    if head is None or not isinstance(group, s.Group) or group.bracket not in "([":
        return None
    name, marks = head
    if any(m.kind == "prime" for m in marks) or len(marks) > 1:
        return None
    if marks and marks[0].kind in ("sub", "sup"):
        name = f"{name}{'_' if marks[0].kind == 'sub' else '^'}{marks[0].text.strip('{}')}"
    parameters = []
    for item in group.items:
        flat = flat_name(item)
        if flat is None or (flat[1] and flat[1][0].kind != "sub"):
            return None
        parameters.append(flat[0] if not flat[1] else f"{flat[0]}_{flat[1][0].text.strip('{}')}")
    return (name, tuple(parameters)) if len(set(parameters)) == len(parameters) else None


def mentions(tree: object, name: str) -> bool:
    """Whether a written expression uses the name."""
    if isinstance(tree, s.Name):
        return tree.value == name
    if isinstance(tree, s.Mark) and isinstance(tree.content, s.Name) and tree.content.value in ("T", "t", "H", "⊤"):
        return False
    if isinstance(tree, s.Script) and isinstance(tree.base, s.Bars):
        return mentions(tree.base, name)
    if isinstance(tree, s.Syntax | s.Mark):
        return any(mentions(getattr(tree, slot), name) for slot in all_slots(tree))
    if isinstance(tree, tuple):
        return any(mentions(item, name) for item in tree)
    return False


def definition_of(left: s.Syntax, right: s.Syntax, context: Context, line: int) -> Context | None:
    """The context extended by what left = right defines; None if it defines nothing."""
    head = function_head(left)
    if head is not None and not (context.code_style and head[0] == "t"):
        return function_definition(head[0], head[1], right, context, line)
    flat = flat_name(left)
    if flat is None:
        return increment_definition(left, right, context, line)
    name, marks = flat
    if isinstance(left, s.Script) and (own := own_name(name, left.marks, context)) is not None:
        whole = own[1] == len(left.marks) and own[0] not in context.defined()
        return context.with_value(Definition(own[0], (), right, line)) if whole else None
    if marks and marks[0].kind == "sub":
        full = (
            f"{name}_{marks[0].text.strip('{}')}"
            if len(marks[0].text.strip("{}")) == 1
            else f"{name}_{{{marks[0].text.strip('{}')}}}"
        )
        letters = index_letters(marks[0].content)
        array = array_of(name, letters, context)
        if full in context.defined() or (name in context.defined() and not array):
            return None
        if array and not mentions(right, array) and not mentions(right, name) and free_letters(right, letters):
            return context.with_value(Definition(array, (), right, line, component=tuple(str(i) for i in letters)))
        if array or (len(letters) == 2 and name.swapcase() in context.defined()):
            return None
        if letters and all(isinstance(i, str) for i in letters) and free_letters(right, letters):
            return context.with_value(Definition(name, (), right, line, component=tuple(str(i) for i in letters)))
        name, marks = full, marks[1:]
    if marks and marks[0].kind == "sup" and isinstance(marks[0].content, s.Opaque) and len(marks) == 1:
        name, marks = (name if name not in context.defined() else f"{name}^*"), ()
    if not marks and name in context.shapes and name not in context.values and is_constant_literal(right):
        return context.with_value(Definition(name, (), right, line))
    if marks or name in context.defined() or name == "I" or mentions(right, name):
        return None
    return value_definition(name, right, context, line)


def array_of(name: str, letters: tuple[str | int, ...], context: Context) -> str:
    """The declared array, nowhere defined, whose entries E_ij or e_ij a left side names; "" if there is none."""
    for array in (name, name.swapcase()):
        shape = context.shapes.get(array)
        if shape is None or is_scalar(shape):
            continue
        axes = 1 if is_one(shape.columns) or is_one(shape.rows) else 2
        free = len(set(letters)) == axes and all(isinstance(i, str) for i in letters) and len(letters) == axes
        solved = array in context.values or any(array == h.symbol for h in context.hypotheses)
        if (array == name or (axes == 2 and name not in context.defined())) and free and not solved:
            return array if array not in context.assumptions and array != context.wrt else ""
    return ""


def free_letters(right: s.Syntax, letters: tuple[str | int, ...]) -> bool:
    """Whether the right side uses the indices that the left side names."""
    return all(mentions_index(right, str(letter)) for letter in letters)


def mentions_index(tree: object, letter: str) -> bool:
    """Whether an expression uses a letter in a subscript."""
    if isinstance(tree, s.Mark) and tree.kind == "sub":
        return mentions(tree.content, letter)
    if isinstance(tree, s.Syntax | s.Mark):
        return any(mentions_index(getattr(tree, slot), letter) for slot in all_slots(tree))
    return isinstance(tree, tuple) and any(mentions_index(item, letter) for item in tree)


def function_definition(
    name: str, parameters: tuple[str, ...], right: s.Syntax, context: Context, line: int
) -> Context | None:
    """f(x) = …: a new function; K = K(p) says only what K depends on."""
    if name in context.functions or mentions(right, name):
        return None
    if name in context.shapes and any(p not in context.shapes for p in parameters):
        return None
    if name in context.shapes and not is_objective_name(name, context):
        return None
    if name in context.values and name not in context.functions and parameters and parameters[0] not in context.shapes:
        return context.with_function(Definition(name, parameters, right, line))
    if name in context.values:
        return None
    return context.with_function(Definition(name, parameters, right, line))


def is_objective_name(name: str, context: Context) -> bool:
    """Whether a declared scalar before brackets is the value of a function, as in L(w) = … with L: scalar."""
    return (
        is_scalar(context.shapes[name])
        and name not in context.assumptions
        and name.isalpha()
        and name in "fghJLEFCℓφψLRQSVU"
    )


def value_definition(name: str, right: s.Syntax, context: Context, line: int) -> Context | None:
    """What r = … and f = g ∘ h give to their names."""
    composed = composition(right, context)
    if composed is not None:
        inner = context.functions[composed[-1]].parameters
        body: s.Syntax = s.Group(right.span, tuple(s.Name(right.span, p) for p in inner), "(")
        for function in reversed(composed):
            body = s.Product(right.span, (("", s.Name(right.span, function)), ("", s.Group(right.span, (body,), "("))))
        return context.with_function(Definition(name, inner, body, line))
    return context.with_value(Definition(compose(name), (), right, line))


def composition(tree: s.Syntax, context: Context) -> list[str] | None:
    """The functions of g ∘ h ∘ …, outermost first; None if the tree is no composition of known functions."""
    if (
        not isinstance(tree, s.Product)
        or any(op not in ("", "∘") for op, _ in tree.factors)
        or not any(op == "∘" for op, _ in tree.factors)
    ):
        return None
    names = [flat_name(factor) for _, factor in tree.factors]
    if any(n is None or n[0] not in context.functions for n in names):
        return None
    return [n[0] for n in names if n is not None]


def increment_definition(left: s.Syntax, right: s.Syntax, context: Context, line: int) -> Context | None:
    """f(x + h) − f(x) = F defines f by use, up to a constant: f(z) is F at x = 0, h = z."""
    if not isinstance(left, s.Sum) or len(left.terms) != 2 or [sign for sign, _ in left.terms] != ["+", "-"]:
        return None
    moved, start = left.terms[0][1], function_head(left.terms[1][1])
    if (
        start is None
        or len(start[1]) != 1
        or start[0] in context.defined()
        or not isinstance(moved, s.Product)
        or len(moved.factors) != 2
    ):
        return None
    name, (variable,) = start
    head, group = flat_name(moved.factors[0][1]), moved.factors[1][1]
    if head is None or head[0] != name or not isinstance(group, s.Group) or not isinstance(group.items[0], s.Sum):
        return None
    others = [t for _, t in group.items[0].terms if not (isinstance(t, s.Name) and t.value == variable)]
    if (
        len(others) != 1
        or not isinstance(others[0], s.Name)
        or others[0].value not in context.shapes
        or variable not in context.shapes
    ):
        return None
    body = replaced(right, {variable: s.Special(right.span, "zero"), others[0].value: s.Name(right.span, variable)})
    return context.with_function(Definition(name, (variable,), body, line))


def replaced(tree: Any, names: dict[str, s.Syntax]) -> Any:
    """The tree with names replaced by other trees."""
    if isinstance(tree, s.Name):
        return names.get(tree.value, tree)
    if not isinstance(tree, s.Syntax | s.Mark):
        return tuple(replaced(item, names) for item in tree) if isinstance(tree, tuple) else tree
    return replace(tree, **{slot: replaced(getattr(tree, slot), names) for slot in all_slots(tree)})
