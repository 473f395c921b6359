"""The derivations that ship as files: each is judged as its first remark says."""

from pathlib import Path

import pytest

from matgrad import command_line, derivation
from matgrad.derivation.text_format import dump, parse

FOLDER = Path(__file__).resolve().parent.parent.parent / "examples"
G, F, C, W = "given", "follows", "conditional", "wrong"
EXPECTED = {
    "1-student": ([G, W, W, W, W, W, W], ["", "M01", "M01", "M05", "M02", "M01", "M02"], False),
    "1-expansion": ([G, F, F, F, F, F, F, F], [""] * 8, True),
    "1-transpose-of-a-product": ([G, F, W], ["", "", "M06"], None),
    "1-lost-half": ([G, W, F, F], ["", "M08", "", ""], True),
    "2-chain-rule": ([G, F, F, F, F, F], [""] * 6, True),
    "2-increment": ([G, F, F, F], [""] * 4, None),
    "2-differentials": ([G, F, F, F, F, F], [""] * 6, True),
    "2-adjoint": ([F, F, F], [""] * 3, None),
    "2-gradient-of-a-composition": ([F, F, F, F, F], [""] * 5, None),
    "2-layouts-mixed": ([G, W], ["", "M04"], False),
    "3-index-notation": ([G, F, F, F, F], [""] * 5, None),
    "3-index-reused": ([G, W], ["", "M13"], None),
    "3-hessian": ([G, F, F, F], [""] * 4, None),
    "3-quadratic-form": ([G, F, F, F, F, F], [""] * 6, True),
    "3-quadratic-form-symmetric": ([G, F, F], [""] * 3, True),
    "4-taylor-remainder": ([G, F], [""] * 2, None),
    "4-normal-equations": ([G, F, C, C], [""] * 4, None),
    "ridge": ([G, F, F, C, C], [""] * 5, None),
    "ridge-identity-lost": ([G, F, W], ["", "", "M03"], None),
    "weighted-least-squares": ([G, F, F, F], [""] * 4, True),
    "weighted-not-symmetric": ([G, W], ["", "M16"], None),
    "numpy": ([G, F], [""] * 2, True),
}


def test_every_file_is_listed():
    assert {path.stem for path in FOLDER.iterdir()} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_the_file_is_judged_as_expected(name):
    verdicts, codes, goal = EXPECTED[name]
    report = derivation.check(**parse((FOLDER / f"{name}.txt").read_text(encoding="utf-8")))
    assert [line.verdict for line in report.lines] == verdicts
    assert [line.code for line in report.lines] == codes
    assert report.goal_reached is goal


@pytest.mark.parametrize("name", EXPECTED)
def test_the_exit_code(name, capsys):
    assert command_line.main(["check", str(FOLDER / f"{name}.txt")]) == (1 if W in EXPECTED[name][0] else 0)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("name", EXPECTED)
def test_a_remark_says_what_it_is_and_which_line_is_wrong(name):
    content = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    remark = " ".join(row.removeprefix("# ") for row in content.splitlines() if row.startswith("#"))
    assert remark.endswith(".")
    verdicts = EXPECTED[name][0]
    if W in verdicts:
        assert f"ine {verdicts.index(W) + 1}" in remark


@pytest.mark.parametrize("name", EXPECTED)
def test_the_file_goes_there_and_back(name):
    request = parse((FOLDER / f"{name}.txt").read_text(encoding="utf-8"))
    assert parse(dump(request)) == request
