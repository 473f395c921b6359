"""Which rows of the table of gradients a few words mean."""

import pytest

from tests.web.javascript import evaluate

FILTER = "../table/filter"
LOG_DET = (
    r"Determinant and inverse logarithm of the determinant Chain rule: d log det X. Matrix Cookbook (57) "
    r"f(X) = \log \det X gradient = np.linalg.inv(X).T"
)


@pytest.mark.parametrize(
    ("typed", "fits"),
    [
        ("", True),
        ("   ", True),
        ("det", True),
        ("LOG Det", True),
        ("det log", True),
        ("cookbook 57", True),
        ("(57)", True),
        ("cookbook 5", True),
        ("7", False),  # a short word must begin a word
        ("linalg", True),
        ("erminant", True),  # a long one may stand inside
        ("rminx", False),
        ("determinant trace", False),
        ("déterminant", True),
    ],
)
def test_what_a_row_is_found_by(typed, fits):
    assert evaluate(FILTER, "matches(text, words(typed))", text=LOG_DET, typed=typed) == fits


def test_accents_and_signs_between_words_do_not_count():
    assert evaluate(FILTER, "words(typed)", typed="  ½‖Ax − b‖²,  Frobenius-norm ") == [
        "1", "2", "ax", "b", "2", "frobenius", "norm",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("shown", "typed", "sentence"),
    [
        (69, "", "All 69 rows are shown."),
        (12, "trace", "12 rows fit, of 69."),
        (1, "ridge", "1 row fits, of 69."),
        (0, "nothing", "No rows fit, of 69."),
    ],
)
def test_the_sentence_for_the_reader(shown, typed, sentence):
    assert evaluate(FILTER, "tally(shown, 69, words(typed))", shown=shown, typed=typed) == sentence
