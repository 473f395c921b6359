"""The table as data: what it must hold, and what a bad entry is told."""

from dataclasses import replace

import pytest

from matgrad import gradients
from matgrad.gradients.rows import read_rows

GOOD = """
[[row]]
id = "linear"
group = "g"
name = "linear form"
variable = "x"
shapes = "a: n, x: n"
function = 'f(x) = a^\\top x'
derivative = 'a^\\top'
gradient = 'a'
reason = "It is linear."
cookbook = [69]
numpy.value = "a @ x"
numpy.gradient = "a"
"""


def test_the_table_is_as_large_as_promised():
    assert len(gradients.rows()) >= 40
    assert len({row.id for row in gradients.rows()}) == len(gradients.rows())
    assert len({row.name for row in gradients.rows()}) == len(gradients.rows())


def test_no_row_lacks_anything():
    for row in gradients.rows():
        assert row.reason.endswith(".")
        assert row.reference
        assert all(33 <= number <= 144 for number in row.cookbook), row.id  # chapter 2 of the Cookbook


@pytest.mark.parametrize(
    "wanted",
    ["linear-form", "quadratic-form", "weighted-least-squares", "ridge", "many-right-sides", "regression-by-weights",
     "regression-by-inputs", "trace-of-three", "log-determinant", "inverse", "logistic-loss", "cross-entropy",
     "linear-inside"],
)  # fmt: skip
def test_the_functions_that_readers_come_for(wanted):
    assert gradients.row(wanted).id == wanted


def test_a_good_entry():
    (row,) = read_rows(GOOD)
    assert (row.kind, row.head, row.reference) == ("scalar", "f", "Matrix Cookbook (69)")
    assert row.claims == (r"f'(x) = a^\top", r"\nabla f(x) = a")


BAD = [
    ("gradient = 'a'\n", "", "row linear: give derivative and gradient, or differential alone"),
    ("cookbook = [69]\n", "", "row linear: give cookbook or source: where the formula can be found or is derived"),
    ("name = ", "nam = ", "row linear: 'nam' is no entry of a row; is it name?"),
    ('reason = "It is linear."\n', "", "row linear: reason is missing"),
    ('numpy.gradient = "a"', 'numpy.derivative = "a"\nnumpy.gradient = "a"',
     "row linear: numpy holds value, derivative, gradient; expected value, derivative and perhaps let"),
    ("'f(x) = a", "'f(y) = a", r"row linear: function is 'f(y) = a^\\top x'; expected the form f(x) = ..."),
    ("cookbook", "draw = { x = 'big' }\ncookbook",
     "row linear: draw has 'big'; expected one of positive, positive determinant, zero or one, one of several"),
    ("[[row]]", "[[line]]", "table.toml: expected tables [[row]]: 'row'"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "message"), BAD)
def test_a_bad_entry(old, new, message):
    assert GOOD.replace(old, new) != GOOD
    with pytest.raises(gradients.RowError) as error:
        read_rows(GOOD.replace(old, new))
    assert str(error.value) == message


def test_the_same_id_twice():
    with pytest.raises(gradients.RowError) as error:
        read_rows(GOOD + GOOD)
    assert str(error.value) == "row linear: there are two rows with this id"


def test_a_row_that_is_not_there():
    with pytest.raises(gradients.RowError) as error:
        gradients.row("log-det")
    assert str(error.value).startswith("no row 'log-det'; the nearest are ")
    with pytest.raises(gradients.RowError) as error:
        gradients.row("?")
    assert str(error.value) == "no row '?'; gradients.rows() holds all of them"


def test_a_row_of_ones_own_is_checked_too():
    with pytest.raises(gradients.RowError) as error:
        replace(gradients.row("ridge"), gradient="")
    assert str(error.value) == "row ridge: give derivative and gradient, or differential alone"
