"""Tests of the ancestry of tables of pairs."""

from __future__ import annotations

import pytest

from tubulus.screen.knowledge.liana import LIANA_RESOURCES
from tubulus.screen.knowledge.lineages import LINEAGES, list_lineages, make_lineage_table


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
        (("cellphonedb", "guide2pharma"), 1),
        (("cellphonedb", "cellchatdb", "ramilowski2015"), 3),
        # compiled tables add nothing, and a table of unknown origin neither
        (("cellinker", "cellcall", "consensus", "lrdb"), 0),
        (("a table of mine",), 0),
    ],
)
def test_curations_count_once(tables, number):
    assert len(list_lineages(tables)) == number


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
