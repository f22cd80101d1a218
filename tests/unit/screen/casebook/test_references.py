from dataclasses import replace

import numpy as np
import polars as pl

from tubulus.screen.casebook.layers import derive_evidence
from tubulus.screen.casebook.references import choose_hidden_curation, list_references
from tubulus.screen.identifiers import map_identifiers
from tubulus.screen.integration.calibration import calibrate
from tubulus.screen.integration.pair_scores import derive_pair_scores
from tubulus.screen.knowledge.builtin import load_builtin_pairs
from tubulus.screen.knowledge.pair_source import LEFT_OUT_SCHEMA, PAIR_ROW_SCHEMA, PairSource
from tubulus.screen.network.files.reading import InteractionTable

BUILTIN = load_builtin_pairs()


def make_source(*resources, rows=BUILTIN.rows, kind="liana"):
    """Make a source that holds the same rows once for each resource."""
    frames = [rows.with_columns(resource=pl.lit(name)) for name in resources]
    table = pl.concat(frames).select(*PAIR_ROW_SCHEMA)
    return PairSource(kind, "planted", "1", "", table, pl.DataFrame(schema=LEFT_OUT_SCHEMA))


def make_physical(*, holds_imex):
    """Make a network that holds every built-in pair."""
    ends = (pl.min_horizontal("ligand", "receptor"), pl.max_horizontal("ligand", "receptor"))
    pairs = BUILTIN.pairs.select(first=ends[0], second=ends[1]).unique(maintain_order=True)
    frame = pairs.with_columns(
        sign=pl.lit(None, pl.Float64), score=pl.lit(None, pl.Float64), papers=pl.lit(1, pl.Int64)
    )
    name = "imex" if holds_imex else "grid"
    return InteractionTable(frame, "literature", name, {}, map_identifiers([]), holds_imex)


def list_groups(plan, seed=1):
    return {r.group: r for r in list_references(plan, np.random.default_rng(seed))}


def use_sources(plan, *sources):
    evidence = replace(plan.inputs.evidence, pair_sources=sources, physical=())
    return replace(plan, inputs=replace(plan.inputs, evidence=evidence))


def test_the_built_in_table_alone_leaves_nothing_to_learn_from():
    physical = (make_physical(holds_imex=True),)

    assert choose_hidden_curation((BUILTIN,)) is None
    assert choose_hidden_curation((BUILTIN,), physical=physical) == "connectomedb2020"


def test_the_curation_that_leaves_the_most_in_view_is_hidden():
    sources = (make_source("connectomedb2020", "ramilowski2015", "hpmr", "cellchatdb"),)

    # all but cellchatdb share a curation with connectomedb2020
    assert choose_hidden_curation(sources) == "cellchatdb"


def test_tables_that_share_an_ancestor_leave_nothing_to_learn_from():
    # both took pairs from Guide to Pharmacology
    sources = (BUILTIN, make_source("cellphonedb", kind="cellphonedb"))

    assert choose_hidden_curation(sources) is None


def test_what_imex_curated_does_not_judge_a_table_that_took_from_imex():
    sources = (make_source("cellphonedb", kind="cellphonedb"),)
    imex, other = make_physical(holds_imex=True), make_physical(holds_imex=False)

    assert choose_hidden_curation(sources, physical=(imex,)) is None
    assert choose_hidden_curation(sources, physical=(imex, other)) == "cellphonedb"


def test_while_such_a_table_teaches_the_layer_does_not_see_imex(whole_plan):
    physical = (make_physical(holds_imex=True), make_physical(holds_imex=False))
    plan = use_sources(whole_plan, make_source("cellphonedb", kind="cellphonedb"))
    evidence = replace(plan.inputs.evidence, physical=physical)
    plan = replace(plan, inputs=replace(plan.inputs, evidence=evidence))

    seen = list_groups(plan)["interaction"].evidence.filter(layer="physical")

    assert seen["source"].unique().to_list() == ["grid"]
    assert (seen["state"] == "present").any()


def test_a_small_or_a_compiled_table_is_not_hidden():
    small = make_source("cellchatdb", rows=BUILTIN.rows.head(199))

    physical = (make_physical(holds_imex=False),)
    sources = (small, make_source("consensus"))

    assert choose_hidden_curation(sources, physical=physical) is None


def test_a_table_of_unknown_origin_is_no_independent_witness():
    own = make_source("my-table", kind="table")

    assert choose_hidden_curation((BUILTIN, own)) is None


def test_while_a_curation_teaches_no_layer_sees_it_or_a_table_that_may_repeat_it(whole_plan):
    own = make_source("my-table", kind="table")
    other = make_source("cellchatdb", rows=BUILTIN.rows.head(300))
    plan = use_sources(whole_plan, BUILTIN, own, other)

    reference = list_groups(plan)["interaction"]

    seen = reference.evidence.filter(layer="knowledge")
    assert reference.source in {"connectomedb2020", "cellchatdb"}
    assert not seen["source"].str.contains(reference.source).any()
    assert not seen["source"].str.contains("my-table").any()
    assert seen["state"].is_in(["present"]).any()


def test_a_pair_of_the_hidden_curation_alone_is_not_known_to_the_layer(whole_plan):
    other = make_source("cellchatdb", rows=BUILTIN.rows.head(150))
    plan = use_sources(whole_plan, BUILTIN, other)

    reference = list_groups(plan)["interaction"]

    assert reference.source == "connectomedb2020"
    positives = reference.rows.filter("is_positive").select("ligand", "receptor")
    seen = reference.evidence.filter(layer="knowledge").join(
        positives, on=["ligand", "receptor"], how="semi"
    )
    known = set(seen.filter(state="present").select("ligand", "receptor").iter_rows())
    assert known == set(other.pairs.iter_rows()) & set(positives.iter_rows())


def test_without_files_no_group_has_a_reference(make_plan):
    assert list_groups(make_plan()) == {}


def test_lines_on_receptors_and_physical_pairs_make_references(whole_plan):
    assert set(list_groups(whole_plan)) == {"interaction", "receptor"}


def test_a_measured_cargo_makes_a_reference_of_detection(make_plan):
    plan = make_plan()
    measured = plan.inputs.cargo.with_columns(tier=pl.lit("user"))
    own = replace(plan, inputs=replace(plan.inputs, cargo=measured))

    assert "detection" in list_groups(own)


def test_the_same_seed_draws_the_same_rows(whole_plan):
    one, same, other = (list_groups(whole_plan, seed)["interaction"].rows for seed in (1, 1, 2))

    assert one.equals(same)
    assert not one.equals(other)


def test_the_pairs_that_are_scored_are_not_in_their_own_reference(whole_plan):
    scored = whole_plan.interactions.filter(state="present").select("ligand", "receptor")

    rows = list_groups(whole_plan)["interaction"].rows

    assert rows.join(scored, on=["ligand", "receptor"], how="semi").is_empty()
    assert rows["is_positive"].any()


def test_a_list_of_five_own_candidates_gives_them_no_gain(make_plan):
    plan = make_plan()
    keys = ["ligand", "receptor", "cell_type"]
    candidates = plan.interactions.filter(state="present").select(keys)
    five = candidates.select("ligand", "receptor").unique().sort("ligand", "receptor").head(5)
    table = make_physical(holds_imex=False)
    ends = (pl.min_horizontal("ligand", "receptor"), pl.max_horizontal("ligand", "receptor"))
    listed = five.select(first=ends[0], second=ends[1])
    table = replace(table, pairs=table.pairs.join(listed, on=["first", "second"], how="semi"))
    evidence = replace(plan.inputs.evidence, physical=(table,))
    plan = replace(plan, inputs=replace(plan.inputs, evidence=evidence))
    rng = np.random.default_rng(1)
    own = derive_evidence(plan)

    learned = calibrate(own, list_references(plan, rng), rng)
    scores = derive_pair_scores(candidates, own, learned, rng)

    assert table.pairs.height == 5
    typed = scores.join(five, on=["ligand", "receptor"], how="semi")
    assert np.allclose(typed["log_odds"], typed["prior_log_odds"])
