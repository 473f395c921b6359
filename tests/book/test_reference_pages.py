"""The generated reference pages: first errors, notation, module, bibliography."""

import inspect
import re
import types
from importlib import import_module
from pathlib import Path

import pytest

from matgrad.book import first_errors_page, module_page
from matgrad.book.equations.account import notation_table
from matgrad.book.equations.notation import read_notation
from tests.book import first_errors
from tests.derivation import corpus

CHAPTERS = Path(__file__).resolve().parents[2] / "chapters"


def test_the_first_errors_are_those_of_the_corpus():
    assert first_errors.TARGET.read_text(encoding="utf-8") == first_errors.text()
    labelled = [case for case in corpus.cases("derivations") if corpus.first_wrong_line(case)]
    assert len(first_errors_page.collected()["errors"]) == len(labelled)


def test_each_first_error_is_quoted_with_its_source_and_a_diagnosis():
    page = first_errors_page.first_errors_page()
    for case in corpus.cases("derivations"):
        number = corpus.first_wrong_line(case)
        if number:
            assert case["lines"][number - 1].replace("&", "") in page
            assert f"]({case['source']['url'].split()[0]}), line {number}:" in page
    told = re.findall(r"^The checker(?::| does not find)", page, re.MULTILINE)
    assert len(told) == len(first_errors_page.collected()["errors"])


def test_the_figure_says_in_words_what_it_shows():
    page = first_errors_page.first_errors_page()
    label = re.search(r'aria-label="([^"]*)"', page)[1]
    counted = [int(number) for number in re.findall(r": (\d+)", label)]
    assert sum(counted) == len(first_errors_page.collected()["errors"])
    assert "CC BY-SA 4.0" in page


def test_every_symbol_stands_in_the_table():
    notation = read_notation(CHAPTERS / "_notation.toml")
    table = notation_table(notation)
    assert all(f"| ${symbol.tex}$ | {symbol.meaning} |" in table for symbol in notation.symbols)


@pytest.mark.parametrize("name", module_page.FUNCTIONS)
def test_every_public_function_stands_on_the_page_of_the_module(name):
    module = import_module(f"matgrad.{name}")
    public = {
        key
        for key, value in vars(module).items()
        if isinstance(value, types.FunctionType)
        and not key.startswith("_")
        and (value.__module__ == module.__name__ or key in getattr(module, "__all__", ()))
    }
    assert public <= set(module_page.FUNCTIONS[name])
    for function in module_page.FUNCTIONS[name]:
        first = inspect.getdoc(getattr(module, function)).split("\n")[0]
        assert first.replace("|", "\\|") in module_page.module_page()


def test_every_entry_of_the_bibliography_can_be_found():
    text = (CHAPTERS / "references.bib").read_text(encoding="utf-8")
    entries = re.findall(r"^@\w+\{(\w+),(.*?)^\}", text, re.MULTILINE | re.DOTALL)
    assert len(entries) >= 13
    for key, fields in entries:
        assert re.search(r"^\s*(?:doi|url)\s*=\s*\{\S+\}", fields, re.MULTILINE), key
