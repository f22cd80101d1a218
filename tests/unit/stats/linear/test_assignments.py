from __future__ import annotations

import numpy as np

from tubulus.stats.linear.assignments import count_assignments, enumerate_assignments


def collect(values, arm, strata):
    rows = np.concatenate(list(enumerate_assignments(values, arm, strata)))
    return {(tuple(sorted(row[arm == 1])), tuple(sorted(row[arm == 0]))) for row in rows}, rows


def test_every_assignment_occurs_once():
    arm, values = np.array([1, 0, 1, 0, 0.0]), np.arange(5.0)
    distinct, rows = collect(values, arm, np.zeros(5))

    assert count_assignments(arm, np.zeros(5), 1000) == len(rows) == len(distinct) == 10
    assert np.sort(rows, axis=1).tolist() == [values.tolist()] * 10


def test_strata_keep_their_values_and_arm_sizes():
    arm, strata = np.array([1, 0, 1, 0, 0, 1.0]), np.array([0, 1, 1, 0, 1, 0.0])
    distinct, rows = collect(np.arange(6.0), arm, strata)

    assert count_assignments(arm, strata, 1000) == len(rows) == len(distinct) == 9
    assert {tuple(sorted(row[strata == 0])) for row in rows} == {(0.0, 3.0, 5.0)}


def test_counting_stops_when_there_are_too_many():
    assert count_assignments(np.arange(60) % 2.0, np.zeros(60), 1000) > 1000
