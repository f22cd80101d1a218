from __future__ import annotations

import math

import numpy as np
import pytest

from tubulus.stats.bias.regression_to_mean import (
    CORRELATIONS,
    compute_cutoff_regression,
    compute_log_regression,
    compute_mean_regression,
    compute_regression_curve,
)


def test_a_high_group_is_expected_to_fall_by_one_minus_r_of_its_distance():
    result = compute_mean_regression(20.0, 10.0, 0.7)

    assert result.follow_up.value == pytest.approx(17.0)
    assert result.change.value == pytest.approx(-3.0)


def test_a_perfectly_repeatable_measurement_does_not_move():
    assert compute_mean_regression(20.0, 10.0, 1.0).change.value == 0.0


@pytest.mark.parametrize("missing", [None, math.nan])
def test_an_unknown_mean_is_not_estimable(missing):
    no_baseline = compute_mean_regression(missing, 10.0, 0.7)
    no_population = compute_mean_regression(20.0, missing, 0.7)

    assert no_baseline.change.reason == "the baseline mean is not known"
    assert no_population.change.reason == "the population mean is not known"
    assert no_population.baseline.value == 20.0
    assert compute_log_regression(missing, 10.0, 0.7).change.state == "not estimable"


def test_the_log_scale_gives_a_ratio():
    result = compute_log_regression(20.0, 5.0, 0.5)

    assert result.change.value == pytest.approx(0.5)
    assert result.follow_up.value == pytest.approx(10.0)


def test_a_geometric_mean_of_zero_is_refused():
    with pytest.raises(ValueError, match="above 0"):
        compute_log_regression(0.0, 5.0, 0.5)


def test_those_above_the_mean_lie_at_root_two_over_pi():
    # mean of a half normal
    result = compute_cutoff_regression(0.0, 1.0, 0.5, 0.0, selected="above")

    assert result.baseline.value == pytest.approx(math.sqrt(2.0 / math.pi))
    assert result.change.value == pytest.approx(-0.5 * math.sqrt(2.0 / math.pi))


def test_both_sides_of_a_cutoff_mirror_each_other():
    above = compute_cutoff_regression(10.0, 3.0, 0.6, 12.0, selected="above")
    below = compute_cutoff_regression(10.0, 3.0, 0.6, 8.0, selected="below")

    assert above.change.value == pytest.approx(-below.change.value)


@pytest.mark.parametrize("cutoff", [-60.0, 60.0])
def test_a_cutoff_far_in_the_tail_stays_finite(cutoff):
    result = compute_cutoff_regression(0.0, 1.0, 0.5, cutoff, selected="above")

    assert result.baseline.value == pytest.approx(max(cutoff, 0.0), abs=0.02)


def test_simulated_repeated_measurements_regress_as_expected():
    generator = np.random.default_rng(11)
    person = generator.normal(0.0, math.sqrt(0.7), 400_000)
    first, second = (person + generator.normal(0.0, math.sqrt(0.3), person.size) for _ in "ab")
    chosen = first < -1.0
    expected = compute_cutoff_regression(0.0, 1.0, 0.7, -1.0, selected="below")
    change = second[chosen] - first[chosen]

    # five Monte Carlo standard errors
    tolerance = 5.0 * change.std() / math.sqrt(change.size)
    assert change.mean() == pytest.approx(expected.change.value, abs=tolerance)


def test_the_curve_shows_less_change_the_higher_the_correlation():
    curve = compute_regression_curve(20.0, 10.0)

    assert tuple(point.correlation for point in curve) == CORRELATIONS
    assert [point.change.value for point in curve] == pytest.approx([-5, -4, -3, -2, -1])


@pytest.mark.parametrize(
    "arguments", [(0.0, 0.0, 0.5, 1.0), (0.0, math.nan, 0.5, 1.0), (0.0, 1.0, 1.5, 1.0)]
)
def test_impossible_population_figures_are_refused(arguments):
    with pytest.raises(ValueError, match=r"SD|finite|correlation"):
        compute_cutoff_regression(*arguments, selected="above")
