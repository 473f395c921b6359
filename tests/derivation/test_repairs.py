"""Diagnoses and repairs: on the quoted derivations against an independent oracle, in every notation, and in words."""

from functools import cache

import pytest
import yaml

from matgrad import derivation
from matgrad.book import formulas
from matgrad.derivation import catalogue
from tests.derivation import corpus, oracle

EXPECTED = tuple(yaml.safe_load((corpus.FOLDER / "repairs.yaml").read_text(encoding="utf-8")))
CASES = {case["id"]: case for case in corpus.cases("derivations")}
NAMED, REPAIRED = 24, 22  # of 27: at least so many are named as labelled, and repaired
LEAST_SQUARES = "A: m×n, x: n, b: m"
each = pytest.mark.parametrize("row", EXPECTED, ids=lambda row: row["id"])


@cache
def report(identifier):
    (case,) = (case for case in corpus.all_cases() if case["id"] == identifier)
    return derivation.check(**corpus.arguments(case))


def wrong_line(row):
    return report(row["id"]).lines[row["line"] - 1]


# --- the quoted derivations ------------------------------------------------------------------------------------------


def test_every_wrong_derivation_has_its_row():
    labelled = [case["id"] for case in CASES.values() if case["verdict"]["status"] == "wrong"]
    assert [row["id"] for row in EXPECTED] == labelled
    assert len(labelled) == 27


@each
def test_the_diagnosis(row):
    line = wrong_line(row)
    assert report(row["id"]).first_wrong_line == row["line"]
    assert (line.first.symptom, line.first.cause, line.code) == (row["symptom"], row["cause"], row["code"])
    assert row["category"] in catalogue.categories(line.code)
    assert line.help == row["help"]


@each
def test_what_is_underlined_is_the_operand_named(row):
    line = wrong_line(row)

    def text(span):
        return line.text[slice(*span)]

    found = [[text(d.span), [[text(label.span), label.text] for label in d.labels]] for d in line.diagnostics]
    assert found == row["underlined"]


@each
def test_the_repair_is_exactly_right_by_the_oracle(row):
    line = wrong_line(row)
    assert line.repair == row["repair"]
    if line.repair is not None:
        case = {key: value for key, value in CASES[row["id"]].items() if key != "check_given"}
        assert oracle.holds(row["oracle"], case)


@each
def test_the_repaired_line_follows(row):
    case = CASES[row["id"]]
    if row["repair"] is None:
        pytest.skip("no repair")
    number = next(i for i, claim in enumerate(wrong_line(row).claims) if claim.verdict == "wrong")
    lines = [*case["lines"][: row["line"] - 1], row["repair"]]
    repaired = derivation.check(**{**corpus.arguments(case), "lines": lines})
    assert repaired.first_wrong_line is None
    assert repaired.lines[-1].claims[number].verdict in ("follows", "conditional")


def test_enough_are_named_and_repaired():
    labels = {identifier: case["verdict"].get("category") for identifier, case in CASES.items()}
    assert sum(row["category"] == labels[row["id"]] for row in EXPECTED) >= NAMED
    assert sum(row["repair"] is not None for row in EXPECTED) >= REPAIRED


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[pytest.mark.thorough] if "held_out" in name else []) for name in corpus.FILES],
)
def test_no_advice_is_a_question_or_a_shout(name):
    for case in corpus.cases(name):
        for line in report(case["id"]).lines:
            for diagnostic in line.diagnostics:
                words = (diagnostic.message, *(repair.change for repair in diagnostic.repairs))
                assert not any("?" in text or text.endswith(".") for text in words), line
                assert all(repair.change[:1].islower() for repair in diagnostic.repairs), line


# --- every notation --------------------------------------------------------------------------------------------------

NOTATIONS = {
    "LaTeX": [
        (r"\|Ax-b\|^2", r"= (Ax-b)(Ax-b)", r"= (Ax-b)^\top(Ax-b)"),
        (r"\nabla_x \frac{1}{2}\|Ax-b\|^2", r"= A(Ax-b)", r"= A^\top(Ax-b)"),
        (r"\nabla_x \tfrac12\|Ax-b\|^2", r"= 2A^\top(Ax-b)", r"= A^\top(Ax-b)"),
        (r"\nabla_x \|Ax-b\|^2", r"= 2(Ax-b)A^{\top}", r"= 2A^{\top}(Ax-b)"),
        (r"\mathbf{x}^{T}\mathbf{A}^{T}\mathbf{b}", r"= \mathbf{b}\mathbf{A}\mathbf{x}", None),
        (r"(A^TA)^{-1}A^Tb", r"= (AA^T)^{-1}A^Tb", r"= (A^TA)^{-1}A^Tb"),
        (r"(A^TA)^{-T}A^Tb", r"= (A^TA)^{-1}Ab", r"= (A^TA)^{-1}A^Tb"),
    ],
    "plain": [
        ("||Ax - b||^2", "= (Ax - b)(Ax - b)", "= (Ax - b)^T(Ax - b)"),
        ("A^T A x - A^T b", "= A (A x - b)", "= A^T (A x - b)"),
        ("||Ax - b||^2", "= x^T A^T A x - 2 b^T A x - b^T b", "= x^T A^T A x - 2 b^T A x + b^T b"),
        ("||Ax - b||^2", "= x^T A^T A x - b^T A x + b^T b", "= x^T A^T A x - 2b^T A x + b^T b"),
    ],
    "Unicode": [
        ("‖Ax − b‖²", "= (Ax − b)(Ax − b)", "= (Ax − b)ᵀ(Ax − b)"),
        ("∇½‖Ax − b‖²", "= A(Ax − b)", "= Aᵀ(Ax − b)"),
        ("∇½‖Ax − b‖²", "= −Aᵀ(Ax − b)", "= Aᵀ(Ax − b)"),
        ("½‖Ax − b‖²", "= (Ax − b)ᵀ(Ax − b)", "= ½(Ax − b)ᵀ(Ax − b)"),
        ("∇½‖Ax − b‖²", "= (Ax − b)ᵀA", "= Aᵀ(Ax − b)"),
    ],
    "NumPy": [
        ("np.linalg.norm(A @ x - b)**2", "= (A @ x - b) @ (A @ x - b).T", "= (A @ x - b).T @ (A @ x - b)"),
        ("(A @ x - b).T @ (A @ x - b)", "= x.T @ A.T @ A @ x - b.T @ A @ x + b.T @ b", None),
        ("A.T @ (A @ x - b)", "= A @ (A @ x - b)", "= A.T @ (A @ x - b)"),
        ("0.5 * (A @ x).T @ (A @ x)", "= x.T @ A.T @ A @ x", "= 0.5 * x.T @ A.T @ A @ x"),
        ("np.linalg.inv(A.T @ A) @ A.T @ b", "= A.T @ np.linalg.inv(A.T @ A) @ b", None),
    ],
    "primes": [
        ("(Ax - b)'(Ax - b)", "= x'A'Ax - 2x'Ab + b'b", "= x'A'Ax - 2x'A'b + b'b"),
        ("A'Ax - A'b", "= A(Ax - b)", "= A'(Ax - b)"),
        ("A'(Ax - b)", "= (Ax - b)A'", "= A'(Ax - b)"),
    ],
}
TABLE = [(notation, *row) for notation, rows in NOTATIONS.items() for row in rows]


@pytest.mark.parametrize(("notation", "first", "wrong", "right"), TABLE)
def test_the_repair_is_in_the_notation_of_its_author(notation, first, wrong, right):
    report = derivation.check([first, wrong], LEAST_SQUARES, wrt="x")
    assert report.lines[1].verdict == "wrong", str(report)
    if right is not None:
        assert report.lines[1].repair == right
    if report.lines[1].repair is not None:
        assert derivation.check([first, report.lines[1].repair], LEAST_SQUARES, wrt="x").ok


@pytest.mark.parametrize("name", corpus.FILES)
def test_repairs_of_latex_are_latex(name):
    lines = [
        line for case in corpus.cases(name) for line in report(case["id"]).lines if "\\" in line.text and line.repair
    ]
    tried = 0
    for line in lines:
        try:
            formulas.typeset(line.text, displayed=False)
        except formulas.FormulaError:
            continue  # a row of an align environment, or words
        for repair in line.first.repairs:
            assert "math" in formulas.typeset(repair.text, displayed=False)
            tried += 1
    assert tried >= 5


# --- what is said ----------------------------------------------------------------------------------------------------


def said(*lines, shapes=LEAST_SQUARES, number=-1, **options):
    diagnostic = derivation.check([*lines], shapes, **options).lines[number].first
    return diagnostic.code, diagnostic.message, diagnostic.help


def test_true_under_an_assumption():
    assert said("f(x) = xᵀQx", "∇f(x) = 2Qx", shapes="Q: n×n, x: n") == (
        "M16",
        "the value differs from what stood before",
        "the line is true if Q is symmetric",
    )
    assert said("AB", "= BA", shapes="A: n×n, B: n×n") == (
        "M07",
        "the value differs from what stood before",
        "exchange B and A: AB",
    )
    assert said("tr(ABAB)", "= tr(A²B²)", shapes="A: n×n, B: n×n") == (
        "M16",
        "the value differs from what stood before",
        "the line is true if A and B are diagonal, or commute and are symmetric",
    )


def test_true_in_the_other_layout():
    rows = ["g(x) = bᵀAx", "g'(x) = bᵀA", "h(x) = xᵀx", "h'(x) = 2x"]
    assert said(*rows, wrt="x") == (
        "M12",
        "the value is right, but the layout changed: the line is true in denominator layout, "
        "the derivation is in numerator layout",
        "transpose x: 2xᵀ",
    )
    columns = ["f(x) = bᵀAx", "∇f(x) = bᵀA"]
    assert said(*columns, wrt="x", layout="denominator") == (
        "M12",
        "the value is right, but the layout changed: the line is true in numerator layout, "
        "the derivation is in denominator layout",
        "transpose the whole side: Aᵀb",
    )


def test_a_matrix_without_an_inverse():
    assert said("xᵀb", "= xᵀ(xxᵀ)(xxᵀ)⁻¹b", shapes="x: n, b: n")[:2] == (
        "M15",
        "this matrix (n × n) is singular: its rank is less than n at all sizes that the declarations allow",
    )
    wide = ["AᵀAx = Aᵀb", "x = (AᵀA)⁻¹Aᵀb"]
    assert derivation.check(wide, LEAST_SQUARES).ok
    assert said(*wide, shapes="A: m×n, x: n, b: m, m < n")[:2] == (
        "M15",
        "this matrix (n × n) is singular: its rank is less than n at all sizes that the declarations allow",
    )


def test_an_inverse_that_hangs_on_three_sizes_is_no_mistake():
    lines = ["b", "= (X'(I - Z(Z'Z)⁻¹Z')X)⁻¹(X'(I - Z(Z'Z)⁻¹Z')X)b"]
    assert derivation.check(lines, "b: p, X: n×p, Z: n×q").lines[1].verdict in ("follows", "undecided")


def test_an_inverse_from_one_side_only():
    assert said("P = (AᵀA)⁻¹Aᵀ", "PA = I", "AP = I", shapes="A: m×n, m > n") == (
        "M15",
        "the value differs from what stood before",
        "this inverse is one from the other side only: the product in the other order is the identity",
    )


def test_recovery_is_told():
    lines = ["f(x) = ½‖Ax − b‖²", "= (Ax − b)ᵀ(Ax − b)", "= ½(Ax − b)ᵀ(Ax − b)"]
    assert derivation.check(lines, LEAST_SQUARES).notes == (
        "recovers on line 3",
        "the last line is right although line 2 is wrong",
    )


@pytest.mark.parametrize(
    ("first", "wrong", "advice"),
    [
        ("‖Ax − b‖²", "= (Ax − b)²", "write the square of a column r as rᵀr: (Ax − b)ᵀ(Ax − b)"),
        ("½‖Ax − b‖²", "= (Ax − b)ᵀ(Ax − b)", "multiply the whole side by ½: ½(Ax − b)ᵀ(Ax − b)"),
        ("(Ax)ᵀAx", "= 3(Ax)ᵀAx", "leave out 3: (Ax)ᵀAx"),
        ("4xᵀx", "= 2xᵀx", "write 4 instead of 2: 4xᵀx"),
        ("(Ax)ᵀ", "= Aᵀxᵀ", "exchange Aᵀ and xᵀ: xᵀAᵀ"),
        ("(Ax − b)ᵀ", "= xᵀA − bᵀ", "transpose A: xᵀAᵀ − bᵀ"),
        ("xᵀAᵀ + bᵀ", "= Ax + b", "transpose the whole side: xᵀAᵀ + bᵀ"),
        ("bᵀAx + bᵀb", "= bᵀAx", "add the term bᵀb: bᵀAx + bᵀb"),
        ("bᵀAx + bᵀb", "= bᵀAx + bᵀb + bᵀb", "leave out bᵀb: bᵀAx + bᵀb"),
        ("bᵀAx − bᵀb", "= bᵀAx + bᵀb", "change the sign of bᵀb: bᵀAx − bᵀb"),
        ("∇(bᵀAx)", "= b", "put Aᵀ in front of b: Aᵀb"),
        ("∂(bᵀAx)/∂xₖ", "= Σᵢ bᵢ aₖᵢ", "exchange the indices k and i: Σᵢ bᵢ aᵢₖ"),
        ("AᵀAx + x", "= (AᵀA + 1)x", "write I instead of 1: (AᵀA + I)x"),
        ("Aᵀ(Ax − b)", "= Aᵀ(AX − b)", "write x instead of X: Aᵀ(Ax − b)"),
    ],
)
def test_the_advice_in_full(first, wrong, advice):
    assert said(first, wrong, wrt="x")[2] == advice


@pytest.mark.parametrize(
    ("first", "wrong"),
    [("‖Ax − b‖²", "= ‖Ax‖² + ‖b‖²"), ("(AᵀA + BᵀB)⁻¹", "= (AᵀA)⁻¹ + (BᵀB)⁻¹"), ("bᵀAx", "= xᵀx"), ("AᵀAx", "= b")],
)
def test_nothing_is_said_where_no_small_change_convinces(first, wrong):
    line = derivation.check([first, wrong], "A: m×n, B: m×n, x: n, b: m").lines[1]
    assert (line.verdict, line.help, line.repair) == ("wrong", "", None)
