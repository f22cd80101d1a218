from itertools import combinations

import numpy as np
import pytest

from tubulus.screen.nulls.exact import (
    compute_global_distribution,
    compute_partner_distribution,
    compute_receptor_p,
    compute_upper_tail,
)
from tubulus.screen.nulls.null_sets import NullDesign

# two strata of 5 and 4 genes; ligands are genes 0, 1, 2 and 5, 6
GENE_STRATUM = np.array([0, 0, 0, 0, 0, 1, 1, 1, 1])
LIGAND_GENE = np.array([0, 1, 2, 5, 6])
INCIDENCE = np.array([[1, 1, 0], [1, 0, 0], [0, 0, 1], [1, 1, 1], [0, 1, 0]], dtype=bool)


@pytest.fixture
def design():
    return NullDesign(
        ligands=tuple("abcde"),
        receptors=("r", "s", "t"),
        incidence=INCIDENCE,
        ligand_stratum=GENE_STRATUM[LIGAND_GENE],
        stratum_size=np.array([5, 4]),
        drawn=np.array([2, 3]),
        observed=np.array([True, False, True, True, True]),
    )


def enumerate_counts(weights):
    """Count by listing every possible set of two genes and three genes."""
    value = np.zeros(9, dtype=int)
    value[LIGAND_GENE] = weights
    totals = [
        sum(value[list(first + second)])
        for first in combinations(range(5), 2)
        for second in combinations(range(5, 9), 3)
    ]
    return np.bincount(totals) / len(totals)


@pytest.mark.parametrize("receptor", [0, 1, 2])
def test_partner_counts_agree_with_a_full_enumeration(design, receptor):
    expected = enumerate_counts(INCIDENCE[:, receptor].astype(int))

    got = compute_partner_distribution(design, receptor)

    assert got == pytest.approx(expected, abs=1e-12)


def test_the_p_of_a_receptor_agrees_with_a_full_enumeration(design):
    p, smallest = compute_receptor_p(design)

    for i, observed in enumerate(design.count_observed_partners()):
        expected = enumerate_counts(INCIDENCE[:, i].astype(int))
        assert p[i] == pytest.approx(expected[observed:].sum())
        assert smallest[i] == pytest.approx(expected[expected > 0][-1])


def test_pair_counts_agree_with_a_full_enumeration(design):
    expected = enumerate_counts(INCIDENCE.sum(axis=1))

    got = compute_global_distribution(design)

    assert got[: expected.size] == pytest.approx(expected, abs=1e-12)
    assert got[expected.size :] == pytest.approx(0.0, abs=1e-12)


def test_the_tail_from_zero_is_one_and_beyond_the_end_zero(design):
    distribution = compute_global_distribution(design)

    assert compute_upper_tail(distribution, 0) == pytest.approx(1.0)
    assert compute_upper_tail(distribution, 99) == 0.0
