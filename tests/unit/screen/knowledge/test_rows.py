"""Tests of the rows that a file makes."""

from __future__ import annotations

import polars as pl

from tubulus.screen.knowledge.pair_source import PAIR_ROW_SCHEMA
from tubulus.screen.knowledge.partners import PartnerMap
from tubulus.screen.knowledge.rows import make_pair_rows

MAPPING = PartnerMap({"a": "LIF", "b": "LIFR", "alias of a": "LIF"})


def make_frame(*rows):
    names = ("resource", "ligand", "receptor", "cited", "notes")
    return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")


def test_rows_of_one_pair_become_one_with_all_that_they_say():
    frame = make_frame(
        ("t", "a", "b", "PMID:11111", "source: x"), ("t", "alias of a", "b", "PMID:22222", "")
    )

    assert make_pair_rows(frame, MAPPING).rows() == [
        ("t", "LIF", "LIFR", "PMID:11111; PMID:22222", "source: x")
    ]


def test_a_row_with_a_lost_name_is_left_out():
    rows = make_pair_rows(make_frame(("t", "a", "b", "", ""), ("t", "a", "lost", "", "")), MAPPING)

    assert rows.select("ligand", "receptor").rows() == [("LIF", "LIFR")]


def test_no_rows_keep_the_columns():
    assert make_pair_rows(make_frame(), MAPPING).schema == pl.Schema(PAIR_ROW_SCHEMA)
