"""The page on adding tables of pairs does what it says, and its figures are those of the data."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import polars as pl
import pytest
from tests.support.documents import list_blocks

from tubulus.screen.knowledge.builtin import load_builtin_complexes, load_builtin_pairs
from tubulus.screen.knowledge.cellphonedb import read_cellphonedb_pairs
from tubulus.screen.knowledge.containment import compute_containment
from tubulus.screen.knowledge.liana import LIANA_RESOURCES, read_liana_pairs
from tubulus.screen.knowledge.lineages import make_lineage_table
from tubulus.screen.knowledge.tiers import derive_pair_knowledge

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "howto" / "add-pair-tables.md"
TABLES = ROOT.parent / "shared" / "data" / "lr" / "lr_tables"
NO_FILES = pytest.mark.skipif(
    not TABLES.is_dir(), reason="the tables of others are not part of the project"
)


@pytest.fixture(scope="module")
def liana():
    path = TABLES / "liana_1.10.0_omni_resource_human.tsv.gz"
    return read_liana_pairs(path, resources=LIANA_RESOURCES)


def list_rows(first):
    """List the cells of the rows of the page whose first cell is given."""
    lines = re.findall(rf"^\| {re.escape(first)} \|(.*)\|$", PAGE.read_text("utf-8"), re.MULTILINE)
    return [[cell.strip() for cell in line.split(" | ")] for line in lines]


@pytest.fixture(scope="module")
def answer(tmp_path_factory):
    desk = tmp_path_factory.mktemp("desk")
    (desk / "pairs.csv").write_text(list_blocks(PAGE, "text")[0], encoding="utf-8")
    (program,) = list_blocks(PAGE, "python")
    said = io.StringIO()
    with contextlib.chdir(desk), contextlib.redirect_stdout(said):
        exec(compile(program, PAGE.name, "exec"), {})
    return said.getvalue().splitlines()


def test_the_table_of_the_page_is_read_whole(answer):
    assert answer[0] == "our review 2026-11: 3 rows, 4 pairs of genes, 1 complexes."


def test_the_pair_with_a_reference_is_in_the_third_tier(answer):
    assert "('KITLG', 'KIT', 3, 1," in answer[1]
    assert "PMID:22710174" in answer[1]


def test_the_pairs_of_the_page_make_candidates(answer):
    assert int(answer[-1]) > 0


def test_every_ancestry_stands_on_the_page_as_in_the_code():
    for row in make_lineage_table().iter_rows(named=True):
        cells = list_rows(row["resource"])[0]

        assert cells[:2] == [row["kind"], row["family"]]
        assert cells[3] == f"{row['basis']}: {row['source']}"


def test_the_number_of_curated_complexes_is_that_of_the_page():
    seen = load_builtin_complexes()["seen"]
    text = PAGE.read_text("utf-8")

    assert f"{seen.len()} heteromeric receptors were curated" in text
    assert seen.str.contains("annotated by experiment").sum() == 7
    assert seen.str.contains("abstract read").sum() == 2


@NO_FILES
def test_the_shares_of_the_page_are_those_of_the_data(liana):
    shares = compute_containment([liana])
    for row in shares.iter_rows(named=True):
        expected = [str(row["n_pairs"]), *(f"{row[name]:.2f}" for name in shares["resource"])]

        assert list_rows(row["resource"])[1] == expected


@NO_FILES
def test_the_tiers_of_the_page_are_those_of_the_data():
    built_in, cellphonedb = load_builtin_pairs(), read_cellphonedb_pairs(TABLES)
    usual = read_liana_pairs(TABLES / "liana_1.10.0_omni_resource_human.tsv.gz")
    tables = {
        "built-in": [built_in],
        "and LIANA 1.10.0": [built_in, usual],
        "and CellPhoneDB 5.0.0": [built_in, cellphonedb],
        "all three": [built_in, usual, cellphonedb],
    }
    for name, sources in tables.items():
        tiers = derive_pair_knowledge(sources)["tier"]
        figures = [tiers.len(), *((tiers == tier).sum() for tier in (3, 2, 1))]

        assert list_rows(name)[0] == [f"{figure:,}" for figure in figures]


@NO_FILES
def test_many_tables_are_not_many_curations(liana):
    usual = derive_pair_knowledge(
        [read_liana_pairs(TABLES / "liana_1.10.0_omni_resource_human.tsv.gz")]
    )
    many = usual.filter(pl.col("resources").str.count_matches(";") >= 4)
    text = PAGE.read_text("utf-8")

    assert f"Of {many.height:,} pairs that stand in at least five" in text
    assert f"{many.filter(pl.col('lineages') <= 1).height:,} have one curation" in text
    exploded = derive_pair_knowledge([liana])["resources"]
    alone = exploded == "cellinker (LIANA 1.10.0); consensus (LIANA 1.10.0)"
    assert f"{alone.sum()} pairs that stand nowhere else but in Cellinker" in text
