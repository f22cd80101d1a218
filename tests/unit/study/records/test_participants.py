from dataclasses import replace

import pytest

from tubulus.study.records.participants import make_study_data
from tubulus.study.records.table import RECORD_SCHEMA, Record, make_record_frame
from tubulus.study.records.values import MISSING, ValueState

ARM = ("allocation", "arm")


def make_record(participant, form, item, **more):
    base = Record(
        participant=participant, visit="", form=form, occurrence=1, item=item, entered="x"
    )
    return replace(base, **more)


def gather(*records, **options):
    return make_study_data(make_record_frame(records), **options)


def test_nobody_makes_an_empty_study():
    data = gather()

    assert len(data) == 0
    assert list(data) == []


def test_one_participant_has_one_entry_for_all_items_of_a_form():
    data = gather(
        make_record("P01", "history", "a", number=1.0), make_record("P01", "history", "b", text="t")
    )

    (entry,) = data.participants["P01"].entries
    assert (entry.get("a").number, entry.get("b").text) == (1.0, "t")


def test_an_item_that_is_not_there_is_missing():
    data = gather(make_record("P01", "history", "a"))

    assert data.participants["P01"].entries[0].get("none") is MISSING


def test_participants_come_in_the_order_of_their_identifiers():
    data = gather(make_record("P10", "f", "a"), make_record("P02", "f", "a"))

    assert [person.id for person in data] == ["P02", "P10"]


def test_the_arm_is_that_of_the_role():
    data = gather(
        make_record("P01", "allocation", "arm", text="cells"),
        make_record("P02", "f", "a"),
        arm_role=ARM,
    )

    assert [person.arm for person in data] == ["cells", ""]


def test_an_arm_that_cannot_be_read_is_no_arm():
    record = make_record("P01", "allocation", "arm", state=ValueState.UNREADABLE.value)

    assert gather(record, arm_role=ARM).participants["P01"].arm == ""


def test_two_entries_that_tell_two_arms_tell_none_in_whatever_order():
    first = make_record("P01", "allocation", "arm", text="cells")
    other = replace(first, occurrence=2, text="hormones")

    arms = {
        gather(*records, arm_role=ARM).participants["P01"].arm
        for records in ((first, other), (other, first))
    }

    assert arms == {""}


def test_an_arm_beside_one_that_cannot_be_read_is_none():
    first = make_record("P01", "allocation", "arm", text="cells")
    other = replace(first, occurrence=2, text=None, state=ValueState.UNREADABLE.value)

    assert gather(first, other, arm_role=ARM).participants["P01"].arm == ""


def test_the_same_arm_twice_and_a_blank_row_leave_the_arm():
    first = make_record("P01", "allocation", "arm", text="cells")
    blank = replace(first, occurrence=3, text=None, state=ValueState.MISSING.value)

    records = (blank, first, replace(first, occurrence=2))
    assert gather(*records, arm_role=ARM).participants["P01"].arm == "cells"


@pytest.mark.parametrize(
    ("more", "filled"),
    [
        ({"state": ValueState.PRESENT.value}, True),
        ({"state": ValueState.NOT_APPLICABLE.value}, True),
        ({"state": ValueState.UNREADABLE.value}, True),
        ({"state": ValueState.MISSING.value}, False),
        ({"state": ValueState.PRESENT.value, "source_field": "derived: 1 + 1"}, False),
    ],
)
def test_an_entry_is_filled_where_something_was_entered(more, filled):
    blank = make_record("P01", "f", "blank", state=ValueState.MISSING.value)
    person = gather(blank, make_record("P01", "f", "a", **more)).participants["P01"]

    assert person.entries[0].is_filled is filled
    assert bool(person.select_filled("f")) is filled


def test_without_a_role_everybody_is_in_the_only_arm():
    assert gather(make_record("P01", "f", "a"), only_arm="all").participants["P01"].arm == "all"


def test_entries_are_selected_by_form_and_visit():
    person = gather(
        make_record("P01", "semen", "a", visit="baseline"),
        make_record("P01", "semen", "a", visit="baseline", occurrence=2),
        make_record("P01", "semen", "a", visit="month-6"),
        make_record("P01", "other", "a", visit="month-6"),
    ).participants["P01"]

    assert len(person.select("semen")) == 3
    assert [e.occurrence for e in person.select("semen", "baseline")] == [1, 2]
    assert person.select("semen", "month-9") == ()


def test_an_entry_knows_where_it_was_read():
    record = make_record("P01", "f", "a", source_file="data/f.csv", source_row=7)

    (entry,) = gather(record).participants["P01"].entries
    assert (entry.file, entry.row) == ("data/f.csv", 7)


def test_a_table_of_nobody_has_the_columns_of_every_other():
    assert make_record_frame([]).schema == RECORD_SCHEMA
