from __future__ import annotations

from collections import Counter
from itertools import combinations

import numpy as np
import pytest

from tubulus.stats.ranks.rank_sums import (
    compute_doubled_ranks,
    compute_rank_sums,
    is_within_reach,
)


@pytest.mark.parametrize("drawn", range(8))
def test_the_distribution_equals_full_enumeration(drawn):
    scores = compute_doubled_ranks(np.array([3.0, 0.0, 0.0, 1.0, 1.0, 1.0, 7.0]))
    sums = compute_rank_sums(scores, drawn)
    counted = Counter(int(sum(choice)) for choice in combinations(scores.tolist(), drawn))
    total = sum(counted.values())

    assert sums.totals[0] == min(counted)
    assert sums.totals[-1] == max(counted)
    for rank_sum, probability in zip(sums.totals.tolist(), sums.probability, strict=True):
        assert probability == pytest.approx(counted[rank_sum] / total, rel=1e-13)


def test_mid_ranks_are_doubled_to_whole_numbers():
    assert compute_doubled_ranks(np.array([5.0, 5.0, 1.0])).tolist() == [5, 5, 2]
    assert compute_doubled_ranks(np.array([])).size == 0


def test_equal_scores_have_one_sum():
    sums = compute_rank_sums(np.array([4, 4, 4]), 2)

    assert (sums.totals.tolist(), sums.probability.tolist()) == ([8], [1.0])


def test_many_ties_reach_farther_than_none():
    assert is_within_reach(2 * np.arange(1, 241), 120)
    assert not is_within_reach(2 * np.arange(1, 301), 150)
    assert is_within_reach(np.repeat([101, 301], 100), 100)
    assert is_within_reach(np.array([], dtype=np.int64), 0)
