"""Tests of the table of evidence."""

from __future__ import annotations

import polars as pl
import pytest

from tubulus.screen.layers.record import EVIDENCE_SCHEMA, LAYER_KEYS, LAYERS, make_evidence

ROW = {
    "ligand": "GAS6",
    "label": "secreted",
    "state": "present",
    "reason": "annotated outside the cell",
    "source": "rule of the project",
}


def test_every_layer_says_what_it_speaks_of():
    assert tuple(LAYER_KEYS) == LAYERS


def test_rows_come_in_the_shared_columns_with_null_where_the_layer_has_no_key():
    frame = make_evidence("topology", pl.DataFrame([ROW]))
    assert frame.schema == pl.Schema(EVIDENCE_SCHEMA)
    assert frame.row(0, named=True) | {"layer": "topology"} == frame.row(0, named=True)
    assert frame["receptor"].null_count() == frame["value"].null_count() == 1


def test_no_rows_make_an_empty_table():
    empty = pl.DataFrame(schema=dict.fromkeys(ROW, pl.String))
    assert make_evidence("topology", empty).height == 0


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([ROW | {"ligand": None}], "lacks"),
        ([ROW, ROW], "two things"),
        ([ROW | {"state": "maybe"}], "none of"),
    ],
)
def test_rows_that_contradict_the_table_are_our_error(rows, said):
    with pytest.raises(ValueError, match=said):
        make_evidence("topology", pl.DataFrame(rows))
