import re

import polars as pl
from tests.support.docking_material import (
    DOCK_RECORD,
    N_DECOYS,
    make_docking_material,
    make_docking_tables,
)

from tubulus.report.figures.docking.decoys import draw_decoys


def list_strokes(line, y1):
    found = re.findall(r'<line x1="([\d.]+)%" x2="[\d.]+%" y1="(\d+)"', line.drawing)
    return [float(x) for x, y in found if y == str(y1)]


def find_diamond(line):
    return float(re.search(r'<svg x="([\d.]+)%"', line.drawing).group(1))


def test_each_pair_is_drawn_among_decoys_of_the_same_fixed_and_of_the_same_mobile_partner():
    figure = draw_decoys(make_docking_material())

    assert [line.mobile for line in figure.lines] == ["TGFB3", "BMP2", "FGF2", "HGF"]
    for line in figure.lines:
        assert len(list_strokes(line, 5)) == len(list_strokes(line, 22)) == N_DECOYS
    assert figure.provenance == DOCK_RECORD
    assert "those that a pair was compared with are listed below" in figure.caption


def test_the_more_favourable_stands_further_right():
    figure = draw_decoys(make_docking_material())
    docking = make_docking_tables()["pair_docking"].filter(pl.col("role") == "decoy")
    line = figure.lines[0]
    beaten = docking.filter((pl.col("fixed") == "TGFBR2") & (pl.col("score") < 130.0)).height

    assert sum(x < find_diamond(line) for x in list_strokes(line, 5)) == beaten


def test_equal_scores_are_drawn_and_divide_by_nothing():
    tables = make_docking_tables()
    flat = tables["pair_docking"].with_columns(score=pl.lit(130.0))

    figure = draw_decoys(make_docking_material(pair_docking=flat))

    assert "nan" not in figure.lines[0].drawing
    assert figure.lines[0].low == figure.lines[0].high == "130"


def test_pairs_without_a_score_are_counted_in_the_caption():
    assert "1 asked pair has no score" in draw_decoys(make_docking_material()).caption


def test_without_a_decoy_there_is_nothing_to_draw():
    asked = make_docking_tables()["pair_docking"].filter(pl.col("role") == "asked")

    assert draw_decoys(make_docking_material(pair_docking=asked)) is None
    assert draw_decoys(make_docking_material(pair_docking=None)) is None


def test_beyond_sixty_rows_the_rest_is_left_to_the_table():
    pairs = tuple((f"R{i}", f"L{i}", "calibrated", 0.5, 0.5) for i in range(63))
    figure = draw_decoys(make_docking_material(**make_docking_tables(pairs)))

    assert len(figure.lines) == 60
    assert "3 more pairs are in the table alone" in figure.caption
