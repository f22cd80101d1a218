from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.mixed.kenward_roger import (
    adjust_covariance,
    compute_contrast_inference,
    compute_kenward_roger_joint,
    compute_satterthwaite_joint,
)
from tubulus.stats.mixed.moments import compute_moments
from tubulus.stats.mixed.reml import fit_reml


def fit_means(n, visits, missing=0.0):
    generator = np.random.default_rng(6)
    outcome = 1.0 + generator.normal(size=(n, 1)) + generator.normal(size=(n, visits))
    outcome[generator.random((n, visits)) < missing] = np.nan
    outcome[np.isnan(outcome).all(axis=1), 0] = 1.0
    design = np.array(np.broadcast_to(np.eye(visits), (n, visits, visits)))
    return fit_reml(compute_moments(design, outcome, np.zeros(n, dtype=np.intp), 1)), outcome


def test_with_everything_observed_the_joint_test_is_that_of_hotelling():
    n, visits = 15, 3
    fit, outcome = fit_means(n, visits)
    contrasts = fit.moments.basis.weights
    joint = compute_kenward_roger_joint(fit, adjust_covariance(fit), contrasts)
    mean = outcome.mean(axis=0)
    t_squared = n * mean @ np.linalg.solve(np.cov(outcome, rowvar=False), mean)

    assert joint.denominator_df == pytest.approx(n - visits, rel=1e-9)
    assert joint.f == pytest.approx(t_squared * (n - visits) / (visits * (n - 1)), rel=1e-9)


def test_of_one_contrast_both_joint_tests_are_its_t_test_squared():
    fit, _ = fit_means(20, 3, missing=0.2)
    contrast = fit.moments.basis.weights[:1]
    adjusted = adjust_covariance(fit)
    alone = compute_contrast_inference(fit, adjusted, contrast[0])

    for compute in (compute_kenward_roger_joint, compute_satterthwaite_joint):
        joint = compute(fit, adjusted, contrast)
        assert joint.denominator_df == pytest.approx(alone.df, rel=1e-9)
        assert joint.f == pytest.approx((alone.estimate / alone.error) ** 2, rel=1e-9)


def test_the_adjustment_never_makes_an_error_smaller_here():
    fit, _ = fit_means(12, 3, missing=0.3)
    gained = adjust_covariance(fit) - fit.score.fit.covariance

    assert np.linalg.eigvalsh(gained)[0] > -1e-12


def test_too_few_participants_leave_a_joint_test_without_an_f_distribution():
    fit, _ = fit_means(4, 3)
    contrasts = fit.moments.basis.weights

    assert "too few" in compute_kenward_roger_joint(fit, adjust_covariance(fit), contrasts)
