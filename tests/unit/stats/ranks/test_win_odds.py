from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.ranks.brunner_munzel import estimate_superiority
from tubulus.stats.ranks.win_odds import estimate_wins

FIRST, SECOND = [1.0, 2.0, 2.0, 4.0], [0.0, 1.0, 2.0]


def test_pairs_are_counted_and_the_three_estimates_follow():
    result = estimate_wins(FIRST, SECOND)

    assert (result.n_wins, result.n_losses, result.n_ties) == (8, 1, 3)
    assert result.win_odds.estimate == pytest.approx(9.5 / 2.5)
    assert result.net_benefit.estimate == pytest.approx(7 / 12)
    assert result.win_ratio.estimate == pytest.approx(8.0)


def test_odds_and_benefit_are_the_superiority_on_other_scales():
    theta = estimate_superiority(FIRST, SECOND).superiority
    result = estimate_wins(FIRST, SECOND)

    assert result.win_odds.high == pytest.approx(theta.high / (1 - theta.high))
    assert result.net_benefit.low == pytest.approx(2 * theta.low - 1)


def test_without_a_loss_the_ratio_is_infinite_and_says_so():
    result = estimate_wins([1.0, 2.0, 3.0], [1.0, 0.0])

    assert result.win_ratio.estimate is None
    assert "win ratio is infinite" in result.win_ratio.reason
    assert result.ratio_test.reason == result.win_ratio.reason
    assert result.win_odds.has_limits


def test_without_overlap_the_win_odds_are_infinite_and_the_benefit_is_one():
    result = estimate_wins([3.0, 4.0], [1.0, 2.0])

    assert result.win_odds.state == "not estimable"
    assert "win odds are infinite" in result.win_odds.reason
    assert result.net_benefit.estimate == 1.0
    assert not result.net_benefit.has_limits


def test_without_a_win_odds_and_ratio_are_zero_without_limits():
    result = estimate_wins([1.0, 2.0], [3.0, 4.0])

    assert result.win_odds.estimate == result.win_ratio.estimate == 0.0
    assert result.net_benefit.estimate == -1.0
    assert not result.win_odds.has_limits
    assert "wins no pair" in result.win_ratio.reason


def test_all_ties_have_odds_one_and_no_ratio():
    result = estimate_wins([0.0] * 40, [0.0] * 40)

    assert result.win_odds.estimate == 1.0
    assert result.win_ratio.estimate is None
    assert result.win_ratio.reason == "every pair is a tie: the win ratio is undefined"
    assert result.n_ties == 1600


def test_one_participant_has_estimates_without_limits():
    result = estimate_wins([2.0], [1.0, 3.0])

    assert (result.win_odds.estimate, result.win_ratio.estimate) == (1.0, 1.0)
    assert result.win_odds.reason == result.win_ratio.reason == "one participant has no variance"


@pytest.mark.parametrize(("first", "second"), [([], []), ([], [1.0]), ([np.nan], [1.0, 2.0])])
def test_an_empty_arm_is_not_estimable(first, second):
    result = estimate_wins(first, second)

    assert result.win_odds.state == result.win_ratio.state == result.test.state == "not estimable"
    assert result.net_benefit.reason == "no participant with a value in one arm"


def test_a_worst_rank_only_needs_to_be_below_every_other():
    near, far = (estimate_wins([worst, 2.0, 3.0], [1.0, 2.0, worst]) for worst in (-1.0, -99.0))

    assert near == far


def test_a_limit_beyond_computing_leaves_the_estimate():
    result = estimate_wins([1.0, 2.0, 3.0], [1.5, 0.0, 0.5], confidence=1 - 1e-12)

    assert result.win_odds.estimate == pytest.approx(8.0)
    assert not result.win_odds.has_limits
    assert "exceeds what can be computed" in result.win_odds.reason
