"""The catalogue of mistakes: each entry's example has exactly its mistake, and every diagnostic has a code."""

import json
import re
from pathlib import Path

import pytest
from docutils.nodes import make_id

from matgrad import derivation
from matgrad.book import catalogue_page, formulas
from matgrad.book.anchors import readable
from matgrad.derivation import catalogue
from matgrad.derivation.render.tex import TeX
from matgrad.derivation.render.typeset import formula
from tests.derivation import corpus

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCES = ROOT / "code" / "matgrad" / "derivation"
CODES = [f"M{number:02d}" for number in range(1, 23)]
ENTRIES = pytest.mark.parametrize("one", catalogue.entries(), ids=lambda one: one.code)


def headings(chapter):
    """Return the headings of a chapter, as its notebook has them."""
    cells = json.loads((ROOT / "chapters" / f"{chapter}.ipynb").read_text(encoding="utf-8"))["cells"]
    texts = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    return [match[1] for text in texts for match in re.finditer(r"^#+ (.+)$", text, flags=re.MULTILINE)]


def test_the_codes_are_stable():
    assert [each.code for each in catalogue.entries()] == CODES


@ENTRIES
def test_the_example_has_exactly_this_mistake_on_its_line(one):
    report = derivation.check(**one.example.request)
    wrong = [line.number for line in report.lines if line.verdict in ("wrong", "unreadable")]
    assert wrong[0] == one.example.line
    assert {diagnostic.code for diagnostic in report.lines[one.example.line - 1].diagnostics} == {one.code}


@ENTRIES
def test_the_repaired_lines_are_right(one):
    report = derivation.check(**{**one.example.request, "lines": list(one.right)})
    assert report.ok, str(report)
    assert {line.verdict for line in report.lines} != {"given"}


@ENTRIES
def test_the_section_exists_and_its_anchor_is_the_one_of_the_built_page(one):
    assert one.section.heading in headings(one.section.chapter)
    words = re.sub(r"\$([^$]+)\$", lambda formula: readable(formula[1]), one.section.heading)
    assert one.section.anchor == make_id(words)
    assert str(one.section.number) == Path(one.section.chapter).name[0]


@ENTRIES
def test_see_also_leads_to_other_entries(one):
    assert one.code not in one.see
    assert set(one.see) <= set(CODES)


@ENTRIES
def test_the_formulas_in_the_texts_can_be_typeset(one):
    written = re.findall(r"`([^`]+)`", f"{one.what} {one.why} {one.repair}")
    for source in (*written, *one.right):
        assert "math" in formulas.typeset(formula(source, TeX()).strip(), displayed=False)
    assert "`" not in one.title


def test_an_unknown_code_is_a_key_error():
    with pytest.raises(KeyError):
        catalogue.entry("M99")


# --- symptoms, causes, categories ------------------------------------------------------------------------------------


def spoken_symptoms():
    """Return every symptom that the checker's sources name."""
    calls = r"(?:\.problem|\bDiagnostic|\bProblem)\(\s*\"([^\"]+)\""
    found = {
        symptom for path in SOURCES.glob("*.py") for symptom in re.findall(calls, path.read_text(encoding="utf-8"))
    }
    judged = (SOURCES / "judge.py").read_text(encoding="utf-8")
    return found | set(re.findall(r'"(row = column|shapes differ)"', judged))


def test_every_symptom_of_the_checker_has_a_code():
    assert len(spoken_symptoms()) >= 15
    assert spoken_symptoms() <= set(catalogue.SYMPTOMS)


def test_every_code_of_the_tables_has_an_entry_and_every_entry_is_reached():
    assert {*catalogue.SYMPTOMS.values(), *catalogue.CAUSES.values()} == set(CODES)


def test_every_category_of_the_corpus_has_a_code():
    labelled = {case["verdict"]["category"] for case in corpus.all_cases() if "category" in case["verdict"]}
    assert labelled == {category for code in CODES for category in catalogue.categories(code)}


@pytest.mark.parametrize(
    ("symptom", "cause", "code"),
    [
        ("product", "", "M02"),
        ("product", "missing transpose", "M05"),
        ("square of a vector", "missing transpose", "M01"),
        ("row + column", "", "M04"),
        ("row + column", "missing transpose", "M04"),
        ("row + column", "product rule on arrays", "M11"),
        ("row = column", "layout", "M12"),
        ("row = column", "missing transpose", "M05"),
        ("scalar + array", "lost variable", "M10"),
        ("undeclared symbol", "wrong sign", "M17"),
        ("annotation", "missing transpose", "M21"),
        ("value differs", "double-counted term", "M18"),
    ],
)
def test_symptom_and_cause_give_the_code(symptom, cause, code):
    assert catalogue.code_for(symptom, cause) == code


def test_an_unknown_symptom_or_cause_is_named():
    with pytest.raises(ValueError, match=r"^the symptom 'fever' is not in the table; known are square of a vector, "):
        catalogue.code_for("fever")
    with pytest.raises(ValueError, match=r"^the cause 'cold' is not in the table; known are missing transpose, "):
        catalogue.code_for("product", "cold")


# --- the page --------------------------------------------------------------------------------------------------------


def test_the_page_has_one_anchored_section_for_each_code():
    page = catalogue_page.catalogue_page()
    assert re.findall(r"^\((M\d\d)\)=\n## (M\d\d): ", page, flags=re.MULTILINE) == [(code, code) for code in CODES]


@ENTRIES
def test_the_page_shows_what_the_checker_says(one):
    section = catalogue_page.section(one)
    assert f"```text\n{derivation.check(**one.example.request)}\n```" in section
    assert f'href="../{one.section.chapter}.html#{one.section.anchor}"' in section
    assert "`f" not in section.replace("```text", "")
