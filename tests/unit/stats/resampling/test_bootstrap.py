from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.linear import estimate_ancova
from tubulus.stats.resampling.bootstrap import bootstrap_contrasts, compute_draw_estimates
from tubulus.stats.weighting import estimate_augmented_contrast, estimate_weighted_contrast

GENERATOR = np.random.default_rng(12)
ARM = np.repeat([1.0, 0.0], 20)
X = GENERATOR.normal(size=(40, 2)) + 0.3 * ARM[:, None]
Y = np.column_stack([X @ [1.0, 0.2] + ARM, X[:, 0] - ARM]) + GENERATOR.normal(size=(40, 2))


def make_generator():
    return np.random.default_rng(99)


def test_the_estimates_are_those_of_the_single_methods():
    result = bootstrap_contrasts(Y, ARM, X, make_generator(), draws=50)

    for place, outcome in enumerate(Y.T):
        expected = {
            "ANCOVA": estimate_ancova(outcome, ARM, X),
            "ATO": estimate_weighted_contrast(outcome, ARM, X, target="ATO"),
            "ATT": estimate_weighted_contrast(outcome, ARM, X, target="ATT"),
            "AIPW": estimate_augmented_contrast(outcome, ARM, X),
        }
        for name, single in expected.items():
            own = result.intervals[name][place].interval
            assert own.estimate == pytest.approx(single.contrast.estimate, rel=1e-9)


def test_the_spread_of_the_draws_is_close_to_the_stacked_error():
    result = bootstrap_contrasts(Y, ARM, X, make_generator(), draws=2000, estimators=("ATO",))
    error = estimate_weighted_contrast(Y[:, 0], ARM, X).standard_error.value

    assert result.draws["ATO"][:, 0].std() == pytest.approx(error, rel=0.15)


def test_a_seed_gives_the_same_draws():
    here = bootstrap_contrasts(Y, ARM, X, make_generator(), draws=60)
    there = bootstrap_contrasts(Y, ARM, X, make_generator(), draws=60)

    assert here.intervals == there.intervals


def test_an_outcome_with_missing_values_is_estimated_from_those_who_have_it():
    y = Y.copy()
    y[:3, 1] = np.nan
    whole = bootstrap_contrasts(Y, ARM, X, make_generator(), draws=50)
    result = bootstrap_contrasts(y, ARM, X, make_generator(), draws=50)

    assert result.n_outcome_missing == (0, 3)
    assert np.allclose(result.draws["ATO"][:, 0], whole.draws["ATO"][:, 0])
    single = estimate_weighted_contrast(y[:, 1], ARM, X).contrast.estimate
    assert result.intervals["ATO"][1].interval.estimate == pytest.approx(single, rel=1e-9)


def test_whoever_lacks_arm_or_covariate_is_left_out_and_counted():
    arm, x = ARM.copy(), X.copy()
    arm[0], x[1, 0] = np.nan, np.nan
    result = bootstrap_contrasts(Y, arm, x, make_generator(), draws=50)

    assert (result.n_1, result.n_0, result.n_missing) == (18, 20, 2)


def test_failed_draws_are_counted_and_too_many_leave_no_limits():
    # in a few draws the rare covariate is drawn in one arm only, or in none
    rare = np.zeros((40, 1))
    rare[[0, 20]] = 1.0
    result = bootstrap_contrasts(Y, ARM, rare, make_generator(), draws=400)
    ato, ancova = result.intervals["ATO"][0], result.intervals["ANCOVA"][0]

    # neither participant in a draw: 0.36^2 = 13 % for ANCOVA; not both: 59 % for the score
    assert 30 < ancova.n_failed < 75
    assert 200 < ato.n_failed < 275
    assert "bootstrap draws have no estimate" in ato.interval.reason


@pytest.mark.parametrize(
    ("outcomes", "arm", "covariates", "reason"),
    [
        (np.empty((0, 1)), [], np.empty((0, 1)), "one arm"),
        ([[1.0]], [1], [[1.0]], "one arm"),
        (Y, np.ones(40), X, "one arm"),
        (np.full((40, 1), np.nan), ARM, X, "one arm"),
        (Y, ARM, np.column_stack([X, X[:, 0]]), "depend on each other"),
        (Y, ARM, np.ones((40, 1)), "depend on each other"),
        (Y, ARM, ARM[:, None] + 0.01 * X[:, :1], "separate the arms"),
    ],
)
def test_what_the_data_cannot_estimate_has_a_reason(outcomes, arm, covariates, reason):
    result = bootstrap_contrasts(
        outcomes, arm, covariates, make_generator(), draws=50, estimators=("ATO",)
    )

    interval = result.intervals["ATO"][0].interval
    assert interval.state == "not estimable"
    assert reason in interval.reason


def test_tied_outcomes_have_limits_of_no_width():
    result = bootstrap_contrasts(np.full((40, 1), 3.0), ARM, X, make_generator(), draws=50)

    interval = result.intervals["ANCOVA"][0].interval
    assert (interval.low, interval.high) == pytest.approx((0.0, 0.0), abs=1e-12)


def test_unknown_estimators_and_malformed_outcomes_are_refused():
    with pytest.raises(ValueError, match="unknown estimators"):
        compute_draw_estimates(Y, ARM, X, [np.ones((1, 40))], ("MMRM",))
    with pytest.raises(ValueError, match="outcomes need shape"):
        bootstrap_contrasts(Y[:, 0], ARM, X, make_generator())
    with pytest.raises(ValueError, match="arm holds"):
        bootstrap_contrasts(Y, ARM + 1.0, X, make_generator())
