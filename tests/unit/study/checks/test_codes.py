import pytest
from tests.support.study_data import Book

from tubulus.study.checks.values.codes import UNKNOWN_CODE


def test_a_code_that_the_item_does_not_have_is_reported_at_its_place():
    found = Book().write("P1", "semen", "baseline", sperm_seen="plenty").run(UNKNOWN_CODE)

    assert [(f.severity, f.item, f.file, f.row) for f in found] == [
        ("error", "sperm_seen", "data/semen.csv", 2)
    ]
    assert "plenty" not in found[0].message + found[0].remedy


def test_a_code_with_a_slip_is_answered_with_the_nearest():
    (found,) = Book().write("P1", "semen", "baseline", sperm_seen="singel").run(UNKNOWN_CODE)

    assert found.remedy == "did you mean 'single'?"


@pytest.mark.parametrize("text", ["none", "None", "", "NA"])
def test_a_code_of_the_item_and_a_missing_one_are_in_order(text):
    assert Book().write("P1", "semen", "baseline", sperm_seen=text).run(UNKNOWN_CODE) == []
