"""Tests of the layer of curated knowledge."""

from __future__ import annotations

import polars as pl

from tubulus.screen.knowledge.tiers import PAIR_KNOWLEDGE_SCHEMA
from tubulus.screen.layers.knowledge import derive_knowledge_layer
from tubulus.screen.layers.record import EVIDENCE_SCHEMA

KNOWLEDGE = pl.DataFrame(
    [
        ("GAS6", "AXL", 3, 2, "CellPhoneDB 5.0.0", "PMID:1234567"),
        ("LIF", "LIFR", 1, 1, "ConnectomeDB2020", ""),
    ],
    schema=PAIR_KNOWLEDGE_SCHEMA,
    orient="row",
)


def test_the_tier_is_the_value_and_the_references_come_first():
    pairs = pl.DataFrame({"ligand": ["GAS6", "GAS6"], "receptor": ["AXL", "AXL"]})
    row = derive_knowledge_layer(pairs, KNOWLEDGE).row(0, named=True)

    assert row["value"] == 3.0
    assert row["state"] == "present"
    assert row["label"] == "tier 3: a row with a reference of its own"
    assert row["source"] == "PMID:1234567; CellPhoneDB 5.0.0"
    assert row["reason"].endswith("independent curations: 2")


def test_a_pair_that_no_table_holds_is_unknown_and_has_no_value():
    pairs = pl.DataFrame({"ligand": ["LIF", "LIF"], "receptor": ["LIFR", "KIT"]})
    row = derive_knowledge_layer(pairs, KNOWLEDGE).filter(receptor="KIT").row(0, named=True)

    assert row["state"] == "unknown"
    assert row["value"] is None
    assert "no pair table in use holds the pair" in row["reason"]


def test_no_pairs_make_an_empty_table():
    empty = pl.DataFrame(schema={"ligand": pl.String, "receptor": pl.String})

    assert derive_knowledge_layer(empty, KNOWLEDGE).schema == pl.Schema(EVIDENCE_SCHEMA)
