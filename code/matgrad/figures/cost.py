"""Figures of chapter 7: the gradient by blocks of rows, measured times, and rounding by condition number.

The numbers are those of the stored tables, so that figure and table cannot disagree.
"""

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, Rectangle

from matgrad import measurements
from matgrad.figures.svg import BLUE, GREEN, GREY, ORANGE, house_style, new_figure, show

BLOCKS = 3
METHODS = {  # row of the stored table "reading": what the figure calls it
    "pure read of A": "reading A once",
    "large_scale.gradient": "row blocks: large_scale.gradient",
    "least_squares.gradient, A.T @ (A @ x - b)": "NumPy: A.T @ (A @ x - b)",
    "torch, A.T @ (A @ x - b)": "PyTorch: A.T @ (A @ x - b)",
    "torch autograd": "PyTorch: backward()",
    "JAX jit of grad": "JAX: jit of grad",
    "JAX jit, A.T @ (A @ x - b)": "JAX: jit of A.T @ (A @ x - b)",
    "A.T @ A @ x - A.T @ b, left to right": "NumPy: A.T @ A @ x - A.T @ b",
}


def row_blocks() -> None:
    """Show how each block of rows gives its share of the gradient.

    Examples
    --------
    >>> row_blocks()
    <IPython.core.display.HTML object>
    """
    show(
        draw_row_blocks(),
        """The matrix A is drawn as three blocks of rows, A1, A2 and A3, one below the other. From each block an
        arrow leads to the residual of its own rows, r1 = A1 x - b1, r2 = A2 x - b2 and r3 = A3 x - b3, and
        from there an arrow to its share of the gradient, A1 transposed r1, A2 transposed r2 and A3 transposed
        r3. The three shares, each with n entries, are added to the gradient.""",
    )


def gradient_times() -> None:
    """Show the measured time of each way of computing the gradient, as a multiple of reading A once.

    Examples
    --------
    >>> gradient_times()
    <IPython.core.display.HTML object>
    """
    ratios = _times()
    listed = "; ".join(f"{name}: {ratio:.3g}" for name, ratio in ratios.items())
    show(
        draw_gradient_times(),
        f"""Points on a logarithmic axis: the time of one gradient for A of 20000 × 2000, as a multiple of the time
        of reading A once. {listed}. The form that multiplies A transposed by A first is more than ten times
        slower than every way of the formula with the bracket in NumPy and PyTorch.""",
    )


def rounding_by_condition() -> None:
    """Show the rounding error of the two forms against the condition number.

    Examples
    --------
    >>> rounding_by_condition()
    <IPython.core.display.HTML object>
    """
    show(
        draw_rounding_by_condition(),
        """The error of a Newton step through rounding against the condition number of A, from 1e2 to 1e8, both
        axes logarithmic. Near a minimiser with vanishing residual the residual form rises along the line
        epsilon times condition, from about 1e-15 to a few times 1e-10. The Gram form rises along the line
        epsilon times condition squared, from about 1e-13 to about 1e-1. Near a minimiser with a large
        residual the residual form rises as steeply as the Gram form and stays about a factor of ten
        below it.""",
    )


@house_style()
def draw_row_blocks() -> Figure:
    """Draw the figure that `row_blocks` shows.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> len(draw_row_blocks().axes)
    1
    """
    figure, axes = new_figure(7.2, 3.9)
    axes.axis("off")
    axes.set(xlim=(-0.3, 14.1), ylim=(-1.2, 7.0))
    for k in range(BLOCKS):
        y = 5.0 - 2.2 * k
        _box(axes, (0.0, y), (2.2, 1.6), f"$A_{k + 1}$", (BLUE, ORANGE, GREEN)[k])
        _arrow(axes, (2.3, y + 0.8), (3.5, y + 0.8))
        _box(axes, (3.6, y + 0.3), (3.7, 1.0), f"$r_{k + 1} = A_{k + 1} x - b_{k + 1}$", GREY)
        _arrow(axes, (7.4, y + 0.8), (8.6, y + 0.8))
        _box(axes, (8.7, y + 0.3), (2.0, 1.0), rf"$A_{k + 1}^{{\mathsf{{T}}}} r_{k + 1}$", (BLUE, ORANGE, GREEN)[k])
        _arrow(axes, (10.8, y + 0.8), (12.3, 3.6 + 0.45 * (1 - k)))
    _box(axes, (12.4, 2.8), (1.6, 1.6), r"$\nabla f(x)$", GREY)
    for x, text in ((1.1, "blocks of rows"), (5.45, "their residuals"), (9.7, "their shares"), (13.2, "sum")):
        axes.text(x, -0.7, text, ha="center", va="center", fontsize=10)
    return figure


@house_style()
def draw_gradient_times() -> Figure:
    """Draw the figure that `gradient_times` shows.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> draw_gradient_times().axes[0].get_xscale()
    'log'
    """
    figure, axes = new_figure(6.4, 3.9)
    ratios = _times()
    colours = [GREY, GREEN] + [BLUE] * (len(ratios) - 3) + [ORANGE]
    axes.hlines(range(len(ratios)), 1, list(ratios.values()), color=GREY, lw=1)
    for k, (ratio, colour) in enumerate(zip(ratios.values(), colours, strict=True)):
        axes.plot(ratio, k, "o", color=colour, ms=8)
        axes.text(1.25 * ratio, k, f"{ratio:.0f}×" if ratio >= 10 else f"{ratio:.1f}×", va="center", fontsize=9)
    axes.set_yticks(range(len(ratios)), list(ratios))
    axes.invert_yaxis()
    axes.set(xscale="log", xlim=(0.8, 600), xlabel="time ÷ time of reading A once")
    axes.set_xticks([1, 10, 100], ["1", "10", "100"])
    axes.minorticks_off()
    axes.tick_params(axis="y", labelsize=9)
    return figure


@house_style()
def draw_rounding_by_condition() -> Figure:
    """Draw the figure that `rounding_by_condition` shows.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> draw_rounding_by_condition().axes[0].get_yscale()
    'log'
    """
    figure, axes = new_figure(6.4, 4.2)
    columns = list(zip(*measurements.table("rounding").rows, strict=True))
    condition, exact_fit, gram, large_residual = ([float(cell) for cell in columns[k]] for k in (0, 1, 2, 3))
    for values, colour, marker, label in (
        (gram, ORANGE, "o", r"$(A^{\mathsf{T}} A) x - A^{\mathsf{T}} b$"),
        (large_residual, BLUE, "s", r"$A^{\mathsf{T}} (A x - b)$, large residual"),
        (exact_fit, GREEN, "^", r"$A^{\mathsf{T}} (A x - b)$, vanishing residual"),
    ):
        axes.loglog(condition, values, color=colour, marker=marker, ms=5, lw=1.5, label=label)
    epsilon = 2.0**-52
    for power, text in ((1, r"$\varepsilon \kappa$"), (2, r"$\varepsilon \kappa^2$")):
        guide = [epsilon * c**power for c in condition]
        axes.loglog(condition, guide, color=GREY, ls="--", lw=1)
        axes.annotate(text, (condition[-1], guide[-1]), xytext=(5, -3), textcoords="offset points")
    axes.legend(loc="upper left", fontsize=9)
    axes.set(xlabel=r"condition number $\kappa$ of $A$", ylabel="error of a Newton step", xlim=(50, 6e8))
    axes.set_xticks([1e2, 1e4, 1e6, 1e8])
    axes.set_yticks([1e-16, 1e-12, 1e-8, 1e-4, 1])
    axes.minorticks_off()
    return figure


def _times() -> dict[str, float]:
    """Time of each way over the time of reading A, as stored."""
    stored = {row[0]: float(row[2]) for row in measurements.table("reading").rows}
    return {label: stored[name] for name, label in METHODS.items()}


def _box(axes: Axes, corner: tuple[float, float], size: tuple[float, float], text: str, colour: str) -> None:
    axes.add_patch(Rectangle(corner, *size, facecolor=colour, alpha=0.18))
    axes.add_patch(Rectangle(corner, *size, fill=False, edgecolor=colour, lw=1.5))
    axes.text(corner[0] + size[0] / 2, corner[1] + size[1] / 2, text, ha="center", va="center")


def _arrow(axes: Axes, start: tuple[float, float], end: tuple[float, float]) -> None:
    axes.add_patch(FancyArrowPatch(start, end, arrowstyle="-|>", mutation_scale=12, color="black", lw=1.2))
