import gzip
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from tests.support.dock import make_peptide
from tests.support.structure_sources import (
    ASKED,
    ENTRY,
    LIGAND,
    MODEL,
    RECEPTOR,
    FakeSource,
    render_entry,
)

from tubulus.core.errors import InputError, StudyError
from tubulus.dock.partners.partner_table import read_partners
from tubulus.dock.structures.writing import render_mmcif, render_pdb
from tubulus.runs.data_index import read_index, verify_data
from tubulus.runs.structures import Outside, add_structures
from tubulus.runs.structures.downloading import DownloadError
from tubulus.runs.structures.verifying import require_unchanged

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def study(tmp_path):
    (tmp_path / "study").mkdir()
    (tmp_path / "study" / "study.toml").write_text("")
    return tmp_path / "study"


@pytest.fixture
def web():
    return FakeSource()


@pytest.fixture
def outside(web):
    return Outside(web.open, clock=lambda: NOON)


def list_files(study):
    return sorted(path.name for path in (study / "insilico").rglob("*") if path.is_file())


def test_an_entry_is_fetched_hashed_and_proposed_with_names_roles_and_families(study, outside):
    added = add_structures(["1ktz"], study, outside=outside)

    (entry,) = read_index(added.folder)
    assert (added.folder / "1KTZ.cif.gz").read_bytes() == render_entry()
    assert (entry.source, entry.licence, entry.added) == (
        ENTRY, "CC0 1.0 (wwPDB)", "2026-03-01T12:00:00Z",
    )  # fmt: skip
    assert "10.2210/pdb1ktz/pdb" in entry.citation
    assert [(r.partner, r.role, r.chains, r.accession, r.family) for r in added.rows] == [
        ("TGFB3", "ligand", "A", "P10600", "TGFB3"),
        ("TGFBR2", "receptor", "B", "P37173", "TGFBR2"),
    ]
    assert [request.name for request in read_partners(added.table).requests] == ["TGFB3", "TGFBR2"]


def test_every_address_is_told_before_it_is_opened(study, web):
    told = []

    def open_told(address):
        assert told[-1].endswith(address)
        return web.open(address)

    add_structures(["P10600"], study, outside=Outside(open_told, told.append))

    assert web.asked == [ASKED, MODEL]
    assert told == [f"Fetching {ASKED}", f"Fetching {MODEL}"]


def test_a_predicted_model_is_found_by_its_accession_in_the_version_of_today(study, outside):
    added = add_structures(["P10600"], study, outside=outside)

    (entry,) = added.files
    assert (entry.file, entry.licence) == ("AF-P10600-F1-model_v6.cif", "CC BY 4.0")
    assert "Jumper" in entry.citation


def test_nothing_is_fetched_where_a_local_folder_is_named(study, tmp_path, web, outside):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "pdb1ktz.cif.gz").write_bytes(render_entry())

    added = add_structures(
        ["1KTZ"], study, local=tmp_path / "mine", source="disk of 2025", outside=outside
    )

    assert web.asked == []
    assert [(f.file, f.source) for f in added.files] == [("pdb1ktz.cif.gz", "disk of 2025")]
    assert [row.partner for row in added.rows] == ["TGFB3", "TGFBR2"]


def test_a_folder_alone_gives_all_its_structures(study, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "1KTZ.cif.gz").write_bytes(render_entry())
    (tmp_path / "mine" / "readme.txt").write_text("x")

    added = add_structures([], study, local=tmp_path / "mine")

    assert [f.file for f in added.files] == ["1KTZ.cif.gz"]


def test_structures_in_sub_folders_are_found_and_hidden_ones_are_not(study, tmp_path):
    for place in ("complex/old", ".cache"):
        (tmp_path / "mine" / place).mkdir(parents=True)
        (tmp_path / "mine" / place / "1KTZ.cif.gz").write_bytes(render_entry())

    by_name = add_structures(["1KTZ"], study, local=tmp_path / "mine")
    whole = add_structures([], study, local=tmp_path / "mine")

    assert [file.file for file in by_name.files] == ["1KTZ.cif.gz"]
    assert [file.file for file in whole.files] == ["1KTZ.cif.gz"]


def test_two_structures_that_would_bear_one_name_are_told(study, tmp_path):
    for place in ("one", "two"):
        (tmp_path / "mine" / place).mkdir(parents=True)
        (tmp_path / "mine" / place / "A.cif.gz").write_bytes(render_entry())

    with pytest.raises(InputError, match="are called A both"):
        add_structures([], study, local=tmp_path / "mine")

    assert not list_files(study)


def test_copies_of_the_entry_that_was_named_count_once_and_others_are_told(study, tmp_path):
    for place in ("one", "two"):
        (tmp_path / "mine" / place).mkdir(parents=True)
        (tmp_path / "mine" / place / "1KTZ.cif.gz").write_bytes(render_entry())
    assert len(add_structures(["1KTZ"], study, local=tmp_path / "mine").files) == 1
    (tmp_path / "mine" / "two" / "1KTZ.pdb").write_text(render_pdb(make_peptide("ACDEFGHIKLMN")))

    with pytest.raises(InputError, match=r"several files are of this entry"):
        add_structures(["1KTZ"], study, local=tmp_path / "mine")


@pytest.mark.parametrize("place", ["nowhere", "empty"])
def test_a_folder_without_structures_is_told(study, tmp_path, place):
    (tmp_path / "empty" / "sub").mkdir(parents=True)

    with pytest.raises(InputError, match=r"no such file or folder|hold no structure"):
        add_structures([], study, local=tmp_path / place)


def test_all_wrong_names_are_told_at_once_and_nothing_is_fetched(study, web, outside):
    with pytest.raises(InputError) as caught:
        add_structures(["TGFB3", "1KTZ", "../x"], study, outside=outside)

    assert [problem.file for problem in caught.value.problems] == ["../x", "TGFB3"]
    assert "name its UniProt entry (P10600" in caught.value.problems[1].remedy
    assert web.asked == []


def test_an_entry_that_a_folder_lacks_is_told(study, tmp_path):
    (tmp_path / "1ABC.cif.gz").write_bytes(render_entry())

    with pytest.raises(InputError, match="1KTZ: is not there"):
        add_structures(["1KTZ"], study, local=tmp_path)


def test_nothing_named_is_told(study):
    with pytest.raises(StudyError, match="--from"):
        add_structures([], study)


def test_an_interrupted_download_leaves_nothing(study, web, outside):
    web.promised[ENTRY] = len(render_entry()) + 1

    with pytest.raises(DownloadError, match="ended after"):
        add_structures(["P10600", "1KTZ"], study, outside=outside)

    assert not (study / "insilico").exists()


def test_a_page_in_place_of_a_structure_leaves_nothing(study, web, outside):
    web.answers[ENTRY] = b"<html>maintenance</html>"

    with pytest.raises(InputError, match="neither PDB nor mmCIF"):
        add_structures(["P10600", "1KTZ"], study, outside=outside)

    assert not (study / "insilico").exists()


@pytest.mark.parametrize("name", ["9XYZ", "P01137"])
def test_an_entry_that_does_not_exist_is_told(study, outside, name):
    with pytest.raises(DownloadError, match="there is no such entry"):
        add_structures([name], study, outside=outside)


@pytest.mark.parametrize(
    "answer",
    [b"[]", b"{}", b"x", b'[{"cifUrl": "https://elsewhere.org/AF-P10600-F1-model_v6.cif"}]',
     b'[{"cifUrl": "http://alphafold.ebi.ac.uk/files/AF-P10600-F1-model_v6.cif"}]',
     b'[{"cifUrl": "https://alphafold.ebi.ac.uk/files/AF-P01137-F1-model_v6.cif"}]'],
)  # fmt: skip
def test_an_answer_that_names_no_model_of_its_own_is_not_followed(study, web, outside, answer):
    web.answers[ASKED] = answer

    with pytest.raises(DownloadError):
        add_structures(["P10600"], study, outside=outside)

    assert web.asked == [ASKED]


def test_another_content_replaces_a_structure_only_when_asked(study, tmp_path, outside):
    add_structures(["1KTZ"], study, outside=outside)
    path = tmp_path / "1KTZ.cif.gz"
    path.write_bytes(render_entry() + b"\0")

    with pytest.raises(StudyError, match="another content"):
        add_structures([], study, local=path)
    assert {f.state for f in verify_data(study)} == {"unchanged"}
    add_structures([], study, local=path, replace_existing=True)

    assert {f.state for f in verify_data(study)} == {"unchanged"}


def test_the_same_structure_twice_changes_nothing(study, outside):
    first = add_structures(["1KTZ"], study, outside=outside)
    table = first.table.read_text()

    again = add_structures(["1KTZ"], study, outside=Outside(outside.opener))

    assert again.rows == ()
    assert again.files == first.files
    assert first.table.read_text() == table


def test_a_changed_structure_is_found_by_verify_and_before_it_is_read(study, outside):
    added = add_structures(["1KTZ"], study, outside=outside)
    path = added.folder / "1KTZ.cif.gz"
    require_unchanged(study, [path, study / "study.toml"])
    path.write_bytes(path.read_bytes() + b"\0")

    with pytest.raises(InputError, match="not that which was added on 2026-03-01"):
        require_unchanged(study, [path])
    assert [f.state for f in verify_data(study)] == ["changed"]


def test_the_table_of_partners_keeps_what_a_person_wrote(study, outside):
    table = study / "insilico" / "partners.csv"
    table.parent.mkdir()
    table.write_text("partner;role;file;family\nTGFB3;ligand;structures/own.pdb;cystine knot\n")

    added = add_structures(["1KTZ"], study, outside=outside)

    assert [row.partner for row in added.rows] == ["TGFBR2"]
    assert any("TGFB3 stands in the table as a ligand" in note for note in added.notes)
    first = table.read_text().splitlines()[1]
    assert first.startswith("TGFB3,ligand,structures/own.pdb,")
    assert "cystine knot" in first


def test_a_role_that_is_given_holds_for_all(study, outside):
    added = add_structures(["1KTZ"], study, role="ligand", outside=outside)

    assert {row.role for row in added.rows} == {"ligand"}


def test_a_file_that_names_no_protein_is_to_be_named_by_a_person(study, tmp_path):
    (tmp_path / "1ktz_A.pdb").write_text(render_pdb(make_peptide("ALDTNYCFRNLEENCC")))

    added = add_structures([], study, local=tmp_path / "1ktz_A.pdb")

    assert [(row.partner, row.role) for row in added.rows] == [("1ktz_A", "")]
    assert len(added.notes) == 2
    with pytest.raises(InputError, match="is no role"):
        read_partners(added.table)


def test_a_file_that_does_not_say_where_it_ends_is_added_with_a_word(study, tmp_path):
    lines = render_pdb(make_peptide("ADKLFRRSTWADKLF")).splitlines(keepends=True)
    declared = "SEQRES   1 A   26  ALA ASP LYS LEU PHE ARG ARG SER THR TRP ALA ASP LYS\n"
    declared += "SEQRES   2 A   26  LEU PHE ALA ASP LYS LEU PHE ARG ARG SER THR TRP ALA\n"
    atoms = [line for line in lines if line.startswith("ATOM")]
    (tmp_path / "mine.pdb").write_text(declared + "".join(atoms))

    added = add_structures([], study, local=tmp_path / "mine.pdb", role="ligand")

    assert added.notes[0] == (
        "mine.pdb ends with PHE 15 of chain A and neither TER nor END, as a file that was cut off "
        "does; 15 of the 26 residues that it declares have atoms: check that this is its last "
        "residue."
    )


def test_a_trace_of_alpha_carbons_is_refused_and_leaves_nothing_behind(study, tmp_path):
    lines = render_pdb(make_peptide("ADKLFRRSTWADKLF")).splitlines(keepends=True)
    (tmp_path / "trace.pdb").write_text("".join(x for x in lines if x[12:16] == " CA "))

    with pytest.raises(InputError, match=r"trace\.pdb: .* alpha-carbon trace"):
        add_structures([], study, local=tmp_path / "trace.pdb", role="ligand")

    assert not (study / "insilico").exists()


def test_adding_a_file_again_in_another_role_says_what_was_kept(study, tmp_path):
    (tmp_path / "mine.pdb").write_text(render_pdb(make_peptide("ADKLFRRSTWADKLF")))
    add_structures([], study, local=tmp_path / "mine.pdb", role="ligand")

    again = add_structures([], study, local=tmp_path / "mine.pdb", role="receptor")

    assert again.rows == ()
    assert again.notes[-1] == (
        "structures/mine.pdb, chain A, stands in the table as mine (ligand), which was kept; for "
        "mine (receptor) change that row, or add one."
    )
    same = add_structures([], study, local=tmp_path / "mine.pdb", role="ligand")
    assert not any("was kept" in note for note in same.notes)


def test_a_role_that_is_given_later_is_written_into_the_row_that_has_none(study, tmp_path):
    (tmp_path / "mine.pdb").write_text(render_pdb(make_peptide("ADKLFRRSTWADKLF")))
    add_structures([], study, local=tmp_path / "mine.pdb")

    again = add_structures([], study, local=tmp_path / "mine.pdb", role="receptor")

    assert [(x.name, x.role) for x in read_partners(again.table).requests] == [("mine", "receptor")]
    assert not any("was kept" in note for note in again.notes)


def test_a_model_that_only_looks_predicted_is_added_with_a_word(study, tmp_path):
    peptide = make_peptide(LIGAND)
    confidence = np.linspace(30.0, 95.0, peptide.n_residues)[peptide.residue_index]
    (tmp_path / "mine.pdb").write_text(render_pdb(replace(peptide, b_factor=confidence)))

    added = add_structures([], study, local=tmp_path / "mine.pdb", role="ligand")

    assert added.notes[0].startswith("mine.pdb looks like a predicted model")
    assert "say predicted = yes or no in its row" in added.notes[0]


def render_named(name, *, more=""):
    return f"{render_mmcif(make_peptide(LIGAND))}_entry.id {name}\n{more}"


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("1run.cif", render_named("model")),
        ("1run.cif", render_named("9XYZ")),
        ("1run.pdb", render_pdb(make_peptide(LIGAND))),
        ("1run.cif", render_named("1RUN", more="_ma_qa_metric.id 1\n")),
        ("own.cif", render_named("1RUN")),
    ],
)
def test_terms_and_citation_of_an_entry_are_not_told_of_a_file_that_is_only_called_so(
    study, tmp_path, file, content
):
    (tmp_path / file).write_text(content)

    (entry,) = add_structures([], study, local=tmp_path / file).files

    assert (entry.licence, entry.citation) == ("licence not stated", "")


@pytest.mark.parametrize("name", ["1RUN", "pdb_00001run"])
@pytest.mark.parametrize("file", ["1run.cif", "pdb_00001run.cif"])
def test_a_file_that_names_its_entry_has_the_terms_of_it(study, tmp_path, file, name):
    (tmp_path / file).write_text(render_named(name))

    (entry,) = add_structures([], study, local=tmp_path / file).files

    assert entry.licence == "CC0 1.0 (wwPDB)"
    assert "10.2210/pdb1run/pdb" in entry.citation


@pytest.mark.parametrize(
    ("content", "licence"),
    [
        (render_named("AF-P10600-F1", more="_ma_qa_metric.id 1\n"), "CC BY 4.0"),
        (render_named("AF-P01137-F1", more="_ma_qa_metric.id 1\n"), "licence not stated"),
        (render_named("ranked_0", more="_ma_qa_metric.id 1\n"), "licence not stated"),
        (
            render_named("x", more="_struct.title 'AlphaFold monomer v2.0 prediction (P10600)'\n"),
            "CC BY 4.0",
        ),
    ],
)
def test_a_model_of_ones_own_is_none_of_the_alphafold_database(study, tmp_path, content, licence):
    (tmp_path / "P10600.cif").write_text(content)

    (entry,) = add_structures(["P10600"], study, local=tmp_path / "P10600.cif").files

    assert entry.licence == licence


def test_a_fetched_file_that_names_another_entry_has_no_terms(study, web, outside):
    web.answers[ENTRY] = gzip.compress(render_named("9XYZ").encode())

    (entry,) = add_structures(["1KTZ"], study, outside=outside).files

    assert (entry.source, entry.licence) == (ENTRY, "licence not stated")


def test_a_long_code_of_an_entry_is_the_short_one(study, web, outside):
    added = add_structures(["pdb_00001ktz", "1KTZ"], study, outside=outside)

    assert web.asked == [ENTRY]
    assert [file.file for file in added.files] == ["1KTZ.cif.gz"]


def render_models(*structures):
    bodies = [render_pdb(structure).replace("END\n", "") for structure in structures]
    return "".join(f"MODEL     {i:>4}\n{x}ENDMDL\n" for i, x in enumerate(bodies, 1)) + "END\n"


def test_models_that_are_no_ensemble_are_told_when_they_are_added(study, tmp_path):
    path = tmp_path / "noensemble.pdb"
    path.write_text(render_models(make_peptide(LIGAND), make_peptide(RECEPTOR[:60])))

    added = add_structures([], study, local=path, role="ligand")

    assert added.notes[0].startswith("noensemble.pdb: its 2 models hold different atoms")
    assert "the number of one in the column model" in added.notes[0]


def test_an_ensemble_is_added_without_a_word(study, tmp_path):
    peptide = make_peptide(LIGAND)
    bent = replace(peptide, positions=peptide.positions * [1.0, 1.3, 1.0])
    (tmp_path / "nmr.pdb").write_text(render_models(peptide, bent))

    added = add_structures([], study, local=tmp_path / "nmr.pdb", role="ligand")

    assert not any("models" in note for note in added.notes)
