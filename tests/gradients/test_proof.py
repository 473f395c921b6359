"""Every row of the table is proved, and no row with a mistake is."""

from dataclasses import replace

import pytest

from matgrad import gradients
from tests.gradients.mutations import mutants

ROWS = [pytest.param(row, id=row.id) for row in gradients.rows()]


def survives(row):
    """Whether a spoilt row is proved all the same."""
    try:
        return bool(gradients.prove(row))
    except gradients.RowError:
        return False  # a program that does not run proves nothing


@pytest.mark.parametrize("row", ROWS)
def test_a_row_is_proved_by_formula_by_numbers_and_both_agree(row):
    for seed in (0, 1):
        proof = gradients.prove(row, seed)
        assert proof.problems == ()
        assert [report.lines[0].verdict for report in proof.formula] == ["follows"] * len(row.claims)
        assert proof.program.resolution < 1e-8
        assert (proof.same is None) == bool(row.sample)


@pytest.mark.parametrize("row", ROWS)
def test_a_row_with_one_mistake_is_not_proved(row):
    spoilt = {name.split(",")[0]: (name, changed) for name, changed in mutants(row, seed=7)}  # one in each entry
    assert len(spoilt) >= 2  # value and result of the program at least; the formula I has no place for a mistake
    assert [name for name, changed in spoilt.values() if survives(changed)] == []


@pytest.mark.thorough
def test_no_mistake_of_many_is_proved():
    tried = [(name, changed) for seed in range(5) for row in gradients.rows() for name, changed in mutants(row, seed)]
    assert len(tried) > 3000
    assert [name for name, changed in tried if survives(changed)] == []


# --- what each proof sees alone --------------------------------------------------------------------------------------

LEAST_SQUARES = gradients.row("least-squares")


def test_a_wrong_formula_with_a_right_program():
    proof = gradients.prove(replace(LEAST_SQUARES, gradient="A (Ax - b)"))
    assert str(proof) == (
        "least squares: not proved\n"
        r"  \nabla f(x) = A (Ax - b) is wrong: the product is not conformable: m × n times"
        "\n    m × 1 (columns of the first, n, ≠ rows of the second, m)"
    )


def test_a_wrong_program_with_a_right_formula():
    numpy = {**LEAST_SQUARES.numpy, "gradient": "2 * A.T @ (A @ x - b)"}
    proof = gradients.prove(replace(LEAST_SQUARES, numpy=numpy))
    assert proof.problems == ("2 * A.T @ (A @ x - b): the right gradient is 0.5 times this one",)


def test_a_program_of_another_function_with_its_own_gradient():
    numpy = {"value": "(A @ x - b) @ (A @ x - b)", "gradient": "2 * A.T @ (A @ x - b)"}
    proof = gradients.prove(replace(LEAST_SQUARES, numpy=numpy))
    assert proof.problems == (
        "the program (A @ x - b) @ (A @ x - b) computes another value than the formula "
        r"f(x) = \tfrac12 \lVert Ax - b \rVert^2",
    )


def test_the_layouts_may_not_be_exchanged():
    proof = gradients.prove(
        replace(LEAST_SQUARES, derivative=LEAST_SQUARES.gradient, gradient=LEAST_SQUARES.derivative)
    )
    assert [each.split(" is ")[1].split(":")[0] for each in proof.problems] == ["wrong", "wrong"]


def test_what_a_proof_says():
    assert repr(gradients.prove(gradients.row("log-determinant"))) == (
        "logarithm of the determinant: proved\n"
        "  formulas: equal in floating point to 9 digits at n = 2, 3\n"
        "  program: 30 evaluations by central differences\n"
        "  both: the program computes the formula"
    )


def test_a_program_that_does_not_run():
    broken = replace(LEAST_SQUARES, numpy={**LEAST_SQUARES.numpy, "gradient": "A @ (A @ x - b)"})
    with pytest.raises(gradients.RowError) as error:
        gradients.prove(broken)
    assert str(error.value).startswith("row least-squares: the NumPy form 'A @ (A @ x - b)' does not run: matmul: ")
