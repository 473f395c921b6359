"""What the figures must say, computed with NumPy and Python's own arithmetic, apart from the JavaScript under test."""

from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

import numpy as np

B = np.array([1.0, 0.0, 2.0])


class Case(NamedTuple):
    """One of the three matrices of the least-squares figure."""

    A: np.ndarray
    x_star: np.ndarray  # the minimiser nearest to the origin
    rank: int


CASES = {
    "well": Case(np.array([[1.0, 0], [1, 1], [0, 1]]), np.array([0.0, 1.0]), 2),
    "badly": Case(np.array([[0.0, 1], [1, 3], [1, 2]]), np.array([1.0, 0.0]), 2),
    "deficient": Case(np.array([[0.0, 0], [1, 2], [1, 2]]), np.array([0.2, 0.4]), 1),
}

SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def objective(A, x):
    """½‖Ax − b‖² by an index loop."""
    return sum((sum(A[i, j] * x[j] for j in range(2)) - B[i]) ** 2 for i in range(3)) / 2


def gradient(A, x):
    """∇f by complex steps on the index loop: no transpose anywhere."""
    return np.array([objective(A, x + 1e-20j * np.eye(2)[k]).imag / 1e-20 for k in range(2)])


def decimal(value, digits=2):
    """Round half away from zero, drop trailing zeros, write a true minus sign; powers of ten beyond reach."""
    size = abs(float(value))
    sign = "−" if value < 0 else ""
    if size < 1e-10:
        return "0"
    if size < 0.5 * 10**-digits or size >= 1e5:
        exponent = Decimal(size).adjusted()
        mantissa = _fixed(Decimal(size).scaleb(-exponent), 1)
        return f"{sign}{mantissa} × 10{str(exponent).translate(SUPERSCRIPTS)}"
    return sign + _fixed(Decimal(size), digits)


def _fixed(value, digits):
    text = str(value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP))
    return text.rstrip("0").rstrip(".") if "." in text else text


def column(values, digits=2):
    """Write a column in one line."""
    return "(" + ", ".join(decimal(value, digits) for value in values) + ")"
