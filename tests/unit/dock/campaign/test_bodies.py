"""Partners of a side are measured by their protein and laid out by name."""

from dataclasses import replace

import numpy as np
import pytest
from tests.unit.dock.campaign.campaigns import FIXED, MOBILE, make_prepared

from tubulus.core.errors import InputError
from tubulus.dock.campaign.bodies import find_duplicates, lay_out_side


def test_partners_stand_in_the_order_of_their_names():
    side = lay_out_side("mobile", MOBILE[::-1], {"M1": "one"})

    assert side.partners.names == ("M0", "M1", "M2")
    assert side.partners.families == ("", "one", "")
    assert side.partners.n_residues.tolist() == [30.0, 35.0, 40.0]
    assert [body.name for body in side.bodies] == ["M0", "M1", "M2"]
    assert (side.partners.exposed_area > 0.0).all()


def test_cofactors_are_docked_and_no_residues_of_the_protein():
    made = make_prepared("X", 30)
    hetero = np.arange(30) >= 25
    with_ions = replace(made, structure=replace(made.structure, is_hetero=hetero))

    side = lay_out_side("mobile", [with_ions], {})

    assert side.partners.n_residues.tolist() == [25.0]
    assert len(side.bodies[0].positions) == len(side.residues[0]) == 30


def test_structures_that_cannot_be_measured_are_all_told_by_name():
    wide = FIXED[0].structure.with_positions(FIXED[0].structure.positions * 1_000.0)
    hydrogen = replace(FIXED[1].structure, element=np.full(FIXED[1].structure.n_atoms, "H"))
    broken = [replace(FIXED[0], structure=wide), replace(FIXED[1], structure=hydrogen)]

    with pytest.raises(InputError) as caught:
        lay_out_side("fixed partners", [*broken, FIXED[2]], {})

    assert [(p.file, p.field) for p in caught.value.problems] == [
        ("fixed partners", "F0"), ("fixed partners", "F1"),
    ]  # fmt: skip


def test_a_name_that_stands_twice_is_told_once():
    (problem,) = find_duplicates("fixed partners", [FIXED[0], FIXED[0], FIXED[0], FIXED[1]])

    assert "3 partners are called F0" in problem.message


def test_a_structure_under_two_names_is_told_by_its_hash():
    copy = replace(MOBILE[0], structure=replace(MOBILE[0].structure, name="M0copy"))

    side = lay_out_side("mobile", [*MOBILE, copy], {})

    kin = dict(zip(side.partners.names, side.partners.kinship.tolist(), strict=True))
    assert kin["M0"] == kin["M0copy"]
    assert len({*kin.values()}) == 3
