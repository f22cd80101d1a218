from __future__ import annotations

import pytest

from tubulus.stats.two_proportions.cochran_mantel_haenszel import compute_cmh_test
from tubulus.stats.two_proportions.stratified_score import estimate_stratified_score_difference

STRATA = [(9, 24, 2, 16), (1, 16, 1, 24)]


def test_the_test_without_correction_belongs_to_the_stratified_score_interval():
    p_value = compute_cmh_test(STRATA).p_value

    interval = estimate_stratified_score_difference(
        STRATA, weights="Mantel-Haenszel", confidence=1.0 - p_value
    ).difference

    assert interval.low == pytest.approx(0.0, abs=1e-9)


def test_the_correction_makes_the_p_value_larger_but_never_above_one():
    assert (
        compute_cmh_test(STRATA).p_value
        < compute_cmh_test(STRATA, continuity_corrected=True).p_value
    )
    assert compute_cmh_test([(2, 8, 2, 8)], continuity_corrected=True).p_value == 1.0


@pytest.mark.parametrize("strata", [[(0, 8, 0, 9), (4, 4, 5, 5)], [(1, 4, 0, 0)], []])
def test_nothing_to_compare_gives_a_reason(strata):
    result = compute_cmh_test(strata)

    assert result.state == "not estimable"
    assert "stratum" in result.reason


def test_one_participant_in_each_arm_has_a_p_value():
    assert compute_cmh_test([(1, 1, 0, 1)]).p_value == pytest.approx(0.3173105, abs=1e-7)


def test_swapping_the_arms_changes_nothing():
    swapped = [(x_0, n_0, x_1, n_1) for x_1, n_1, x_0, n_0 in STRATA]

    assert compute_cmh_test(swapped).p_value == compute_cmh_test(STRATA).p_value
