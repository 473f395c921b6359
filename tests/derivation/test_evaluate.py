"""Values and derivatives of core trees, against NumPy and the complex step."""

import numpy as np
import pytest

from matgrad.derivation import smooth
from matgrad.derivation.arithmetic import PRIMES, Floating, Modular
from matgrad.derivation.context import Context
from matgrad.derivation.declare import parse_shapes
from matgrad.derivation.evaluate import Evaluator
from matgrad.derivation.judge import read_side
from matgrad.derivation.reader import read
from matgrad.derivation.sampling import Point

SHAPES, _ = parse_shapes("A: m×n, B: n×n, X: n×n, x: n, y: n, b: m, c: scalar")
SIZES = {"m": 4, "n": 3}


def evaluated(text, active=(), wrt="x"):
    """Return the value of an expression at a random point, and the arrays of that point."""
    context = Context(SHAPES, wrt=wrt, active=active)
    [statement] = read(text, context.known())
    node, reading = read_side(statement.sides[0], context)
    assert reading.problems == [] and reading.undecidable == []
    point = Point("test", SIZES, SHAPES, {})
    evaluator = Evaluator(Floating(), point, active)
    value = np.array(evaluator.value(node)[0])
    arrays = {
        name: np.array(point.value(name, evaluator.shape(shape), evaluator.field)[0]) for name, shape in SHAPES.items()
    }
    arrays |= {
        f"d{name}": np.array(point.value(f"d {name}", evaluator.shape(SHAPES[name]), evaluator.field)[0])
        for name in active
    }
    return value, arrays


def had(a, b):
    return a * b


VALUES = [
    ("A x - b", lambda A, x, b, **_: A @ x - b),
    ("½ ‖A x - b‖²", lambda A, x, b, **_: np.sum((A @ x - b) ** 2)[None, None] / 2),
    ("x^T B x", lambda B, x, **_: x.T @ B @ x),
    ("c B^{-1} x", lambda B, x, c, **_: c * np.linalg.solve(B, x)),
    ("(A^T A)^{-1} A^T b", lambda A, b, **_: np.linalg.lstsq(A, b, rcond=None)[0]),
    ("A^+ b", lambda A, b, **_: np.linalg.pinv(A) @ b),
    ("tr(B X)", lambda B, X, **_: np.trace(B @ X)[None, None]),
    ("det(B)", lambda B, **_: np.linalg.det(B)[None, None]),
    ("B^3", lambda B, **_: np.linalg.matrix_power(B, 3)),
    ("B^{-2}", lambda B, **_: np.linalg.matrix_power(np.linalg.inv(B), 2)),
    ("diag(x) + diag(diag(B))", lambda x, B, **_: np.diag(x[:, 0]) + np.diag(np.diag(B))),
    ("vec(A)", lambda A, **_: A.reshape(-1, 1, order="F")),
    ("A ⊗ x", lambda A, x, **_: np.kron(A, x)),
    ("x ⊙ y", lambda x, y, **_: x * y),
    ("exp(x) + sin(y)", lambda x, y, **_: np.exp(x) + np.sin(y)),
    ("tanh(x) + σ(y)", lambda x, y, **_: np.tanh(x) + 1 / (1 + np.exp(-y))),
    ("softmax(x)", lambda x, **_: np.exp(x) / np.exp(x).sum()),
    ("logsumexp(x)", lambda x, **_: np.log(np.exp(x).sum())[None, None]),
    ("‖x‖", lambda x, **_: np.linalg.norm(x)[None, None]),
    (r"\sum_i \sum_j A_{ij} b_i x_j", lambda A, b, x, **_: b.T @ A @ x),
    ("B_{ii}", lambda B, **_: np.trace(B)[None, None]),
    ("B_{12} + x_3", lambda B, x, **_: (B[0, 1] + x[2, 0])[None, None]),
    ("sym(B)", lambda B, **_: (B + B.T) / 2),
    ("I + 1_n x^T", lambda x, **_: np.eye(3) + np.ones((3, 1)) @ x.T),
]  # fmt: skip


@pytest.mark.parametrize(("text", "oracle"), VALUES)
def test_values_agree_with_numpy(text, oracle):
    value, arrays = evaluated(text)
    np.testing.assert_allclose(value, oracle(**arrays), rtol=1e-9, atol=1e-12)


SCALARS = [
    ("½ ‖A x - b‖²", "x", lambda A, x, b, **_: np.sum((A @ x - b) ** 2) / 2),
    ("x^T B x", "x", lambda B, x, **_: (x.T @ B @ x)[0, 0]),
    ("exp(x^T y) + c x^T x", "x", lambda x, y, c, **_: (np.exp(x.T @ y) + c * x.T @ x)[0, 0]),
    ("logsumexp(B x)", "x", lambda B, x, **_: np.log(np.exp(B @ x).sum())),
    ("tr(B X X)", "X", lambda B, X, **_: np.trace(B @ X @ X)),
    ("x^T X^{-1} y", "X", lambda x, X, y, **_: (x.T @ np.linalg.solve(X, y))[0, 0]),
    ("det(X)", "X", lambda X, **_: np.linalg.det(X)),
    ("sum(tanh(X x))", "X", lambda X, x, **_: np.tanh(X @ x).sum()),
    ("c^3", "c", lambda c, **_: c[0, 0] ** 3),
]  # fmt: skip


def complex_gradient(function, arrays, name):
    """Gradient entry by entry by the complex step."""
    start = arrays[name].astype(complex)
    gradient = np.zeros(start.shape)
    for place in np.ndindex(*start.shape):
        moved = start.copy()
        moved[place] += 1e-20j
        gradient[place] = function(**{**arrays, name: moved}).imag / 1e-20
    return gradient


@pytest.mark.parametrize(("text", "name", "oracle"), SCALARS)
def test_gradients_agree_with_the_complex_step(text, name, oracle):
    value, arrays = evaluated(rf"\frac{{\partial}}{{\partial {name}}} ({text})")
    np.testing.assert_allclose(value, complex_gradient(oracle, arrays, name), rtol=1e-8, atol=1e-10)


@pytest.mark.parametrize(("text", "name", "oracle"), SCALARS)
def test_differentials_agree_with_the_complex_step(text, name, oracle):
    value, arrays = evaluated(f"d({text})", (name,))
    expected = np.sum(complex_gradient(oracle, arrays, name) * arrays[f"d{name}"])
    np.testing.assert_allclose(value, [[expected]], rtol=1e-8, atol=1e-10)


@pytest.mark.parametrize(("text", "name", "oracle"), [case for case in SCALARS if case[1] == "x"])
def test_hessians_agree_with_differences_of_the_complex_step(text, name, oracle):
    value, arrays = evaluated(rf"\nabla^2 ({text})")
    columns = []
    for place in range(3):
        moved = [arrays["x"] + step * np.eye(3)[:, [place]] for step in (1e-5, -1e-5)]
        high, low = (complex_gradient(oracle, {**arrays, "x": x}, "x") for x in moved)
        columns.append((high - low) / 2e-5)
    np.testing.assert_allclose(value, np.hstack(columns), rtol=1e-6, atol=1e-6)


def test_the_jacobian_is_transposed_in_denominator_layout():
    value, arrays = evaluated(r"\frac{d}{dx} (A x)")
    np.testing.assert_allclose(value, arrays["A"].T)


def test_an_increment_is_exact():
    value, arrays = evaluated("Δ(x^T B x)", ("x",))
    B, x, step = arrays["B"], arrays["x"], arrays["dx"]
    np.testing.assert_allclose(value, (x + step).T @ B @ (x + step) - x.T @ B @ x)


def test_arithmetic_modulo_a_prime_agrees_with_whole_numbers():
    field = Modular(PRIMES[0])
    a, b = [[3, -5], [2, 7]], [[1, 4], [6, -2]]
    product = (np.array(a, dtype=object) @ np.array(b, dtype=object)) % PRIMES[0]
    assert field.multiply(a, b) == product.tolist()
    assert field.determinant(a) == 31
    assert field.multiply(field.inverse(a), a) == [[1, 0], [0, 1]]


@pytest.mark.parametrize("name", sorted(smooth.FUNCTIONS))
def test_elementwise_functions_agree_with_finite_differences(name):
    """Derivatives up to the third, each against the difference of the one before."""
    function, at, step = smooth.FUNCTIONS[name], 0.7, 1e-6
    exact = function(at, 3)
    for order in range(1, 4):
        slope = (function(at + step, 3)[order - 1] - function(at - step, 3)[order - 1]) / (2 * step)
        assert exact[order] == pytest.approx(slope, rel=1e-6, abs=1e-6)
