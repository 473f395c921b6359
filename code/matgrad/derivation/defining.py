"""Relations that define: what a line gives a name, or gives by its first use."""

from __future__ import annotations

import re

from . import syntax as s
from .chain import Chain, Place, State
from .claiming import claimed
from .context import Context, Definition
from .core import Call, Derivative, Symbol, walk
from .definitions import definition_of, flat_name, function_head
from .dims import is_scalar
from .evidence import given_claim
from .hypotheses import letters
from .indices import free_indices
from .judge import judge, read_side
from .labels import script_text, spelled
from .report import GIVEN, UNDECIDED, WRONG, Claim


def definition(left: s.Syntax, right: s.Syntax, state: State, place: Place) -> tuple[Claim, State] | None:
    """The claim for a relation that defines something; None if it defines nothing."""
    context = depends_on(left, right, state.context)
    if context is not None:
        return Claim(place.text, right.span, "=", GIVEN, "says what it depends on"), state.to(
            context=context, chain=Chain(left, right, right)
        )
    if (solution := solution_of(left, state.context)) is not None:
        name, solved = solution
        symbol = s.Name(left.span, solved)
        claim, state = claimed(Chain(symbol, symbol, symbol), right, state, place, True, None)
        context = state.context.with_value(Definition(name, (), right, place.number))
        return claim, state.to(context=context, chain=Chain(left, right, right))
    context = family_definition(left, right, state.context)
    if context is not None:
        return Claim(place.text, right.span, "=", GIVEN, "a definition of a family"), state.to(
            context=context, chain=Chain(left, right, right)
        )
    context = definition_of(left, right, state.context, place.number) or label_definition(
        left, right, state.context, place.number
    )
    if context is None:
        return use_definition(left, right, state, place)
    node, reading = read_side(right, state.context)
    name = next(
        iter(
            (context.functions.keys() - state.context.functions.keys())
            | (context.values.keys() - state.context.values.keys())
        ),
        "",
    )
    entries = frozenset(context.values[name].component) if name in context.values else frozenset()
    if entries and name in state.context.shapes and free_indices(node) != entries:
        return None
    parameters = context.functions[name].parameters if name in context.functions else ()
    if any(p not in context.shapes for p in parameters):
        node, reading = read_side(s.Name(left.span, name), context)
    claim = given_claim(place, right.span, node, reading, "a definition")
    if claim.verdict == GIVEN and isinstance(left, s.Sum):
        found = judge(left, right, context, place.key)
        if found.status != "equal":
            return None
    blocked = state.blocked
    if claim.verdict != GIVEN:
        said = "could not be decided" if claim.verdict == UNDECIDED else "is wrong"
        blocked = blocked or f"line {place.number} {said}"
        if name in context.functions and parameters and claim.verdict == WRONG:
            unknown = Definition(name, parameters, None, place.number, depends=parameters)
            context = state.context.with_function(unknown)
    chain = Chain(left, right, right if claim.verdict == GIVEN else left, order=None, broken=claim.verdict == WRONG)
    return claim, state.to(context=context, chain=chain, blocked=blocked)


def solution_of(left: s.Syntax, context: Context) -> tuple[str, str] | None:
    """The new name and the symbol in x^* = …, x_{opt} = … where an assumption has been solved for x: its solution."""
    flat = flat_name(left)
    marks = left.marks if isinstance(left, s.Script) else ()
    if flat is None or len(marks) != 1 or marks[0].kind not in ("sub", "sup"):
        return None
    star = script_text(marks[0]) in ("*", "∗", "⋆", "ast", "star")
    name = f"{flat[0]}^*" if star and marks[0].kind == "sup" else spelled(flat[0], marks)
    solved = {h.symbol for h in context.hypotheses}
    label = star or re.fullmatch(r"[A-Za-z]{2,}", script_text(marks[0]))
    if name is None or not label or flat[0] not in solved or name in context.values:
        return None
    used = frozenset().union(*(letters(h.left, h.right) for h in context.hypotheses))
    return (name, flat[0]) if name not in used else None


def family_definition(left: s.Syntax, right: s.Syntax, context: Context) -> Context | None:
    """aᵢ = Aᵀeᵢ: one column (or matrix) for every index."""
    flat = flat_name(left)
    if flat is None or len(flat[1]) != 1 or flat[1][0].kind != "sub" or flat[0] in context.defined():
        return None
    index = flat[1][0].content
    if not isinstance(index, s.Name) or len(index.value) != 1:
        return None
    node, reading = read_side(right, context)
    if reading.problems or is_scalar(node.shape) or index.value not in free_indices(node):
        return None
    return context.extended(families={**context.families, flat[0]: (index.value, right)})


def label_definition(left: s.Syntax, right: s.Syntax, context: Context, line: int) -> Context | None:
    """w_o = R⁻¹p beside a declared w: a subscript that cannot be an index, because the right side is an array."""
    flat = flat_name(left)
    if flat is None or len(flat[1]) != 1 or flat[1][0].kind != "sub" or flat[0] not in context.shapes:
        return None
    name = spelled(flat[0], flat[1]) or f"{flat[0]}_{flat[1][0].text.strip('{}')}"
    node, reading = read_side(right, context)
    if name in context.defined() or reading.problems or is_scalar(node.shape) or is_scalar(context.shapes[flat[0]]):
        return None
    return context.with_value(Definition(name, (), right, line))


def depends_on(left: s.Syntax, right: s.Syntax, context: Context) -> Context | None:
    """C = C(g), K = K(p): not an equation but a statement of what the name depends on."""
    flat, head = flat_name(left), function_head(right)
    if flat is not None and not flat[1] and flat[0] in context.functions and called_name(right) == flat[0]:
        return context.with_value(Definition(flat[0], (), right))
    if flat is None or flat[1] or head is None or head[0] != flat[0]:
        return None
    if all(p in context.known() for p in head[1]):
        return context.extended(depends={**context.depends, flat[0]: head[1]})
    return None


def called_name(tree: s.Syntax) -> str:
    """The name in front of brackets, f in f(Xw); "" for anything else."""
    if isinstance(tree, s.Product) and len(tree.factors) == 2 and isinstance(tree.factors[1][1], s.Group):
        flat = flat_name(tree.factors[0][1])
        return flat[0] if flat else ""
    return ""


def use_definition(left: s.Syntax, right: s.Syntax, state: State, place: Place) -> tuple[Claim, State] | None:
    """∇f = … where f is nowhere defined: the line defines the gradient."""
    context = state.context
    if context.objective is not None:
        return None
    node, reading = read_side(left, context)
    if reading.problems or not isinstance(node, Derivative) or not is_unknown_function(node):
        return undefined_objective(left, right, state, place, reading.undecidable)
    if any(isinstance(n, Derivative) for n in walk(read_side(right, context)[0])):
        return None
    side, side_reading = read_side(right, context)
    claim = given_claim(place, right.span, side, side_reading, "a definition by use")
    body = node.body
    at = node.point if node.point is not None else body.arguments[0] if isinstance(body, Call) else None
    if (
        isinstance(body, Call)
        and isinstance(at, Symbol)
        and node.order == 1
        and node.layout == "denominator"
        and claim.verdict == GIVEN
        and str(side.shape) == str(node.shape)
    ):
        context = context.extended(gradients={**context.gradients, body.function: (at.name, right)})
    else:
        context = context.extended(equivalents=(*context.equivalents, (left, right)))
    return claim, state.to(context=context, chain=Chain(left, right, right))


def undefined_objective(
    left: s.Syntax, right: s.Syntax, state: State, place: Place, reasons: list[str]
) -> tuple[Claim, State] | None:
    """∇ = … or f′ = … with no f at all: nothing can be tested, but what follows can."""
    if "it is not said what is differentiated" not in reasons:
        return None
    side, reading = read_side(right, state.context)
    claim = given_claim(place, right.span, side, reading, "a definition by use")
    context = state.context.extended(equivalents=(*state.context.equivalents, (left, right)))
    return claim, state.to(context=context, chain=Chain(left, right, right))


def is_unknown_function(node: Derivative) -> bool:
    """Whether what is differentiated is a function that nothing defines, at its own variable."""
    body = node.body
    return isinstance(body, Call) and body.body is None and bool(body.arguments)
