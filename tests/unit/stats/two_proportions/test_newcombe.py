from __future__ import annotations

import pytest

from tubulus.stats.proportions.wilson import compute_limits as compute_wilson
from tubulus.stats.two_proportions.newcombe import compute_limits


def test_no_event_in_the_comparator_leaves_the_upper_limit_of_the_first_arm():
    assert compute_limits(9, 40, 0, 40, 0.95)[1] == pytest.approx(compute_wilson(9, 40, 0.95)[1])


def test_limits_stay_inside_minus_one_and_one():
    low, high = compute_limits(1, 1, 0, 1, 0.999)

    assert -1.0 <= low <= high <= 1.0
