"""The four formulas against independent computations, and the full text of every error."""

from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest
import scipy.sparse
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from matgrad import least_squares, numerical, symbolic

A = np.array([[1.0, 0.0], [1.0, 1.0], [0.0, 1.0]])
B = np.array([1.0, 0.0, 2.0])


def index_loop_gradient(A, x, b):
    """Σᵢ (Σⱼ aᵢⱼxⱼ − bᵢ) aᵢₖ with loops over plain numbers."""
    m, n = len(A), len(x)
    result = [Fraction(0)] * n
    for k in range(n):
        for i in range(m):
            result[k] += (sum(Fraction(A[i][j]) * Fraction(x[j]) for j in range(n)) - Fraction(b[i])) * Fraction(
                A[i][k]
            )
    return result


def index_loop_objective(A, x, b):
    m, n = len(A), len(x)
    return sum((sum(Fraction(A[i][j]) * Fraction(x[j]) for j in range(n)) - Fraction(b[i])) ** 2 for i in range(m)) / 2


numbers = st.integers(-64, 64).map(lambda k: k / 8)


@st.composite
def problems(draw):
    """A, x, b with multiples of 1/8, so that every product is exact; some A of low rank, some with zero rows."""
    m, n = draw(st.integers(0, 5)), draw(st.integers(1, 5))
    A = np.array(draw(st.lists(numbers, min_size=m * n, max_size=m * n))).reshape(m, n)
    kind = draw(st.sampled_from(["any", "rank one", "zero row", "zero column"]))
    if kind == "rank one" and m:
        A = np.outer(np.round(A[:, 0]), np.round(A[0]))
    if kind == "zero row" and m:
        A[draw(st.integers(0, m - 1))] = 0
    if kind == "zero column":
        A[:, draw(st.integers(0, n - 1))] = 0
    x = np.array(draw(st.lists(numbers, min_size=n, max_size=n)))
    b = np.array(draw(st.lists(numbers, min_size=m, max_size=m)))
    return A, x, b


@settings(max_examples=60, deadline=None)
@given(problems())
def test_four_independent_ways_give_the_same_gradient(problem):
    A, x, b = problem
    closed_form = least_squares.gradient(A, x, b)
    loops = index_loop_gradient(A.tolist(), x.tolist(), b.tolist())
    s = symbolic.symbols(*A.shape)
    exact = symbolic.evaluate(symbolic.gradient(s), s, A, x, b)
    step = numerical.complex_step(lambda z: least_squares.objective(A, z, b), x, step=2.0**-66)
    assert closed_form.shape == x.shape
    assert [Fraction(g) for g in closed_form.tolist()] == loops
    assert [Fraction(int(e.p), int(e.q)) for e in exact] == loops
    assert np.array_equal(step, closed_form)


@pytest.mark.parametrize(
    ("m", "n"), [(1, 1), (1, 4), (4, 1), (2, 5), (5, 2), (0, 3), (3, 0)], ids=lambda size: str(size)
)
def test_gradient_for_each_kind_of_shape(m, n):
    rng = np.random.default_rng(m * 10 + n)
    A, x, b = (rng.integers(-8, 9, size).astype(float) for size in ((m, n), n, m))
    expected = np.array([float(g) for g in index_loop_gradient(A.tolist(), x.tolist(), b.tolist())])
    assert np.array_equal(least_squares.gradient(A, x, b), expected.reshape(n))
    assert np.array_equal(least_squares.gradient(A, x[:, None], b[:, None]), expected.reshape(n, 1))
    assert least_squares.objective(A, x, b) == least_squares.objective(A, x[:, None], b[:, None])
    assert Fraction(float(least_squares.objective(A, x, b))) == index_loop_objective(A.tolist(), x.tolist(), b.tolist())


def test_worked_example():
    assert least_squares.residual(A, [0, 1], B).tolist() == [-1, 1, -1]
    assert least_squares.objective(A, [0, 1], B) == 1.5
    assert least_squares.gradient(A, [0, 1], B).tolist() == [0, 0]
    assert least_squares.gradient(A, [1, 1], B).tolist() == [2, 1]
    assert np.linalg.eigvalsh(least_squares.hessian(A)) == pytest.approx([1, 3])


def test_hessian_is_the_derivative_of_the_gradient():
    rng = np.random.default_rng(4)
    A, x, b = rng.standard_normal((6, 3)), rng.standard_normal(3), rng.standard_normal(6)
    columns = [numerical.complex_step(lambda z, k=k: least_squares.gradient(A, z, b)[k], x) for k in range(3)]
    assert least_squares.hessian(A) == pytest.approx(np.array(columns), rel=1e-13)


def test_complex_x_is_not_conjugated():
    z = np.array([1 + 2j, -1j])
    r = A @ z - B
    assert least_squares.objective(A, z, B) == pytest.approx(sum(r_i * r_i for r_i in r) / 2)
    assert least_squares.gradient(A, z, B).dtype == complex


def test_float32_stays_float32():
    arrays = [array.astype(np.float32) for array in (A, np.array([1.0, 1.0]), B)]
    assert least_squares.gradient(*arrays).dtype == np.float32
    assert least_squares.objective(*arrays).dtype == np.float32


def test_small_integers_do_not_overflow():
    A = np.full((2, 2), 100, dtype=np.int8)
    x, b = np.array([100, 100], dtype=np.int8), np.array([1, 1], dtype=np.uint8)
    assert least_squares.gradient(A, x, b).tolist() == [3999800.0, 3999800.0]
    assert least_squares.hessian(A).tolist() == [[20000.0, 20000.0], [20000.0, 20000.0]]
    assert least_squares.residual([[True]], [True], [False]).tolist() == [1.0]


def test_nan_and_infinity_spread():
    assert np.isnan(least_squares.gradient(A, [np.nan, 1], B)).all()
    assert np.isnan(least_squares.objective(A, [np.nan, 1], B))
    assert least_squares.residual(A, [0, 1], [np.inf, 0, 2]).tolist() == [-np.inf, 1, -1]


def test_inputs_are_left_alone():
    arrays = A.copy(), np.array([1.0, 1.0]), B.copy()
    least_squares.gradient(*arrays)
    assert [array.tolist() for array in arrays] == [A.tolist(), [1, 1], B.tolist()]


@pytest.mark.parametrize("kind", [scipy.sparse.csr_array, scipy.sparse.csc_matrix])
def test_sparse_matrices(kind):
    rng = np.random.default_rng(5)
    dense = np.where(rng.random((7, 4)) < 0.4, rng.integers(-4, 5, (7, 4)), 0)
    x, b = rng.integers(-4, 5, 4), rng.integers(-4, 5, 7)
    expected = [float(g) for g in index_loop_gradient(dense.tolist(), x.tolist(), b.tolist())]
    assert least_squares.gradient(kind(dense), x, b).tolist() == expected
    assert float(least_squares.objective(kind(dense), x, b)) == index_loop_objective(
        dense.tolist(), x.tolist(), b.tolist()
    )
    assert least_squares.hessian(kind(dense)).toarray().tolist() == (dense.T @ dense).tolist()


def test_exact_entries():
    half = Fraction(1, 2)
    result = least_squares.gradient([[half, 1]], [Fraction(1, 3), half], [half])
    assert result.tolist() == [Fraction(1, 12), Fraction(1, 6)]
    matrices = sympy.Matrix([[1, 0], [1, 1], [0, 1]]), sympy.Matrix([1, 1]), sympy.Matrix([1, 0, 2])
    assert least_squares.gradient(*matrices) == sympy.Matrix([2, 1])
    assert least_squares.objective(*matrices) == sympy.Rational(5, 2)


def test_numpy_matrix_is_read_as_an_array():
    with pytest.warns(PendingDeprecationWarning):
        old = np.matrix([[1.0, 0.0], [1.0, 1.0], [0.0, 1.0]])
    assert least_squares.gradient(old, [1, 1], B).tolist() == [2, 1]


MESSAGES = [
    (
        (np.ones((5, 3)), np.ones(4), np.ones(5)),
        "A is 5×3 and x has 4 entries: Ax needs one entry of x for each column of A, so x must have 3 entries.",
    ),
    (
        (np.ones((5, 3)), np.ones(5), np.ones(3)),
        "A is 5×3 and x has 5 entries: Ax needs one entry of x for each column of A, so x must have 3 entries. "
        "The order of the arguments is A, x, b.",
    ),
    (
        (np.ones((5, 1)), np.ones(2), np.ones(5)),
        "A is 5×1 and x has 2 entries: Ax needs one entry of x for each column of A, so x must have 1 entry.",
    ),
    (
        (np.ones((5, 3)), np.ones(3), np.ones(4)),
        "A is 5×3 and b has 4 entries: Ax has one entry for each row of A, so b must have 5 entries.",
    ),
    (
        (np.ones((5, 3)), np.ones(3), np.ones((5, 1))),
        "x has shape (3,) and b has shape (5, 1): Ax - b would be spread to 5×5. Give both as (n,) and (m,), "
        "or both as columns (n, 1) and (m, 1).",
    ),
    (
        (np.ones((5, 3)), np.ones((3, 1)), np.ones(5)),
        "x has shape (3, 1) and b has shape (5,): Ax - b would be spread to 5×5. Give both as (n,) and (m,), "
        "or both as columns (n, 1) and (m, 1).",
    ),
    (
        (np.ones((5, 3)), np.ones((1, 3)), np.ones(5)),
        "x is a row of shape (1, 3), but a vector is a column: write x.T for shape (n, 1) or x.ravel() for shape (n,).",
    ),
    (
        (np.ones((5, 3)), np.ones(3), np.ones((1, 5))),
        "b is a row of shape (1, 5), but a vector is a column: write b.T for shape (m, 1) or b.ravel() for shape (m,).",
    ),
    (
        (np.ones((5, 3)), np.ones((3, 2)), np.ones(5)),
        "x must be a vector of shape (n,) or (n, 1), but it has shape (3, 2).",
    ),
    ((np.ones((5, 3)), 2.0, np.ones(5)), "x must be a vector of shape (n,) or (n, 1), but it has shape ()."),
    (
        (np.ones(3), np.ones(3), np.ones(1)),
        "A must be a matrix of shape (m, n), but it has shape (3,). Write a single row as [[1, 2, 3]].",
    ),
    ((np.ones((2, 3, 4)), np.ones(3), np.ones(2)), "A must be a matrix of shape (m, n), but it has shape (2, 3, 4)."),
    (([[1, 2], [3]], [1, 1], [1, 1]), "A is a list whose rows differ in length."),
    (
        (1j * np.ones((5, 3)), np.ones(3), np.ones(5)),
        "A is complex: the objective is defined for real A and b. Only x may be complex, for the complex step.",
    ),
    (
        (np.ones((5, 3)), np.ones(3), 1j * np.ones(5)),
        "b is complex: the objective is defined for real A and b. Only x may be complex, for the complex step.",
    ),
]
WRONG_TYPES = [
    (("A", np.ones(3), np.ones(5)), "A is a str: expected an array of numbers."),
    ((np.ones((5, 3)), None, np.ones(5)), "x is a NoneType: expected an array of numbers."),
    ((np.ones((1, 2)), ["1", "2"], np.ones(1)), "x has entries of type <U1: expected numbers."),
    ((np.ones((1, 2)), [1, None], np.ones(1)), "x has the entry None: expected numbers."),
]


@pytest.mark.parametrize("function", [least_squares.residual, least_squares.objective, least_squares.gradient])
@pytest.mark.parametrize(("arguments", "message"), MESSAGES)
def test_wrong_values(function: Callable[..., object], arguments, message):
    with pytest.raises(ValueError) as error:
        function(*arguments)
    assert str(error.value) == message


@pytest.mark.parametrize(("arguments", "message"), WRONG_TYPES)
def test_wrong_types(arguments, message):
    with pytest.raises(TypeError) as error:
        least_squares.gradient(*arguments)
    assert str(error.value) == message


def test_hessian_checks_its_matrix():
    with pytest.raises(ValueError) as error:
        least_squares.hessian(np.ones(3))
    assert str(error.value) == (
        "A must be a matrix of shape (m, n), but it has shape (3,). Write a single row as [[1, 2, 3]]."
    )
