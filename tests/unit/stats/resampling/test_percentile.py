from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.resampling.percentile import compute_percentile_limits


def test_limits_are_quantiles_of_the_draws():
    result = compute_percentile_limits(0.5, np.arange(1001.0), method="m")

    assert (result.interval.low, result.interval.high) == pytest.approx((25.0, 975.0))
    assert (result.n_draws, result.n_failed) == (1001, 0)


def test_the_monte_carlo_error_is_that_of_an_order_statistic():
    result = compute_percentile_limits(0.5, np.linspace(0.0, 1.0, 10_001), method="m")

    # sqrt(q (1 - q) / B) over a density of 1
    assert result.low_error.value == pytest.approx((0.025 * 0.975 / 10_001) ** 0.5)
    assert result.high_error.value == pytest.approx(result.low_error.value)


def test_failed_draws_are_left_out_and_counted():
    draws = np.append(np.arange(1001.0), [np.nan] * 20)
    result = compute_percentile_limits(0.5, draws, method="m")

    assert result.interval.low == pytest.approx(25.0)
    assert (result.n_draws, result.n_failed) == (1021, 20)


def test_too_many_failed_draws_leave_no_limits():
    draws = np.append(np.arange(1001.0), [np.nan] * 20)
    result = compute_percentile_limits(0.5, draws, method="m", max_failed_share=0.01)

    assert result.interval.estimate == 0.5
    assert "20 of 1021 bootstrap draws" in result.interval.reason
    assert result.low_error.value is None


@pytest.mark.parametrize(("draws", "limits"), [(39, False), (40, True)])
def test_few_draws_have_no_tail(draws, limits):
    result = compute_percentile_limits(0.0, np.arange(float(draws)), method="m")

    assert result.interval.has_limits is limits


@pytest.mark.parametrize("draws", [[], [np.nan] * 50])
def test_without_draws_there_are_no_limits(draws):
    assert not compute_percentile_limits(0.0, draws, method="m").interval.has_limits


def test_without_an_estimate_there_is_its_reason():
    result = compute_percentile_limits(None, [1.0] * 100, method="m", reason="nobody")

    assert result.interval.state == "not estimable"
    assert result.interval.reason == "nobody"


def test_tied_draws_have_limits_of_no_width():
    result = compute_percentile_limits(2.0, [2.0] * 100, method="m")

    assert (result.interval.low, result.interval.high, result.low_error.value) == (2.0, 2.0, 0.0)
