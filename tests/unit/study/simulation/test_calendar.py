"""The dates of simulated men: in order, on weekdays, in their windows."""

from datetime import date, timedelta

import pytest

from tubulus.core.seeds import make_generator
from tubulus.study.simulation.calendar import move_to_weekday, simulate_calendar

START = date(2023, 3, 1)


def draw(study, course, outside=0.0, n=200):
    rng, visit = make_generator(2, "test"), study.find_visit("month-6")
    return [simulate_calendar(START, course, visit, outside, rng) for _ in range(n)]


def count_study_day(calendar, day):
    days = (day - calendar.day_1).days
    return days + 1 if days >= 0 else days


@pytest.mark.parametrize("course", ["cells", "hormones"])
def test_consent_comes_first_and_treatment_after_baseline(study, course):
    for c in draw(study, course):
        before = [c.screened, c.consented, *c.ejaculates, c.allocated, c.baseline, c.day_1]

        assert before == sorted(before)
        assert c.baseline < c.day_1 <= c.treated < c.follow_up < c.long_term


@pytest.mark.parametrize("course", ["cells", "hormones"])
def test_every_visit_lies_in_its_window(study, course):
    for c in draw(study, course):
        for visit, days in {
            "screening": c.ejaculates,
            "baseline": (c.baseline,),
            "week-1": (c.early,),
            "month-6": c.follow_up_ejaculates,
            "long-term": (c.long_term,),
        }.items():
            first, last = study.find_visit(visit).window
            assert all(first <= count_study_day(c, day) <= last for day in days), visit


def test_a_late_visit_comes_after_the_window_has_closed(study):
    last = study.find_visit("month-6").window[1]

    assert all(count_study_day(c, c.follow_up) > last for c in draw(study, "cells", outside=1.0))


def test_the_injection_follows_the_harvest_by_weeks_in_the_cell_course_only(study):
    assert all((c.treated - c.day_1).days >= 21 for c in draw(study, "cells"))
    assert all(c.treated == c.day_1 for c in draw(study, "hormones"))


@pytest.mark.parametrize("days", range(7))
def test_a_day_of_the_weekend_becomes_the_monday_after_it(days):
    day = START + timedelta(days=days)
    moved = move_to_weekday(day)

    assert moved.weekday() < 5
    assert moved == day or moved.weekday() == 0
