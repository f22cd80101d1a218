"""Tests of the reader of a CellPhoneDB database."""

from __future__ import annotations

from pathlib import Path

import pytest

from tubulus.core.errors import InputError
from tubulus.screen.knowledge.cellphonedb import read_cellphonedb_pairs

from .conftest import COMPLEXES, INTERACTIONS

SHARED = Path(__file__).parents[5] / "shared/data/lr/lr_tables"


def test_pairs_come_with_complex_reference_and_what_the_row_says(cellphonedb_folder):
    source = read_cellphonedb_pairs(cellphonedb_folder)
    row = source.rows.filter(ligand="TGFB1").row(0, named=True)

    assert source.label == "CellPhoneDB 5.0.0"
    assert row["receptor"] == "TGFBR1+TGFBR2"
    assert row["references"] == "PMID:22710174"
    assert "annotation_strategy: curated" in row["notes"]
    assert "source: PMID:22710174" in row["notes"]


def test_what_is_no_ligand_and_receptor_is_left_out_and_counted(cellphonedb_folder):
    source = read_cellphonedb_pairs(cellphonedb_folder)

    assert dict(source.skipped) == {
        "directionality Adhesion-Adhesion": 1,
        "the ligand is no protein (named by the enzymes that make it)": 1,
    }
    assert source.left_out["given"].to_list() == ["Q00000"]


def test_other_directions_are_read_when_asked_for(cellphonedb_folder):
    source = read_cellphonedb_pairs(cellphonedb_folder, directions=["Adhesion-Adhesion"])

    assert source.pairs.rows() == [("ICAM1", "ICAM1")]


def test_a_file_without_directions_is_turned_by_the_marks_of_receptors(write_csv):
    write_csv("old/complex_input.csv", COMPLEXES)
    write_csv("old/protein_input.csv", [["uniprot", "receptor"], ["P01137", "False"]])
    rows = [["partner_a", "partner_b"], ["TGFbR", "P01137"], ["P09603", "P07333"]]
    folder = write_csv("old/interaction_input.csv", rows).parent
    source = read_cellphonedb_pairs(folder)

    assert source.rows.select("ligand", "receptor").rows() == [
        ("CSF1", "CSF1R"),
        ("TGFB1", "TGFBR1+TGFBR2"),
    ]
    assert source.version == "of unknown version"


def test_the_symbol_in_the_file_helps_where_the_accession_is_not_known(write_csv):
    write_csv("cpdb/complex_input.csv", COMPLEXES)
    write_csv("cpdb/interaction_input.csv", INTERACTIONS)
    genes = [["uniprot", "hgnc_symbol"], ["Q00000", "IL34"]]
    folder = write_csv("cpdb/gene_input.csv", genes).parent
    source = read_cellphonedb_pairs(folder)

    assert source.rows.filter(ligand="IL34")["references"].to_list() == ["PDB:4T2W"]
    assert source.left_out.is_empty()


def test_every_missing_file_is_named(tmp_path):
    with pytest.raises(InputError) as caught:
        read_cellphonedb_pairs(tmp_path)

    named = [problem.field for problem in caught.value.problems]
    assert named == ["complex_input", "interaction_input"]


def test_a_row_without_a_partner_is_refused_with_its_line(write_csv):
    write_csv("cpdb/complex_input.csv", COMPLEXES)
    rows = [["partner_a", "partner_b"], ["P09603", "P07333"], ["P09603", ""]]
    folder = write_csv("cpdb/interaction_input.csv", rows).parent
    with pytest.raises(InputError, match="line 3, partner_b: is empty"):
        read_cellphonedb_pairs(folder)


@pytest.mark.skipif(not SHARED.is_dir(), reason="CellPhoneDB is not part of the project")
def test_version_five_is_read_with_its_references():
    source = read_cellphonedb_pairs(SHARED)

    assert source.version == "5.0.0"
    assert source.rows.height > 1_400
    assert source.rows.filter(source.rows["references"] != "").height > 850
    assert source.left_out.height < 5
