"""Outlines in the shortest words that SVG has: steps from point to point instead of places on the page.

Half of a figure's bytes are the outlines of its letters and curves. A step is a shorter number than a place, and
compresses better. Each step leads to the rounded place, so that errors do not add up along a curve.
"""

import re

PATH = re.compile(r'(?<= )d="([^"]*)"')
WORD = re.compile(r"[MLQCz]|-?\d+(?:\.\d+)?(?:e-?\d+)?")
POINTS = {"M": 1, "L": 1, "Q": 2, "C": 3}
DECIMALS = 2  # a fiftieth of a pixel; further digits depend on the processor


def shortened(svg: str) -> str:
    """SVG text with the outlines that Matplotlib writes, in absolute coordinates, told in relative ones.

    Examples
    --------
    >>> shortened('<path d="M 10 10.004 L 20 10 L 20 30.5 z "/>')
    '<path d="m10 10h10v20.5z"/>'
    """
    return PATH.sub(lambda match: f'd="{relative(match[1])}"', svg)


def relative(path: str) -> str:
    """Path data in relative commands; the places are rounded to two decimals.

    Parameters
    ----------
    path : str
        Commands M, L, Q, C and z with absolute coordinates, as Matplotlib writes them.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If there is anything else in the path.

    Examples
    --------
    >>> relative("M 0 0 Q 1 1 2 0 L 2 -5")
    'm0 0q1 1 2 0v-5'
    """
    words = WORD.findall(path)
    if WORD.sub("", path).strip():
        raise ValueError(f"path {path!r}: only the commands M, L, Q, C and z with numbers can be told in steps.")
    steps, here, start = [], (0, 0), (0, 0)
    position = 0
    while position < len(words):
        command = words[position]
        position += 1
        if command == "z":
            steps.append("z")
            here = start
            continue
        count = 2 * POINTS[command]
        numbers = [round(float(word) * 10**DECIMALS) for word in words[position : position + count]]
        position += count
        points = list(zip(numbers[::2], numbers[1::2], strict=True))
        steps.append(_step(command, [(x - here[0], y - here[1]) for x, y in points]))
        here = points[-1]
        start = here if command == "M" else start
    return "".join(steps)


def _step(command: str, moves: list[tuple[int, int]]) -> str:
    if command == "L" and moves[0][1] == 0:
        return "h" + _number(moves[0][0])
    if command == "L" and moves[0][0] == 0:
        return "v" + _number(moves[0][1])
    return command.lower() + " ".join(_number(x) for move in moves for x in move).replace(" -", "-")


def _number(hundredths: int) -> str:
    text = f"{hundredths / 10**DECIMALS:.{DECIMALS}f}".rstrip("0").rstrip(".")
    return re.sub(r"^(-?)0\.", r"\1.", text)
