import numpy as np

from tubulus.screen.nulls.strata import assign_strata, bin_detection


def test_detection_is_binned_by_half_doublings():
    bins = bin_detection(np.array([0, 1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 15, 16]))

    assert np.unique(bins, return_inverse=True)[1].tolist() == [
        0, 1, 2, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8,
    ]  # fmt: skip


def test_a_stratum_never_mixes_groups():
    groups = np.repeat([0, 3], [40, 60])
    strata = assign_strata(groups, np.arange(100), genes_per_stratum=10)

    assert not set(strata[groups == 0]) & set(strata[groups == 3])


def test_strata_of_a_group_follow_attention_and_have_equal_size():
    attention = 1_000 + np.random.default_rng(1).permutation(103)

    strata = assign_strata(np.zeros(103, dtype=np.int64), attention, genes_per_stratum=25)

    assert (np.diff(strata[np.argsort(attention)]) >= 0).all()
    assert sorted(np.bincount(strata)) == [25, 26, 26, 26]


def test_a_small_group_stays_whole():
    strata = assign_strata(np.zeros(3, dtype=np.int64), np.array([5, 5, 5]), genes_per_stratum=25)

    assert strata.tolist() == [0, 0, 0]


def test_a_piece_is_cut_where_attention_has_grown_by_more_than_half():
    attention = np.array([99, 120, 149, 150, 400])

    strata = assign_strata(np.zeros(5, dtype=np.int64), attention, genes_per_stratum=25)

    assert strata.tolist() == [0, 0, 0, 1, 2]
