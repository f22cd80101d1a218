"""Tests of the share of one table that stands in another."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from tubulus.screen.knowledge.containment import compute_containment
from tubulus.screen.knowledge.liana import LIANA_RESOURCES, read_liana_pairs

SHARED = (
    Path(__file__).parents[5] / "shared/data/lr/lr_tables/liana_1.10.0_omni_resource_human.tsv.gz"
)


def test_the_share_is_that_of_the_table_in_the_row(liana_table):
    resources = ["hpmr", "ramilowski2015", "cellchatdb"]
    shares = compute_containment([read_liana_pairs(liana_table, resources=resources)])

    assert shares["resource"].to_list() == sorted(resources)
    assert shares["n_pairs"].to_list() == [2, 1, 2]
    assert shares["hpmr"].to_list() == [0.5, 1.0, 0.5]
    assert shares["ramilowski2015"].to_list() == [0.5, 1.0, 1.0]


def test_no_source_makes_an_empty_table():
    assert compute_containment([]).is_empty()


@pytest.mark.skipif(not SHARED.is_file(), reason="the table of LIANA is not part of the project")
def test_the_figures_of_the_ancestry_are_those_of_the_data():
    shares = compute_containment([read_liana_pairs(SHARED, resources=LIANA_RESOURCES)])

    def share(part, whole):
        return round(shares.filter(pl.col("resource") == part)[whole].item(), 2)

    assert share("ramilowski2015", "connectomedb2020") == 0.93
    assert share("ramilowski2015", "italk") == share("ramilowski2015", "lrdb") == 1.0
    assert share("embrace", "italk") == 0.99
    assert share("baccin2019", "lrdb") == 0.80
    assert share("lrdb", "celltalkdb") == 0.94
    assert share("ramilowski2015", "cellinker") == 0.86
    assert share("cellcall", "cellinker") == 0.85
    assert share("guide2pharma", "cellinker") == 0.83
    assert share("cellcall", "cellchatdb") == 0.76
