"""Why a line is wrong: the cause that the smallest repair shows, or the one that the symptom suggests.

`explained` completes the diagnostics of a report after the verdicts have been given; it changes no verdict.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

from .catalogue import code_for
from .chain import Failure
from .compare import Comparison
from .core import Call, Derivative, Node, Product, Sum, Symbol, walk
from .dims import could_equal, is_one, is_scalar, resolve
from .limits import Undecidable
from .notation import Style, style_of
from .repairs import Candidate, Search, reference_terms
from .report import UNREADABLE, WRONG, Claim, Diagnostic, Line, Repair

MAX_EXPLAINED = 12
"""Wrong claims that are explained in one derivation."""


def explained(lines: list[Line], failures: tuple[Failure, ...]) -> list[Line]:
    """Return the lines with cause, code, help and repairs in their diagnostics."""
    style = style_of([line.text for line in lines])
    texts = {line.number: line.text for line in lines}
    by_place = {(f.number, f.right.span): f for f in failures[:MAX_EXPLAINED]}
    result = []
    for line in lines:
        if line.verdict not in (WRONG, UNREADABLE):
            result.append(line)
            continue
        claims = tuple(explained_claim(line, claim, by_place.get((line.number, claim.span)), style, texts) for claim in line.claims)
        own = tuple(d for c in claims if c.verdict == line.verdict for d in c.diagnostics)
        diagnostics = own or tuple(coded(d) for d in line.diagnostics)
        result.append(replace(line, claims=claims, diagnostics=diagnostics))
    return result


def coded(diagnostic: Diagnostic) -> Diagnostic:
    return replace(diagnostic, code=code_for(diagnostic.symptom, diagnostic.cause))


def explained_claim(line: Line, claim: Claim, failure: Failure | None, style: Style, texts: dict[int, str]) -> Claim:
    """One wrong claim with its diagnostics completed; the repair belongs to the first."""
    if claim.verdict != WRONG or not claim.diagnostics:
        return claim
    if failure is None:
        return replace(claim, diagnostics=tuple(coded(d) for d in claim.diagnostics))
    found = Search(failure, style, reference_terms(failure.left, texts.get(failure.number - 1, ""))).repairs()
    assumption = "" if found and found[0].cost <= 1.0 else needed_assumption(failure)
    first = claim.diagnostics[0]
    cause = cause_of(failure, first, found, assumption)
    repairs = tuple(repair(line, failure, candidate, cause) for candidate in found[:2])
    first = replace(first, cause=cause, repairs=repairs, help=help_text(first, repairs, assumption))
    return replace(claim, diagnostics=(coded(first), *[coded(d) for d in claim.diagnostics[1:]]))


def repair(line: Line, failure: Failure, candidate: Candidate, cause: str) -> Repair:
    start, end = failure.right.span
    text = line.text[:start] + candidate.text + line.text[end:]
    change = ", then ".join(edit.change for edit in candidate.edits)
    return Repair(text, change, cause, (start, end), candidate.text)


def help_text(diagnostic: Diagnostic, repairs: tuple[Repair, ...], assumption: str) -> str:
    """One statement: the repair, or the assumption under which the line would be true."""
    parts = []
    if repairs:
        parts.append(f"{repairs[0].change}: {repairs[0].replacement.strip()}")
    if assumption:
        parts.append(f"the line is true if {assumption}")
    return "; ".join(parts) or diagnostic.help


# --- causes ----------------------------------------------------------------------------------------------------------


def cause_of(failure: Failure, diagnostic: Diagnostic, found: list[Candidate], assumption: str) -> str:
    """The cause in the words of the catalogue; "" if nothing shows it."""
    symptom = diagnostic.symptom
    left = failure.found.attempt.left
    if symptom in ("layout drift", "inverse of a non-square matrix", "undeclared symbol", "square of a vector"):
        return {"layout drift": "layout"}.get(symptom, "")
    if symptom == "row + column" and differentiates_a_product(left):
        return "product rule on arrays"
    if found:
        cause = main_cause(found[0])
        if cause == "layout":
            return "" if symptom in ("row + column", "row = column") else "missing transpose"
        return "index reused" if cause == "free index lost" else cause
    if symptom in ("shapes differ", "row = column") and inner_derivative_missing(failure):
        return "lost variable"
    if symptom == "product" and exchanged_conforms(failure):
        return "commuted product"
    if symptom == "value differs" and failure.found.attempt.reading.indexed:
        return "index reused"
    return "assumption" if assumption else ""


def main_cause(candidate: Candidate) -> str:
    """The cause that most of the edits undo; of equally frequent ones that of the greatest edit."""
    causes = [edit.cause for edit in candidate.edits]
    return max(candidate.edits, key=lambda e: (causes.count(e.cause), e.cost)).cause


def differentiates_a_product(node: Node) -> bool:
    """Whether the left side is the derivative of one product, without sums, that has the variable twice (xᵀBx)."""
    if not isinstance(node, Derivative):
        return False
    body = node.body
    while isinstance(body, Call) and body.body is not None:
        body = body.body
    if any(isinstance(n, Sum) for n in walk(body)):
        return False
    count = sum(isinstance(n, Symbol) and n.name == node.variable for n in walk(body))
    return isinstance(body, Product) and count >= 2


def inner_derivative_missing(failure: Failure) -> bool:
    """Whether the right side has the shape of an inner function's value instead of the variable's."""
    attempt = failure.found.attempt
    node = attempt.left
    if not isinstance(node, Derivative):
        return False
    inner = [n.shape for n in walk(node.body) if isinstance(n, Product) and not is_scalar(n.shape)]
    return any(str(shape) == str(attempt.right.shape) for shape in inner)


def exchanged_conforms(failure: Failure) -> bool:
    """Whether the first two factors that do not conform would conform in the other order."""
    problem = failure.found.problems[0]
    shapes = [text.split(" × ") for _, text in problem.labels]
    return len(shapes) == 2 and all(len(s) == 2 for s in shapes) and shapes[1][1] == shapes[0][0] and shapes[0][0] != "1"


def needed_assumption(failure: Failure) -> str:
    """An assumption under which the relation holds: "Q is symmetric", "A and B commute"; "" if none was found."""
    found = failure.found
    if found.status != "different":
        return ""
    attempt, context = found.attempt, failure.context
    names = {n.name for side in (attempt.left, attempt.right) for n in walk(side) if isinstance(n, Symbol)}
    square = [n for n in sorted(names) if n in context.shapes and not context.assumptions.get(n) and is_square(context, n)]
    trials = [((n,), "symmetric", f"{n} is symmetric") for n in square]
    trials += [((a, b), "diagonal", f"{a} and {b} commute and are symmetric, as diagonal matrices do") for a, b in combinations(square, 2)]
    for chosen, kind, words in trials[:6]:
        trial = context.extended(assumptions={**context.assumptions, **dict.fromkeys(chosen, (kind,))})
        try:
            if Comparison(trial, failure.key + kind, attempt.reading.index_sizes, failure.order).equal(attempt.left, attempt.right).equal:
                return words
        except Undecidable:
            continue
    return ""


def is_square(context: object, name: str) -> bool:
    shape = context.shapes[name]  # type: ignore[attr-defined]
    return not is_scalar(shape) and not is_one(shape.rows) and could_equal(shape.rows, shape.columns) and resolve(shape.rows) == resolve(shape.columns)
