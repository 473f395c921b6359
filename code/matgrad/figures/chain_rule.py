"""Figures of chapter 2: data flowing through A and back through Aᵀ, and what a gradient looks like.

All show the worked example A = [[1, 0], [1, 1], [0, 1]], b = (1, 0, 2), for which
AᵀA = [[2, 1], [1, 2]], x* = (0, 1) and f(x*) = 3/2.
"""

from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Polygon

from matgrad.figures.svg import BLUE, GREEN, GREY, ORANGE, house_style, new_figure, show
from matgrad.numerical.inputs import Real

Point = tuple[float, float]

A = np.array([[1.0, 0.0], [1.0, 1.0], [0.0, 1.0]])
B = np.array([1.0, 0.0, 2.0])
X = np.array([1.0, 1.0])
MINIMISER = np.array([0.0, 1.0])


class Station(NamedTuple):
    """A value on its way through the chain, and the derivative that comes back to it."""

    at: float
    value: str
    number: str
    derivative: str
    derivative_number: str
    shape: str


STATIONS = (
    Station(0.0, "$x$", "(1, 1)", r"$\nabla f = A^{\mathsf{T}} r$", "(2, 1)", r"$n \times 1$"),
    Station(2.2, "$Ax$", "(1, 2, 1)", "$r$", "(0, 2, −1)", r"$m \times 1$"),
    Station(4.4, "$r = Ax - b$", "(0, 2, −1)", "$r$", "(0, 2, −1)", r"$m \times 1$"),
    Station(6.3, "$f$", "5/2", "$1$", "1", "a number"),
)
FORWARD = (r"$A\,\cdot$", r"$-\,b$", r"$½\Vert\cdot\Vert^2$")
BACK = (r"$A^{\mathsf{T}}\cdot$", r"$I\,\cdot$", r"$r\,\cdot$")


def data_flow() -> None:
    """Show the values going forward through A and the derivative coming back through Aᵀ.

    Examples
    --------
    >>> data_flow()
    <IPython.core.display.HTML object>
    """
    show(
        draw_data_flow(),
        """Two rows of boxes. The upper row runs from left to right: x, of shape n × 1, goes through A
        and becomes Ax, of shape m × 1; subtracting b gives the residual r; half its squared norm is
        the number f. In the worked example x = (1, 1), Ax = (1, 2, 1), r = (0, 2, -1) and f = 5/2.
        The lower row runs back from right to left: the seed 1 becomes r, which stays r when it
        passes the subtraction of b, and goes through A transposed to become the gradient, of
        shape n × 1. In the worked example 1, (0, 2, -1), (0, 2, -1) and (2, 1).""",
    )


def contours() -> None:
    """Show the contours of f with the gradient perpendicular to the one it starts from.

    Examples
    --------
    >>> contours()
    <IPython.core.display.HTML object>
    """
    show(
        draw_contours(),
        """The plane of x1 and x2 with contours of f for the worked example: ellipses around the
        minimiser x* = (0, 1), stretched along the direction (1, -1). At the point (1, 1), where
        f is 5/2, an arrow along the gradient (2, 1), drawn at half its length, stands
        perpendicular on the contour. Its opposite, the direction of steepest descent, points left and
        down, while the minimiser lies straight to the left.""",
    )


def residual_geometry() -> None:
    """Show b, Ax and the residual over the plane range(A).

    Examples
    --------
    >>> residual_geometry()
    <IPython.core.display.HTML object>
    """
    show(
        draw_residual_geometry(),
        """A plane in three dimensions, the range of A, and the point b = (1, 0, 2) outside it. The
        residual Ax - b for x = (1, 1) runs from b to the point (1, 2, 1) of the plane at a slant.
        The residual for the minimiser x* = (0, 1) runs from b to Ax* = (0, 1, 1), perpendicular to
        the plane: A transposed times it is zero.""",
    )


@house_style()
def draw_data_flow() -> Figure:
    """Draw the figure that `data_flow` shows.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> len(draw_data_flow().axes)
    1
    """
    figure, axes = new_figure(8.0, 3.4)
    axes.set(xlim=(-0.75, 6.85), ylim=(-0.75, 2.5))
    axes.axis("off")
    for station in STATIONS:
        _station(axes, station.at, 1.8, station.value, station.shape, station.number)
        _station(axes, station.at, 0.0, station.derivative, station.shape, station.derivative_number)
    for before, after, forward, back in zip(STATIONS, STATIONS[1:], FORWARD, BACK, strict=False):
        left, right = before.at + 0.72, after.at - 0.72 + (0.25 if after is STATIONS[-1] else 0.0)
        _arrow(axes, (left, 1.8), (right, 1.8), BLUE)
        _arrow(axes, (right, 0.0), (left, 0.0), ORANGE)
        axes.text((left + right) / 2, 1.95, forward, ha="center", va="bottom")
        axes.text((left + right) / 2, 0.15, back, ha="center", va="bottom")
    return figure


@house_style()
def draw_contours() -> Figure:
    """Draw the figure that `contours` shows.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> draw_contours().axes[0].get_xlabel()
    '$x_1$'
    """
    figure, axes = new_figure(5.6, 4.6)
    for level in (1.75, 2.5, 4.0, 6.5):
        marked = level == 2.5
        x_1, x_2 = _contour(level)
        axes.plot(x_1, x_2, color=BLUE, lw=2.2 if marked else 1.1, ls="-" if marked else "--")
        axes.annotate(f"{level:g}", (x_1[50], x_2[50]), xytext=(4, -9), textcoords="offset points", fontsize=9)
    gradient = A.T @ (A @ X - B)
    tip = _page(X + gradient / 2)
    _arrow(axes, _page(X), tip, ORANGE)
    axes.annotate(r"$\nabla f(x) = (2, 1)$", tip, xytext=(2, 6), textcoords="offset points")
    normal = gradient / np.linalg.norm(gradient)
    tangent = np.array([normal[1], -normal[0]])
    axes.plot(*np.array([X - 1.2 * tangent, X + 1.2 * tangent]).T, color=GREY, lw=1)
    axes.plot(*(X + 0.16 * np.array([tangent, tangent + normal, normal])).T, color=GREY, lw=1)
    axes.plot(*X, "o", color=ORANGE)
    axes.annotate("$x$", _page(X), xytext=(-13, -12), textcoords="offset points")
    axes.plot(*MINIMISER, "s", color=GREEN)
    axes.annotate(r"$x^{*}$", _page(MINIMISER), xytext=(-6, 7), textcoords="offset points")
    axes.set(xlabel="$x_1$", ylabel="$x_2$", aspect="equal", xlim=(-3.4, 3.4), ylim=(-1.9, 3.9))
    return figure


@house_style()
def draw_residual_geometry() -> Figure:
    """Draw the figure that `residual_geometry` shows.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> len(draw_residual_geometry().axes)
    1
    """
    figure, axes = new_figure(6.4, 4.4)
    axes.axis("off")
    axes.set_aspect("equal")
    plane = [_seen(A @ np.array(corner)) for corner in ((-1.0, -0.4), (1.9, -0.4), (1.9, 2.4), (-1.0, 2.4))]
    axes.add_patch(Polygon(plane, facecolor=BLUE, alpha=0.12, edgecolor="none"))
    axes.add_patch(Polygon(plane, fill=False, edgecolor=BLUE, lw=1.2))
    best, other = A @ MINIMISER, A @ X
    _arrow(axes, _seen(B), _seen(other), ORANGE)
    _arrow(axes, _seen(B), _seen(best), GREEN)
    _right_angle(axes, best)
    for point, colour, label, offset in (
        (B, GREY, "$b = (1, 0, 2)$", (8, 2)),
        (other, ORANGE, "$Ax = (1, 2, 1)$", (8, -4)),
        (best, GREEN, r"$Ax^{*} = (0, 1, 1)$", (-8, -16)),
    ):
        axes.plot(*_seen(point), "o", color=colour)
        side = "right" if offset[0] < 0 else "left"
        axes.annotate(label, _seen(point), xytext=offset, textcoords="offset points", ha=side)
    axes.annotate("$Ax - b$", _seen(0.75 * B + 0.25 * other), xytext=(8, 0), textcoords="offset points")
    axes.annotate(
        r"$Ax^{*} - b$", _seen(0.75 * B + 0.25 * best), xytext=(-8, 0), textcoords="offset points", ha="right"
    )
    axes.annotate("range(A)", _seen(A @ np.array([1.7, -0.3])), xytext=(0, 6), textcoords="offset points", ha="center")
    axes.autoscale_view()
    return figure


def _contour(level: float) -> Real:
    """Points where f = 3/2 + ½(x − x*)ᵀAᵀA(x − x*) has the level, from the eigenvectors of AᵀA."""
    angle = np.linspace(0, 2 * np.pi, 201)
    radius = np.sqrt(2 * (level - 1.5))
    along_3 = radius / np.sqrt(3) * np.cos(angle)
    along_1 = radius * np.sin(angle)
    x_1 = (along_3 + along_1) / np.sqrt(2)
    x_2 = (along_3 - along_1) / np.sqrt(2)
    return np.array([MINIMISER[0] + x_1, MINIMISER[1] + x_2])


def _seen(point: Real) -> Point:
    """Where a point of space lies on the page: orthographic, range(A) seen from 32° above it."""
    normal = np.array([1.0, -1.0, 1.0]) / np.sqrt(3)  # of range(A): Aᵀ(1, −1, 1) = 0
    right = np.array([1.0, 1.0, 0.0]) / np.sqrt(2)
    deep = np.cross(normal, right)
    tilt = np.radians(32)
    turn = np.radians(35)
    across = np.cos(turn) * right + np.sin(turn) * deep
    away = -np.sin(turn) * right + np.cos(turn) * deep
    up = np.cos(tilt) * normal + np.sin(tilt) * away
    return float(point @ across), float(point @ up)


def _right_angle(axes: Axes, foot: Real) -> None:
    normal = (B - foot) / np.linalg.norm(B - foot)
    along = A[:, 0] / np.linalg.norm(A[:, 0])
    corner = [_seen(foot + 0.22 * p) for p in (normal, normal + along, along)]
    axes.plot(*np.array(corner).T, color=GREY, lw=1)


def _page(point: Real) -> Point:
    return float(point[0]), float(point[1])


def _station(axes: Axes, x: float, y: float, label: str, shape: str, number: str) -> None:
    axes.text(x, y + 0.08, label, ha="center", va="bottom", fontsize=13)
    axes.text(x, y - 0.08, shape, ha="center", va="top", fontsize=9)
    axes.text(x, y - 0.42, number, ha="center", va="top", fontsize=9)


def _arrow(axes: Axes, start: Point, end: Point, colour: str) -> None:
    axes.annotate(
        "",
        end,
        start,
        arrowprops={"arrowstyle": "-|>", "color": colour, "lw": 2, "mutation_scale": 16, "shrinkA": 0, "shrinkB": 0},
    )
