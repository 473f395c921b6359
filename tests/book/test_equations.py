"""Every formula of the book is in order, and the check that says so notices what is not."""

import time
from dataclasses import replace
from pathlib import Path

import pytest

from matgrad.book.equations import catalogue_entries, ledger
from matgrad.book.equations.account import share
from matgrad.book.equations.judge import DEFINITION, EXEMPT, FOLLOWS, STATED, WRONG_ON_PURPOSE
from matgrad.book.equations.notation import NotationError, read_notation
from matgrad.book.equations.pages import PageError
from matgrad.derivation import catalogue

CHAPTERS = Path(__file__).resolve().parents[2] / "chapters"
NOTATION = read_notation(CHAPTERS / ledger.NOTATION)


@pytest.fixture(scope="module")
def book():
    return ledger.book(CHAPTERS)


def judged(tmp_path, text):
    path = tmp_path / "page.md"
    path.write_text(text, encoding="utf-8")
    return list(ledger.page(path, "page.md", NOTATION))


def only(tmp_path, text):
    (found,) = judged(tmp_path, text)
    return found.kind, found.problem


def display(tex, note=""):
    before = f"<!-- check: {note} -->\n\n" if note else ""
    return f"{before}$$\n{tex}\n$$\n"


def test_every_formula_of_the_book_is_in_order(book):
    assert ledger.problems(book) == []


@pytest.mark.thorough
def test_the_check_is_quick():
    start = time.process_time()
    ledger.book(CHAPTERS)
    assert time.process_time() - start < 20


def test_nineteen_of_twenty_claims_about_arrays_are_decided(book):
    assert share(book) >= 0.95
    assert all(found.reason for found in book if found.kind == STATED)


def test_all_chapters_take_part(book):
    followed = {found.formula.place.page for found in book if found.kind == FOLLOWS}
    assert followed >= {path.name for path in CHAPTERS.glob("*.*") if path.suffix in (".md", ".ipynb")}
    assert followed >= {
        path.relative_to(CHAPTERS).as_posix() for path in ledger.pages_of(CHAPTERS) if path.suffix == ".ipynb"
    }


def test_the_catalogue_of_mistakes_takes_part(book):
    found = [each for each in book if each.formula.place.page == catalogue_entries.PAGE]
    assert [each.code for each in found if each.kind == WRONG_ON_PURPOSE] == [one.code for one in catalogue.entries()]
    assert sum(each.kind == FOLLOWS for each in found) > 2 * len(catalogue.entries())
    assert str(found[1].formula.place) == "reference/mistakes.md, M01, example, line 2"


SPOILED = [
    ({"code": "M05"}, "M05, example, line 2: the checker says M02"),
    ({"right": ("AᵀAx = Aᵀb", "x = (AᵀA)⁻¹b")}, "M02, repaired, line 2: 'x = (AᵀA)⁻¹b' is wrong: "),
    ({"why": "Because `(Ax)ᵀ = Axᵀ`."}, "M02, why, line 1: '(Ax)ᵀ = Axᵀ' is wrong: "),
]


@pytest.mark.parametrize(("change", "said"), SPOILED)
def test_a_spoiled_entry_of_the_catalogue(monkeypatch, change, said):
    spoiled = replace(catalogue.entry("M02"), **change)
    monkeypatch.setattr(catalogue_entries, "entries", lambda: [spoiled])
    (problem,) = ledger.problems(list(catalogue_entries.catalogue_of_mistakes()))
    assert problem.startswith(f"reference/mistakes.md, {said}")


# --- what fails ------------------------------------------------------------------------------------------------------


def test_a_line_that_does_not_follow(tmp_path):
    kind, problem = only(tmp_path, display(r"\nabla f(x) = A^\top (Ax + b)"))
    assert kind == FOLLOWS
    assert problem == r"'\nabla f(x) = A^\top (Ax + b)' is wrong: the value differs from what stood before"


def test_an_inline_relation_that_does_not_follow(tmp_path):
    found = judged(tmp_path, r"So $r^\top A = A^\top r$, of course.")
    assert [bool(each.problem) for each in found] == [True]


def test_a_row_of_an_aligned_block_that_does_not_follow(tmp_path):
    tex = r"\begin{aligned} \lVert r \rVert^2 &= r^\top r \\ &= (Ax - b)^\top (Ax + b) \end{aligned}"
    assert "Ax + b" in only(tmp_path, display(tex))[1]


def test_an_unreadable_formula(tmp_path):
    assert " is unreadable: " in only(tmp_path, display(r"r = A x - - * b"))[1]


def test_an_undeclared_symbol(tmp_path):
    assert only(tmp_path, display(r"r = Q x - b"))[1].endswith("Q is not declared")
    assert only(tmp_path, "Take $z = 3$.") == (DEFINITION, "the symbol z is not declared")


def test_a_formula_marked_as_wrong_that_is_right(tmp_path):
    found = only(tmp_path, display(r"\nabla f(x) = A^\top r", "wrong M05"))
    assert found == (WRONG_ON_PURPOSE, "it is marked as wrong, and the checker finds nothing wrong")


def test_a_formula_marked_with_another_code(tmp_path):
    assert only(tmp_path, display(r"\lVert r \rVert^2 = r^2", "wrong M01")) == (WRONG_ON_PURPOSE, "")
    problem = only(tmp_path, display(r"\lVert r \rVert^2 = r^2", "wrong M05"))[1]
    assert problem.startswith("it is marked as wrong M05, the checker says M01: ")


def test_a_reason_that_is_no_longer_needed(tmp_path):
    found = only(tmp_path, display(r"\nabla f(x) = A^\top r", "stated: nobody can know"))
    assert found == (STATED, "the checker can decide it now: remove the note")


def test_a_reason_does_not_hide_a_wrong_line(tmp_path):
    problem = only(tmp_path, display(r"\nabla f(x) = 2 A^\top r", "stated: nobody can know"))[1]
    assert problem == "the checker finds it wrong: the value differs from what stood before"


def test_a_definition_has_to_be_marked(tmp_path):
    text = "<!-- check: symbols c: m -->\n\n"
    assert "is read as a definition" in only(tmp_path, text + display(r"h(x) = Ax - c"))[1]
    assert only(tmp_path, text + display(r"h(x) = Ax - c", "definition")) == (DEFINITION, "")


def test_what_is_not_a_definition_must_not_be_marked_as_one(tmp_path):
    problem = only(tmp_path, display(r"r = Ax - b", "definition"))[1]
    assert problem == "it follows from what is known already: remove the note 'definition'"


def test_what_always_holds_is_no_condition(tmp_path):
    assert only(tmp_path, "If <!-- check: condition -->$r = 0$, stop.")[1] == ""
    problem = only(tmp_path, "If <!-- check: condition -->$r = Ax - b$, stop.")[1]
    assert problem == "it always holds: remove the note 'condition'"


@pytest.mark.parametrize(
    ("note", "message"),
    [
        ("wrong", "'wrong' is no note; expected definition, condition, wrong M02, stated: reason, or continues"),
        ("stated", "'stated' needs a reason: <!-- check: stated: it is a limit -->"),
        ("symbols W", "symbols W: the shape of W is missing; write for example W: m×m"),
        ("let x", "let x: expected a symbol or a function on the left of ="),
        ("assume W", "assume W: expected a symbol and a property, for example W symmetric"),
        (
            "trust me",
            "'trust me' is no note; expected symbols, sizes, let, without, assume, suppose, convention, variable, "
            "use (one of example, point, square), or a note about the next formula",
        ),
    ],
)
def test_a_note_that_cannot_be_read(tmp_path, note, message):
    with pytest.raises(NotationError) as error:
        judged(tmp_path, display("m = n", note))
    assert str(error.value) == f"page.md, line 1: {message}"


def test_a_formula_that_markdown_does_not_see(tmp_path):
    with pytest.raises(PageError) as error:
        judged(tmp_path, "Text.\n<!-- check: condition -->$r = 0$ is it.\n")
    message = "page.md, line 2: HTML at the start of the line hides a formula from Markdown; begin with a word"
    assert str(error.value) == message


# --- what holds where ------------------------------------------------------------------------------------------------


def test_definitions_end_with_their_section(tmp_path):
    tex = r"h'(x) = A"
    inside = f"## One\n\n<!-- check: let h(x) = Ax - b -->\n\n{display(tex)}\n"
    assert [found.problem for found in judged(tmp_path, inside)] == [""]
    assert [bool(found.problem) for found in judged(tmp_path, f"{inside}\n## Two\n\n{display(tex)}")] == [False, True]


def test_an_exercise_is_a_section(tmp_path):
    text = "## Exercises\n\n**Exercise 9.1.**\n\n<!-- check: symbols c: m -->\n\n$Ax + c = c + Ax$\n\n"
    found = judged(tmp_path, f"{text}**Exercise 9.2.**\n\n$Ax + c = c + Ax$\n")
    assert [each.problem for each in found] == ["", "'Ax + c = c + Ax' is wrong: c is not declared"]


def test_here_holds_for_one_block(tmp_path):
    text = "<!-- check: here use point -->\n\nIt is $Ax = (1, 2, 1)$ here.\n\nAnd $Ax = (1, 2, 1)$ there.\n"
    assert [bool(found.problem) for found in judged(tmp_path, text)] == [False, True]


def test_a_paragraph_may_choose_numbers_twice(tmp_path):
    text = "<!-- check: here use point -->\n\n$v = (1, 0)$ gives $Av = (1, 1, 0)$, $v = (0, 1)$ gives $Av = {}$.\n"
    assert [found.problem for found in judged(tmp_path, text.format("(0, 1, 1)"))] == [""] * 4
    assert [bool(found.problem) for found in judged(tmp_path, text.format("(1, 1, 0)"))][-1]


def test_a_formula_may_go_on_from_the_one_before(tmp_path):
    first = display(r"f(x) = \tfrac12 \lVert Ax - b \rVert^2")
    good = display(r"= \tfrac12 (Ax - b)^\top (Ax - b)", "continues")
    bad = display(r"= (Ax - b)^\top (Ax - b)", "continues")
    assert [found.problem for found in judged(tmp_path, first + good)] == ["", ""]
    assert [bool(found.problem) for found in judged(tmp_path, first + bad)] == [False, True]


def test_what_follows_from_a_supposition_needs_it(tmp_path):
    formula = display(r"f(x^\star + v) = f(x^\star) + \tfrac12 \lVert Av \rVert^2")
    text = "<!-- check: symbols x^\\star: n -->\n\n"
    supposed = "<!-- check: suppose A^\\top (A x^\\star - b) = 0 -->\n\n"
    assert only(tmp_path, text + supposed + formula) == (FOLLOWS, "")
    assert " is wrong: " in only(tmp_path, text + formula)[1]


def test_the_derivative_is_a_row_and_the_gradient_a_column(tmp_path):
    right = [r"f'(x) = r^\top A", r"\nabla f(x) = A^\top r", r"\nabla f(x) = f'(x)^\top"]
    wrong = [r"f'(x) = A^\top r", r"\nabla f(x) = r^\top A", r"\nabla f(x) = f'(x)"]
    assert [only(tmp_path, display(text))[1] for text in right] == [""] * 3
    assert all(only(tmp_path, display(text))[1] for text in wrong)


def test_sizes_are_exempt_and_numbers_are_computed(tmp_path):
    assert only(tmp_path, "Let $m > n$.") == (EXEMPT, "")
    assert only(tmp_path, "So $1 + 1 = 2$.") == (FOLLOWS, "")
    assert only(tmp_path, "So $1 + 1 = 3$.")[1] != ""


def test_exercises_answers_tables_and_directives_are_read(tmp_path):
    text = (
        "| a |\n|:--|\n| $r = b$ |\n\n<details>\n<summary>Answer</summary>\n\n$A = b$\n\n</details>\n\n"
        "```{dropdown} More\n$x = b$\n```\n\n- item $b = x$\n\n`$c = d$`\n"
    )
    found = [(each.formula.tex, each.formula.place.line) for each in judged(tmp_path, text)]
    assert found == [("r = b", 3), ("A = b", 8), ("x = b", 13), ("b = x", 16)]
