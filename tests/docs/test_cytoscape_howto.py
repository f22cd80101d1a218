"""The page on networks in other programs does what it says."""

import contextlib
import io
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from tests.support.documents import list_blocks
from tests.support.results_fixture import make_screen_tables

from tubulus.core.results import Results, write_results
from tubulus.exchange.networks.edges import EDGE_SCHEMA
from tubulus.exchange.networks.nodes import NODE_SCHEMA

PAGE = Path(__file__).parents[2] / "docs" / "howto" / "take-the-network-to-cytoscape.md"


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    folder = tmp_path_factory.mktemp("desk")
    write_results(folder / "results" / "screen", Results(make_screen_tables()))
    return folder


@pytest.fixture(scope="module")
def answers(desk):
    said = []
    for program in list_blocks(PAGE, "python"):
        answer = io.StringIO()
        with contextlib.chdir(desk), contextlib.redirect_stdout(answer):
            exec(compile(program, PAGE.name, "exec"), {})
        said.append(answer.getvalue())
    return said


def test_the_files_of_the_page_are_those_that_are_written(desk, answers):
    named = {path.name for path in (desk / "network").iterdir()}

    assert named == {"network.graphml", "nodes.csv", "edges.csv", "sets.gmt", "dossiers.csv"}
    assert all(f"`{name}`" in PAGE.read_text("utf-8") for name in named)
    assert all(name in answers[0] for name in named)


def test_the_note_of_the_page_is_in_the_graph(desk, answers):
    assert "hypotheses from lists" in "".join(
        ET.parse(desk / "network/network.graphml").getroot().itertext()
    )


def test_a_screen_in_a_notebook_becomes_a_network(answers):
    (pairs,) = re.findall(r"\('candidate', (\d+)\)", answers[1])
    assert int(pairs) > 50
    assert "'ligand'" in answers[1]
    assert "'cell type'" in answers[1]


def test_every_attribute_of_the_page_is_one_of_the_files():
    known = {*NODE_SCHEMA, *EDGE_SCHEMA}
    rows = [
        line
        for line in PAGE.read_text("utf-8").splitlines()
        if line.startswith(("| node", "| edge"))
    ]

    named = {name.strip(" `") for row in rows for name in row.split("|")[2].split(",")}

    assert len(rows) == 11
    assert named <= known
