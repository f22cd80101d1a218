from __future__ import annotations

import pytest

from tubulus.stats.designs.sample_size.precision import (
    compute_chance_of_event,
    compute_expected_half_width,
    find_precision_sample_size,
    find_zero_event_sample_size,
)
from tubulus.stats.proportions.clopper_pearson import compute_limits, compute_upper_limit


def test_a_certain_outcome_has_the_width_of_its_limits():
    low, high = compute_limits(0, 40, 0.95)

    assert compute_expected_half_width(40, 0.0) == pytest.approx((high - low) / 2.0, rel=1e-12)


def test_nobody_knows_nothing():
    assert compute_expected_half_width(0, 0.3) == 0.5


def test_the_fewest_participants_for_a_width():
    n = find_precision_sample_size(0.1, 0.1)

    assert compute_expected_half_width(n, 0.1) <= 0.1 < compute_expected_half_width(n - 1, 0.1)
    assert find_precision_sample_size(0.5, 0.01, most=100) is None


@pytest.mark.parametrize(("limit", "n"), [(0.05, 59), (0.1, 29), (0.01, 299), (0.95, 1)])
def test_the_exact_rule_of_three(limit, n):
    assert find_zero_event_sample_size(limit) == n
    assert compute_upper_limit(0, n, 0.95) <= limit * (1.0 + 1e-12)


def test_the_chance_to_see_an_event():
    assert compute_chance_of_event(59, 0.05) == pytest.approx(1.0 - 0.95**59, rel=1e-13)
    assert compute_chance_of_event(0, 1.0) == 0.0
    assert compute_chance_of_event(3, 1.0) == 1.0
    assert compute_chance_of_event(40, 1e-18) == pytest.approx(4e-17, rel=1e-12)


@pytest.mark.parametrize(
    "call",
    [
        lambda: compute_expected_half_width(-1, 0.1),
        lambda: compute_expected_half_width(10, 10.0),
        lambda: compute_expected_half_width(10, 0.1, confidence=95),
        lambda: find_precision_sample_size(0.1, 0.0),
        lambda: find_zero_event_sample_size(5),
        lambda: compute_chance_of_event(10, -0.1),
    ],
)
def test_percentages_and_negative_sizes_are_refused(call):
    with pytest.raises(ValueError, match=r"lie|above"):
        call()
