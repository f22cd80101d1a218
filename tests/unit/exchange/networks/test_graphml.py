import re
import xml.etree.ElementTree as ET

import polars as pl

from tubulus.exchange.networks import make_network, write_graphml

SPACE = "{http://graphml.graphdrawing.org/xmlns}"
PARSE = {"string": str, "long": int, "double": float, "boolean": {"true": True, "false": False}.get}


def read_graph(path):
    """Read nodes and edges with typed attributes, as the standard says."""
    root = ET.parse(path).getroot()
    keys = {
        key.get("id"): (key.get("for"), key.get("attr.name"), PARSE[key.get("attr.type")])
        for key in root.iter(f"{SPACE}key")
    }

    def read(element, kind):
        found = {}
        for data in element.findall(f"{SPACE}data"):
            of, name, parse = keys[data.get("key")]
            assert of == kind
            found[name] = parse(data.text)
        return found

    graph = root.find(f"{SPACE}graph")
    nodes = {n.get("id"): read(n, "node") for n in graph.findall(f"{SPACE}node")}
    edges = [
        {"source": e.get("source"), "target": e.get("target"), **read(e, "edge")}
        for e in graph.findall(f"{SPACE}edge")
    ]
    return graph, nodes, edges


def drop_nulls(row):
    return {name: value for name, value in row.items() if value is not None}


def test_a_network_reads_back_as_it_was_with_its_types(tables, tmp_path):
    network = make_network(tables)
    write_graphml(tmp_path / "net.graphml", network, name="invented")

    graph, nodes, edges = read_graph(tmp_path / "net.graphml")

    assert graph.get("edgedefault") == "directed"
    assert edges == [drop_nulls(row) for row in network.edges.iter_rows(named=True)]
    assert nodes == {row.pop("id"): drop_nulls(row) for row in network.nodes.iter_rows(named=True)}


def test_texts_are_escaped_and_forbidden_characters_are_replaced(tmp_path):
    bad = "<b>&\"'\x00\x0b]]>\ufffe é"
    row = {"ligand": "L", "receptor": "R", "cell_type": bad, "state": "present", "reason": bad}
    network = make_network({"interactions": pl.DataFrame([row])})
    write_graphml(tmp_path / "net.graphml", network, name=bad, note=bad)

    _, nodes, edges = read_graph(tmp_path / "net.graphml")

    assert "<b>&\"'��]]>� é" in [node["name"] for node in nodes.values()]
    assert {edge["target"] for edge in edges} <= set(nodes)


def test_identifiers_are_single_tokens_and_unique(tables, tmp_path):
    write_graphml(tmp_path / "net.graphml", make_network(tables), name="invented")

    root = ET.parse(tmp_path / "net.graphml").getroot()

    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[\w.:-]+", name) for name in ids)


def test_the_note_goes_with_the_graph(tables, tmp_path):
    write_graphml(tmp_path / "n.graphml", make_network(tables), name="x", note="Synthetic data.")

    graph, _, _ = read_graph(tmp_path / "n.graphml")

    assert [data.text for data in graph.findall(f"{SPACE}data")] == ["Synthetic data."]


def test_the_same_network_gives_the_same_bytes(tables, tmp_path):
    for name, given in (("a", tables), ("b", {k: f.reverse() for k, f in tables.items()})):
        write_graphml(tmp_path / name, make_network(given), name="invented")

    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_an_empty_network_is_a_graph_without_nodes(tables, tmp_path):
    none = make_network({"interactions": tables["interactions"].clear()})
    write_graphml(tmp_path / "net.graphml", none, name="nothing")

    assert read_graph(tmp_path / "net.graphml")[1:] == ({}, [])
