import pytest
from tests.support.dock import make_peptide
from tests.support.structure_sources import LIGAND, RECEPTOR

from tubulus.core.errors import StudyError
from tubulus.dock.partners.decoy_list import load_decoy_list
from tubulus.dock.structures.structure import join_structures
from tubulus.dock.structures.writing import render_pdb
from tubulus.runs.structures.decoys import add_decoys, choose_decoys
from tubulus.screen.reference import load_pairs


@pytest.fixture
def study(tmp_path):
    (tmp_path / "study" / "insilico").mkdir(parents=True)
    (tmp_path / "study" / "study.toml").write_text("")
    return tmp_path / "study"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "mine").mkdir()
    one = make_peptide(LIGAND)
    two = make_peptide(RECEPTOR, chain="B", origin=(0.0, 9.0, 0.0))
    for name in ("1A22", "1IAR"):
        (tmp_path / "mine" / f"{name}.pdb").write_text(render_pdb(join_structures([one, two])))
    return tmp_path / "mine"


def test_no_decoy_ligand_is_known_to_meet_a_decoy_receptor():
    pairs = set(load_pairs().iter_rows())
    genes = {
        role: {gene for entry in load_decoy_list() if entry.role == role for gene in entry.genes}
        for role in ("ligand", "receptor")
    }

    assert not {(a, b) for a in genes["ligand"] for b in genes["receptor"]} & pairs
    assert not genes["ligand"] & genes["receptor"]


def test_decoys_are_taken_from_a_folder_in_their_roles(study, folder):
    added = add_decoys([], study, local=folder)

    assert [(row.partner, row.role, row.chains) for row in added.rows] == [
        ("decoy GH1 1A22", "ligand", "A"),
        ("decoy IL4R 1IAR", "receptor", "B"),
    ]
    assert [file.file for file in added.files] == ["1A22.pdb", "1IAR.pdb"]
    assert any("Not in mine, left out: 4RS1" in note for note in added.notes)


def test_decoys_that_a_protein_of_the_study_is_known_to_meet_are_left_out(study, folder):
    table = study / "insilico" / "partners.csv"
    table.write_text("partner,role,file\nGHR,receptor,x.pdb\nIL4,ligand,y.pdb\n")

    with pytest.raises(StudyError) as caught:
        add_decoys([], study, local=folder)

    assert "decoy GH1 1A22 is left out: the table pairs it with GHR" in str(caught.value)
    assert "decoy IL4R 1IAR is left out: the table pairs it with IL4" in str(caught.value)


def test_a_decoy_that_the_study_asks_about_is_left_out():
    chosen, notes = choose_decoys(load_decoy_list(), frozenset({"VEGFA"}))

    assert "VEGFA" not in {gene for entry in chosen for gene in entry.genes}
    assert notes[0].endswith("the study asks about VEGFA.")


def test_a_name_that_is_not_on_the_list_is_told(study):
    with pytest.raises(StudyError, match="9XYZ is not on the list"):
        add_decoys(["9XYZ"], study)
