import numpy as np
import pytest

from tubulus.dock.assessment.contacts import count_contacts, find_contacts

ZERO = np.zeros(1, dtype=np.int64)


def brute(fixed, fixed_residue, mobile, mobile_residue, reach):
    distance = np.linalg.norm(fixed[:, None] - mobile[None], axis=2)
    found = np.zeros((fixed_residue.max() + 1, mobile_residue.max() + 1), dtype=bool)
    for i, j in zip(*np.nonzero(distance < reach), strict=True):
        found[fixed_residue[i], mobile_residue[j]] = True
    return found


@pytest.mark.parametrize("reach", [2.0, 5.0, 10.0])
def test_cells_find_what_trying_all_pairs_finds(reach):
    rng = np.random.default_rng(int(reach))
    fixed, mobile = rng.uniform(0, 25, (120, 3)), rng.uniform(-10, 40, (90, 3))
    residues = np.arange(120) // 6, np.arange(90) // 5

    found = find_contacts(fixed, residues[0], mobile, residues[1], reach)

    np.testing.assert_array_equal(found, brute(fixed, residues[0], mobile, residues[1], reach))


@pytest.mark.parametrize(("distance", "contact"), [(4.999, 1), (5.0, 0), (5.001, 0)])
def test_a_contact_is_nearer_than_five_angstrom(distance, contact):
    counts = count_contacts(
        np.zeros((1, 3)),
        ZERO,
        np.zeros((1, 3)),
        ZERO,
        native=np.ones((1, 1), dtype=bool),
        rotations=np.eye(3)[None],
        translations=np.array([[distance, 0.0, 0.0]]),
    )

    assert counts.total.tolist() == [contact]
    assert counts.shared.tolist() == [contact]


@pytest.mark.parametrize(
    ("distance", "residues", "atoms"), [(1.9, 1, 1), (2.0, 0, 1), (2.9, 0, 1), (3.0, 0, 0)]
)
def test_residues_clash_within_two_and_atoms_within_three_angstrom(distance, residues, atoms):
    counts = count_contacts(
        np.zeros((1, 3)),
        ZERO,
        np.zeros((1, 3)),
        ZERO,
        native=np.zeros((1, 1), dtype=bool),
        rotations=np.eye(3)[None],
        translations=np.array([[0.0, distance, 0.0]]),
    )

    assert counts.residue_clashes.tolist() == [residues]
    assert counts.atom_clashes.tolist() == [atoms]
    assert counts.shared.tolist() == [0]
