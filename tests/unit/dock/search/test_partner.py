"""A structure becomes a partner: heavy atoms, types, charges, stiffness."""

from __future__ import annotations

import numpy as np

from tubulus.dock.search.partner import SOFT, make_partner
from tubulus.dock.structures.structure import Structure


def make_structure(atoms: list[tuple[str, str, str]], positions: np.ndarray) -> Structure:
    residue, atom, element = zip(*atoms, strict=True)
    n = len(atoms)
    return Structure(
        name="made",
        positions=positions,
        element=np.array(element),
        atom_name=np.array(atom),
        residue_name=np.array(residue),
        residue_number=np.ones(n, dtype=int),
        insertion_code=np.full(n, ""),
        chain=np.full(n, "A"),
        b_factor=np.zeros(n),
        occupancy=np.ones(n),
        is_hetero=np.zeros(n, dtype=bool),
    )


LYSINE = [("LYS", "CA", "C"), ("LYS", "CB", "C"), ("LYS", "NZ", "N"), ("LYS", "HZ1", "H")]


def test_hydrogen_is_dropped_and_charges_and_types_are_told():
    partner = make_partner(make_structure(LYSINE, np.arange(12.0).reshape(4, 3)))

    assert partner.positions.shape == (3, 3)
    assert partner.charges.tolist() == [0.0, 0.0, 1.0]
    assert partner.atom_types.tolist() == [1, 5, 6]


def test_an_exposed_side_chain_is_soft_and_a_buried_one_stiff():
    alone = make_partner(make_structure(LYSINE[:3], np.arange(9.0).reshape(3, 3)))
    crowd = [("ALA", "CB", "C")] * 60
    around = np.random.default_rng(0).normal(size=(60, 3)) * 2.0
    buried = make_partner(make_structure([LYSINE[2], *crowd], np.vstack([np.zeros(3), around])))

    assert alone.stiffness.tolist() == [1.0, 1.0, SOFT]
    assert buried.stiffness[0] == 1.0


def test_a_moved_partner_keeps_its_atoms():
    partner = make_partner(make_structure(LYSINE, np.arange(12.0).reshape(4, 3)))

    moved = partner.move(np.array([1.0, 0.0, 0.0]))

    np.testing.assert_allclose(moved.centre - partner.centre, [1.0, 0.0, 0.0])
    assert moved.radius == partner.radius
