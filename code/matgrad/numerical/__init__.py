"""Derivatives from values of f alone: difference quotients, the complex step, the Taylor table.

Each method needs nothing but f, so it can check a formula without repeating its algebra.
Chapter 4 tells what each one can see.

The rules for the inputs hold for every function:

- f takes an array of the shape of x and returns one number.
- x has any shape; integers become floats, because a step would be cut off. NaN spreads to the
  result.
- Without ``direction`` a derivative has the shape of x: one number for each coordinate.
  With ``direction`` v it is one number, the derivative of f(x + tv) with respect to t at t = 0.
"""

from matgrad.numerical.differences import central_difference, complex_step, forward_difference
from matgrad.numerical.taylor import TaylorTable, taylor_table

__all__ = [
    "TaylorTable",
    "central_difference",
    "complex_step",
    "forward_difference",
    "taylor_table",
]
