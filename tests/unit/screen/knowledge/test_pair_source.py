"""Tests of the one shape that all sources of pairs have."""

from __future__ import annotations

import polars as pl

from tubulus.screen.knowledge.pair_source import (
    LEFT_OUT_SCHEMA,
    PAIR_ROW_SCHEMA,
    PairSource,
    explode_pairs,
)


def make_source(rows, left_out=()):
    frame = pl.DataFrame(rows, schema=PAIR_ROW_SCHEMA, orient="row")
    lost = pl.DataFrame(list(left_out), schema=LEFT_OUT_SCHEMA, orient="row")
    return PairSource("table", "mine", "1", "0" * 64, frame, lost, (("not human", 2),))


def test_a_complex_makes_a_pair_of_genes_for_each_of_its_subunits():
    source = make_source([("mine", "INHA+INHBA", "ACVR1B+ACVR2A", "", "")])

    assert source.pairs.rows() == [
        ("INHA", "ACVR1B"), ("INHA", "ACVR2A"), ("INHBA", "ACVR1B"), ("INHBA", "ACVR2A"),
    ]  # fmt: skip
    assert source.complexes == ("ACVR1B+ACVR2A", "INHA+INHBA")


def test_taking_apart_keeps_the_partners_as_they_were():
    rows = pl.DataFrame({"ligand": ["LIF"], "receptor": ["IL6ST+LIFR"]})

    assert explode_pairs(rows)["receptor_partner"].to_list() == ["IL6ST+LIFR"] * 2


def test_a_source_says_what_it_left_out():
    lost = [(f"X{n}", "lost", "", "names nothing", 1) for n in range(7)]
    said = " ".join(make_source([("mine", "LIF", "LIFR", "", "")], lost).describe())

    assert "1 rows, 1 pairs of genes, 0 complexes" in said
    assert "7 names are lost: X0, X1, X2, X3, X4 and 2 more." in said
    assert "2 rows left out: not human." in said


def test_a_source_may_be_empty():
    source = make_source([])

    assert source.pairs.is_empty()
    assert source.complexes == ()
