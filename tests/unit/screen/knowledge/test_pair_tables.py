"""Tests of the reader of any table of pairs."""

from __future__ import annotations

import pytest

from tubulus.core.errors import InputError
from tubulus.screen.knowledge.pair_tables import read_pair_table


def test_a_table_of_any_identifiers_is_read(write_csv):
    rows = [
        ["Ligand", "Receptor", "PMID", "source"],
        ["P15018", "LIFR+IL6ST", "1234567", "our review"],
        ["SCF", "KIT", "", ""],
    ]
    source = read_pair_table(write_csv("mine.csv", rows), version="2026")

    assert source.label == "mine.csv 2026"
    assert source.rows.select("resource", "ligand", "receptor", "references").rows() == [
        ("mine", "KITLG", "KIT", ""),
        ("mine", "LIF", "IL6ST+LIFR", "PMID:1234567"),
    ]
    assert source.rows["notes"].to_list() == ["", "source: our review"]


def test_unknown_and_ambiguous_names_are_refused_all_at_once(write_csv):
    rows = [["ligand", "receptor"], ["LIF", "LIFFR"], ["MLL2", "KIT"], ["Gas6", "AXL"]]
    with pytest.raises(InputError) as caught:
        read_pair_table(write_csv("mine.csv", rows))

    said = str(caught.value)
    assert [problem.row for problem in caught.value.problems] == [2, 3, 4]
    assert "LIFFR cannot be used" in said
    assert "KMT2B or KMT2D" in said or "KMT2D or KMT2B" in said
    assert "mouse or rat" in said


def test_unknown_names_can_be_left_out_and_are_reported(write_csv):
    rows = [["ligand", "receptor"], ["LIF", "LIFFR"], ["GAS6", "AXL"], ["GAS6", "AXL"]]
    source = read_pair_table(write_csv("mine.csv", rows), unknown_symbols="leave_out")

    assert source.pairs.rows() == [("GAS6", "AXL")]
    assert source.left_out.select("given", "state").rows() == [("LIFFR", "lost")]


def test_an_export_of_celltalkdb_is_told_by_its_header(write_csv):
    rows = [
        ["lr_pair", "ligand_gene_symbol", "receptor_gene_symbol", "ligand_gene_id", "evidence"],
        ["SEMA3F_PLXNA3", "SEMA3F", "PLXNA3", "6405", "15721238"],
        ["X_Y", "not a name", "PLXNA3", "1", "32196115"],
    ]
    source = read_pair_table(write_csv("human_lr_pair.csv", rows))

    assert source.rows.row(0)[:4] == ("celltalkdb", "SEMA3F", "PLXNA3", "PMID:15721238")
    assert source.left_out["given"].to_list() == ["not a name"]


def test_an_export_of_cellchatdb_is_read_with_its_complexes(write_csv):
    rows = [
        ["interaction_name", "pathway_name", "ligand", "receptor", "evidence"],
        ["TGFB1_TGFBR1_TGFBR2", "TGFb", "TGFB1", "TGFbR1_R2", "KEGG: hsa04350"],
        ["A_B", "LIFR", "LIF", "LIFR_IL6ST", "PMID: 7654321"],
    ]
    named = [["", "subunit_1", "subunit_2"], ["TGFbR1_R2", "TGFBR1", "TGFBR2"]]
    source = read_pair_table(
        write_csv("interaction.csv", rows), complexes=write_csv("complex.csv", named)
    )

    assert source.name == "CellChatDB"
    assert source.complexes == ("IL6ST+LIFR", "TGFBR1+TGFBR2")
    assert source.rows["references"].to_list() == ["PMID:7654321", ""]


def test_rows_of_another_species_are_left_out_and_counted(write_csv):
    rows = [["ligand", "receptor", "species"], ["LIF", "LIFR", "human"], ["Lif", "Lifr", "mouse"]]
    source = read_pair_table(write_csv("mine.csv", rows))

    assert source.pairs.height == 1
    assert source.skipped == (("the species is not human", 1),)


def test_a_column_of_structures_needs_no_prefix(write_csv):
    rows = [["ligand", "receptor", "pdb", "doi"], ["LIF", "LIFR", "1pvh", "10.1016/j.x"]]
    source = read_pair_table(write_csv("mine.csv", rows))

    assert source.rows["references"].to_list() == ["DOI:10.1016/j.x; PDB:1PVH"]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([["ligand", "target"], ["LIF", "LIFR"]], "receptor: column is missing"),
        ([["ligand", "receptor"], ["LIF", ""]], "line 2, receptor: is empty"),
        ([["ligand", "receptor"]], "has a header and no rows"),
    ],
)
def test_a_table_that_cannot_be_used_says_why(write_csv, rows, said):
    with pytest.raises(InputError, match=said):
        read_pair_table(write_csv("mine.csv", rows))


def test_a_table_with_semicolons_and_one_row_is_read(tmp_path):
    path = tmp_path / "pairs.csv"
    path.write_text("\ufeffligand;receptor\r\nLIF;LIFR\r\n", encoding="utf-8")

    assert read_pair_table(path).pairs.rows() == [("LIF", "LIFR")]
