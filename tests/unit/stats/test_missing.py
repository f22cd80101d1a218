from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.missing import read_vector, select_complete, select_pairs


def test_missing_values_are_left_out_and_counted():
    present, n_missing = select_complete([1.0, np.nan, 3.0])

    assert present.tolist() == [1.0, 3.0]
    assert n_missing == 1


def test_a_pair_with_one_value_missing_is_left_out():
    left, right, n_missing = select_pairs([1.0, np.nan, 3.0], [4.0, 5.0, np.nan])

    assert (left.tolist(), right.tolist(), n_missing) == ([1.0], [4.0], 2)


def test_an_infinite_value_is_refused():
    with pytest.raises(ValueError, match="infinite"):
        read_vector([1.0, np.inf])


def test_a_matrix_is_refused_as_a_vector():
    with pytest.raises(ValueError, match="dimension"):
        read_vector([[1.0]])


def test_pairs_of_unequal_length_are_refused():
    with pytest.raises(ValueError, match="equal lengths"):
        select_pairs([1.0], [1.0, 2.0])
