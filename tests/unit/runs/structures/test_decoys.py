import pytest
from tests.support.dock import make_peptide
from tests.support.structure_sources import LIGAND, RECEPTOR

from tubulus.core.errors import StudyError
from tubulus.dock.calibration.settings import CalibrationSettings
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


def list_side(role):
    return [entry for entry in load_decoy_list() if entry.role == role]


def test_decoys_that_are_known_to_meet_come_from_one_entry():
    pairs = set(load_pairs().iter_rows())
    met = {
        (one.pdb_id, two.pdb_id)
        for one in list_side("ligand")
        for two in list_side("receptor")
        if {(a, b) for a in one.genes for b in two.genes} & pairs
    }
    genes = [
        {gene for entry in list_side(r) for gene in entry.genes} for r in ("ligand", "receptor")
    ]

    assert ("1A22", "1A22") in met
    assert all(one == two for one, two in met)
    assert not genes[0] & genes[1]


def test_the_list_suffices_for_a_calibration_without_the_entries_of_the_benchmark():
    least = CalibrationSettings().least_decoys
    for role in ("ligand", "receptor"):
        left = [entry for entry in list_side(role) if entry.source != "Docking Benchmark 5"]
        assert len(left) >= least
        assert len({entry.name for entry in left}) == len(left)


def test_decoys_are_taken_from_a_folder_in_their_roles(study, folder):
    added = add_decoys([], study, local=folder)

    assert [(row.partner, row.role, row.chains) for row in added.rows] == [
        ("decoy GH1 1A22", "ligand", "A"),
        ("decoy IL4 1IAR", "ligand", "A"),
        ("decoy IL4R 1IAR", "receptor", "B"),
        ("decoy GHR 1A22", "receptor", "B"),
    ]
    assert [file.file for file in added.files] == ["1A22.pdb", "1IAR.pdb"]
    assert any("Not in mine or its sub-folders, left out: 4RS1" in note for note in added.notes)


def test_too_few_decoy_partners_for_a_calibration_are_told_by_side(study, folder):
    table = study / "insilico" / "partners.csv"
    rows = [f"X{i},receptor,x.pdb,," for i in range(9)]
    table.write_text(
        "\n".join(["partner,role,file,chains,family", *rows, "Y,ligand,y.pdb,,"]) + "\n"
    )

    added = add_decoys([], study, local=folder)

    # nine receptors and two decoys among eleven rows: each has ten others
    assert added.notes[-1] == (
        "There are too few decoy partners: 2 ligands, where a p-value needs 10; add some."
    )


def test_decoys_are_found_in_sub_folders(study, folder):
    (folder / "single").mkdir()
    (folder / "1IAR.pdb").rename(folder / "single" / "1iar_cleaned.pdb")

    added = add_decoys([], study, local=folder)

    assert [file.file for file in added.files] == ["1A22.pdb", "1iar_cleaned.pdb"]
    assert {row.file for row in added.rows} == {
        "structures/1A22.pdb",
        "structures/1iar_cleaned.pdb",
    }


def test_copies_of_one_file_count_once_and_files_that_differ_are_left_out_and_told(study, folder):
    (folder / "copies").mkdir()
    for name in ("1A22", "1IAR"):
        text = (folder / f"{name}.pdb").read_text()
        (folder / "copies" / f"{name}.pdb").write_text(text + "END\n" * (name == "1IAR"))

    added = add_decoys([], study, local=folder)

    assert [file.file for file in added.files] == ["1A22.pdb"]
    assert "decoy IL4 1IAR is left out: 1IAR.pdb, 1IAR.pdb differ." in added.notes


def test_a_file_without_the_chain_of_a_decoy_is_left_out_and_told(study, folder):
    (folder / "1IAR.pdb").write_text(render_pdb(make_peptide(LIGAND)))

    added = add_decoys([], study, local=folder)

    assert "decoy IL4R 1IAR is left out: 1IAR.pdb has no chain B." in added.notes
    assert "decoy IL4 1IAR" in {row.partner for row in added.rows}


def test_decoys_that_a_protein_of_the_study_is_known_to_meet_are_left_out(study, folder):
    table = study / "insilico" / "partners.csv"
    table.write_text(
        "partner,role,file\nGHR,receptor,x.pdb\nGH1,ligand,x.pdb\nIL4,ligand,y.pdb\n"
        "IL4R,receptor,y.pdb\n"
    )

    with pytest.raises(StudyError) as caught:
        add_decoys([], study, local=folder)

    assert "decoy IL4R 1IAR is left out: the study asks about IL4R." in str(caught.value)


def test_a_protein_of_the_study_under_another_name_is_no_decoy_nor_is_what_it_meets(study, folder):
    one = make_peptide(LIGAND)
    other = make_peptide(LIGAND[::-1], chain="B", origin=(0.0, 9.0, 0.0))
    (folder / "1IAR.pdb").write_text(render_pdb(join_structures([one, other])))
    (study / "insilico" / "structures").mkdir()
    receptor = make_peptide(RECEPTOR, chain="B", origin=(0.0, 9.0, 0.0))
    (study / "insilico" / "structures" / "mine.pdb").write_text(render_pdb(receptor))
    (study / "insilico" / "partners.csv").write_text(
        "partner,role,file\ncolleague_receptor,receptor,structures/mine.pdb\n"
    )

    added = add_decoys([], study, local=folder)

    assert "decoy GHR 1A22 is left out: by its sequence it is colleague_receptor." in added.notes
    assert "decoy GH1 1A22 is left out: the table pairs it with GHR." in added.notes
    assert [row.partner for row in added.rows] == ["decoy IL4 1IAR", "decoy IL4R 1IAR"]
    assert [file.file for file in added.files] == ["1IAR.pdb"]


def test_decoys_that_the_table_pairs_with_a_protein_of_the_study_are_left_out():
    chosen, notes = choose_decoys(load_decoy_list(), frozenset({"PRLR", "IL13"}))

    assert "decoy GH1 1A22 is left out: the table pairs it with PRLR." in notes
    assert "decoy IL4R 1IAR is left out: the table pairs it with IL13." in notes
    assert "decoy GHR 1A22" in {entry.name for entry in chosen}


def test_a_decoy_that_the_study_asks_about_is_left_out():
    chosen, notes = choose_decoys(load_decoy_list(), frozenset({"VEGFA"}))

    assert "VEGFA" not in {gene for entry in chosen for gene in entry.genes}
    assert notes[0].endswith("the study asks about VEGFA.")


def test_a_name_that_is_not_on_the_list_is_told(study):
    with pytest.raises(StudyError, match="9XYZ is not on the list"):
        add_decoys(["9XYZ"], study)
