import numpy as np
import pytest
from tests.support.networks import draw_network

from tubulus.screen.network.edges import build_network
from tubulus.screen.network.walk import compute_random_walk, iterate_random_walk


def solve_by_hand(network, restart, alpha):
    """Power iteration in dense arithmetic with the dangling rule of networkx."""
    out = network.weights.toarray()
    total = out.sum(axis=1)
    step = np.divide(out, total[:, None], out=np.zeros_like(out), where=total[:, None] > 0).T
    p = restart.copy()
    for _ in range(400):
        p = alpha * (step @ p + p[total == 0].sum() * restart) + (1 - alpha) * restart
    return p


@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize("edges", [25, 150])
@pytest.mark.parametrize("tolerance", [1e-4, 1e-6, 1e-10])
def test_scores_are_within_the_bound_and_the_bound_within_the_tolerance(directed, edges, tolerance):
    network = draw_network(2, directed=directed, edges=edges)

    walk = compute_random_walk(network, network.nodes, restart=0.3, tolerance=tolerance)

    exact = np.column_stack([solve_by_hand(network, e, 0.7) for e in np.eye(60)])
    worst = np.abs(walk.scores - exact).max()
    assert worst <= walk.error_bound + 1e-14
    assert walk.error_bound <= tolerance


def test_a_seed_without_an_edge_keeps_the_walker():
    network = build_network(["a"], ["b"], nodes=["lonely"])

    walk = compute_random_walk(network, ["lonely", ("a", "lonely")])

    assert walk.scores[:, 0] == pytest.approx([0.0, 0.0, 1.0])
    by_hand = solve_by_hand(network, np.array([0.5, 0.0, 0.5]), 0.85)
    assert walk.scores[:, 1] == pytest.approx(by_hand, abs=1e-6)


def test_scores_of_a_seed_sum_to_one_also_across_components():
    network = build_network(["a", "b", "x"], ["b", "c", "y"])

    walk = compute_random_walk(network, ["a", "x", ("b", "y")], tolerance=1e-9)

    assert walk.scores.sum(axis=0) == pytest.approx(1.0, abs=1e-8)
    assert walk.scores[3:, 0] == pytest.approx(0.0, abs=1e-9)


def test_the_symmetric_walk_solves_its_system_and_is_symmetric_between_seed_and_node():
    network = draw_network(3)
    weights = network.weights.toarray()
    degree = np.maximum(weights.sum(axis=0), 1e-300)
    matrix = weights / np.sqrt(np.outer(degree, degree))

    walk = compute_random_walk(
        network, network.nodes, restart=0.2, normalisation="symmetric", tolerance=1e-9
    )

    exact = 0.2 * np.linalg.inv(np.eye(60) - 0.8 * matrix)
    assert walk.scores == pytest.approx(exact, abs=1e-9)
    assert walk.scores == pytest.approx(walk.scores.T, abs=2e-9)


@pytest.mark.parametrize("directed", [False, True])
def test_the_net_score_of_a_signed_network_is_the_difference_of_two_layers(directed):
    network = draw_network(4, directed=directed, signed=True, edges=120)
    signs = network.signs.toarray()
    plus, minus = np.maximum(signs, 0), np.maximum(-signs, 0)
    total = network.weights.toarray().sum(axis=1)
    doubled = np.block([[plus, minus], [minus, plus]])
    step = (doubled / np.maximum(np.tile(total, 2), 1e-300)[:, None]).T
    start = np.zeros(120)
    start[7] = 1.0
    layers = np.linalg.solve(np.eye(120) - 0.85 * step, 0.15 * start)
    layers /= layers.sum()

    walk = compute_random_walk(network, [network.nodes[7]], tolerance=1e-9)

    assert walk.scores[:, 0] == pytest.approx(layers[:60] + layers[60:], abs=2e-9)
    assert walk.net[:, 0] == pytest.approx(layers[:60] - layers[60:], abs=2e-9)


def test_an_inhibited_inhibitor_counts_as_activation():
    network = build_network(["a", "b"], ["b", "c"], [-1.0, -1.0], directed=True, signed=True)

    walk = compute_random_walk(network, ["a"])

    assert walk.net[1, 0] < 0 < walk.net[2, 0]


def test_blocks_of_seeds_and_all_at_once_give_the_same_scores():
    network = draw_network(5, nodes=100, edges=400)

    blocks = list(iterate_random_walk(network, network.nodes))
    walk = compute_random_walk(network, network.nodes)

    assert [block.scores.shape[1] for block in blocks] == [64, 36]
    assert np.array_equal(np.hstack([block.scores for block in blocks]), walk.scores)


@pytest.mark.parametrize(
    ("seeds", "settings", "message"),
    [
        ([], {}, "at least one seed"),
        (["zzz"], {}, "no nodes"),
        ([[]], {}, "at least one node"),
        (["n000"], {"restart": 1.0}, "restart"),
        (["n000"], {"tolerance": 0.0}, "tolerance"),
    ],
)
def test_what_cannot_be_walked_is_refused(seeds, settings, message):
    with pytest.raises(ValueError, match=message):
        compute_random_walk(draw_network(), seeds, **settings)


def test_the_symmetric_walk_of_a_directed_network_is_refused():
    with pytest.raises(ValueError, match="undirected"):
        compute_random_walk(draw_network(directed=True), ["n000"], normalisation="symmetric")


def test_a_tolerance_below_double_precision_is_refused():
    with pytest.raises(ArithmeticError, match="above"):
        compute_random_walk(draw_network(), ["n000"], tolerance=1e-18)
