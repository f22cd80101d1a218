"""Rank p: ends, ties, missing decoys, no decoy."""

import numpy as np
import pytest

from tubulus.dock.calibration.ranks import rank_among


@pytest.mark.parametrize(
    ("value", "p", "percent"), [(9.0, 1 / 5, 100.0), (3.0, 3 / 5, 50.0), (0.0, 1.0, 0.0)]
)
def test_the_rank_counts_decoys_at_least_as_favourable(value, p, percent):
    test = rank_among(value, np.array([1.0, 2.0, 3.0, 4.0]))

    assert (test.p, test.percent) == (p, percent)
    assert (test.smallest_p, test.n_decoys) == (1 / 5, 4)


def test_values_that_differ_by_rounding_are_ties():
    assert rank_among(0.1 + 0.2, np.array([0.3, 0.3 * (1 - 1e-15)])).p == 1.0


def test_missing_decoys_do_not_count():
    assert rank_among(1.0, np.array([np.nan, 0.0])).n_decoys == 1


def test_without_a_decoy_p_is_one_and_there_is_no_percentage():
    test = rank_among(1.0, np.array([np.nan]))

    assert (test.p, test.smallest_p, test.percent) == (1.0, 1.0, None)
