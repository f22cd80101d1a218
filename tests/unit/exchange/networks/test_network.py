import csv
import io

import polars as pl
import pytest

from tubulus.exchange.networks import make_network, write_edges, write_nodes
from tubulus.exchange.networks.edges import EDGE_SCHEMA
from tubulus.exchange.networks.nodes import NODE_SCHEMA

CANDIDATE = {"ligand": "L", "receptor": "R", "cell_type": "c", "state": "present"}


def network_of(*rows, **tables):
    frame = pl.DataFrame([{**CANDIDATE, **row} for row in rows])
    return make_network({"interactions": frame, **tables})


def test_every_candidate_pair_is_one_edge_and_every_listing_another(tables):
    edges = make_network(tables).edges

    assert dict(edges["interaction"].value_counts().iter_rows()) == {"candidate": 5, "listed on": 4}
    assert set(edges.filter(interaction="listed on")["target"]) == {
        "cell_type:Leydig_cells",
        "cell_type:Sertoli_cells",
        "cell_type:late_spermatids",
        "cell_type:spermatogonia",
    }


def test_rows_that_are_absent_or_unknown_make_no_edge():
    network = network_of(
        {}, {"ligand": "A", "state": "absent"}, {"ligand": "U", "state": "unknown"}
    )

    assert network.nodes["name"].to_list() == ["c", "L", "R"]


def test_both_ends_of_each_edge_are_nodes(tables):
    network = make_network(tables)

    ends = set(network.edges["source"]) | set(network.edges["target"])
    assert ends == set(network.nodes["id"])


def test_columns_are_the_same_whatever_the_screen_wrote(tables, old_tables):
    for network in (make_network(tables), make_network(old_tables), network_of({})):
        assert dict(network.nodes.schema) == NODE_SCHEMA
        assert dict(network.edges.schema) == EDGE_SCHEMA


def test_what_the_screen_did_not_write_is_null_and_not_zero(old_tables):
    edges = make_network(old_tables).edges

    for name in ("log_odds", "posterior", "tier", "rra_p", "shortlist_rank", "disagreement"):
        assert edges[name].null_count() == edges.height


def test_a_gene_on_both_sides_is_one_node():
    network = network_of({"ligand": "KIT", "receptor": "R"}, {"ligand": "L", "receptor": "KIT"})

    kinds = dict(network.nodes.select("name", "kind").iter_rows())
    assert kinds == {"KIT": "ligand and receptor", "L": "ligand", "R": "receptor", "c": "cell type"}


def test_a_pair_carries_the_scores_of_its_best_cell_type():
    scores = pl.DataFrame(
        {
            "ligand": ["L"] * 3,
            "receptor": ["R"] * 3,
            "cell_type": ["a", "b", "c"],
            "log_odds": [None, 1.5, -2.0],
        }
    )

    network = network_of({"cell_type": "a"}, {"cell_type": "b"}, pair_scores=scores)

    (edge,) = network.edges.filter(interaction="candidate").iter_rows(named=True)
    assert (edge["log_odds"], edge["scored_on"], edge["cell_types"]) == (1.5, "b", "a; b")


def test_the_rate_of_the_receptor_goes_before_that_of_its_rows():
    tests = pl.DataFrame({"receptor": ["R"], "cell_type": ["c"], "q": [0.01], "q_receptor": [0.2]})

    network = network_of({}, receptor_tests=tests)

    assert network.edges.filter(interaction="listed on")["q"].to_list() == [0.2]


def test_a_cell_type_carries_the_pairs_that_its_test_counts_with_the_p_that_decides():
    tests = {"cell_type": ["c"], "n_partners": [1], "expected": [0.7], "p": [0.31], "q": [0.9]}

    nodes = [
        network_of({}, {"ligand": "M"}, cell_type_tests=pl.DataFrame({**tests, **more})).nodes
        for more in ({}, {"p_exact": [0.3]})
    ]

    columns = ("n_candidates", "n_partners", "expected", "p")
    found = [rows.filter(kind="cell type").select(columns).row(0) for rows in nodes]
    assert found == [(2, 1, 0.7, 0.31), (2, 1, 0.7, 0.3)]


def test_a_listing_that_other_evidence_contradicts_says_so():
    network = network_of({"conflict": "not stained"}, {"receptor": "Q", "conflict": ""})

    states = dict(
        network.edges.filter(interaction="listed on").select("source", "state").iter_rows()
    )
    assert states == {"gene:R": "conflicting", "gene:Q": "present"}


def test_names_that_would_become_alike_stay_apart():
    network = network_of({"cell_type": "a b"}, {"cell_type": "a, b"}, {"cell_type": "a_b"})

    cells = network.nodes.filter(kind="cell type")
    assert cells["id"].n_unique() == 3
    assert set(cells["name"]) == {"a b", "a, b", "a_b"}


def test_the_order_of_rows_does_not_matter(tables):
    turned = {name: frame.reverse() for name, frame in tables.items()}

    first, second = make_network(tables), make_network(turned)

    assert first.nodes.equals(second.nodes)
    assert first.edges.equals(second.edges)


def test_no_candidate_is_an_empty_network(tables):
    network = make_network({**tables, "interactions": tables["interactions"].clear()})

    assert network.nodes.is_empty()
    assert network.edges.is_empty()


def test_tables_without_interactions_are_refused():
    with pytest.raises(ValueError, match="interactions"):
        make_network({})


def test_csv_reads_back_with_commas_quotes_and_line_ends(tmp_path):
    name = 'tubule cells, type "unresolved"\nnew line'
    network = network_of({"cell_type": name})
    write_nodes(tmp_path / "nodes.csv", network)
    write_edges(tmp_path / "edges.csv", network)

    nodes = list(csv.DictReader(io.StringIO((tmp_path / "nodes.csv").read_text("utf-8"))))
    edges = list(csv.DictReader(io.StringIO((tmp_path / "edges.csv").read_text("utf-8"))))

    assert [row["name"] for row in nodes if row["kind"] == "cell type"] == [name]
    assert {row["log_odds"] for row in edges} == {""}
    assert {row["target"] for row in edges} <= {row["id"] for row in nodes}
