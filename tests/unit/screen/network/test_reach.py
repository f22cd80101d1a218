import numpy as np
import pytest
from tests.support.networks import draw_network

from tubulus.screen.network.edges import build_network
from tubulus.screen.network.reach import compute_reach, compute_reach_tests, match_by_degree
from tubulus.screen.network.walk import compute_random_walk


@pytest.mark.parametrize("directed", [False, True])
def test_the_reach_of_all_nodes_equals_a_walk_from_each(directed):
    network = draw_network(6, directed=directed, signed=True)
    genes = network.nodes[10:20]

    reach, net = compute_reach(network, genes)

    walk = compute_random_walk(network, network.nodes, tolerance=1e-9)
    assert reach == pytest.approx(walk.scores[10:20].sum(axis=0), abs=2e-8)
    assert net == pytest.approx(walk.net[10:20].sum(axis=0), abs=2e-8)


def make_star():
    """Receptor r and seven others of degree two; r alone is next to both genes."""
    edges = [("r", "g1"), ("r", "g2"), ("g1", "g2")]
    edges += [(f"o{i}", f"o{(i + 1) % 7}") for i in range(7)]
    return build_network(*zip(*edges, strict=True), nodes=["lonely"])


def test_the_only_receptor_next_to_the_genes_has_the_smallest_attainable_p():
    network = make_star()

    (test,) = compute_reach_tests(network, ["r"], ["g1", "g2"])

    assert (test.state, test.matched, test.degree) == ("tested", 7, 2)
    assert test.p == test.smallest_p == 1 / 8
    assert test.reach > test.expected == pytest.approx(0.0, abs=1e-9)


def test_equal_reach_is_a_tie_that_counts_against_the_receptor():
    (test,) = compute_reach_tests(
        make_star(), ["o3"], ["g1", "g2"], pool=[f"o{i}" for i in range(7)]
    )

    assert test.p == 1.0
    assert test.matched == 6


def test_a_receptor_that_the_network_does_not_hold_or_connect_is_unknown():
    absent, lonely = compute_reach_tests(make_star(), ["KIT", "lonely"], ["g1"])

    assert (absent.state, absent.p, absent.reach) == ("unknown", None, None)
    assert "does not hold" in absent.reason
    assert (lonely.state, lonely.p) == ("unknown", None)
    assert "no edge" in lonely.reason


def test_unknown_genes_and_an_empty_pool_leave_the_state_unknown():
    (no_genes,) = compute_reach_tests(make_star(), ["r"], ["GFRA1"])
    (no_pool,) = compute_reach_tests(make_star(), ["r"], ["g1"], pool=[])

    assert "none of the genes" in no_genes.reason
    assert "no node to compare" in no_pool.reason


def test_a_receptor_among_the_genes_does_not_count_its_own_visits():
    network = make_star()

    (test,) = compute_reach_tests(network, ["g1"], ["g1", "g2"])

    walk = compute_random_walk(network, ["g1"], tolerance=1e-9)
    assert test.reach == pytest.approx(walk.scores[network.nodes.index("g2"), 0], abs=1e-8)


def test_matched_nodes_are_those_of_nearest_degree_with_all_ties():
    degree = np.array([5, 1, 5, 4, 6, 100, 5])

    matched = match_by_degree(degree, 0, np.arange(7), 1)

    assert matched.tolist() == [2, 6]


def test_random_gene_sets_give_uniform_p():
    network = draw_network(8, nodes=150, edges=600)
    rng = np.random.default_rng(9)
    receptor = network.nodes[3]
    others = [name for name in network.nodes if name != receptor]
    p = []
    for _ in range(150):
        genes = rng.choice(others, 10, replace=False)
        (test,) = compute_reach_tests(network, [receptor], genes, matched=40, restart=0.5)
        p.append(test.p)

    # rank p of one receptor among 41 or more nodes; five standard errors of a mean
    assert np.mean(p) == pytest.approx(0.5, abs=5 * 0.29 / np.sqrt(150))


@pytest.mark.parametrize(
    ("settings", "message"), [({"matched": 0}, "matched"), ({"restart": 0}, "restart")]
)
def test_settings_out_of_range_are_refused(settings, message):
    with pytest.raises(ValueError, match=message):
        compute_reach_tests(make_star(), ["r"], ["g1"], **settings)
