"""Proportional odds: the contrast of two arms for an ordered or continuous outcome."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from tubulus.stats.linear.complete_data import EMPTY_ARM, CompleteData, read_complete
from tubulus.stats.linear.least_squares import fit_least_squares
from tubulus.stats.methods import Method
from tubulus.stats.missing import Vector
from tubulus.stats.ordinal.cumulative_logit import Codes, CumulativeFit, fit_cumulative_logit
from tubulus.stats.ordinal.profile_likelihood import (
    FAR,
    Drop,
    InfiniteOdds,
    find_distance,
    follow_infinite_odds,
    make_drop,
)
from tubulus.stats.ordinal.separation import is_separated
from tubulus.stats.results import HypothesisTest, Interval, Statistic, require_confidence
from tubulus.stats.scales import compute_exponential

__all__ = [
    "METHOD",
    "PROFILE_METHOD",
    "ProportionalOddsResult",
    "estimate_proportional_odds",
]

METHOD = Method(
    name="proportional odds, Wald",
    gives="odds ratio of higher values, one for every cut, with normal limits",
    limits="assumes one odds ratio at every cut; infinite where arm or covariates order the levels",
    source="McCullagh, J R Stat Soc B 1980;42:109-142; Liu et al, Stat Med 2017;36:4316-4335",
)

PROFILE_METHOD = Method(
    name="proportional odds, profile likelihood",
    gives="the same odds ratio with likelihood-ratio limits and test",
    limits="assumes one odds ratio at every cut; infinite where arm or covariates order the levels",
    source="McCullagh, J R Stat Soc B 1980;42:109-142; Venzon and Moolgavkar, Appl Stat 1988;37:87",
)

SEPARATED = "covariates order the outcome without exception: an odds ratio is infinite"

INFINITE = "no participant goes against the arm at any cut: the odds ratio is infinite"
ZERO = "no participant goes with the arm at any cut: the odds ratio is 0, its log infinite"

# Beyond this range of linear predictors a fit may have run after an infinite maximum.
_SUSPICIOUS_RANGE = 10.0


@dataclass(frozen=True, slots=True)
class ProportionalOddsResult:
    """Contrast of two arms in a proportional odds model.

    Parameters
    ----------
    odds_ratio : Interval
        Odds of a higher value in the first arm over the comparator, Wald limits.
    profile_odds_ratio : Interval
        The same estimate with profile-likelihood limits.
    finite_limit : Statistic
        Where the arm alone orders the levels: the profile limit of the odds ratio on its finite
        side, the lower one of an infinite ratio, the upper one of 0.
    log_odds_ratio : Interval
        Log of ``odds_ratio``.
    standard_error : Statistic
        Of the log odds ratio, from the observed information.
    test, likelihood_ratio_test : HypothesisTest
        Two-sided tests of odds ratio 1: Wald, and likelihood ratio.
    n_levels : int
        Different values of the outcome.
    n_1, n_0 : int
        Complete participants in the first arm and in the comparator.
    n_missing : int
        Participants left out because outcome, arm or a covariate is missing.
    """

    odds_ratio: Interval
    profile_odds_ratio: Interval
    finite_limit: Statistic
    log_odds_ratio: Interval
    standard_error: Statistic
    test: HypothesisTest
    likelihood_ratio_test: HypothesisTest
    n_levels: int
    n_1: int
    n_0: int
    n_missing: int


@dataclass(frozen=True, slots=True)
class _Model:
    """Levels, arm and scaled covariates that can be fitted, and their fit."""

    levels: Codes
    arm: Vector
    covariates: Vector
    fit: CumulativeFit


def estimate_proportional_odds(
    outcome: ArrayLike,
    arm: ArrayLike,
    covariates: ArrayLike | None = None,
    *,
    confidence: float = 0.95,
) -> ProportionalOddsResult:
    """Estimate the odds ratio of higher values between two arms, adjusted for covariates.

    Parameters
    ----------
    outcome : array_like, shape (n,)
        Ordered outcome, categories coded by numbers or a measurement; only its order counts. NaN
        where missing.
    arm : array_like, shape (n,)
        1 in the first arm, 0 in the comparator, NaN where missing.
    covariates : array_like, shape (n, k), optional
        Numeric columns, categories already coded as columns; no intercept. NaN where missing.
    confidence : float
        Two-sided level in (0, 1).

    Returns
    -------
    ProportionalOddsResult
        From participants with nothing missing. Not estimable where an arm is empty, all outcomes
        are equal, columns depend on each other, or covariates separate the levels. Where the arm
        alone does (nobody of one arm above zero, say) the odds ratio is infinite or 0; then the
        likelihood-ratio test and ``finite_limit`` still exist.

    Raises
    ------
    ValueError
        If lengths differ, a value is infinite or arm holds anything but 0, 1 and NaN.

    Notes
    -----
    logit P(Y > y_j) = b arm + g'z - a_j for every different value y_j: with two values logistic
    regression, with one value a participant still a fit, as a spike at zero needs. Without
    covariates the score test of b = 0 is the Wilcoxon test. Profile limits solve
    2 (l_max - l(b)) = z^2 with everything else refitted.
    """
    require_confidence(confidence)
    data = read_complete(outcome, arm, covariates)
    values, levels = np.unique(data.outcome, return_inverse=True)
    counts = (values.size, data.n_1, data.n_0, data.n_missing)
    model = _fit_model(data, levels.astype(np.int64), values.size)
    if isinstance(model, str):
        return _make_nothing(model, confidence, counts)
    if isinstance(model, InfiniteOdds):
        return _make_infinite(model, confidence, counts)
    return _make_finite(model, confidence, counts)


def _fit_model(data: CompleteData, levels: Codes, n_levels: int) -> _Model | InfiniteOdds | str:
    if not data.has_both_arms:
        return EMPTY_ARM
    if n_levels == 1:
        return "every participant has the same outcome"
    centred = data.covariates - data.covariates.mean(axis=0)
    spread = np.abs(centred).max(axis=0)
    scaled = centred / np.where(spread > 0.0, spread, 1.0)
    design = np.column_stack([data.arm, scaled])
    ranked = fit_least_squares(np.column_stack([np.ones(data.arm.size), design]), data.outcome)
    if isinstance(ranked, str):
        return ranked
    fit = fit_cumulative_logit(levels, design)
    suspicious = float(np.ptp(design @ fit.coefficients)) > _SUSPICIOUS_RANGE
    if (suspicious or not fit.has_converged) and is_separated(levels, design):
        return _separate(levels, data.arm, scaled)
    if not fit.has_converged:
        return "the likelihood has no maximum that Newton's method can reach"
    return _Model(levels, data.arm, scaled, fit)


def _separate(levels: Codes, arm: Vector, covariates: Vector) -> InfiniteOdds | str:
    """Follow the odds ratio where the arm alone orders the levels; a reason where others do."""
    if is_separated(levels, arm[:, None]) and not _is_separated_without_arm(levels, covariates):
        return follow_infinite_odds(levels, arm, covariates)
    return SEPARATED


def _is_separated_without_arm(levels: Codes, covariates: Vector) -> bool:
    return covariates.shape[1] > 0 and is_separated(levels, covariates)


def _make_finite(
    model: _Model, confidence: float, counts: tuple[int, int, int, int]
) -> ProportionalOddsResult:
    estimate = float(model.fit.coefficients[0])
    error = math.sqrt(model.fit.covariance[0, 0])
    quantile = float(special.ndtri(0.5 + confidence / 2.0))
    half = quantile * error
    wald = Interval(estimate, estimate - half, estimate + half, confidence, METHOD.name)
    drop = make_drop(model.levels, model.arm, model.covariates, model.fit)
    low, high = (find_distance(drop, estimate, side * half, quantile**2) for side in (-1.0, 1.0))
    if low is None or high is None:
        reason = "the likelihood does not fall far enough for a profile limit"
        profile = Interval(estimate, None, None, confidence, PROFILE_METHOD.name, reason)
    else:
        limits = estimate + low, estimate + high
        profile = Interval(estimate, *limits, confidence, PROFILE_METHOD.name)
    p_wald = float(2.0 * special.ndtr(-abs(estimate) / error))
    return ProportionalOddsResult(
        compute_exponential(wald, METHOD.name),
        compute_exponential(profile, PROFILE_METHOD.name),
        Statistic(None, PROFILE_METHOD.name, "the odds ratio is finite and so are its limits"),
        wald,
        Statistic(error, METHOD.name),
        HypothesisTest(p_wald, METHOD.name),
        HypothesisTest(_compute_ratio_p_value(drop), PROFILE_METHOD.name),
        *counts,
    )


def _make_infinite(
    infinite: InfiniteOdds, confidence: float, counts: tuple[int, int, int, int]
) -> ProportionalOddsResult:
    nothing = _make_nothing(INFINITE if infinite.side > 0 else ZERO, confidence, counts)
    wanted = float(special.ndtri(0.5 + confidence / 2.0)) ** 2
    # from the far end, where nothing is lost, back towards and past an odds ratio of 1
    origin = infinite.side * FAR
    distance = find_distance(infinite.drop, origin, -infinite.side * FAR, wanted)
    limit = Statistic(None, PROFILE_METHOD.name, "the likelihood does not fall far enough")
    if distance is not None:
        limit = Statistic(math.exp(origin + distance), PROFILE_METHOD.name)
    estimate = None if infinite.side > 0 else 0.0
    return replace(
        nothing,
        odds_ratio=replace(nothing.odds_ratio, estimate=estimate),
        profile_odds_ratio=replace(nothing.profile_odds_ratio, estimate=estimate),
        finite_limit=limit,
        likelihood_ratio_test=HypothesisTest(
            _compute_ratio_p_value(infinite.drop), PROFILE_METHOD.name
        ),
    )


def _compute_ratio_p_value(drop: Drop) -> float:
    return float(special.chdtrc(1, max(0.0, drop(0.0))))


def _make_nothing(
    reason: str, confidence: float, counts: tuple[int, int, int, int]
) -> ProportionalOddsResult:
    wald = Interval(None, None, None, confidence, METHOD.name, reason)
    return ProportionalOddsResult(
        wald,
        Interval(None, None, None, confidence, PROFILE_METHOD.name, reason),
        Statistic(None, PROFILE_METHOD.name, reason),
        wald,
        Statistic(None, METHOD.name, reason),
        HypothesisTest(None, METHOD.name, reason=reason),
        HypothesisTest(None, PROFILE_METHOD.name, reason=reason),
        *counts,
    )
