import polars as pl
import pytest

from tubulus.screen.cargo.quantities import parse_number, parse_whole, summarise_runs
from tubulus.screen.cargo.raw_table import LINE, RawTable


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.5", 1.5), ("1,5", 1.5), ("1,5E+06", 1.5e6), ("1,234.5", 1234.5),
        ("12,345,678.0", 12345678.0), ("3", 3.0), ("", None), ("NaN", None), ("inf", None),
        ("n/a", None), ("1.2.3", None), ("1,2.3", None),
    ],
)  # fmt: skip
def test_a_number_is_read_with_point_or_comma(text, number):
    assert parse_number(text) == number


@pytest.mark.parametrize(("text", "number"), [("3", 3), ("3;1;0", 3), ("", None), ("2.0", 2)])
def test_the_first_of_several_counts_is_that_of_the_leading_protein(text, number):
    assert parse_whole(text) == number


def test_a_zero_is_a_missing_quantity():
    frame = pl.DataFrame({"a": ["2", "0", ""], "b": ["4", "3", "0"], LINE: [2, 3, 4]})

    means, runs = summarise_runs(RawTable("x", frame), ["a", "b"])

    assert means == [3.0, 3.0, None]
    assert runs == [2, 1, 0]


def test_without_columns_nothing_is_known():
    frame = pl.DataFrame({"a": ["2"], LINE: [2]})

    assert summarise_runs(RawTable("x", frame), []) == ([None], [None])
