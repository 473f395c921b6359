"""The verdict on one relation: whether the side follows from what stood before, or from the wrong line before it."""

from __future__ import annotations

from dataclasses import replace

from . import syntax as s
from .assuming import other_direction, under_hypotheses
from .chain import Chain, Failure, Place, State
from .context import Context, Definition
from .core import Apply, Call, Derivative, walk
from .evidence import claim_from, given_claim
from .judge import Judgement, judge, read_side
from .progress import moved, settle_layouts, wronged
from .report import CARRIED, CONDITIONAL, FOLLOWS, UNDECIDED, WRONG, Claim, Diagnostic


def claimed(
    chain: Chain, side: s.Syntax, state: State, place: Place, fresh: bool, order: int | None
) -> tuple[Claim, State]:
    """The verdict on chain = side."""
    context = state.context
    if not fresh and read_side(chain.good, context)[1].problems:
        claim = given_claim(place, side.span, *read_side(side, context))
        if claim.verdict != WRONG:
            reason = "what stands before it is ill-formed, so there is nothing to compare it with"
            claim = replace(claim, relation="=", verdict=UNDECIDED, evidence=reason)
        return claim, moved(state, side, False)
    order = order or chain.order
    if place.role == "⇔" and fresh and context.hypotheses and (converse := other_direction(chain, side, state, place)):
        return converse
    found = transposed_nabla(judge(chain.good, side, context, place.key, order))
    if found.attempt.reading.small_order is not None and found.status == "different":
        order = found.attempt.reading.small_order - 1
        found = judge(chain.good, side, context, place.key, order)
    if found.status == "equal":
        state = settle_layouts(found, state)
        notes = recovery(chain)
        if order is not None and chain.order is None:
            return claim_from(found, FOLLOWS, place, side, f"to order {order} in the increment", notes), moved(
                state, side, True, side_only=True
            )
        return claim_from(found, FOLLOWS, place, side, "", notes), moved(state, side, True)
    if found.status == "undecided":
        return undecided_claim(found, chain, side, state, place, order)
    if found.status == "different":
        dependent = with_dependence(context)
        again = judge(chain.good, side, dependent, place.key, order) if dependent is not None else found
        if again.status == "equal":
            evidence = "follows from " + " and ".join(
                f"{h.text} (line {h.line})" for h in context.hypotheses if h.meaning is not None
            )
            return claim_from(again, CONDITIONAL, place, side, evidence), moved(
                settle_layouts(again, state), side, True
            )
        assumed = under_hypotheses(chain, side, state, place, fresh, found)
        if assumed is not None:
            return assumed
    if found.status != "ill-formed" and carried(chain, side, state, place, order):
        return claim_from(found, CARRIED, place, side, "false, but it follows from the wrong line before"), moved(
            state, side, False
        )
    if state.blocked and found.status == "different" and depends_on_objective(found):
        claim = claim_from(found, UNDECIDED, place, side, f"not decided, because {state.blocked}")
        return claim, moved(state, side, False)
    failure = Failure(place.number, place.text, place.key, chain.good, side, context, order, found)
    claim = claim_from(found, WRONG, place, side)
    if not place.holds(chain.good):
        claim = replace(claim, diagnostics=tuple(without_other_lines(d, side) for d in claim.diagnostics))
    return claim, wronged(state, chain, side).to(failures=(*state.failures, failure))


def without_other_lines(diagnostic: Diagnostic, side: s.Syntax) -> Diagnostic:
    """The diagnostic with the labels of this side only: the other side stands on an earlier line."""
    start, end = side.span
    labels = tuple(label for label in diagnostic.labels if start <= label.span[0] and label.span[1] <= end)
    return replace(diagnostic, labels=labels)


def transposed_nabla(found: Judgement) -> Judgement:
    """∇f = f′ᵀ beside rows f′ says that ∇ is the column: no drift, but the layout of ∇."""
    right = found.attempt.right
    if (
        found.status != "drift"
        or not found.reason.startswith("nabla")
        or not isinstance(right, Apply)
        or right.operation != "transpose"
    ):
        return found
    if not isinstance(right.arguments[0], Derivative):
        return found
    return replace(found, status="equal", layouts={found.reason: "denominator"})


def recovery(chain: Chain) -> tuple[str, ...]:
    """The remark that a side is right again behind a wrong one."""
    return ("right again, although an earlier line is wrong",) if chain.broken else ()


def undecided_claim(
    found: Judgement, chain: Chain, side: s.Syntax, state: State, place: Place, order: int | None
) -> tuple[Claim, State]:
    """Undecided against the good side; perhaps it follows from the side before."""
    if chain.last is not chain.good:
        again = judge(chain.last, side, state.context, place.key, order)
        if again.status == "equal":
            return claim_from(again, FOLLOWS if not chain.broken else CARRIED, place, side), moved(
                state, side, not chain.broken
            )
    claim = claim_from(found, UNDECIDED, place, side, found.reason)
    return claim, moved(state, side, False)


def depends_on_objective(found: Judgement) -> bool:
    """Whether the claim rests on a function that was not read."""
    return any(isinstance(n, Call) and n.body is None for n in walk(found.attempt.left))


def with_dependence(context: Context) -> Context | None:
    """The context in which symbols stated as v = … stand for their meaning, so that they depend on its symbols."""
    named = {h.symbol: h for h in context.hypotheses if h.meaning is not None}
    if not named:
        return None
    values = {name: Definition(name, (), h.meaning, h.line) for name, h in named.items()}
    rest = tuple(h for h in context.hypotheses if h.meaning is None)
    return context.extended(values={**context.values, **values}, hypotheses=rest)


def carried(chain: Chain, side: s.Syntax, state: State, place: Place, order: int | None) -> bool:
    """Whether the side follows from what a wrong line before it said."""
    context = state.context
    if chain.last is not chain.good and judge(chain.last, side, context, place.key, order).status == "equal":
        return True
    for subject, wrong in state.asserted:
        if subject == chain.subject and judge(wrong, side, context, place.key, order).status == "equal":
            return True
    if (
        state.stated_context is not None
        and judge(chain.good, side, state.stated_context, place.key, order).status == "equal"
    ):
        return True
    return (
        bool(state.stated)
        and state.stated != context.hypotheses
        and judge(chain.good, side, context, place.key, order, state.stated).status == "equal"
    )
