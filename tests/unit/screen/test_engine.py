import pickle
import re
from dataclasses import replace

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from tubulus.core.seeds import make_generator
from tubulus.screen import (
    ScreenInputs,
    ScreenSettings,
    load_builtin_cargo,
    load_builtin_receptors,
    load_genes,
    load_pairs,
    merge_chunks,
    plan_screen,
    read_comparator,
    run_chunk,
    run_screen,
)
from tubulus.screen.inputs import make_builtin_evidence
from tubulus.screen.readers import read_cargo
from tubulus.screen.receptor_map.lines import LINE_SCHEMA, RNA

QUICK = {"evidence": {"rewired_graphs": 5}, "integration": {"replicates": 20}}
"""Settings of the casebook, which these tests do not ask about."""
FEW = ScreenSettings(sets=500, **QUICK)


def add_to_cargo(*symbols):
    added = pl.DataFrame({"symbol": symbols}).with_columns(
        pl.lit("added").alias(name) for name in load_builtin_cargo().columns if name != "symbol"
    )
    return pl.concat([load_builtin_cargo(), added.select(load_builtin_cargo().columns)])


@pytest.fixture(scope="module")
def built_in():
    return run_screen(seed=7, settings=FEW)


@pytest.fixture(scope="module")
def extended():
    return run_screen(add_to_cargo("FSHB", "LHB", "HRAS"), seed=7, settings=FEW)


def get_states(result, ligand, receptor):
    rows = result.interactions.filter(ligand=ligand, receptor=receptor)
    return set(rows["state"])


@pytest.mark.parametrize(
    ("ligand", "receptor"),
    [
        ("TGFB1", "TGFBR1"),
        ("TGFB1", "TGFBR2"),
        ("CSF1", "CSF1R"),
        ("GAS6", "AXL"),
        ("GAS6", "TYRO3"),
        ("GAS6", "MERTK"),
        ("WNT5A", "FZD3"),
        ("WNT5A", "FZD5"),
        ("WNT5A", "ROR2"),
    ],
)
def test_known_pairs_are_among_the_candidates(built_in, ligand, receptor):
    assert get_states(built_in, ligand, receptor) == {"present"}


@pytest.mark.parametrize(("ligand", "receptor"), [("FSHB", "FSHR"), ("LHB", "LHCGR")])
def test_a_gonadotropin_is_a_candidate_only_once_it_is_in_the_cargo(
    built_in, extended, ligand, receptor
):
    rows = built_in.interactions.filter(ligand=ligand, receptor=receptor)
    assert set(rows["state"]) == {"unknown"}
    assert rows["reason"].str.starts_with("not in the cargo list").all()
    assert get_states(extended, ligand, receptor) == {"present"}


@pytest.mark.parametrize("symbol", [*(f"PSMA{i}" for i in range(1, 8)), "GNAI2", "HRAS"])
def test_luminal_proteins_stay_out_by_topology(extended, symbol):
    row = extended.excluded.row(by_predicate=pl.col("symbol") == symbol, named=True)

    assert row["kind"] == "topology"
    assert row["reason"].startswith("by topology")
    assert extended.interactions.filter(ligand=symbol, state="present").is_empty()


def test_a_luminal_ligand_in_the_pair_table_is_absent_by_topology(extended):
    receptors = pl.concat(
        [
            load_builtin_receptors(),
            load_builtin_receptors()
            .head(1)
            .with_columns(symbol=pl.lit(load_pairs().filter(ligand="GNAI2")["receptor"][0])),
        ]
    )

    result = run_screen(receptors=receptors, seed=7, settings=FEW)

    rows = result.interactions.filter(ligand="GNAI2")
    assert rows["state"].unique().to_list() == ["absent"]
    assert rows["reason"].str.starts_with("by topology").all()


def test_array_only_proteins_are_candidates_and_do_not_count(built_in):
    rows = built_in.interactions.filter(state="present", cargo_tier="antibody_array")

    assert rows.height > 0
    assert rows["p_pair"].null_count() == rows.height


def test_counting_array_only_proteins_is_a_choice_that_shows(built_in):
    counted = run_screen(seed=7, settings=ScreenSettings(sets=500, array_in_tests=True, **QUICK))

    assert counted.global_test.observed > built_in.global_test.observed
    assert any("counted in the tests all the same" in s for s in counted.missing_evidence)


def test_the_same_seed_gives_the_same_tables_in_any_order_of_chunks():
    settings = ScreenSettings(sets=2_500, **QUICK)
    inputs = ScreenInputs(load_builtin_cargo(), load_builtin_receptors())
    plan = plan_screen(inputs, settings)
    counts = [
        run_chunk(pickle.loads(pickle.dumps(c)), make_generator(7, "screen", c.id))
        for c in reversed(plan.chunks)
    ]

    other_order = merge_chunks(plan, counts)

    serial = run_screen(seed=7, settings=settings)
    assert len(plan.chunks) == 3
    assert_frame_equal(other_order.receptor_tests, serial.receptor_tests)
    assert_frame_equal(other_order.interactions, serial.interactions)
    assert other_order.global_test == serial.global_test


def test_merging_needs_every_chunk_once():
    inputs = ScreenInputs(load_builtin_cargo(), load_builtin_receptors())
    plan = plan_screen(inputs, ScreenSettings(sets=2_000))
    one = run_chunk(plan.chunks[0], make_generator(1))

    with pytest.raises(ValueError, match="exactly once"):
        merge_chunks(plan, [one, one])


def test_cell_types_of_one_receptor_share_its_p(built_in):
    numbers = built_in.receptor_tests.group_by("receptor").agg(pl.col("p").n_unique())

    assert numbers["p"].max() == 1


def test_a_receptor_without_a_ligand_is_unknown_and_not_tested(built_in):
    row = built_in.receptor_tests.filter(receptor="S1PR1").row(0, named=True)

    assert (row["state"], row["p"], row["q"]) == ("unknown", None, None)
    assert "no ligand" in row["reason"]


def test_partners_are_the_counted_candidates(built_in):
    candidates = built_in.interactions.filter(pl.col("p_pair").is_not_null())
    counted = candidates.group_by("receptor", "cell_type").len("listed")
    joined = built_in.receptor_tests.join(counted, on=["receptor", "cell_type"])

    assert (joined["n_partners"] == joined["listed"]).all()


def test_p_is_never_below_the_smallest_attainable(built_in):
    tests = built_in.receptor_tests.filter(pl.col("p").is_not_null())

    assert (tests["p"] >= 1 / 501).all()
    assert (tests["q"] >= tests["p_exact"]).all()
    assert (tests["q_receptor"] >= tests["p_exact"]).all()


def test_without_optional_files_the_result_says_what_is_missing(built_in):
    text = " ".join(built_in.missing_evidence)

    assert "Detection frequency" in text
    assert "comparator panel" in text
    assert "not bone marrow" in text


def test_optional_files_switch_their_evidence_on():
    detection = pl.DataFrame({"symbol": ["TGFB1", "CD63"], "n_lists": [3, 30]})
    others = load_genes()["symbol"].to_list()
    panel = pl.DataFrame(
        {"list_id": ["a"] * 300 + ["b"] * 300, "symbol": others[:300] + others[300:600]}
    )

    result = run_screen(seed=7, settings=FEW, detection=detection, comparator=panel)

    assert result.comparator.lists == 2
    assert not any("Detection frequency" in s for s in result.missing_evidence)
    assert "Beside 2 other vesicle proteomes the cargo ranks" in result.conclusion


def test_an_expected_number_is_not_called_more(built_in):
    assert built_in.global_test.p_exact > 0.1
    assert "not clearly more than such sets give" in built_in.conclusion


def test_no_ligand_is_absent_because_a_list_does_not_name_it(built_in):
    absent = built_in.interactions.filter(state="absent")

    assert absent["reason"].str.starts_with("by topology").all()
    assert built_in.interactions.filter(
        pl.col("cargo_tier").is_null(), pl.col("topology") != "luminal"
    )["state"].unique().to_list() == ["unknown"]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_verdict_depends_on_the_seed_or_the_number_of_sets(built_in, seed):
    other = run_screen(seed=seed, settings=ScreenSettings(sets=99, **QUICK))

    same = ["receptor", "cell_type", "p_exact", "q", "q_receptor", "state"]
    assert_frame_equal(other.receptor_tests.select(same), built_in.receptor_tests.select(same))
    assert drop_drawn_numbers(other.conclusion) == drop_drawn_numbers(built_in.conclusion)


def drop_drawn_numbers(conclusion):
    """Drop the numbers of the one null that is drawn, and keep its verdict."""
    return re.sub(r"(Against rewired [^:]*:)[^(]*\([^;]*;", r"\1", conclusion)


@pytest.mark.parametrize("receptor", ["ITGB3", "DDR1", "LRP5"])
def test_listing_a_receptor_on_more_cell_types_changes_no_verdict(built_in, receptor):
    listed = load_builtin_receptors()
    more = [
        listed.filter(symbol=receptor).head(1).with_columns(cell_type=pl.lit(f"cell type {i}"))
        for i in range(40)
    ]

    other = run_screen(receptors=pl.concat([listed, *more]), seed=7, settings=FEW).receptor_tests

    keys = ["receptor", "q_receptor"]
    assert_frame_equal(
        other.select(keys).unique().sort(keys),
        built_in.receptor_tests.select(keys).unique().sort(keys),
    )
    joined = other.join(built_in.receptor_tests, on=["receptor", "cell_type"])
    assert (joined["q"] != joined["q_right"]).any()


def test_a_receptor_that_is_named_is_told_to_be_contradicted(built_in):
    found = built_in.receptor_tests.filter(pl.col("q_receptor") <= 0.05)

    assert found["receptor"].to_list() == ["ITGB3"]
    assert found["grade"].to_list() == ["conflicting"]
    assert "The evidence for ITGB3 on Sertoli cells is conflicting" in built_in.conclusion


def test_the_built_in_screen_has_the_figures_that_its_pages_name(built_in):
    states = dict(built_in.interactions["state"].value_counts().iter_rows())
    q = dict(built_in.receptor_tests.select("receptor", "q_receptor").unique().iter_rows())
    whole = built_in.global_test

    assert states == {"present": 250, "absent": 55, "unknown": 978}
    assert (whole.observed, round(whole.expected, 1)) == (61, 64.0)
    assert round(whole.p_exact, 2) == 0.61
    assert (round(q["ITGB3"], 4), round(q["DDR1"], 3)) == (0.0090, 0.051)


def test_candidates_keep_what_contradicts_their_receptor(built_in):
    rows = built_in.interactions.filter(receptor="TGFBR1", state="present")

    assert set(rows["receptor_grade"]) == {"conflicting"}
    assert rows["conflict"].str.contains("does not detect").all()


def test_cells_of_your_own_that_do_not_show_a_receptor_are_told_at_each_place(built_in):
    agreed = built_in.interactions.filter(pl.col("conflict") == "", state="present")
    receptor, cell = agreed.sort("receptor", "cell_type").select("receptor", "cell_type").row(0)
    line = {
        "symbol": receptor, "cell_type": cell, "kind": RNA, "value": 0.0, "label": "0.0 nTPM",
        "measure": "nTPM", "state": "absent", "reason": "below 1 nTPM", "source": "cells.csv",
    }  # fmt: skip
    own = replace(make_builtin_evidence(), lines=pl.DataFrame([line], schema=LINE_SCHEMA))
    settings = ScreenSettings(sets=500, shortlist_size=500, **QUICK)

    result = run_screen(seed=7, settings=settings, evidence=own)

    said = "RNA does not show it: 0.0 nTPM (cells.csv)"
    torn = result.interactions.filter(receptor=receptor, cell_type=cell, state="present")
    assert torn.height
    assert set(torn["conflict"]) == {said}
    tested = result.receptor_tests.filter(receptor=receptor, cell_type=cell)
    assert set(tested["conflict"]) == {said}
    noted = result.casebook.shortlist.filter(receptor=receptor)["note"].to_list()
    assert noted
    assert all(f"conflict on {cell}: {said}" in note for note in noted)
    before = built_in.interactions.filter(pl.col("conflict") != "", state="present").height
    counted = f"on the receptor is missing in {before + torn.height} of"
    assert any(counted in text for text in result.missing_evidence)


def test_candidates_without_human_receptor_evidence_are_counted(built_in):
    candidates = built_in.interactions.filter(state="present")
    other = candidates.filter(~pl.col("receptor_species").str.contains("human"))

    text = " ".join(built_in.missing_evidence)
    assert f"missing in {other.height} of {candidates.height} candidate rows" in text
    assert f"newt {other.filter(receptor_species='newt').height}" in text


def test_the_uniform_null_is_labelled_as_discouraged():
    result = run_screen(seed=7, settings=ScreenSettings(sets=500, null="uniform", **QUICK))

    assert "discouraged" in result.conclusion


def test_no_text_claims_binding(built_in):
    columns = built_in.interactions.select("reason", "pair_source").to_series(0)

    assert "binds" not in built_in.conclusion
    assert not columns.str.contains("binds").any()


def test_a_cargo_without_any_partner_gives_a_result(tmp_path):
    (tmp_path / "cargo.csv").write_text("symbol\nPSMA1\n")

    result = run_screen(read_cargo(tmp_path / "cargo.csv"), seed=1, settings=FEW)

    assert result.global_test.observed == 0
    assert result.global_test.p == 1.0
    assert set(result.receptor_tests["state"]) == {"unknown"}


def test_receptors_without_any_pair_give_a_result():
    receptors = load_builtin_receptors().filter(symbol="S1PR1")

    result = run_screen(receptors=receptors, seed=1, settings=FEW)

    assert result.interactions.is_empty()
    assert set(result.receptor_tests["state"]) == {"unknown"}


@pytest.mark.external
def test_control_pairs_of_the_pair_table_have_the_right_state(built_in, shared_folder):
    controls = pl.read_csv(shared_folder / "data" / "lr" / "control_pairs.tsv", separator="\t")
    usable = controls.filter(in_connectomedb2020="yes", receptor_verified="yes")
    unsure = set(built_in.excluded["symbol"])
    cargo = set(load_builtin_cargo()["symbol"]) - unsure

    wrong = [
        (ligand, receptor)
        for ligand, receptor in usable.select("ligand", "receptor").iter_rows()
        if (get_states(built_in, ligand, receptor) == {"present"}) != (ligand in cargo)
    ]

    assert usable.height >= 30
    assert wrong == []


@pytest.mark.external
def test_the_cargo_ranks_third_of_the_known_vesicle_proteomes(tmp_path, shared_folder):
    folder = shared_folder / "data" / "lr"
    kept = pl.read_csv(folder / "exocarta_lists.tsv", separator="\t")["experiment"].cast(pl.String)
    lists = pl.read_csv(
        folder / "proteome" / "exocarta5_human_protein.tsv.gz", separator="\t", infer_schema=False
    ).filter(pl.col("EXPERIMENT ID").is_in(kept.implode()), pl.col("GENE SYMBOL").is_not_null())
    path = tmp_path / "panel.tsv"
    lists.select(list_id="EXPERIMENT ID", symbol="GENE SYMBOL").write_csv(path, separator="\t")

    rank = run_screen(seed=7, settings=FEW, comparator=read_comparator(path)).comparator

    # the survey behind this room found rank 3 of 32 with another pair table
    assert (rank.rank, rank.lists) == (3, 31)
