"""Departures from the protocol."""

from tests.support.clinic import describe, find

MEN = {"P1": "cells", "P2": "hormones", "P3": ""}


def deviation(who, importance="minor", day="2026-03-01", **more):
    return {
        "participant": who,
        "occurred_on": day,
        "category": "visit-window",
        "importance": importance,
        **more,
    }


def test_men_and_deviations_are_counted_by_kind_and_importance(tmp_path):
    found = [deviation("P1"), deviation("P1", "major"), deviation("P1", day="2026-04-01")]

    rows = describe(tmp_path, MEN, deviation=found)

    assert find(rows, "Men with a deviation", arm="cells").n == 1
    assert find(rows, "Men with a major deviation", arm="cells").n == 1
    kinds = {row.level: row.n for row in rows if row.label == "Visit outside its window"}
    assert kinds == {"Minor": 2, "Major": 1}


def test_a_man_without_an_arm_stands_by_himself_and_only_where_he_has_one(tmp_path):
    with_one = describe(tmp_path / "a", MEN, deviation=[deviation("P3")])
    without = describe(tmp_path / "b", MEN)

    assert find(with_one, "Men with a deviation", arm="").n == 1
    assert not [row for row in without if row.section == "deviations" and not row.arm]


def test_nothing_reported_is_none_of_all_men(tmp_path):
    rows = describe(tmp_path, MEN)

    row = find(rows, "Men with a deviation", arm="cells")
    assert (row.n, row.denominator) == (0, 1)


def test_a_deviation_without_kind_and_importance_stays_visible(tmp_path):
    found = [{"participant": "P1", "occurred_on": "2026-03-01"}]

    rows = describe(tmp_path, MEN, deviation=found)

    assert find(rows, "Not recorded", level="Not recorded").n == 1
