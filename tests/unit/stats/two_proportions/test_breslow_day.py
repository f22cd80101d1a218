from __future__ import annotations

import pytest

from tubulus.stats.two_proportions.breslow_day import compute_odds_homogeneity_test

STRATA = [(9, 24, 2, 16), (3, 16, 6, 24)]


def test_equal_odds_ratios_give_a_p_value_of_one():
    assert compute_odds_homogeneity_test([(4, 8, 2, 6)] * 3).p_value == pytest.approx(1.0)


def test_opposite_odds_ratios_give_a_small_p_value():
    result = compute_odds_homogeneity_test([(18, 20, 2, 20), (2, 20, 18, 20)])

    assert result.p_value < 1e-9


def test_strata_that_say_nothing_about_odds_change_nothing():
    more = [*STRATA, (0, 5, 0, 6), (5, 5, 4, 4), (2, 3, 0, 0)]

    assert compute_odds_homogeneity_test(more) == compute_odds_homogeneity_test(STRATA)


@pytest.mark.parametrize(
    ("strata", "reason"),
    [
        ([], "fewer than two"),
        ([(3, 8, 1, 9), (0, 4, 0, 5)], "fewer than two"),
        ([(3, 8, 0, 9), (2, 4, 0, 5)], "unbounded"),
        ([(0, 8, 3, 9), (0, 4, 1, 5)], "unbounded"),
    ],
)
def test_what_cannot_be_tested_has_a_reason(strata, reason):
    result = compute_odds_homogeneity_test(strata)

    assert result.state == "not estimable"
    assert reason in result.reason
