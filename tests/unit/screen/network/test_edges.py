import numpy as np
import pytest

from tubulus.screen.network.edges import build_network


def test_repeats_self_loops_and_isolated_nodes_are_settled_and_counted():
    network = build_network(
        ["a", "b", "a", "c", "d"], ["b", "a", "c", "c", "d"], [1.0, 3.0, 2.0, 5.0, 1.0], nodes=["e"]
    )

    assert network.nodes == ("a", "b", "c", "d", "e")
    assert network.weights.toarray()[0].tolist() == [0.0, 3.0, 2.0, 0.0, 0.0]
    assert (network.weights != network.weights.T).nnz == 0
    counts = network.counts
    assert (counts.rows, counts.edges, counts.duplicates, counts.self_loops) == (5, 2, 1, 2)
    assert counts.isolated == 2
    assert network.count_neighbours().tolist() == [2, 1, 1, 0, 0]


def test_a_directed_network_keeps_both_directions_apart():
    network = build_network(["a", "b"], ["b", "a"], [1.0, 2.0], directed=True)

    assert network.counts.edges == 2
    assert network.weights.toarray().tolist() == [[0.0, 1.0], [2.0, 0.0]]
    assert network.count_neighbours().tolist() == [2, 2]


def test_a_pair_given_with_both_signs_is_left_out_and_counted():
    network = build_network(["a", "b", "a"], ["b", "a", "c"], [1.0, -1.0, -2.0], signed=True)

    assert network.counts.sign_conflicts == 1
    assert network.counts.duplicates == 1
    assert network.counts.edges == 1
    assert network.signs is not None
    assert network.signs.toarray()[0].tolist() == [0.0, 0.0, -2.0]
    assert network.weights.toarray()[0].tolist() == [0.0, 0.0, 2.0]


def test_no_edges_make_a_network_of_isolated_nodes():
    network = build_network([], [], nodes=["a", "b"])

    assert network.counts.isolated == 2
    assert network.weights.nnz == 0


@pytest.mark.parametrize("weight", [0.0, np.nan, np.inf, -1.0])
def test_a_weight_that_is_no_positive_number_is_refused(weight):
    with pytest.raises(ValueError, match="weight"):
        build_network(["a"], ["b"], [weight])


def test_lists_of_different_length_are_refused():
    with pytest.raises(ValueError, match="equally long"):
        build_network(["a"], ["b", "c"])
