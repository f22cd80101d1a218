"""Tests of what groups learn from planted layers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from tests.support.planted_layers import make_detection, make_layer

from tubulus.screen.integration.calibration import calibrate, calibrate_group
from tubulus.screen.integration.groups import GROUPS, LayerGroup, LayerScale
from tubulus.screen.integration.references import Reference
from tubulus.screen.integration.scoring import compute_contribution
from tubulus.screen.settings.integration import IntegrationSettings

QUICK = IntegrationSettings(replicates=60)
DETECTION = LayerGroup("detection", (LayerScale("detection"),))
BOTH = LayerGroup(
    "receptor", (LayerScale("receptor_protein", bins=1), LayerScale("receptor_rna", bins=1))
)


def test_planted_ratios_are_recovered_within_their_intervals(rng):
    positive, random = [0.1, 0.2, 0.7], [0.6, 0.3, 0.1]
    reference, evidence = make_detection(positive, random, 1500, rng)
    own = calibrate_group(DETECTION, reference, evidence, QUICK, rng)
    table = own.tabulate()
    truth = np.log(np.array(positive) / np.array(random))
    assert table["log_ratio"][:3].to_numpy() == pytest.approx(truth, abs=0.25)
    assert table["category"][0] == "detection: absent"
    assert (table["low"] < table["high"]).all()


def test_bootstrap_intervals_cover_a_planted_ratio_about_as_often_as_they_say():
    rng = np.random.default_rng(11)
    covered, truth = 0, np.log(0.5 / 0.2)
    for _ in range(50):
        reference, evidence = make_detection([0.5, 0.5], [0.8, 0.2], 60, rng)
        table = calibrate_group(DETECTION, reference, evidence, QUICK, rng).tabulate()
        covered += table["low"][1] <= truth <= table["high"][1]
    # 90 % of 50 is 45; four standard errors are 8.5
    assert covered >= 37


def make_correlated(copies, rng):
    """Plant two layers of which the second copies the first in a share of the rows."""
    n = 2200
    keys = {"receptor": [f"R{i}" for i in range(n)], "cell_type": ["Sertoli cells"] * n}
    positive = np.arange(n) < 200
    protein = (rng.random(n) < np.where(positive, 0.6, 0.2)).astype(float)
    alone = (rng.random(n) < np.where(positive, 0.6, 0.2)).astype(float)
    rna = np.where(rng.random(n) < copies, protein, alone)
    evidence = pl.concat(
        [make_layer("receptor_protein", keys, protein), make_layer("receptor_rna", keys, rna)]
    )
    rows = pl.DataFrame(keys).with_columns(is_positive=pl.Series(positive))
    return Reference("receptor", rows, "simulated", "planted"), evidence


def test_a_copy_in_the_same_group_is_not_counted_twice(rng):
    reference, evidence = make_correlated(1.0, rng)
    own = calibrate_group(BOTH, reference, evidence, QUICK, rng)
    added, _ = compute_contribution(own, reference.rows, evidence)
    alone = own.tables[(True, False)].log_ratio
    assert added.max() == pytest.approx(alone.max(), abs=0.05)


def test_independent_layers_of_a_group_add_up(rng):
    reference, evidence = make_correlated(0.0, rng)
    own = calibrate_group(BOTH, reference, evidence, QUICK, rng)
    both = own.tables[(True, True)].log_ratio
    alone = [own.tables[known].log_ratio[1] for known in ((True, False), (False, True))]
    assert both[3] == pytest.approx(sum(alone), abs=0.4)


def test_where_one_layer_is_unknown_the_other_speaks_alone(rng):
    reference, evidence = make_correlated(0.5, rng)
    own = calibrate_group(BOTH, reference, evidence, QUICK, rng)
    protein_only = evidence.filter(layer="receptor_protein")
    added, _ = compute_contribution(own, reference.rows, protein_only)
    assert set(added) == set(own.tables[(True, False)].log_ratio)


def test_where_both_layers_never_meet_each_learns_alone(rng):
    reference, evidence = make_correlated(0.0, rng)
    even = reference.rows[::2]["receptor"].implode()
    apart = evidence.filter(
        (pl.col("layer") == "receptor_protein") == pl.col("receptor").is_in(even)
    )
    own = calibrate_group(BOTH, reference, apart, QUICK, rng)
    assert set(own.tables) == {(True, False), (False, True)}
    # a row that both layers know is served by the first of them
    added, _ = compute_contribution(own, reference.rows, evidence)
    assert not np.isnan(added).any()
    assert set(added) == set(own.tables[(True, False)].log_ratio)


def test_present_without_a_value_has_the_ratio_of_present(rng):
    reference, evidence = make_detection([0.1, 0.2, 0.7], [0.6, 0.3, 0.1], 1500, rng)
    own = calibrate_group(DETECTION, reference, evidence, QUICK, rng)
    told = make_layer("detection", {"ligand": ["A"]}, [np.nan], state=["present"])
    added, replicates = compute_contribution(own, pl.DataFrame({"ligand": ["A"]}), told)
    ratios = own.tables[True,].log_ratio
    assert added[0] == pytest.approx(np.log(0.9 / 0.4), abs=0.25)
    assert ratios[1] < added[0] < ratios[2]
    assert replicates.std() > 0
    row = own.tabulate().row(3, named=True)
    assert row["category"] == "detection: present, no value"
    assert row["positives"] == sum(own.tabulate()["positives"][1:3])


def test_where_both_layers_seldom_meet_the_one_with_more_reference_rows_counts(rng):
    reference, evidence = make_correlated(0.0, rng)
    few = reference.rows.gather_every(4)["receptor"].implode()
    protein = (pl.col("layer") == "receptor_protein") & pl.col("receptor").is_in(few)
    rna = (pl.col("layer") == "receptor_rna") & ~pl.col("receptor").is_in(few)
    own = calibrate_group(BOTH, reference, evidence.filter(protein | rna), QUICK, rng)
    assert list(own.tables) == [(False, True), (True, False)]
    assert own.alone == "receptor_rna"
    added, _ = compute_contribution(own, reference.rows, evidence)
    assert set(added) == set(own.tables[(False, True)].log_ratio)
    assert own.find_halved(reference.rows, evidence).all()
    assert not own.find_halved(reference.rows, evidence.filter(protein)).any()


def test_where_both_layers_are_learned_together_none_counts_alone(rng):
    reference, evidence = make_correlated(0.5, rng)
    own = calibrate_group(BOTH, reference, evidence, QUICK, rng)
    assert own.alone is None
    assert not own.find_halved(reference.rows, evidence).any()


def test_a_group_without_a_reference_set_says_so(rng):
    found = calibrate(make_layer("detection", {"ligand": ["A"]}, [1]), [], rng)
    table = found.tabulate_groups()
    assert table.height == len(GROUPS)
    assert set(table["state"]) == {"not_computed"}
    assert all(reason.startswith("no reference set: ") for reason in table["reason"])
    told = dict(table.select("group", "reason").iter_rows())
    assert "physical_files" in told["interaction"]
    assert "stainings_file" in told["receptor"]
    assert "cargo_file" in told["detection"]
    assert "no file can bring one" in told["downstream"]
    assert found.tabulate_ratios().is_empty()


def test_too_few_known_positives_are_not_enough(rng):
    reference, evidence = make_detection([0.5, 0.5], [0.8, 0.2], 19, rng)
    own = calibrate_group(DETECTION, reference, evidence, QUICK, rng)
    assert own.state == "not_computed"
    assert "19 positive and 190 random" in own.reason


def test_a_layer_that_says_the_same_of_all_teaches_nothing(rng):
    reference, evidence = make_detection([0.0, 1.0], [0.0, 1.0], 40, rng)
    own = calibrate_group(DETECTION, reference, evidence, QUICK, rng)
    assert (own.state, own.tables) == ("not_computed", {})
    assert "the same of every row" in own.reason


def test_a_source_that_gave_the_positives_does_not_teach(rng):
    reference, evidence = make_detection([0.2, 0.8], [0.8, 0.2], 60, rng)
    hidden = Reference("detection", reference.rows, "s", "m", hidden=("simulated",))
    own = calibrate_group(DETECTION, hidden, evidence, QUICK, rng)
    assert own.state == "not_computed"
    assert "0 positive and 0 random" in own.reason


def test_what_is_hidden_is_not_taken_for_not_listed(rng):
    listed = LayerGroup("detection", (LayerScale("detection", unlisted=True),))
    reference, evidence = make_detection([0.0, 1.0], [0.9, 0.1], 60, rng)
    named = pl.col("ligand").str.starts_with("P")
    marked = evidence.filter(pl.col("state") == "present").with_columns(
        source=pl.when(named).then(pl.lit("study")).otherwise(pl.lit("other"))
    )
    hidden = Reference("detection", reference.rows, "s", "m", hidden=("study",))
    own = calibrate_group(listed, hidden, marked, QUICK, rng)
    assert own.state == "not_computed"
    assert "0 positive and 600 random" in own.reason


def test_two_reference_sets_for_one_group_are_our_error(rng):
    reference, evidence = make_detection([0.5, 0.5], [0.8, 0.2], 30, rng)
    with pytest.raises(ValueError, match="one reference set"):
        calibrate(evidence, [reference, reference], rng)


def test_the_same_seed_learns_the_same():
    reference, evidence = make_detection([0.5, 0.5], [0.8, 0.2], 60, np.random.default_rng(2))
    tables = [
        calibrate_group(DETECTION, reference, evidence, QUICK, np.random.default_rng(9)).tabulate()
        for _ in range(2)
    ]
    assert tables[0].equals(tables[1])


def test_pairs_are_not_learned_from_evidence_that_holds_them(rng):
    reference, evidence = make_detection([0.2, 0.8], [0.8, 0.2], 60, rng)
    strict = replace(reference, needs_own_evidence=True)
    circular = calibrate_group(DETECTION, strict, evidence, QUICK, rng)
    honest = calibrate_group(DETECTION, strict.with_evidence(evidence), evidence, QUICK, rng)
    assert (circular.state, honest.state) == ("not_computed", "computed")
    assert "circular" in circular.reason
