"""Tests of reference sets: random pairs, matched pairs, hidden sources."""

from __future__ import annotations

import polars as pl
import pytest
from tests.support.planted_layers import make_layer

from tubulus.screen.integration.references import (
    Reference,
    draw_matched_pairs,
    draw_random_pairs,
    hide_sources,
)

NONE = pl.DataFrame(schema={"ligand": pl.String, "receptor": pl.String})
KNOWN = pl.DataFrame({"ligand": ["A", "B"], "receptor": ["X", "X"]})


def test_random_pairs_are_distinct_and_never_one_of_the_positives(rng):
    drawn = draw_random_pairs(["A", "B", "X"], ["X", "Y"], KNOWN, 3, rng)
    assert drawn.height == drawn.unique().height == 3
    assert drawn.join(KNOWN, on=["ligand", "receptor"]).is_empty()
    assert (drawn["ligand"] != drawn["receptor"]).all()


def test_more_pairs_than_there_are_is_our_error(rng):
    with pytest.raises(ValueError, match="4 random pairs"):
        draw_random_pairs(["A", "B", "X"], ["X", "Y"], KNOWN, 4, rng)
    with pytest.raises(ValueError, match="0 could be drawn"):
        draw_random_pairs([], ["X"], NONE, 1, rng)


def test_matched_pairs_hold_frequent_ligands_as_often_as_the_positives(rng):
    positives = pl.DataFrame(
        {
            "ligand": ["A"] * 90 + [f"L{i}" for i in range(10)],
            "receptor": [f"R{i}" for i in range(100)],
        }
    )
    drawn = draw_matched_pairs(positives, NONE, 100, rng)
    assert 75 <= (drawn["ligand"] == "A").sum() <= 98


def test_what_rests_on_a_hidden_source_becomes_unknown():
    evidence = make_layer("detection", {"ligand": ["A", "B"]}, [1, 2]).with_columns(
        source=pl.Series(["Kim 2012 (PMID:1)", "other"])
    )
    hidden = hide_sources(evidence, ["pmid:1"])
    assert hidden["state"].to_list() == ["unknown", "present"]
    assert hidden["value"].to_list() == [None, 2.0]
    assert "hidden" in hidden["reason"][0]
    assert hide_sources(evidence, []) is evidence


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ({"ligand": ["A"]}, "is_positive"),
        ({"is_positive": [True]}, "keys"),
        ({"ligand": ["A", None], "is_positive": [True, False]}, "empty cells"),
        ({"ligand": ["A", "A"], "is_positive": [True, False]}, "two things"),
    ],
)
def test_a_reference_set_that_cannot_be_read_is_refused(rows, said):
    with pytest.raises(ValueError, match=said):
        Reference("detection", pl.DataFrame(rows), "source", "meaning")
