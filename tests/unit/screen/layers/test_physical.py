import polars as pl
import pytest

from tubulus.screen.identifiers import map_identifiers
from tubulus.screen.layers.physical import derive_physical_layer
from tubulus.screen.layers.record import EVIDENCE_SCHEMA
from tubulus.screen.network.files.reading import InteractionTable

PAIRS = pl.DataFrame({"ligand": ["KITLG", "GDNF"], "receptor": ["KIT", "RET"]})


def make_table(kind, pairs, *, score=None, papers=0, source="net 1"):
    frame = pl.DataFrame(
        [(*sorted(pair), None, score, papers) for pair in pairs],
        schema={
            "first": pl.String, "second": pl.String, "sign": pl.Float64, "score": pl.Float64,
            "papers": pl.Int64,
        },
        orient="row",
    )  # fmt: skip
    return InteractionTable(frame, kind, source, {}, map_identifiers([]))


def derive(*tables, pairs=PAIRS):
    frame = derive_physical_layer(pairs, tables)
    return {row["receptor"]: row for row in frame.iter_rows(named=True)}


@pytest.mark.parametrize(
    ("kind", "options", "grade", "label"),
    [
        ("systematic", {}, 3.0, "systematic binary screen"),
        ("literature", {"papers": 3}, 2.0, "literature, 3 publications"),
        ("literature", {"papers": 1}, 1.0, "literature, 1 publication"),
        ("literature", {}, 1.0, "literature, number of publications not told"),
        ("score", {"score": 0.7}, 2.0, "physical score 0.7"),
        ("score", {"score": 0.69}, 1.0, "physical score 0.69"),
    ],
)
def test_a_listed_pair_is_present_with_the_grade_of_its_evidence(kind, options, grade, label):
    found = derive(make_table(kind, [("KIT", "KITLG")], **options))["KIT"]

    assert (found["state"], found["value"], found["label"]) == ("present", grade, label)


def test_a_plain_list_does_not_tell_how_its_pairs_were_seen():
    table = make_table("literature", [("KIT", "KITLG")], source="own.csv (list of pairs)")

    found = derive(table)["KIT"]

    assert found["label"] == "listed in own.csv; the kind of measurement is not told"
    assert found["value"] == 1.0


def test_the_best_source_gives_the_grade_and_all_are_named():
    tables = [
        make_table("literature", [("KIT", "KITLG")], source="lit"),
        make_table("systematic", [("KIT", "KITLG")], source="screen"),
    ]

    found = derive(*tables)["KIT"]

    assert (found["value"], found["source"]) == (3.0, "lit; screen")


def test_a_pair_that_is_not_listed_is_unknown_also_in_a_systematic_screen():
    table = make_table("systematic", [("GDNF", "KIT"), ("RET", "KITLG")])

    found = derive(table)["RET"]

    assert (found["state"], found["value"]) == ("unknown", None)
    assert "whether it was ever tried" in found["reason"]


def test_a_partner_without_any_interaction_is_named():
    table = make_table("literature", [("GDNF", "KIT")])

    found = derive(table)

    assert found["RET"]["reason"].startswith("RET has no interaction in net 1")
    assert found["KIT"]["reason"].startswith("KITLG has no interaction")


def test_without_a_network_or_without_pairs_nothing_is_claimed():
    assert {row["state"] for row in derive().values()} == {"unknown"}
    empty = derive_physical_layer(PAIRS.clear(), [make_table("score", [], score=None)])
    assert empty.is_empty()
    assert empty.columns == list(EVIDENCE_SCHEMA)


def test_signalling_edges_are_refused():
    with pytest.raises(ValueError, match="no binding"):
        derive(make_table("signalling", [("KIT", "KITLG")]))
