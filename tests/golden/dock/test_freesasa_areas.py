"""The accessible surface against freesasa, which integrates slices and not points."""

from pathlib import Path

import numpy as np
import pytest

from tubulus.dock.structures.surface_area import compute_accessible_area

TABLE = np.loadtxt(
    Path(__file__).with_name("freesasa_areas.csv"), delimiter=",", comments="#", skiprows=3
)


def test_areas_equal_those_of_freesasa():
    expected = TABLE[:, 4]

    found = compute_accessible_area(TABLE[:, :3], TABLE[:, 3], n_points=960)

    assert found == pytest.approx(expected, abs=1.5)
    assert found.sum() == pytest.approx(expected.sum(), rel=0.003)


def test_more_points_come_nearer():
    errors = [
        np.abs(compute_accessible_area(TABLE[:, :3], TABLE[:, 3], n_points=n) - TABLE[:, 4]).mean()
        for n in (92, 960)
    ]

    assert errors[1] < errors[0] / 2
