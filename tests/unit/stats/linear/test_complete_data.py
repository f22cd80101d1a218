from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.linear.complete_data import read_complete, read_logs

NAN = float("nan")


def test_only_participants_with_nothing_missing_are_kept():
    data = read_complete(
        [1.0, NAN, 3.0, 4.0, 5.0], [1, 1, NAN, 0, 0], [[1.0], [2.0], [3.0], [NAN], [5.0]]
    )

    assert data.is_complete.tolist() == [True, False, False, False, True]
    assert (data.n_1, data.n_0, data.n_missing, data.has_both_arms) == (1, 1, 3, True)
    assert data.covariates.tolist() == [[1.0], [5.0]]


def test_nobody_has_no_arm():
    data = read_complete([], [], None)

    assert not data.has_both_arms
    assert data.covariates.shape == (0, 0)


def test_the_log_of_the_baseline_comes_first_and_a_value_without_log_is_counted_once():
    logs = read_logs([1.0, 0.0, NAN, np.e], [np.e, -1.0, 1.0, 0.0], np.arange(4.0)[:, None])

    assert logs.covariates[0].tolist() == [1.0, 0.0]
    assert logs.n_not_positive == 2
    assert logs.outcome[[0, 3]].tolist() == [0.0, 1.0]


def test_without_baseline_and_covariates_there_are_none():
    assert read_logs([1.0], None, None).covariates is None


@pytest.mark.parametrize("covariates", [[1.0, 2.0], [[1.0]], [[1.0], [np.inf]]])
def test_malformed_covariates_are_refused(covariates):
    with pytest.raises(ValueError, match=r"shape|infinite"):
        read_complete([1.0, 2.0], [1, 0], covariates)
