"""Marks for a written derivation: milestones, reached by sound steps.

The checker judges every line. A milestone is reached on the first line that has one of its forms and follows; the
goal is reached on the first line that states it about a derivative. Behind the first wrong line everything is worth
half: a right step, and a step that is sound but carries the error along. Nothing else earns marks, so that padding,
repeating the question or writing down the answer earn none. A line that the checker cannot read or decide leaves
open what was not reached: a human looks.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from matgrad.derivation import DerivationError, Report, check
from matgrad.derivation.chain import State
from matgrad.derivation.check import prepared, with_small_symbols
from matgrad.derivation.context import Context
from matgrad.derivation.core import Derivative, Differential, Node, walk
from matgrad.derivation.declare import parse_assumptions, parse_shapes
from matgrad.derivation.judge import judge, read_side
from matgrad.derivation.limits import Undecidable, Unreadable
from matgrad.derivation.reader import read
from matgrad.derivation.report import CARRIED, CONDITIONAL, FOLLOWS, GIVEN, UNDECIDED, UNREADABLE, WRONG
from matgrad.derivation.syntax import Syntax
from matgrad.grading.forms import Atom, collected, form, multiplied_out
from matgrad.grading.results import Reached, TaskResult, settled
from matgrad.grading.source import Question, Task
from matgrad.grading.written import lines_of

HALF = 0.5


@dataclass(frozen=True, slots=True)
class Step:
    """One relation of a line: what it is about, its two sides, and the checker's verdict."""

    line: int
    verdict: str
    subject: Syntax
    left: Syntax
    right: Syntax


def mark_derivation(task: Task, answer: str, seed: str, explain: bool = True) -> TaskResult:
    """Return the marks of a derivation.

    Parameters
    ----------
    task : Task
        A task of the kind "derivation".
    answer : str
        What the student wrote; it is read, never run.
    seed : str
        A secret for the checker's random points.
    explain : bool
        Whether to look for what kind of mistake each wrong line has; marks do not depend on it.
    """
    question = task.question
    assert question is not None  # a loaded task of this kind has one
    try:
        lines = lines_of(answer)
        report = check(
            lines, question.shapes, question.wrt, question.layout, [*question.where, *question.start],
            question.assume, question.goal, seed, explain,
        )  # fmt: skip
    except DerivationError as error:  # the request is fixed, so these are its lines: too many, too long
        return settled(task, {}, (f"the derivation could not be checked: {error}",))
    if is_blank(lines, question):
        return settled(task, {}, (), report)
    context = reading_context(question, report, task)
    found = steps(report, context)
    reached = milestones_reached(task, question, found, context, seed)
    human = doubts(report) or other_way(task, question, report, found, reached, context)
    return settled(task, reached, human, report, flags=recoveries(report))


def is_blank(lines: list[str], question: Question) -> bool:
    """Whether there is nothing but the question."""
    given = {"".join(line.split()) for line in question.start}
    return all("".join(line.split()) in given for line in lines)


def reading_context(question: Question, report: Report, task: Task) -> Context:
    """Return what the letters of the answer mean: the declarations, and what the student defined."""
    shapes, facts = parse_shapes(question.shapes)
    texts = [line.text for line in report.lines]
    forms = [each for milestone in task.milestones for each in milestone.forms]
    plain = Context(shapes, parse_assumptions(question.assume, shapes), facts, question.wrt, question.layout)
    context = with_small_symbols(plain, [*question.where, *question.start, *texts, *forms])
    given = [*question.where, *question.start]
    state = prepared(State(context), given, "")
    for line in report.lines:
        if line.verdict == GIVEN:
            try:
                extended = prepared(state, [line.text], "")
            except DerivationError:  # given, and no definition: nothing to add
                continue
            before = state.context.values
            new = {name for name, value in extended.context.values.items() if before.get(name) != value}
            if not new & (set(shapes) | set(before)):
                state = extended
    return replace(state.context, layouts={**state.context.layouts, **report.layouts})


def steps(report: Report, context: Context) -> list[Step]:
    """Return all relations of a derivation in their order."""
    found: list[Step] = []
    subject: Syntax | None = None
    last: Syntax | None = None
    for line in report.lines:
        try:
            statements = read(line.text, context.known())
        except Unreadable:
            continue
        claims = [claim.verdict for claim in line.claims]
        relations = [(tree, place) for tree in statements for place in range(len(tree.relations))]
        verdicts = claims if len(claims) == len(relations) else [line.verdict] * len(relations)
        for tree in statements:
            if tree.sides and tree.sides[0] is not None:
                subject = last = tree.sides[0]
            for right in tree.sides[1:]:
                verdict = verdicts.pop(0) if verdicts else line.verdict
                if subject is not None and last is not None and right is not None:
                    found.append(Step(line.number, verdict, subject, last, right))
                    last = right
    return found


class Forms:
    """The forms of expressions under one context, each found once.

    Parameters
    ----------
    context : Context
    """

    def __init__(self, context: Context) -> None:
        self.context = context
        self._forms: dict[tuple[int, bool], tuple[Syntax, Atom | None]] = {}
        self._texts: dict[str, tuple[Syntax, ...]] = {}

    def of(self, tree: Syntax, coarse: bool) -> Atom | None:
        """Return the form of a written expression; None if it has none."""
        key = (id(tree), coarse)
        if key not in self._forms:  # the tree is kept too, so that its id stays its own
            self._forms[key] = (tree, form_of(tree, self.context, coarse))
        return self._forms[key][1]

    def sides(self, text: str) -> tuple[Syntax, ...]:
        """Return the sides of a milestone's form; none if it cannot be read."""
        if text not in self._texts:
            try:
                (tree,) = read(text, self.context.known())
                self._texts[text] = tuple(side for side in tree.sides if side is not None)
            except (Unreadable, ValueError):
                self._texts[text] = ()
        return self._texts[text]


def milestones_reached(
    task: Task, question: Question, found: list[Step], context: Context, seed: str
) -> dict[str, Reached]:
    """Return the milestones that were reached, each with its line and the share of its marks."""
    reached: dict[str, Reached] = {}
    forms, broken = Forms(context), False
    for step in found:
        broken = broken or step.verdict == WRONG
        if step.verdict in (UNREADABLE, UNDECIDED, WRONG):
            continue
        for milestone in task.milestones:
            if milestone.name in reached:
                continue
            if milestone.answer:
                hit = bool(reached) and states_goal(step, question, context, seed)
            else:
                hit = any(has_form(step, text, forms) for text in milestone.forms)
            if hit:
                share = HALF if broken else 1.0
                conditional = step.verdict == CONDITIONAL
                reached[milestone.name] = Reached(step.line, share, carried=broken, conditional=conditional)
    return reached


def has_form(step: Step, text: str, forms: Forms) -> bool:
    """Whether a step has a form: ``left = right``, or an expression that it arrives at."""
    wanted, coarse = forms.sides(text), step.verdict == CARRIED
    right = forms.of(step.right, coarse)
    if not wanted or right is None or right != forms.of(wanted[-1], coarse) or right == forms.of(step.left, coarse):
        return False
    if len(wanted) == 1:
        return step.verdict != GIVEN
    return len(wanted) == 2 and forms.of(wanted[0], coarse) in (
        forms.of(step.subject, coarse), forms.of(step.left, coarse),
    )  # fmt: skip


def states_goal(step: Step, question: Question, context: Context, seed: str) -> bool:
    """Whether a step says that a derivative is the goal."""
    goal = read(question.goal, context.known())[-1].sides[-1]
    subject, side = node_of(step.subject, context), node_of(step.right, context)
    if goal is None or subject is None or side is None or step.verdict == GIVEN:
        return False
    if not has_derivative(subject) or has_derivative(side):
        return False
    if step.verdict == CARRIED:
        wanted, found = form_of(goal, context, True), form_of(step.right, context, True)
        return found is not None and wanted is not None and multiplied_out(found) == multiplied_out(wanted)
    try:
        return judge(goal, step.right, context, f"{seed}goal").status == "equal"
    except Undecidable:
        return False


def has_derivative(node: Node) -> bool:
    """Whether an expression contains a derivative."""
    return any(isinstance(part, Derivative | Differential) for part in walk(node))


def node_of(tree: Syntax, context: Context) -> Node | None:
    """Return what an expression means; None if it means nothing."""
    try:
        node, reading = read_side(tree, context)
    except (Undecidable, Unreadable, RecursionError):
        return None
    return None if reading.problems else node


def form_of(tree: Syntax, context: Context, coarse: bool) -> Atom | None:
    """Return the form of a written expression; None if it has none."""
    node = node_of(tree, context)
    try:
        return None if node is None else form(node, coarse)
    except RecursionError:
        return None


def doubts(report: Report) -> tuple[str, ...]:
    """Return why a human has to look; nothing if none has to."""
    reasons = {
        UNREADABLE: "could not be read", UNDECIDED: "could not be decided",
        CONDITIONAL: "rests on a hypothesis of the student",
    }  # fmt: skip
    return tuple(f"line {line.number} {reasons[line.verdict]}" for line in report.lines if line.verdict in reasons)


def other_way(
    task: Task, question: Question, report: Report, found: list[Step], reached: dict[str, Reached], context: Context
) -> tuple[str, ...]:
    """Return the remark that the goal was reached by other steps, at least as many as there are milestones left out."""
    missing = [each.name for each in task.milestones if each.name not in reached and not each.answer]
    if not missing or not report.ok:
        return ()
    used = {each.line for each in reached.values()}
    known = [side for text in question.start for side in sides(text, context)]
    known += [step.right for step in found if step.line in used]
    new = [step.right for step in found if step.verdict == FOLLOWS and not_the_end(step, context)]
    if len(distinct(new, context) - distinct(known, context)) < len(missing):
        return ()
    return ("every line follows and the goal is reached, by other steps than the milestones",)


def distinct(trees: list[Syntax], context: Context) -> set[Atom]:
    """Return the forms of some expressions, without what is only added and taken away again."""
    forms = (form_of(tree, context, False) for tree in trees)
    return {collected(each) for each in forms if each is not None}


def not_the_end(step: Step, context: Context) -> bool:
    """Whether a step still speaks of what is differentiated, or of a differential, and not of the gradient alone."""
    subject, side = node_of(step.subject, context), node_of(step.right, context)
    return subject is not None and side is not None and (not has_derivative(subject) or has_derivative(side))


def sides(text: str, context: Context) -> list[Syntax]:
    """Return the sides of a line of the question."""
    return [side for tree in read(text, context.known()) for side in tree.sides if side is not None]


def recoveries(report: Report) -> tuple[str, ...]:
    """Return the remark that a right goal stands behind a wrong line."""
    wrong = report.first_wrong_line
    return () if wrong is None or not report.goal_reached else (f"the goal is reached although line {wrong} is wrong",)
