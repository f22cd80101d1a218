import numpy as np
import pytest
from tests.support.dock import make_peptide, make_structure

from tubulus.dock.structures.surface_area import (
    compute_accessible_area,
    compute_relative_exposure,
    compute_residue_area,
    spread_points,
)


def area(positions, radii, **options):
    return compute_accessible_area(np.array(positions, dtype=float), np.array(radii), **options)


def test_a_lone_atom_exposes_the_whole_sphere_that_the_probe_rolls_on():
    assert area([[5.0, 5.0, 5.0]], [1.6])[0] == pytest.approx(4 * np.pi * 3.0**2)


def test_two_spheres_lose_the_caps_that_overlap():
    exact = 2 * np.pi * 3.0 * (3.0 + 1.0)  # the cap beyond the plane of the circle is 3 - 1 high

    found = area([[0.0, 0.0, 0.0], [2.0, 0.0, 0.0]], [1.6, 1.6], n_points=960)

    np.testing.assert_allclose(found, exact, rtol=0.01)


def test_an_atom_inside_another_exposes_nothing():
    assert area([[0.0, 0.0, 0.0], [0.1, 0.0, 0.0]], [5.0, 1.0])[1] == 0.0


def test_atoms_far_apart_do_not_touch():
    found = area([[0.0, 0.0, 0.0], [90.0, 0.0, 0.0]], [1.6, 1.6])

    np.testing.assert_allclose(found, 4 * np.pi * 9.0)


def test_nothing_exposes_nothing():
    assert compute_accessible_area(np.empty((0, 3)), np.empty(0)).shape == (0,)


def test_the_order_of_the_atoms_does_not_matter():
    rng = np.random.default_rng(4)
    positions, radii = rng.uniform(0, 12, (60, 3)), rng.uniform(1.4, 1.9, 60)
    order = rng.permutation(60)

    np.testing.assert_allclose(area(positions[order], radii[order]), area(positions, radii)[order])


def test_residues_sum_their_atoms_and_exposure_is_their_share():
    peptide = make_peptide("GAG")

    areas = compute_residue_area(peptide)

    assert areas.shape == (3,)
    assert compute_relative_exposure(peptide)[1] == pytest.approx(areas[1] / 107.95)


def test_the_exposure_of_a_cofactor_is_not_a_number():
    zinc = make_structure([[0.0, 0.0, 0.0]], residue_name=["ZN"], is_hetero=[True])

    assert np.isnan(compute_relative_exposure(zinc)).all()


def test_points_lie_on_the_sphere_and_balance():
    points = spread_points(92)

    np.testing.assert_allclose(np.linalg.norm(points, axis=1), 1.0)
    assert np.linalg.norm(points.mean(axis=0)) < 0.01
