"""Targeted minimum loss estimation: an outcome model tilted until it meets the score."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit, logit

from tubulus.stats.balance.effective_size import compute_effective_size
from tubulus.stats.choices import require_choice
from tubulus.stats.methods import Method
from tubulus.stats.missing import Vector
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

__all__ = ["METHOD", "estimate_targeted_contrast"]

METHOD = Method(
    name="TMLE, influence function, t",
    gives="difference of arms among all participants from an outcome model tilted by inverse "
    "probability weights; never leaves the range of the outcome",
    limits="the influence function takes both models as known, so that limits are too narrow in "
    "small trials where a model is wrong; unstable where scores come near 0 or 1",
    source="van der Laan and Rubin, Int J Biostat 2006;2:11; Gruber and van der Laan, Int J "
    "Biostat 2010;6:26",
)

# Expected outcomes on the unit scale are kept this far from 0 and 1, where no logit exists; the
# value is that of the R package tmle.
_EDGE = 5e-4
_STEPS = 100
_TOLERANCE = 1e-13


def estimate_targeted_contrast(
    outcome: ArrayLike,
    arm: ArrayLike,
    covariates: ArrayLike,
    *,
    model: OutcomeKind = "linear",
    by_arm: bool = False,
    bounds: tuple[float, float] | None = None,
    firth_on_separation: bool = False,
    confidence: float = 0.95,
) -> WeightedContrast:
    """Estimate the difference between two arms among all, by targeted minimum loss.

    Parameters
    ----------
    outcome, arm, covariates, model, by_arm, firth_on_separation, confidence
        As in :func:`estimate_augmented_contrast`.
    bounds : tuple of float, optional
        Lowest and highest possible outcome; the observed ones if not given. Of a logistic model
        they are 0 and 1.

    Returns
    -------
    WeightedContrast
        Not estimable where a model cannot be fitted or no outcome differs from another.

    Raises
    ------
    ValueError
        As :func:`estimate_augmented_contrast`; if an outcome lies outside the bounds.

    Notes
    -----
    The outcome y is scaled to [0, 1]. In each arm logit Q* = logit Q + eps with eps from
    sum w (y - Q*) = 0 over its participants, w = 1 / e or 1 / (1 - e) (weights in the loss rather
    than in a covariate, which is the more stable form). mean_1 is the mean of Q*_1 over all. The
    variance is that of the efficient influence function, models taken as known.
    """
    require_choice(model, OutcomeKind, "model")
    require_confidence(confidence)
    columns = read_arm_columns(outcome, arm, covariates)
    limits = (0.0, 1.0) if model == "logistic" else _find_bounds(columns, bounds)
    found = _fit_models(columns, model, by_arm=by_arm, firth=firth_on_separation)
    if isinstance(found, str):
        return refuse_contrast(columns, found, confidence, METHOD.name)
    if limits[0] == limits[1]:
        reason = "the outcome does not vary, no range to scale it by"
        return refuse_contrast(columns, reason, confidence, METHOD.name)
    means = _target(columns, *found, limits)
    result = infer_contrast(columns, means, confidence, METHOD.name)
    if model == "logistic":
        return replace(result, contrast=cut_risk_limits(result.contrast))
    return result


def _find_bounds(columns: ArmColumns, bounds: tuple[float, float] | None) -> tuple[float, float]:
    if columns.reason:
        return (0.0, 1.0)
    low, high = float(columns.outcome.min()), float(columns.outcome.max())
    if bounds is None:
        return low, high
    if low < bounds[0] or high > bounds[1]:
        raise ValueError(f"an outcome lies outside the bounds {bounds[0]} to {bounds[1]}")
    return bounds


def _fit_models(
    columns: ArmColumns, model: OutcomeKind, *, by_arm: bool, firth: bool
) -> tuple[PropensityModel, OutcomeModel] | str:
    if columns.reason:
        return columns.reason
    score = fit_propensity(columns.arm, columns.covariates, firth_on_separation=firth)
    if isinstance(score, str):
        return score
    expected = fit_outcome_model(columns, model, by_arm=by_arm)
    return f"outcome model: {expected}" if isinstance(expected, str) else (score, expected)


def _target(
    columns: ArmColumns,
    score: PropensityModel,
    expected: OutcomeModel,
    limits: tuple[float, float],
) -> ArmMeans:
    low, width = limits[0], limits[1] - limits[0]
    unit = (columns.outcome - low) / width
    means, sizes = [], []
    influence = np.zeros(unit.size)
    arms = (
        (1.0, columns.arm, score.predictors, expected.expected_1),
        (-1.0, 1.0 - columns.arm, -score.predictors, expected.expected_0),
    )
    for sign, member, predictors, prediction in arms:
        weight = member * (1.0 + np.exp(-predictors))
        start = logit(np.clip((prediction - low) / width, _EDGE, 1.0 - _EDGE))
        rows = member == 1.0
        tilted = expit(start + _solve_tilt(start[rows], unit[rows], weight[rows]))
        mean = float(tilted.mean())
        influence += sign * width * (weight * (unit - tilted) + tilted - mean) / unit.size
        means.append(low + width * mean)
        sizes.append(compute_effective_size(weight[rows]))
    coefficients = score.design.shape[1]
    return ArmMeans(means[0], means[1], influence, influence, coefficients, sizes[0], sizes[1])


def _solve_tilt(start: Vector, unit: Vector, weight: Vector) -> float:
    """Return eps with sum w (y - expit(start + eps)) = 0; infinite where y is all 0 or all 1."""
    if unit.max() == 0.0:
        return -np.inf
    if unit.min() == 1.0:
        return np.inf
    shares = weight / weight.sum()
    goal = float(shares @ unit)
    # at these ends every term, and so the sum, lies on one side of the goal
    centre = float(logit(goal))
    low, high = centre - float(start.max()), centre - float(start.min())
    eps = 0.5 * (low + high)
    for _ in range(_STEPS):
        values = expit(start + eps)
        gap = goal - float(shares @ values)
        low, high = (eps, high) if gap > 0.0 else (low, eps)
        step = gap / float(shares @ (values * (1.0 - values)))
        moved = eps + step
        if abs(step) <= _TOLERANCE:
            return moved
        eps = moved if low < moved < high else 0.5 * (low + high)
    return eps
