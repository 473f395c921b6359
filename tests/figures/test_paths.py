"""Outlines told in steps lead through the same places."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matgrad.figures.paths import relative, shortened

NUMBER = st.floats(-5000, 5000).map(lambda value: f"{value:.4f}")
POINT = st.tuples(NUMBER, NUMBER).map(" ".join)


def points(count):
    return st.tuples(*[POINT] * count).map(" ".join)


SEGMENT = st.one_of(points(1).map("L ".__add__), points(2).map("Q ".__add__), points(3).map("C ".__add__), st.just("z"))
OUTLINE = st.builds(lambda start, rest: "\n".join(["M " + start, *rest]), POINT, st.lists(SEGMENT, max_size=12))


def walked(path):
    """Return the places that a path in relative commands leads through, by walking it."""
    places, x, y, start = [], 0.0, 0.0, (0.0, 0.0)
    for command, text in re.findall(r"([a-z])([^a-z]*)", path):
        numbers = [float(word) for word in re.findall(r"-?\d*\.?\d+", text)]
        if command == "z":
            x, y = start
        elif command in "hv":
            x, y = (x + numbers[0], y) if command == "h" else (x, y + numbers[0])
            places.append((x, y))
        else:
            moved = [(x + dx, y + dy) for dx, dy in zip(numbers[::2], numbers[1::2], strict=True)]
            places += moved
            x, y = moved[-1]
            start = (x, y) if command == "m" else start
    return places


@given(st.lists(OUTLINE, min_size=1, max_size=3).map("\n".join))
def test_steps_lead_through_the_same_places(path):
    numbers = [float(word) for word in re.findall(r"-?\d+\.\d+", path)]
    expected = list(zip(numbers[::2], numbers[1::2], strict=True))
    found = walked(relative(path))
    assert len(found) == len(expected)
    for (x, y), (a, b) in zip(found, expected, strict=True):
        assert abs(x - a) < 0.006
        assert abs(y - b) < 0.006


def test_only_outlines_change():
    svg = '<g id="d"><path id="a" d="M 1 1 L 2 1"/><text>d="M 1 1 L 2 1</text></g>'
    assert shortened(svg) == '<g id="d"><path id="a" d="m1 1h1"/><text>d="M 1 1 L 2 1</text></g>'


def test_other_commands_are_an_error():
    with pytest.raises(ValueError) as caught:
        relative("M 0 0 A 1 1 0 0 0 2 2")
    message = "path 'M 0 0 A 1 1 0 0 0 2 2': only the commands M, L, Q, C and z with numbers can be told in steps."
    assert str(caught.value) == message
