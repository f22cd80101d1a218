from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.description.paired import NOTE, describe_change


def test_a_change_carries_the_note_that_it_is_no_effect():
    assert describe_change([1.0, 2.0], [2.0, 4.0]).note == NOTE
    assert "no evidence" in NOTE


def test_only_complete_pairs_count():
    change = describe_change([1.0, np.nan, 3.0, 2.0], [2.0, 2.0, np.nan, 6.0])

    assert (change.n, change.n_missing) == (2, 2)
    assert change.mean_change.estimate == change.median_change.value == 2.5


@pytest.mark.parametrize("before", [[], [np.nan]])
def test_nobody_has_no_change(before):
    change = describe_change(before, before)

    assert change.mean_change.reason == change.median_change.reason == "no complete pair"
    assert change.geometric_mean_ratio.state == change.test.state == "not estimable"


def test_one_pair_has_a_change_and_no_limits():
    change = describe_change([2.0], [6.0])

    assert change.mean_change.estimate == 4.0
    assert change.geometric_mean_ratio.estimate == pytest.approx(3.0)
    assert not change.mean_change.has_limits
    assert not change.geometric_mean_ratio.has_limits


def test_the_same_change_in_everybody_has_no_limits():
    change = describe_change([1.0, 2.0], [2.0, 3.0])

    assert change.mean_change.estimate == 1.0
    assert "same amount" in change.test.reason
    assert change.geometric_mean_ratio.has_limits


def test_pairs_without_log_are_left_out_of_the_ratio_only():
    change = describe_change([0.0, 1.0, 1.0], [1.0, 2.0, 8.0])

    assert (change.n, change.n_not_positive) == (3, 1)
    assert change.geometric_mean_ratio.estimate == pytest.approx(4.0)


def test_rounding_does_not_pass_for_variation():
    change = describe_change([0.1, 0.2, 0.7], [1.1, 1.2, 1.7])
    doubled = describe_change([0.1, 0.3, 0.7], [0.2, 0.6, 1.4])

    assert "same amount" in change.mean_change.reason
    assert doubled.geometric_mean_ratio.estimate == pytest.approx(2.0)
    assert not doubled.geometric_mean_ratio.has_limits
