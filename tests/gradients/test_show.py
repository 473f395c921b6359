"""What readers see in a notebook, and what they copy."""

import numpy as np
import pytest

from matgrad import gradients
from matgrad.book.formulas import typeset
from matgrad.gradients.instance import instance
from matgrad.gradients.program import evaluate
from matgrad.gradients.show import groups, latex, numpy_code

ROWS = [pytest.param(row, id=row.id) for row in gradients.rows()]


def test_what_is_copied():
    row = gradients.row("tanh-layer")
    assert latex(row) == (
        r"f(W) = \tfrac12 \lVert \tanh(Wx) - y \rVert^2, \qquad t = \tanh(Wx), \qquad "
        r"f'(W) = x \left( (t - y) \odot (\mathbf{1} - t \odot t) \right)^\top, \qquad "
        r"\nabla f(W) = \left( (t - y) \odot (\mathbf{1} - t \odot t) \right) x^\top"
    )
    assert numpy_code(row) == (
        "t = np.tanh(W @ x)\nf = (t - y) @ (t - y) / 2\ngradient = np.outer((t - y) * (1 - t * t), x)"
    )


@pytest.mark.parametrize("row", ROWS)
def test_the_copied_program_runs_as_it_stands(row):
    symbols = instance(row)
    names = {"np": np, **symbols, f"d{row.variable}": symbols[row.variable]}
    names |= {name: eval(text, names) for name, text in row.sample.items()}  # noqa: S307 -- the table's own code
    before = dict(names)
    exec(numpy_code(row), names)  # noqa: S102
    result = next(name for name in ("gradient", "derivative", "differential") if name in names)
    given = {k: v for k, v in before.items() if k not in ("np", "__builtins__")}
    assert np.array_equal(names[result], evaluate(row, row.program.result, given))


@pytest.mark.parametrize("row", ROWS)
def test_the_copied_latex_is_latex(row):
    assert "<math" in typeset(latex(row), displayed=True)


def test_a_group_in_a_notebook():
    table = gradients.table("Determinant and inverse")
    lines = table._repr_markdown_().splitlines()
    assert lines[0] == "| | Function | Derivative | Gradient | Domain |"
    assert lines[3] == (r"| logarithm of the determinant | $f(X) = \log \det X$ | $X^{-1}$ | $X^{-\top}$ | det X > 0 |")
    inverse = next(line for line in lines if line.startswith("| inverse |"))
    assert inverse == (
        r"| inverse | $F(X) = X^{-1}$ | $dF = -X^{-1}\, dX\, X^{-1}$ | "
        "a differential is the same in both layouts | X invertible |"
    )
    assert all(line.count("|") == 6 for line in lines)  # no formula has the sign that ends a cell
    assert repr(table).splitlines()[1] == (
        r"logarithm of the determinant: f(X) = \log \det X;  f'(X) = X^{-1};  \nabla f(X) = X^{-\top}"
    )


def test_all_groups_together_are_the_table():
    assert sum(len(gradients.table(group).rows) for group in groups()) == len(gradients.table().rows)


def test_a_group_that_is_not_there():
    with pytest.raises(gradients.RowError) as error:
        gradients.table("Traces")
    assert str(error.value) == (
        "no group 'Traces'; there are Linear and quadratic forms, Least squares, Traces and forms of a matrix, "
        "Determinant and inverse, Entry by entry, logistic and softmax, Rules for compositions and products"
    )
