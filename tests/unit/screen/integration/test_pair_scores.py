"""Tests of the table of scores and of the rule for disagreement."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from tests.support.planted_layers import make_detection, make_layer

from tubulus.screen.integration.calibration import Calibration, calibrate
from tubulus.screen.integration.pair_scores import compare_rankings, derive_pair_scores
from tubulus.screen.integration.references import Reference
from tubulus.screen.settings.integration import IntegrationSettings

QUICK = IntegrationSettings(replicates=60)


def make_keys(n):
    return pl.DataFrame(
        {
            "ligand": [f"L{i:03d}" for i in range(n)],
            "receptor": ["X"] * n,
            "cell_type": ["Sertoli cells"] * n,
        }
    )


@pytest.fixture
def learned(rng):
    reference, evidence = make_detection([0.2, 0.8], [0.8, 0.2], 100, rng)
    return calibrate(evidence, [reference], rng, settings=QUICK)


def make_evidence_of(n, rng):
    names = {"ligand": [f"L{i:03d}" for i in range(n)]}
    return make_layer("detection", names, rng.integers(0, 2, n))


@pytest.mark.parametrize("n", [0, 1])
def test_few_pairs_make_a_short_table(n, learned, rng):
    table = derive_pair_scores(make_keys(n), make_evidence_of(n, rng), learned, rng)
    assert table.height == n
    assert not table["disagreement"].any()
    assert table["rank_log_odds"].to_list() == [1.0] * n


def test_pairs_of_which_nothing_is_known_are_not_ranked(learned, rng):
    table = derive_pair_scores(make_keys(4), make_evidence_of(2, rng), learned, rng)
    blank = table[2:].select("low", "high", "rra_rho", "rra_p", "rank_log_odds", "rank_rra")
    assert blank.null_count().row(0) == (2,) * 6
    assert "posterior is the prior" in table["note"][3]
    assert table["layers_used"][3] == ""


def test_without_a_calibrated_group_the_rank_aggregation_alone_orders(rng):
    none = calibrate(make_evidence_of(3, rng), [], rng, settings=QUICK)
    evidence = make_layer("detection", make_keys(3).select("ligand"), [1, 2, 0])
    table = derive_pair_scores(make_keys(3), evidence, none, rng)
    assert table["log_odds"].to_list() == pytest.approx([QUICK.prior_log_odds] * 3)
    assert table["low"].null_count() == table["rank_log_odds"].null_count() == 3
    assert table.sort("rra_p")["ligand"].to_list() == ["L001", "L000", "L002"]
    assert set(table["note"]) == {"no group is calibrated: the log-odds are the prior"}


def test_the_note_tells_where_one_of_two_known_layers_counts_alone(rng):
    keys = make_keys(2).with_columns(receptor=pl.Series(["X", "Y"]))
    places = {"receptor": [f"R{i}" for i in range(880)], "cell_type": ["Sertoli cells"] * 880}
    positive = np.arange(880) % 11 == 0
    values = np.where(rng.random(880) < np.where(positive, 0.7, 0.2), 1.0, 0.0)
    # no row of the reference set is known to both layers
    parts = [
        make_layer(layer, places, np.where(np.arange(880) % 2 == side, values, np.nan))
        for side, layer in enumerate(("receptor_protein", "receptor_rna"))
    ]
    rows = pl.DataFrame(places).with_columns(is_positive=pl.Series(positive))
    reference = Reference("receptor", rows, "simulated", "planted", evidence=pl.concat(parts))
    own = calibrate(pl.concat(parts), [reference], rng, settings=QUICK)
    asked = {"receptor": ["X", "Y"], "cell_type": ["Sertoli cells"] * 2}
    told = [make_layer("receptor_protein", asked, [1, 1])]
    told.append(make_layer("receptor_rna", asked, [1, np.nan]))
    notes = derive_pair_scores(keys, pl.concat(told), own, rng)["note"].to_list()
    assert "receptor: two layers are known and receptor" in notes[0]
    assert "two layers" not in notes[1]


def test_pairs_that_are_all_tied_agree(learned, rng):
    evidence = make_layer("detection", {"ligand": [f"L{i:03d}" for i in range(6)]}, [1] * 6)
    table = derive_pair_scores(make_keys(6), evidence, learned, rng)
    assert table["rank_log_odds"].to_list() == table["rank_rra"].to_list() == [3.5] * 6
    assert table["rra_p"].to_list() == [1.0] * 6
    assert not table["disagreement"].any()


def test_layers_that_only_one_opinion_uses_can_make_them_disagree(learned, rng):
    n = 60
    pairs = make_keys(n)
    detection = make_layer("detection", pairs.select("ligand"), [1] * 30 + [0] * 30)
    # the pairs were not calibrated: they move the ranks of the second opinion alone
    against = [
        make_layer(x, pairs.drop("cell_type"), np.arange(n)) for x in ("knowledge", "physical")
    ]
    calm = learned.settings.model_copy(update={"resample_layers": False})
    own = Calibration(learned.groups, calm)
    table = derive_pair_scores(pairs, pl.concat([detection, *against]), own, rng)
    told = table.filter("disagreement")
    assert "L059" in told["ligand"].to_list()
    assert told.height < n / 2
    assert table.filter(pl.col("note").str.contains("rank aggregation")).equals(told)


def test_a_pair_that_stands_twice_is_our_error(learned, rng):
    keys = pl.concat([make_keys(2), make_keys(1)])
    with pytest.raises(ValueError, match="stand once"):
        derive_pair_scores(keys, make_evidence_of(2, rng), learned, rng)


def test_the_same_seed_gives_the_same_table(learned, rng):
    evidence = make_evidence_of(9, rng)
    first, second = (
        derive_pair_scores(make_keys(9), evidence, learned, np.random.default_rng(4))
        for _ in range(2)
    )
    assert first.equals(second)


def test_rankings_disagree_beyond_the_interval_and_the_gap_alone():
    scores = np.arange(20.0)[::-1]
    sure = np.tile(scores, (50, 1))
    p = np.arange(1.0, 21.0)
    p[[0, 10]] = p[[10, 0]]
    known = np.ones(20, dtype=bool)
    found = compare_rankings(scores, sure, p, known, gap=0.1)
    assert np.flatnonzero(found.is_apart).tolist() == [0, 10]
    # the same exchange within a wide interval is noise
    noise = np.random.default_rng(1).permuted(sure, axis=1)
    assert not compare_rankings(scores, noise, p, known, gap=0.1).is_apart.any()
    assert not compare_rankings(scores, sure, p, known, gap=0.6).is_apart.any()


def test_a_block_of_equal_p_stands_for_any_order_within_it():
    scores = np.arange(20.0)[::-1]
    found = compare_rankings(
        scores, np.tile(scores, (9, 1)), np.full(20, 0.5), np.ones(20, dtype=bool), gap=0.0
    )
    assert not found.is_apart.any()
    assert found.rank_rra.tolist() == [10.5] * 20
