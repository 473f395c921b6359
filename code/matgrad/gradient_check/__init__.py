"""Does this gradient belong to this f? A check for any formula, with no tolerance to choose.

``check_gradient`` compares the gradient with derivatives of f along random directions and reports
whether they agree, how small an error it could have seen, and otherwise what is wrong and where.
Chapter 4 explains every step.

- `check`      the door: verdict, and the search for the reason
- `point`      where to measure: at x, or away from it where x hides too much
- `measure`    derivatives along random directions, and the tolerance that rounding leaves
- `probe`      counted evaluations of f: complex step, and extrapolated central differences
- `locate`     group testing: the wrong coordinates in few evaluations
- `mistakes`   the classic wrong gradients of ½‖Ax − b‖², by name
- `report`     the result and its text
"""

from matgrad.gradient_check.check import check_gradient
from matgrad.gradient_check.mistakes import least_squares_mistakes
from matgrad.gradient_check.report import GradientReport, WrongCoordinate

__all__ = ["GradientReport", "WrongCoordinate", "check_gradient", "least_squares_mistakes"]
