"""Figures as inline SVG: they follow the page's colours and come out the same byte for byte.

Black becomes ``currentColor``, so that axes and letters take the colour of the text around them, in
light and in dark. The other colours have a contrast of at least 3:1 on white and on #121212, which
is the rule for graphics, not for text: letters stay black here.
"""

import hashlib
import html
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
from cycler import cycler
from IPython.display import HTML, display
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from matgrad.figures import paths

BLUE, ORANGE, GREEN, PINK = "#0072B2", "#D55E00", "#009E73", "#C46C9B"  # after Okabe and Ito (2008)
GREY = "#808080"
LINES = 'stroke-linejoin="round" stroke-linecap="butt"'  # Matplotlib's own choice
SMALLEST_SCALE = 0.65  # letters of 11 points are then 9.5 pixels high
STYLE: dict[str, Any] = {
    "axes.prop_cycle": cycler(color=[BLUE, ORANGE, GREEN, PINK]),
    "axes.spines.right": False,
    "axes.spines.top": False,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
    "legend.frameon": False,
    "font.size": 11,
    "lines.linewidth": 2,
    "svg.fonttype": "path",  # letters as outlines: the same in every browser, no font needed
}
GLYPH_SCALE = 0.015625  # Matplotlib's scale for outlines of letters
GLYPH_GRID = 32  # outlines are more than half of a figure; on this grid a third smaller, and nobody sees it


@contextmanager
def house_style(**changes: str) -> Iterator[None]:
    """Style of the book for the figures made inside; also a decorator.

    Parameters
    ----------
    **changes : str
        Further Matplotlib settings, with _ for the dot.

    Examples
    --------
    >>> with house_style():
    ...     mpl.rcParams["legend.frameon"]
    False
    """
    settings: Any = STYLE | {name.replace("_", ".", 1): value for name, value in changes.items()}
    with mpl.rc_context(settings):
        yield


def new_figure(width: float = 6.4, height: float = 3.6) -> tuple[Figure, Axes]:
    """Figure with one pair of axes in the style of the book.

    Parameters
    ----------
    width, height : float
        Size in inches.

    Returns
    -------
    tuple of matplotlib.figure.Figure and matplotlib.axes.Axes

    Examples
    --------
    >>> figure, axes = new_figure()
    >>> axes.spines["top"].get_visible()
    False
    """
    with house_style():
        figure = Figure(figsize=(width, height))
        return figure, figure.subplots()


def render(figure: Figure, description: str) -> str:
    """SVG text of a figure, with its text alternative.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    description : str
        What the figure shows, in sentences, for those who do not see it.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If the description is empty.

    Examples
    --------
    >>> svg = render(new_figure()[0], "An empty pair of axes.")
    >>> svg.startswith('<svg role="img" aria-label="An empty pair of axes."')
    True
    """
    if not description.strip():
        raise ValueError("the description is empty: say what the figure shows, for those who do not see it.")
    buffer = io.StringIO()
    with house_style(svg_hashsalt="matgrad"):
        figure.savefig(buffer, format="svg", bbox_inches="tight", metadata={"Date": None, "Creator": None})
    label = html.escape(" ".join(description.split()))
    svg = _readable_on_phones(_with_own_ids(_cleaned(buffer.getvalue()), label))
    return svg.replace("<svg ", f'<svg role="img" aria-label="{label}" class="book-figure" fill="currentColor" ', 1)


def show(figure: Figure, description: str) -> None:
    """Display a figure as inline SVG in a notebook.

    It returns nothing, so it may end a cell.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    description : str
        What the figure shows, in sentences, for those who do not see it.

    Raises
    ------
    ValueError
        If the description is empty.

    Examples
    --------
    >>> show(new_figure()[0], "An empty pair of axes.")
    <IPython.core.display.HTML object>
    """
    svg = render(figure, description)
    plt.close(figure)  # or a notebook would show a figure made with pyplot a second time, as PNG
    display(HTML(svg))  # type: ignore[no-untyped-call]


def _cleaned(svg: str) -> str:
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"\s*<metadata>.*?</metadata>|\s*<!--.*?-->", "", svg, flags=re.DOTALL)
    # Matplotlib's style sheet for "*" would hold for the whole page; the same as attributes of the figure does not.
    svg, times = re.subn(r"\s*<defs>\s*<style[^>]*>\*\{([^}]*)\}</style>\s*</defs>", "", svg)
    svg = svg.replace("<svg ", f"<svg {LINES} ", 1) if times else svg
    svg = re.sub(r"#000000", "currentColor", svg)
    # Two decimals are a fiftieth of a pixel; the last digits depend on the processor.
    svg = re.sub(r'(?<= )(d|x|y|points)="([^"]*)"', _shorter, svg)
    svg = re.sub(r"(translate)\(([^)]*)\)", lambda m: f"{m[1]}({_rounded(m[2])})", svg)
    svg = re.sub(rf'(?<= )d="([^"]*)" transform="scale\({GLYPH_SCALE}\)"', _coarser, svg)
    return re.sub(r"\s*\n\s*", "\n", paths.shortened(svg)).strip()


def _readable_on_phones(svg: str) -> str:
    """Give the figure a least width, below which its letters could not be read; a narrow screen scrolls its box."""
    width = re.search(r'width="([\d.]+)pt"', svg)
    least = f"min-width: {float(width[1]) * SMALLEST_SCALE:.0f}pt" if width else ""
    return svg.replace("<svg ", f'<svg style="{least}" ', 1) if least else svg


def _with_own_ids(svg: str, salt: str) -> str:
    """Keep only the ids that are referred to, under names that no other figure of the page has."""
    used = list(dict.fromkeys(re.findall(r'(?:href="|url\()#([^")]+)', svg)))
    prefix = hashlib.sha256(salt.encode()).hexdigest()[:8]
    new = {old: f"f{prefix}-{k}" for k, old in enumerate(used)}
    svg = re.sub(r' id="([^"]*)"', lambda m: f' id="{new[m[1]]}"' if m[1] in new else "", svg)
    return re.sub(r'(href="|url\()#([^")]+)', lambda m: f"{m[1]}#{new[m[2]]}", svg)


def _shorter(match: re.Match[str]) -> str:
    return f'{match[1]}="{_rounded(match[2])}"'


def _coarser(match: re.Match[str]) -> str:
    """Return the outline of a letter on a coarser grid: in print it moves by a thirtieth of a pixel at most."""
    outline = re.sub(r"-?\d+(?:\.\d+)?", lambda number: str(round(float(number[0]) / GLYPH_GRID)), match[1])
    outline = re.sub(r" ?([A-Za-z]) ?", r"\1", " ".join(outline.split())).replace(" -", "-")
    return f'd="{outline}" transform="scale({GLYPH_SCALE * GLYPH_GRID:g})"'


def _rounded(numbers: str) -> str:
    return re.sub(r"-?\d+\.\d+(?:e-?\d+)?", lambda match: _two_decimals(match[0]), numbers)


def _two_decimals(number: str) -> str:
    text = f"{float(number):.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
