import numpy as np
import pytest

from tubulus.screen.gene_sets import GeneSet
from tubulus.screen.layers.downstream import derive_downstream_layer
from tubulus.screen.layers.record import EVIDENCE_SCHEMA
from tubulus.screen.network.edges import build_network
from tubulus.screen.network.reach import compute_reach_tests

GENES = GeneSet("mine", "my genes", frozenset({"g1", "g2"}), "by hand")


def make_network(**options):
    """Receptor r is next to both genes, s to one; o0 to o19 form a ring."""
    edges = [("r", "g1"), ("r", "g2"), ("g1", "g2"), ("s", "g1"), ("s", "o0")]
    edges += [(f"o{i}", f"o{(i + 1) % 20}") for i in range(20)]
    return build_network(*zip(*edges, strict=True), nodes=["lonely"], **options)


def derive(receptors, **options):
    network = make_network()
    options = {"pool": network.nodes} | options
    frame = derive_downstream_layer(receptors, network, GENES, "toy 1.0", **options)
    return {row["receptor"]: row for row in frame.iter_rows(named=True)}


def test_the_receptor_next_to_the_genes_is_present_with_a_value_above_zero():
    found = derive(["r"])["r"]

    assert found["state"] == "present"
    assert found["value"] > 1
    assert found["p"] <= 0.05
    assert "farther than" in found["reason"]


def test_one_that_reaches_no_farther_than_its_like_is_absent():
    found = derive(["o10"])["o10"]

    assert found["state"] == "absent"
    assert found["value"] < 0


def test_farther_than_the_mean_but_not_clearly_is_unknown():
    found = derive(["r"], level=0.001)["r"]

    assert (found["state"], "not clearly" in found["reason"]) == ("unknown", True)


def test_who_is_not_in_the_network_is_unknown_without_a_value():
    found = derive(["KIT", "lonely", "KIT"])

    assert {row["state"] for row in found.values()} == {"unknown"}
    assert {row["value"] for row in found.values()} == {None}
    assert "does not hold" in found["KIT"]["reason"]
    assert "no edge" in found["lonely"]["reason"]


def test_an_undirected_network_is_said_to_be_one_and_the_sources_are_named():
    source = derive(["r"])["r"]["source"]

    assert source == ("toy 1.0 (undirected: paths may run against the signal); my genes (by hand)")


def test_the_sign_of_the_path_stands_in_the_label():
    signs = [-1.0] * 5 + [1.0] * 20
    network = make_network(weights=signs, signed=True, directed=True)

    frame = derive_downstream_layer(["r"], network, GENES, "toy", pool=network.nodes)

    assert frame["label"].item().endswith("net inhibition")
    assert "signed, directed" in frame["source"].item()


def test_without_a_pool_receptors_are_compared_with_receptors_of_the_pair_table():
    edges = [("KIT", "g1"), ("RET", "o0"), ("GFRA1", "o1"), ("o0", "o1"), ("o2", "g1")]
    network = build_network(*zip(*edges, strict=True))

    frame = derive_downstream_layer(["KIT"], network, GENES, "toy")

    assert "of 2 nodes of like degree" in frame["reason"].item()


def test_the_columns_are_those_of_all_evidence_and_p():
    frame = derive_downstream_layer([], make_network(), GENES, "toy")

    assert frame.columns == [*EVIDENCE_SCHEMA, "p"]
    assert frame.is_empty()


def draw_hubs(rng, nodes=300, edges=900):
    """A network whose degrees differ a hundredfold."""
    weight = 1.0 / np.arange(1, nodes + 1)
    ends = rng.choice(nodes, (2, edges), p=weight / weight.sum())
    return build_network([f"n{i}" for i in ends[0]], [f"n{i}" for i in ends[1]])


def test_random_genes_make_neither_hubs_nor_anybody_else_present_too_often():
    rng = np.random.default_rng(5)
    network = draw_hubs(rng)
    degree = network.count_neighbours()
    receptors = [network.nodes[i] for i in np.argsort(-degree)[::3]]
    hubs = np.arange(10)
    p = []
    for _ in range(30):
        genes = rng.choice(network.nodes, 25, replace=False).tolist()
        tests = compute_reach_tests(network, receptors, genes, matched=60)
        p.append([1.0 if test.p is None else test.p for test in tests])
    rejected = np.array(p) <= 0.05
    spread = rejected.mean(axis=1).std(ddof=1) / np.sqrt(30)
    of_hubs = rejected[:, hubs].mean(axis=1)

    assert rejected.mean() <= 0.05 + 3 * spread
    assert of_hubs.mean() <= 0.05 + 3 * of_hubs.std(ddof=1) / np.sqrt(30)


@pytest.mark.parametrize("level", [0.0, 1.0])
def test_a_level_outside_zero_and_one_is_refused(level):
    with pytest.raises(ValueError, match="level"):
        derive_downstream_layer(["r"], make_network(), GENES, "toy", level=level)
