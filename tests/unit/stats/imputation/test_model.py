from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.imputation.model import Imputation, ImputationModel


def make_imputation(scale):
    outcome = np.array([1.0, np.nan, 0.0, np.nan])
    latent = np.array([[0.5, -0.2], [-1.0, 2.0], [0.0, 0.1]])
    arm = np.array([1.0, 1.0, 0.0, 0.0])
    return Imputation(outcome, arm, np.empty((1, 4, 0)), np.array([1, 3]), latent, scale, "test")


def test_seen_outcomes_stay_and_imputed_ones_move_by_arm():
    completed = make_imputation("identity").complete_outcome(2.0, -1.0)

    assert completed[:, [0, 2]].tolist() == [[1.0, 0.0]] * 3
    assert completed[:, 1] == pytest.approx([2.5, 1.0, 2.0])
    assert completed[:, 3] == pytest.approx([-1.2, 1.0, -0.9])


def test_a_binary_outcome_has_the_event_above_zero():
    completed = make_imputation("log odds").complete_outcome(0.0, 0.15)

    assert completed[:, 1].tolist() == [1.0, 0.0, 0.0]
    assert completed[:, 3].tolist() == [0.0, 1.0, 1.0]


@pytest.mark.parametrize(
    "settings",
    [
        {"method": "mean"},
        {"imputations": 1},
        {"cycles": 0},
        {"reference_based": True, "by_arm": False},
    ],
    ids=str,
)
def test_settings_that_impute_nothing_are_refused(settings):
    with pytest.raises(ValueError, match=r"imputation"):
        ImputationModel(**settings)
