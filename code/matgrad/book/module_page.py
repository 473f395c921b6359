"""The page about the module: every public function with what it gives, and the chapter that derives or uses it."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from importlib import import_module
from typing import Any

from sphinx.application import Sphinx
from sphinx.util import logging

PAGE = "chapters/reference/module"
PLACE = "% the functions of the module"
CHAPTERS = {
    1: "[1](../1-wrong-expansion.ipynb)",
    2: "[2](../2-chain-rule.ipynb)",
    3: "[3](../3-index-notation.ipynb)",
    4: "[4](../4-numerical-check.ipynb)",
    5: "[5](../further/5-using-the-gradient.ipynb)",
    6: "[6](../further/6-gradients-worth-knowing.ipynb)",
    7: "[7](../further/7-cost-and-scale.ipynb)",
}
FUNCTIONS = {
    "least_squares": {"residual": 1, "objective": 1, "gradient": 2, "hessian": 3},
    "derivation": {"check": 1, "check_json": 1},
    "symbolic": {
        "symbols": 3, "objective": 3, "gradient": 3, "hessian": 3, "matrix_gradient": 3, "difference": 3, "evaluate": 3,
    },
    "numerical": {"forward_difference": 4, "central_difference": 4, "complex_step": 4, "taylor_table": 4},
    "gradient_check": {"check_gradient": 4, "least_squares_mistakes": 4},
    "large_scale": {"objective": 4, "gradient": 4, "objective_and_gradient": 4},
    "cost": {"operations": 7, "working_memory": 7},
    "programs": {"stored": 7, "repeated": 7, "run": 7, "missing": 7},
    "descent": {"gradient_descent": 5, "step_limit": 5, "newton_step": 5},
    "constraint": {"constrained": 5, "multiplier_ascent": 5},
    "gradients": {"rows": 6, "row": 6, "table": 6, "prove": 6},
    "figures": {
        "shapes_of_products": 1, "contours": 2, "data_flow": 2, "residual_geometry": 2, "error_against_step": 4,
        "taylor_remainders": 4, "new_figure": 4, "show": 4, "step_sizes": 5, "descent_paths": 5, "conditioning": 5,
        "unit_disc": 5, "gradient_times": 7, "row_blocks": 7, "rounding_by_condition": 7,
    },
}  # fmt: skip
"""Public functions by module, each with the chapter that derives the formula or explains the method."""


def setup(app: Sphinx) -> dict[str, Any]:
    """Fill the page when it is read."""
    app.connect("source-read", _fill)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def module_page() -> str:
    """Return a section for each module as MyST text.

    Examples
    --------
    >>> "`gradient(A, x, b)`" in module_page()
    True
    """
    return "\n\n".join(section(name, functions) for name, functions in FUNCTIONS.items()) + "\n"


def section(name: str, functions: dict[str, int]) -> str:
    """Return the heading, the first sentence and the table of one module."""
    module = import_module(f"matgrad.{name}")
    rows = [
        f"| `{signature(getattr(module, function))}` | {first_line(getattr(module, function))} | {CHAPTERS[chapter]} |"
        for function, chapter in functions.items()
    ]
    table = ["| Function | Result | Chapter |", "|:--|:--|:--|", *rows]
    return f"## {name}\n\n{first_line(module)}\n\n" + "\n".join(table)


def signature(function: Callable[..., Any]) -> str:
    """Return name and parameters as one would type them, without types."""
    parameters = inspect.signature(function).parameters.values()
    bare = [each.replace(annotation=inspect.Parameter.empty) for each in parameters]
    return f"{function.__name__}{inspect.Signature(bare)}".replace("|", "\\|")


def first_line(documented: object) -> str:
    """Return the first line of a docstring, safe in a table."""
    return (inspect.getdoc(documented) or "").split("\n")[0].replace("|", "\\|")


def _fill(app: Sphinx, page: str, source: list[str]) -> None:
    if page != PAGE:
        return
    if PLACE not in source[0]:
        logging.getLogger(__name__).warning("no line %r for the functions", PLACE, location=page)
    source[0] = source[0].replace(PLACE, module_page())
