from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.description.two_part import NOTE, describe_two_parts


def test_shares_and_amounts_are_described_apart():
    result = describe_two_parts([0.0, 0.0, 1.0, 4.0, np.nan], [0.0, 1.0, 1.0, 8.0])

    assert (result.first.n, result.first.n_missing, result.first.n_any) == (4, 1, 2)
    assert result.first.share.estimate == 0.5
    assert result.first.geometric_mean.value == pytest.approx(2.0)
    assert result.second.median.value == 1.0
    assert result.amount_ratio.estimate == pytest.approx(1.0)
    assert result.amount_ratio.low < 1.0 < result.amount_ratio.high


def test_the_ratio_carries_the_note_that_it_is_not_causal():
    assert describe_two_parts([1.0], [1.0]).note == NOTE
    assert NOTE.startswith("Not causal")


@pytest.mark.parametrize("second", [[], [0.0, 0.0], [np.nan]])
def test_an_arm_without_any_amount_gives_no_ratio(second):
    result = describe_two_parts([1.0, 2.0], second)

    assert result.amount_ratio.state == "not estimable"
    assert result.second.geometric_mean.reason == "no participant with any amount"


def test_one_amount_in_an_arm_gives_a_ratio_without_limits():
    result = describe_two_parts([3.0, 0.0], [1.0, 1.0, 0.0])

    assert result.amount_ratio.estimate == pytest.approx(3.0)
    assert not result.amount_ratio.has_limits


def test_amounts_that_do_not_vary_give_no_limits():
    result = describe_two_parts([3.0, 3.0], [1.0, 1.0])

    assert result.amount_ratio.estimate == pytest.approx(3.0)
    assert "do not vary" in result.amount_ratio.reason


def test_a_negative_amount_is_refused():
    with pytest.raises(ValueError, match="negative"):
        describe_two_parts([-1.0], [1.0])
