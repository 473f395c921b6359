"""Figures of chapter 4: what the step does to each numerical derivative, and Taylor remainders.

The numbers come from f of the worked example at x = (0.3, −0.7) along v = (0.6, 0.8). f is computed
with Python's own floats, one operation after the other: NumPy's products differ in the last digit
from processor to processor, and these figures show last digits.
"""

from fractions import Fraction
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from matgrad.figures.svg import BLUE, GREEN, ORANGE, house_style, new_figure, show
from matgrad.numerical import central_difference, complex_step, forward_difference, taylor_table

A = ((1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
B = (1.0, 0.0, 2.0)
X = (0.3, -0.7)
V = (0.6, 0.8)
SMALLEST = 2.0**-53  # half the distance from 1 to the next float: errors below it are drawn there


def error_against_step() -> None:
    """Show the error of forward difference, central difference and complex step for every step.

    Examples
    --------
    >>> error_against_step()
    <IPython.core.display.HTML object>
    """
    show(
        draw_error_against_step(),
        """The relative error of three numerical derivatives of the quadratic f against the step h, from 1
        down to 1e-16, both axes logarithmic. The forward difference makes a V: its error falls in
        proportion to h, is smallest, about 1e-9 to 1e-8, near h = 1e-8, and grows as 1/h for smaller h,
        because of rounding. The central difference has one arm of the V only: at h = 1 its error is
        already 1e-16, and it grows as 1/h for smaller h. The complex step lies flat at 1e-16 for
        every h. Errors below 1e-16 are drawn at 1e-16.""",
    )


def taylor_remainders() -> None:
    """Show the Taylor remainders with slope 1 and slope 2, and that of a wrong gradient.

    Examples
    --------
    >>> taylor_remainders()
    <IPython.core.display.HTML object>
    """
    show(
        draw_taylor_remainders(),
        """Three lines over the step t, both axes logarithmic. The increment |f(x + tv) - f(x)| falls with
        slope 1. With the right gradient the remainder |f(x + tv) - f(x) - t times gradient times v|
        falls with slope 2. With a gradient that is 1 percent too large the remainder follows slope
        2 at large steps, bends, and falls with slope 1 at small steps.""",
    )


@house_style()
def draw_error_against_step() -> Figure:
    """Draw the figure that `error_against_step` shows.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> draw_error_against_step().axes[0].get_xscale()
    'log'
    """
    figure, axes = new_figure(6.4, 4.0)
    exact = float(sum(Fraction(g) * Fraction(v) for g, v in zip(exact_gradient(), V, strict=True)))
    steps = [2.0**-k for k in range(0, 54, 2)]
    for method, colour, marker, label, at in (
        (forward_difference, ORANGE, "o", "forward difference", (2.0**-15, 2.0**-7)),
        (central_difference, BLUE, "s", "central difference", (2.0**-41, 2.0**-35)),
        (complex_step, GREEN, "^", "complex step", (2.0**-41, 2.0**-50)),
    ):
        errors = [abs(method(python_objective, X, step=h, direction=V) - exact) / abs(exact) for h in steps]
        axes.loglog(steps, [max(e, SMALLEST) for e in errors], color=colour, marker=marker, ms=4, lw=1.5)
        axes.annotate(label, at, ha="center")
    axes.set(xlabel="step $h$", ylabel="relative error")
    _decades(axes)
    return figure


@house_style()
def draw_taylor_remainders() -> Figure:
    """Draw the figure that `taylor_remainders` shows.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> draw_taylor_remainders().axes[0].get_yscale()
    'log'
    """
    figure, axes = new_figure(6.4, 4.4)
    steps = tuple(2.0**-k for k in range(19))
    right = [float(g) for g in exact_gradient()]
    wrong = [1.01 * g for g in right]
    table = taylor_table(python_objective, lambda _: right, X, V, steps=steps)
    bent = taylor_table(python_objective, lambda _: wrong, X, V, steps=steps)
    for sizes, colour, marker, label in (
        (table.increments, BLUE, "s", "increment of f: slope 1"),
        (bent.remainders, ORANGE, "o", "remainder, gradient 1 % wrong: ends with slope 1"),
        (table.remainders, GREEN, "^", "remainder, right gradient: slope 2"),
    ):
        axes.loglog(steps, sizes, color=colour, marker=marker, ms=4, lw=1.5, label=label)
    axes.legend(loc="lower right", fontsize=9)
    axes.set(xlabel="step $t$", ylabel="size")
    return figure


def python_objective(x: Any) -> Any:
    """½‖Ax − b‖² of the worked example with Python's own floats, for real and complex x.

    Complex numbers are squared by parts, because a processor may fuse the two products of a
    complex multiplication and round only once.

    Parameters
    ----------
    x : sequence of two numbers

    Returns
    -------
    float or complex

    Examples
    --------
    >>> python_objective([0.0, 1.0])
    1.5
    """
    real = imaginary = 0.0
    for row, b_i in zip(A, B, strict=True):
        r_real = r_imaginary = 0.0
        for a, x_j in zip(row, x, strict=True):
            r_real += a * float(x_j.real)
            r_imaginary += a * float(x_j.imag)
        r_real -= b_i
        real += r_real * r_real - r_imaginary * r_imaginary
        imaginary += 2 * r_real * r_imaginary
    return complex(real / 2, imaginary / 2) if any(isinstance(x_j, complex) for x_j in x) else real / 2


def exact_gradient() -> list[Fraction]:
    """Gradient of the worked example at x, exactly: Σᵢ (Σⱼ aᵢⱼxⱼ − bᵢ) aᵢₖ in fractions.

    Returns
    -------
    list of fractions.Fraction

    Examples
    --------
    >>> [round(float(g), 10) for g in exact_gradient()]
    [-1.1, -3.1]
    """
    x = [Fraction(x_j) for x_j in X]
    residual = [
        sum(Fraction(a) * x_j for a, x_j in zip(row, x, strict=True)) - Fraction(b) for row, b in zip(A, B, strict=True)
    ]
    return [Fraction(sum(r * Fraction(row[k]) for r, row in zip(residual, A, strict=True))) for k in range(2)]


def _decades(axes: Axes) -> None:
    axes.set_xticks([10.0**-k for k in range(0, 17, 4)])
    axes.set_yticks([10.0**-k for k in range(0, 17, 4)])
    axes.minorticks_off()
