import numpy as np
import pytest

from tubulus.screen.network.reach import ReachTest
from tubulus.screen.network.reach_panel import simulate_reach_panel


def make_test(farther, matched=99):
    return ReachTest("R", "tested", "", 5, 0.1, None, matched, 0.1, (1 + farther) / (1 + matched))


def test_receptors_that_reach_farthest_have_the_smallest_p():
    panel = simulate_reach_panel([make_test(0)] * 8, np.random.default_rng(1), draws=499)

    assert panel.p == panel.smallest_p == 1 / 500
    assert panel.percentile == 1.0
    assert panel.low < 0.5 < panel.high


def test_what_is_unknown_is_counted_and_left_out():
    lost = ReachTest("S", "unknown", "not in the network")

    panel = simulate_reach_panel([make_test(50), lost], np.random.default_rng(2), draws=99)

    assert (panel.receptors, panel.unknown) == (1, 1)
    assert panel.percentile == pytest.approx(1 - 50 / 99)
    assert simulate_reach_panel([lost], np.random.default_rng(2)) is None


def test_receptors_of_random_rank_give_uniform_p():
    rng = np.random.default_rng(3)
    p = [
        simulate_reach_panel([make_test(int(k)) for k in rng.integers(0, 100, 6)], rng, draws=199).p
        for _ in range(400)
    ]

    assert np.mean(np.array(p) <= 0.1) <= 0.1 + 3 * np.sqrt(0.09 / 400)
    assert np.mean(p) == pytest.approx(0.5, abs=5 * 0.29 / 20)


def test_no_draws_are_refused():
    with pytest.raises(ValueError, match="draws"):
        simulate_reach_panel([make_test(1)], np.random.default_rng(0), draws=0)
