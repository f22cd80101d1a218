from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.study_data import Book

from tubulus.study.derivations.study_days import (
    compute_study_day,
    find_anchor_day,
    find_entry_day,
)

ANCHOR = date(2026, 2, 20)
days = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@pytest.mark.parametrize(("apart", "expected"), [(-2, -2), (-1, -1), (0, 1), (1, 2), (182, 183)])
def test_the_anchor_is_day_1_and_the_day_before_it_day_minus_1(apart, expected):
    assert compute_study_day(ANCHOR + timedelta(days=apart), ANCHOR) == expected


@given(days, days)
def test_there_is_no_day_0(day, anchor):
    assert compute_study_day(day, anchor) != 0


@given(days, days, days)
def test_a_later_date_has_a_later_study_day(one, other, anchor):
    one, other = sorted((one, other))

    assert compute_study_day(one, anchor) <= compute_study_day(other, anchor)


def test_each_arm_begins_with_its_own_anchor():
    book = Book().enrol("P1", "cells").enrol("P2", "hormones")
    for name in ("P1", "P2"):
        book.write(name, "injection", given_on="2026-02-20")
        book.write(name, "hormone-therapy", started_on="2026-03-01")

    anchors = [find_anchor_day(book.study, participant) for participant in book.data]

    assert anchors == [date(2026, 2, 20), date(2026, 3, 1)]


def test_of_several_doses_the_first_is_day_1():
    book = Book().enrol("P1", "hormones")
    book.write("P1", "hormone-therapy", started_on="2026-03-01")
    book.write("P1", "hormone-therapy", started_on="2026-02-01")

    assert find_anchor_day(book.study, book.data.participants["P1"]) == date(2026, 2, 1)


def test_without_an_arm_or_its_date_there_is_no_day_1():
    book = Book().enrol("P1", "cells").write("P2", "semen", "baseline", volume="2")

    assert [find_anchor_day(book.study, participant) for participant in book.data] == [None, None]


def test_an_entry_without_its_date_or_form_has_no_day():
    book = Book().write("P1", "semen", "baseline", collected_on="2026-02-01")
    book.write("P1", "semen", "month-6", volume="2")

    assert [find_entry_day(book.study, entry) for entry in book.entries] == [
        date(2026, 2, 1),
        None,
    ]
