"""Tests of the ancestry of tables of pairs."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tubulus.screen.knowledge.liana import LIANA_RESOURCES
from tubulus.screen.knowledge.lineages import (
    LINEAGES,
    is_related,
    list_line,
    list_lineages,
    make_lineage_table,
    takes_from_imex,
)

TABLES = st.sets(st.sampled_from([*(own.resource for own in LINEAGES), "a table of mine"]))


@pytest.mark.parametrize(
    ("tables", "number"),
    [
        ((), 0),
        (("hpmr",), 1),
        (("hpmr", "guide2pharma"), 2),
        # what Ramilowski took from HPMR is no second curation, nor are its own descendants
        (("hpmr", "ramilowski2015"), 1),
        (("ramilowski2015", "connectomedb2020", "lrdb", "italk", "embrace", "celltalkdb"), 1),
        (("connectomedb2020", "hpmr", "guide2pharma"), 2),
        (("celltalkdb", "connectomedb2020"), 1),
        # what CellTalkDB took from the compiled LRdb is no curation, whether or not LRdb is in use
        (("celltalkdb", "lrdb", "cellchatdb"), 1),
        (("celltalkdb", "cellchatdb"), 1),
        (("cellphonedb", "guide2pharma"), 1),
        # they share Guide to Pharmacology, whether or not it is in use
        (("cellphonedb", "connectomedb2020"), 1),
        (("cellphonedb", "connectomedb2020", "guide2pharma"), 1),
        (("cellphonedb", "cellchatdb", "ramilowski2015"), 2),
        (("cellphonedb", "hpmr", "ramilowski2015"), 2),
        # compiled tables add nothing, and a table of unknown origin neither
        (("cellinker", "cellcall", "consensus", "lrdb"), 0),
        (("a table of mine",), 0),
    ],
)
def test_curations_count_once(tables, number):
    assert len(list_lineages(tables)) == number


@given(TABLES, TABLES)
def test_a_table_that_is_added_never_lowers_the_count(some, more):
    assert len(list_lineages(some)) <= len(list_lineages(some | more))


@given(TABLES)
def test_the_count_is_that_of_the_largest_set_of_tables_without_relatives(tables):
    without = {x.resource for x in LINEAGES if x.kind == "compiled"} | {"celltalkdb"}
    curated = [x.resource for x in LINEAGES if x.resource in tables - without]
    largest = max(
        len(chosen)
        for size in range(len(curated) + 1)
        for chosen in combinations(curated, size)
        if not any(is_related(*two) for two in combinations(chosen, 2))
    )

    assert len(list_lineages(tables)) == largest


@pytest.mark.parametrize("own", [own.resource for own in LINEAGES if own.kind != "compiled"])
def test_what_stays_in_view_of_a_hidden_table_is_no_relative_of_it(own):
    in_view = {other.resource for other in LINEAGES} - list_line(own)

    assert in_view
    assert not any(is_related(own, other) for other in in_view)


def test_a_cousin_is_hidden_too():
    assert {"connectomedb2020", "guide2pharma", "consensus"} <= list_line("cellphonedb")
    assert "cellchatdb" not in list_line("cellphonedb")


def test_cellphonedb_alone_took_from_imex():
    assert [x.resource for x in LINEAGES if takes_from_imex(x.resource)] == ["cellphonedb"]


def test_every_table_of_liana_has_its_ancestry_and_every_parent_is_known():
    names = [lineage.resource for lineage in LINEAGES]

    assert set(LIANA_RESOURCES) == set(names)
    assert len(set(names)) == len(names)
    assert all(set(lineage.takes_from) <= set(names) for lineage in LINEAGES)
    assert all(lineage.source for lineage in LINEAGES)


def test_all_tables_together_are_as_many_curations_as_there_are_roots():
    roots = [x for x in LINEAGES if not x.takes_from and x.kind == "primary"]

    assert len(list_lineages(LIANA_RESOURCES)) == len(roots)


def test_the_ancestry_can_be_shown_as_a_table():
    assert make_lineage_table().height == len(LINEAGES)
