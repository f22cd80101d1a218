import json

import polars as pl
from tests.support.screen_material import make_screen_material, make_tables

from tubulus.report.figures.screening.network import draw_network
from tubulus.report.settings import ReportSettings


def read_rows(figure):
    found = json.loads(figure.panels[0].spec)["datasets"]
    return [row for rows in found.values() for row in rows]


def test_ligands_receptors_and_cell_types_stand_in_three_columns():
    rows = read_rows(draw_network(make_screen_material()))

    columns = {}
    for row in rows:
        if "name" in row:
            columns.setdefault(row["x"], set()).add(row["name"])
    assert columns[0.0] == {"LIGA", "LIGB", "LIGC"}
    assert columns[1.0] == {"RECA", "RECB", "RECC"}
    assert columns[2.0] == {"Sertoli cells", "spermatogonia", "Leydig cells", "late spermatids"}


def test_what_is_cut_is_counted_and_the_shortlist_is_kept_first():
    shortlist = make_tables()["shortlist"].filter(pl.col("ligand") == "LIGC")
    settings = ReportSettings(interactions_listed=1)

    figure = draw_network(make_screen_material(settings, shortlist=shortlist))

    pairs = {row["what"] for row in read_rows(figure) if row.get("kind")}
    assert pairs == {"LIGC – RECC"}
    assert "4 more candidate pairs are not drawn" in figure.caption


def test_long_lists_stay_legible_because_height_follows_the_longest_column():
    old = make_screen_material().results.tables["interactions"].filter(state="present")
    many = pl.concat([old.with_columns(ligand=pl.format("L{}", pl.lit(i))) for i in range(50)])

    figure = draw_network(
        make_screen_material(ReportSettings(interactions_listed=500), interactions=many)
    )

    assert json.loads(figure.panels[0].spec)["height"] >= 17 * 50


def test_no_candidate_makes_no_network():
    none = make_screen_material().results.tables["interactions"].filter(state="absent")

    assert draw_network(make_screen_material(interactions=none)) is None
