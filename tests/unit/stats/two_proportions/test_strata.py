from __future__ import annotations

import pytest

from tubulus.stats.two_proportions.strata import choose_strata


def test_strata_without_one_arm_are_left_out_and_their_participants_counted():
    used = choose_strata([(1, 4, 2, 5), (1, 3, 0, 0), (0, 0, 2, 6), (0, 0, 0, 0)])

    assert used.counts == ((1, 4, 2, 5),)
    assert (used.n_1, used.n_0, used.n_left_out) == (4, 5, 9)


def test_impossible_counts_are_refused_even_where_the_other_arm_is_empty():
    with pytest.raises(ValueError, match="events"):
        choose_strata([(5, 4, 0, 0)])
