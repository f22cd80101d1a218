"""A request for a partner is refused where it says what cannot be meant."""

from pathlib import Path

import pytest
from tests.support.dock import make_peptide

from tubulus.core.errors import InputError
from tubulus.dock.preparation.partners import PartnerRequest, ResidueRange
from tubulus.dock.preparation.regions import read_regions
from tubulus.dock.preparation.sequences import read_sequences
from tubulus.dock.structures.reading.read import read_structure
from tubulus.dock.structures.writing import render_pdb


@pytest.mark.parametrize(
    ("role", "remedy"),
    [("Receptor", "did you mean 'receptor'"), ("fixed", "expected one of: ligand, receptor")],
)
def test_another_word_for_a_role_is_refused_with_those_that_exist(role, remedy):
    with pytest.raises(InputError, match=rf"x\.pdb, role: '{role}' is no role; {remedy}"):
        PartnerRequest("x.pdb", role=role)


def test_every_problem_of_a_request_is_told_at_once():
    with pytest.raises(InputError) as caught:
        PartnerRequest("x.pdb", name="X", role="", residues=("A:1-9",), accessions="P01137")

    assert {problem.field for problem in caught.value.problems} == {
        "role",
        "residues",
        "accessions",
    }


def test_a_text_is_taken_as_a_path():
    request = PartnerRequest("folder/x.pdb", residues=(ResidueRange("A", 1, 9),))

    assert request.path == Path("folder/x.pdb")


def test_what_is_no_path_is_refused():
    with pytest.raises(TypeError, match="PathLike"):
        PartnerRequest(7)


def test_files_are_read_by_their_path_as_text(tmp_path):
    (tmp_path / "x.pdb").write_text(render_pdb(make_peptide("MKTAY")), "utf-8")
    (tmp_path / "x.fasta").write_text(">P01137\nMKTAY\n", "utf-8")
    (tmp_path / "x.csv").write_text("accession,kind,start,end\nP01137,mature,2,5\n", "utf-8")

    assert read_structure(str(tmp_path / "x.pdb")).structure.name == "x"
    assert read_sequences(str(tmp_path / "x.fasta")) == {"P01137": "MKTAY"}
    assert len(read_regions(str(tmp_path / "x.csv"))) == 1
