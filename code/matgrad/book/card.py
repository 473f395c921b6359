"""The picture that stands for the book: on its front, in the README and where other sites link to it.

``python -m matgrad.book.card theme/static/card.png`` draws it again.
"""

import sys

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from matgrad import least_squares

WIDTH, HEIGHT = 1200, 630  # pixels: what sites that show a card ask for
BLUE, ORANGE, INK = "#0072B2", "#D55E00", "#1b1f24"
A = np.array([[1, 0], [1, 1], [0, 1]])
B = np.array([1, 0, 2])
MINIMISER = np.array([0, 1])
POINT = np.array([1.25, 0.75])
ARROW = 0.3  # drawn length of the gradient, as a part of its length
LEVELS = [1.65, 2.1, 4.2, 6.2, 9]


def draw() -> Figure:
    """Return the picture: the formula, and the gradient at right angles to a contour of the objective."""
    figure = Figure(figsize=(WIDTH / 100, HEIGHT / 100), dpi=100, facecolor="white")
    figure.text(0.055, 0.72, "Where Does the\nTranspose Come From?", fontsize=37, color=INK, weight="bold", va="center")
    formula = r"$\nabla_{\!x}\;\frac{1}{2}\Vert Ax-b\,\Vert^2 \;=\; A^{\mathsf{T}}(Ax-b)$"
    figure.text(0.055, 0.43, formula, fontsize=34, color=BLUE, va="center", math_fontfamily="cm")
    line = "One gradient: derived, checked\nand graded, line by line."
    figure.text(0.055, 0.2, line, fontsize=22, color=INK, va="center", linespacing=1.5)
    _contours(figure.add_axes((0.62, 0.06, 0.36, 0.88)))
    return figure


def _contours(axes: Axes) -> None:
    axes.set_aspect("equal")
    axes.set_xlim(-1.5, 2.3)
    axes.set_ylim(-1.4, 3.2)
    axes.axis("off")
    first, second = np.meshgrid(np.linspace(-1.5, 2.3, 200), np.linspace(-1.4, 3.2, 240))
    values = [least_squares.objective(A, np.array(x), B) for x in zip(first.ravel(), second.ravel(), strict=True)]
    levels = sorted([*LEVELS, float(least_squares.objective(A, POINT, B))])
    axes.contour(first, second, np.reshape(values, first.shape), levels=levels, colors=INK, linewidths=1.6, alpha=0.55)
    tip = POINT + ARROW * least_squares.gradient(A, POINT, B)
    axes.annotate(
        "",
        tuple(tip),
        tuple(POINT),
        arrowprops={"arrowstyle": "-|>,head_width=.6,head_length=1", "color": ORANGE, "lw": 4},
    )
    axes.plot(*POINT, "o", color=BLUE, ms=14)
    axes.plot(*MINIMISER, "o", color=INK, ms=9)
    axes.text(
        tip[0] - 0.05, tip[1] + 0.14, r"$\nabla f(x)$", fontsize=26, color=ORANGE, ha="center", math_fontfamily="cm"
    )
    axes.text(POINT[0] + 0.02, POINT[1] - 0.4, "$x$", fontsize=26, color=BLUE, ha="center", math_fontfamily="cm")


if __name__ == "__main__":
    draw().savefig(sys.argv[1], metadata={"Software": None})
