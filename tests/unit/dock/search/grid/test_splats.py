"""Atoms are spread within the corner of the grid that is made for them, and lose no weight."""

from __future__ import annotations

import numpy as np
import pytest
from tests.unit.dock.search.bodies import SIMPLE, make_body, make_cloud

from tubulus.dock.search.grid.boxes import choose_box
from tubulus.dock.search.grid.spectra import plan_mobile_spectra
from tubulus.dock.search.grid.splats import splat_coarse, splat_full
from tubulus.dock.search.rotations import compute_rotation_matrices, make_rotation_set

FIXED = make_cloud("f", 40, 4.0, 1)


@pytest.mark.parametrize("spacing", [0.6, 1.0, 1.2, 1.5, 2.0, 3.0])
@pytest.mark.parametrize("steps", [0, 1, 2, 5])
def test_no_spline_leaves_the_corner_where_the_radius_is_whole_spacings(spacing, steps):
    """Run without the compiler, where an index past the end is an error."""
    ends = np.array([[steps * spacing, 0.0, 0.0], [-steps * spacing, 0.0, 0.0]])
    mobile = make_body("m", ends[:1] if steps == 0 else ends)
    plan = plan_mobile_spectra(mobile, choose_box(FIXED, mobile.radius, spacing), SIMPLE, 2)
    ones = np.ones(len(mobile.positions))

    turns = compute_rotation_matrices(make_rotation_set(6))
    axes = np.stack([np.roll(np.eye(3), k, axis=1) for k in range(3)])
    for matrix in [*turns, *axes]:
        turned = plan.offsets @ matrix.T + plan.room
        coarse = np.zeros((1, *plan.coarse_corner), dtype=np.float32)
        full = np.zeros(plan.corner, dtype=np.float32)
        splat_coarse.py_func(turned / plan.coarse_spacing, ones[:, None], coarse)
        splat_full.py_func(turned / spacing, ones, full)

        assert coarse.sum() == pytest.approx(len(ones), rel=1e-5)
        assert full.sum() == pytest.approx(len(ones), rel=1e-5)


@pytest.mark.parametrize("spacing", [0.6, 1.2, 3.0])
@pytest.mark.parametrize("steps", [0, 3, 4, 10])
def test_a_corner_is_no_larger_than_its_box(spacing, steps):
    line = np.array([[-steps, 0.0, 0.0], [steps, 0.0, 0.0]]) * spacing
    mobile = make_body("m", line)
    box = choose_box(make_body("dot", np.zeros((1, 3))), mobile.radius, spacing)
    plan = plan_mobile_spectra(mobile, box, SIMPLE, 2)

    assert np.all(np.array(plan.corner) <= box.shape)
    assert np.all(np.array(plan.coarse_corner) <= box.coarse_shape)
