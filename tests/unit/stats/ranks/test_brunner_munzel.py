from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from tubulus.stats.ranks.brunner_munzel import (
    compute_brunner_munzel_permutation_test,
    estimate_superiority,
)

FIRST, SECOND = [1.0, 2.0, 2.0, 4.0], [0.0, 1.0, 2.0]


def test_the_superiority_is_the_share_of_pairs_won_with_ties_half():
    assert estimate_superiority(FIRST, SECOND).superiority.estimate == pytest.approx(9.5 / 12)


def test_without_overlap_there_is_an_estimate_without_limits():
    result = estimate_superiority([3.0, 4.0], [1.0, 2.0])

    assert result.superiority.estimate == 1.0
    assert not result.superiority.has_limits
    assert "do not overlap" in result.superiority.reason
    assert result.test.reason == result.df.reason == result.superiority.reason


def test_equal_values_have_superiority_one_half_without_limits():
    result = estimate_superiority([0.0] * 5, [0.0] * 4)

    assert result.superiority.estimate == 0.5
    assert "no participant differs" in result.test.reason


def test_one_participant_has_an_estimate_without_limits():
    result = estimate_superiority([3.0], SECOND)

    assert result.superiority.estimate == 1.0
    assert result.superiority.reason == "one participant has no variance"


@pytest.mark.parametrize(("first", "second"), [([], []), ([], [1.0]), ([np.nan], [1.0, 2.0])])
def test_an_empty_arm_is_not_estimable(first, second):
    result = estimate_superiority(first, second)

    assert result.superiority.state == "not estimable"
    assert result.test.reason == "no participant with a value in one arm"


def test_logit_limits_stay_inside_and_identity_limits_are_cut():
    arms = [1.0, 5.0, 6.0, 7.0], [0.0, 2.0, 0.5, 0.1]
    logit, identity = (estimate_superiority(*arms, scale=s) for s in ("logit", "identity"))

    assert logit.superiority.high < 1.0
    assert identity.superiority.high == 1.0
    assert logit.test == identity.test


def test_missing_values_are_left_out_and_counted():
    result = estimate_superiority([*FIRST, np.nan], [np.nan, *SECOND, np.nan])

    assert (result.n_1, result.n_0, result.n_missing_1, result.n_missing_0) == (4, 3, 1, 2)


def test_a_confidence_in_percent_is_refused():
    with pytest.raises(ValueError, match="strictly between"):
        estimate_superiority(FIRST, SECOND, confidence=95)


def test_the_permutation_test_equals_relabelling_one_by_one():
    pooled = np.array([*FIRST, *SECOND])
    observed = abs(estimate_superiority(FIRST, SECOND).statistic.value)
    extreme = count = 0
    for members in combinations(range(7), 4):
        is_first = np.isin(np.arange(7), members)
        relabelled = estimate_superiority(pooled[is_first], pooled[~is_first])
        statistic = relabelled.statistic.value
        infinite = statistic is None and relabelled.superiority.estimate != 0.5
        extreme += infinite or (statistic is not None and abs(statistic) >= observed - 1e-9)
        count += 1
    test = compute_brunner_munzel_permutation_test(
        FIRST, SECOND, generator=np.random.default_rng(1)
    )

    assert test.p_value == pytest.approx(extreme / count)


def test_drawn_and_enumerated_permutation_tests_agree():
    first, second = np.arange(7.0), np.arange(7.0) + 1.7
    drawn, every = (
        compute_brunner_munzel_permutation_test(
            first, second, generator=np.random.default_rng(7), draws=draws
        ).p_value
        for draws in (3000, 3432)
    )

    # three standard errors of 3,000 draws
    assert drawn == pytest.approx(every, abs=3 * (every * (1 - every) / 3000) ** 0.5)
    assert drawn != every


def test_the_permutation_test_needs_two_in_each_arm():
    test = compute_brunner_munzel_permutation_test(
        [1.0], SECOND, generator=np.random.default_rng(1)
    )

    assert "two participants in each arm" in test.reason


def test_equal_values_have_a_permutation_p_value_of_one():
    test = compute_brunner_munzel_permutation_test(
        [0.0] * 4, [0.0] * 4, generator=np.random.default_rng(1)
    )

    assert test.p_value == 1.0
