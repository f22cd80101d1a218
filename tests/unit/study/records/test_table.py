from dataclasses import fields
from datetime import date

from tubulus.study.records.table import RECORD_KEYS, RECORD_SCHEMA, Record, make_record_frame


def test_the_table_has_a_column_for_each_field_of_a_record():
    assert list(RECORD_SCHEMA) == [field.name for field in fields(Record)]
    assert set(RECORD_KEYS) <= set(RECORD_SCHEMA)


def test_a_record_comes_back_as_it_was_put_in():
    record = Record(
        participant="P01",
        visit="",
        form="f",
        occurrence=2,
        item="i",
        entered="x",
        day=date(2026, 1, 31),
        truth=False,
        source_row=3,
    )

    assert Record(**make_record_frame([record]).row(0, named=True)) == record


def test_a_late_number_in_a_column_of_none_keeps_its_type():
    key = {"participant": "P", "visit": "", "form": "f", "item": "i", "entered": ""}
    records = [Record(**key, occurrence=n) for n in range(1, 300)]

    frame = make_record_frame([*records, Record(**key, occurrence=300, number=1.5)])

    assert frame["number"][-1] == 1.5
