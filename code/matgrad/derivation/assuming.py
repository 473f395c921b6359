"""Equations that are not identities: what follows from an assumption, and which relations become one."""

from __future__ import annotations

from dataclasses import replace

from . import syntax as s
from .chain import Chain, Place, State
from .compare import Comparison
from .context import Context, Hypothesis
from .core import Derivative, Differential, Number, Product, Symbol, walk
from .dims import is_scalar
from .evidence import claim_from, sentence
from .hypotheses import eligible, hypothesis_of, letters, structure_of
from .judge import Judgement, is_zero, judge, read_side
from .progress import looks_derivative, moved, settle_layouts
from .report import CONDITIONAL, GIVEN, UNDECIDED, WRONG, Claim, Diagnostic


def under_hypotheses(
    chain: Chain, side: s.Syntax, state: State, place: Place, fresh: bool, found: Judgement
) -> tuple[Claim, State] | None:
    """The claim under what is assumed so far; or the claim as a further assumption."""
    context = state.context
    open_question: Judgement | None = None
    if context.hypotheses:
        again = judge(chain.good, side, context, place.key, hypotheses=context.hypotheses)
        if again.status == "equal" and is_vacuous(found, context):
            reason = "at generic values only zero satisfies what is assumed; this is not decided"
            return claim_from(again, UNDECIDED, place, side, reason), moved(state, side, False)
        if again.status == "equal":
            evidence = "follows from " + " and ".join(
                dict.fromkeys(f"{h.text} (line {h.line})" for h in context.hypotheses)
            )
            return claim_from(again, CONDITIONAL, place, side, evidence), moved(
                settle_layouts(again, state), side, True
            )
        open_question = again if again.status == "undecided" else None
    if fresh and (structured := structural(chain, side, state, place, found)) is not None:
        return structured
    zero = is_zero(found.attempt.left) or is_zero(found.attempt.right)
    stationary = zero and is_stationary(chain, found)
    new_subject = all(chain.subject != subject for subject in state.zero_subjects)
    if place.role in ("⇒", "⇔") and (context.hypotheses or state.unsolved):
        fresh = False
    again_zero = bool(context.hypotheses and state.zero_subjects) and same_letters(found, context)
    if (stationary and new_subject and not again_zero) or (fresh and eligible(found, context, False)):
        assumed = assumption(chain, side, state, place, found, stationary)
        if assumed is not None:
            return assumed
    if state.unsolved and not context.hypotheses:
        return claim_from(
            found, UNDECIDED, place, side, f"rests on {state.unsolved}, which cannot be solved for a symbol"
        ), moved(state, side, False)
    if open_question is not None:
        return claim_from(open_question, UNDECIDED, place, side, open_question.reason), moved(state, side, False)
    return None


def is_vacuous(found: Judgement, context: Context) -> bool:
    """Whether an equation may hold only because the assumption forces its symbol to be zero."""
    zero = is_zero(found.attempt.left) or is_zero(found.attempt.right)
    return not zero and any(h.only_zero for h in context.hypotheses)


def other_direction(chain: Chain, side: s.Syntax, state: State, place: Place) -> tuple[Claim, State] | None:
    """The claim of ⇔ where only ⇒ holds: what was assumed does not follow from the new equation; None if it does."""
    context, last = state.context, state.context.hypotheses[-1]
    without = context.extended(hypotheses=context.hypotheses[:-1])
    forward = judge(chain.good, side, context, place.key, hypotheses=context.hypotheses)
    found = judge(chain.good, side, without, place.key)
    if forward.status != "equal" or found.status != "different":
        return None
    converse = hypothesis_of(found, without, place.key, place.number, "", True)
    if converse is None:
        return None
    assumed = (*without.hypotheses, converse)
    outcome = Comparison(without, place.key, {}, hypotheses=assumed).equal(last.left, last.right)
    if outcome.equal is not False:
        return None
    message = f"only one direction holds: {last.text} does not follow from this equation"
    problem = Diagnostic("value differs", message, side.span)
    claim = Claim(place.text, side.span, "⇔", WRONG, diagnostics=(problem,))
    return claim, moved(state, side, False)


def meaning_of(chain: Chain, side: s.Syntax, symbol: str, found: Judgement) -> s.Syntax | None:
    """The side opposite to the symbol, if the symbol stands alone."""
    left, right = found.attempt.left, found.attempt.right
    for one, other, opposite in ((left, right, side), (right, left, chain.good)):
        if isinstance(one, Symbol) and one.name == symbol and symbol not in letters(other):
            return opposite
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
    sides = (found.attempt.left, found.attempt.right)
    if letters(*sides).isdisjoint(found.attempt.reading.context.shapes):
        return False
    return any(is_zero(side) or isinstance(side, Number) for side in (found.attempt.left, found.attempt.right))


def is_eigenvector(found: Judgement) -> bool:
    """Whether an equation reads M q = λ q, with a scalar λ that M does not use: a condition on q."""
    for one, other in ((found.attempt.left, found.attempt.right), (found.attempt.right, found.attempt.left)):
        factors = other.children() if isinstance(other, Product) else ()
        scalars = [n.name for n in factors if isinstance(n, Symbol) and is_scalar(n.shape)]
        vectors = [n.name for n in factors if isinstance(n, Symbol) and not is_scalar(n.shape)]
        if len(scalars) == len(vectors) == 1 and isinstance(one, Product) and scalars[0] not in letters(one):
            return isinstance(one.right, Symbol) and one.right.name == vectors[0]
    return False


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


def assumption(
    chain: Chain, side: s.Syntax, state: State, place: Place, found: Judgement, stationary: bool
) -> tuple[Claim, State] | None:
    """Take the equation as a hypothesis, if it can be solved for a symbol."""
    context = state.context
    text = sentence(place.text, chain, side)
    if stationary:
        found = stationary_point(chain, side, found, context, place)
    variable = differentiated(chain.subject, context) if stationary else None
    hypothesis = hypothesis_of(found, context, place.key, place.number, text, stationary, variable)
    subjects = (*state.zero_subjects, chain.subject) if stationary else state.zero_subjects
    if hypothesis is None:
        if not stationary and not is_condition(found) and not is_eigenvector(found):
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
        hypothesis = replace(hypothesis, meaning=meaning_of(chain, side, hypothesis.symbol, found))
    context = context.extended(hypotheses=(*context.hypotheses, hypothesis))
    stated = stated_hypothesis(chain, side, state, place, hypothesis)
    claim = claim_from(found, GIVEN, place, side, f"an assumption, solved for {hypothesis.symbol}")
    return claim, moved(state.to(context=context), side, False).to(
        zero_subjects=subjects, stated=(*state.stated, stated)
    )


def differentiated(subject: s.Syntax, context: Context) -> str | None:
    """The variable of the derivative that stands in front of "= 0"."""
    node, _ = read_side(subject, context)
    derivatives = [n for n in walk(node) if isinstance(n, Derivative)]
    if not derivatives:
        return None
    point = derivatives[0].point
    return point.name if isinstance(point, Symbol) else derivatives[0].variable if point is None else None


def stationary_point(chain: Chain, side: s.Syntax, found: Judgement, context: Context, place: Place) -> Judgement:
    """What df = 0 or δS = 0 assumes: not one direction without change, but that the gradient is zero."""
    subject = chain.subject
    if not isinstance(subject, s.Diff) or subject.kind == "∂" or subject.operand is None or subject.order != 1:
        return found
    gradient = s.Product(subject.span, (("", s.Nabla(subject.span, 1, ())), ("", subject.operand)))
    again = judge(gradient, side, context, place.key)
    return again if again.status == "different" else found


def stated_hypothesis(chain: Chain, side: s.Syntax, state: State, place: Place, hypothesis: Hypothesis) -> Hypothesis:
    """The assumption as the (perhaps wrong) line before states it."""
    if not chain.broken and chain.last is chain.good:
        return hypothesis
    stated = judge(chain.last, side, state.context, place.key)
    if stated.status != "different":
        return hypothesis
    return hypothesis_of(stated, state.context, place.key, place.number, hypothesis.text, True) or hypothesis
