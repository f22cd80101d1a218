import re

import polars as pl
from tests.support.screen_material import make_screen_material, make_tables
from tests.support.screening_tables import make_surprise

from tubulus.report.figures.screening.surprise import make_surprise_panel


def read_places(drawing):
    """Read where the diamond and the ends of the band stand, in per cent of the width."""
    (own,) = re.findall(r'<svg x="([\d.]+)%"', drawing)
    (band,) = re.findall(r'class="range" x="([\d.]+)%" width="([\d.]+)%"', drawing)
    start, width = map(float, band)
    return float(own), start, start + width


def make_panel(**tables):
    return make_surprise_panel(make_screen_material(**make_tables(**tables)))


def test_the_hardest_question_is_first_and_the_discouraged_one_last():
    panel = make_panel()

    assert [line.null for line in panel.lines] == [
        "comparator",
        "matched_detection",
        "matched",
        "rewired",
        "uniform",
    ]
    assert [line.discouraged for line in panel.lines] == [False] * 4 + [True]


def test_one_scale_shows_a_cargo_above_random_proteins_and_inside_other_vesicles():
    lines = {line.null: line for line in make_panel().lines}

    own, start, end = read_places(lines["uniform"].drawing)
    assert own > end > start
    assert lines["uniform"].place == "▲ above the range of the null"
    own, start, end = read_places(lines["comparator"].drawing)
    assert start < own < end
    assert lines["comparator"].place == "◆ within the range of the null"


def test_positions_are_multiples_of_the_expected_value():
    panel = make_panel()
    lines = {line.null: line for line in panel.lines}
    ticks = [float(x) for x in re.findall(r'<text x="([\d.]+)%"', panel.axis)]

    own, _, _ = read_places(lines["uniform"].drawing)

    # 141 of 34.2 expected, on an axis whose ticks are one multiple apart
    assert abs(own - (ticks[0] + (ticks[1] - ticks[0]) * 141 / 34.2)) < 0.05


def test_every_other_list_is_a_stroke_in_the_row_of_the_panel_alone():
    lines = {line.null: line.drawing.count('class="list"') for line in make_panel().lines}

    assert lines.pop("comparator") == 31
    assert set(lines.values()) == {0}


def test_what_was_not_computed_gives_its_reason_and_the_key_that_switches_it_on():
    rows = make_surprise().with_columns(
        state=pl.when(pl.col("null") == "comparator")
        .then(pl.lit("not_computed"))
        .otherwise(pl.col("state")),
        reason=pl.when(pl.col("null") == "comparator")
        .then(pl.lit("no panel was given"))
        .otherwise(pl.col("reason")),
    )

    panel = make_panel(surprise=rows)

    assert "comparator" not in [line.null for line in panel.lines]
    first = panel.open[0]
    assert (first.reason, first.key) == ("no panel was given", "comparator_file")
    # a reason that names its key is not followed by it once more
    assert [entry.key for entry in panel.open[1:]] == ["", ""]


def test_older_results_show_their_test_without_a_band_and_say_what_is_open():
    panel = make_surprise_panel(make_screen_material())

    (line,) = panel.lines
    assert 'class="range"' not in line.drawing
    assert line.place == ""
    assert {entry.key for entry in panel.open} == {"comparator_file", "detection_file"}


def test_an_older_comparator_is_read_from_the_manifest():
    rank = {"score": 0.2, "median": 0.1, "p": 0.09, "smallest_p": 1 / 32, "lists": 31}

    panel = make_surprise_panel(make_screen_material(screen={"comparator": rank}))

    assert panel.lines[0].null == "comparator"
    assert "2.0 × expected" in panel.lines[0].numbers[0]
    assert "31 independent lists" in panel.lines[0].numbers[2]


def test_a_null_that_expects_nothing_has_numbers_and_no_drawing():
    rows = make_surprise().filter(pl.col("null") == "matched").with_columns(expected=pl.lit(0.0))

    (line,) = make_panel(surprise=rows).lines

    assert line.drawing == ""
    assert line.numbers[1].startswith("expected 0")


def test_nothing_answered_makes_no_panel():
    rows = make_surprise().filter(pl.col("state") == "not_computed")

    assert make_panel(surprise=rows) is None
    assert make_surprise_panel(make_screen_material(global_test=None)) is None


def test_names_of_lists_are_escaped():
    lists = pl.DataFrame({"list_id": ["<b>&"], "score": [0.1]})

    drawing = make_panel(comparator_lists=lists).lines[0].drawing

    assert "<b>" not in drawing
    assert "&lt;b&gt;&amp;" in drawing


def test_a_difference_that_may_be_negative_has_numbers_and_no_multiple():
    rows = make_surprise().filter(pl.col("null") == "matched")
    rows = rows.with_columns(low=pl.lit(-3.0), observed=pl.lit(-1.0), expected=pl.lit(2.0))

    (line,) = make_panel(surprise=rows).lines

    assert line.drawing == ""
    assert "negative" in line.undrawn
    assert "×" not in line.numbers[0]


def test_the_least_possible_p_is_written_where_it_binds():
    rows = make_surprise().filter(pl.col("null") == "matched")

    (bound,) = make_panel(surprise=rows.with_columns(smallest_p=pl.lit(0.03))).lines
    (free,) = make_panel(surprise=rows.with_columns(smallest_p=pl.lit(1e-9))).lines

    assert "smallest possible" in bound.numbers[2]
    assert "smallest possible" not in free.numbers[2]
