"""How a chain goes on behind a side: what is good, what is only last, and what a wrong side leaves behind."""

from __future__ import annotations

from . import syntax as s
from .chain import Chain, State
from .context import Context, Definition
from .core import Derivative
from .definitions import mentions
from .dims import is_column
from .judge import Judgement, read_side
from .syntax import all_slots


def moved(state: State, side: s.Syntax, good: bool, side_only: bool = False) -> State:
    """The chain after a side: it becomes the last one, and the good one if it was right."""
    chain = state.chain
    if chain is None:
        return state
    return state.to(
        chain=Chain(
            side if side_only else chain.subject,
            side,
            side if good else chain.good,
            chain.bare,
            chain.order,
            chain.broken and not good,
        )
    )


def wronged(state: State, chain: Chain, side: s.Syntax) -> State:
    """What a wrong side leaves behind: the second baselines."""
    context = state.stated_context or state.context
    head = next(
        (n for n in context.functions if mentions(chain.subject, n) and not looks_derivative(chain.subject)), None
    )
    if head is not None and context.functions[head].body is not None:
        old = context.functions[head]
        context = context.with_function(Definition(head, old.parameters, side, old.line))
    elif chain.bare and context.objective is not None:
        context = context.extended(objective=side)
    elif (stated := with_gradient(context, chain.subject, side)) is not None:
        context = stated
    else:
        return state.to(
            chain=Chain(chain.subject, side, chain.good, chain.bare, chain.order, True),
            asserted=(*state.asserted, (chain.subject, side)),
        )
    return state.to(
        chain=Chain(chain.subject, side, chain.good, chain.bare, chain.order, True),
        asserted=(*state.asserted, (chain.subject, side)),
        stated_context=context,
    )


def settle_layouts(found: Judgement, state: State) -> State:
    """Keep the layouts that the first conformable use has shown."""
    new = {k: v for k, v in found.layouts.items() if k not in state.context.layouts and state.context.layout is None}
    return state.to(context=state.context.extended(layouts={**state.context.layouts, **new})) if new else state


def looks_derivative(tree: object) -> bool:
    """Whether a derivative sign or a prime occurs in a written expression."""
    if isinstance(tree, s.Nabla | s.Diff) or (isinstance(tree, s.Mark) and tree.kind == "prime"):
        return True
    if isinstance(tree, s.Syntax | s.Mark):
        return any(looks_derivative(getattr(tree, slot)) for slot in all_slots(tree))
    return isinstance(tree, tuple) and any(looks_derivative(item) for item in tree)


def with_gradient(context: Context, subject: s.Syntax, side: s.Syntax) -> Context | None:
    """The context in which the gradient that `subject` names is what a wrong side says it is."""
    node, _ = read_side(subject, context)
    name = next((n for n in context.functions if mentions(subject, n)), None)
    if name is None or not isinstance(node, Derivative) or node.order != 1 or not is_column(node.shape):
        return None
    parameters = context.functions[name].parameters
    if len(parameters) != 1:
        return None
    unknown = context.with_function(Definition(name, parameters, None, depends=parameters))
    return unknown.extended(gradients={**context.gradients, name: (parameters[0], side)})
