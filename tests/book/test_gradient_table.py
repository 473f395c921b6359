"""The table of gradients on its page, and in the check of all formulas."""

from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from matgrad import gradients
from matgrad.book.equations import generated as generated_text
from matgrad.book.equations import ledger
from matgrad.book.equations.generated import generated
from matgrad.book.equations.judge import FOLLOWS
from matgrad.book.equations.notation import read_notation
from matgrad.book.gradient_table import group_html
from matgrad.gradients.show import groups, latex, numpy_code

CHAPTERS = Path(__file__).parents[2] / "chapters"
CHAPTER = CHAPTERS / "further" / "6-gradients-worth-knowing.ipynb"
NOTATION = read_notation(CHAPTERS / ledger.NOTATION)
CLAIMS = sorted(claim for row in gradients.rows() for claim in row.claims)


def directives(folder):
    path = folder / "page.md"
    path.write_text("\n".join(f"```{{gradient-table}} {group}\n```\n" for group in groups()), encoding="utf-8")
    return list(ledger.page(path, "page.md", NOTATION))


def test_every_formula_of_the_table_is_counted_and_follows(tmp_path):
    found = directives(tmp_path)
    assert sorted(each.formula.tex for each in found) == CLAIMS
    assert {(each.kind, each.problem) for each in found} == {(FOLLOWS, "")}
    assert all(each.evidence.startswith("equal ") for each in found)


def test_the_chapter_shows_every_group():
    found = [each.formula.tex for each in ledger.page(CHAPTER, CHAPTER.name, NOTATION)]
    assert [claim for claim in CLAIMS if claim not in found] == []


def test_a_wrong_row_is_found_at_the_place_of_the_directive(tmp_path, monkeypatch):
    wrong = [replace(gradients.row("ridge"), gradient=r"A^\top (Ax - b) + \lambda^2 x")]
    monkeypatch.setattr(generated_text, "rows", lambda: wrong)
    (found,) = [each for each in directives(tmp_path) if each.problem]
    assert found.problem == (
        r"'\nabla f(x) = A^\top (Ax - b) + \lambda^2 x' is wrong: the value differs from what stood before"
    )
    assert found.formula.place.line == 4  # the second directive


def test_other_directives_are_left_alone():
    assert generated("{note} Least squares") is None
    assert generated("{gradient-table} Least squares").count("<!-- check: here symbols ") == 17


@pytest.fixture(scope="module")
def page():
    html = "".join(group_html(group, gradients.table(group).rows) for group in groups())
    return BeautifulSoup(html, "html.parser")


def test_every_row_has_a_head_and_its_formulas_and_forms(page):
    for row in gradients.rows():
        body = page.find(id=f"row-{row.id}")
        head = body.find("th")
        assert (head["scope"], head.get_text()) == ("rowgroup", row.name)
        assert len(body.find_all("math")) == (2 if row.differential else 3) + len(row.where)
        assert [form.get_text() for form in body.find_all("pre")] == [latex(row), numpy_code(row)]
        text = body.get_text()
        assert row.reason in text
        assert f"Shapes: {row.shapes}." in text
        assert f"Source: {row.reference}." in text
        assert (f"Domain: {row.domain}." in text) == bool(row.domain)


def test_every_table_says_what_it_is(page):
    assert [table.caption.get_text() for table in page.find_all("table")] == list(groups())
    heads = [[head.get_text() for head in table.thead.find_all("th")] for table in page.find_all("table")]
    assert heads == [["Function", "Derivative (numerator layout)", "Gradient (denominator layout)"]] * len(groups())
    assert page.find("script") is None


def test_every_cell_is_named_where_the_heads_are_hidden(page):
    named = {cell["data-head"] for cell in page.find_all("td", attrs={"data-head": True})}
    assert named == {"Function", "Derivative", "Gradient", "Differential"}
