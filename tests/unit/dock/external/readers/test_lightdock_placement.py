import numpy as np
from tests.support.dock import make_peptide

from tubulus.dock.external.readers.lightdock_placement import (
    CentredPartners,
    place_mobile_partner,
    read_centred_partners,
)
from tubulus.dock.structures.writing import render_pdb

SETUP = {"receptor_pdb": "r.pdb", "ligand_pdb": "sub/l.pdb"}


def test_chains_of_one_name_are_told_apart(tmp_path):
    for name in "rl":
        text = render_pdb(make_peptide("ACDEF"))
        (tmp_path / f"lightdock_{name}.pdb").write_text(text, encoding="ascii")

    found = read_centred_partners(tmp_path, SETUP)

    assert (found.fixed.chains, found.mobile.chains) == (("A",), ("A2",))


def test_the_length_of_the_quaternion_does_not_matter():
    partners = CentredPartners(make_peptide("ACD"), make_peptide("EFG", chain="B"))
    quaternion, none = np.array([0.4, 0.1, -0.2, 0.6]), np.zeros(3)

    one = place_mobile_partner(partners, quaternion, none, "x")
    two = place_mobile_partner(partners, 3.0 * quaternion, none, "x")

    assert np.allclose(one.positions, two.positions)


def test_a_quaternion_and_its_negative_are_one_rotation():
    partners = CentredPartners(make_peptide("ACD"), make_peptide("EFG", chain="B"))
    quaternion, moved = np.array([0.4, 0.1, -0.2, 0.6]), np.array([1.0, 2.0, 3.0])

    one = place_mobile_partner(partners, quaternion, moved, "x")
    two = place_mobile_partner(partners, -quaternion, moved, "x")

    assert np.allclose(one.positions, two.positions)
