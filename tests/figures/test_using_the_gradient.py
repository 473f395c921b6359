"""The figures of chapter 5 show what their descriptions say."""

from fractions import Fraction

import numpy as np
import pytest
from matplotlib.patches import Ellipse
from matplotlib.transforms import Affine2D

from matgrad.figures import using_the_gradient as figures


def lines_of(figure):
    return [np.array([line.get_xdata(), line.get_ydata()], dtype=float) for line in figure.axes[0].lines]


def contours_of(figure):
    """Points of the ellipses, in the plane of the figure."""
    ellipses = [patch for patch in figure.axes[0].patches if type(patch) is Ellipse]
    large = Affine2D().scale(1000)  # curves become polygons with an accuracy of about one unit
    paths = [(ellipse.get_patch_transform() + large).transform_path(ellipse.get_path()) for ellipse in ellipses]
    return [path.to_polygons()[0].T / 1000 for path in paths]


def test_the_contours_lie_on_their_heights():
    for contour, height in zip(contours_of(figures.draw_descent_paths()), (0.05, 0.25, 0.75, 1.5), strict=True):
        residual = figures.A @ contour - figures.B[:, None]
        assert 0.5 * (residual**2).sum(axis=0) - 1.5 == pytest.approx(height, rel=1e-2)


def test_the_factors_are_those_of_the_eigenvalues_and_cross_at_the_best_step():
    one, three, border, limit, best = lines_of(figures.draw_step_sizes())[:5]
    largest, smallest = np.linalg.eigvalsh(figures.A.T @ figures.A)[[1, 0]]
    assert np.allclose(one[1], abs(1 - smallest * one[0]))
    assert np.allclose(three[1], abs(1 - largest * three[0]))
    assert three[1].min() == pytest.approx(0, abs=1e-12), "the line has its corner at 1/3"
    assert (border[1] == 1).all()
    assert limit[0].tolist() == pytest.approx([2 / largest] * 2)
    assert best.ravel().tolist() == pytest.approx([2 / (largest + smallest), 0.5])


def test_the_paths_are_those_of_exact_descent():
    paths = lines_of(figures.draw_descent_paths())[:3]
    for path, step in zip(paths, (Fraction(7, 10), Fraction(1, 2), Fraction(1, 10)), strict=True):
        x_1 = x_2 = Fraction(1)
        for point in path.T:
            assert point.tolist() == pytest.approx([float(x_1), float(x_2)], abs=1e-12)
            x_1, x_2 = x_1 - step * (2 * x_1 + x_2 - 1), x_2 - step * (x_1 + 2 * x_2 - 2)
    away, closing, creeping = [np.linalg.norm(path.T - [0, 1], axis=1) for path in paths]
    assert away[-1] > away[0]
    assert closing[-1] < 1e-3 < creeping[-1] < 0.1
    assert paths[1].T[1:3].tolist() == [[0, 0.5], [0.25, 1]]


def test_the_gradients_shrink_by_the_factor_of_the_condition_number():
    lines = lines_of(figures.draw_conditioning())
    for (steps, lengths), condition in zip(lines, figures.CONDITIONS, strict=True):
        assert lengths == pytest.approx(((condition - 1) / (condition + 1)) ** steps)
    (first_steps, first), (_, second), (_, third) = lines
    assert (first_steps[-1], first[-1]) == (27, pytest.approx(0.5**27))
    assert second[-1] == pytest.approx(2e-5, rel=0.2)
    assert third[-1] == pytest.approx(0.34, abs=0.005)


def test_the_constrained_point_lies_on_circle_contour_and_curve():
    figure = figures.draw_unit_disc()
    touching, curve = contours_of(figure)[-1], lines_of(figure)[0]
    residual = figures.A @ touching - figures.B_CONSTRAINED[:, None]
    assert 0.5 * (residual**2).sum(axis=0) == pytest.approx(5.5, rel=1e-3)  # the value at (0, 1)
    assert np.linalg.norm(touching, axis=0).min() == pytest.approx(1, abs=2e-3)
    assert curve[:, 0].tolist() == pytest.approx([-2 / 3, 7 / 3])
    assert np.linalg.norm(curve[:, -1]) < 1e-3
    assert np.abs(curve.T - [0, 1]).sum(axis=1).min() == pytest.approx(0, abs=1e-12)
