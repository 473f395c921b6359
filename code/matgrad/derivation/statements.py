"""One statement of a line: its claims, judged one after the other against what stood before.

Two baselines: a side is tested against the last side that was right, and, if it fails, against what the wrong line
before it said. The first says whether it follows, the second whether it was carried over.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from . import syntax as s
from .chain import Chain, Failure, State
from .context import Context, Definition, Hypothesis
from .core import Apply, Call, Derivative, Differential, Number, Symbol, walk
from .definitions import all_slots, definition_of, flat_name, function_head, mentions
from .dims import is_scalar
from .evidence import claim_from, given_claim, sentence
from .hypotheses import eligible, hypothesis_of, letters, structure_of
from .indices import free_indices
from .judge import Judgement, is_zero, judge, read_side
from .limits import Unreadable
from .report import CARRIED, CONDITIONAL, FOLLOWS, GIVEN, UNDECIDED, WRONG, Claim
from .targets import wrt

UNTESTED = {
    "≤": "an inequality", "≥": "an inequality", "<": "an inequality", ">": "an inequality", "≪": "an inequality",
    "≫": "an inequality", "≻": "definiteness",
    "∝": "proportionality", "→": "a limit", "≠": "an inequality", "⊥": "orthogonality as a relation", "∈": "membership",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """Where a claim stands: the line's number and text, the key of the random points, the role of its statement."""

    number: int
    text: str
    key: str
    role: str = ""


def statement(tree: s.Statement, state: State, place: Place) -> tuple[list[Claim], State]:
    """Judge all relations of a statement."""
    sides = list(tree.sides)
    claims: list[Claim] = []
    fresh = sides[0] is not None
    if fresh:
        first = sides[0]
        assert first is not None
        if not tree.relations:
            return bare_expression(first, state, place)
        state = state.to(chain=Chain(first, first, first))
        if (
            state.context.objective is None
            and not state.context.functions
            and place.role == ""
            and tree.relations[0].sign == "="
        ):
            started = possible_objective(first, state.context)
            state = state.to(context=state.context.extended(objective=first)) if started else state
    elif state.chain is None:
        raise Unreadable("the line goes on with a relation, but nothing stands before it", tree.span)
    for position, relation in enumerate(tree.relations):
        side = sides[position + 1]
        assert side is not None
        claim, state = one_relation(relation, side, state, place, fresh and position == 0)
        claims.append(claim)
    return claims, state


def possible_objective(tree: s.Syntax, context: Context) -> bool:
    """Whether an equation's left side may be what a later ∇ or d/dx in front of nothing differentiates."""
    if flat_name(tree) is not None or called_name(tree) or looks_derivative(tree):
        return False
    node, reading = read_side(tree, context)
    variable = wrt(reading, quiet=True)
    return not reading.problems and not reading.undecidable and is_scalar(node.shape) and variable in letters(node)


def bare_expression(tree: s.Syntax, state: State, place: Place) -> tuple[list[Claim], State]:
    """An expression without a relation: what the derivation starts from, or a further member of a bare chain."""
    chain = state.chain
    if chain is not None and chain.bare and place.role == "":
        claim, state = one_relation(s.Relation("=", (tree.span[0], tree.span[0])), tree, state, place, False)
        return [claim], state
    context = state.context
    node, reading = read_side(tree, context)
    claim = given_claim(place, tree.span, node, reading)
    context = context.extended(objective=tree) if context.objective is None and not reading.problems else context
    return [claim], state.to(context=context, chain=Chain(tree, tree, tree, bare=True))


def one_relation(relation: s.Relation, side: s.Syntax, state: State, place: Place, fresh: bool) -> tuple[Claim, State]:
    chain = state.chain
    assert chain is not None
    if relation.sign in UNTESTED:
        return untested(relation, side, state, place)
    if fresh and relation.sign in ("=", ":="):
        defined = definition(chain.subject, side, state, place)
        if defined is not None:
            return defined
    order = None
    if relation.sign == "≈":
        order = 1
        if not state.context.increments:
            claim = given_claim(place, side.span, *read_side(side, state.context))
            return undecided(claim, "≈ is decided only where an increment (h, dx, Δx) says what is small"), moved(
                state, side, False
            )
    return claimed(chain, side, state, place, fresh, order)


def untested(relation: s.Relation, side: s.Syntax, state: State, place: Place) -> tuple[Claim, State]:
    """≤, ∈, →, … are read; shapes and names are checked, the relation is not."""
    chain = state.chain
    assert chain is not None
    if relation.sign == "∈" and isinstance(side.__class__, type) and mentions_reals(side):
        return Claim(place.text, side.span, "∈", GIVEN, "a declaration"), state
    node, reading = read_side(side, state.context)
    first, first_reading = read_side(chain.last, state.context)
    reading.problems[:0] = first_reading.problems
    claim = given_claim(place, side.span, node, reading)
    if claim.verdict == WRONG and reading.undecidable:
        claim = Claim(claim.text, claim.span, claim.relation, GIVEN)
    return undecided(claim, f"{UNTESTED[relation.sign]} ({relation.sign}) is read but not decided"), state.to(
        chain=Chain(side, side, side)
    )


def mentions_reals(tree: object) -> bool:
    if isinstance(tree, s.Opaque):
        return tree.what == "ℝ"
    if isinstance(tree, s.Script):
        return mentions_reals(tree.base)
    if isinstance(tree, s.Product):
        return mentions_reals(tree.factors[0][1])
    return isinstance(tree, s.Group) and mentions_reals(tree.items[0])


def undecided(claim: Claim, reason: str) -> Claim:
    if claim.verdict == WRONG:
        return claim
    return Claim(claim.text, claim.span, claim.relation, UNDECIDED, reason, notes=claim.notes, shape=claim.shape)


def definition(left: s.Syntax, right: s.Syntax, state: State, place: Place) -> tuple[Claim, State] | None:
    """The claim for a relation that defines something; None if it defines nothing."""
    context = depends_on(left, right, state.context)
    if context is not None:
        return Claim(place.text, right.span, "=", GIVEN, "says what it depends on"), state.to(
            context=context, chain=Chain(left, right, right)
        )
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
    parameters = context.functions[name].parameters if name in context.functions else ()
    if any(p not in context.shapes for p in parameters):
        node, reading = read_side(s.Name(left.span, name), context)
    claim = given_claim(place, right.span, node, reading, "a definition")
    if claim.verdict == GIVEN and isinstance(left, s.Sum):
        found = judge(left, right, context, place.key)
        if found.status != "equal":
            return None
    blocked = state.blocked or (f"line {place.number} could not be decided" if claim.verdict == UNDECIDED else "")
    chain = Chain(left, right, right if claim.verdict == GIVEN else left, order=None, broken=claim.verdict == WRONG)
    return claim, state.to(context=context, chain=chain, blocked=blocked)


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
    name = f"{flat[0]}_{flat[1][0].text.strip('{}')}"
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


# --- claims ----------------------------------------------------------------------------------------------------------


def claimed(
    chain: Chain, side: s.Syntax, state: State, place: Place, fresh: bool, order: int | None
) -> tuple[Claim, State]:
    """The verdict on chain = side."""
    context = state.context
    order = order or chain.order
    found = transposed_nabla(judge(chain.good, side, context, place.key, order))
    if found.attempt.reading.small_order is not None and found.status == "different":
        order = found.attempt.reading.small_order - 1
        found = judge(chain.good, side, context, place.key, order)
    if found.status == "equal":
        state = settle_layouts(found, state)
        evidence = recovery(chain, state)
        if order is not None and chain.order is None:
            return claim_from(found, FOLLOWS, place, side, f"to order {order} in the increment", evidence), moved(
                state, side, True, side_only=True
            )
        return claim_from(found, FOLLOWS, place, side, "", evidence), moved(state, side, True)
    if found.status == "undecided":
        return undecided_claim(found, chain, side, state, place, order)
    if found.status == "different":
        dependent = with_dependence(context)
        if dependent is not None and judge(chain.good, side, dependent, place.key, order).status == "equal":
            again = judge(chain.good, side, dependent, place.key, order)
            evidence = "with " + " and ".join(
                f"{h.text} (line {h.line})" for h in context.hypotheses if h.meaning is not None
            )
            return claim_from(again, FOLLOWS, place, side, evidence), moved(settle_layouts(again, state), side, True)
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
    return claim_from(found, WRONG, place, side), wronged(state, chain, side).to(failures=(*state.failures, failure))


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


def recovery(chain: Chain, state: State) -> tuple[str, ...]:
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
    return (
        any(isinstance(n, Call) and n.body is None for n in walk(found.attempt.left))
        or found.attempt.reading.context.objective is None
    )


def with_dependence(context: Context) -> Context | None:
    """The context in which symbols stated as v = … stand for what they are equal to, so that they depend on its symbols."""
    named = {h.symbol: h for h in context.hypotheses if h.meaning is not None}
    if not named:
        return None
    values = {name: Definition(name, (), h.meaning, h.line) for name, h in named.items()}
    rest = tuple(h for h in context.hypotheses if h.meaning is None)
    return context.extended(values={**context.values, **values}, hypotheses=rest)


def meaning_of(chain: Chain, side: s.Syntax, symbol: str) -> s.Syntax | None:
    """The side opposite to the symbol, if the symbol stands alone."""
    for one, other in ((chain.good, side), (side, chain.good)):
        if isinstance(one, s.Name) and one.value == symbol and not mentions(other, symbol):
            return other
    return None


def under_hypotheses(
    chain: Chain, side: s.Syntax, state: State, place: Place, fresh: bool, found: Judgement
) -> tuple[Claim, State] | None:
    """The claim under what is assumed so far; or the claim as a further assumption."""
    context = state.context
    if context.hypotheses:
        again = judge(chain.good, side, context, place.key, hypotheses=context.hypotheses)
        if again.status == "equal":
            evidence = "follows from " + " and ".join(
                dict.fromkeys(f"{h.text} (line {h.line})" for h in context.hypotheses)
            )
            return claim_from(again, CONDITIONAL, place, side, evidence), moved(
                settle_layouts(again, state), side, True
            )
    if fresh and (structured := structural(chain, side, state, place, found)) is not None:
        return structured
    zero = is_zero(found.attempt.left) or is_zero(found.attempt.right)
    stationary = zero and is_stationary(chain, found)
    new_subject = all(chain.subject != subject for subject in state.zero_subjects)
    if place.role in ("⇒", "⇔") and (context.hypotheses or state.unsolved):
        fresh = False
    if (stationary and new_subject and not (context.hypotheses and same_letters(found, context))) or (
        fresh and eligible(found, context, False)
    ):
        return assumption(chain, side, state, place, found, stationary)
    if state.unsolved and not context.hypotheses:
        return claim_from(
            found, UNDECIDED, place, side, f"rests on {state.unsolved}, which cannot be solved for a symbol"
        ), moved(state, side, False)
    return None


def structural(
    chain: Chain, side: s.Syntax, state: State, place: Place, found: Judgement
) -> tuple[Claim, State] | None:
    """Aᵀ = A, QᵀQ = I, xᵀx = 1: an assumption on one symbol, kept as such."""
    structure = structure_of(found, state.context, place.key)
    if structure is None:
        return None
    name, kind = structure
    context = state.context
    context = context.extended(assumptions={**context.assumptions, name: (*context.assumptions.get(name, ()), kind)})
    return claim_from(found, GIVEN, place, side, f"an assumption: {name} is taken as {kind}"), moved(
        state.to(context=context), side, False
    )


def is_condition(found: Judgement) -> bool:
    """Whether one side is a number or zero: a condition on the other, such as ‖r‖² = 0, rather than an identity."""
    return any(is_zero(side) or isinstance(side, Number) for side in (found.attempt.left, found.attempt.right))


def same_letters(found: Judgement, context: Context) -> bool:
    """Whether an equation = 0 speaks only of what the earlier assumption already solved (then it is a claim)."""
    nodes = (found.attempt.left, found.attempt.right)
    return not any(isinstance(n, Derivative) for node in nodes for n in walk(node))


def is_stationary(chain: Chain, found: Judgement) -> bool:
    """Whether "= 0" stands behind a derivative."""
    sides = (found.attempt.left, found.attempt.right)
    return any(isinstance(n, Derivative | Differential) for node in sides for n in walk(node)) or looks_derivative(
        chain.subject
    )


def looks_derivative(tree: object) -> bool:
    if isinstance(tree, s.Nabla | s.Diff) or (isinstance(tree, s.Mark) and tree.kind == "prime"):
        return True
    if isinstance(tree, s.Syntax | s.Mark):
        return any(looks_derivative(getattr(tree, slot)) for slot in all_slots(tree))
    return isinstance(tree, tuple) and any(looks_derivative(item) for item in tree)


def assumption(
    chain: Chain, side: s.Syntax, state: State, place: Place, found: Judgement, stationary: bool
) -> tuple[Claim, State] | None:
    """Take the equation as a hypothesis, if it can be solved for a symbol."""
    context = state.context
    text = sentence(place.text, chain, side)
    hypothesis = hypothesis_of(found, context, place.key, place.number, text, stationary)
    subjects = (*state.zero_subjects, chain.subject) if stationary else state.zero_subjects
    if hypothesis is None:
        if not stationary and not is_condition(found):
            return None
        if not stationary:
            claim = claim_from(
                found,
                UNDECIDED,
                place,
                side,
                "a condition that is not affine in a symbol it determines; it is not decided",
            )
            return claim, moved(state, side, False).to(unsolved=f"{text} (line {place.number})")
        claim = claim_from(found, GIVEN, place, side, "an assumption (it cannot be solved for one symbol)")
        return claim, moved(state, side, False).to(zero_subjects=subjects, unsolved=f"{text} (line {place.number})")
    if not stationary and hypothesis.symbol != context.wrt:
        hypothesis = replace(hypothesis, meaning=meaning_of(chain, side, hypothesis.symbol))
    context = context.extended(hypotheses=(*context.hypotheses, hypothesis))
    stated = stated_hypothesis(chain, side, state, place, hypothesis)
    claim = claim_from(found, GIVEN, place, side, f"an assumption, solved for {hypothesis.symbol}")
    return claim, moved(state.to(context=context), side, False).to(
        zero_subjects=subjects, stated=(*state.stated, stated)
    )


def stated_hypothesis(chain: Chain, side: s.Syntax, state: State, place: Place, hypothesis: Hypothesis) -> Hypothesis:
    """The assumption as the (perhaps wrong) line before states it."""
    if not chain.broken and chain.last is chain.good:
        return hypothesis
    stated = judge(chain.last, side, state.context, place.key)
    if stated.status != "different":
        return hypothesis
    return hypothesis_of(stated, state.context, place.key, place.number, hypothesis.text, True) or hypothesis


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


def settle_layouts(found: Judgement, state: State) -> State:
    """Keep the layouts that the first conformable use has shown."""
    new = {k: v for k, v in found.layouts.items() if k not in state.context.layouts and state.context.layout is None}
    return state.to(context=state.context.extended(layouts={**state.context.layouts, **new})) if new else state


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
    else:
        context = state.stated_context  # type: ignore[assignment]
    return state.to(
        chain=Chain(chain.subject, side, chain.good, chain.bare, chain.order, True),
        asserted=(*state.asserted, (chain.subject, side)),
        stated_context=context,
    )
