from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.weighting.columns import read_arm_columns
from tubulus.stats.weighting.hajek import compute_weighted_means
from tubulus.stats.weighting.propensity import fit_propensity

GENERATOR = np.random.default_rng(7)
N = 30
ARM = np.arange(N) % 2.0
X = GENERATOR.normal(size=(N, 2)) + 0.4 * ARM[:, None]
COLUMNS = read_arm_columns(GENERATOR.normal(size=N) + X[:, 0], ARM, X)
MODEL = fit_propensity(ARM, X)


@pytest.mark.parametrize("target", ["ATE", "ATT", "ATU", "ATO", "matching"])
def test_influences_sum_to_zero(target):
    means = compute_weighted_means(COLUMNS, MODEL, target)

    assert means.influence.sum() == pytest.approx(0.0, abs=1e-9)
    assert means.fixed_influence.sum() == pytest.approx(0.0, abs=1e-9)


def test_an_influence_is_close_to_what_leaving_a_participant_out_does():
    means = compute_weighted_means(COLUMNS, MODEL, "ATO")
    changes = []
    for left_out in range(N):
        keep = np.arange(N) != left_out
        part = read_arm_columns(COLUMNS.outcome[keep], ARM[keep], X[keep])
        again = compute_weighted_means(part, fit_propensity(ARM[keep], X[keep]), "ATO")
        changes.append(means.mean_1 - means.mean_0 - again.mean_1 + again.mean_0)

    assert np.corrcoef(changes, means.influence)[0, 1] > 0.98
