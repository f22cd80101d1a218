"""Tests of the subunit rule."""

from __future__ import annotations

import math

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tubulus.screen.knowledge.builtin import load_builtin_pairs
from tubulus.screen.knowledge.pair_source import LEFT_OUT_SCHEMA, PAIR_ROW_SCHEMA, PairSource
from tubulus.screen.layers.complexes import (
    derive_complex_layer,
    derive_complex_states,
    list_pair_complexes,
)
from tubulus.screen.layers.record import STATES

CELL = "Sertoli cells"
VALUES = {"gene": pl.String, "cell_type": pl.String, "state": pl.String, "value": pl.Float64}


def make_states(*rows):
    full = [(gene, CELL, state, value) for gene, state, value in rows]
    return pl.DataFrame(full, schema=VALUES, orient="row")


def judge(name, *rows, **options):
    return derive_complex_states([name], make_states(*rows), [CELL], **options).row(0, named=True)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("present", "present", "present"),
        ("present", "absent", "absent"),
        ("unknown", "absent", "absent"),
        ("present", "unknown", "unknown"),
        ("unknown", "unknown", "unknown"),
    ],
)
def test_a_complex_is_as_its_subunits_are(first, second, expected):
    assert judge("A+B", ("A", first, None), ("B", second, None))["state"] == expected


def test_a_subunit_of_which_nothing_is_known_is_unknown_and_never_zero():
    found = judge("A+B", ("A", "present", 4.0))

    assert (found["state"], found["value"], found["unknown"]) == ("unknown", None, "B")


def test_the_value_is_the_geometric_mean_or_the_minimum():
    rows = [("A", "present", 2.0), ("B", "present", 8.0)]

    assert judge("A+B", *rows)["value"] == pytest.approx(4.0)
    assert judge("A+B", *rows, summary="minimum")["value"] == 2.0


def test_one_subunit_at_zero_makes_the_value_zero():
    assert judge("A+B", ("A", "present", 3.0), ("B", "absent", 0.0))["value"] == 0.0


def test_a_single_gene_is_a_complex_of_one():
    found = judge("A", ("A", "present", 3.0))

    assert found["state"] == "present"
    assert found["value"] == pytest.approx(3.0)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("A", "present", None), ("A", "absent", None)], "two things"),
        ([("A", "perhaps", None)], "none of"),
        ([("A", "present", -1.0)], "below 0"),
    ],
)
def test_states_that_contradict_themselves_are_our_error(rows, said):
    with pytest.raises(ValueError, match=said):
        judge("A+B", *rows)


def test_no_complex_and_no_cell_make_an_empty_table():
    assert derive_complex_states([], make_states(), []).is_empty()


@given(st.lists(st.sampled_from([*STATES, None]), min_size=1, max_size=5))
def test_a_better_known_subunit_never_makes_a_complex_worse(states):
    names = [f"G{n}" for n in range(len(states))]
    rows = [(name, state, None) for name, state in zip(names, states, strict=True) if state]
    before = judge("+".join(names), *rows)["state"]
    after = judge("+".join(names), *[r for r in rows if r[0] != "G0"], ("G0", "present", None))

    order = {"absent": 0, "unknown": 1, "present": 2}
    assert order[after["state"]] >= order[before]


def make_complexes(*rows):
    names = ("ligand", "receptor", "ligand_partner", "receptor_partner", "source")
    return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")


def derive(complexes, receptor_rows, ligands=("L",), receptor="R1"):
    asked = pl.DataFrame({"ligand": ["L"], "receptor": [receptor], "cell_type": [CELL]})
    cargo = pl.DataFrame({"ligand": ligands, "state": ["present"] * len(ligands)})
    states = make_states(*receptor_rows).rename({"gene": "receptor"})
    return derive_complex_layer(asked, complexes, states, cargo).row(0, named=True)


TWO = make_complexes(("L", "R1", "L", "R1+R2", "one"), ("L", "R1", "L", "R1+R3", "two"))


def test_the_most_favourable_complex_is_taken_and_named():
    row = derive(TWO, [("R1", "present", 1.0), ("R3", "present", 4.0), ("R2", "absent", 0.0)])

    assert row["state"] == "present"
    assert row["label"] == "L with R1+R3"
    assert row["value"] == pytest.approx(2.0)
    assert row["source"] == "two"
    assert row["reason"] == "all subunits are present"


def test_what_is_missing_is_named():
    row = derive(TWO, [("R1", "present", 1.0), ("R2", "absent", 0.0)])

    assert (row["state"], row["label"]) == ("unknown", "L with R1+R3")
    assert row["reason"] == "unknown: R3"


def test_a_ligand_that_is_a_complex_needs_all_of_its_subunits():
    complexes = make_complexes(("L", "R1", "L+M", "R1", "one"))
    row = derive(complexes, [("R1", "present", 2.0)])

    assert (row["state"], row["reason"]) == ("unknown", "unknown: M")
    assert row["value"] == pytest.approx(2.0)
    assert derive(complexes, [("R1", "present", 2.0)], ligands=("L", "M"))["state"] == "present"


def test_of_equal_complexes_the_smaller_one_is_taken_whatever_the_order():
    many = make_complexes(("L", "R1", "L", "A+R1+R2", "x"), ("L", "R1", "L", "R1+R2", "y"))
    rows = [(name, "present", None) for name in ("A", "R1", "R2")]

    assert derive(many, rows)["label"] == derive(many.reverse(), rows)["label"] == "L with R1+R2"


def test_a_pair_without_a_complex_is_unknown():
    row = derive(TWO, [], receptor="R9")

    assert (row["state"], row["label"]) == ("unknown", "no complex named")
    assert "may act without one" in row["reason"]


def test_no_interactions_make_an_empty_table():
    empty = pl.DataFrame(schema=dict.fromkeys(("ligand", "receptor", "cell_type"), pl.String))
    cargo = pl.DataFrame({"ligand": ["L"], "state": ["present"]})
    states = make_states().rename({"gene": "receptor"})

    assert derive_complex_layer(empty, TWO, states, cargo).is_empty()


def test_the_complexes_of_the_built_in_table_come_with_their_citation():
    listed = list_pair_complexes([load_builtin_pairs()])
    row = listed.filter(ligand="TGFB1", receptor="TGFBR1").row(0, named=True)

    assert row["receptor_partner"] == "TGFBR1+TGFBR2"
    assert row["source"] == "GO:0070021"
    assert listed.filter(listed["source"] == "").is_empty()
    assert list_pair_complexes([]).is_empty()


def test_the_geometric_mean_of_many_subunits_is_right():
    rows = [(f"G{n}", "present", float(n + 1)) for n in range(4)]

    assert judge("G0+G1+G2+G3", *rows)["value"] == pytest.approx(math.exp(math.log(24) / 4))


def make_source(kind, *rows):
    """Make a table from rows of resource, receptor partner and references."""
    full = [(resource, "L", partner, cited, "") for resource, partner, cited in rows]
    table = pl.DataFrame(full, schema=PAIR_ROW_SCHEMA, orient="row")
    return PairSource(kind, "x", "1", "", table, pl.DataFrame(schema=LEFT_OUT_SCHEMA))


JOINT = make_source("liana", ("cellphonedb", "R1+R2", ""))
LACKING = [("R1", "present", 3.0), ("R2", "absent", 0.0)]


@pytest.mark.parametrize(
    "alone",
    [
        make_source("table", ("mine", "R1", "PMID:1234567")),
        make_source("table", ("mine", "R1", "")),
        make_source("liana", ("cellchatdb", "R1", "")),
        make_source("cellphonedb", ("cellphonedb", "R1", "PMID:1234567")),
    ],
)
def test_a_row_without_the_complex_of_its_own_standing_makes_a_lack_unknown(alone):
    row = derive(list_pair_complexes([JOINT, alone]), LACKING)

    assert (row["state"], row["value"], row["label"]) == ("unknown", None, "L with R1+R2")
    assert row["reason"].startswith("unknown: may act without the complex, of which R2 is absent")
    assert f"({alone.rows['resource'][0]} (x 1))" in row["reason"]


@pytest.mark.parametrize(
    "alone",
    [
        # a relative of the table that names the complex, a compiled table, and a paper on a table
        make_source("liana", ("connectomedb2020", "R1", "")),
        make_source("liana", ("consensus", "R1", "PMID:1234567")),
        make_source("cellphonedb", ("cellphonedb", "R1", "PMID:32196115")),
    ],
)
def test_a_row_that_may_repeat_the_table_of_the_complex_changes_nothing(alone):
    listed = list_pair_complexes([JOINT, alone])

    assert listed["receptor_partner"].unique().to_list() == ["R1+R2"]
    assert derive(listed, LACKING)["state"] == "absent"


def test_a_pair_of_which_a_gene_is_absent_stays_absent():
    complexes = list_pair_complexes([JOINT, make_source("table", ("mine", "R1", ""))])

    assert derive(complexes, [("R1", "absent", 0.0)])["state"] == "absent"
    assert derive(complexes, [("R1", "present", 1.0), ("R2", "present", 1.0)])["state"] == "present"


def test_a_pair_that_no_table_joins_has_no_complex_to_do_without():
    assert list_pair_complexes([make_source("table", ("mine", "R1", "PMID:1234567"))]).is_empty()
