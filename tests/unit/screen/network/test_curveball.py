from itertools import permutations

import numpy as np
import pytest

from tubulus.screen.network.curveball import iterate_rewired, simulate_pairing


def draw_table(seed, shape=(30, 12), share=0.25):
    return np.random.default_rng(seed).random(shape) < share


@pytest.mark.parametrize("shape", [(30, 12), (12, 30), (1, 5), (4, 1)])
def test_every_rewired_graph_keeps_every_degree(shape):
    table = draw_table(1, shape)

    graphs = list(iterate_rewired(table, np.random.default_rng(2), graphs=20))

    assert len(graphs) == 20
    assert all(np.array_equal(g.sum(axis=0), table.sum(axis=0)) for g in graphs)
    assert all(np.array_equal(g.sum(axis=1), table.sum(axis=1)) for g in graphs)


def test_the_same_seed_gives_the_same_graphs():
    table = draw_table(3)

    first, second = (
        list(iterate_rewired(table, np.random.default_rng(4), graphs=5)) for _ in range(2)
    )

    assert all(np.array_equal(a, b) for a, b in zip(first, second, strict=True))


def test_all_graphs_with_the_degrees_come_equally_often():
    # three ligands, three receptors, one pair each: six graphs
    graphs = iterate_rewired(np.eye(3, dtype=bool), np.random.default_rng(5), graphs=3_000)

    seen = dict.fromkeys(permutations(range(3)), 0)
    for graph in graphs:
        seen[tuple(graph.argmax(axis=1).tolist())] += 1

    # five standard errors of 1/6 of 3,000 draws, widened for what neighbours in the chain share
    assert all(abs(count - 500) < 5 * 20.4 * 1.2 for count in seen.values())


def test_graphs_far_along_the_chain_forget_the_pairs():
    table = draw_table(6, (60, 40), 0.1)

    test = simulate_pairing(
        table, np.arange(60) < 20, np.arange(40) < 15, np.random.default_rng(7), graphs=50
    )

    assert test.moved > 0.6
    assert test.smallest_p == 1 / 51


def test_pairs_laid_among_the_chosen_are_found():
    table = np.zeros((40, 40), dtype=bool)
    table[:20, :20] = draw_table(8, (20, 20), 0.4)
    table[20:, 20:] = draw_table(9, (20, 20), 0.4)
    chosen = np.arange(40) < 20

    test = simulate_pairing(table, chosen, chosen, np.random.default_rng(10), graphs=99)

    assert test.total_p == test.smallest_p == 0.01
    assert test.total_observed > 1.5 * test.total_expected


def test_where_all_ligands_are_chosen_the_degrees_fix_the_number():
    table = draw_table(11)

    test = simulate_pairing(
        table, np.ones(30, bool), np.arange(12) < 5, np.random.default_rng(12), graphs=30
    )

    assert test.total_p == 1.0
    assert test.total_expected == test.total_observed
    assert (test.p == 1.0).all()


def test_the_total_p_is_uniform_over_rewired_tables():
    rng = np.random.default_rng(13)
    table = draw_table(14, (16, 12), 0.3)
    ligands, receptors = np.arange(16) < 8, np.arange(12) < 6
    # few trades: validity must not rest on mixing
    p = [
        simulate_pairing(start, ligands, receptors, rng, graphs=9, trades=2).total_p
        for start in iterate_rewired(table, rng, graphs=200, trades=60)
    ]

    rate = np.mean(np.array(p) <= 0.1)
    assert rate <= 0.1 + 4 * np.sqrt(0.1 * 0.9 / 200)


def test_nobody_and_nothing_chosen_give_p_one():
    table = np.zeros((3, 2), dtype=bool)

    test = simulate_pairing(
        table, np.zeros(3, bool), np.zeros(2, bool), np.random.default_rng(0), graphs=3
    )

    assert test.total_p == 1.0
    assert test.moved == 0.0


def test_no_graphs_are_refused():
    with pytest.raises(ValueError, match="graphs"):
        next(iterate_rewired(np.eye(2, dtype=bool), np.random.default_rng(0), graphs=0))
