import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import rankdata

from tubulus.screen.ranks import rank_values

TIES = ("average", "min", "max")


@pytest.mark.parametrize("ties", TIES)
@given(values=st.lists(st.sampled_from([-1.5, -0.0, 0.0, 1.0, 2.0, 1e300, np.inf]), max_size=9))
def test_ranks_are_those_of_scipy(ties, values):
    assert rank_values(values, ties).tolist() == rankdata(values, method=ties).tolist()


@pytest.mark.parametrize("ties", TIES)
def test_each_row_of_a_table_is_ranked_alone(ties):
    table = np.array([[3.0, 1.0, 3.0], [0.0, 0.0, -2.0]])

    assert np.array_equal(rank_values(table, ties), rankdata(table, method=ties, axis=-1))


def test_a_table_without_rows_or_values_has_no_ranks():
    assert rank_values(np.empty((0, 3))).shape == (0, 3)
    assert rank_values([]).shape == (0,)
