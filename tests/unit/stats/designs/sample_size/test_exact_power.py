from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.designs.sample_size.exact_power import (
    compute_exact_power,
    compute_rejection_probability,
    compute_two_proportion_power,
    find_exact_sample_size,
)
from tubulus.stats.designs.sample_size.rejection import find_rejected_tables
from tubulus.stats.exact_tests.all_tables import compute_exact_tables
from tubulus.stats.exact_tests.z_pooled import compute_z_pooled_test

SHARES = (9 / 40, 1 / 40)


def test_boschloo_has_more_power_than_fisher_in_the_reference_case():
    assert compute_exact_power((40, 40), SHARES, 0.05) == pytest.approx(0.7905, abs=5e-5)
    fisher = compute_exact_power((40, 40), SHARES, 0.05, test="Fisher exact")
    assert fisher == pytest.approx(0.7188, abs=5e-5)


def test_the_level_holds_for_every_common_proportion_and_nearly_reaches_alpha():
    rejected = find_rejected_tables(20, 15, 0.05)
    levels = [compute_rejection_probability(rejected, p, p) for p in np.linspace(0.0, 1.0, 201)]

    assert 0.04 < max(levels) <= 0.05


def test_all_against_none_is_certain():
    assert compute_exact_power((10, 10), (1.0, 0.0), 0.05) == 1.0


def test_one_sided_power_is_that_of_the_side():
    greater = compute_exact_power((20, 20), (0.5, 0.1), 0.05, alternative="greater")
    less = compute_exact_power((20, 20), (0.1, 0.5), 0.05, alternative="less")

    assert greater == pytest.approx(less, rel=1e-12)
    assert compute_exact_power((20, 20), (0.1, 0.5), 0.05, alternative="greater") < 1e-3


def test_the_smallest_arms_reach_the_power_and_smaller_ones_do_not():
    shares = (0.7, 0.1)
    found = find_exact_sample_size(shares, 0.05, 0.8)

    assert found.n_1 == found.n_0
    assert found.power == pytest.approx(compute_exact_power((found.n_1, found.n_0), shares, 0.05))
    below = [compute_exact_power((n, n), shares, 0.05) for n in range(2, found.n_0)]
    assert max(below) < 0.8 <= found.power


def test_a_ratio_makes_the_first_arm_larger():
    found = find_exact_sample_size((0.6, 0.1), 0.05, 0.8, ratio=2.0, test="Fisher exact")

    assert found.n_1 == 2 * found.n_0


def test_equal_proportions_need_more_than_any_size():
    found = find_exact_sample_size((0.2, 0.2), 0.05, 0.8, most=30, test="Fisher exact")

    assert found.n_1 is None
    assert found.power < 0.05
    assert found.reason == "not reached with up to 30 in the second arm"


def test_the_normal_power_without_a_difference_is_the_level():
    assert compute_two_proportion_power((30, 30), (0.3, 0.3), 0.05) == pytest.approx(0.05)
    less = compute_two_proportion_power((30, 30), (0.1, 0.3), 0.05, alternative="less")
    greater = compute_two_proportion_power((30, 30), (0.3, 0.1), 0.05, alternative="greater")
    assert less == pytest.approx(greater)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: compute_exact_power((5, 5), (22, 2), 0.05), r"lie in \[0, 1\]"),
        (lambda: find_exact_sample_size((0.3, 0.1), 0.05, 0.8, ratio=0.0), "ratio"),
        (lambda: find_exact_sample_size((0.3, 0.1), 0.05, 80), "power must lie"),
        (lambda: compute_two_proportion_power((5, 5), (0.0, 0.1), 0.05), "p_1 must lie"),
    ],
)
def test_what_cannot_be_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()


@pytest.mark.parametrize("arms", [(1, 1), (7, 12), (12, 7), (15, 15)])
@pytest.mark.parametrize("alpha", [0.01, 0.05, 0.3])
def test_the_z_pooled_test_rejects_the_tables_with_a_p_value_up_to_alpha(arms, alpha):
    rejected = find_rejected_tables(*arms, alpha, test="Z-pooled exact")

    assert np.array_equal(rejected, compute_exact_tables(*arms).z_pooled <= alpha)


@pytest.mark.parametrize("alternative", ["greater", "less"])
def test_the_one_sided_z_pooled_test_rejects_as_the_single_tests_do(alternative):
    rejected = find_rejected_tables(5, 8, 0.1, test="Z-pooled exact", alternative=alternative)
    single = [
        [
            compute_z_pooled_test(x, 5, y, 8, alternative=alternative).p_value <= 0.1
            for y in range(9)
        ]
        for x in range(6)
    ]

    assert np.array_equal(rejected, single)
    assert rejected.any()
