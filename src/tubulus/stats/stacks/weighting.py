"""Propensity weighting with the stacked sandwich, for many trials at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tubulus.stats.choices import require_choice
from tubulus.stats.linear.designs import StackedDesigns
from tubulus.stats.logistic.newton import compute_probabilities, maximise_likelihoods
from tubulus.stats.missing import Vector
from tubulus.stats.stacks.contrasts import StackedContrasts, infer_stack
from tubulus.stats.weighting.targets import Target, compute_target_weights, compute_weight_slopes

__all__ = ["StackedScores", "compute_stacked_weighting", "fit_stacked_scores"]

_RELATIVE_ROUNDING = 1e-12


class StackedScores:
    """Propensity scores of many trials, each fitted to the participants who count.

    Parameters
    ----------
    designs : ndarray, shape (B, n, p)
        Intercept and covariates, nothing missing.
    arms : ndarray, shape (B, n)
        1 in the first arm, 0 in the comparator.
    counted : ndarray of bool, shape (B, n)
        Participants who count; one in neither of two arms does not.

    Notes
    -----
    Maximum likelihood, main effects, no penalty; covariates are standardised in each trial so that
    Newton's steps stay in range. A trial whose covariates separate the arms has no score.
    """

    def __init__(self, designs: Vector, arms: Vector, counted: NDArray[np.bool_]) -> None:
        self.counted, self.arms = counted, arms
        weights = counted.astype(np.float64)
        self.designs = _standardise(designs, weights)
        coefficients, self.converged = maximise_likelihoods(
            StackedDesigns(self.designs), arms, weights
        )
        coefficients = np.where(self.converged[:, None], coefficients, 0.0)
        self.predictors = np.matmul(self.designs, coefficients[:, :, None])[:, :, 0]
        scores = compute_probabilities(self.predictors)
        information = np.matmul(
            (self.designs * (weights * scores * (1.0 - scores))[:, :, None]).transpose(0, 2, 1),
            self.designs,
        )
        information[~self.converged] = np.eye(designs.shape[2])
        self.inverse_information = np.linalg.inv(information)
        self.residuals = weights * (arms - scores)


def fit_stacked_scores(designs: Vector, arms: Vector, counted: NDArray[np.bool_]) -> StackedScores:
    """Fit the propensity score of every trial."""
    return StackedScores(designs, arms, counted)


def compute_stacked_weighting(
    scores: StackedScores, outcomes: Vector, target: Target, *, confidence: float = 0.95
) -> tuple[StackedContrasts, Vector, Vector]:
    """Compute the weighted contrast of two arms in every trial.

    Parameters
    ----------
    scores : StackedScores
        Propensity scores of the participants whose outcome counts.
    outcomes : ndarray, shape (B, n)
        Outcomes; NaN is allowed for those who do not count.
    target : {'ATE', 'ATT', 'ATU', 'ATO', 'matching'}
        Population that the contrast is about.
    confidence : float
        Two-sided level in (0, 1).

    Returns
    -------
    contrasts : StackedContrasts
    effective_1, effective_0 : ndarray, shape (B,)
        Effective sample size of each arm.

    Notes
    -----
    ``tubulus.stats.weighting.estimate_weighted_contrast`` for many trials: Hajek means, variance
    sum influence^2 n / (n - p - 1) of the stacked estimating equations, t with n - p - 1 df.
    """
    require_choice(target, Target, "target")
    y = np.where(scores.counted, outcomes, 0.0)
    weights = compute_target_weights(scores.predictors, target)
    slopes = compute_weight_slopes(scores.predictors, target)
    members = scores.counted * scores.arms, scores.counted * (1.0 - scores.arms)
    influence = np.zeros_like(y)
    estimate = np.zeros(y.shape[0])
    sizes: list[Vector] = []
    for sign, member, weight, slope in zip((1.0, -1.0), members, weights, slopes, strict=True):
        w = member * weight
        total = w.sum(axis=1)
        filled = np.where(total > 0.0, total, 1.0)
        mean = np.einsum("bn,bn->b", w, y) / filled
        residual = y - mean[:, None]
        pull = np.matmul((member * slope * residual)[:, None, :], scores.designs)[:, 0, :]
        lever = np.einsum("bpq,bq->bp", scores.inverse_information, pull / filled[:, None])
        from_scores = np.matmul(scores.designs, lever[:, :, None])[:, :, 0] * scores.residuals
        influence += sign * (w * residual / filled[:, None] + from_scores)
        estimate += sign * mean
        sizes.append(filled**2 / np.maximum(np.einsum("bn,bn->b", w, w), 1e-300))
    n = scores.counted.sum(axis=1).astype(np.float64)
    df = n - scores.designs.shape[2] - 1.0
    rounding = _RELATIVE_ROUNDING * np.abs(y).max(axis=1) / np.maximum(n, 1.0)
    influence[np.abs(influence) <= rounding[:, None]] = 0.0
    variance = np.einsum("bn,bn->b", influence, influence)
    error = np.sqrt(variance * np.where(df > 0.0, n / np.maximum(df, 1.0), np.nan))
    estimate = np.where(scores.converged, estimate, np.nan)
    contrasts = infer_stack(estimate, error, df, confidence)
    return contrasts, sizes[0], sizes[1]


def _standardise(designs: Vector, weights: Vector) -> Vector:
    """Standardise the covariates of each trial over the participants who count."""
    n = np.maximum(weights.sum(axis=1), 1.0)[:, None]
    means = np.einsum("bn,bnp->bp", weights, designs) / n
    centred = designs[:, :, 1:] - means[:, None, 1:]
    spreads = np.sqrt(np.einsum("bn,bnp->bp", weights, centred**2) / n)
    standard = centred / np.where(spreads > 0.0, spreads, 1.0)[:, None, :]
    return np.concatenate([designs[:, :, :1], standard], axis=2)
