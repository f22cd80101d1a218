import numpy as np
import pytest
from scipy import stats

from tubulus.stats.mid_ranks import compute_mid_ranks


@pytest.mark.parametrize(
    ("values", "ranks"),
    [
        ([], []),
        ([4.0], [1.0]),
        ([3.0, 1.0, 2.0], [3.0, 1.0, 2.0]),
        ([5.0, 5.0, 5.0, 5.0], [2.5, 2.5, 2.5, 2.5]),
        ([2.0, 1.0, 2.0, 3.0], [2.5, 1.0, 2.5, 4.0]),
        ([0.0, -0.0, 1.0], [1.5, 1.5, 3.0]),
    ],
)
def test_equal_values_share_the_mean_of_their_ranks(values, ranks):
    assert compute_mid_ranks(np.array(values)).tolist() == ranks


def test_ranks_are_those_of_scipy_to_the_last_bit():
    values = np.random.default_rng(1).integers(0, 40, 200) / 7.0

    assert compute_mid_ranks(values).tolist() == stats.rankdata(values).tolist()
