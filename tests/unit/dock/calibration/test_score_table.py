"""Score tables from rows: every problem named, states from reasons, small proteins."""

import numpy as np
import polars as pl
import pytest
from tests.unit.dock.calibration.tables import make_pairs, make_partners, make_table

from tubulus.core.errors import InputError
from tubulus.dock.calibration.score_table import build_score_table

TWO = np.array([[1.0, 2.0], [3.0, np.nan]])


def build(pairs=None, fixed=None, mobile=None):
    return build_score_table(
        make_pairs(TWO) if pairs is None else pairs,
        make_partners("F", 2) if fixed is None else fixed,
        make_partners("M", 2) if mobile is None else mobile,
        higher_is_better=True,
    )


def test_pairs_fill_rows_and_columns_by_name():
    table = build(make_pairs(TWO).reverse())

    assert table.scores.tolist()[0] == [1.0, 2.0]
    assert table.scores[1, 0] == 3.0
    assert np.isnan(table.scores[1, 1])
    assert table.evaluable.tolist() == [[True, True], [True, False]]
    assert table.asked.tolist() == [[True, False], [False, False]]


def test_a_partner_with_fewer_than_forty_residues_is_not_evaluable():
    fixed = make_partners("F", 2).with_columns(n_residues=pl.Series([39, 40]))

    table = build(fixed=fixed)

    assert table.reasons.tolist() == [["F0: fewer than 40 residues"] * 2, ["", ""]]


def test_reasons_of_pair_and_partners_stand_side_by_side_once():
    fixed = make_partners("F", 2, reason=["low-confidence interface", None])
    mobile = make_partners("M", 2, reason=["membrane-side patch", "low-confidence interface"])
    pairs = make_pairs(TWO, reasons={(0, 0): "glycan-covered patch"})

    reasons = build(pairs, fixed, mobile).reasons

    assert reasons[0, 0] == (
        "glycan-covered patch; F0: low-confidence interface; M0: membrane-side patch"
    )
    assert reasons[0, 1] == "F0: low-confidence interface; M1: low-confidence interface"


def test_all_problems_are_told_at_once_with_their_places():
    pairs = pl.DataFrame(
        {
            "fixed": ["F0", "F0", "X", "F1"],
            "mobile": ["M0", "M0", "M1", "M0"],
            "score": [1.0, 2.0, 3.0, float("inf")],
            "role": ["asked", "decoy", "decoy", "perhaps"],
        }
    )

    with pytest.raises(InputError) as caught:
        build(pairs)

    assert [(p.row, p.field) for p in caught.value.problems] == [
        (3, ""),
        (4, "fixed"),
        (5, "role"),
        (5, "score"),
    ]
    assert "pairs, line 4, fixed: 'X' is not known" in str(caught.value)


@pytest.mark.parametrize("size", [0, -3, None, float("nan")])
def test_a_size_that_is_none_is_refused(size):
    fixed = make_partners("F", 2).with_columns(exposed_area=pl.Series([size, 1.0], strict=False))

    with pytest.raises(InputError, match="fixed partners, line 2, exposed_area"):
        build(fixed=fixed)


def test_scores_written_as_text_are_refused():
    pairs = make_pairs(TWO).with_columns(score=pl.Series(["1,5", "2", "3", None]))

    with pytest.raises(InputError, match="'1,5' is no score"):
        build(pairs)


def test_names_that_stand_twice_or_are_empty_are_refused():
    mobile = make_partners("M", 3).with_columns(name=pl.Series(["M0", "M0", ""]))

    with pytest.raises(InputError) as caught:
        build(mobile=mobile)

    assert [p.row for p in caught.value.problems] == [3, 4]


def test_missing_columns_are_named():
    with pytest.raises(InputError, match="pairs, role: the column is missing"):
        build(make_pairs(TWO).drop("role"))


def test_favour_turns_scores_of_which_less_is_better():
    table = make_table(TWO, higher=False)

    assert table.favour[0].tolist() == [-1.0, -2.0]


def test_no_partner_and_no_pair_make_an_empty_table():
    table = make_table(np.zeros((0, 0)), asked=())

    assert table.scores.shape == table.reasons.shape == (0, 0)
