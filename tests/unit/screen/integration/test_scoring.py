"""Tests of log-odds: what contributes, what does not, and how wide the interval is."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from tests.support.planted_layers import make_detection, make_layer

from tubulus.screen.integration.calibration import Calibration, calibrate
from tubulus.screen.integration.references import Reference
from tubulus.screen.integration.scoring import compute_log_odds
from tubulus.screen.settings.integration import IntegrationSettings

QUICK = IntegrationSettings(replicates=100)
FIXED = IntegrationSettings(replicates=100, resample_layers=False)
KEYS = pl.DataFrame(
    {"ligand": ["A", "B", "C"], "receptor": ["X"] * 3, "cell_type": ["Sertoli cells"] * 3}
)


def learn(rng, settings=QUICK):
    reference, evidence = make_detection([0.2, 0.8], [0.8, 0.2], 200, rng)
    return calibrate(evidence, [reference], rng, settings=settings)


def test_unknown_and_unlisted_pairs_keep_the_prior_and_have_no_interval(rng):
    evidence = make_layer("detection", {"ligand": ["A", "B"]}, [1, np.nan])
    scores = compute_log_odds(KEYS, evidence, learn(rng), rng)
    low, high = scores.compute_interval()
    assert scores.log_odds[1:] == pytest.approx([QUICK.prior_log_odds] * 2)
    assert scores.posterior[1:] == pytest.approx([1 / 11] * 2)
    assert np.isnan(scores.contributions["detection"]).tolist() == [False, True, True]
    assert np.isnan(low).tolist() == np.isnan(high).tolist() == [False, True, True]


def test_absent_is_not_unknown(rng):
    evidence = make_layer("detection", {"ligand": ["A", "B"]}, [1, 0])
    scores = compute_log_odds(KEYS, evidence, learn(rng), rng)
    assert scores.log_odds[0] > QUICK.prior_log_odds > scores.log_odds[1]


def test_groups_that_were_not_calibrated_change_nothing(rng):
    evidence = make_layer("detection", {"ligand": ["A", "B"]}, [1, 0])
    more = pl.concat([evidence, make_layer("downstream", {"receptor": ["X"]}, [9])])
    learned = learn(rng)
    first, second = (compute_log_odds(KEYS, e, learned, rng) for e in (evidence, more))
    assert (first.log_odds == second.log_odds).all()
    assert list(second.contributions) == ["detection"]


def test_another_prior_shifts_every_score_alike(rng):
    evidence = make_layer("detection", {"ligand": ["A", "B"]}, [1, 0])
    learned = learn(rng)
    other = Calibration(learned.groups, QUICK.model_copy(update={"prior": 0.001}))
    pair = (learned, other)
    first, second = (compute_log_odds(KEYS, evidence, own, rng).log_odds for own in pair)
    shift = np.log(0.001 / 0.999) - np.log(0.1)
    assert second - first == pytest.approx([shift] * 3)


def test_groups_that_contradict_each_other_make_the_interval_wide(rng):
    detection, evidence = make_detection([0.2, 0.8], [0.8, 0.2], 400, rng)
    genes = evidence["ligand"].to_list()
    downstream = make_layer("downstream", {"receptor": genes}, evidence["value"].to_numpy())
    rows = detection.rows.rename({"ligand": "receptor"})
    references = [detection, Reference("downstream", rows, "simulated", "planted")]
    told = pl.concat(
        [
            make_layer("detection", {"ligand": ["A"]}, [1]),
            make_layer("downstream", {"receptor": ["X"]}, [0]),
        ]
    )
    widths = []
    for settings in (QUICK, FIXED):
        learned = calibrate(pl.concat([evidence, downstream]), references, rng, settings=settings)
        scores = compute_log_odds(KEYS[:1], told, learned, rng)
        low, high = scores.compute_interval()
        widths.append(high[0] - low[0])
        assert scores.log_odds[0] == pytest.approx(QUICK.prior_log_odds, abs=0.7)
    assert widths[0] > 3 * widths[1]


def test_no_pairs_have_no_scores(rng):
    evidence = make_layer("detection", {"ligand": ["A"]}, [1])
    scores = compute_log_odds(KEYS.clear(), evidence, learn(rng), rng)
    assert scores.log_odds.size == scores.compute_interval()[0].size == 0
