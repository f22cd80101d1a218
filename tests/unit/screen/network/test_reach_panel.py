from dataclasses import replace

import numpy as np
import pytest

from tubulus.screen.network.reach import ReachTest
from tubulus.screen.network.reach_panel import compute_percentiles, simulate_reach_panel
from tubulus.screen.nulls.null_sets import NullDesign, simulate_inclusion


def make_test(receptor, farther, matched=99):
    p = (1 + farther) / (1 + matched)
    return ReachTest(receptor, "tested", "", 5, 0.1, None, matched, 0.1, p)


def make_design(observed, size=40):
    """Ten ligands in one stratum, each with the receptor of its number; the cargo has some."""
    names = [f"r{i}" for i in range(10)]
    is_observed = np.isin(np.arange(10), observed)
    return NullDesign(
        ligands=tuple(f"l{i}" for i in range(10)),
        receptors=tuple(names),
        incidence=np.eye(10, dtype=np.bool_),
        ligand_stratum=np.zeros(10, dtype=np.int64),
        stratum_size=np.array([size]),
        drawn=np.array([len(observed) * size // 10]),
        observed=is_observed,
    )


TESTS = [make_test(f"r{i}", 10 * i) for i in range(10)]


def simulate(design, tests=TESTS, targets=(), **options):
    return simulate_reach_panel(tests, design, targets, np.random.default_rng(1), **options)


def test_the_share_of_nodes_that_reach_less_far_is_the_percentile():
    tests = [make_test("r", 0), make_test("r", 99), ReachTest("s", "unknown", "lost")]

    shares = compute_percentiles(tests)

    assert shares[:2].tolist() == [1.0, 0.0]
    assert np.isnan(shares[2])


def test_a_cargo_that_meets_the_farthest_receptors_has_a_small_p():
    panel = simulate(make_design([0, 1, 2, 3]), sets=1999)

    assert panel.percentile == pytest.approx(np.mean([1 - 10 * i / 99 for i in range(4)]))
    assert panel.p <= 0.05
    assert panel.low < panel.expected < panel.high < panel.percentile
    assert panel.expected == pytest.approx(1 - 45 / 99, abs=0.02)


def test_the_null_is_the_receptors_that_random_sets_meet_not_a_half():
    far = [make_test(f"r{i}", i) for i in range(10)]

    panel = simulate(make_design([6, 7, 8, 9]), far, sets=499)

    assert panel.percentile > 0.9
    assert panel.expected > 0.9
    assert panel.p > 0.9


def test_receptors_among_the_genes_and_unknown_ones_are_counted_and_left_out():
    tests = [*TESTS[:2], ReachTest("r2", "unknown", "not in the network"), *TESTS[4:]]

    panel = simulate(make_design([0, 1, 2, 3]), tests, ["r0", "elsewhere"], sets=99)

    assert (panel.receptors, panel.targets, panel.unknown) == (1, 1, 2)
    assert panel.percentile == pytest.approx(1 - 10 / 99)


def test_where_no_receptor_can_be_taken_there_is_no_panel():
    assert simulate(make_design([0]), [], sets=9) is None
    assert simulate(make_design([0]), targets=["r0"], sets=9) is None
    assert simulate(make_design([]), sets=9) is None


def test_random_sets_that_meet_no_receptor_are_no_draws():
    rare = replace(make_design([0], size=400), drawn=np.array([1]))

    panel = simulate(rare, sets=400)

    assert 0 < panel.draws < 40
    assert panel.smallest_p == 1 / (1 + panel.draws)
    assert simulate(rare, sets=1) is None


def test_random_cargo_keeps_the_error_rate_on_a_map_that_reaches_far():
    rng = np.random.default_rng(3)
    design = make_design([0, 1, 2, 3])
    tests = [make_test(f"r{i}", (0, 2, 30, 50, 90)[i // 2]) for i in range(10)]
    observed = simulate_inclusion(design, 400, rng)
    p = []
    for i in range(400):
        panel = simulate_reach_panel(
            tests, replace(design, observed=observed[:, i]), (), rng, sets=199
        )
        p += [panel.p] if panel else []

    assert len(p) > 390
    assert np.mean(np.array(p) <= 0.1) <= 0.1 + 3 * np.sqrt(0.09 / len(p))
    assert np.mean(np.array(p) <= 0.2) >= 0.1


def test_the_order_of_the_tests_does_not_matter():
    design = make_design([0, 5])

    assert simulate(design, sets=99) == simulate(design, TESTS[::-1], sets=99)


def test_no_sets_are_refused():
    with pytest.raises(ValueError, match="sets"):
        simulate(make_design([0]), sets=0)
