"""Figures of chapter 5: which steps converge, what conditioning does, and the minimiser inside the unit disc.

They show the worked example A = [[1, 0], [1, 1], [0, 1]], for which AᵀA has the eigenvalues 3 and 1 with the directions
(1, 1) and (1, -1). In the constrained problem b = (1, 0, 4), so that x(λ) is (0, 1) for λ = 1.
"""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Ellipse

from matgrad.constraint import constrained
from matgrad.descent import gradient_descent
from matgrad.figures.svg import BLUE, GREEN, GREY, ORANGE, PINK, house_style, new_figure, show
from matgrad.numerical.inputs import Real

A = np.array([[1.0, 0.0], [1.0, 1.0], [0.0, 1.0]])
B = np.array([1.0, 0.0, 2.0])
B_CONSTRAINED = np.array([1.0, 0.0, 4.0])
START = np.array([1.0, 1.0])
MINIMISER = np.array([0.0, 1.0])
LIMIT = 2 / 3  # 2/λmax
BEST = 1 / 2  # 2/(λmax + λmin)
CONDITIONS = (3, 30, 300)  # condition numbers of AᵀA; the first is that of the example
TRACE = 160  # steps drawn for each of them


def step_sizes() -> None:
    """Show by what one descent step multiplies the two parts of the error, for every step size.

    Examples
    --------
    >>> step_sizes()
    <IPython.core.display.HTML object>
    """
    show(
        draw_step_sizes(),
        """Two V-shaped lines over the step size alpha from 0 to 0.8. The first is |1 - alpha|, for the eigenvalue 1:
        it starts at 1 and falls slowly to 0.2. The second is |1 - 3 alpha|, for the eigenvalue 3: it starts at 1,
        falls to 0 at alpha = 1/3, rises again, and crosses the height 1 at alpha = 2/3. The larger of the two is
        smallest where they cross, at alpha = 1/2, with the value 1/2. Left of 2/3 both are below 1 and descent
        converges; right of it the second is above 1 and descent diverges.""",
    )


def descent_paths() -> None:
    """Show the paths of descent with a short step, a long one and one that is too long.

    Examples
    --------
    >>> descent_paths()
    <IPython.core.display.HTML object>
    """
    show(
        draw_descent_paths(),
        """Contours of f, ellipses around the minimiser (0, 1) stretched along the direction (1, -1), and three paths
        that start at (1, 1). With alpha = 0.1 the path bends into the long axis of the ellipses and creeps along it
        towards the minimiser. With alpha = 0.5 it jumps to (0, 1/2), to (1/4, 1) and on, back and forth, each
        jump half as long as the one before, and closes in on the minimiser. With alpha = 0.7 the jumps from side to
        side become longer and the path leaves.""",
    )


def conditioning() -> None:
    """Show how the gradient shrinks, step by step, for three condition numbers.

    Examples
    --------
    >>> conditioning()
    <IPython.core.display.HTML object>
    """
    show(
        draw_conditioning(),
        """The length of the gradient, divided by the first, against the number of steps, the vertical axis
        logarithmic: three straight lines that start at 1. For the condition number 3 the line reaches 1e-8 after 27
        steps. For 30 it is at about 2e-5 after 160 steps. For 300 it is still at 0.34 after 160 steps. Each uses
        the best constant step.""",
    )


def unit_disc() -> None:
    """Show the minimiser inside the unit disc, and the curve of x(λ) that leads to it.

    Examples
    --------
    >>> unit_disc()
    <IPython.core.display.HTML object>
    """
    show(
        draw_unit_disc(),
        """Contours of f for b = (1, 0, 4), ellipses around x* = (-2/3, 7/3), and the unit disc around the origin,
        which does not hold x*. A curve runs from x*, where lambda is 0, into the disc and on to the origin, where
        lambda is infinite. It enters the disc at (0, 1), where lambda is 1. There the contour of f touches the circle
        from outside, and the arrow of minus the gradient, (0, 2), drawn at half its length, points straight out of
        the disc, in the direction of x.""",
    )


@house_style()
def draw_step_sizes() -> Figure:
    """Draw the figure that `step_sizes` shows.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> draw_step_sizes().axes[0].get_xlim() == (0.0, 0.8)
    True
    """
    figure, axes = new_figure(6.4, 3.8)
    alpha = np.array([0, 1 / 3, 0.8])  # with the corner of the second line
    axes.plot(alpha, abs(1 - alpha), color=BLUE)
    axes.plot(alpha, abs(1 - 3 * alpha), color=ORANGE, ls="--")
    axes.plot([0, 0.8], [1, 1], color=GREY, lw=1)
    axes.plot([LIMIT, LIMIT], [0, 1.6], color=GREY, lw=1, ls=":")
    axes.plot(BEST, 0.5, "s", color=GREEN)
    axes.annotate(r"$|1 - \alpha|$, eigenvalue 1", (0.2, 0.8), xytext=(4, 4), textcoords="offset points")
    axes.annotate(r"$|1 - 3\alpha|$, eigenvalue 3", (0.415, 0.1))
    axes.annotate("fastest", (BEST, 0.5), xytext=(10, -4), textcoords="offset points")
    axes.annotate("converges", (LIMIT, 1.48), xytext=(-8, 0), textcoords="offset points", ha="right")
    axes.annotate("diverges", (LIMIT, 1.48), xytext=(8, 0), textcoords="offset points")
    axes.set(xlim=(0, 0.8), ylim=(0, 1.6), xlabel=r"step size $\alpha$", ylabel="factor of one step")
    axes.set_xticks([0, 1 / 3, 1 / 2, 2 / 3], ["0", "1/3", "1/2", "2/3"])
    axes.set_yticks([0, 0.5, 1])
    return figure


@house_style()
def draw_descent_paths() -> Figure:
    """Draw the figure that `descent_paths` shows.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> draw_descent_paths().axes[0].get_xlabel()
    '$x_1$'
    """
    figure, axes = new_figure(5.6, 5.0)
    _contours(axes, MINIMISER, (0.05, 0.25, 0.75, 1.5))
    for step, colour, marker, steps in ((0.7, ORANGE, "^", 9), (0.5, BLUE, "s", 12), (0.1, PINK, "o", 20)):
        path = gradient_descent(A, B, START, step=step, tolerance=1e-12, most_steps=steps).points[: steps + 1]
        axes.plot(*path.T, color=colour, marker=marker, ms=4, lw=1.3, label=rf"$\alpha = {step}$")
    axes.plot(*MINIMISER, "*", color=GREEN, ms=12)
    axes.annotate(r"$x^{*}$", (0.0, 1.0), xytext=(-16, 8), textcoords="offset points")
    axes.annotate("start", (1.0, 1.0), xytext=(8, -4), textcoords="offset points")
    axes.legend(loc="lower right")
    axes.set(xlabel="$x_1$", ylabel="$x_2$", aspect="equal", xlim=(-1.4, 1.6), ylim=(-0.4, 2.4))
    return figure


@house_style()
def draw_conditioning() -> Figure:
    """Draw the figure that `conditioning` shows.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> draw_conditioning().axes[0].get_yscale()
    'log'
    """
    figure, axes = new_figure(6.4, 3.8)
    for condition, colour, marker in zip(CONDITIONS, (BLUE, GREEN, ORANGE), "so^", strict=True):
        matrix, step = np.diag([np.sqrt(condition), 1.0]), 2 / (condition + 1)
        start = np.array([1 / condition, 1.0])  # both parts of the gradient are 1
        descent = gradient_descent(matrix, np.zeros(2), start, step=step, tolerance=1e-8, most_steps=TRACE)
        lengths = descent.gradient_lengths / descent.gradient_lengths[0]
        shown = np.arange(0, len(lengths), 9 if condition == 3 else 20)  # a straight line needs few points
        axes.semilogy(shown, lengths[shown], color=colour, marker=marker, ms=4, lw=1.5, label=f"condition {condition}")
    axes.legend(loc="lower right")
    axes.set(xlabel="number of steps", ylabel="gradient / first gradient", ylim=(3e-9, 3))
    axes.set_yticks([1, 1e-2, 1e-4, 1e-6, 1e-8])
    axes.minorticks_off()
    return figure


@house_style()
def draw_unit_disc() -> Figure:
    """Draw the figure that `unit_disc` shows.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> draw_unit_disc().axes[0].get_xlabel()
    '$x_1$'
    """
    figure, axes = new_figure(5.4, 5.6)
    free = np.linalg.solve(A.T @ A, A.T @ B_CONSTRAINED)
    best = constrained(A, B_CONSTRAINED).x
    touching = 0.5 * float((best - free) @ A.T @ A @ (best - free))
    _contours(axes, free, (0.15, 0.5, touching), marked=touching)
    axes.add_patch(Circle((0, 0), 1, facecolor=GREEN, alpha=0.15, edgecolor="none"))
    axes.add_patch(Circle((0, 0), 1, fill=False, edgecolor=GREEN, lw=1.6))
    multipliers = np.concatenate([np.linspace(0, 4, 17), np.geomspace(5, 4000, 14)])
    curve = np.array([np.linalg.solve(A.T @ A + 2 * t * np.eye(2), A.T @ B_CONSTRAINED) for t in multipliers])
    axes.plot(*curve.T, color=PINK, lw=1.6, ls="--")
    axes.annotate(
        "", best - A.T @ (A @ best - B_CONSTRAINED) / 2, best,
        arrowprops={"arrowstyle": "-|>", "color": ORANGE, "lw": 2, "mutation_scale": 16, "shrinkA": 0, "shrinkB": 0},
    )  # fmt: skip
    axes.plot(*free, "s", color=BLUE)
    axes.plot(*best, "o", color=ORANGE)
    axes.plot(0, 0, "+", color=GREY, ms=10)
    axes.annotate(r"$x^{*}$, $\lambda = 0$", tuple(free), xytext=(-8, 6), textcoords="offset points", ha="right")
    axes.annotate(r"$x = (0, 1)$, $\lambda = 1$", (0.72, 1.06))
    axes.annotate(r"$-\nabla f(x)$", (best[0], best[1] + 0.5), xytext=(4, 0), textcoords="offset points")
    axes.annotate(r"$x^{\mathsf{T}} x \leq 1$", (-0.55, -0.45), ha="center")
    axes.set(xlabel="$x_1$", ylabel="$x_2$", aspect="equal", xlim=(-2.2, 2.0), ylim=(-1.15, 3.4))
    return figure


def _contours(axes: Axes, centre: Real, heights: tuple[float, ...], marked: float | None = None) -> None:
    """Ellipses on which f is by these heights above its minimum: their axes are the eigenvectors of AᵀA."""
    for height in heights:
        across, along = np.sqrt(8 * height / 3), np.sqrt(8 * height)  # diameters, for the eigenvalues 3 and 1
        colour, thickness = (BLUE, 1.8) if height == marked else (GREY, 0.9)
        axes.add_patch(Ellipse((centre[0], centre[1]), along, across, angle=-45, fill=False, ec=colour, lw=thickness))
