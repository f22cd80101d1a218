from __future__ import annotations

import pytest

from tubulus.stats.designs.sample_size.t_power import (
    MeanComparison,
    compute_mean_power,
    find_mean_sample_size,
)


def test_without_a_difference_the_power_is_the_level():
    assert compute_mean_power(MeanComparison(0.0, 1.0), 12, 9, 0.05) == pytest.approx(0.05)


def test_a_baseline_that_correlates_saves_participants():
    crude = find_mean_sample_size(MeanComparison(0.5, 1.0), 0.05, 0.8)
    adjusted = find_mean_sample_size(MeanComparison(0.5, 1.0, 0.6, 1), 0.05, 0.8)

    assert (crude.n_1, crude.n_0) == (64, 64)
    # 64 (1 - 0.36) = 41, and one for the degree of freedom
    assert adjusted.n_0 == 42


def test_the_sign_of_difference_and_correlation_does_not_matter():
    plus, minus = MeanComparison(0.5, 1.0, 0.4, 1), MeanComparison(-0.5, 1.0, -0.4, 1)

    assert compute_mean_power(plus, 20, 30, 0.05) == compute_mean_power(minus, 20, 30, 0.05)


def test_no_degree_of_freedom_has_no_power():
    assert compute_mean_power(MeanComparison(5.0, 1.0), 1, 1, 0.05) == 0.0
    assert compute_mean_power(MeanComparison(5.0, 1.0, 0.0, 3), 2, 3, 0.05) == 0.0


def test_a_huge_effect_is_found_by_the_fewest_participants():
    found = find_mean_sample_size(MeanComparison(60.0, 1.0), 0.05, 0.8)

    assert (found.n_1, found.n_0) == (2, 2)


def test_a_ratio_rounds_the_first_arm_up():
    found = find_mean_sample_size(MeanComparison(0.5, 1.0), 0.05, 0.8, ratio=1.5)

    assert found.n_1 == -(-3 * found.n_0 // 2)


def test_no_difference_is_never_reached():
    found = find_mean_sample_size(MeanComparison(0.0, 1.0), 0.05, 0.8, most=1000)

    assert found.n_0 is None
    assert found.reason == "not reached with up to 1000"


@pytest.mark.parametrize(
    "options",
    [
        {"sd": 0.0},
        {"sd": float("inf")},
        {"difference": float("nan")},
        {"baseline_correlation": 1.0},
        {"covariates": -1},
        {"sides": 3},
    ],
)
def test_a_comparison_that_cannot_be_is_refused(options):
    with pytest.raises(ValueError, match=r"finite|correlation|side"):
        MeanComparison(**({"difference": 1.0, "sd": 1.0} | options))


def test_an_empty_arm_and_no_ratio_are_refused():
    with pytest.raises(ValueError, match="at least one participant"):
        compute_mean_power(MeanComparison(1.0, 1.0), 0, 5, 0.05)
    with pytest.raises(ValueError, match="ratio"):
        find_mean_sample_size(MeanComparison(1.0, 1.0), 0.05, 0.8, ratio=-1.0)
