"""The gradient component by component in exact algebra, and the bridge back to Aᵀ(Ax − b).

SymPy differentiates the double sum with explicit components a₁₁, a₁₂, …: the way of chapter 3.
It is not asked to differentiate matrix expressions: SymPy 1.14 returns 0 for the derivative of
((Ax − b)ᵀ(Ax − b)/2)[0, 0] without a word.
"""

from dataclasses import dataclass
from typing import Any

import sympy as sp


@dataclass(frozen=True)
class Symbols:
    """A, x and b made of one symbol for each entry.

    Attributes
    ----------
    A : sympy.Matrix of shape (m, n)
    x : sympy.Matrix of shape (n, 1)
    b : sympy.Matrix of shape (m, 1)
    """

    A: Any
    x: Any
    b: Any


def symbols(m: int, n: int) -> Symbols:
    """A, x and b of the given sizes, entry by entry.

    Parameters
    ----------
    m, n : int
        Sizes, at most 9, so that a₁₂ can only be row 1, column 2.

    Returns
    -------
    Symbols

    Raises
    ------
    ValueError
        If a size is not between 0 and 9.

    Examples
    --------
    >>> symbols(3, 2).A
    Matrix([
    [a11, a12],
    [a21, a22],
    [a31, a32]])
    """
    for name, size in (("m", m), ("n", n)):
        if size not in range(10):
            raise ValueError(f"{name} is {size}: expected a whole number from 0 to 9.")
    return Symbols(
        A=sp.Matrix(m, n, lambda i, j: sp.Symbol(f"a{i + 1}{j + 1}", real=True)),
        x=sp.Matrix(n, 1, lambda j, _: sp.Symbol(f"x{j + 1}", real=True)),
        b=sp.Matrix(m, 1, lambda i, _: sp.Symbol(f"b{i + 1}", real=True)),
    )


def objective(s: Symbols) -> Any:
    """Objective ½ Σᵢ (Σⱼ aᵢⱼxⱼ − bᵢ)², with every term written out.

    Parameters
    ----------
    s : Symbols

    Returns
    -------
    sympy.Expr

    Examples
    --------
    >>> objective(symbols(1, 2))
    (a11*x1 + a12*x2 - b1)**2/2
    """
    m, n = s.A.shape
    squares = [(sum(s.A[i, j] * s.x[j] for j in range(n)) - s.b[i]) ** 2 for i in range(m)]
    return sp.Rational(1, 2) * sp.Add(*squares)


def gradient(s: Symbols) -> Any:
    """Gradient as the column of partial derivatives ∂f/∂xₖ. Derived in chapter 3.

    Parameters
    ----------
    s : Symbols

    Returns
    -------
    sympy.Matrix of shape (n, 1)

    Examples
    --------
    >>> gradient(symbols(1, 2))
    Matrix([
    [a11*(a11*x1 + a12*x2 - b1)],
    [a12*(a11*x1 + a12*x2 - b1)]])
    """
    f = objective(s)
    return sp.Matrix(s.x.rows, 1, [f.diff(x_k) for x_k in s.x])


def hessian(s: Symbols) -> Any:
    """Hessian as the matrix of second partial derivatives ∂²f/∂xₖ∂xₗ. Derived in chapter 3.

    Parameters
    ----------
    s : Symbols

    Returns
    -------
    sympy.Matrix of shape (n, n)

    Examples
    --------
    >>> hessian(symbols(1, 2))
    Matrix([
    [ a11**2, a11*a12],
    [a11*a12,  a12**2]])
    """
    g = gradient(s)
    n = s.x.rows
    return sp.Matrix(n, n, [sp.expand(g_k.diff(x_l)) for g_k in g for x_l in s.x])


def matrix_gradient(s: Symbols) -> Any:
    """Gradient as the matrix formula Aᵀ(Ax − b), multiplied out by SymPy.

    Parameters
    ----------
    s : Symbols

    Returns
    -------
    sympy.Matrix of shape (n, 1)

    Examples
    --------
    >>> matrix_gradient(symbols(1, 2))
    Matrix([
    [a11*(a11*x1 + a12*x2 - b1)],
    [a12*(a11*x1 + a12*x2 - b1)]])
    """
    return s.A.T * (s.A * s.x - s.b)


def difference(s: Symbols) -> Any:
    """Bridge between indices and matrices: the components minus Aᵀ(Ax − b), expanded.

    Every entry is 0, for every value of the symbols: the two are one polynomial.

    Parameters
    ----------
    s : Symbols

    Returns
    -------
    sympy.Matrix of shape (n, 1)

    Examples
    --------
    >>> difference(symbols(3, 2))
    Matrix([
    [0],
    [0]])
    """
    return (gradient(s) - matrix_gradient(s)).applyfunc(sp.expand)


def evaluate(expression: Any, s: Symbols, A: Any, x: Any, b: Any) -> Any:
    """Value of an expression in the symbols for given numbers, exactly.

    Parameters
    ----------
    expression : sympy.Expr or sympy.Matrix
    s : Symbols
    A : array_like of shape (m, n)
        Whole numbers, fractions or floats; a float stands for the fraction it stores.
    x : array_like of shape (n,)
    b : array_like of shape (m,)

    Returns
    -------
    sympy.Expr or sympy.Matrix

    Raises
    ------
    ValueError
        If the sizes are not those of the symbols.

    Examples
    --------
    >>> s = symbols(3, 2)
    >>> evaluate(gradient(s), s, A=[[1, 0], [1, 1], [0, 1]], x=[1, 1], b=[1, 0, 2])
    Matrix([
    [2],
    [1]])
    """
    values: dict[Any, Any] = {}
    for name, symbol, number in (("A", s.A, A), ("x", s.x, x), ("b", s.b, b)):
        entries = _flat(number)
        if len(entries) != len(symbol):
            raise ValueError(
                f"{name} has {len(entries)} numbers, but {len(symbol)} symbols: "
                "make the symbols with symbols(m, n) for the sizes of A."
            )
        values.update(zip(symbol, map(_exact, entries), strict=True))
    return expression.xreplace(values) if values else expression


def _flat(value: Any) -> list[Any]:
    value = value.tolist() if hasattr(value, "tolist") else value
    return [e for item in value for e in _flat(item)] if isinstance(value, (list, tuple)) else [value]


def _exact(value: Any) -> Any:
    return sp.Rational(value) if isinstance(value, float) else sp.sympify(value)
