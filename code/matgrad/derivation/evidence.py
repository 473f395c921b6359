"""From a judgement to a claim of the report: evidence in words, problems as diagnostics."""

from __future__ import annotations

from . import syntax as s
from .chain import Chain, Place
from .core import Node
from .judge import OTHER, Judgement
from .reading import Problem, Reading
from .report import CARRIED, GIVEN, UNDECIDED, WRONG, Claim, Diagnostic, Label


def diagnostic(problem: Problem) -> Diagnostic:
    """The diagnostic of the report for a problem."""
    return Diagnostic(
        problem.symptom,
        problem.message,
        problem.span,
        tuple(Label(span, text) for span, text in problem.labels),
        help=f"{problem.near} is declared" if problem.near else "",
    )


def given_claim(
    place: Place, span: s.Span, node: Node, reading: Reading, evidence: str = "where the derivation starts"
) -> Claim:
    """A claim that needs no proof, unless it is ill-formed or cannot be decided."""
    if reading.problems and not reading.opaque_first:
        return Claim(
            place.text,
            span,
            "",
            WRONG,
            "",
            notes=tuple(reading.notes),
            diagnostics=tuple(map(diagnostic, reading.problems)),
        )
    if reading.undecidable:
        return Claim(place.text, span, "", UNDECIDED, reading.undecidable[0], notes=tuple(reading.notes))
    return Claim(place.text, span, "", GIVEN, evidence, notes=tuple(reading.notes), shape=str(node.shape))


def claim_from(
    found: Judgement, verdict: str, place: Place, side: s.Syntax, evidence: str = "", notes: tuple[str, ...] = ()
) -> Claim:
    """The claim of the report for a judged relation."""
    diagnostics: tuple[Diagnostic, ...] = ()
    if verdict == WRONG:
        diagnostics = tuple(map(diagnostic, found.problems)) or (value_diagnostic(found, side),)
    proof = found.evidence
    return Claim(
        place.text,
        side.span,
        "=",
        verdict,
        "; ".join(
            part
            for part in (
                evidence,
                in_words(found) if verdict not in (WRONG, CARRIED, UNDECIDED) and found.status == "equal" else "",
            )
            if part
        ),
        proof.method if found.status == "equal" else "",
        tuple(dict.fromkeys((*found.attempt.reading.notes, *proof.notes, *notes))),
        diagnostics,
        "" if found.problems else str(found.attempt.right.shape),
        tuple(tuple(sorted(sizes.items())) for sizes in proof.sizes),
        proof.primes,
    )


def value_diagnostic(found: Judgement, side: s.Syntax) -> Diagnostic:
    """The diagnostic for sides that are well-formed and not equal."""
    if found.status == "drift":
        layout = other_layout(found)
        message = (
            f"the value is right, but the layout changed: the line is true in {layout} layout, "
            f"the derivation is in {OTHER[layout]} layout"
        )
        return Diagnostic("layout drift", message, side.span, (Label(side.span, str(found.attempt.right.shape)),))
    left, right = found.attempt.left, found.attempt.right
    message = "the value differs from what stood before"
    return Diagnostic(
        "value differs",
        message,
        side.span,
        (Label(side.span, str(right.shape)),) if str(left.shape) == str(right.shape) else (),
    )


def other_layout(found: Judgement) -> str:
    """The layout that the right side has."""
    return found.attempt.reading.layouts.get(found.reason, "numerator")


def in_words(found: Judgement) -> str:
    """What the equality rests on: "equal modulo 2⁶¹ − 1 and 2⁵⁹ − 55 at (m, n) = (5, 4), (4, 5)"."""
    proof = found.evidence
    if proof.method == "exact":
        primes = " and ".join({2**61 - 1: "2⁶¹ − 1", 2**59 - 55: "2⁵⁹ − 55"}[p] for p in proof.primes)
        bound = f"error probability at most {max(proof.degree, 1)}/2⁵⁸ a trial"
        return f"equal modulo {primes}{sizes_in_words(proof.sizes)}, {bound}"
    if proof.method == "floating point":
        return f"equal in floating point to 9 digits{sizes_in_words(proof.sizes)}"
    return ""


def sizes_in_words(sizes: tuple[dict[str, int], ...]) -> str:
    """The tested sizes as text; "" if no size occurs."""
    if not sizes or not sizes[0]:
        return ""
    letters = sorted(sizes[0])
    values = ", ".join(
        "(" + ", ".join(str(each[letter]) for letter in letters) + ")" if len(letters) > 1 else str(each[letters[0]])
        for each in sizes
    )
    names = f"({', '.join(letters)})" if len(letters) > 1 else letters[0]
    return f" at {names} = {values}"


def sentence(text: str, chain: Chain, side: s.Syntax) -> str:
    """The text of an equation: from its left side to its right one, as far as it stands on this line."""
    start, end = chain.last.span[0], side.span[1]
    return (
        text[start:end].strip()
        if start < side.span[0] and end <= len(text) and text[start:end].strip()
        else text.strip()
    )
