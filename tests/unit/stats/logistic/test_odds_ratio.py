from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.logistic.odds_ratio import estimate_odds_ratio

ARM = np.repeat([1.0, 0.0], 10)
EVENT = np.r_[np.ones(4), np.zeros(6), np.ones(1), np.zeros(9)]


def test_without_covariates_the_ratio_is_that_of_cells_plus_one_half():
    result = estimate_odds_ratio(EVENT, ARM)

    assert result.ratio.estimate == pytest.approx(4.5 * 9.5 / (6.5 * 1.5))
    assert result.ratio.low < result.ratio.estimate < result.ratio.high
    assert (result.events_1, result.n_1, result.events_0, result.n_0) == (4, 10, 1, 10)


@pytest.mark.parametrize("event", [ARM, 1 - ARM, np.zeros(20), np.ones(20)])
def test_zero_cells_have_finite_limits(event):
    result = estimate_odds_ratio(event, ARM)

    assert result.ratio.has_limits
    assert 0.0 <= result.test.p_value <= 1.0


@pytest.mark.parametrize(
    ("event", "arm", "covariates", "reason"),
    [
        ([], [], None, "no complete participant in one arm"),
        ([1.0], [1], None, "no complete participant in one arm"),
        ([np.nan] * 4, [1, 1, 0, 0], None, "no complete participant in one arm"),
        ([1.0, 0.0], [1, 1], None, "no complete participant in one arm"),
        ([1.0, 0.0], [1, 0], [[1.0], [2.0]], "cannot determine"),
        (EVENT, ARM, ARM[:, None], "full rank"),
    ],
)
def test_what_cannot_be_estimated_says_why(event, arm, covariates, reason):
    result = estimate_odds_ratio(event, arm, covariates)

    assert reason in result.ratio.reason
    assert result.test.p_value is None


def test_participants_with_anything_missing_are_left_out_and_counted():
    result = estimate_odds_ratio(np.r_[EVENT, np.nan, 1.0], np.r_[ARM, 1.0, np.nan])

    assert result.n_missing == 2
    assert result.ratio == estimate_odds_ratio(EVENT, ARM).ratio


def test_anything_but_events_is_refused():
    with pytest.raises(ValueError, match="1 with the event"):
        estimate_odds_ratio(EVENT + 1, ARM)
