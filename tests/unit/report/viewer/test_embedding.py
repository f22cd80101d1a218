import base64
import json

import numpy as np
from tests.support.docking_material import write_pose

from tubulus.report.viewer.atoms import PoseAtoms, PoseResidue, read_pose_atoms
from tubulus.report.viewer.embedding import LARGEST_BYTES, embed_pose
from tubulus.report.viewer.orientation import turn_to_view

TOUCHING = [("fixed", "A:ALA1"), ("mobile", "A:LYS3")]


def embed(n=24, touching=TOUCHING):
    atoms = read_pose_atoms(write_pose("TGFBR2", "TGFB3", n), touching)
    turned = turn_to_view(atoms)
    text = embed_pose(atoms, turned)
    return atoms, turned, text


def list_atoms(content):
    """List what the script of the page makes of it: side, residue, number, atom."""
    kinds = [kind.split(" ") for kind in content["kinds"]]
    for chain in content["chains"]:
        for written in chain["residues"].split(" "):
            code, number = written.split(",")
            name, *labels = kinds[int(code)]
            for label in labels:
                yield chain["side"], name, number, label


def test_backbone_and_side_chains_that_touch_come_back_to_a_hundredth_of_an_angstrom():
    atoms, turned, text = embed()
    content = json.loads(text)
    wanted = {
        (residue.side, residue.name, residue.number, label): turned[residue.start + i]
        for residue in atoms.residues
        for i, label in enumerate(residue.atoms)
        if label != "CB" or residue.touches
    }
    found = list(list_atoms(content))
    steps = np.frombuffer(base64.b64decode(content["xyz"]), dtype="<i2").reshape(-1, 3)

    assert found == list(wanted)
    np.testing.assert_allclose(steps * content["unit"], list(wanted.values()), atol=0.0051)


def test_the_residues_that_touch_are_named_by_their_place_among_all():
    content = json.loads(embed()[2])

    assert content["touching"] == [0, 24 + 2]
    assert not content["traced"]


def test_a_complex_that_is_too_large_for_its_backbone_gets_its_trace():
    _, _, text = embed(850)
    content = json.loads(text)

    assert content["traced"]
    assert len(text) <= LARGEST_BYTES
    labels = [label for *_, label in list_atoms(content)]
    assert labels.count("CA") == 1_700
    # both residues that touch keep all their atoms
    assert labels.count("CB") == 2


def test_a_complex_beyond_the_reach_of_hundredths_gets_larger_steps():
    atoms, turned, _ = embed()
    content = json.loads(embed_pose(atoms, turned * 40.0))

    steps = np.frombuffer(base64.b64decode(content["xyz"]), dtype="<i2").reshape(-1, 3)
    np.testing.assert_allclose(steps[0] * content["unit"], turned[0] * 40.0, atol=0.02)
    assert content["unit"] > 0.01


def test_a_complex_too_large_even_for_its_trace_is_not_embedded():
    residues = tuple(
        PoseResidue("fixed" if i < 3_000 else "mobile", "A", "GLY", str(i), ("CA",), i, i, False)
        for i in range(6_000)
    )

    assert embed_pose(PoseAtoms(residues, np.zeros((6_000, 3))), np.zeros((6_000, 3))) == ""


def test_no_name_in_a_file_can_end_the_script_element():
    pose = write_pose("TGFBR2", "TGFB3").replace(" CB  ALA", "</s> ALA")

    text = embed_pose(atoms := read_pose_atoms(pose, [("fixed", "A:ALA1")]), turn_to_view(atoms))

    assert "<" not in text
    assert "</s>" in json.loads(text)["kinds"][0]
