import polars as pl
import pytest
from tests.support.screen_material import make_screen_material, make_tables

from tubulus.report.dossiers import list_dossiers, list_shortlist
from tubulus.report.dossiers.scores import (
    say_contributions,
    say_log_odds,
    say_posterior,
    say_prior,
    say_second_opinion,
)
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


def test_a_conflict_on_some_cell_types_names_them():
    tables = make_tables()
    material = make_screen_material(**tables)
    pair = list_shortlist(material)[0]
    rows = material.results.tables["interactions"]
    one = rows.filter(ligand=pair["ligand"], receptor=pair["receptor"]).head(1)
    places = pl.concat([one, one]).with_columns(
        cell_type=pl.Series(["here", "elsewhere"]), conflict=pl.Series(["no", ""])
    )
    tables["shortlist"] = (
        tables["shortlist"].head(1).with_columns(cell_types=pl.lit("here; elsewhere"))
    )

    (dossier,) = list_dossiers(make_screen_material(**tables, interactions=places))

    assert "receptor evidence conflicts on here" in dossier.flags


def test_what_a_layer_says_with_its_source_is_not_said_twice():
    without = list_dossiers(make_screen_material(**make_tables(evidence=None)))[0]
    layered = list_dossiers(make_screen_material(**make_tables()))[0]

    twice = {"Knowledge", "Cargo source", "Topology"}
    assert twice <= {label for label, _ in without.facts}
    assert not twice & {label for label, _ in layered.facts}
    assert {row.layer for row in layered.layers} >= {"knowledge", "detection", "topology"}


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
        ({"log_odds": 1.0, "low": None, "high": None}, "+1.00 (the prior)"),
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
        (
            '{"receptor_side": 0.5, "downstream": null}',
            "receptor side +0.50; nothing from downstream",
        ),
        ('{"knowledge": "high"}', ""),
        ("not json", ""),
        ("[1, 2]", ""),
        (None, ""),
    ],
)
def test_contributions_that_cannot_be_read_are_left_out(text, said):
    assert say_contributions({"contributions": text}, SETTINGS) == said


def test_the_terms_of_the_log_odds_begin_with_the_prior():
    row = {"prior_log_odds": -2.3, "contributions": '{"interaction": 4.6, "receptor": null}'}

    said = say_contributions(row, SETTINGS)

    assert said == "prior −2.30, interaction +4.60; nothing from receptor"


@pytest.mark.parametrize(
    ("posterior", "said"),
    [(None, "–"), (0.508, "0.51"), (0.994, "0.99"), (0.995, "> 0.99"), (0.004, "< 0.01")],
)
def test_no_posterior_is_written_as_a_certainty(posterior, said):
    assert say_posterior({"posterior": posterior}) == said


def test_the_prior_is_written_as_a_fraction():
    scores = make_tables()["pair_scores"].with_columns(prior_log_odds=-pl.lit(10.0).log())

    assert say_prior(make_screen_material(pair_scores=scores)) == "1/11"
    assert say_prior(make_screen_material(pair_scores=None)) == ""


def test_a_place_is_of_a_number_of_rows():
    said = say_second_opinion({"rra_p": 0.2, "rank_rra": 3.0}, 40)

    assert said.endswith(", place 3 of 40")


def test_what_the_cargo_list_leaves_open_is_said_to_be_left_open():
    tables = make_tables(evidence=None)
    old = (
        make_screen_material(**tables)
        .results.tables["interactions"]
        .with_columns(
            cargo_source_cell=pl.lit("not stated"),
            cargo_tier=pl.lit("user"),
            cargo_species=pl.lit("not stated (the name is that of a human gene)"),
        )
    )

    facts = dict(list_dossiers(make_screen_material(**{**tables, "interactions": old}))[0].facts)

    assert facts["Evidence for the ligand"] == "listed in the study's own cargo"
    assert facts["Vesicles of"] == "the cargo list does not name the cells"
    assert facts["Species of the cargo"] == "not stated (the name is that of a human gene)"
