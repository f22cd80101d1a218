"""Harms by kind and grade."""

import pytest
from tests.support.clinic import describe, find

MEN = {"P1": "cells", "P2": "cells", "P3": "hormones"}


def event(who, category="mood", grade="1", **more):
    said = {"serious": "no", "relation": "unrelated", "outcome": "recovered", "term": "x"}
    return {"participant": who, "category": category, "ctcae_grade": grade, **said, **more}


def test_a_man_counts_once_with_his_worst_grade_and_his_events_beside_him(tmp_path):
    events = [event("P1", grade="1", term="a"), event("P1", grade="3", term="b"), event("P2")]

    rows = describe(tmp_path, MEN, adverse_event=events)

    kind = "Change of mood"
    men = find(rows, kind, arm="cells", statistic="share")
    assert (men.n, men.denominator) == (2, 2)
    assert find(rows, kind, arm="cells", counted="events").n == 3
    grades = {r.level: r.n for r in rows if r.label == kind and r.level}
    assert grades == {"grade 1": 1, "grade 3": 1}


def test_a_kind_of_one_arm_has_its_upper_limit_in_the_other(tmp_path):
    rows = describe(tmp_path, MEN, adverse_event=[event("P1")])

    row = find(rows, "Change of mood", arm="hormones", statistic="share")

    assert (row.n, row.value, row.low) == (0, 0.0, 0.0)
    # Clopper-Pearson for none of one: 1 - 0.025
    assert row.high == pytest.approx(0.975)


def test_nobody_with_an_event_is_none_of_all_with_a_limit(tmp_path):
    rows = describe(tmp_path, MEN)

    row = find(rows, "Any adverse event", arm="cells", statistic="share")
    assert (row.n, row.denominator, row.value) == (0, 2, 0.0)
    # 1 - 0.025 ** (1 / 2)
    assert row.high == pytest.approx(0.8418861)


@pytest.mark.parametrize(
    ("label", "more"),
    [
        ("Serious adverse event", {"serious": "yes"}),
        ("At least possibly related to the treatment", {"relation": "possible"}),
        ("Fatal", {"outcome": "fatal"}),
        ("Fatal", {"grade": "5", "outcome": ""}),
    ],
)
def test_serious_related_and_fatal_events_are_told_apart(tmp_path, label, more):
    rows = describe(tmp_path, MEN, adverse_event=[event("P1", **more), event("P2")])

    assert find(rows, label, arm="cells", statistic="share").n == 1


def test_an_event_of_unknown_seriousness_is_said(tmp_path):
    rows = describe(tmp_path, MEN, adverse_event=[event("P1", serious="")])

    row = find(rows, "Serious adverse event", arm="cells", statistic="share")
    assert (row.n, row.note) == (0, "1 event of which this is not recorded")


def test_a_missing_kind_and_a_missing_grade_stay_visible(tmp_path):
    rows = describe(tmp_path, MEN, adverse_event=[event("P1", category="", grade="")])

    assert find(rows, "Kind not recorded", level="grade not recorded").n == 1


def test_an_event_entered_twice_alike_is_one(tmp_path):
    rows = describe(tmp_path, MEN, adverse_event=[event("P1"), event("P1")])

    assert find(rows, "Any adverse event", arm="cells", counted="events").n == 1
    note = find(rows, "Any adverse event", arm="cells", statistic="share").note
    assert note == "1 entered twice alike and counted once"


def test_events_of_men_outside_the_set_are_told(tmp_path):
    plan = '[[analysis_sets]]\nid = "one"\nlabel = "One"\nwhen = \'participant.id = "P1"\'\n'

    rows = describe(tmp_path, MEN, plan=plan, adverse_event=[event("P2")])

    row = find(rows, "Any adverse event", arm="cells", statistic="share")
    assert (row.n, row.denominator) == (0, 1)
    assert row.note == "1 event of men outside the analysis set is not counted"


def test_the_worst_grade_of_a_complication_of_surgery_counts(tmp_path):
    events = [
        event("P1", clavien_dindo="i", term="a"),
        event("P1", clavien_dindo="iiib", term="b"),
        event("P2", clavien_dindo="none"),
    ]

    rows = describe(tmp_path, MEN, adverse_event=events)

    label = "Complication of surgery (Clavien-Dindo)"
    assert find(rows, label, arm="cells").n == 1
    assert [r.level for r in rows if r.label == label and r.level] == ["grade IIIb"]
