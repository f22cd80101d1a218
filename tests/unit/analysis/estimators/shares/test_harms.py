"""The worst case of a harm, and what happened outside its days."""

import pytest
from tests.support.small_study import WINDOW, Man, make_men, make_small_study

from tubulus.analysis.estimators.shares.harms import (
    AFTER_WINDOW,
    BEFORE_DAY_ONE,
    WITHOUT_DAY,
    WORST_CASE,
)

ANCHORS = {"cells": "allocation.allocated_on", "control": "allocation.allocated_on"}
CONTROLS = make_men("control", 4)


def make_harmed(folder, *days, anchors=ANCHORS, **differs):
    """Make a man with a harm at each day; the anchor of everybody is 2026-01-10."""
    men = (*(Man(harm="3", harm_on=day, **differs) for day in days), Man(), *CONTROLS)
    return make_small_study(folder, men=men, edits=WINDOW, anchors=anchors)


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        ("2026-01-09", (0, 1, 0)),  # study day -1
        ("2026-01-10", (1, 0, 0)),  # study day 1
        ("2026-08-12", (1, 0, 0)),  # study day 215
        ("2026-08-13", (0, 0, 1)),  # study day 216
    ],
)
def test_a_harm_counts_from_the_first_day_to_the_last(tmp_path, day, counts):
    small = make_harmed(tmp_path, day)

    found = [
        sum(r["n"] for r in small.find(name, estimand="s1", arm="cells", stratum=""))
        for name in ("share", BEFORE_DAY_ONE, AFTER_WINDOW)
    ]

    assert tuple(found) == counts


@pytest.mark.parametrize("anchors", [ANCHORS, None])
def test_a_harm_without_a_study_day_counts_and_is_named(tmp_path, anchors):
    day = "" if anchors else "2020-01-01"
    small = make_harmed(tmp_path, day, anchors=anchors)

    assert small.find_one("share", estimand="s1", arm="cells")["n"] == 1
    assert [(r["arm"], r["n"]) for r in small.find(WITHOUT_DAY)] == [("cells", 1)]
    assert "Severe harm, Cells arm: 1." in small.cautions["undated-events"]


def test_each_arm_counts_from_its_own_day_one(tmp_path):
    anchors = {**ANCHORS, "control": "disposition.ended_on"}
    men = (Man(harm="3", harm_on="2026-02-01"), Man(arm="control", harm="3", harm_on="2026-02-01"))
    small = make_small_study(tmp_path, men=men, edits=WINDOW, anchors=anchors)

    # nobody of the second arm has its anchor
    assert [(r["arm"], r["n"]) for r in small.find(WITHOUT_DAY)] == [("control", 1)]


def test_whoever_was_not_followed_is_missing_unless_he_had_the_event(tmp_path):
    lost = {"harm": "3", "harm_on": "2026-02-01", "status": "lost"}
    men = (Man(**lost), Man(status="lost"), Man(status=""), Man(), *CONTROLS)
    small = make_small_study(tmp_path, men=men, edits=WINDOW, anchors=ANCHORS)

    share = small.find_one("share", estimand="s1", arm="cells")
    worst = small.find_one(WORST_CASE, arm="cells")

    assert (share["n"], share["denominator"], share["missing"]) == (1, 4, 2)
    assert (worst["n"], worst["denominator"], worst["section"]) == (3, 4, "safety")
    assert small.find_one(WORST_CASE, arm="control")["n"] == 0


def test_without_window_and_follow_up_there_are_no_such_rows(plain):
    names = (WORST_CASE, BEFORE_DAY_ONE, AFTER_WINDOW, WITHOUT_DAY)

    assert [row for name in names for row in plain.find(name)] == []
