import polars as pl
import pytest

from tubulus.screen.layers.receptor_rna import derive_receptor_rna_layer
from tubulus.screen.receptor_map.atlas_rna import BULK_SCHEMA
from tubulus.screen.receptor_map.lines import LINE_SCHEMA, RNA

TABLE = pl.DataFrame(
    {
        "symbol": ["KIT", "RET"],
        "cell_type": ["spermatogonia", "spermatogonia"],
        "evidence_kind": ["literature", "single-cell RNA"],
        "source": ["paper", "atlas"],
    }
)
BULK = pl.DataFrame([("KIT", 4.2, "nTPM", None, 50, "file")], schema=BULK_SCHEMA, orient="row")


def make_lines(*rows):
    plain = dict.fromkeys(LINE_SCHEMA, "x") | {
        "symbol": "KIT", "cell_type": "spermatogonia", "kind": RNA, "value": 0.4,
    }  # fmt: skip
    return pl.DataFrame([plain | row for row in rows], schema=LINE_SCHEMA)


def test_the_mean_is_the_value_and_the_rest_stands_in_the_label():
    lines = make_lines({"state": "present", "label": "mean 0.4, 3 of 9 cells (33.3 %), tau 0.8"})

    row = derive_receptor_rna_layer(TABLE, lines).row(0, named=True)

    assert (row["state"], row["value"]) == ("present", 0.4)
    assert "tau 0.8" in row["label"]


def test_without_lines_the_table_speaks_and_the_rest_is_unknown():
    layer = derive_receptor_rna_layer(TABLE)

    assert layer["state"].to_list() == ["unknown", "present"]
    assert "not absent" in layer["reason"][0]


def test_rna_of_the_whole_tissue_is_shown_and_settles_nothing():
    row = derive_receptor_rna_layer(TABLE, bulk=BULK).row(0, named=True)

    assert (row["state"], row["label"], row["value"]) == ("unknown", "whole tissue: 4.2 nTPM", None)


@pytest.mark.parametrize("order", [1, -1])
def test_matrices_that_contradict_each_other_are_a_conflict(order):
    rows = [{"state": "present", "source": "a"}, {"state": "absent", "source": "b"}][::order]

    row = derive_receptor_rna_layer(TABLE, make_lines(*rows)).row(0, named=True)

    assert (row["state"], row["label"], row["value"]) == ("unknown", "conflict", None)
