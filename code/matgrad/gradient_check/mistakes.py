"""The classic wrong gradients of ½‖Ax − b‖², each under its name in the catalogue of mistakes."""

from collections.abc import Callable
from typing import Any

import numpy as np

from matgrad.inputs import Array, conformable

Candidates = dict[str, Callable[[Any], Any]]


def least_squares_mistakes(A: Array, b: Array) -> Candidates:
    """Wrong gradients of ½‖Ax − b‖² by name, to be given to ``check_gradient`` as candidates.

    Those that multiply by A where Aᵀ belongs exist for square A only: otherwise they do not conform.

    Parameters
    ----------
    A : array of shape (m, n)
    b : array of shape (m,) or (m, 1)

    Returns
    -------
    dict
        From the name, which starts with the code of the mistake, to the wrong gradient.

    Raises
    ------
    ValueError
        If the shapes do not conform.
    TypeError
        If an argument is not an array of numbers.

    Examples
    --------
    >>> for name in least_squares_mistakes([[1, 0], [1, 1], [0, 1]], [1, 0, 2]):
    ...     print(name)
    M08 lost factor ½: 2Aᵀ(Ax − b)
    M08 factor ½ twice: ½Aᵀ(Ax − b)
    M18 dropped term: Aᵀb is missing, AᵀAx
    M09 wrong sign of the gradient: Aᵀ(b − Ax)
    M09 wrong sign of b: Aᵀ(Ax + b)
    """
    columns = np.shape(A)[1] if np.ndim(A) == 2 else 0
    A, _, b = conformable(A, np.zeros((columns, *np.shape(b)[1:])), b)
    wrong: Candidates = {
        "M08 lost factor ½: 2Aᵀ(Ax − b)": lambda x: 2 * (A.T @ (A @ x - b)),
        "M08 factor ½ twice: ½Aᵀ(Ax − b)": lambda x: A.T @ (A @ x - b) / 2,
        "M18 dropped term: Aᵀb is missing, AᵀAx": lambda x: A.T @ (A @ x),
        "M09 wrong sign of the gradient: Aᵀ(b − Ax)": lambda x: A.T @ (b - A @ x),
        "M09 wrong sign of b: Aᵀ(Ax + b)": lambda x: A.T @ (A @ x + b),
    }
    if A.shape[0] == A.shape[1]:
        wrong |= {
            "M05 missing transpose: A(Ax − b)": lambda x: A @ (A @ x - b),
            "M05 missing transpose, factor 2: 2A(Ax − b)": lambda x: 2 * (A @ (A @ x - b)),
            "M05 missing transpose in one of two terms: ½(A + Aᵀ)(Ax − b)": lambda x: (
                (A @ (A @ x - b) + A.T @ (A @ x - b)) / 2
            ),
            "M06 order of a transposed product: AAᵀx − Aᵀb": lambda x: A @ (A.T @ x) - A.T @ b,
            "M08 lost factor Aᵀ: AᵀAx − b": lambda x: A.T @ (A @ x) - b,
        }
    return wrong
