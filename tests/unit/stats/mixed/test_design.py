from __future__ import annotations

import numpy as np

from tubulus.stats.mixed.design import make_visit_contrasts, read_repeated_measures

NAN = float("nan")


def read(outcome, arm, baseline=None, covariates=None, **options):
    settings = {"by_visit": "baseline", **options}
    return read_repeated_measures(outcome, arm, baseline, covariates, **settings)


def test_the_columns_are_visits_arm_by_visit_baseline_by_visit_and_covariates():
    measures = read([[1.0, 2.0], [3.0, 4.0]], [1.0, 0.0], [5.0, 7.0], [[1.0], [2.0]])

    assert measures.design[0].tolist() == [
        [1.0, 0.0, 1.0, 0.0, -1.0, 0.0, -0.5],
        [0.0, 1.0, 0.0, 1.0, 0.0, -1.0, -0.5],
    ]


def test_the_baseline_may_have_one_slope_over_all_visits():
    measures = read([[1.0, 2.0], [3.0, 4.0]], [1.0, 0.0], [5.0, 7.0], by_visit="none")

    assert measures.design[0, :, 4].tolist() == [-1.0, -1.0]


def test_visits_that_nobody_attended_leave_the_model():
    measures = read([[1.0, NAN, 2.0], [3.0, NAN, NAN]], [1.0, 0.0])

    assert measures.visits.tolist() == [0, 2]
    assert measures.outcome.shape == (2, 2)


def test_a_mean_of_the_first_arm_is_that_of_the_comparator_plus_the_difference():
    contrasts = make_visit_contrasts(2, 5)

    assert np.array_equal(contrasts.mean_1 - contrasts.mean_0, contrasts.difference)
    assert contrasts.mean_0[1].tolist() == [0.0, 1.0, 0.0, 0.0, 0.0]
