import gemmi
import numpy as np
import pytest
from tests.support.docking_material import write_pose

from tubulus.report.viewer.atoms import read_pose_atoms

POSE = write_pose("TGFBR2", "TGFB3")


def list_sides(atoms):
    return {residue.chain: residue.side for residue in atoms.residues}


def test_the_remarks_of_the_file_tell_the_partners_apart():
    atoms = read_pose_atoms(POSE)

    assert list_sides(atoms) == {"A": "fixed", "B": "mobile"}
    assert len(atoms.residues) == 48
    assert atoms.positions.shape == (240, 3)


def test_a_residue_is_found_by_the_name_that_its_chain_had_before_it_was_renamed():
    atoms = read_pose_atoms(POSE, [("mobile", "A:LEU2"), ("fixed", "A:ALA1"), ("fixed", "B:LYS3")])

    marked = [(r.side, r.chain, r.name + r.number) for r in atoms.residues if r.touches]
    assert marked == [("fixed", "A", "ALA1"), ("mobile", "B", "LEU2")]


def test_remarks_that_were_broken_into_lines_are_read_as_one():
    broken = POSE.replace(
        "REMARK 250 mobile partner TGFB3: chains B (A)",
        "REMARK 250 mobile partner TGFB3:\nREMARK 250 chains C (A), B\nREMARK 250 (D)",
    )

    assert list_sides(read_pose_atoms(broken)) == {"A": "fixed", "B": "mobile"}


def test_what_else_the_remarks_say_of_a_partner_names_no_chain():
    extra = "REMARK   6 mobile partner from 1KTZ.pdb, SHA-256\nREMARK   6 ab: chains\n"

    assert list_sides(read_pose_atoms(extra + POSE)) == {"A": "fixed", "B": "mobile"}


@pytest.mark.parametrize("side", ["fixed", "mobile"])
def test_a_file_that_does_not_name_both_partners_is_not_drawn(side):
    assert read_pose_atoms(POSE.replace(f"{side} partner", "partner")) is None


def test_a_file_without_an_atom_is_not_drawn():
    remarks = [line for line in POSE.splitlines() if line.startswith("REMARK")]

    assert read_pose_atoms("\n".join([*remarks, "END"])) is None


def test_a_pose_written_as_mmcif_is_read_like_one_in_pdb_format():
    structure = gemmi.read_pdb_string(POSE)
    structure.setup_entities()
    text = structure.make_mmcif_document().as_string()
    remarks = "# fixed partner TGFBR2: chains A\n# mobile partner TGFB3: chains B (A)\n"

    atoms = read_pose_atoms(remarks + text, [("mobile", "A:LEU2")])

    np.testing.assert_allclose(atoms.positions, read_pose_atoms(POSE).positions, atol=1e-3)
    assert sum(residue.touches for residue in atoms.residues) == 1


def test_hydrogen_is_left_out():
    extra = "ATOM    999  H   ALA A   1       0.000   0.000   0.000  1.00  0.00           H\n"

    atoms = read_pose_atoms(POSE.replace("ATOM      1", extra + "ATOM      1"))

    assert "H" not in atoms.residues[0].atoms


def test_nucleotides_are_drawn_through_their_phosphorus():
    renamed = POSE.replace(" CA ", " P  ").replace("           C\n", "           P\n")

    atoms = read_pose_atoms(renamed)

    assert len(atoms.trace) == 48


def test_a_residue_without_its_trace_atom_stays_and_is_not_drawn():
    lines = [line for line in POSE.splitlines() if "  CA  ALA A   1" not in line]

    atoms = read_pose_atoms("\n".join(lines))

    assert atoms.residues[0].trace == -1
    assert len(atoms.trace) == 47
