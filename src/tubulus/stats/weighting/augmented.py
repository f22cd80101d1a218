"""Augmented inverse probability weighting: right if either of two models is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from tubulus.stats.balance.effective_size import compute_effective_size
from tubulus.stats.choices import require_choice
from tubulus.stats.methods import Method
from tubulus.stats.results import require_confidence
from tubulus.stats.weighting.columns import ArmColumns, read_arm_columns
from tubulus.stats.weighting.contrast import cut_risk_limits
from tubulus.stats.weighting.influence import (
    ArmMeans,
    WeightedContrast,
    infer_contrast,
    refuse_contrast,
)
from tubulus.stats.weighting.outcome_model import OutcomeKind, OutcomeModel, fit_outcome_model
from tubulus.stats.weighting.propensity import PropensityModel, fit_propensity

__all__ = ["METHOD", "compute_augmented_means", "estimate_augmented_contrast"]

METHOD = Method(
    name="AIPW, stacked sandwich, t",
    gives="difference of arms among all participants; consistent if the score model or the outcome "
    "model is right; variance with the equations of both",
    limits="unstable where scores come near 0 or 1; at 40 + 40 print bootstrap percentile limits "
    "beside it, a bootstrap standard error means nothing",
    source="Robins, Rotnitzky and Zhao, JASA 1994;89:846-866; Lunceford and Davidian, Stat Med "
    "2004;23:2937-2960",
)


def estimate_augmented_contrast(
    outcome: ArrayLike,
    arm: ArrayLike,
    covariates: ArrayLike,
    *,
    model: OutcomeKind = "linear",
    by_arm: bool = False,
    firth_on_separation: bool = False,
    confidence: float = 0.95,
) -> WeightedContrast:
    """Estimate the difference between two arms among all, by augmented weighting.

    Parameters
    ----------
    outcome, arm : array_like, shape (n,)
        Outcome; 1 in the first arm, 0 in the comparator. NaN where missing.
    covariates : array_like, shape (n, k)
        Columns of both models, without intercept. NaN where missing.
    model : {'linear', 'logistic'}
        Outcome model on arm and covariates.
    by_arm : bool
        Whether the covariates' effects on the outcome differ between the arms.
    firth_on_separation : bool
        Whether Firth's likelihood gives the score where the covariates separate the arms.
    confidence : float
        Two-sided level in (0, 1).

    Returns
    -------
    WeightedContrast
        ``fixed_nuisance_error`` is the plain standard error of the influence function, without the
        estimation of both models. Not estimable where a model cannot be fitted.

    Raises
    ------
    ValueError
        As :func:`estimate_weighted_contrast`; if a logistic model meets an outcome that is neither
        0 nor 1.

    Notes
    -----
    mean_1 = sum (m1 + a (y - m1) / e) / n and mean_0 = sum (m0 + (1 - a) (y - m0) / (1 - e)) / n.
    The variance adds to the influence of each participant what it does to score and outcome
    coefficients, so that it stays right where one of the models is wrong.
    """
    require_choice(model, OutcomeKind, "model")
    require_confidence(confidence)
    columns = read_arm_columns(outcome, arm, covariates)
    if columns.reason:
        return refuse_contrast(columns, columns.reason, confidence, METHOD.name)
    score = fit_propensity(columns.arm, columns.covariates, firth_on_separation=firth_on_separation)
    if isinstance(score, str):
        return refuse_contrast(columns, score, confidence, METHOD.name)
    expected = fit_outcome_model(columns, model, by_arm=by_arm)
    if isinstance(expected, str):
        reason = f"outcome model: {expected}"
        return refuse_contrast(columns, reason, confidence, METHOD.name)
    means = compute_augmented_means(columns, score, expected)
    result = infer_contrast(columns, means, confidence, METHOD.name)
    if model == "logistic":
        return replace(result, contrast=cut_risk_limits(result.contrast))
    return result


def compute_augmented_means(
    columns: ArmColumns, score: PropensityModel, expected: OutcomeModel
) -> ArmMeans:
    """Compute the augmented mean of each arm with the influence of each participant."""
    n = columns.arm.size
    means, sizes = [], []
    influence, fixed = np.zeros(n), np.zeros(n)
    arms = (
        (1.0, columns.arm, score.predictors, expected.expected_1, expected.slopes_1),
        (-1.0, 1.0 - columns.arm, -score.predictors, expected.expected_0, expected.slopes_0),
    )
    for sign, member, predictors, prediction, slopes in arms:
        odds = np.exp(-predictors)
        weight = member * (1.0 + odds)
        residual = columns.outcome - prediction
        each = prediction + weight * residual
        mean = float(each.mean())
        # the weight of the comparator grows with the log odds, that of the first arm falls
        pull = score.design.T @ (-sign * member * odds * residual) / n
        push = (1.0 - weight) @ slopes / n
        own = (each - mean) / n
        fixed += sign * own
        influence += sign * (
            own
            + score.score_equations @ (score.inverse_information @ pull)
            + expected.influence @ push
        )
        means.append(mean)
        sizes.append(compute_effective_size(weight[member == 1.0]))
    coefficients = score.design.shape[1]
    return ArmMeans(means[0], means[1], influence, fixed, coefficients, sizes[0], sizes[1])
