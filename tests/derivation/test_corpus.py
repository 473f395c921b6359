"""The checker on derivations written by people: quoted ones, and ones of several fields that it was not built on."""

import pytest

from tests.derivation import corpus, verdicts

IDENTIFIERS = [case["id"] for case in corpus.all_cases()]
DECIDED = 0.97  # at least this share of the lines is read and decided


@pytest.mark.parametrize("identifier", IDENTIFIERS)
def test_the_report_agrees_with_the_label(identifier):
    assert verdicts.judgement(identifier).failures() == []


@pytest.mark.parametrize("name", corpus.FILES)
def test_nearly_all_lines_are_read_and_decided(name):
    open_lines = {
        case["id"]: verdicts.judgement(case["id"]).undecided()
        for case in corpus.cases(name)
        if verdicts.judgement(case["id"]).undecided()
    }
    assert verdicts.decided_share(name) >= DECIDED, open_lines


@pytest.mark.parametrize("identifier", IDENTIFIERS)
def test_there_is_one_line_of_the_report_for_each_line_written(identifier):
    judged = verdicts.judgement(identifier)
    assert [line.text for line in judged.report.lines] == list(judged.case["lines"])


def test_the_table_of_verdicts_is_current():
    """Write it anew with ``python -m tests.derivation.verdicts``."""
    assert verdicts.TABLE.read_text(encoding="utf-8") == verdicts.table()
