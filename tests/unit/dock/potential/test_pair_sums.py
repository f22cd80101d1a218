"""Sums over atom pairs equal the plain double loop."""

from __future__ import annotations

import numpy as np

from tubulus.dock.potential.pair_sums import Atoms, sum_pair_terms
from tubulus.dock.potential.pair_terms import (
    compute_contact,
    compute_electrostatic,
    compute_overlap,
)


def make_atoms(n: int, seed: int) -> Atoms:
    rng = np.random.default_rng(seed)
    return Atoms(
        rng.uniform(-12.0, 12.0, (n, 3)),
        rng.integers(-1, 18, n).astype(np.int8),
        rng.uniform(0.5, 1.0, n),
        rng.choice([-0.5, 0.0, 1.0], n),
    )


def test_cells_miss_no_pair():
    fixed, mobile = make_atoms(60, 1), make_atoms(40, 2)
    place = np.array([4.0, -7.0, 9.0])

    sums = sum_pair_terms(fixed, mobile, np.eye(3)[None], place[None])

    contacts, overlap, energy = np.zeros((18, 18)), 0.0, 0.0
    for i in range(60):
        for j in range(40):
            d = float(np.linalg.norm(fixed.positions[i] - mobile.positions[j] - place))
            if min(fixed.atom_types[i], mobile.atom_types[j]) >= 0:
                contacts[fixed.atom_types[i], mobile.atom_types[j]] += compute_contact(d)
            overlap += fixed.stiffness[i] * mobile.stiffness[j] * compute_overlap(d)
            energy += fixed.charges[i] * mobile.charges[j] * compute_electrostatic(d)
    assert contacts.sum() > 50.0
    np.testing.assert_allclose(sums.contacts[0], contacts, atol=1e-4)
    np.testing.assert_allclose(sums.overlap[0], overlap)
    np.testing.assert_allclose(sums.electrostatic[0], energy)


def test_partners_out_of_reach_have_no_terms():
    sums = sum_pair_terms(
        make_atoms(5, 1), make_atoms(5, 2), np.eye(3)[None], np.array([[500.0, 0.0, 0.0]])
    )

    assert sums.contacts.sum() == 0.0
    assert sums.overlap[0] == 0.0
    assert sums.electrostatic[0] == 0.0


def test_pair_terms_end_where_they_say():
    assert compute_overlap(0.0) == 1.0
    assert compute_overlap(3.6) == 0.0
    assert compute_contact(4.5) == 1.0
    assert abs(compute_contact(6.0) - 0.5) < 1e-12
    assert compute_contact(7.5) == 0.0
    assert compute_electrostatic(12.0) == 0.0
    assert compute_electrostatic(1.0) == compute_electrostatic(3.0)
