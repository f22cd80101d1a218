import numpy as np
import pytest
from scipy.stats import false_discovery_control

from tubulus.screen.levels import compute_bh_q, compute_receptor_q


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
