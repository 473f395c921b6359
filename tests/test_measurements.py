"""The stored tables: complete, readable as text and HTML, and what the book claims from them."""

import re

import pytest
from bs4 import BeautifulSoup

from matgrad import measurements

TOPICS = [
    "calibration", "cost", "detection", "grading", "gram", "localisation", "reading", "rounding", "site",
    "storage", "sweep",
]  # fmt: skip


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


def test_products_of_matrices_cost_more_than_products_with_columns():
    reading = {row[0]: float(row[3]) for row in measurements.table("reading").rows}
    assert 10 < reading["A.T @ A @ x - A.T @ b, left to right"] < 300
    assert reading["JAX jit, A.T @ (A @ x - b)"] > 2 * reading["JAX jit of grad"]


def test_the_gram_matrix_pays_back_earlier_than_operations_say():
    for row in measurements.table("gram").rows:
        formula, blocks, operations = (float(cell.replace(",", "")) for cell in row[5:])
        assert 1 < formula <= blocks < operations


def test_a_file_that_must_be_read_twice_costs_two_readings():
    storage = {row[0]: [float(cell) for cell in row[5:]] for row in measurements.table("storage").rows}
    formula, blocks = storage["file, not yet read"]
    assert formula > 1.5 > 1.3 > blocks
    assert all(
        blocks <= 1.1 * formula
        for formula, blocks in (storage[f"{kind}, rows together"] for kind in ("float64", "float32"))
    )


def test_rounding_grows_with_the_condition_or_with_its_square():
    rows = [[float(cell) for cell in row] for row in measurements.table("rounding").rows]
    for condition, vanishing, gram, at_minimiser, gram_too, *far in rows:
        assert vanishing < 10 * 2**-52 * condition
        assert 0.01 < gram / (2**-52 * condition**2) < 1
        assert 0.001 < at_minimiser / (2**-52 * condition**2) < 1
        assert at_minimiser < gram_too
        assert max(far) < 2**-52 * condition**2


def test_unknown_topic():
    with pytest.raises(ValueError) as error:
        measurements.table("speed")
    assert str(error.value) == f"there is no table 'speed': expected one of {', '.join(TOPICS)}."
