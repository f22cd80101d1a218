import pytest
from tests.support.study_data import Book, make_trial

from tubulus.study.checks.values.codes import check_codes
from tubulus.study.records.participants import Entry, ParticipantData, StudyData
from tubulus.study.records.values import MISSING, Value


def make_data(value: Value) -> StudyData:
    entry = Entry("P1", "semen", "baseline", 1, {"sperm_seen": value}, "data/semen.csv", 2)
    return StudyData({"P1": ParticipantData("P1", "cells", (entry,))})


def test_a_code_that_the_item_does_not_have_is_reported_at_its_place():
    found = check_codes(make_trial(), Book().records, make_data(Value(text="plenty")))

    assert [(f.severity, f.item, f.file, f.row) for f in found] == [
        ("error", "sperm_seen", "data/semen.csv", 2)
    ]
    assert "plenty" not in found[0].message + found[0].remedy


@pytest.mark.parametrize("value", [Value(text="none"), MISSING])
def test_a_code_of_the_item_and_a_missing_one_are_in_order(value):
    assert check_codes(make_trial(), Book().records, make_data(value)) == []
