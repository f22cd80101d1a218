from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.two_proportions.risk_difference import estimate_risk_difference
from tubulus.stats.two_proportions.stratified_score import estimate_stratified_score_difference

STRATA = [(9, 24, 5, 16), (0, 16, 1, 24)]
WEIGHTS = ["Miettinen-Nurminen", "Mantel-Haenszel"]


def read(result):
    return result.difference.estimate, result.difference.low, result.difference.high


@pytest.mark.parametrize("weights", WEIGHTS)
@pytest.mark.parametrize(
    "table", [(9, 40, 1, 40), (0, 40, 0, 40), (40, 40, 40, 40), (0, 1, 1, 1), (0, 7, 5, 9)]
)
def test_one_stratum_gives_the_crude_interval(weights, table):
    crude = estimate_risk_difference(*table)

    found = read(estimate_stratified_score_difference([table], weights=weights))

    assert found == pytest.approx((crude.estimate, crude.low, crude.high), abs=1e-12)


@pytest.mark.parametrize("weights", WEIGHTS)
def test_swapping_the_arms_mirrors_the_interval(weights):
    swapped = [(x_0, n_0, x_1, n_1) for x_1, n_1, x_0, n_0 in STRATA]

    estimate, low, high = read(estimate_stratified_score_difference(STRATA, weights=weights))

    mirrored = read(estimate_stratified_score_difference(swapped, weights=weights))
    assert mirrored == pytest.approx((-estimate, -high, -low), abs=1e-10)


@pytest.mark.parametrize("weights", WEIGHTS)
def test_a_stratum_with_an_empty_arm_changes_nothing_but_who_is_left_out(weights):
    alone = estimate_stratified_score_difference(STRATA, weights=weights)
    more = estimate_stratified_score_difference([*STRATA, (3, 8, 0, 0)], weights=weights)

    assert more.difference == alone.difference
    assert (alone.n_left_out, more.n_left_out, more.n_strata) == (0, 8, 2)


@pytest.mark.parametrize("weights", WEIGHTS)
@pytest.mark.parametrize("events", [0, 1])
def test_nobody_or_everybody_with_the_event_has_limits_around_zero(weights, events):
    strata = [(8 * events, 8, 9 * events, 9), (5 * events, 5, 7 * events, 7)]

    estimate, low, high = read(estimate_stratified_score_difference(strata, weights=weights))

    assert estimate == pytest.approx(0.0, abs=1e-15)
    assert -1.0 < low < 0.0 < high < 1.0


@pytest.mark.parametrize("weights", WEIGHTS)
def test_complete_separation_reaches_the_end_of_the_scale(weights):
    estimate, low, high = read(
        estimate_stratified_score_difference([(0, 4, 5, 5), (0, 3, 2, 2)], weights=weights)
    )

    assert estimate == pytest.approx(-1.0, abs=1e-12)
    assert low == pytest.approx(-1.0, abs=1e-12)
    assert -1.0 < high < 0.0


@pytest.mark.parametrize("strata", [[], [(1, 4, 0, 0), (0, 0, 2, 3)]])
def test_without_a_comparison_there_is_no_estimate(strata):
    result = estimate_stratified_score_difference(strata)

    assert (result.difference.state, result.n_strata) == ("not estimable", 0)
    assert "both arms" in result.difference.reason


def test_seeded_strata_have_estimates_within_their_limits():
    generator = np.random.default_rng(12)
    for _ in range(15):
        arms = generator.integers(1, 9, (3, 2))
        strata = [
            (int(generator.integers(0, n_1 + 1)), n_1, int(generator.integers(0, n_0 + 1)), n_0)
            for n_1, n_0 in arms.tolist()
        ]
        estimate, low, high = read(estimate_stratified_score_difference(strata))
        assert -1.0 <= low <= estimate <= high <= 1.0
