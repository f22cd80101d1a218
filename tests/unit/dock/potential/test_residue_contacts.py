"""Residue contacts are counted as every pair of points says, in a table of published energies."""

from __future__ import annotations

import json
from importlib.resources import files

import numpy as np
import pytest
from scipy.spatial.distance import cdist

from tubulus.dock.potential.residue_contacts import (
    CONTACT_ANGSTROM,
    load_residue_potential,
    sum_residue_contacts,
)
from tubulus.dock.potential.residue_sites import (
    NO_SITES,
    RESIDUE_KINDS,
    ResidueSites,
    find_residue_sites,
)
from tubulus.dock.search.rotations import compute_rotation_matrices, make_rotation_set

ENERGIES = load_residue_potential()


def make_sites(n: int, seed: int) -> ResidueSites:
    rng = np.random.default_rng(seed)
    points = rng.normal(size=(n, 3)) * 8.0
    return ResidueSites(points, points + rng.normal(size=(n, 3)), rng.integers(0, 20, n))


def add_up(fixed: ResidueSites, mobile: ResidueSites, matrix, position) -> tuple[float, float]:
    energy = count = 0.0
    for one, other in ((fixed.beta, mobile.beta), (fixed.centroid, mobile.centroid)):
        near = cdist(one, other @ matrix.T + position) <= CONTACT_ANGSTROM
        energy += (ENERGIES[np.ix_(fixed.kinds, mobile.kinds)] * near).sum()
        count += near.sum()
    return energy, count


def test_sums_are_those_of_every_pair_of_points():
    fixed, mobile = make_sites(30, 1), make_sites(20, 2)
    matrices = compute_rotation_matrices(make_rotation_set(6))
    positions = np.random.default_rng(3).normal(size=(6, 3)) * 15.0

    energy, count = sum_residue_contacts(fixed, mobile, matrices, positions, ENERGIES)

    expected = [add_up(fixed, mobile, *pose) for pose in zip(matrices, positions, strict=True)]
    np.testing.assert_allclose(np.column_stack([energy, count]), expected, atol=1e-9)
    assert count.max() > 0.0


def test_two_points_at_the_very_edge_touch():
    point = np.zeros((1, 3))
    site = ResidueSites(point, point + 100.0, np.array([4]))
    other = ResidueSites(point, point - 100.0, np.array([4]))
    positions = np.array([[CONTACT_ANGSTROM, 0.0, 0.0], [CONTACT_ANGSTROM + 1e-6, 0.0, 0.0]])

    _, count = sum_residue_contacts(site, other, np.array([np.eye(3)] * 2), positions, ENERGIES)

    assert count.tolist() == [1.0, 0.0]


@pytest.mark.parametrize("sides", [(NO_SITES, make_sites(3, 1)), (make_sites(3, 1), NO_SITES)])
def test_a_side_without_residues_has_no_contact(sides):
    found = sum_residue_contacts(*sides, np.array([np.eye(3)]), np.zeros((1, 3)), ENERGIES)

    assert [values.tolist() for values in found] == [[0.0], [0.0]]


def test_the_shipped_energies_are_symmetric_scaled_and_in_the_order_of_the_residues():
    text = files("tubulus.dock.potential").joinpath("residue_potential.json").read_text("utf-8")

    np.testing.assert_array_equal(ENERGIES, ENERGIES.T)
    assert ENERGIES[np.triu_indices(20)].mean() == pytest.approx(0.0, abs=1e-3)
    assert json.loads(text)["residues"] == list(RESIDUE_KINDS)
    # what every such table agrees on: cystines, salt bridges, and lysine with itself last
    kind = {name: k for k, name in enumerate(RESIDUE_KINDS)}
    assert ENERGIES.min() == ENERGIES[kind["CYS"], kind["CYS"]]
    assert ENERGIES[kind["LYS"], kind["GLU"]] < 0.0 < ENERGIES[kind["LYS"], kind["LYS"]]


def test_sites_are_the_beta_carbon_and_the_mean_of_the_side_chain():
    names = ["N", "CA", "C", "O", "CB", "OG", "CA", "N", "CA", "CB", "SE", "C1"]
    residues = np.array([0, 0, 0, 0, 0, 0, 1, 2, 2, 2, 2, 3])
    kinds = ["SER"] * 6 + ["GLY"] + ["MSE"] * 4 + ["NAG"]
    positions = np.arange(36.0).reshape(12, 3)

    sites = find_residue_sites(positions, residues, kinds, names)

    assert [RESIDUE_KINDS[k] for k in sites.kinds] == ["SER", "GLY", "MET"]
    np.testing.assert_array_equal(sites.beta, positions[[4, 6, 9]])
    np.testing.assert_array_equal(
        sites.centroid, [positions[4:6].mean(axis=0), positions[6], positions[9:11].mean(axis=0)]
    )


def test_residues_without_alpha_and_beta_carbon_and_sugars_have_no_site():
    found = find_residue_sites(np.zeros((2, 3)), np.array([0, 1]), ["ALA", "NAG"], ["N", "C1"])

    assert found is NO_SITES


def test_moved_sites_keep_their_kinds():
    sites = make_sites(4, 5)

    moved = sites.move(np.array([1.0, 2.0, 3.0]))

    np.testing.assert_allclose(moved.centroid - sites.centroid, [[1.0, 2.0, 3.0]] * 4)
    assert moved.kinds is sites.kinds
