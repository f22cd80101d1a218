from __future__ import annotations

import pytest
from scipy import stats

from tubulus.stats.designs.safety.operating_characteristics import (
    compute_operating_characteristics,
)
from tubulus.stats.designs.safety.posterior import (
    calibrate_posterior_boundary,
    compute_posterior_boundary,
    compute_posterior_probability,
)

QUARTERS = (10, 20, 30, 40)


def test_a_threshold_without_calibration_stops_many_safe_trials():
    boundary = compute_posterior_boundary(QUARTERS, 0.1, 0.95)

    assert boundary.limits == (3, 5, 6, 8)
    stopping = compute_operating_characteristics(boundary, [0.1]).stopping[0]
    assert stopping == pytest.approx(0.130, abs=5e-4)


def test_a_calibrated_threshold_keeps_alpha_and_gives_the_same_rule():
    found = calibrate_posterior_boundary(QUARTERS, 0.1, 0.05)

    assert found.attained.value <= 0.05
    threshold = found.critical_value.value
    assert compute_posterior_boundary(QUARTERS, 0.1, threshold + 1e-9) == found.boundary
    wider = compute_posterior_boundary(QUARTERS, 0.1, threshold - 1e-9)
    assert compute_operating_characteristics(wider, [0.1]).stopping[0] > 0.05


def test_an_alpha_that_no_threshold_attains_has_a_reason():
    found = calibrate_posterior_boundary((2,), 0.5, 0.05)

    assert found.boundary.limits == (None,)
    assert found.critical_value.reason


def test_nobody_observed_leaves_the_prior():
    found = compute_posterior_probability(0, 0, 0.1, prior=(1.0, 9.0))

    assert found.value == pytest.approx(stats.beta.sf(0.1, 1.0, 9.0), rel=1e-13)


def test_a_posterior_at_the_threshold_does_not_stop():
    threshold = compute_posterior_probability(4, 10, 0.1).value

    assert compute_posterior_boundary((10,), 0.1, threshold).limits == (5,)


def test_a_threshold_that_nothing_exceeds_has_no_limit():
    assert compute_posterior_boundary((2,), 0.9, 0.99).limits == (None,)


@pytest.mark.parametrize("prior", [(0.0, 1.0), (1.0, -1.0), (float("inf"), 1.0)])
def test_a_prior_whose_parameters_are_not_above_zero_is_refused(prior):
    with pytest.raises(ValueError, match="both parameters"):
        compute_posterior_probability(1, 10, 0.1, prior=prior)


def test_more_events_than_participants_are_refused():
    with pytest.raises(ValueError, match="between 0 and n"):
        compute_posterior_probability(11, 10, 0.1)
