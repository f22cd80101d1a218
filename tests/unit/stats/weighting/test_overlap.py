from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.weighting.overlap import describe_overlap

ARM = [1, 1, 1, 1, 0, 0, 0, 0]
X = np.array([5.0, 3.0, 2.0, 1.5, 2.5, 1.0, 0.5, 1.0])[:, None]


def test_who_lies_outside_the_common_support_is_counted():
    overlap = describe_overlap(ARM, X)

    assert (overlap.first.n_outside, overlap.second.n_outside) == (2, 3)
    assert overlap.first.share_outside.value == 0.5
    assert overlap.support == (overlap.first.quantiles[0], overlap.second.quantiles[-1])


def test_the_c_statistic_counts_pairs():
    overlap = describe_overlap(ARM, X)

    # of 16 pairs, 14 have the higher score in the first arm
    assert overlap.c_statistic.value == pytest.approx(14.0 / 16.0)


def test_tied_scores_count_half():
    overlap = describe_overlap([1, 1, 0, 0], np.array([1.0, 0.0, 1.0, 0.0])[:, None])

    assert overlap.c_statistic.value == pytest.approx(0.5)
    assert overlap.first.n_outside == overlap.second.n_outside == 0


def test_equal_scores_weigh_everybody_alike():
    overlap = describe_overlap(ARM, np.empty((8, 0)))

    assert overlap.first.weights["ATO"].effective_size.value == pytest.approx(4.0)
    assert overlap.first.weights["ATE"].largest_share.value == pytest.approx(0.25)


def test_missing_values_are_counted():
    overlap = describe_overlap([*ARM, np.nan, 1], np.vstack([X, [[1.0]], [[np.nan]]]))

    assert (overlap.n_missing, overlap.first.n, overlap.second.n) == (2, 4, 4)


@pytest.mark.parametrize(
    ("arm", "covariates", "reason"),
    [
        ([], np.empty((0, 1)), "no complete participant"),
        ([1, 1], np.ones((2, 1)), "no complete participant"),
        ([1, 1, 0, 0], np.array([[4.0], [3.0], [2.0], [1.0]]), "separate the arms"),
        ([1, 0, 0, 1], np.ones((4, 1)), "the same for every"),
    ],
)
def test_without_a_score_there_is_a_reason(arm, covariates, reason):
    overlap = describe_overlap(arm, covariates)

    assert overlap.first is overlap.second is overlap.support is overlap.score_method is None
    assert reason in overlap.reason
    assert overlap.c_statistic.reason == overlap.reason


def test_arms_that_firth_alone_can_score_have_no_common_support():
    overlap = describe_overlap(
        [1, 1, 0, 0], np.array([[4.0], [3.0], [2.0], [1.0]]), firth_on_separation=True
    )

    assert overlap.support is None
    assert overlap.score_method == "Firth"
    assert (overlap.first.n_outside, overlap.second.n_outside) == (2, 2)
