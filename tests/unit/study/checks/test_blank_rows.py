"""A finding stands at an entry that holds something, not at a blank row before it."""

from tests.support.study_data import Book, make_trial

from tubulus.study.checks.registry import list_checks

CHECKS = {check.id: check for check in list_checks()}


def test_a_more_sensitive_search_is_found_at_the_examination_and_not_at_a_blank_row():
    book = Book(make_trial())
    book.write("P1", "semen", "baseline", examination_method="direct", sperm_seen="none")
    book.write("P1", "semen", "month-6", volume="")
    book.write("P1", "semen", "month-6", examination_method="sediment", sperm_seen="single")

    found = book.run(CHECKS["follow-up-more-sensitive"])

    assert [(f.visit, f.occurrence) for f in found] == [("month-6", 2)]


def test_a_participant_without_a_filled_register_is_found_at_the_other_form():
    book = Book(make_trial())
    book.write("P1", "demographics", "", age="")
    book.write("P1", "hormones", "baseline", fsh="20")

    found = book.run(CHECKS["unknown-participant"])

    assert [f.form for f in found] == ["hormones"]
    assert found[0].message.startswith("the participant stands in hormones, but in none of")
