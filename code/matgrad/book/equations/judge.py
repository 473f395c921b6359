"""One formula in its scope: what the author says it is, what the checker says, and whether the two agree."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from matgrad import derivation
from matgrad.derivation.names import canonical
from matgrad.derivation.report import CONDITIONAL, GIVEN, SOUND, UNDECIDED, UNREADABLE, WRONG, Line, Report

from .notation import Scope, letters
from .pages import Formula
from .statements import about_sizes_or_numbers, has_relation, lines, setting

FOLLOWS, DEFINITION, CONDITION, WRONG_ON_PURPOSE, STATED, EXEMPT, EXPRESSION = (
    "follows", "definition", "condition", "wrong on purpose", "stated, not checked", "sizes and numbers", "expression",
)  # fmt: skip
KINDS = (FOLLOWS, DEFINITION, CONDITION, WRONG_ON_PURPOSE, STATED, EXEMPT, EXPRESSION)
BY_DEFINITION = "(line 0)"  # how evidence calls the definitions made before the first line
IMAGINARY_UNIT = r"\mathrm{i}"
PRIME = re.compile(r"(?P<function>[A-Za-z])'")


@dataclass(frozen=True, slots=True)
class Claimed:
    """What the author's note says about a formula.

    Attributes
    ----------
    kind : str
        `FOLLOWS` if there is no note.
    code : str
        The code of the catalogue that a formula that is wrong on purpose must get; ``carried`` for a line that follows
        from the wrong line before it.
    reason : str
        Why a formula is stated and not checked.
    continues : bool
        Whether it goes on from the formula before it.
    """

    kind: str = FOLLOWS
    code: str = ""
    reason: str = ""
    continues: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """What the checker is asked; a mutant replaces one of the lines."""

    lines: tuple[str, ...]
    scope: Scope
    first: int = 0  # lines before it belong to the formulas that this one goes on from

    def check(self, explain: bool = False) -> Report:
        """Ask the checker."""
        return derivation.check(**self.arguments(), explain=explain)

    def arguments(self) -> dict[str, Any]:
        """The arguments of `derivation.check`."""
        scope = self.scope
        texts = list(self.lines)
        variable = scope.variable if scope.variable in scope.shapes else None
        # The book writes f′ as a row and ∇f as a column; the checker's layout speaks about all derivatives alike.
        row = any(PRIME.search(text) for text in texts) and not any("\\nabla" in text for text in texts)
        return {
            "lines": texts,
            "shapes": shapes_for_checker(scope),
            "wrt": variable,
            "where": scope.needed([*texts, *([variable] if variable else [])]),
            "assume": dict(scope.assumptions),
            "layout": "numerator" if row else None,
        }


@dataclass(frozen=True, slots=True)
class Judgement:
    """A formula with its class, what this rests on, and what is not in order (empty if all is)."""

    formula: Formula
    kind: str
    problem: str = ""
    reason: str = ""
    code: str = ""
    evidence: str = ""
    arrays: bool = False
    request: Request | None = None
    defines: tuple[str, ...] = ()
    chooses: tuple[tuple[str, str], ...] = ()


def shapes_for_checker(scope: Scope) -> str:
    """Return the shapes of a scope; a symbol that stands for an expression has the shape of that expression."""
    free = {
        name: shape
        for name, shape in scope.shapes.items()
        if name not in scope.definitions or setting(scope.definitions[name])
    }
    return ", ".join(f"{name}: {shape}" for name, shape in free.items())


def judge(formula: Formula, claimed: Claimed, scope: Scope, before: tuple[str, ...] = ()) -> Judgement:
    """Return the judgement on a formula.

    Parameters
    ----------
    formula : Formula
    claimed : Claimed
        What the author's note says.
    scope : Scope
        Shapes, definitions and assumptions at this place.
    before : tuple of str
        Lines of the formulas that this one continues.
    """
    texts = lines(formula.tex)
    noted = claimed.kind != FOLLOWS
    if not noted and not before and not has_relation(formula.tex) and not formula.displayed:
        return Judgement(formula, EXPRESSION)
    if not noted and about_sizes_or_numbers(formula.tex, scope.sizes) and not has_only_numbers(formula.tex):
        return Judgement(formula, EXEMPT)
    data = [text for text in texts if is_data(text, scope)] if not noted else []
    rest = [text for text in texts if text not in data]
    unknown = next((name for text in data if (name := setting(text)) and not is_declared(name, scope)), None)
    if unknown:
        return Judgement(formula, DEFINITION, f"the symbol {unknown} is not declared")
    inner = scope.with_definitions(data) if data else scope
    if not rest:
        columns = tuple((str(setting(text)), text) for text in data if "(" in text or "matrix" in text)
        return Judgement(formula, DEFINITION, reason="data chosen in the text", chooses=columns)
    earlier = (*conventions(rest, inner), *inner.suppositions, *before)
    request = Request((*earlier, *rest), inner, len(earlier))
    try:
        report = request.check(explain=claimed.kind == WRONG_ON_PURPOSE)
    except derivation.DerivationError as error:
        return Judgement(formula, claimed.kind, f"the checker cannot be asked: {error}")
    except Exception as error:
        return Judgement(formula, claimed.kind, f"the checker failed: {error!r}")
    found = compared(formula, claimed, report.lines[len(earlier) :], inner.suppositions)
    arrays = {name for name, shape in scope.shapes.items() if shape != "scalar"} | set(scope.definitions)
    return replace(found, request=request, arrays=any(letters(text) & arrays for text in texts))


def compared(formula: Formula, claimed: Claimed, judged: tuple[Line, ...], suppositions: tuple[str, ...]) -> Judgement:
    """Compare the verdicts with the note."""
    if claimed.kind == WRONG_ON_PURPOSE:
        return as_wrong(formula, claimed, judged)
    unknown = next((line.message for line in judged if line.first and line.first.symptom == "undeclared symbol"), "")
    if claimed.kind == CONDITION:
        follows = all(line.verdict == "follows" for line in judged)
        unreadable = next((line for line in judged if line.verdict == UNREADABLE), None)
        problem = what_is_wrong(unreadable) if unreadable else unknown
        return Judgement(formula, CONDITION, "it always holds: remove the note 'condition'" if follows else problem)
    if claimed.kind == STATED:
        sound = all(line.verdict in SOUND for line in judged)
        wrong = next((line for line in judged if line.verdict == WRONG and has_relation(line.text)), None)
        problem = (
            "the checker can decide it now: remove the note" if sound
            else "" if IMAGINARY_UNIT in formula.tex  # the checker takes it for a symbol that nobody has declared
            else unknown or (f"the checker finds it wrong: {wrong.message}" if wrong else "")
        )  # fmt: skip
        return Judgement(formula, STATED, problem, reason=claimed.reason)
    bad = next((line for line in judged if line.verdict not in SOUND), None)
    if bad is not None:
        return Judgement(formula, claimed.kind, what_is_wrong(bad))
    given = tuple(line.text for line in judged if line.verdict == GIVEN and has_relation(line.text))
    conditional = next((line for line in judged if depends(line)), None)
    evidence = "; ".join(dict.fromkeys(line.evidence for line in judged if line.evidence))
    if claimed.kind == DEFINITION:
        problem = "" if given else "it follows from what is known already: remove the note 'definition'"
        return Judgement(formula, DEFINITION, problem, evidence=evidence, defines=given)
    if given:
        problem = f"'{given[0]}' is read as a definition; if it is one, write <!-- check: definition -->"
        return Judgement(formula, FOLLOWS, problem)
    if conditional is not None and not suppositions:
        problem = f"it holds under a condition only ({conditional.evidence}); write <!-- check: suppose ... -->"
        return Judgement(formula, FOLLOWS, problem)
    if not evidence:
        return Judgement(formula, EXPRESSION, reason="its shapes fit")
    return Judgement(formula, FOLLOWS, evidence=evidence)


def as_wrong(formula: Formula, claimed: Claimed, judged: tuple[Line, ...]) -> Judgement:
    """Judge a formula that is marked as wrong."""
    first = next((line for line in judged if line.verdict not in SOUND), None)
    if first is None:
        return Judgement(formula, WRONG_ON_PURPOSE, "it is marked as wrong, and the checker finds nothing wrong")
    if first.verdict in (UNREADABLE, UNDECIDED):
        return Judgement(formula, WRONG_ON_PURPOSE, what_is_wrong(first))
    found = first.code if first.verdict == WRONG else first.verdict
    other = f"it is marked as wrong {claimed.code}, the checker says {found or 'wrong'}: {first.message}"
    problem = "" if found == claimed.code else other
    return Judgement(formula, WRONG_ON_PURPOSE, problem, code=found, evidence=first.message)


def what_is_wrong(line: Line) -> str:
    """Return verdict and message for a line that does not follow."""
    said = line.message or line.evidence
    return f"'{line.text}' is {line.verdict}: {said}"


def depends(line: Line) -> bool:
    """Whether a line holds under a condition that is no definition of the page."""
    return line.verdict == CONDITIONAL and BY_DEFINITION not in line.evidence


def conventions(texts: list[str], scope: Scope) -> tuple[str, ...]:
    """Return the lines that fix the layout of f′ where it meets ∇f, which the checker would else infer."""
    if not any("\\nabla" in text for text in texts):
        return ()
    primed = {match["function"] for text in texts for match in PRIME.finditer(text)}
    return tuple(line for line in scope.conventions if primed & {m["function"] for m in PRIME.finditer(line)})


def has_only_numbers(tex: str) -> bool:
    """Whether a formula holds plain numbers and an equality, which the checker can compute."""
    return (
        about_sizes_or_numbers(tex, frozenset()) and "=" in tex and not re.search(r"\\(?:ne|neq)(?![A-Za-z])|[<>]", tex)
    )


def is_data(text: str, scope: Scope) -> bool:
    """Whether a line chooses numbers for a symbol that nothing else defines here."""
    name = setting(text)
    return name is not None and (name not in scope.definitions or name in scope.chosen)


def is_declared(name: str, scope: Scope) -> bool:
    """Whether the page or the book declares the symbol."""
    declared = {canonical(known) for known in scope.shapes} | scope.sizes
    return canonical(name) in declared or canonical(re.split(r"[_^]", name)[0]) in declared
