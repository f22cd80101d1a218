import polars as pl
import pytest
from tests.support.screen_material import make_screen_material, make_tables

from tubulus.report.dossiers import list_dossiers, list_shortlist
from tubulus.report.dossiers.scores import say_contributions, say_log_odds, say_second_opinion
from tubulus.report.settings import ReportSettings

SETTINGS = ReportSettings()


def test_each_pair_of_the_shortlist_has_a_dossier_in_its_order():
    dossiers = list_dossiers(make_screen_material(**make_tables()))

    assert [d.rank for d in dossiers] == ["1", "2", "3", "4", "5"]
    assert len({d.id for d in dossiers}) == 5
    assert {len(d.layers) >= 9 for d in dossiers} == {True}


def test_without_a_shortlist_there_is_no_dossier():
    assert list_dossiers(make_screen_material()) == ()


def test_a_dossier_needs_no_table_but_the_shortlist():
    only = make_tables(evidence=None, pair_scores=None, pair_knowledge=None)

    dossiers = list_dossiers(make_screen_material(**only))

    assert {d.layers for d in dossiers} == {()}
    facts = dict(dossiers[0].facts)
    assert facts["Log-odds"] != "not scored"
    assert facts["Vesicles of"] == "invented"


def test_cells_with_commas_in_their_names_stay_whole():
    rows = {"rank": [1], "ligand": ["L"], "receptor": ["R"]}
    cells = "tubule cells, type unresolved; Sertoli cells"
    material = make_screen_material(shortlist=pl.DataFrame({**rows, "cell_types": [cells]}))

    (row,) = list_shortlist(material)

    assert row["cells"] == ("tubule cells, type unresolved", "Sertoli cells")


def test_what_warns_stands_in_the_line_that_is_always_shown():
    tables = make_tables()
    old = (
        make_screen_material(**tables)
        .results.tables["interactions"]
        .with_columns(
            cargo_source_cell=pl.lit("hESC-derived MSC (not bone marrow)"),
            cargo_tier=pl.lit("antibody_array"),
            receptor_species=pl.lit("mouse"),
            conflict=pl.lit("not stained"),
        )
    )
    tables["shortlist"] = tables["shortlist"].with_columns(disagreement=pl.lit(value=True))

    first = list_dossiers(make_screen_material(**tables, interactions=old))[0]

    assert first.flags == (
        "opinions disagree",
        "receptor evidence conflicts",
        "ligand not from bone marrow",
        "ligand by array alone",
        "receptor evidence not human",
    )
    assert first.cells[0].conflict == "not stained"


def test_a_null_rank_comes_last_and_is_left_blank():
    rows = {"rank": [None, 2], "ligand": ["A", "B"], "receptor": ["R", "R"]}
    material = make_screen_material(
        shortlist=pl.DataFrame({**rows, "cell_types": [None, "Sertoli cells"]})
    )

    assert [(d.ligand, d.rank) for d in list_dossiers(material)] == [("B", "2"), ("A", "")]


@pytest.mark.parametrize(
    ("row", "text"),
    [
        ({}, "not scored"),
        ({"log_odds": 1.0}, "+1.00"),
        ({"log_odds": -0.5, "low": -1.25, "high": 0.25}, "−0.50 (90 % −1.25 to +0.25)"),
    ],
)
def test_log_odds_carry_sign_and_interval(row, text):
    assert say_log_odds(row, SETTINGS) == text


def test_a_pair_without_a_second_opinion_has_a_dash_and_no_number():
    assert say_second_opinion({"rra_p": None, "rank_rra": 3}) == "–"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"receptor_side": 0.5, "downstream": null}', "receptor side +0.50; downstream unknown"),
        ('{"knowledge": "high"}', ""),
        ("not json", ""),
        ("[1, 2]", ""),
        (None, ""),
    ],
)
def test_contributions_that_cannot_be_read_are_left_out(text, said):
    assert say_contributions({"contributions": text}, SETTINGS) == said
