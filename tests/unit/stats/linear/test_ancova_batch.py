from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.linear.ancova import estimate_ancova
from tubulus.stats.linear.ancova_batch import compute_ancova_batch

B, N = 40, 24
GENERATOR = np.random.default_rng(5)
ARM = np.arange(N) % 2.0
COVARIATES = GENERATOR.normal(size=(N, 2)) * [1.0, 5.0] + [0.0, 35.0]
OUTCOMES = GENERATOR.normal(size=(B, N)) + 0.5 * ARM + COVARIATES.sum(axis=1)
ARMS = GENERATOR.permuted(np.tile(ARM, (B, 1)), axis=1)
STACK = GENERATOR.normal(size=(B, N, 2)) * [1.0, 5.0] + [0.0, 35.0]
COUNTS = GENERATOR.multinomial(N, np.full(N, 1 / N), size=B)


def assert_equal_single_fits(batch, select):
    for b in range(B):
        single = estimate_ancova(*select(b), confidence=batch.confidence)
        expected = (
            single.contrast.estimate,
            single.standard_error.value,
            single.contrast.low,
            single.contrast.high,
            single.test.p_value,
            single.df,
        )
        arrays = batch.estimates, batch.standard_errors, batch.low, batch.high, batch.p_values
        found = (*(values[b] for values in arrays), batch.df[b])
        assert found == pytest.approx(expected, rel=1e-10, abs=1e-10)


def test_many_outcomes_of_one_design_equal_single_fits():
    batch = compute_ancova_batch(OUTCOMES, ARM, COVARIATES, confidence=0.9)

    assert batch.has_limits.all()
    assert_equal_single_fits(batch, lambda b: (OUTCOMES[b], ARM, COVARIATES))


def test_many_designs_equal_single_fits():
    batch = compute_ancova_batch(OUTCOMES, ARMS, STACK)

    assert_equal_single_fits(batch, lambda b: (OUTCOMES[b], ARMS[b], STACK[b]))


def test_bootstrap_counts_equal_repeated_participants():
    batch = compute_ancova_batch(OUTCOMES[0], ARM, COVARIATES, frequencies=COUNTS)

    def repeat(b):
        return [np.repeat(part, COUNTS[b], axis=0) for part in (OUTCOMES[0], ARM, COVARIATES)]

    assert_equal_single_fits(batch, repeat)


def test_frequency_zero_leaves_out_whatever_stands_there():
    present = GENERATOR.random((B, N)) < 0.9
    outcomes = np.where(present, OUTCOMES, 1e6)
    batch = compute_ancova_batch(outcomes, ARMS, STACK, frequencies=present)

    assert_equal_single_fits(
        batch, lambda b: (OUTCOMES[b][present[b]], ARMS[b][present[b]], STACK[b][present[b]])
    )


def test_without_covariates_the_arms_are_compared_alone():
    batch = compute_ancova_batch(OUTCOMES, ARM)

    assert_equal_single_fits(batch, lambda b: (OUTCOMES[b], ARM))


def test_a_single_data_set_is_a_batch_of_one():
    batch = compute_ancova_batch(OUTCOMES[0], ARM, COVARIATES)

    assert batch.estimates.shape == (1,)


def test_no_data_sets_give_nothing():
    batch = compute_ancova_batch(np.empty((0, N)), ARM, COVARIATES)

    assert batch.estimates.shape == batch.p_values.shape == (0,)


@pytest.mark.parametrize(
    ("outcomes", "arms", "frequencies", "estimable"),
    [
        ([[5.0] * 6], [1, 1, 1, 0, 0, 0], None, True),
        ([[1.0, 2.0, 4.0, 3.0]], [0, 0, 0, 1], None, True),
        ([[1.0, 2.0, 4.0, 3.0]], [1, 1, 1, 1], None, False),
        ([[1.0, 2.0, 4.0, 3.0]], [0, 0, 1, 1], [[1, 1, 0, 0]], False),
        ([[1.0, 2.0]], [0, 1], None, True),
        ([[1.0, 2.0]], [0, 1], [[0, 0]], False),
        ([[]], [], None, False),
    ],
)
def test_a_data_set_without_limits_is_marked(outcomes, arms, frequencies, estimable):
    batch = compute_ancova_batch(outcomes, arms, frequencies=frequencies)

    assert batch.is_estimable.tolist() == [estimable]
    assert batch.has_limits.tolist() == [False]
    assert np.isnan([batch.standard_errors[0], batch.low[0], batch.p_values[0]]).all()


def test_a_participant_held_twice_has_no_leverage_of_one():
    batch = compute_ancova_batch(
        [1.0, 2.0, 4.0, 3.0], [0, 0, 0, 1], frequencies=[[1, 1, 1, 1], [1, 1, 1, 2]]
    )

    assert batch.has_limits.tolist() == [False, True]


def test_collinear_columns_of_one_data_set_leave_the_others():
    stack = STACK[:3].copy()
    stack[1, :, 1] = 2.0 * stack[1, :, 0] + 1.0
    batch = compute_ancova_batch(OUTCOMES[:3], ARMS[:3], stack)

    assert batch.is_estimable.tolist() == [True, False, True]


@pytest.mark.parametrize(
    ("outcomes", "arms", "options"),
    [
        ([[1.0, np.nan]], [1, 0], {}),
        ([[1.0, 2.0]], [1, 2], {}),
        ([[1.0, 2.0]], [1, 0, 1], {}),
        ([[1.0, 2.0]], np.ones((2, 2)), {}),
        ([[1.0, 2.0]], np.ones((3, 2)), {"frequencies": [[1, 1], [1, 1]]}),
        ([[1.0, 2.0]], [1, 0], {"frequencies": [[1, -1]]}),
        ([[1.0, 2.0]], [1, 0], {"frequencies": [[1, 0.5]]}),
        ([[1.0, 2.0]], [1, 0], {"covariates": [1.0, 2.0]}),
        ([[1.0, 2.0]], [1, 0], {"confidence": 95}),
    ],
)
def test_malformed_batches_are_refused(outcomes, arms, options):
    with pytest.raises(ValueError, match=r"missing|arm|differ|frequency|shape|confidence"):
        compute_ancova_batch(outcomes, arms, **options)
