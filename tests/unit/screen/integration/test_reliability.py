"""Tests of cross-validation and of the calibration error."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from tests.support.planted_layers import make_detection, make_layer

from tubulus.screen.integration.groups import LayerGroup, LayerScale
from tubulus.screen.integration.references import Reference
from tubulus.screen.integration.reliability import assess_reliability, cross_validate
from tubulus.screen.settings.integration import IntegrationSettings

DETECTION = LayerGroup("detection", (LayerScale("detection"),))
LISTED = LayerGroup("detection", (LayerScale("detection", unlisted=True),))


def test_predictions_of_a_planted_layer_hold(rng):
    reference, evidence = make_detection([0.1, 0.3, 0.6], [0.6, 0.3, 0.1], 300, rng)
    held = cross_validate(DETECTION, reference, evidence, IntegrationSettings(), rng)
    found = assess_reliability(held.predicted, held.is_positive, held.keys, rng)
    assert held.is_known.all()
    assert found.bins["n"].sum() == 3300
    assert found.error < 0.02
    assert found.error_low <= found.error_high
    assert found.error == pytest.approx(found.error_of_chance, abs=0.01)


def test_probabilities_that_are_twice_too_high_are_caught(rng):
    predicted = np.full(1000, 0.4)
    truth = np.arange(1000) < 200
    keys = pl.DataFrame({"ligand": [f"L{i}" for i in range(1000)]})
    found = assess_reliability(predicted, truth, keys, rng)
    assert found.error == pytest.approx(0.2)
    assert found.bins.select("predicted", "observed").row(0) == pytest.approx((0.4, 0.2))
    assert found.error_low > found.error_of_chance


def test_what_is_unknown_is_predicted_at_the_share_of_the_other_folds(rng):
    reference, evidence = make_detection([0.2, 0.8], [0.8, 0.2], 50, rng)
    held = cross_validate(DETECTION, reference, evidence.clear(), IntegrationSettings(), rng)
    assert not held.is_known.any()
    assert held.predicted == pytest.approx(np.full(550, 1 / 11), abs=0.03)


def test_to_leave_unlisted_rows_at_the_prior_costs_calibration(rng):
    n = 1100
    names = {"ligand": [f"L{i}" for i in range(n)]}
    positive = np.arange(n) < 100
    listed = rng.random(n) < np.where(positive, 0.7, 0.05)
    evidence = make_layer("detection", names, np.where(listed, 1.0, np.nan))
    rows = pl.DataFrame(names).with_columns(is_positive=pl.Series(positive))
    reference = Reference("detection", rows, "simulated", "planted")
    errors = []
    for score_unlisted in (False, True):
        held = cross_validate(
            LISTED,
            reference,
            evidence,
            IntegrationSettings(),
            np.random.default_rng(1),
            score_unlisted=score_unlisted,
        )
        found = assess_reliability(held.predicted, held.is_positive, held.keys, rng)
        errors.append(found.error)
    assert errors[1] < errors[0]


def test_a_ligand_never_stands_on_both_sides(rng):
    # 20 ligands whose copies share value and truth by chance: nothing can be learned across them
    names = [f"L{i % 40}" for i in range(880)]
    keys = pl.DataFrame({"ligand": names, "receptor": [f"R{i}" for i in range(880)]})
    positive = np.arange(880) % 40 < 4
    evidence = make_layer("physical", keys, np.arange(880) % 40 + 1.0)
    group = LayerGroup("interaction", (LayerScale("physical", order="none", bins=6),))
    reference = Reference(
        "interaction", keys.with_columns(is_positive=pl.Series(positive)), "simulated", "planted"
    )
    held = cross_validate(group, reference, evidence, IntegrationSettings(), rng, folds=4)
    by_ligand = keys.with_columns(p=held.predicted).group_by("ligand").agg(pl.col("p").n_unique())
    assert by_ligand["p"].max() == 1


def test_nothing_to_assess_is_our_error(rng):
    nothing = np.zeros(0)
    with pytest.raises(ValueError, match="no prediction"):
        assess_reliability(nothing, nothing > 0, pl.DataFrame({"ligand": []}), rng)
