"""Odds ratio of two arms adjusted for covariates, by Firth's penalised likelihood."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tubulus.stats.linear.complete_data import EMPTY_ARM, read_complete
from tubulus.stats.logistic.arrays import read_outcomes
from tubulus.stats.logistic.firth import fit_firth
from tubulus.stats.logistic.profile import (
    NO_LIMIT,
    compute_likelihood_ratio_test,
    compute_profile_limits,
)
from tubulus.stats.methods import Method
from tubulus.stats.missing import Vector
from tubulus.stats.results import HypothesisTest, Interval, Statistic, require_confidence
from tubulus.stats.scales import compute_exponential

__all__ = ["METHOD", "OddsRatio", "estimate_odds_ratio"]

METHOD = Method(
    name="Firth logistic, profile likelihood",
    gives="adjusted odds ratio with profile limits, penalised likelihood-ratio test",
    limits="is no ratio of risks and changes with the covariates adjusted for, confounders or not",
    source="Firth, Biometrika 1993;80:27-38; Heinze and Schemper, Stat Med 2002;21:2409-2419",
)


@dataclass(frozen=True, slots=True)
class OddsRatio:
    """Adjusted odds ratio of two arms.

    Parameters
    ----------
    ratio : Interval
        Odds of the event in the first arm over those in the comparator.
    test : HypothesisTest
        Two-sided test of ratio 1.
    log_error : Statistic
        Standard error of the log odds ratio from the information; the limits do not use it.
    events_1, n_1, events_0, n_0 : int
        Events and complete participants in the first arm and in the comparator.
    n_missing : int
        Participants left out because something is missing.
    """

    ratio: Interval
    test: HypothesisTest
    log_error: Statistic
    events_1: int
    n_1: int
    events_0: int
    n_0: int
    n_missing: int


def estimate_odds_ratio(
    event: ArrayLike,
    arm: ArrayLike,
    covariates: ArrayLike | None = None,
    *,
    confidence: float = 0.95,
) -> OddsRatio:
    """Estimate the odds ratio of two arms, adjusted for covariates.

    Parameters
    ----------
    event : array_like, shape (n,)
        1 with the event, 0 without, NaN where missing.
    arm, covariates : array_like
        As in :func:`~tubulus.stats.linear.ancova.estimate_ancova`.
    confidence : float
        Two-sided level in (0, 1).

    Returns
    -------
    OddsRatio
        Finite also where an arm has no event or nothing but events. Not estimable where an arm is
        empty, participants are fewer than coefficients or columns depend on each other.

    Raises
    ------
    ValueError
        If lengths differ, a value is infinite or event or arm holds anything but 0, 1 and NaN.

    Notes
    -----
    logit P(event) = b0 + b1 arm + g'covariates by :func:`~tubulus.stats.logistic.firth.fit_firth`;
    the ratio is exp(b1), its limits those of the profile penalised likelihood.
    """
    require_confidence(confidence)
    data = read_complete(event, arm, covariates)
    y = read_outcomes(data.outcome, 1)
    design = np.column_stack([np.ones(y.size), data.arm, data.covariates])
    if data.has_both_arms:
        parts = _infer(design, y, confidence)
    else:
        parts = _make_empty(None, EMPTY_ARM, confidence)
    events_1, events_0 = int(y[data.arm == 1.0].sum()), int(y[data.arm == 0.0].sum())
    return OddsRatio(*parts, events_1, data.n_1, events_0, data.n_0, data.n_missing)


def _infer(
    design: Vector, outcome: Vector, confidence: float
) -> tuple[Interval, HypothesisTest, Statistic]:
    fit = fit_firth(design, outcome)
    if isinstance(fit, str):
        return _make_empty(None, fit, confidence)
    limits = compute_profile_limits(design, outcome, fit, 1, confidence=confidence)
    p_value = compute_likelihood_ratio_test(design, outcome, fit, 1)
    estimate = float(fit.coefficients[1])
    if isinstance(limits, str) or p_value is None:
        return _make_empty(estimate, NO_LIMIT, confidence)
    interval = Interval(estimate, *limits, confidence, METHOD.name)
    error = float(fit.covariance[1, 1]) ** 0.5
    return (
        compute_exponential(interval, METHOD.name),
        HypothesisTest(p_value, METHOD.name),
        Statistic(error, METHOD.name),
    )


def _make_empty(
    estimate: float | None, reason: str, confidence: float
) -> tuple[Interval, HypothesisTest, Statistic]:
    interval = Interval(estimate, None, None, confidence, METHOD.name, reason)
    return (
        compute_exponential(interval, METHOD.name),
        HypothesisTest(None, METHOD.name, reason=reason),
        Statistic(None, METHOD.name, reason),
    )
