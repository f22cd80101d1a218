"""A pose becomes a file that other programs read."""

import numpy as np
import pytest
from tests.support.dock import make_peptide, make_structure

from tubulus.core.errors import InputError
from tubulus.dock.structures.complex_files import POSE_REMARKS, render_complex, write_complex
from tubulus.dock.structures.reading.read import read_structure


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
    assert text.startswith(f"# {POSE_REMARKS[0]}\n")
    assert "\n# said\n" in text.partition("data_")[0]


@pytest.mark.parametrize("name", ["pose.pdb", "pose.cif"])
def test_a_written_complex_is_read_back_and_says_what_it_is(tmp_path, name):
    fixed = make_peptide("ACDEF", name="F", source_name="f.pdb", source_hash="abc")
    placed = make_peptide("GHIKL", name="M", origin=(0.0, 9.0, 0.0))

    path = write_complex(str(tmp_path / name), fixed, placed, remarks=["one\ntwo"])
    lines = path.read_text("utf-8").splitlines()
    text = " ".join(line.removeprefix("REMARK   6").removeprefix("#").strip() for line in lines)

    assert read_structure(path).structure.n_residues == 10
    assert "no measured structure of a complex" in text
    assert "shows no binding" in text
    assert "fixed partner from f.pdb, SHA-256 abc" in text
    assert "mobile partner from M, SHA-256 unknown" in text


def test_a_complex_that_pdb_columns_cannot_hold_is_refused_with_the_way_out(tmp_path):
    far = make_structure([[20_000.0, 0.0, 0.0]])

    with pytest.raises(InputError, match=r"call it \.cif"):
        write_complex(tmp_path / "pose.pdb", make_peptide("AC"), far)

    assert list(tmp_path.iterdir()) == []
    assert write_complex(tmp_path / "pose.cif", make_peptide("AC"), far).is_file()


@pytest.mark.parametrize("name", ["pose", "pose.txt"])
def test_a_complex_under_another_ending_is_refused(tmp_path, name):
    with pytest.raises(InputError, match=r"call it \.pdb or \.cif"):
        write_complex(tmp_path / name, make_peptide("AC"), make_peptide("AC"))
