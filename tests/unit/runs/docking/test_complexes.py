"""A pose becomes a file that other programs read."""

import numpy as np
import pytest
from tests.support.dock import make_peptide, make_structure

from tubulus.dock.structures.reading.read import read_structure
from tubulus.runs.docking.complexes import name_pose_file, render_complex


def test_chains_that_clash_are_renamed_and_told(tmp_path):
    fixed, mobile = make_peptide("ACDEF", name="F"), make_peptide("GHIKL", name="M")

    text, ending = render_complex(fixed, mobile.move(np.array([0.0, 9.0, 0.0])), ["said"])
    path = tmp_path / f"pose{ending}"
    path.write_text(text, "utf-8")
    read = read_structure(path).structure

    assert read.chains == ("A", "B")
    assert read.n_residues == 10
    assert "REMARK   6 said\n" in text
    assert "mobile partner M: chains B (A)" in text


def test_other_chains_keep_their_names():
    text, _ = render_complex(make_peptide("AC", chain="H"), make_peptide("AC", chain="L"), [])

    assert "chains H\n" in text
    assert "chains L\n" in text


def test_remarks_are_wrapped_and_plain():
    text, _ = render_complex(make_peptide("AC"), make_peptide("AC"), ["nearer than 3 Å " * 12])

    assert text.isascii()
    assert max(map(len, text.splitlines())) <= 80


def test_what_pdb_columns_cannot_hold_is_written_as_mmcif(tmp_path):
    far = make_structure([[20_000.0, 0.0, 0.0]] * 1)

    text, ending = render_complex(make_peptide("AC"), far, ["said"])

    assert ending == ".cif"
    assert text.startswith("# said\n")


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
