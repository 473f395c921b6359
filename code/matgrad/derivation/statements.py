"""One statement of a line: its claims, judged one after the other against what stood before.

Two baselines: a side is tested against the last side that was right, and, if it fails, against what the wrong line
before it said. The first says whether it follows, the second whether it was carried over.
"""

from __future__ import annotations

from . import syntax as s
from .chain import Chain, Place, State
from .claiming import claimed
from .context import Context
from .defining import called_name, definition
from .definitions import flat_name
from .dims import is_scalar
from .evidence import given_claim
from .hypotheses import letters
from .judge import read_side
from .limits import Unreadable
from .progress import looks_derivative, moved
from .report import GIVEN, UNDECIDED, WRONG, Claim
from .targets import wrt

UNTESTED = {
    "≤": "an inequality", "≥": "an inequality", "<": "an inequality", ">": "an inequality", "≪": "an inequality",
    "≫": "an inequality", "≻": "definiteness",
    "∝": "proportionality", "→": "a limit", "≠": "an inequality", "⊥": "orthogonality as a relation", "∈": "membership",
}  # fmt: skip


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
    elif state.chain is None and not state.lost:
        raise Unreadable("the line goes on with a relation, but nothing stands before it", tree.span)
    for position, relation in enumerate(tree.relations):
        side = sides[position + 1]
        assert side is not None
        if state.chain is None:
            claim = given_claim(place, side.span, *read_side(side, state.context))
            claims.append(undecided(claim, f"it goes on from the line before, but {state.lost}"))
            state = state.to(chain=Chain(side, side, side))
            continue
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
    """The claim that one relation makes, and the state behind it."""
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
    if relation.sign == "∈" and mentions_reals(side):
        return Claim(place.text, side.span, "∈", GIVEN, "a declaration"), state
    node, reading = read_side(side, state.context)
    _, first_reading = read_side(chain.last, state.context)
    reading.problems[:0] = first_reading.problems
    claim = given_claim(place, side.span, node, reading)
    if claim.verdict == WRONG and reading.undecidable:
        claim = Claim(claim.text, claim.span, claim.relation, GIVEN)
    return undecided(claim, f"{UNTESTED[relation.sign]} ({relation.sign}) is read but not decided"), state.to(
        chain=Chain(side, side, side)
    )


def mentions_reals(tree: object) -> bool:
    """Whether a side names the real numbers, ℝ or ℝⁿ."""
    if isinstance(tree, s.Opaque):
        return tree.what == "ℝ"
    if isinstance(tree, s.Script):
        return mentions_reals(tree.base)
    if isinstance(tree, s.Product):
        return mentions_reals(tree.factors[0][1])
    return isinstance(tree, s.Group) and mentions_reals(tree.items[0])


def undecided(claim: Claim, reason: str) -> Claim:
    """The claim as undecided, unless it is ill-formed."""
    if claim.verdict == WRONG:
        return claim
    return Claim(claim.text, claim.span, claim.relation, UNDECIDED, reason, notes=claim.notes, shape=claim.shape)
