import polars as pl
from tests.support.docking_material import DOCK_RECORD, make_docking_material, make_docking_tables

from tubulus.report.tables.docking.calibrated import make_calibrated_table


def read_rows(**tables):
    table = make_calibrated_table(make_docking_material(**tables))
    return {str(label): [str(cell) for cell in cells] for _, label, cells in table.rows}


def test_a_row_says_beside_p_what_it_could_have_been_at_best():
    place, score, *beaten, p, smallest, q, state = read_rows()["TGFBR2 – TGFB3"]

    assert (place, score, q) == ("1", "130", "0.030")
    assert [text.replace("\N{NO-BREAK SPACE}", " ").split("<")[0] for text in beaten] == [
        "99.9 % of 12",
        "75 % of 12",
    ]
    assert ["raw 41.7" in beaten[0], "raw 58.3" in beaten[1]] == [True, True]
    assert p.endswith("0.006")
    assert smallest == "0.0059"
    assert "calibrated" in state


def test_a_pair_that_cannot_be_evaluated_stays_with_its_reason_and_no_number():
    place, *numbers, state = read_rows()["AXL – GAS6"]

    assert place == "5"
    assert [n if n == "–" else "none" in n for n in numbers] == ["–", True, True, "–", "–", "–"]
    assert "not evaluable" in state
    assert "an invented reason" in state


def test_pairs_of_a_list_have_no_place_in_a_shortlist():
    pairs = make_docking_tables()["pair_calibration"].with_columns(
        evidence_rank=pl.lit(None, dtype=pl.Int64)
    )

    assert len(read_rows(pair_calibration=pairs)["TGFBR2 – TGFB3"]) == 7


def test_of_thousands_of_pairs_the_first_are_listed_and_the_rest_is_counted():
    names = pl.DataFrame({"fixed": [f"R{i}" for i in range(304)]})
    one = make_docking_tables()["pair_calibration"].head(1).drop("fixed")
    rows = names.join(one, how="cross")

    table = make_calibrated_table(make_docking_material(pair_calibration=rows))

    assert len(table.rows) == 300
    assert table.notes[0] == "4 more pairs are in the results."


def test_a_pair_leads_to_its_sheet_where_it_has_one():
    table = make_calibrated_table(make_docking_material(), {("TGFBR2", "TGFB3"): "docked-1"})
    labels = [str(label) for _, label, _ in table.rows]

    assert labels[0] == '<a href="#docked-1">TGFBR2 – TGFB3</a>'
    assert labels[1] == "BMPR1A – BMP2"


def test_the_numbers_name_their_origin():
    table = make_calibrated_table(make_docking_material())

    assert [origin[-1] for origin in table.origins] == [DOCK_RECORD]
