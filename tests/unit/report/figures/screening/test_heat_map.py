import polars as pl
from tests.support.screen_material import make_screen_material, make_tables

from tubulus.report.figures.screening.heat_map import make_heat_map
from tubulus.report.settings import ReportSettings


def read_cells(heat):
    names = [name for name, _, _ in heat.columns]
    return {
        (row.receptor, name): cell
        for row in heat.rows
        for name, cell in zip(names, row.cells, strict=True)
    }


def test_cell_types_stand_by_their_side_of_the_barrier():
    heat = make_heat_map(make_screen_material())

    assert heat.groups == (("basal", 2), ("adluminal", 1), ("interstitial", 1))
    assert [name for name, _, _ in heat.columns] == [
        "Sertoli cells",
        "spermatogonia",
        "late spermatids",
        "Leydig cells",
    ]
    assert [first for _, _, first in heat.columns] == [True, False, True, True]


def test_without_scores_the_shade_follows_the_number_of_partners():
    heat = make_heat_map(make_screen_material())
    cells = read_cells(heat)

    assert cells["RECA", "Sertoli cells"].text == "1"
    assert cells["RECB", "spermatogonia"].text == "2"
    assert cells["RECA", "Sertoli cells"].shade < cells["RECB", "spermatogonia"].shade
    assert "number of partners" in heat.caption


def test_with_scores_the_shade_is_the_largest_log_odds_of_the_cell():
    heat = make_heat_map(make_screen_material(**make_tables(evidence=None)))
    cells = read_cells(heat)

    assert "log-odds" in heat.caption
    # scores of the fixture fall from the first candidate to the last
    assert cells["RECA", "Sertoli cells"].shade == 1.0
    assert cells["RECC", "late spermatids"].shade == 0.12


def test_a_listing_that_other_evidence_contradicts_is_marked_in_word_and_sign():
    tests = (
        make_screen_material()
        .results.tables["receptor_tests"]
        .with_columns(conflict=pl.when(pl.col("receptor") == "RECA").then(pl.lit("not stained")))
    )

    cells = read_cells(make_heat_map(make_screen_material(receptor_tests=tests)))

    assert cells["RECA", "Sertoli cells"].mark.word == "conflicting"
    assert "not stained" in cells["RECA", "Sertoli cells"].tells
    assert cells["RECB", "spermatogonia"].mark is None


def test_where_the_receptor_is_not_listed_the_protein_speaks_or_the_cell_is_blank():
    row = {"layer": "receptor_protein", "receptor": "RECA", "cell_type": "Leydig cells"}
    about = {"state": "absent", "label": "Not detected", "reason": ""}
    material = make_screen_material(evidence=pl.DataFrame([{**row, **about}]))

    cells = read_cells(make_heat_map(material))

    assert cells["RECA", "Leydig cells"].mark.word == "absent"
    assert cells["RECA", "Leydig cells"].text == ""
    assert cells["RECA", "spermatogonia"].mark is None


def test_a_star_marks_receptors_and_cell_types_within_the_false_discovery_rate():
    cell_tests = pl.DataFrame({"cell_type": ["Leydig cells", "spermatogonia"], "q": [0.04, None]})

    heat = make_heat_map(make_screen_material(cell_type_tests=cell_tests))

    assert [row.receptor for row in heat.rows if row.passed] == ["RECB"]
    assert [name for name, passed, _ in heat.columns if passed] == ["Leydig cells"]


def test_receptors_beyond_the_limit_are_counted():
    heat = make_heat_map(make_screen_material(ReportSettings(receptors_shown=1)))

    assert [row.receptor for row in heat.rows] == ["RECB"]
    assert "2 receptors with larger p are not shown" in heat.caption


def test_no_tested_receptor_makes_no_heat_map():
    tests = make_screen_material().results.tables["receptor_tests"].clear()

    assert make_heat_map(make_screen_material(receptor_tests=tests)) is None
