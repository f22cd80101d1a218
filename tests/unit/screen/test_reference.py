from importlib.resources import files

import polars as pl
import pytest

from tubulus.screen.readers import COMPARTMENTS
from tubulus.screen.reference import (
    load_builtin_cargo,
    load_builtin_receptors,
    load_genes,
    load_pairs,
    load_symbols,
)
from tubulus.screen.settings import CARGO_TIERS, GRADES

HPA_AND_SURFY_COLUMNS = {"ihc_hpa_v21_1", "hpa_sc_specific_testis", "gtex_testis_tpm", "surfy"}


def get_topology(symbol):
    return load_genes().row(by_predicate=pl.col("symbol") == symbol, named=True)["topology"]


@pytest.mark.parametrize("load", [load_builtin_cargo, load_builtin_receptors])
def test_every_row_names_its_source_and_species(load):
    frame = load()

    assert frame.filter((pl.col("source") == "") | (pl.col("species") == "")).is_empty()


@pytest.mark.parametrize("load", [load_builtin_cargo, load_builtin_receptors])
def test_every_source_is_a_citation_that_can_be_followed(load):
    cited = pl.col("source").str.contains(r"PMID:\d|DOI:10\.|PMC\d|proteinatlas\.org|\b\d{4}\b")

    assert load().filter(~cited).is_empty()


def test_unverified_receptors_are_not_shipped():
    listed = set(load_builtin_receptors()["symbol"])

    assert not listed & {"ITGB1", "CMKLR1", "EPHA2", "LRP1", "ACVR1B", "IGF2R"}


def test_a_receptor_stands_once_for_each_cell_type():
    frame = load_builtin_receptors()

    assert not frame.select("symbol", "cell_type").is_duplicated().any()


def test_receptors_speak_the_vocabularies():
    frame = load_builtin_receptors()

    assert set(frame["grade"]) == set(GRADES)
    assert set(frame["compartment"]) <= set(COMPARTMENTS)


def test_every_receptor_row_names_its_kind_of_evidence():
    kinds = {kind for row in load_builtin_receptors()["evidence_kind"] for kind in row.split("; ")}

    assert kinds == {"literature", "gene link", "immunohistochemistry", "single-cell RNA"}


def test_a_row_is_graded_conflicting_exactly_where_something_contradicts_it():
    frame = load_builtin_receptors()

    assert ((frame["grade"] == "conflicting") == (frame["conflict"] != "")).all()


@pytest.mark.parametrize(
    "symbol", ["ITGB3", "KDR", "STRA6", "RXFP1", "PDGFRA", "EDNRB", "IL6ST", "TGFBR1"]
)
def test_receptors_that_the_staining_of_the_tubule_does_not_show_say_so(symbol):
    inside = load_builtin_receptors().filter(symbol=symbol, compartment="unresolved")
    rows = load_builtin_receptors().filter(symbol=symbol, grade="conflicting")

    assert rows.height > 0
    assert set(inside["grade"]) <= {"conflicting"}
    assert rows["conflict"].str.contains("immunohistochemistry .* does not detect").all()


def test_a_cell_that_the_atlas_does_not_score_is_not_contradicted():
    row = load_builtin_receptors().filter(symbol="KDR", cell_type="endothelial cells")

    assert row["grade"].to_list() == ["literature"]


def test_a_stricter_grade_keeps_fewer_receptors():
    sizes = [load_builtin_receptors(grade).height for grade in GRADES]

    assert sizes == sorted(set(sizes))


def test_no_column_of_values_of_other_databases_is_shipped():
    shipped = {*load_builtin_cargo().columns, *load_builtin_receptors().columns}

    assert not shipped & HPA_AND_SURFY_COLUMNS
    assert not {column for column in shipped if column.startswith(("n_", "go_", "in_"))}


def test_cargo_of_other_origin_is_labelled_as_not_bone_marrow():
    other = load_builtin_cargo(("ms_other_msc",))

    assert other["source_cell"].str.contains("not bone marrow").all()


def test_each_tier_can_be_loaded_alone():
    parts = [load_builtin_cargo((tier,)) for tier in CARGO_TIERS]

    assert pl.concat(parts).sort("symbol").equals(load_builtin_cargo().sort("symbol"))


def test_all_symbols_of_the_tables_name_coding_genes():
    known = load_symbols().known
    pairs = load_pairs()
    named = {*pairs["ligand"], *pairs["receptor"], *load_builtin_cargo()["symbol"]}
    named |= set(load_builtin_receptors()["symbol"])

    assert named <= known


def test_the_pair_table_is_the_literature_supported_one():
    assert load_pairs().height == 2293


@pytest.mark.parametrize("symbol", ["TGFB1", "CSF1", "GAS6", "WNT5A", "FSHB", "LHB", "CXCL12"])
def test_classical_ligands_are_secreted(symbol):
    assert get_topology(symbol) == "secreted"


@pytest.mark.parametrize("symbol", ["KITLG", "CD47", "EGFR", "THY1", "JAG1"])
def test_proteins_that_span_the_membrane_are_surface(symbol):
    assert get_topology(symbol) == "surface"


@pytest.mark.parametrize(
    "symbol", [*(f"PSMA{i}" for i in range(1, 8)), "GNAI2", "HRAS", "VIM", "RPS19", "YBX1"]
)
def test_proteins_of_the_cell_s_inside_are_luminal(symbol):
    assert get_topology(symbol) == "luminal"


# descent and experiment agree on the extracellular space, curated evidence inside or not
TWICE_IN_SPACE = ["ANXA1", "CLU", "FGF1", "FGF10", "FGF2", "GSN"]
TWICE_IN_SPACE += ["KARS1", "S100A16", "S100A9", "SERPINB9", "SFRP4"]


def test_proteins_put_outside_by_descent_and_by_experiment_are_secreted():
    found = load_genes().filter(topology_rule="outside_by_descent_and_experiment")

    assert sorted(found["symbol"]) == TWICE_IN_SPACE
    assert set(found["topology"]) == {"secreted"}


@pytest.mark.parametrize("symbol", ["HMGB1", "ANXA2", "LGALS3", "CALR"])
def test_proteins_of_both_sides_are_unknown(symbol):
    assert get_topology(symbol) == "unknown"


def test_an_alias_that_names_one_gene_is_resolved():
    assert load_symbols().resolve("PTRF") == "CAVIN1"


def test_a_symbol_in_mouse_spelling_is_not_resolved():
    assert load_symbols().resolve("Tgfb1") is None


def test_the_tables_say_where_they_come_from():
    text = (files("tubulus.screen") / "tables" / "SOURCES.md").read_text(encoding="utf-8")

    for name in ("receptors.tsv", "cargo.tsv", "pairs.tsv.gz", "genes.tsv.gz", "aliases.tsv.gz"):
        assert name in text
