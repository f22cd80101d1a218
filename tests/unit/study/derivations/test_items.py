import polars as pl
from tests.support.study_data import Book, make_trial

from tubulus.study.derivations.items import derive_items

MORE = """
[[forms]]
id = "body"
label = "Body"
identifying = false
repeats = true
items = [
  { id = "height", label = "Height", kind = "number", unit = "cm" },
  { id = "weight", label = "Weight", kind = "number", unit = "kg" },
  { id = "double", label = "Double", kind = "number", unit = "kg", derive = "weight * 2" },
  { id = "heavy", label = "Heavy", kind = "truth", derive = "double > 200 [kg]" },
]
"""


def derive(book):
    records = derive_items(book.study, book.records)
    return records.filter(pl.col("source_field").str.starts_with("derived"))


def make_book():
    return Book(make_trial(more=MORE))


def test_a_derived_item_is_computed_for_each_entry():
    book = make_book().write("P01", "body", weight="80").write("P01", "body", weight="120")

    found = derive(book).filter(pl.col("item") == "double")

    assert found.select("occurrence", "number", "unit").rows() == [
        (1, 160.0, "kg"),
        (2, 240.0, "kg"),
    ]


def test_a_later_item_may_rest_on_an_earlier_one():
    book = make_book().write("P01", "body", weight="80").write("P02", "body", weight="120")

    found = derive(book).filter(pl.col("item") == "heavy")

    assert found.select("participant", "truth").rows() == [("P01", False), ("P02", True)]


def test_what_rests_on_a_missing_value_is_missing():
    book = make_book().write("P01", "body", weight="")

    assert set(derive(book)["state"]) == {"missing"}


def test_a_derived_value_names_the_place_of_its_entry():
    book = make_book().write("P01", "body", weight="80")

    (row,) = derive(book).filter(pl.col("item") == "double").rows(named=True)

    assert (row["source_file"], row["source_row"]) == ("data/body.csv", 2)
    assert row["source_field"] == "derived: weight * 2"


def test_what_was_entered_stays_as_it_was():
    book = make_book().write("P01", "body", weight="80", height="180")

    kept = derive_items(book.study, book.records).filter(pl.col("entered") != "")

    assert kept.equals(book.records)


def test_nobody_has_nothing_derived():
    assert derive(make_book()).height == 0


def test_a_study_without_derived_items_keeps_its_records():
    book = Book(make_trial(without=("adverse-event",))).enrol("P01")
    has_derived = any(item.derive for form in book.study.forms for item in form.items)

    assert not has_derived
    assert derive_items(book.study, book.records).equals(book.records)
