"""Mistakes put into right lines are named as what they are."""

import json

import pytest

from tests.derivation import naming

SHARE = 0.9


def test_most_mistakes_in_generated_lines_are_named():
    rates = naming.measured(140)
    assert rates.tried.total() == 140
    assert rates.tried.keys() == naming.KINDS.keys()
    assert rates.share() >= SHARE, rates.missed


def test_most_mistakes_in_lines_that_people_wrote_are_named():
    rates = naming.written(60)
    assert rates.tried.total() == 60
    assert rates.share() >= SHARE, rates.missed


def test_the_table_shows_the_share():
    """Write it anew with ``python -m tests.derivation.naming``."""
    counts = json.loads(naming.TABLE.read_text(encoding="utf-8"))
    for rows in counts.values():
        assert {kind: row for kind, row in rows.items() if row["named"] < SHARE * row["tried"]} == {}
    assert counts["generated"].keys() == naming.KINDS.keys()


@pytest.mark.thorough
def test_the_table_is_current():
    assert naming.TABLE.read_text(encoding="utf-8") == naming.table()
