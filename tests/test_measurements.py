"""The stored tables: complete, readable as text and HTML, and what the book claims from them."""

import re

import pytest
from bs4 import BeautifulSoup

from matgrad import measurements

TOPICS = ["calibration", "cost", "detection", "localisation", "reading", "sweep"]


def test_all_topics_are_stored():
    assert measurements.topics() == TOPICS


@pytest.mark.parametrize("topic", TOPICS)
def test_table_is_complete_and_names_machine_and_date(topic):
    table = measurements.table(topic)
    assert table.rows
    assert all(len(row) == len(table.columns) for row in table.rows)
    assert all(cell.strip() for row in table.rows for cell in row)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", table.date)
    assert re.search(r"Python 3\.\d+\.\d+, numpy \d", table.machine)
    assert str(table).splitlines()[-1] == f"Measured on {table.date}: {table.machine}."


@pytest.mark.parametrize("topic", TOPICS)
def test_html_has_captions_headings_and_every_cell(topic):
    table = measurements.table(topic)
    page = BeautifulSoup(table._repr_html_(), "html.parser")
    assert page.caption.text == table.caption
    assert [th.text for th in page.thead.find_all("th", scope="col")] == list(table.columns)
    rows = [[cell.text for cell in tr.find_all(["th", "td"])] for tr in page.tbody.find_all("tr")]
    assert rows == [list(row) for row in table.rows]
    assert all(tr.th["scope"] == "row" for tr in page.tbody.find_all("tr"))
    box = page.table.parent
    assert (box["role"], box["tabindex"], box["aria-label"]) == ("region", "0", table.caption)


def test_check_gradient_finds_everything_and_is_alone_in_that():
    table = measurements.table("detection")
    perfect = [row[0] for row in table.rows if set(row[1:]) == {"finds all 12"}]
    assert perfect == ["check_gradient"]
    assert len(table.rows) == 7


def test_calibration_has_no_false_alarm_and_no_miss():
    table = measurements.table("calibration")
    problems, alarms, misses = (table.columns.index(c) for c in ("problems", "false alarms", "misses"))
    assert [row[problems] for row in table.rows] == ["20,000", "2,000", "2,000", "2,000"]
    assert {row[alarms] for row in table.rows} == {row[misses] for row in table.rows} == {"0"}


def test_evaluations_of_a_passing_check():
    own = measurements.table("cost").rows[0]
    assert own[0] == "check_gradient"
    assert all(int(cell) <= 6 for cell in own[1:4])


def test_row_blocks_against_the_formula():
    reading = {row[0]: row for row in measurements.table("reading").rows}
    assert float(reading["large_scale.gradient"][3]) <= 0.85
    assert all(float(cell) <= 1.10 for row in measurements.table("sweep").rows for cell in row[3:])


def test_unknown_topic():
    with pytest.raises(ValueError) as error:
        measurements.table("speed")
    assert str(error.value) == f"there is no table 'speed': expected one of {', '.join(TOPICS)}."
