"""Tests of the tiers of knowledge."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tubulus.screen.knowledge.builtin import load_builtin_pairs
from tubulus.screen.knowledge.cellphonedb import read_cellphonedb_pairs
from tubulus.screen.knowledge.liana import read_liana_pairs
from tubulus.screen.knowledge.lineages import LINEAGES
from tubulus.screen.knowledge.pair_source import LEFT_OUT_SCHEMA, PAIR_ROW_SCHEMA, PairSource
from tubulus.screen.knowledge.pair_tables import read_pair_table
from tubulus.screen.knowledge.tiers import (
    PAIR_KNOWLEDGE_SCHEMA,
    derive_pair_knowledge,
    select_screen_pairs,
)


def find(knowledge, ligand, receptor):
    return knowledge.filter(ligand=ligand, receptor=receptor).row(0, named=True)


def test_tables_that_repeat_each_other_are_one_curation(liana_table):
    knowledge = derive_pair_knowledge([read_liana_pairs(liana_table), load_builtin_pairs()])
    row = find(knowledge, "CSF1", "CSF1R")

    assert (row["tier"], row["lineages"]) == (1, 1)
    assert row["resources"].count(";") == 2


def test_two_independent_curations_make_the_second_tier(liana_table):
    row = find(derive_pair_knowledge([read_liana_pairs(liana_table)]), "TGFB1", "TGFBR1")

    assert (row["tier"], row["lineages"], row["references"]) == (2, 2, "")


def test_a_row_of_cellphonedb_with_a_paper_makes_the_third_tier(cellphonedb_folder):
    knowledge = derive_pair_knowledge([read_cellphonedb_pairs(cellphonedb_folder)])

    assert find(knowledge, "TGFB1", "TGFBR2")["tier"] == 3
    assert find(knowledge, "TGFB1", "TGFBR2")["references"] == "PMID:22710174"
    assert find(knowledge, "CSF1", "CSF1R")["tier"] == 1


@pytest.mark.parametrize(("cited", "tier"), [("1234567", 3), ("32196115", 1), ("", 1)])
def test_a_users_row_needs_a_reference_of_its_own(write_csv, cited, tier):
    path = write_csv("mine.csv", [["ligand", "receptor", "pmid"], ["LIF", "LIFR", cited]])
    row = derive_pair_knowledge([read_pair_table(path)]).row(0, named=True)

    assert (row["tier"], row["lineages"]) == (tier, 0)


def test_another_order_of_sources_gives_the_same(liana_table, cellphonedb_folder):
    sources = [
        read_liana_pairs(liana_table),
        load_builtin_pairs(),
        read_cellphonedb_pairs(cellphonedb_folder),
    ]

    assert derive_pair_knowledge(sources).equals(derive_pair_knowledge(sources[::-1]))


def test_a_source_read_twice_changes_nothing(liana_table):
    source = read_liana_pairs(liana_table)

    assert derive_pair_knowledge([source, source]).equals(derive_pair_knowledge([source]))


def test_no_source_makes_an_empty_table():
    assert derive_pair_knowledge([]).schema == pl.Schema(PAIR_KNOWLEDGE_SCHEMA)


def test_a_screen_takes_the_pairs_from_a_tier_upwards(liana_table):
    knowledge = derive_pair_knowledge([read_liana_pairs(liana_table)])

    assert select_screen_pairs(knowledge).height == knowledge.height
    assert select_screen_pairs(knowledge, minimum_tier=2).rows() == [("TGFB1", "TGFBR1")]


ROWS = st.lists(
    st.tuples(
        st.sampled_from([*(own.resource for own in LINEAGES), "mine"]),
        st.sampled_from(["L1", "L2"]),
        st.sampled_from(["R1", "R1+R2"]),
        st.sampled_from(["", "PMID:1234567", "PMID:32196115"]),
        st.just(""),
    ),
    max_size=8,
)


@given(st.lists(st.tuples(st.sampled_from(["liana", "table"]), ROWS), max_size=3), ROWS)
def test_a_source_that_is_added_never_lowers_a_tier(given, more):
    sources = [
        PairSource(
            kind, "x", "1", "", pl.DataFrame(rows, schema=PAIR_ROW_SCHEMA, orient="row"),
            pl.DataFrame(schema=LEFT_OUT_SCHEMA),
        )
        for kind, rows in (*given, ("liana", more))
    ]  # fmt: skip
    keys = ["ligand", "receptor"]
    before, after = derive_pair_knowledge(sources[:-1]), derive_pair_knowledge(sources)
    both = before.join(after, on=keys, how="left", suffix="_after")

    assert (both["tier"] <= both["tier_after"]).all()
    assert (both["lineages"] <= both["lineages_after"]).all()
    assert both["tier_after"].null_count() == 0
