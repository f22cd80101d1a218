from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.study_data import Book

from tubulus.study.derivations.examination import (
    Effort,
    compare_efforts,
    derive_effort,
    derive_more_sensitive,
)
from tubulus.study.records.participants import StudyData

SPUN = {"examination_method": "sediment", "centrifugation_g": "3000", "centrifugation_min": "15"}
DIRECT = {"examination_method": "direct"}
EFFORT = Effort(
    ejaculates=2,
    sediments=2,
    method_rank=2,
    every_method_known=True,
    g_min=45000.0,
    detection_limit=0.01,
)


def compare(before, after):
    book = Book()
    for cells in before:
        book.write("P1", "semen", "baseline", sperm_seen="none", **cells)
    for cells in after:
        book.write("P1", "semen", "month-6", sperm_seen="single", **cells)
    return derive_more_sensitive(book.data, ["baseline"], "month-6").get("P1")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([DIRECT], [DIRECT]),
        ([SPUN, SPUN], [SPUN, SPUN]),
        ([SPUN, SPUN], [SPUN]),
        ([SPUN], [DIRECT]),
        ([{**DIRECT, "detection_limit": "0.1"}], [{**DIRECT, "detection_limit": "0.1"}]),
        ([{**DIRECT, "detection_limit": "0.1"}], [{**DIRECT, "detection_limit": "1"}]),
        ([SPUN], [{**SPUN, "centrifugation_g": "1000"}]),
        # another method had another limit anyway: a weaker one stays unflagged
        ([{**SPUN, "detection_limit": "0.01"}], [DIRECT]),
    ],
)
def test_an_equal_or_weaker_search_is_not_flagged(before, after):
    assert compare(before, after) == (False, "")


@pytest.mark.parametrize(
    ("before", "after", "word"),
    [
        ([DIRECT], [SPUN], "sediment"),
        ([SPUN, DIRECT], [SPUN, SPUN], "sediments"),
        ([SPUN], [SPUN, SPUN], "ejaculates"),
        ([SPUN], [{**SPUN, "centrifugation_min": "20"}], "harder"),
        ([{**DIRECT, "detection_limit": "1"}], [{**DIRECT, "detection_limit": "0.1"}], "limit"),
        ([DIRECT], [{**DIRECT, "detection_limit": "0.1"}], "limit is not recorded"),
        ([{**SPUN, "detection_limit": "0.01"}], [SPUN], "limit is not recorded"),
        ([], [DIRECT], "no ejaculate"),
        ([{}], [SPUN], "cannot be compared"),
        ([DIRECT], [{}], "cannot be compared"),
        ([SPUN], [{"examination_method": "sediment"}], "cannot be compared"),
    ],
)
def test_a_harder_search_or_one_that_cannot_be_compared_is_flagged(before, after, word):
    verdict = compare(before, after)

    assert verdict.flagged
    assert word in verdict.reason


def test_every_reason_is_given():
    verdict = compare(
        [{**DIRECT, "detection_limit": "1"}], [{**SPUN, "detection_limit": "0.1"}] * 2
    )

    assert verdict.reason.count(";") == 2


def test_whoever_was_not_examined_at_follow_up_is_not_compared():
    assert compare([DIRECT], []) is None
    assert derive_more_sensitive(StudyData(), ["baseline"], "month-6") == {}


def test_the_ejaculates_of_all_baseline_visits_count_together():
    book = Book()
    book.write("P1", "semen", "baseline", sperm_seen="none", **SPUN)
    book.write("P1", "semen", "month-6", sperm_seen="none", **SPUN)
    both = derive_more_sensitive(book.data, ["baseline", "month-6"], "month-6")

    assert both["P1"] == (False, "")


def test_an_ejaculate_without_a_statement_on_sperm_is_no_examination():
    book = Book().write("P1", "semen", "baseline", volume="2", **SPUN)

    assert derive_effort(book.entries).ejaculates == 0


def test_the_effort_is_that_of_all_ejaculates_together():
    book = Book()
    book.write("P1", "semen", "baseline", sperm_seen="none", detection_limit="0.1", **SPUN)
    book.write("P1", "semen", "baseline", sperm_seen="none", **DIRECT)

    assert derive_effort(book.entries) == Effort(2, 1, 2, True, 45000.0, 0.1)
    assert derive_effort([]) == Effort(0, 0, 0, True, None, None)


@given(st.integers(1, 4), st.floats(1e3, 1e5), st.floats(1e-3, 1.0))
def test_nobody_is_flagged_by_the_search_he_had_before(ejaculates, g_min, limit):
    effort = replace(
        EFFORT, ejaculates=ejaculates, sediments=ejaculates, g_min=g_min, detection_limit=limit
    )

    assert compare_efforts(effort, effort) == (False, "")


@given(st.integers(0, 3), st.floats(0, 1e5), st.floats(0.0, 1.0))
def test_of_two_different_searches_one_is_more_sensitive(more, g_min, limit):
    other = replace(EFFORT, ejaculates=2 + more, g_min=g_min, detection_limit=limit)

    flags = {compare_efforts(EFFORT, other).flagged, compare_efforts(other, EFFORT).flagged}

    assert True in flags or abs(g_min - 45000.0) <= 90.0
