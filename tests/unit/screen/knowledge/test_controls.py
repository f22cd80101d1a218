"""Known pairs are found with the tables in use, and what must stay out stays out.

``validation/control_pairs.py`` measures the same with the whole table of LIANA.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from tubulus.core.errors import InputError
from tubulus.screen.cargo.reading import read_cargo_file
from tubulus.screen.evidence import derive_gene_covariates, derive_interactions
from tubulus.screen.knowledge.builtin import load_builtin_pairs
from tubulus.screen.knowledge.liana import read_liana_pairs
from tubulus.screen.knowledge.tiers import derive_pair_knowledge, select_screen_pairs
from tubulus.screen.reference import load_builtin_cargo, load_builtin_receptors, load_genes

LR = Path(__file__).parents[5] / "shared" / "data" / "lr"
NO_FILES = pytest.mark.skipif(
    not LR.is_dir(), reason="the control pairs are not part of the project"
)


@pytest.fixture(scope="module")
def covariates():
    return derive_gene_covariates(load_genes(), None, set_contaminants_aside=True)


def find_candidates(symbols, pairs, covariates, receptors=()):
    """Return the candidates of a cargo of these proteins alone, receptors added to the map."""
    names = ("tier", "source", "source_cell", "species")
    cargo = pl.DataFrame({"symbol": sorted(symbols)}).with_columns(
        pl.lit("ms_other_msc").alias(name) for name in names
    )
    built_in = load_builtin_receptors()
    lacking = sorted(set(receptors) - set(built_in["symbol"]))
    extra = pl.DataFrame({"symbol": lacking}, schema={"symbol": pl.String}).with_columns(
        cell_type=pl.lit("control cell"), state=pl.lit("present")
    )
    mapped = pl.concat([built_in, extra], how="diagonal").with_columns(pl.all().fill_null(""))
    found = derive_interactions(cargo, mapped, pairs, covariates).filter(state="present")
    return set(found.select("ligand", "receptor").iter_rows())


def select_pairs(*sources):
    return select_screen_pairs(derive_pair_knowledge(sources))


def test_pairs_of_a_table_become_candidates_once_their_ligand_is_in_the_cargo(
    liana_table, covariates
):
    pairs = select_pairs(read_liana_pairs(liana_table))

    assert find_candidates(["TGFB1", "CSF1"], pairs, covariates) == {
        ("TGFB1", "TGFBR1"), ("TGFB1", "TGFBR2"), ("CSF1", "CSF1R"),
    }  # fmt: skip
    assert find_candidates(["CSF1"], pairs, covariates) == {("CSF1", "CSF1R")}


def test_luminal_proteins_serum_and_keratin_make_no_candidates(covariates):
    symbols = ["PSMA1", "GNAI2", "HRAS", "VIM", "ALB", "A2M", "KRT1", "KRT10"]

    assert find_candidates(symbols, select_pairs(load_builtin_pairs()), covariates) == set()


def test_receptors_of_gonadotropins_stay_out_without_their_ligand(covariates):
    pairs = select_pairs(load_builtin_pairs())
    receptors = ["FSHR", "LHCGR"]
    without = find_candidates(load_builtin_cargo()["symbol"], pairs, covariates, receptors)
    with_them = find_candidates(["FSHB", "LHB"], pairs, covariates, receptors)

    assert not {receptor for _, receptor in without} & set(receptors)
    assert with_them == {("FSHB", "FSHR"), ("LHB", "LHCGR")}


def test_a_cargo_mixed_with_transcripts_is_refused_with_the_reason(tmp_path):
    names = load_builtin_cargo(("ms_other_msc",))["symbol"].to_list()
    added = [f"OR1A{n}" for n in (1, 2)] + ["TAS2R1", "TAS2R3", "DAZ1", "TSPY1", "MALAT1", "XIST"]
    path = tmp_path / "cargo.csv"
    path.write_text("symbol\n" + "\n".join([*names, *added]) + "\n", encoding="utf-8")

    with pytest.raises(InputError, match="transcripts among proteins"):
        read_cargo_file(path, unknown_symbols="leave_out")


def list_recovered(source, covariates):
    """Return the control pairs that become candidates, contaminants kept, and all of them."""
    frame = pl.read_csv(LR / "control_pairs.tsv", separator="\t", infer_schema=False)
    controls = set(frame.select("ligand", "receptor").iter_rows())
    ligands, receptors = zip(*controls, strict=True)
    found = find_candidates(set(ligands), select_pairs(source), covariates, receptors)
    return found & controls, controls


@NO_FILES
def test_with_the_tables_of_liana_all_controls_are_recovered():
    kept = derive_gene_covariates(load_genes(), None, set_contaminants_aside=False)
    path = LR / "lr_tables" / "liana_1.10.0_omni_resource_human.tsv.gz"
    recovered, controls = list_recovered(read_liana_pairs(path), kept)

    assert len(controls) == 42
    assert controls - recovered == set()


@NO_FILES
def test_the_built_in_table_recovers_all_controls_that_it_holds():
    kept = derive_gene_covariates(load_genes(), None, set_contaminants_aside=False)
    recovered, controls = list_recovered(load_builtin_pairs(), kept)
    held = controls & set(load_builtin_pairs().pairs.iter_rows())

    assert len(held) == 40
    assert held - recovered == set()
