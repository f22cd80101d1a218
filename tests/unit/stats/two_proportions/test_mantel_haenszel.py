from __future__ import annotations

import pytest

from tubulus.stats import METHODS, estimate_risk_difference, estimate_stratified_difference


def test_one_stratum_gives_the_crude_difference():
    crude = estimate_risk_difference(9, 40, 1, 40)

    result = estimate_stratified_difference([(9, 40, 1, 40)])

    assert result.difference.estimate == pytest.approx(crude.estimate)
    assert result.difference.method in METHODS


def test_a_difference_that_the_strata_explain_vanishes():
    # the first arm has more of the stratum with events, and no more events within it
    result = estimate_stratified_difference([(8, 32, 2, 8), (0, 8, 0, 32)])

    assert result.difference.estimate == pytest.approx(0.0)
    assert estimate_risk_difference(8, 40, 2, 40).estimate == pytest.approx(0.15)


def test_arms_swapped_change_the_sign():
    strata = [(3, 10, 1, 9), (2, 7, 5, 11)]
    swapped = [(x_0, n_0, x_1, n_1) for x_1, n_1, x_0, n_0 in strata]

    one, other = (estimate_stratified_difference(s).difference for s in (strata, swapped))

    assert (one.estimate, one.low, one.high) == pytest.approx(
        (-other.estimate, -other.high, -other.low)
    )


def test_a_stratum_with_one_arm_alone_compares_nothing_and_is_counted():
    result = estimate_stratified_difference([(3, 10, 1, 9), (4, 6, 0, 0), (0, 0, 0, 2)])

    assert result.difference == estimate_stratified_difference([(3, 10, 1, 9)]).difference
    assert (result.n_1, result.n_0, result.n_left_out, result.n_strata) == (10, 9, 8, 1)


def test_without_a_stratum_of_both_arms_nothing_is_estimable():
    for strata in ([], [(1, 5, 0, 0), (0, 0, 2, 5)]):
        result = estimate_stratified_difference(strata).difference

        assert result.state == "not estimable"
        assert "both arms" in result.reason


@pytest.mark.parametrize(
    ("strata", "estimate"),
    [
        ([(0, 5, 0, 4), (0, 3, 0, 9)], 0.0),
        ([(5, 5, 4, 4)], 0.0),
        ([(5, 5, 0, 4), (3, 3, 0, 9)], 1.0),
    ],
)
def test_without_variance_there_is_an_estimate_without_limits(strata, estimate):
    result = estimate_stratified_difference(strata).difference

    assert result.estimate == estimate
    assert not result.has_limits
    assert "variance" in result.reason


def test_events_beyond_the_participants_are_refused():
    with pytest.raises(ValueError, match="between 0 and n"):
        estimate_stratified_difference([(1, 5, 0, 4), (6, 5, 0, 4)])
