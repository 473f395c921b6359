"""Every figure of the book, one module for each chapter.

A figure function displays its figure in the notebook and returns nothing:
``figures.data_flow()``. A figure of your own goes through `show`, with a description for readers
who do not see it.
"""

from matgrad.figures.chain_rule import contours, data_flow, residual_geometry
from matgrad.figures.cost import gradient_times, rounding_by_condition, row_blocks
from matgrad.figures.numerical_check import error_against_step, taylor_remainders
from matgrad.figures.svg import new_figure, show
from matgrad.figures.using_the_gradient import conditioning, descent_paths, step_sizes, unit_disc
from matgrad.figures.wrong_expansion import shapes_of_products

__all__ = [
    "conditioning",
    "contours",
    "data_flow",
    "descent_paths",
    "error_against_step",
    "gradient_times",
    "new_figure",
    "residual_geometry",
    "rounding_by_condition",
    "row_blocks",
    "shapes_of_products",
    "show",
    "step_sizes",
    "taylor_remainders",
    "unit_disc",
]
