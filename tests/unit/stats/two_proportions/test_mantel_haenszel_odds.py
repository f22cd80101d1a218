from __future__ import annotations

import math

import pytest

from tubulus.stats.two_proportions.mantel_haenszel_odds import estimate_common_odds_ratio


def test_one_stratum_gives_the_odds_ratio_of_its_table():
    # the variance is then that of Woolf, the sum of the reciprocal cells
    ratio = estimate_common_odds_ratio([(9, 40, 4, 40)]).ratio

    assert ratio.estimate == pytest.approx(9 * 36 / (31 * 4), rel=1e-14)
    half = 1.9599639845 * math.sqrt(1 / 9 + 1 / 31 + 1 / 4 + 1 / 36)
    assert ratio.high / ratio.estimate == pytest.approx(math.exp(half), rel=1e-9)
    assert ratio.low * ratio.high == pytest.approx(ratio.estimate**2, rel=1e-12)


def test_swapping_the_arms_inverts_the_ratio():
    one = estimate_common_odds_ratio([(9, 24, 5, 16), (1, 16, 2, 24)]).ratio
    other = estimate_common_odds_ratio([(5, 16, 9, 24), (2, 24, 1, 16)]).ratio

    assert (one.estimate, one.low) == pytest.approx((1 / other.estimate, 1 / other.high))


@pytest.mark.parametrize(
    ("strata", "reason"),
    [
        ([(3, 8, 0, 9), (2, 4, 0, 5)], "no upper bound"),
        ([(0, 8, 0, 9), (4, 4, 5, 5)], "zero over zero"),
        ([(1, 4, 0, 0)], "both arms"),
        ([], "both arms"),
    ],
)
def test_a_ratio_without_a_denominator_is_not_estimable(strata, reason):
    ratio = estimate_common_odds_ratio(strata).ratio

    assert (ratio.state, ratio.has_limits) == ("not estimable", False)
    assert reason in ratio.reason


def test_a_ratio_of_zero_has_no_limits():
    ratio = estimate_common_odds_ratio([(0, 8, 3, 9), (0, 4, 1, 5)]).ratio

    assert (ratio.estimate, ratio.has_limits) == (0.0, False)
    assert "no variance" in ratio.reason


def test_participants_without_a_comparison_are_counted():
    result = estimate_common_odds_ratio([(9, 24, 5, 16), (1, 4, 0, 0)])

    assert (result.n_1, result.n_0, result.n_left_out, result.n_strata) == (24, 16, 4, 1)
