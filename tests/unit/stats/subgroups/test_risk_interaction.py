from __future__ import annotations

import pytest

from tubulus.stats.subgroups.risk_interaction import estimate_risk_interaction


def test_subgroups_without_any_event_are_alike():
    result = estimate_risk_interaction([(0, 20, 0, 20), (0, 12, 0, 10)])

    assert result.differences[0].estimate == 0.0
    assert result.differences[0].low < 0.0 < result.differences[0].high
    assert result.test.p_value == 1.0


def test_a_subgroup_without_events_is_compared_with_one_that_has_some():
    result = estimate_risk_interaction([(0, 15, 0, 18), (9, 25, 1, 22)])

    assert result.differences[0].estimate == pytest.approx(9 / 25 - 1 / 22)
    assert result.test.p_value < 0.05


def test_opposite_extremes_are_told_apart():
    result = estimate_risk_interaction([(10, 10, 0, 10), (0, 10, 10, 10)])

    assert result.differences[0].estimate == -2.0
    assert result.differences[0].low == pytest.approx(-2.0)
    assert result.common.value == pytest.approx(0.0, abs=1e-12)
    assert result.test.p_value < 1e-6


def test_a_subgroup_with_an_empty_arm_leaves_the_comparison():
    result = estimate_risk_interaction([(0, 0, 1, 4), (2, 5, 1, 5), (1, 5, 3, 5)])

    assert result.subgroups[0].state == "not estimable"
    assert result.reference == 1
    assert result.df == 1
    assert len(result.differences) == 1


@pytest.mark.parametrize("counts", [[], [(1, 5, 0, 5)], [(1, 5, 0, 5), (0, 0, 0, 0)]])
def test_fewer_than_two_subgroups_have_no_interaction(counts):
    result = estimate_risk_interaction(counts)

    assert result.differences == ()
    assert "fewer than two subgroups" in result.test.reason
    assert result.df == 0


def test_limits_may_come_from_newcombe():
    result = estimate_risk_interaction([(9, 25, 1, 22), (3, 15, 2, 18)], method="Newcombe")

    assert result.differences[0].method == "MOVER, Newcombe"
    assert result.subgroups[0].method == "Newcombe"


def test_impossible_counts_are_refused():
    with pytest.raises(ValueError, match="events must lie"):
        estimate_risk_interaction([(6, 5, 0, 5)])
