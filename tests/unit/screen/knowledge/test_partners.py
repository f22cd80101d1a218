"""Tests of partners under any names."""

from __future__ import annotations

import polars as pl
import pytest

from tubulus.screen.knowledge.partners import join_subunits, map_partners


@pytest.mark.parametrize(
    ("given", "partner"),
    [
        ("TGFB1", "TGFB1"),
        (" TGFB1 ", "TGFB1"),
        ("P01137", "TGFB1"),
        ("ENSG00000105329", "TGFB1"),
        ("HLA-A", "HLA-A"),
        ("TGFBR2_TGFBR1", "TGFBR1+TGFBR2"),
        ("TGFBR2, TGFBR1", "TGFBR1+TGFBR2"),
        ("COMPLEX:P37173_P36897", "TGFBR1+TGFBR2"),
        ("INHBA+INHBA", "INHBA"),
    ],
)
def test_a_partner_is_written_by_approved_symbols(given, partner):
    assert map_partners([given]).partners == {given: partner}


def test_a_complex_with_an_unknown_subunit_is_lost_as_a_whole():
    mapping = map_partners(["COMPLEX:TGFBR1_NOTHING"])

    assert not mapping.partners
    lost = mapping.make_left_out(pl.Series(["COMPLEX:TGFBR1_NOTHING"] * 2))
    assert lost.select("state", "rows").row(0) == ("lost", 2)
    assert "its part NOTHING" in lost["reason"][0]


def test_an_ambiguous_name_is_reported_with_its_candidates():
    mapping = map_partners(["MLL2"])

    lost = mapping.make_left_out(pl.Series(["MLL2"]))
    assert lost["state"].to_list() == ["ambiguous"]
    assert len(lost["candidates"][0].split("; ")) > 1


def test_numbers_are_entrez_ids_where_names_are_numbers():
    assert map_partners(["7040", "7046"]).partners == {"7040": "TGFB1", "7046": "TGFBR1"}


def test_names_of_mice_are_not_taken_for_human_ones():
    assert map_partners(["Tgfb1"]).lost["Tgfb1"].state == "not_human"


def test_no_names_make_an_empty_mapping():
    assert map_partners([]).partners == {}


def test_subunits_stand_once_in_ascending_order():
    assert join_subunits(["LIFR", "IL6ST", "LIFR"]) == "IL6ST+LIFR"
