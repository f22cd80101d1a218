"""Adjusted mean of each arm (least-squares means) from analysis of covariance."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from tubulus.stats.linear.complete_data import EMPTY_ARM, read_complete, read_logs
from tubulus.stats.linear.inference import infer_combination
from tubulus.stats.linear.least_squares import LinearFit, fit_least_squares
from tubulus.stats.methods import Method
from tubulus.stats.missing import Vector
from tubulus.stats.results import Interval, Statistic, require_confidence
from tubulus.stats.scales import compute_exponential

__all__ = ["METHOD", "ArmMeans", "estimate_arm_means", "estimate_log_arm_means"]

METHOD = Method(
    name="Adjusted arm means, HC3, t",
    gives="mean of each arm at the covariate means of all participants, HC3 covariance, t",
    limits="says how an arm does, not what its treatment does; both limits overlapping is no test",
    source="Searle, Speed and Milliken, Am Stat 1980;34:216-221",
)


@dataclass(frozen=True, slots=True)
class ArmMeans:
    """Adjusted means of two arms.

    Parameters
    ----------
    first, comparator : Interval
        Adjusted mean of each arm; for logs the geometric mean.
    first_error, comparator_error : Statistic
        HC3 standard errors; for logs those of the mean log.
    df : int
        Residual degrees of freedom, n minus coefficients.
    n_1, n_0 : int
        Complete participants in the first arm and in the comparator.
    n_missing, n_not_positive : int
        Participants left out because something is missing; because a value has no log.
    """

    first: Interval
    comparator: Interval
    first_error: Statistic
    comparator_error: Statistic
    df: int
    n_1: int
    n_0: int
    n_missing: int
    n_not_positive: int = 0


def estimate_arm_means(
    outcome: ArrayLike,
    arm: ArrayLike,
    covariates: ArrayLike | None = None,
    *,
    confidence: float = 0.95,
) -> ArmMeans:
    """Estimate the mean of each arm at the covariate means of all participants.

    Parameters
    ----------
    outcome, arm, covariates : array_like
        As in :func:`~tubulus.stats.linear.ancova.estimate_ancova`.
    confidence : float
        Two-sided level in (0, 1).

    Returns
    -------
    ArmMeans
        Not estimable, or without limits, where the contrast of
        :func:`~tubulus.stats.linear.ancova.estimate_ancova` is.

    Raises
    ------
    ValueError
        If lengths differ, a value is infinite or arm holds anything but 0, 1 and NaN.

    Notes
    -----
    y = b0 + b1 arm + g'(x - mean of x): the means are b0 + b1 and b0. The covariate means are
    taken as fixed. A category coded as columns stands at the shares of its levels among all
    participants (R: ``emmeans`` with ``weights = "proportional"``), not at equal shares.
    """
    require_confidence(confidence)
    data = read_complete(outcome, arm, covariates)
    n, k = data.covariates.shape
    fit = EMPTY_ARM if not data.has_both_arms else _fit(data.outcome, data.arm, data.covariates)
    name = METHOD.name
    first, _, first_error = infer_combination(fit, _combine(k, 1.0), name, confidence)
    comparator, _, error = infer_combination(fit, _combine(k, 0.0), name, confidence)
    df = max(0, n - k - 2)
    return ArmMeans(first, comparator, first_error, error, df, data.n_1, data.n_0, data.n_missing)


def estimate_log_arm_means(
    outcome: ArrayLike,
    arm: ArrayLike,
    baseline: ArrayLike | None = None,
    covariates: ArrayLike | None = None,
    *,
    confidence: float = 0.95,
) -> ArmMeans:
    """Estimate the geometric mean of each arm at the covariate means of all participants.

    Parameters
    ----------
    outcome, arm, baseline, covariates : array_like
        As in :func:`~tubulus.stats.linear.ancova.estimate_log_ancova`.
    confidence : float
        Two-sided level in (0, 1).

    Returns
    -------
    ArmMeans
        Geometric means, the baseline at its geometric mean; values that are not positive have no
        log, are left out and counted in ``n_not_positive``.
    """
    logs = read_logs(outcome, baseline, covariates)
    result = estimate_arm_means(logs.outcome, arm, logs.covariates, confidence=confidence)
    name = f"{METHOD.name}, of logs"
    return replace(
        result,
        first=compute_exponential(result.first, name),
        comparator=compute_exponential(result.comparator, name),
        n_missing=result.n_missing - logs.n_not_positive,
        n_not_positive=logs.n_not_positive,
    )


def _fit(outcome: Vector, arm: Vector, covariates: Vector) -> LinearFit | str:
    centred = covariates - covariates.mean(axis=0)
    return fit_least_squares(np.column_stack([np.ones(arm.size), arm, centred]), outcome)


def _combine(k: int, arm: float) -> Vector:
    combination = np.zeros(2 + k)
    combination[:2] = 1.0, arm
    return combination
