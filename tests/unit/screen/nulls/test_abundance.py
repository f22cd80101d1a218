from itertools import combinations

import numpy as np
import pytest
from scipy.stats import mannwhitneyu

from tubulus.screen.nulls.abundance import compute_abundance_test

ONE_STRATUM = np.zeros(8, dtype=int)


def choose(*places, size=8):
    chosen = np.zeros(size, dtype=bool)
    chosen[list(places)] = True
    return chosen


def test_without_ties_one_stratum_is_the_exact_rank_sum_test():
    quantity = np.array([3.0, 9.0, 1.0, 7.0, 2.0, 8.0, 4.0, 5.0])
    ligands = choose(1, 3, 6)

    test = compute_abundance_test(quantity, ligands, ONE_STRATUM)

    peer = mannwhitneyu(
        quantity[ligands], quantity[~ligands], alternative="greater", method="exact"
    )
    assert test.p == pytest.approx(peer.pvalue)
    assert test.share == pytest.approx(peer.statistic / 15)


def test_ties_are_counted_as_every_exchange_would():
    quantity = np.array([1.0, 1.0, 1.0, 2.0, 2.0, 3.0, 3.0, 3.0])
    ligands = choose(3, 5, 6)
    ranks = np.array([2.0, 2.0, 2.0, 4.5, 4.5, 7.0, 7.0, 7.0])

    test = compute_abundance_test(quantity, ligands, ONE_STRATUM)

    sums = [ranks[list(c)].sum() for c in combinations(range(8), 3)]
    assert test.p == pytest.approx(np.mean(np.array(sums) >= ranks[ligands].sum()))
    assert test.smallest_p == pytest.approx(1 / len(sums))


def test_strata_are_exchanged_within_themselves():
    # the first stratum is a hundred times as abundant, which must not count
    quantity = np.array([100.0, 300.0, 200.0, 1.0, 3.0, 2.0])
    strata = np.array([0, 0, 0, 1, 1, 1])

    test = compute_abundance_test(quantity, choose(1, 4, size=6), strata)

    assert test.share == 1.0
    assert test.p == pytest.approx(1 / 9)
    assert test.smallest_p == pytest.approx(1 / 9)


def test_all_quantities_equal_say_nothing():
    test = compute_abundance_test(np.ones(8), choose(1, 2), ONE_STRATUM)

    assert (test.share, test.p, test.low, test.high) == (0.5, 1.0, 0.5, 0.5)


def test_a_ligand_without_another_protein_is_counted_as_not_compared():
    strata = np.array([0, 0, 0, 0, 0, 0, 0, 1])

    test = compute_abundance_test(np.arange(8.0), choose(6, 7), strata)

    assert (test.ligands, test.others, test.not_compared) == (1, 6, 1)


@pytest.mark.parametrize("ligands", [choose(), choose(*range(8))])
def test_without_two_kinds_of_protein_there_is_no_test(ligands):
    assert compute_abundance_test(np.arange(8.0), ligands, ONE_STRATUM) is None


def test_nothing_measured_gives_no_test():
    assert compute_abundance_test(np.empty(0), choose(size=0), np.empty(0, dtype=int)) is None


def test_p_is_valid_when_ligands_are_like_others():
    rng = np.random.default_rng(8)
    strata = np.repeat([0, 1, 2], 12)
    found = []
    for _ in range(400):
        ligands = rng.permutation(np.arange(36) < 9)
        test = compute_abundance_test(rng.integers(0, 8, 36).astype(float), ligands, strata)
        found.append(test.p <= 0.1)

    assert np.mean(found) <= 0.1 + 3 * np.sqrt(0.1 * 0.9 / 400)
