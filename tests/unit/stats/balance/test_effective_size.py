from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.balance.effective_size import compute_effective_size, summarise_weights


def test_equal_weights_are_worth_everybody():
    summary = summarise_weights([0.2] * 5)

    assert summary.effective_size.value == 5.0
    assert summary.largest_share.value == pytest.approx(0.2)
    assert summary.variation.value == 0.0


def test_one_participant_with_all_the_weight_is_worth_one():
    summary = summarise_weights([0.0, 3.0, 0.0])

    assert summary.effective_size.value == 1.0
    assert summary.largest_share.value == 1.0
    assert summary.variation.value == pytest.approx(np.sqrt(2.0))


def test_unequal_weights_follow_kish():
    assert compute_effective_size([1.0, 2.0, 3.0]).value == pytest.approx(36.0 / 14.0)


@pytest.mark.parametrize("weights", [[], [0.0, 0.0]])
def test_nobody_has_no_effective_size(weights):
    assert "nobody" in compute_effective_size(weights).reason


@pytest.mark.parametrize("weights", [[1.0, -1.0], [np.nan], [np.inf]])
def test_impossible_weights_are_refused(weights):
    with pytest.raises(ValueError, match=r"negative|infinite"):
        compute_effective_size(weights)


def test_tiny_weights_do_not_underflow():
    assert compute_effective_size([1e-200, 1e-200]).value == 2.0
