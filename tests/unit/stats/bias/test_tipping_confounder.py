from __future__ import annotations

import pytest

from tubulus.stats.bias.tipping_confounder import (
    compute_difference_tipping,
    compute_ratio_tipping,
)
from tubulus.stats.results import Interval

DIFFERENCE = Interval(3.0, 1.0, 5.0, 0.95, "test")
RATIO = Interval(2.0, 1.2, 3.3, 0.95, "test")


def test_the_effect_that_tips_moves_estimate_or_limit_to_no_difference():
    row = compute_difference_tipping(DIFFERENCE, [(0.7, 0.3)], []).rows[0]
    effects = [row.effect_for_estimate.value, row.effect_for_limit.value]
    cells = compute_difference_tipping(DIFFERENCE, [(0.7, 0.3)], effects).rows[0].cells

    assert cells[0].adjusted.estimate == pytest.approx(0.0)
    assert cells[1].adjusted.low == pytest.approx(0.0)


def test_the_ratio_that_tips_moves_estimate_or_limit_to_one():
    row = compute_ratio_tipping(RATIO, [(0.8, 0.1)], []).rows[0]
    effects = [row.effect_for_estimate.value, row.effect_for_limit.value]
    cells = compute_ratio_tipping(RATIO, [(0.8, 0.1)], effects).rows[0].cells

    assert cells[0].adjusted.estimate == pytest.approx(1.0)
    assert cells[1].adjusted.low == pytest.approx(1.0)


def test_the_verdict_says_where_the_contrast_comes_to_lie():
    cells = compute_difference_tipping(DIFFERENCE, [(1.0, 0.0)], [0.5, 2.0, 4.0]).rows[0].cells

    assert [cell.verdict for cell in cells] == [
        "limits leave out no difference",
        "limits hold no difference",
        "estimate reversed",
    ]


def test_limits_below_no_difference_tip_at_the_upper_one():
    row = compute_difference_tipping(
        Interval(-3.0, -5.0, -1.0, 0.95, "test"), [(0.5, 0.0)], []
    ).rows[0]

    assert row.effect_for_limit.value == pytest.approx(-2.0)


def test_limits_that_hold_no_difference_have_nothing_to_tip():
    row = compute_ratio_tipping(Interval(1.2, 0.8, 1.9, 0.95, "test"), [(0.5, 0.2)], []).rows[0]

    assert row.effect_for_estimate.state == "estimated"
    assert "already" in row.effect_for_limit.reason


def test_a_confounder_as_frequent_in_both_arms_moves_nothing():
    difference = compute_difference_tipping(DIFFERENCE, [(0.4, 0.4)], [9.0]).rows[0]
    ratio = compute_ratio_tipping(RATIO, [(0.4, 0.4)], [9.0]).rows[0]

    assert difference.cells[0].adjusted.estimate == 3.0
    assert ratio.cells[0].adjusted.estimate == pytest.approx(2.0)
    assert "moves nothing" in difference.effect_for_estimate.reason
    assert "moves nothing" in ratio.effect_for_limit.reason


@pytest.mark.parametrize("prevalences", [(0.4, 0.2), (0.5, 0.4), (0.3, 0.6)])
def test_no_ratio_may_be_strong_enough(prevalences):
    row = compute_ratio_tipping(RATIO, [prevalences], []).rows[0]

    assert "no effect" in row.effect_for_estimate.reason


def test_a_contrast_that_is_not_estimable_stays_so():
    nothing = Interval(None, None, None, 0.95, "test", "nobody")
    table = compute_difference_tipping(nothing, [(0.5, 0.1)], [1.0])

    assert table.rows[0].cells[0].verdict == "unknown"
    assert table.rows[0].effect_for_limit.reason == "nobody"


def test_an_estimate_without_limits_has_no_verdict_but_an_effect():
    alone = Interval(2.0, None, None, 0.95, "test", "no limits")
    row = compute_difference_tipping(alone, [(0.5, 0.1)], [1.0]).rows[0]

    assert row.cells[0].verdict == "unknown"
    assert row.effect_for_estimate.value == pytest.approx(5.0)
    assert row.effect_for_limit.reason == "no limits"


@pytest.mark.parametrize(
    "call",
    [
        lambda: compute_difference_tipping(DIFFERENCE, [(1.2, 0.0)], [1.0]),
        lambda: compute_ratio_tipping(DIFFERENCE, [(0.2, -0.1)], [1.0]),
        lambda: compute_ratio_tipping(RATIO, [(0.2, 0.1)], [0.0]),
        lambda: compute_ratio_tipping(Interval(0.5, 0.0, 1.0, 0.95, "test"), [(0.2, 0.1)], [2.0]),
    ],
)
def test_impossible_figures_are_refused(call):
    with pytest.raises(ValueError, match=r"prevalences|above 0"):
        call()
