from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.mixed.moments import compute_moments
from tubulus.stats.mixed.reml import fit_reml


def simulate_moments(seed, missing=0.0):
    generator = np.random.default_rng(seed)
    n, visits = 30, 3
    outcome = generator.normal(size=(n, 1)) + generator.normal(size=(n, visits))
    gone = generator.random((n, visits)) < missing
    gone[:, 0] = False
    outcome[gone] = np.nan
    design = np.broadcast_to(np.eye(visits), (n, visits, visits))
    return compute_moments(np.array(design), outcome, np.zeros(n, dtype=np.intp), 1), outcome


def test_without_missing_visits_the_maximum_is_the_unbiased_covariance():
    moments, outcome = simulate_moments(1)
    fit = fit_reml(moments)

    assert fit.sigma[0] * moments.basis.scale**2 == pytest.approx(
        np.cov(outcome, rowvar=False), rel=1e-10
    )


@pytest.mark.parametrize("seed", range(5))
def test_the_gradient_at_the_maximum_is_rounding(seed):
    fit = fit_reml(simulate_moments(seed, missing=0.3)[0])

    assert np.abs(fit.score.gradient).max() < 1e-7
    assert np.linalg.eigvalsh(fit.score.observed)[0] > 0.0
