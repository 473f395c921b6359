"""Figure of the page "Where real people go wrong": how often each kind of mistake was the first one."""

from collections.abc import Sequence

from matplotlib.figure import Figure

from matgrad.figures.svg import house_style, new_figure


@house_style()
def draw_first_errors(counts: Sequence[tuple[str, int]]) -> Figure:
    """Bars for kinds of mistakes with their counts, the most frequent on top.

    Parameters
    ----------
    counts : sequence of (str, int)
    """
    figure, axes = new_figure(6.4, 0.36 * len(counts) + 0.5)
    names = [name for name, _ in counts][::-1]
    numbers = [number for _, number in counts][::-1]
    bars = axes.barh(names, numbers, height=0.62)
    axes.bar_label(bars, padding=4)
    axes.spines["bottom"].set_visible(False)
    axes.set_xticks([])
    axes.tick_params(axis="y", length=0)
    return figure
