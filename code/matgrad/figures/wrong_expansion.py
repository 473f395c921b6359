"""Figure of chapter 1: which products of residual and matrix exist, drawn as blocks to scale.

The blocks have the sizes of the worked example, m = 3 and n = 2.
"""

from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from matgrad.figures.svg import BLUE, ORANGE, house_style, new_figure, show


class Block(NamedTuple):
    """A factor: what it is called and how many rows and columns it has."""

    name: str
    rows: int
    columns: int


R = Block("$r$", 3, 1)
R_ROW = Block(r"$r^{\mathsf{T}}$", 1, 3)
A = Block("$A$", 3, 2)
A_TRANSPOSED = Block(r"$A^{\mathsf{T}}$", 2, 3)
NORM = Block(r"$r^{\mathsf{T}} r$", 1, 1)
GRADIENT = Block(r"$A^{\mathsf{T}} r$", 2, 1)
PRODUCTS = (  # left factor, right factor, result or None, lower left corner of the panel
    (R, R, None, (0.0, 6.2)),
    (R_ROW, R, NORM, (8.2, 6.2)),
    (A, R, None, (0.0, 0.0)),
    (A_TRANSPOSED, R, GRADIENT, (8.2, 0.0)),
)
GAP = 1.3  # between two blocks, in cells


def shapes_of_products() -> None:
    """Show which products of r, A and their transposes exist, as blocks of cells.

    Examples
    --------
    >>> shapes_of_products()
    <IPython.core.display.HTML object>
    """
    show(
        draw_shapes_of_products(),
        """Four products, drawn as blocks of square cells for m = 3 and n = 2. On the left two that do not
        exist: r times r, where 1 column meets 3 rows, and A times r, where 2 columns meet 3 rows. On the
        right the same two with the left factor transposed: the row r transposed times r, where 3 columns
        meet 3 rows and the result is 1 × 1, and A transposed times r, where 3 columns meet 3 rows and the
        result is 2 × 1.""",
    )


@house_style()
def draw_shapes_of_products() -> Figure:
    """Draw the figure that `shapes_of_products` shows.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> len(draw_shapes_of_products().axes)
    1
    """
    figure, axes = new_figure(7.2, 5.4)
    axes.axis("off")
    axes.set(aspect="equal", xlim=(-0.6, 16.2), ylim=(-1.9, 10.4))
    for left, right, result, corner in PRODUCTS:
        _panel(axes, left, right, result, corner)
    return figure


def _panel(axes: Axes, left: Block, right: Block, result: Block | None, corner: tuple[float, float]) -> None:
    x, y = corner
    colour = BLUE if result else ORANGE
    middle = y + 1.5
    line = "-" if result else "--"
    _block(axes, left, x, middle, colour, line)
    x_right = x + left.columns + GAP
    _block(axes, right, x_right, middle, colour, line)
    if result:
        x_result = x_right + right.columns + GAP
        axes.text(x_result - GAP / 2, middle, "=", ha="center", va="center", fontsize=15)
        _block(axes, result, x_result, middle, colour, line)
    meets = f"{_count(left.columns, 'column')} meet{'s' if left.columns == 1 else ''} {_count(right.rows, 'row')}"
    verdict = f"The product is {result.rows} × {result.columns}." if result else "The product does not exist."
    axes.text(x, y - 0.35, f"{meets}.\n{verdict}", ha="left", va="top")


def _block(axes: Axes, block: Block, x: float, middle: float, colour: str, line: str) -> None:
    bottom = middle - block.rows / 2
    for row in range(block.rows):
        for column in range(block.columns):
            axes.add_patch(Rectangle((x + column, bottom + row), 1, 1, facecolor=colour, alpha=0.18))
            axes.add_patch(Rectangle((x + column, bottom + row), 1, 1, fill=False, edgecolor=colour, lw=1.2, ls=line))
    axes.text(x + block.columns / 2, bottom + block.rows + 0.15, block.name, ha="center", va="bottom", fontsize=13)


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
