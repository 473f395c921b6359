"""Derivatives as they are written: ∇f, ∂f/∂x, d/dx, f′, D f, ∂ₖ f, Hessians and differentials.

An operator takes what belongs to it: a function with its argument, a bracket or norm, or else all that follows in the
product. The layout of the result is data: `Reading.layouts` says which one is tried for each kind of derivative.
"""

from __future__ import annotations

from . import syntax as s
from .core import Apply, Call, Component, Derivative, Differential, Node, Symbol
from .dims import SCALAR, Shape, is_column, is_one, is_row, is_scalar, times
from .indices import close, index_letters
from .reading import Reading, Span
from .targets import Target, target_of, wrt

Factors = tuple[tuple[str, s.Syntax], ...]


def is_operator(tree: s.Syntax) -> bool:
    """Whether `tree` is a derivative sign that takes what follows it."""
    base = tree.base if isinstance(tree, s.Script) else tree
    if isinstance(base, s.Nabla):
        return True
    if isinstance(base, s.Diff):
        return base.operand is None or bool(base.marks)
    return isinstance(base, s.Ratio) and is_derivative_ratio(base) and numerator(base)[1] is None


def derivative_operator(tree: s.Syntax, rest: Factors, reading: Reading) -> tuple[Node, int]:
    """The derivative that an operator makes of the factors behind it, and how many it took."""
    base, marks = (tree.base, tree.marks) if isinstance(tree, s.Script) else (tree, ())
    if isinstance(base, s.Ratio):
        order, targets = denominator_targets(base, reading)
        body, taken, span = operand(rest, tree.span, reading, greedy=True)
        node = with_targets(body, targets, order, "d", span, reading)
    else:
        order = base.order if isinstance(base, s.Nabla | s.Diff) else 1
        subscripts = [m for m in getattr(base, "marks", ()) if m.kind == "sub"]
        if isinstance(base, s.Diff) and base.operand is not None:
            rest = (("", base.operand), *rest)
        targets = subscript_targets(subscripts, reading)
        if isinstance(base, s.Nabla) and order == 1 and rest and is_nabla(rest[0][1]):
            order, rest_after = 2, rest[1:]
            body, taken, span = operand(rest_after, tree.span, reading)
            taken += 1
        else:
            body, taken, span = operand(rest, tree.span, reading)
        if isinstance(base, s.Diff) and base.operand is not None:
            taken -= 1
        spelling = "nabla" if isinstance(base, s.Nabla) else "d"
        node = at_argument(body, rest, targets, order, spelling, span, reading)
    leftover = trailing_marks(rest, taken)
    from .elaborate import apply_mark

    for mark in (*marks, *leftover):
        node = apply_mark(node, mark, (span[0], max(span[1], mark.span[1])), reading)
    return close(node, reading), taken


def is_nabla(tree: s.Syntax) -> bool:
    return isinstance(tree.base if isinstance(tree, s.Script) else tree, s.Nabla)


def operand(rest: Factors, span: Span, reading: Reading, greedy: bool = False) -> tuple[Node, int, Span]:
    """What an operator acts on: its value, the number of factors taken, and the place of the whole."""
    from .functions import application
    from .products import product

    if not rest or rest[0][0] not in ("", "·", "*"):
        return objective(span, reading), 0, span
    first = rest[0][1]
    bare = without_transpose(first)
    core = bare.base if isinstance(bare, s.Script) else bare
    applied = application(bare, tuple((op, without_transpose(t)) for op, t in rest[1:]), reading)
    if applied is not None and not (greedy and applied[1] + 1 < len(rest)):
        return applied[0], 1 + applied[1], (span[0], rest[applied[1]][1].span[1])
    is_function = isinstance(core, s.Name) and core.value in reading.context.functions
    closed = isinstance(core, s.Group | s.Bars | s.Function | s.Inner) or is_function
    if closed and not greedy:
        return reading.node(bare), 1, (span[0], bare.span[1])
    count = next((i for i, (op, t) in enumerate(rest) if op in ("·", "×", ":") and i), len(rest)) if not greedy else len(rest)
    whole = s.Product((rest[0][1].span[0], rest[count - 1][1].span[1]), (("", rest[0][1]), *rest[1:count]))
    return (product(whole, reading) if count > 1 else reading.node(rest[0][1])), count, (span[0], whole.span[1])


def without_transpose(tree: s.Syntax) -> s.Syntax:
    """`tree` without transpose marks at its end: ∇f(x)ᵀ is the transpose of ∇f(x)."""
    if not isinstance(tree, s.Script) or isinstance(tree.base, s.Name):
        return tree
    marks = tree.marks
    while marks and is_transpose(marks[-1]):
        marks = marks[:-1]
    if len(marks) == len(tree.marks):
        return tree
    end = marks[-1].span[1] if marks else tree.base.span[1]
    return s.Script((tree.span[0], end), tree.base, marks) if marks else tree.base


def trailing_marks(rest: Factors, taken: int) -> tuple[s.Mark, ...]:
    """Transpose marks on the last factor taken, which belong to the derivative."""
    if taken < 1 or taken > len(rest):
        return ()
    last, bare = rest[taken - 1][1], without_transpose(rest[taken - 1][1])
    if last is bare or not isinstance(last, s.Script):
        return ()
    core = last.base
    if taken > 1 and not isinstance(core, s.Group):
        return ()
    kept = len(bare.marks) if isinstance(bare, s.Script) else 0
    return last.marks[kept:]


def is_transpose(mark: s.Mark) -> bool:
    if mark.kind == "transpose" or (mark.kind == "prime" and mark.text == "'"):
        return True
    return mark.kind == "sup" and isinstance(mark.content, s.Name) and mark.content.value in ("T", "t", "⊤", "H")


def objective(span: Span, reading: Reading) -> Node:
    """The expression the derivation is about, for an operator in front of nothing."""
    if reading.context.objective is None:
        return reading.opaque("it is not said what is differentiated", span)
    return reading.node(reading.context.objective)


def bare_nabla(tree: s.Nabla, reading: Reading) -> Node:
    return derivative_operator(tree, (), reading)[0]


# --- fractions -------------------------------------------------------------------------------------------------------


def ratio(tree: s.Ratio, reading: Reading) -> Node:
    """A fraction: a derivative if d or ∂ leads above and below, else a quotient."""
    from .products import quotient

    if not is_derivative_ratio(tree):
        assert tree.top is not None  # noqa: S101 - the reader always gives a numerator
        return close(quotient(reading.node(tree.top), reading.node(tree.bottom), tree.span, reading), reading)
    order, targets = denominator_targets(tree, reading)
    _, body = numerator(tree)
    value = objective(tree.span, reading) if body is None else reading.node(body)
    return close(with_targets(value, targets, order, "d", tree.span, reading), reading)


def factors_of(tree: s.Syntax | None) -> Factors:
    while isinstance(tree, s.Group) and len(tree.items) == 1 and tree.bracket == "{":
        tree = tree.items[0]
    if isinstance(tree, s.Product):
        first = tree.factors[0][1]
        while isinstance(first, s.Group) and len(first.items) == 1 and first.bracket == "{":
            first = first.items[0]
        return (("", first), *tree.factors[1:])
    return (("", tree),) if tree is not None else ()


def leading_diff(tree: s.Syntax | None) -> s.Diff | None:
    """The d or ∂ that an expression starts with."""
    factors = factors_of(tree)
    if not factors:
        return None
    first = factors[0][1]
    if isinstance(first, s.Script):
        first = first.base
    return first if isinstance(first, s.Diff) and first.kind in "d∂" else None


def is_derivative_ratio(tree: s.Ratio) -> bool:
    return leading_diff(tree.top) is not None and leading_diff(tree.bottom) is not None


def numerator(tree: s.Ratio) -> tuple[int, s.Syntax | None]:
    """Order and operand of the numerator: ∂²f gives 2 and f; a bare ∂ gives 1 and None."""
    head = leading_diff(tree.top)
    assert head is not None  # noqa: S101 - the caller saw one
    factors = factors_of(tree.top)
    rest = factors[1:]
    if head.operand is None:
        if not rest:
            return head.order, None
        return head.order, rest[0][1] if len(rest) == 1 else s.Product((rest[0][1].span[0], rest[-1][1].span[1]), (("", rest[0][1]), *rest[1:]))
    first: s.Syntax = head.operand
    whole = factors[0][1]
    if isinstance(whole, s.Script):
        first = s.Script(whole.span, head.operand, whole.marks)
    if not rest:
        return head.order, first
    return head.order, s.Product((first.span[0], rest[-1][1].span[1]), (("", first), *rest))


def denominator_targets(tree: s.Ratio, reading: Reading) -> tuple[int, list[Target]]:
    """The variables below: ∂x; ∂x ∂xᵀ; ∂x²; ∂xᵢ ∂xⱼ."""
    targets: list[Target] = []
    for _, factor in factors_of(tree.bottom):
        marks: tuple[s.Mark, ...] = ()
        if isinstance(factor, s.Script):
            factor, marks = factor.base, factor.marks
        if not isinstance(factor, s.Diff) or factor.operand is None:
            reading.opaque("the variable of this derivative is not decided", tree.span)
            continue
        symbol = s.Script(factor.span, factor.operand, marks) if marks else factor.operand
        target, repeats = target_of(symbol, reading)
        if target is not None:
            targets.extend([target] * repeats)
    order = max(len(targets), numerator(tree)[0], 1)
    return order, targets


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


# --- building the derivative -----------------------------------------------------------------------------------------


def at_argument(body: Node, rest: Factors, targets: list[Target], order: int, spelling: str, span: Span, reading: Reading) -> Node:
    """∇f(Ax) without a subscript is the gradient of f, taken at Ax."""
    if not targets and isinstance(body, Call) and len(body.arguments) == 1 and not (isinstance(body.arguments[0], Symbol) and body.body is not None):
        argument = body.arguments[0]
        parameter = body.parameters[0] if body.parameters else f"{body.function}·"
        inner = body.body if body.body is not None else Call(body.shape, body.span, body.function, (Symbol(argument.shape, argument.span, parameter),))
        return derivative(inner, parameter, argument.shape, order, spelling, span, reading, argument)
    if not targets:
        variable = variable_of(body, reading)
        if not variable:
            return reading.opaque("it is not said with respect to which variable the derivative is taken (give wrt)", span)
        targets = [Target(variable, reading.node(s.Name(span, variable)).shape)]
    return with_targets(body, targets, order, spelling, span, reading)


def variable_of(body: Node, reading: Reading) -> str | None:
    if isinstance(body, Call) and len(body.arguments) == 1 and isinstance(body.arguments[0], Symbol):
        return body.arguments[0].name
    return wrt(reading)


def with_targets(body: Node, targets: list[Target], order: int, spelling: str, span: Span, reading: Reading) -> Node:
    if not targets:
        return at_argument(body, (), [], order, spelling, span, reading) if wrt(reading, quiet=True) else reading.opaque("the variable of this derivative is not decided", span)
    target = targets[0]
    if order > 2 or len({t.variable for t in targets}) > 1:
        return reading.opaque("mixed and higher derivatives are not decided", span)
    if target.entry:
        second = targets[1].entry if len(targets) > 1 else ()
        if order == 2 and not second:
            second = target.entry
        return component_derivative(body, target, second, span, reading)
    if target.variable in reading.context.shapes or target.variable in reading.bound or target.variable in reading.context.values:
        transposed = target.transposed and len(targets) == 1
        return derivative(body, target.variable, target.shape, order, spelling, span, reading, None, transposed, target.vectorised)
    return reading.opaque(f"{target.variable} is not a variable", span)


def component_derivative(body: Node, target: Target, second: tuple[str | int, ...], span: Span, reading: Reading) -> Node:
    """∂f/∂xₖ or ∂²f/∂xₖ∂xₗ: of f's own shape."""
    sizes = (target.shape.rows,) if is_one(target.shape.columns) else (target.shape.columns,) if is_one(target.shape.rows) else (target.shape.rows, target.shape.columns)
    for entry in (target.entry, second):
        if entry and len(entry) != len(sizes):
            return reading.opaque("the component of this derivative is not decided", span)
        for index, size in zip(entry, sizes, strict=False):
            if isinstance(index, str):
                reading.use_index(index, size, span)
    return Derivative(body.shape, span, body, target.variable, None, 1, "denominator", "component", "d", target.shape, target.entry, second)


def derivative(
    body: Node, variable: str, variable_shape: Shape, order: int, spelling: str, span: Span, reading: Reading, point: Node | None = None, transposed: bool = False, vectorised: bool = False
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
    definition = reading.node(s.Name(span, variable)) if point is None and variable in reading.context.values and variable not in reading.bound else None
    return Derivative(shape, span, body, variable, point, order, layout, kind, spelling, variable_shape, definition=definition)


def known_gradient(body: Node, variable_shape: Shape, order: int, spelling: str, span: Span, reading: Reading, point: Node | None) -> Node | None:
    """The derivative of a function of which only the gradient is defined."""
    if not isinstance(body, Call) or body.body is not None or body.function not in reading.context.gradients:
        return None
    variable, tree = reading.context.gradients[body.function]
    gradient = reading.node(tree)
    at = point if point is not None else body.arguments[0]
    if order == 2:
        return Derivative(Shape(variable_shape.rows, variable_shape.rows), span, gradient, variable, at, 1, "denominator", "vector by vector", spelling, variable_shape)
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
            return (Shape(variable.rows, variable.rows), "") if is_column(variable) else (Shape(variable.columns, variable.columns), "") if is_row(variable) else (None, "")
        return variable, "scalar by matrix" if not (is_one(variable.columns) or is_one(variable.rows)) else "scalar by vector"
    if order == 2 or not (is_one(variable.columns) or is_one(variable.rows)) or not (is_one(body.rows) or is_one(body.columns)):
        return None, ""
    size = variable.rows if is_one(variable.columns) else variable.columns
    length = body.rows if is_one(body.columns) else body.columns
    return Shape(size, length), "vector by vector"


def word_operator(kind: str, tree: s.Function, reading: Reading) -> Node:
    """Hess f, grad f: the operators by name."""
    subscripts = [m for m in tree.marks if m.kind == "sub"]
    body = reading.node(tree.arguments[0]) if tree.arguments else objective(tree.span, reading)
    node = at_argument(body, (), subscript_targets(subscripts, reading), 2 if kind == "hessian" else 1, "nabla", tree.span, reading)
    for mark in tree.marks:
        if is_transpose(mark):
            node = Apply(node.shape.transposed, tree.span, "transpose", (node,))
    return node


# --- differentials ---------------------------------------------------------------------------------------------------


def differential(tree: s.Diff, reading: Reading) -> Node:
    """d(…): of a symbol, the increment itself; of an expression, its linear part."""
    if tree.operand is None or tree.marks:
        return derivative_operator(tree, (), reading)[0]
    return differential_of(tree.operand, tree, reading)


def differential_of(inner: s.Syntax, tree: s.Diff, reading: Reading) -> Node:
    """d binds to the next symbol with its power: dXᵀ is (dX)ᵀ, but dX⁻¹ is d(X⁻¹)."""
    from .elaborate import apply_mark

    marks: tuple[s.Mark, ...] = ()
    bare = inner
    if isinstance(inner, s.Script):
        keep = len(inner.marks)
        while keep and is_transpose(inner.marks[keep - 1]):
            keep -= 1
        marks = inner.marks[keep:]
        bare = s.Script(inner.span, inner.base, inner.marks[:keep]) if keep else inner.base
    body = reading.node(bare)
    node: Node = Differential(body.shape, (tree.span[0], bare.span[1]), body)
    for _ in range(tree.order - 1):
        node = Differential(body.shape, node.span, node)
    for mark in marks:
        node = apply_mark(node, mark, (tree.span[0], mark.span[1]), reading)
    return node


def differential_factor(tree: s.Syntax, rest: Factors, reading: Reading) -> tuple[Node, int] | None:
    """`d f(x)`, `d log det X`, and `df(u) v`: the differential of what follows, or f′(u) applied to v."""
    from .functions import application

    outer: tuple[s.Mark, ...] = ()
    if isinstance(tree, s.Script) and isinstance(tree.base, s.Diff):
        tree, outer = tree.base, tree.marks
    if not isinstance(tree, s.Diff) or tree.operand is None or tree.marks or outer:
        return None
    applied = application(tree.operand, rest, reading)
    if applied is None:
        return None
    node, taken = applied
    if tree.kind in ("Δ", "δ"):
        return Differential(node.shape, (tree.span[0], node.span[1]), node), taken
    following = rest[taken:]
    mapped = linear_map(node, following, tree, reading)
    if mapped is not None:
        return mapped[0], taken + mapped[1]
    return Differential(node.shape, (tree.span[0], node.span[1]), node), taken


def linear_map(node: Node, following: Factors, tree: s.Diff, reading: Reading) -> tuple[Node, int] | None:
    """`df(u) v` and `Df(u)[v]`: the derivative at u applied to the product behind it, if that has u's shape."""
    from .products import product

    if not isinstance(node, Call) or len(node.arguments) != 1 or not following or following[0][0] not in ("", "·"):
        return None
    count = next((i for i, (op, _) in enumerate(following) if i and op not in ("", "@", "*")), len(following))
    whole = s.Product((following[0][1].span[0], following[count - 1][1].span[1]), (("", following[0][1]), *following[1:count]))
    quiet = len(reading.problems)
    direction = product(whole, reading) if count > 1 else reading.node(following[0][1])
    argument = node.arguments[0]
    if len(reading.problems) > quiet or str(direction.shape) != str(argument.shape) or is_scalar(argument.shape):
        del reading.problems[quiet:]
        return None
    parameter = node.parameters[0] if node.parameters else f"{node.function}·"
    body = node.body if node.body is not None else Call(node.shape, node.span, node.function, (Symbol(argument.shape, argument.span, parameter),))
    return Differential(node.shape, (tree.span[0], whole.span[1]), body, parameter, argument, direction), count


__all__ = ["SCALAR", "Component", "bare_nabla", "derivative", "derivative_operator", "differential", "differential_factor", "is_operator", "ratio", "word_operator", "wrt"]
