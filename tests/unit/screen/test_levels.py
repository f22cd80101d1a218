import numpy as np
import pytest
from scipy.stats import false_discovery_control

from tubulus.screen.levels import compute_bh_q


def test_adjusted_p_agree_with_scipy():
    p = np.random.default_rng(1).random(50).round(2)

    assert compute_bh_q(p) == pytest.approx(false_discovery_control(p))


def test_no_tests_give_no_adjusted_p():
    assert compute_bh_q(np.empty(0)).size == 0
