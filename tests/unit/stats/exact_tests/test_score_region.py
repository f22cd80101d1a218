from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from tubulus.stats.exact_tests.score_region import ScoreRegion


def enumerate_highest(region, difference):
    n_1, n_0 = region.shape[0] - 1, region.shape[1] - 1
    p_0 = np.linspace(max(0.0, -difference), min(1.0, 1.0 - difference), 4001)[:, np.newaxis]
    p_1 = np.clip(p_0 + difference, 0.0, 1.0)
    first = stats.binom.pmf(np.arange(n_1 + 1), n_1, p_1)
    second = stats.binom.pmf(np.arange(n_0 + 1), n_0, p_0)
    return float(((first @ region) * second).sum(axis=1).max())


@pytest.mark.parametrize("difference", [-0.9, -0.2, 0.0, 0.1, 0.6])
@pytest.mark.parametrize("table", [(9, 40, 1, 40), (3, 4, 1, 7), (0, 1, 0, 1), (5, 5, 0, 9)])
def test_the_supremum_equals_that_of_many_common_proportions(table, difference):
    regions = ScoreRegion(*table)
    region = regions.find_extreme(difference)
    expected = enumerate_highest(region, difference)

    found = regions.find_supremum(region, difference)

    assert found == pytest.approx(expected, rel=1e-5)
    assert found >= expected * (1.0 - 1e-12)
    assert regions.exceeds(expected * 0.999, region, difference)
    assert not regions.exceeds(found * 1.0001, region, difference)


@pytest.mark.parametrize("difference", [-0.5, 0.05, 0.3])
def test_tables_of_equal_arms_that_mirror_each_other_are_tied(difference):
    region = ScoreRegion(9, 40, 1, 40).find_extreme(difference)

    np.testing.assert_array_equal(region, region.T[::-1, ::-1])
    assert region[9, 1]
    assert region[40, 0]


def test_a_difference_at_which_the_variance_is_zero_leaves_the_table_in_its_region():
    region = ScoreRegion(0, 4, 0, 4).find_extreme(0.0)

    np.testing.assert_array_equal(region, np.tri(5, dtype=bool))
