"""The numbers on which a row is proved hide no mistake: sizes differ, and no matrix is symmetric by accident."""

from dataclasses import replace

import numpy as np
import pytest

from matgrad import gradients
from matgrad.gradients.instance import instance, sizes, spelled

ROWS = [pytest.param(row, id=row.id) for row in gradients.rows()]


@pytest.mark.parametrize("row", ROWS)
def test_an_instance_has_the_declared_shapes_and_properties(row):
    drawn = instance(row, seed=3)
    assert {spelled(name): shape for name, shape in sizes(row).items()} == {k: v.shape for k, v in drawn.items()}
    for name, array in drawn.items():
        square = array.ndim == 2 and array.shape[0] == array.shape[1]
        if square:
            assert np.allclose(array, array.T) == (row.assume.get(name) == "symmetric"), name
        kind = row.draw.get(name, "")
        assert kind != "positive" or np.all(array > 0)
        assert kind != "positive determinant" or np.linalg.det(array) > 0
        assert kind != "zero or one" or set(array) == {0.0, 1.0}
        assert kind != "one of several" or sorted(array)[-2:] == [0.0, 1.0]


def test_different_letters_are_different_sizes():
    from matgrad.gradients.instance import SIZES

    assert len(set(SIZES.values())) == len(SIZES)
    assert 1 not in SIZES.values()


def test_the_seed_chooses_the_numbers():
    row = gradients.row("ridge")
    assert np.array_equal(instance(row, 1)["A"], instance(row, 1)["A"])
    assert not np.array_equal(instance(row, 1)["A"], instance(row, 2)["A"])


def test_an_unknown_size():
    row = replace(gradients.row("linear-form"), shapes="a: q, x: q")
    with pytest.raises(gradients.RowError) as error:
        instance(row)
    assert str(error.value) == "row linear-form: a has the size q; expected m, n, p, k"
