from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.description.spread import compute_pooled_sd


def test_the_sd_is_that_within_groups_and_not_between_them():
    values = np.array([1.0, 2.0, 3.0, 101.0, 102.0, 103.0])

    assert compute_pooled_sd(values, np.repeat(["a", "b"], 3)) == pytest.approx(1.0)


def test_groups_are_pooled_by_their_degrees_of_freedom():
    first, second = np.array([0.0, 2.0]), np.array([0.0, 3.0, 6.0])
    pooled = ((2 - 1) * first.var(ddof=1) + (3 - 1) * second.var(ddof=1)) / 3

    found = compute_pooled_sd(np.concatenate([first, second]), np.array([0.0, 0.0, 1.0, 1.0, 1.0]))

    assert found == pytest.approx(pooled**0.5)


def test_a_missing_value_and_a_group_of_one_bring_nothing():
    values = np.array([1.0, 2.0, np.nan, 50.0])

    assert compute_pooled_sd(values, np.array([1.0, 1.0, 1.0, 0.0])) == pytest.approx(0.5**0.5)


@pytest.mark.parametrize("values", [[], [1.0], [2.0, 2.0], [np.nan, np.nan]])
def test_where_nothing_varies_the_sd_is_zero(values):
    assert compute_pooled_sd(np.array(values), np.ones(len(values))) == 0.0
