from __future__ import annotations

import pytest

from tubulus.stats.subgroups.shrinkage import compute_shrinkage_curve, shrink_subgroups

Y, S = [0.4, -0.1, 0.2], [0.1, 0.2, 0.3]


def test_without_spread_all_subgroups_have_the_pooled_contrast():
    result = shrink_subgroups(Y, S, 0.0)

    assert {part.estimate for part in result.subgroups} == {result.overall.estimate}
    assert result.own_weights == (0.0, 0.0, 0.0)


def test_with_a_wide_spread_each_subgroup_keeps_its_own_contrast():
    result = shrink_subgroups(Y, S, 1e6)

    assert [part.estimate for part in result.subgroups] == pytest.approx(Y, rel=1e-6)
    assert result.subgroups[0].high - Y[0] == pytest.approx(1.959964 * S[0], rel=1e-6)


def test_one_subgroup_alone_is_not_shrunken():
    result = shrink_subgroups([0.4], [0.1], 0.1)

    assert result.subgroups[0].estimate == pytest.approx(0.4)
    assert result.subgroups[0].high == pytest.approx(0.4 + 1.959964 * 0.1, rel=1e-6)


def test_a_subgroup_without_contrast_stays_without_and_leaves_the_others_as_they_are():
    some = shrink_subgroups([0.4, None, 0.2], [0.1, None, 0.3], 0.1)
    others = shrink_subgroups([0.4, 0.2], [0.1, 0.3], 0.1)

    assert some.subgroups[1].state == "not estimable"
    assert some.own_weights[1] is None
    assert (some.subgroups[0], some.subgroups[2]) == others.subgroups


@pytest.mark.parametrize(("estimates", "errors"), [([], []), ([None], [None]), ([0.1], [None])])
def test_no_contrast_at_all_is_not_estimable(estimates, errors):
    result = shrink_subgroups(estimates, errors, 0.1)

    assert result.overall.state == "not estimable"
    assert len(result.subgroups) == len(estimates)


def test_a_wider_spread_never_lowers_the_own_weight():
    curve = compute_shrinkage_curve(Y, S)

    assert [part.tau for part in curve] == [0.05, 0.1, 0.15, 0.2, 0.25, 0.3]
    weights = [part.own_weights[2] for part in curve]
    assert weights == sorted(weights)


@pytest.mark.parametrize(
    ("estimates", "errors", "tau", "message"),
    [
        ([0.1], [], 0.1, "as many errors"),
        ([0.1], [0.1], -0.1, "tau is"),
        ([0.1], [0.1], float("nan"), "tau is"),
        ([0.1], [0.0], 0.1, "above 0"),
        ([float("nan")], [0.1], 0.1, "finite"),
    ],
)
def test_input_of_the_wrong_kind_is_refused(estimates, errors, tau, message):
    with pytest.raises(ValueError, match=message):
        shrink_subgroups(estimates, errors, tau)
