import polars as pl
import pytest
from tests.support.study_data import Book, make_trial

from tubulus.study.definition.identity import StudyIdentity
from tubulus.study.derivations.reference_limits import (
    BELOW_LIMIT_SCHEMA,
    EditionError,
    count_below_limit,
    list_editions,
    read_reference_limits,
)

FIFTH, SIXTH = "WHO 5th edition (2010)", "WHO 6th edition (2021)"


def count(item, edition, *rows):
    book = Book()
    for cells in rows:
        book.write("P1", "semen", "baseline", **cells)
    frame = count_below_limit(book.entries, edition)
    row = frame.row(by_predicate=pl.col("item") == item, named=True)
    return row["below"], row["known"], row["unknown"]


def test_the_edition_of_a_study_that_names_none_is_known():
    assert StudyIdentity.model_fields["semen_edition"].default in list_editions()


@pytest.mark.parametrize("edition", list_editions())
def test_every_limit_lies_in_its_interval_and_belongs_to_an_item_in_its_unit(edition):
    form = make_trial().find_form("semen")

    for limit in read_reference_limits(edition).iter_rows(named=True):
        item = form.find_item(limit["item"])
        assert item is not None or limit["item"] == "total_motility"
        assert item is None or item.unit == limit["unit"]
        assert limit["source"]
        if limit["ci_low"] is not None:
            assert limit["ci_low"] <= limit["lower_limit"] <= limit["ci_high"]


def test_the_edition_changes_who_is_below_the_limit():
    assert count("concentration", FIFTH, {"concentration": "15.5"}) == (0, 1, 0)
    assert count("concentration", SIXTH, {"concentration": "15.5"}) == (1, 1, 0)


@pytest.mark.parametrize(
    ("entered", "expected"),
    [
        ("16", (0, 1, 0)),
        ("15.9", (1, 1, 0)),
        ("SNQ", (1, 1, 0)),
        ("0", (1, 1, 0)),
        ("<16", (1, 1, 0)),
        ("<20", (0, 0, 1)),
        (">16", (0, 1, 0)),
        (">10", (0, 0, 1)),
        ("", (0, 0, 1)),
        ("NA", (0, 0, 1)),
    ],
)
def test_at_the_limit_is_not_below_it_and_what_does_not_decide_is_unknown(entered, expected):
    assert count("concentration", SIXTH, {"concentration": entered}) == expected


def test_total_motility_is_the_sum_of_two_classes():
    rows = [{"progressive": "30", "non_progressive": "11"}, {"progressive": "30"}]

    assert count("total_motility", SIXTH, *rows) == (1, 1, 1)


def test_nobody_is_below_no_limit():
    frame = count_below_limit([], SIXTH)

    assert frame.schema == BELOW_LIMIT_SCHEMA
    assert frame["known"].sum() == 0


def test_an_unknown_edition_is_refused_with_those_that_are_known():
    with pytest.raises(EditionError, match="WHO 6th edition"):
        read_reference_limits("WHO 7th")
