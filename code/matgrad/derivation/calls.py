"""Functions that the derivation defines, composes or leaves arbitrary, and defined names, where they are used."""

from __future__ import annotations

from fractions import Fraction

from . import syntax as s
from .arrays import transpose
from .core import Apply, Call, Node, Symbol, walk
from .differentiation import derivative
from .dims import ONE, SCALAR, Dim, Free, Shape, column, is_column, is_one, is_scalar, settle, unify_shapes
from .marks import apply_mark
from .reading import Reading
from .syntax import Span
from .targets import wrt

CONDITION = "a condition in brackets"
ARBITRARY = set("fghφψℓJLEFGHCVUQRSKNMPWΦΨηρξuvsqpwzabcy")


SIMPLE = {"f", "g", "h", "φ", "ψ", "ℓ", "J", "L", "E", "F", "C", "η", "ρ", "Φ", "Ψ"}


def application(tree: s.Syntax, rest: tuple[tuple[str, s.Syntax], ...], reading: Reading) -> tuple[Node, int] | None:
    """A function's name before brackets: its value there, and how many factors were taken; None if it is no call."""
    head, marks = (tree.base, tree.marks) if isinstance(tree, s.Script) else (tree, ())
    if not isinstance(head, s.Name) or not rest or rest[0][0] != "":
        return None
    if isinstance(rest[0][1], s.Opaque) and rest[0][1].what == CONDITION and head.value not in reading.context.shapes:
        return reading.foreign(CONDITION, (tree.span[0], rest[0][1].span[1])), 1
    follower, outer = (rest[0][1].base, rest[0][1].marks) if isinstance(rest[0][1], s.Script) else (rest[0][1], ())
    if not isinstance(follower, s.Group) or follower.bracket not in "([":
        return None
    primes = sum(len(m.text) for m in marks if m.kind == "prime")
    scripts = tuple(
        m for m in marks if m.kind != "prime" and not (isinstance(m.content, s.Opaque) and m.content.what == "label")
    )
    span = (tree.span[0], follower.span[1])
    node = called(head.value, follower.items, primes, scripts, span, reading)
    if node is None:
        return None
    for mark in outer:
        node = apply_mark(node, mark, (span[0], mark.span[1]), reading)
    return node, 1


def called(
    name: str, items: tuple[s.Syntax, ...], primes: int, scripts: tuple[s.Mark, ...], span: Span, reading: Reading
) -> Node | None:
    """The value of `name` at bracketed arguments, or None if the brackets mean a product."""
    context = reading.context
    subscript = next((m for m in scripts if m.kind == "sub"), None)
    spelled = f"{name}{'_' if scripts[0].kind == 'sub' else '^'}{scripts[0].text.strip('{}')}" if scripts else name
    full = next((n for n in (spelled, name) if n in context.functions and (scripts or n == name)), "")
    if scripts and full == spelled and full not in reading.bound:
        return call(full, [reading.node(i) for i in items], span, reading, primes)
    if name in context.functions and name not in reading.bound:
        node = call(name, [reading.node(i) for i in items], span, reading, primes)
        return marked(node, scripts, span, reading)
    if name in context.values and (value := own_value(name, items, primes, span, reading)) is not None:
        return marked(value, scripts, span, reading)
    if name in context.shapes or name in reading.bound or name in context.values:
        return (
            None
            if scripts or not applies_as_function(name, items, reading)
            else arbitrary(name, items, primes, span, reading, context.shapes.get(name))
        )
    if name == "σ" or (name == "t" and len(items) == 1 and not primes):
        argument = reading.node(items[0])
        if name == "t":
            return transpose(argument, span) if context.code_style else None
        return marked(
            Apply(argument.shape, span, "sigmoid", (argument,), Fraction(primes) if primes else None),
            scripts,
            span,
            reading,
        )
    if subscript is None and (
        name in SIMPLE
        or primes
        or (
            name in ARBITRARY
            and len(name) == 1
            and name not in "aby"
            and not scripts
            and simple_argument(items, reading)
        )
    ):
        return arbitrary(name, items, primes, span, reading, None)
    return None


def marked(node: Node, scripts: tuple[s.Mark, ...], span: Span, reading: Reading) -> Node:
    """A value with scripts applied in turn."""
    for mark in scripts:
        node = apply_mark(node, mark, span, reading)
    return node


def function_alone(tree: s.Syntax, reading: Reading) -> Node | None:
    """The f of ∇f where nothing defines it: an arbitrary function of the variable of the derivation."""
    context = reading.context
    if not isinstance(tree, s.Name) or tree.value not in SIMPLE or tree.value in context.known() | set(reading.bound):
        return None
    variable = wrt(reading, quiet=True)
    if variable is None or context.objective is not None:
        return None
    return Call(SCALAR, tree.span, tree.value, (reading.node(s.Name(tree.span, variable)),))


def simple_argument(items: tuple[s.Syntax, ...], reading: Reading) -> bool:
    """Whether the brackets hold one symbol: u(x) is a function, B(x − y) is a product with something undeclared."""
    return len(items) == 1 and isinstance(items[0], s.Name) and items[0].value in reading.context.shapes


def applies_as_function(name: str, items: tuple[s.Syntax, ...], reading: Reading) -> bool:
    """Whether a declared column before brackets can only be a vector-valued function: h(x) with h: m and x: n."""
    shape = reading.context.shapes.get(name)
    if shape is None or len(items) != 1 or not is_column(shape) or not isinstance(items[0], s.Name):
        return False
    argument = reading.context.shapes.get(items[0].value)
    return argument is not None and not is_scalar(argument) and not is_one(argument.rows)


def arbitrary(
    name: str, items: tuple[s.Syntax, ...], primes: int, span: Span, reading: Reading, shape: Shape | None
) -> Node:
    """An arbitrary smooth function, or the objective if the derivation began with a bare expression."""
    arguments = [reading.node(i) for i in items]
    if reading.context.objective is not None and shape is None and fits_objective(arguments, reading):
        return with_derivatives(objective_at(arguments, span, reading), name, primes, span, reading)
    if primes:
        parameter = f"{name}·"
        body = Call(shape or SCALAR, span, name, (Symbol(arguments[0].shape, span, parameter),))
        return derivative_at(body, parameter, arguments[0], primes, span, reading)
    return Call(shape or SCALAR, span, name, tuple(arguments))


def fits_objective(arguments: list[Node], reading: Reading) -> bool:
    """Whether the expression that the derivation is about can be taken at these arguments."""
    name = wrt(reading, quiet=True)
    if name is None or len(arguments) != 1 or name not in reading.context.shapes:
        return True
    return unify_shapes(reading.context.shapes[name], arguments[0].shape)


def objective_at(arguments: list[Node], span: Span, reading: Reading) -> Node:
    """The objective, at an argument if that is not the variable itself."""
    variable = wrt(reading, quiet=True)
    body = reading.node(reading.context.objective)  # type: ignore[arg-type]
    if variable and len(arguments) == 1 and not (isinstance(arguments[0], Symbol) and arguments[0].name == variable):
        return Call(body.shape, span, "objective", tuple(arguments), (variable,), body)
    return body


def with_derivatives(body: Node, name: str, primes: int, span: Span, reading: Reading) -> Node:
    """The objective, or its derivative where the name carries primes."""
    variable = wrt(reading)
    return derivative_at(body, variable, None, primes, span, reading) if primes and variable else body


def call(name: str, arguments: list[Node], span: Span, reading: Reading, primes: int = 0) -> Node:
    """A defined function at arguments; its body is read with the arguments' shapes."""
    definition = reading.context.functions[name]
    if definition.body is None:
        if primes:
            unknown = Call(SCALAR, span, name, (Symbol(arguments[0].shape, span, f"{name}·"),))
            return derivative_at(unknown, f"{name}·", arguments[0], primes, span, reading)
        return Call(SCALAR, span, name, tuple(arguments))
    if name in reading.inside:
        return reading.opaque(f"{name} is defined by itself", span)
    if len(arguments) > 1 == len(definition.parameters) and all(is_scalar(a.shape) for a in arguments):
        arguments = [Apply(column(Dim(len(arguments))), span, "array", tuple(arguments))]
    if len(arguments) != len(definition.parameters):
        return reading.problem(
            "function", f"{name} takes {len(definition.parameters)} arguments, here are {len(arguments)}", span
        )
    for parameter, argument in zip(definition.parameters, arguments, strict=True):
        declared = reading.context.shapes.get(parameter)
        if declared is None or is_scalar(declared) or unify_shapes(declared, argument.shape):
            continue
        message = f"{name} takes an argument of shape {declared}, here is {argument.shape}"
        return reading.problem("argument", message, argument.span, (argument.span, str(argument.shape)))
    if primes:
        shape = arguments[0].shape
        parameter = definition.parameters[0]
        body = body_of(name, [Symbol(shape, span, parameter), *arguments[1:]], span, reading)
        return derivative_at(body, parameter, arguments[0], primes, span, reading)
    body = body_of(name, arguments, span, reading)
    return Call(body.shape, span, name, tuple(arguments), definition.parameters, body)


def body_of(name: str, arguments: list[Node], span: Span, reading: Reading) -> Node:
    """The definition's expression, read with its parameters bound to the arguments' shapes."""
    definition = reading.context.functions[name]
    bound = {p: a.shape for p, a in zip(definition.parameters, arguments, strict=True)}
    inner = reading.inner(name, bound)
    body = inner.node(definition.body) if definition.body is not None else Call(SCALAR, span, name, tuple(arguments))
    reading.adopt(inner, name, span)
    return body


def call_value(name: str, span: Span, reading: Reading, primes: int = 0) -> Node:
    """A defined function named without arguments: its value where its own variables stand."""
    definition = reading.context.functions[name]
    if definition.body is None and not definition.parameters:
        depends = [p for p in definition.depends if p in reading.context.shapes]
        return Call(SCALAR, span, name, tuple(Symbol(reading.context.shapes[p], span, p) for p in depends))
    quiet = len(reading.problems)
    for shapes in parameter_shapes(definition.parameters, reading):
        del reading.problems[quiet:]
        arguments = [variable(p, shape, span, reading) for p, shape in zip(definition.parameters, shapes, strict=True)]
        node = call(name, arguments, span, reading, primes)
        if len(reading.problems) == quiet:
            break
    return node


def own_value(name: str, items: tuple[s.Syntax, ...], primes: int, span: Span, reading: Reading) -> Node | None:
    """`f(x)` where f = ½rᵀr was defined without its variable: the value itself, if it depends on x."""
    if len(items) != 1 or not isinstance(items[0], s.Name) or items[0].value not in reading.context.shapes:
        return None
    node = defined_value(s.Name(span, name), reading)
    if not is_scalar(node.shape) or all(not isinstance(n, Symbol) or n.name != items[0].value for n in walk(node)):
        return None
    return with_derivatives(node, name, primes, span, reading)


def variable(name: str, shape: Shape, span: Span, reading: Reading) -> Node:
    """A function's own variable where it stands: the symbol, or the value that the page gives it."""
    if name in reading.context.values and name not in reading.bound and f"={name}" not in reading.inside:
        return defined_value(s.Name(span, name), reading)
    return Symbol(shape, span, name)


def parameter_shapes(parameters: tuple[str, ...], reading: Reading) -> list[list[Shape]]:
    """Shapes to try for a function's parameters: the declared ones; for others a column, a scalar, a matrix."""
    found: list[list[Shape]] = []
    for kind in ("column", "scalar", "matrix"):
        shapes = []
        for parameter in parameters:
            shape = reading.bound.get(parameter) or reading.context.shapes.get(parameter)
            if shape is None:
                rows, columns = Free(), Free()
                settle(rows, f"size of {parameter}")
                settle(columns, f"size of {parameter}")
                shape = {"column": column(rows), "scalar": SCALAR, "matrix": Shape(rows, columns)}[kind]
            shapes.append(shape)
        found.append(shapes)
    return found if any(p not in reading.context.shapes and p not in reading.bound for p in parameters) else found[:1]


def defined_value(tree: s.Name, reading: Reading) -> Node:
    """A defined name: a call without arguments, whose body is read where it is used."""
    definition = reading.context.values[tree.value]
    inner = reading.inner(f"={tree.value}", {})
    if definition.body is None:
        return Call(SCALAR, tree.span, tree.value, tuple(inner.node(s.Name(tree.span, d)) for d in definition.depends))
    body = inner.node(definition.body)
    if definition.component:
        sizes = [inner.index_sizes.get(i, Free()) for i in definition.component]
        shape = Shape(sizes[0], sizes[1] if len(sizes) > 1 else ONE)
        body = Apply(shape, tree.span, "assemble", (body,), ",".join(definition.component))
    reading.adopt(inner, tree.value, tree.span)
    return Call(body.shape, tree.span, tree.value, (), (), body)


def derivative_at(body: Node, variable: str, point: Node | None, order: int, span: Span, reading: Reading) -> Node:
    """f′ or f″ at a point."""
    shape = point.shape if point is not None else reading.node(s.Name(span, variable)).shape
    return derivative(body, variable, shape, min(order, 2), "d", span, reading, point)
