"""Shapes with sizes in letters: equal, free, unified."""

import pytest

from matgrad.derivation.dims import (
    ONE,
    SCALAR,
    Dim,
    Free,
    Shape,
    column,
    could_equal,
    is_column,
    is_row,
    is_scalar,
    resolve,
    settle,
    size_of,
    times,
    unify,
    unify_shapes,
)

M, N = size_of("m"), size_of("n")


@pytest.mark.parametrize(
    ("shape", "text", "kinds"),
    [
        (SCALAR, "scalar", (True, False, False)),
        (column(N), "n × 1", (False, True, False)),
        (Shape(ONE, N), "1 × n", (False, False, True)),
        (Shape(M, N), "m × n", (False, False, False)),
        (Shape(Dim(2, ("m",)), size_of(3)), "2·m × 3", (False, False, False)),
    ],
)
def test_shapes_name_themselves(shape, text, kinds):
    assert str(shape) == text
    assert (is_scalar(shape), is_column(shape), is_row(shape)) == kinds
    assert shape.transposed.transposed == shape


def test_a_free_size_takes_the_size_it_meets():
    size, other = Free(), Free()
    assert str(Shape(size, ONE)) == "? × 1"
    assert unify(size, other)
    assert unify(other, N)
    assert resolve(size) == N
    assert not unify(size, M)
    assert str(column(size)) == "n × 1"


def test_shapes_that_do_not_fit_stay_as_they_were():
    free = Free()
    assert not unify_shapes(Shape(free, M), Shape(N, N))
    assert resolve(free) is free
    assert could_equal(free, M)
    settle(free, "k")
    assert str(free) == "k"


def test_sizes_of_vec_multiply():
    assert times(M, N) == Dim(1, ("m", "n"))
    assert times(Dim(2), Dim(3, ("n",))) == Dim(6, ("n",))
    assert isinstance(times(Free(), N), Free)
