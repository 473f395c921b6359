"""The derivative of a value by a variable: its shape in each layout, and the layout that is tried."""

from __future__ import annotations

from fractions import Fraction

from . import syntax as s
from .core import Apply, Call, Derivative, Differential, Node, Sum, Symbol, walk
from .derivative_ratios import Factors
from .dims import Shape, is_column, is_one, is_row, is_scalar, times
from .indices import index_letters
from .names import compose
from .reading import Reading
from .syntax import Span
from .targets import Target, target_of, wrt


def with_targets(body: Node, targets: list[Target], order: int, spelling: str, span: Span, reading: Reading) -> Node:
    """The derivative by the variables that are named, or by the one that fits."""
    if not targets:
        return (
            at_argument(body, (), [], order, spelling, span, reading)
            if wrt(reading, quiet=True)
            else reading.opaque("the variable of this derivative is not decided", span)
        )
    target = targets[0]
    if order == 1 and len(targets) == 1 and (motion := along_motion(body, target, span, reading)) is not None:
        return motion
    if order > 2 or len({t.variable for t in targets}) > 1:
        return reading.opaque("mixed and higher derivatives are not decided", span)
    if target.entry:
        second = targets[1].entry if len(targets) > 1 else ()
        if order == 2 and not second:
            second = target.entry
        return component_derivative(body, target, second, span, reading)
    if (
        target.variable in reading.context.shapes
        or target.variable in reading.bound
        or target.variable in reading.context.values
    ):
        transposed = target.transposed and len(targets) == 1
        return derivative(
            body, target.variable, target.shape, order, spelling, span, reading, None, transposed, target.vectorised
        )
    return reading.opaque(f"{target.variable} is not a variable", span)


def component_derivative(
    body: Node, target: Target, second: tuple[str | int, ...], span: Span, reading: Reading
) -> Node:
    """∂f/∂xₖ or ∂²f/∂xₖ∂xₗ: of f's own shape."""
    sizes = (
        (target.shape.rows,)
        if is_one(target.shape.columns)
        else (target.shape.columns,)
        if is_one(target.shape.rows)
        else (target.shape.rows, target.shape.columns)
    )
    for entry in (target.entry, second):
        if entry and len(entry) != len(sizes):
            return reading.opaque("the component of this derivative is not decided", span)
        for index, size in zip(entry, sizes, strict=False):
            if isinstance(index, str):
                reading.use_index(index, size, span)
    return Derivative(
        body.shape,
        span,
        body,
        target.variable,
        None,
        1,
        "denominator",
        "component",
        "d",
        target.shape,
        target.entry,
        second,
        meaning_of(target.variable, span, reading),
    )


DOT = "\u0307"
"""The combining dot of ẋ."""


def along_motion(body: Node, target: Target, span: Span, reading: Reading) -> Node | None:
    """The d/dt of an expression in x where ẋ is declared or defined: its change along the motion; None elsewhere."""
    used = {n.name: n for n in walk(body) if isinstance(n, Symbol)}
    known = reading.context.defined()
    moving = [name for name in sorted(used) if len(name) == 1 and compose(name + DOT) in known]
    if not moving or not is_scalar(target.shape) or target.variable in used or target.entry:
        return None
    terms = []
    for name in moving:
        velocity = reading.node(s.Name(span, compose(name + DOT)))
        if str(velocity.shape) != str(used[name].shape):
            return None
        terms.append((Fraction(1), Differential(body.shape, span, body, name, used[name], velocity)))
    return Sum(body.shape, span, tuple(terms))


def meaning_of(variable: str, span: Span, reading: Reading) -> Node | None:
    """The expression that a defined variable stands for; None for a declared or bound one."""
    if variable not in reading.context.values or variable in reading.bound:
        return None
    return reading.node(s.Name(span, variable))


def at_argument(
    body: Node, rest: Factors, targets: list[Target], order: int, spelling: str, span: Span, reading: Reading
) -> Node:
    """∇f(Ax) without a subscript is the gradient of f, taken at Ax."""
    if (
        not targets
        and isinstance(body, Call)
        and len(body.arguments) == 1
        and not (isinstance(body.arguments[0], Symbol) and body.body is not None)
    ):
        argument = body.arguments[0]
        parameter = body.parameters[0] if body.parameters else f"{body.function}·"
        inner = (
            body.body
            if body.body is not None
            else Call(body.shape, body.span, body.function, (Symbol(argument.shape, argument.span, parameter),))
        )
        return derivative(inner, parameter, argument.shape, order, spelling, span, reading, argument)
    if not targets:
        variable = variable_of(body, reading)
        if not variable:
            return reading.opaque(
                "it is not said with respect to which variable the derivative is taken (give wrt)", span
            )
        targets = [Target(variable, reading.node(s.Name(span, variable)).shape)]
    return with_targets(body, targets, order, spelling, span, reading)


def variable_of(body: Node, reading: Reading) -> str | None:
    """The argument of a function, or the variable of the derivation."""
    if isinstance(body, Call) and len(body.arguments) == 1 and isinstance(body.arguments[0], Symbol):
        return body.arguments[0].name
    return wrt(reading)


def derivative(
    body: Node, variable: str, variable_shape: Shape, order: int, spelling: str, span: Span, reading: Reading,
    point: Node | None = None, transposed: bool = False, vectorised: bool = False,
) -> Node:  # fmt: skip
    """The derivative of `body`, shaped by the layout that is tried for its kind."""
    known = known_gradient(body, variable_shape, order, spelling, span, reading, point)
    if known is not None:
        return known
    shape, kind = derivative_shape(body.shape, variable_shape, order, vectorised)
    if shape is None:
        return reading.opaque("the derivative of an array by a matrix has more than two axes; it is not decided", span)
    layout = "denominator"
    if kind:
        key = f"nabla {kind}" if spelling == "nabla" else kind
        layout = "numerator" if transposed or vectorised else layout_for(key, kind, reading)
    if layout == "numerator" and order == 1 and kind:
        shape = shape.transposed
    definition = meaning_of(variable, span, reading) if point is None else None
    return Derivative(
        shape, span, body, variable, point, order, layout, kind, spelling, variable_shape, definition=definition
    )


def known_gradient(
    body: Node, variable_shape: Shape, order: int, spelling: str, span: Span, reading: Reading, point: Node | None
) -> Node | None:
    """The derivative of a function of which only the gradient is defined."""
    if not isinstance(body, Call) or body.body is not None or body.function not in reading.context.gradients:
        return None
    variable, tree = reading.context.gradients[body.function]
    gradient = reading.node(tree)
    at = point if point is not None else body.arguments[0]
    if order == 2:
        return Derivative(
            Shape(variable_shape.rows, variable_shape.rows),
            span,
            gradient,
            variable,
            at,
            1,
            "numerator",
            "vector by vector",
            spelling,
            variable_shape,
        )
    value = Call(gradient.shape, span, f"∇{body.function}", (at,), (variable,), gradient)
    key = f"{'nabla ' if spelling == 'nabla' else ''}scalar by vector"
    if is_column(variable_shape) and layout_for(key, "scalar by vector", reading) == "numerator":
        return Apply(gradient.shape.transposed, span, "transpose", (value,))
    return value


def layout_for(key: str, kind: str, reading: Reading) -> str:
    """The layout in force, or the one that is tried; a free choice is noted in `open_kinds`."""
    fixed = reading.context.layouts.get(key) or reading.context.layout
    if fixed:
        return reading.layouts.get(key, fixed)
    if key == "nabla scalar by vector" or key == "nabla scalar by matrix":
        return reading.layouts.get(key, "denominator")
    if key not in reading.open_kinds:
        reading.open_kinds.append(key)
    return reading.layouts.get(key, "denominator")


def derivative_shape(body: Shape, variable: Shape, order: int, vectorised: bool) -> tuple[Shape | None, str]:
    """Shape in denominator layout, and the kind of the derivative ("" where layouts agree)."""
    if vectorised:
        size = times(variable.rows, variable.columns)
        return (Shape(size, body.rows), "vector by vector") if is_one(body.columns) else (None, "")
    if is_scalar(variable):
        return body, ""
    if is_scalar(body):
        if order == 2:
            return (
                (Shape(variable.rows, variable.rows), "")
                if is_column(variable)
                else (Shape(variable.columns, variable.columns), "")
                if is_row(variable)
                else (None, "")
            )
        return variable, "scalar by matrix" if not (
            is_one(variable.columns) or is_one(variable.rows)
        ) else "scalar by vector"
    if (
        order == 2
        or not (is_one(variable.columns) or is_one(variable.rows))
        or not (is_one(body.rows) or is_one(body.columns))
    ):
        return None, ""
    size = variable.rows if is_one(variable.columns) else variable.columns
    length = body.rows if is_one(body.columns) else body.columns
    return Shape(size, length), "vector by vector"


def objective(span: Span, reading: Reading) -> Node:
    """The expression the derivation is about, for an operator in front of nothing."""
    if reading.context.objective is not None:
        return reading.node(reading.context.objective)
    return last_scalar(span, reading) or reading.opaque("it is not said what is differentiated", span)


def last_scalar(span: Span, reading: Reading) -> Node | None:
    """The scalar that was defined last and depends on the variable, which a bare ∇ behind it means."""
    context, variable = reading.context, wrt(reading, quiet=True)
    defined = [d for d in (*context.functions.values(), *context.values.values()) if d.body is not None]
    for definition in sorted(defined, key=lambda d: d.line, reverse=True):
        if definition.name in reading.inside or f"={definition.name}" in reading.inside:
            continue
        quiet, undecidable = len(reading.problems), len(reading.undecidable)
        node = reading.node(s.Name(span, definition.name))
        depends = any(isinstance(n, Symbol) and n.name == variable for n in walk(node))
        if is_scalar(node.shape) and (depends or variable is None) and len(reading.problems) == quiet:
            return node
        del reading.problems[quiet:], reading.undecidable[undecidable:]
    return None


def subscript_targets(subscripts: list[s.Mark], reading: Reading) -> list[Target]:
    """The variable below ∇ or ∂: a declared name, or an index for a component of the variable."""
    if not subscripts or subscripts[0].content is None:
        return []
    content = subscripts[0].content
    letters = index_letters(content)
    known = isinstance(content, s.Name) and content.value in reading.context.known() | frozenset(reading.bound)
    if letters and not known and all(isinstance(i, int) or i not in reading.context.known() for i in letters):
        variable = wrt(reading)
        if variable:
            return [Target(variable, reading.node(s.Name(content.span, variable)).shape, entry=letters)]
        return []
    target, _ = target_of(content, reading)
    return [target] if target else []
