from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.designs.sample_size.rejection import find_rejected_tables
from tubulus.stats.exact_tests.boschloo import compute_boschloo_test
from tubulus.stats.exact_tests.fisher import compute_fisher_test


def reject_each(n_1, n_0, alpha, compute):
    tables = [
        [compute(x, n_1, y, n_0).p_value <= alpha for y in range(n_0 + 1)] for x in range(n_1 + 1)
    ]
    return np.array(tables)


@pytest.mark.parametrize("arms", [(7, 5), (6, 6), (1, 5)])
@pytest.mark.parametrize("alpha", [0.05, 0.3])
@pytest.mark.parametrize("alternative", ["two-sided", "greater", "less"])
def test_boschloo_rejects_what_each_table_alone_does(arms, alpha, alternative):
    def compute(*table):
        return compute_boschloo_test(*table, alternative=alternative)

    found = find_rejected_tables(*arms, alpha, alternative=alternative)
    assert np.array_equal(found, reject_each(*arms, alpha, compute))


@pytest.mark.parametrize("arms", [(9, 7), (20, 20), (1, 5)])
@pytest.mark.parametrize("alpha", [0.05, 0.3])
def test_fisher_rejects_what_each_table_alone_does(arms, alpha):
    found = find_rejected_tables(*arms, alpha, test="Fisher exact")

    assert np.array_equal(found, reject_each(*arms, alpha, compute_fisher_test))


def test_both_sides_of_fisher_mirror_each_other():
    greater = find_rejected_tables(12, 7, 0.05, test="Fisher exact", alternative="greater")
    less = find_rejected_tables(7, 12, 0.05, test="Fisher exact", alternative="less")

    assert np.array_equal(greater, less.T)
    assert greater.any()


def test_boschloo_rejects_all_that_fisher_does_on_one_side():
    fisher = find_rejected_tables(15, 11, 0.05, test="Fisher exact", alternative="greater")
    boschloo = find_rejected_tables(15, 11, 0.05, alternative="greater")

    assert np.all(boschloo[fisher])
    assert boschloo.sum() > fisher.sum()


def test_one_participant_an_arm_never_rejects_at_five_percent():
    assert not find_rejected_tables(1, 1, 0.05).any()


@pytest.mark.parametrize(
    ("arms", "options", "message"),
    [
        ((0, 5), {}, "at least one participant"),
        ((5, 5), {"test": "Barnard"}, "test is one of"),
        ((5, 5), {"alternative": "both"}, "alternative is"),
    ],
)
def test_what_is_not_known_is_refused(arms, options, message):
    with pytest.raises(ValueError, match=message):
        find_rejected_tables(*arms, 0.05, **options)
