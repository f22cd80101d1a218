import numpy as np
import pytest
from scipy.stats import false_discovery_control

from tubulus.screen.nulls.discovery_rates import (
    compute_bh_q,
    compute_exact_fdr,
    compute_permutation_fdr,
    compute_receptor_q,
)


def test_adjusted_p_agree_with_scipy():
    p = np.random.default_rng(1).random(50).round(2)

    assert compute_bh_q(p) == pytest.approx(false_discovery_control(p))


def test_no_tests_give_no_adjusted_p():
    assert compute_bh_q(np.empty(0)).size == 0


def test_rows_of_one_receptor_count_once_at_receptor_level():
    names, p = ["B", "A", "B", "B"], np.array([0.01, 0.2, 0.01, 0.01])

    q, q_receptor = compute_receptor_q(names, p)

    assert q_receptor == pytest.approx([0.02, 0.2, 0.02, 0.02])
    assert q == pytest.approx([0.04 / 3, 0.2, 0.04 / 3, 0.04 / 3])


def test_no_rows_give_no_rates():
    q, q_receptor = compute_receptor_q([], np.empty(0))

    assert (q.size, q_receptor.size) == (0, 0)


TAILS = np.array([[1.0, 0.3, 0.01], [1.0, 0.2, 0.0]])
SETS = np.array([[69, 29, 1], [79, 20, 0]])


def test_the_permutation_rate_counts_the_null_discoveries_at_each_p():
    # at 0.2 both the set of p 0.01 and the 20 of p 0.2 are null discoveries
    fdr = compute_permutation_fdr(np.array([0.01, 0.2]), TAILS, SETS)

    assert fdr == pytest.approx([(1 + 1) / 100 / 1, (21 + 2) / 100 / 2])


def test_rows_weigh_as_many_tests_as_they_stand_for():
    fdr = compute_permutation_fdr(np.array([0.01, 0.2]), TAILS, SETS, np.array([3, 1]))

    assert fdr == pytest.approx([(3 + 3) / 100 / 3, (3 + 20 + 4) / 100 / 4])


def test_the_permutation_rate_is_never_zero_and_never_falls_as_p_grows():
    rng = np.random.default_rng(3)
    tails = np.sort(rng.random((40, 5)))[:, ::-1]
    tails[:, 0] = 1.0
    sets = np.zeros((40, 5), dtype=int)
    sets[:, 0] = 200
    p = tails[np.arange(40), rng.integers(0, 5, 40)]

    fdr = compute_permutation_fdr(p, tails, sets)

    assert fdr.min() >= 1 / 201
    assert fdr.max() <= 1.0
    assert (np.diff(fdr[np.argsort(p)]) >= 0).all()


def test_many_random_sets_give_the_rate_in_closed_form():
    mass = np.array([[0.7, 0.29, 0.01], [0.8, 0.2, 0.0]])
    sets = np.rint(mass * 1_000_000).astype(int)
    p = np.array([0.3, 0.2])

    assert compute_permutation_fdr(p, TAILS, sets) == pytest.approx(
        compute_exact_fdr(p, TAILS), rel=1e-4
    )


def test_equal_p_of_two_receptors_have_one_rate():
    tails = np.array([[1.0, 0.1], [1.0, 0.1 * (1 + 1e-15)]])

    fdr = compute_exact_fdr(tails[:, 1], tails)

    assert fdr[0] == fdr[1] == pytest.approx(0.1)


def test_no_receptors_have_no_rates():
    nothing = np.empty((0, 1))

    assert compute_permutation_fdr(np.empty(0), nothing, nothing.astype(int)).size == 0
    assert compute_exact_fdr(np.empty(0), nothing).size == 0
