"""A line for each arm, standardised over participants: Lin's regression, that is g-computation."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tubulus.stats.choices import require_choice
from tubulus.stats.linear.complete_data import EMPTY_ARM, CompleteData, read_complete, read_logs
from tubulus.stats.linear.inference import Inference, infer_combination
from tubulus.stats.linear.least_squares import LinearFit, fit_least_squares
from tubulus.stats.linear.targets import Target, select_target
from tubulus.stats.methods import Method
from tubulus.stats.missing import Vector
from tubulus.stats.results import HypothesisTest, Interval, Statistic, require_confidence
from tubulus.stats.scales import compute_exponential

__all__ = [
    "METHOD",
    "StandardisedContrast",
    "estimate_log_standardised_contrast",
    "estimate_standardised_contrast",
]

METHOD = Method(
    name="Arm-interacted ANCOVA, standardised, HC3, t",
    gives="mean difference over all participants or one arm, from a regression in each arm",
    limits="extrapolates where an arm has nobody like the participants of the other",
    source="Lin, Ann Appl Stat 2013;7:295-318; Imbens and Wooldridge, J Econ Lit 2009;47:5-86",
)


@dataclass(frozen=True, slots=True)
class StandardisedContrast:
    """Contrast of the means that both arms would have in the same participants.

    Parameters
    ----------
    contrast : Interval
        First arm minus comparator; for logs the ratio of geometric means.
    test : HypothesisTest
        Two-sided test of no difference.
    standard_error : Statistic
        Standard error; for logs that of the log ratio.
    first_mean, comparator_mean : Interval
        Mean of the target participants under each arm; for logs the geometric mean.
    target : {'ATE', 'ATT', 'ATU'}
        Who is averaged over: all, the first arm, the comparator.
    df : int
        Residual degrees of freedom, n minus coefficients of both arms.
    n_1, n_0 : int
        Complete participants in the first arm and in the comparator.
    n_missing, n_not_positive : int
        Participants left out because something is missing; because a value has no log.
    """

    contrast: Interval
    test: HypothesisTest
    standard_error: Statistic
    first_mean: Interval
    comparator_mean: Interval
    target: Target
    df: int
    n_1: int
    n_0: int
    n_missing: int
    n_not_positive: int = 0


def estimate_standardised_contrast(
    outcome: ArrayLike,
    arm: ArrayLike,
    covariates: ArrayLike | None = None,
    *,
    target: Target = "ATE",
    covariates_vary: bool = True,
    confidence: float = 0.95,
) -> StandardisedContrast:
    """Estimate the mean difference of two arms, standardised over participants.

    Parameters
    ----------
    outcome, arm, covariates : array_like
        As in :func:`~tubulus.stats.linear.ancova.estimate_ancova`.
    target : {'ATE', 'ATT', 'ATU'}
        Average over all participants, over the first arm or over the comparator.
    covariates_vary : bool
        Whether participants are a draw from a population, so that the covariate means vary too;
        otherwise the result holds for the covariates of these very participants.
    confidence : float
        Two-sided level in (0, 1).

    Returns
    -------
    StandardisedContrast
        Not estimable where an arm has fewer participants than coefficients or its columns depend
        on each other; an estimate without limits where HC3 is undefined.

    Raises
    ------
    ValueError
        If lengths differ, a value is infinite, arm holds anything but 0, 1 and NaN or the target
        has another name.

    Notes
    -----
    y = b0 + b1 a + g'(x - m) + d'a (x - m) with m the covariate means of the target: b1 is the
    mean over the target of the difference between both regressions, and equals g-computation.
    With the covariates fixed its standard error is HC3. If they vary, participant i of the target
    (n_T of them) also moves m: the variance is the sum over i of

        (c'(X'X)^-1 x_i e_i / (1 - h_i) + d'(x_i - m) / n_T)^2,

    the stacked sandwich of regression and means; t has n - 2 (k + 1) degrees of freedom.
    """
    require_choice(target, Target, "target")
    require_confidence(confidence)
    data = read_complete(outcome, arm, covariates)
    averaged = select_target(data.arm, target)
    k = data.covariates.shape[1]
    fit, centred = _fit_both_arms(data, averaged)
    contrast, test, error = _infer(fit, centred, (0.0, 1.0), covariates_vary, confidence)
    first, _, _ = _infer(fit, centred, (1.0, 1.0), covariates_vary, confidence)
    comparator, _, _ = _infer(fit, centred, (1.0, 0.0), covariates_vary, confidence)
    return StandardisedContrast(
        contrast,
        test,
        error,
        first,
        comparator,
        target,
        df=max(0, data.outcome.size - 2 * (k + 1)),
        n_1=data.n_1,
        n_0=data.n_0,
        n_missing=data.n_missing,
    )


def estimate_log_standardised_contrast(
    outcome: ArrayLike,
    arm: ArrayLike,
    baseline: ArrayLike | None = None,
    covariates: ArrayLike | None = None,
    *,
    target: Target = "ATE",
    covariates_vary: bool = True,
    confidence: float = 0.95,
) -> StandardisedContrast:
    """Estimate the ratio of geometric means of two arms, standardised over participants.

    Parameters
    ----------
    outcome, arm, baseline, covariates : array_like
        As in :func:`~tubulus.stats.linear.ancova.estimate_log_ancova`.
    target, covariates_vary, confidence
        As in :func:`estimate_standardised_contrast`.

    Returns
    -------
    StandardisedContrast
        Ratio and geometric means; values that are not positive have no log, are left out and
        counted in ``n_not_positive``.
    """
    require_choice(target, Target, "target")
    logs = read_logs(outcome, baseline, covariates)
    result = estimate_standardised_contrast(
        logs.outcome,
        arm,
        logs.covariates,
        target=target,
        covariates_vary=covariates_vary,
        confidence=confidence,
    )
    name = f"{METHOD.name}, of logs"
    return replace(
        result,
        contrast=compute_exponential(result.contrast, name),
        first_mean=compute_exponential(result.first_mean, name),
        comparator_mean=compute_exponential(result.comparator_mean, name),
        n_missing=result.n_missing - logs.n_not_positive,
        n_not_positive=logs.n_not_positive,
    )


def _fit_both_arms(
    data: CompleteData, averaged: NDArray[np.bool_]
) -> tuple[LinearFit | str, Vector]:
    """Fit a regression to each arm and return with it what the target moves the means by."""
    if not data.has_both_arms:
        return EMPTY_ARM, np.empty((0, 0))
    centred = data.covariates - data.covariates[averaged].mean(axis=0)
    arm = data.arm[:, None]
    design = np.column_stack([np.ones(data.arm.size), arm, centred, arm * centred])
    moved = np.where(averaged[:, None], centred, 0.0) / np.sum(averaged)
    return fit_least_squares(design, data.outcome), moved


def _infer(
    fit: LinearFit | str,
    moved: Vector,
    multipliers: tuple[float, float],
    covariates_vary: bool,
    confidence: float,
) -> Inference:
    """Infer a combination of the intercept and of the arm's coefficient."""
    if isinstance(fit, str):
        return infer_combination(fit, np.empty(0), METHOD.name, confidence)
    k = moved.shape[1]
    combination = np.zeros(fit.coefficients.size)
    combination[:2] = multipliers
    slopes, differences = fit.coefficients[2 : 2 + k], fit.coefficients[2 + k :]
    by_means = moved @ (multipliers[0] * slopes + multipliers[1] * differences)
    further = by_means if covariates_vary else None
    return infer_combination(fit, combination, METHOD.name, confidence, further_influence=further)
