import polars as pl
import pytest
from tests.support.study_data import Book, make_study, make_trial

from tubulus.study.snapshot import make_snapshot


def make_book(study=None):
    book = Book(study or make_trial())
    book.enrol("P02").enrol("P01", "hormones")
    return book.write("P01", "semen", "baseline", volume="2").write(
        "P01", "semen", "baseline", volume="3"
    )


def hash_of(records, study=None):
    return make_snapshot(study or make_trial(), records).content_hash


def test_records_are_sorted_by_their_keys():
    snapshot = make_snapshot(make_trial(), make_book().records)

    assert snapshot.records["participant"].is_sorted()
    assert [person.id for person in snapshot.data] == ["P01", "P02"]
    assert snapshot.data.participants["P01"].arm == "hormones"


def test_the_order_of_rows_changes_no_hash():
    records = make_book().records

    assert hash_of(records) == hash_of(records.sample(fraction=1.0, shuffle=True, seed=1))


def test_places_and_files_change_no_hash():
    records = make_book().records
    moved = records.with_columns(pl.lit("x.csv").alias("source_file"), pl.col("source_row") + 9)

    assert hash_of(moved) == hash_of(records)


@pytest.mark.parametrize("column", ["entered", "entered_unit", "state", "visit", "item"])
def test_every_change_of_a_value_changes_the_hash(column):
    records = make_book().records
    first = pl.int_range(pl.len()) == 0
    changed = records.with_columns(
        pl.when(first).then(pl.lit("missing")).otherwise(pl.col(column)).alias(column)
    )

    assert hash_of(changed) != hash_of(records)


def test_an_empty_text_is_not_the_same_as_none():
    records = make_book().records

    assert hash_of(records.with_columns(text=pl.lit(""))) != hash_of(
        records.with_columns(text=pl.lit(None, dtype=pl.String))
    )


def test_a_small_difference_of_a_number_changes_the_hash():
    records = make_book().records
    nudged = records.with_columns(pl.col("number") * (1 + 1e-15))

    assert hash_of(nudged) != hash_of(records)


def test_a_changed_rule_changes_the_hash_and_another_room_s_section_does_not():
    records = make_book().records
    rule = '[[checks]]\nid = "r"\nrequire = "true"\nmessage = "m"\n'

    assert hash_of(records, make_trial(more=rule)) != hash_of(records)
    assert hash_of(records, make_trial(more="[screen]\nsets = 99\n")) == hash_of(records)


def test_nobody_has_a_hash_too():
    snapshot = make_snapshot(make_trial(), Book().records)

    assert len(snapshot.data) == 0
    assert len(snapshot.content_hash) == 64


def test_in_a_study_with_one_arm_everybody_is_in_it():
    study = make_study(
        'schema_version = 1\n[study]\nid = "s"\ntitle = "S"\nallocation = "single-arm"\n'
        'masking = "open label"\n[[arms]]\nid = "all"\nlabel = "All"\nrole = "experimental"\n'
        '[[forms]]\nuse = "demographics"\n'
    )
    book = Book(study).write("P01", "demographics", age="35")

    assert make_snapshot(study, book.records).data.participants["P01"].arm == "all"
