"""Hajek means: weighted means of both arms when the weights come from a fitted score."""

from __future__ import annotations

import numpy as np

from tubulus.stats.balance.effective_size import compute_effective_size
from tubulus.stats.choices import require_choice
from tubulus.stats.missing import Vector
from tubulus.stats.weighting.columns import ArmColumns
from tubulus.stats.weighting.influence import ArmMeans
from tubulus.stats.weighting.propensity import PropensityModel
from tubulus.stats.weighting.targets import (
    Target,
    compute_target_weights,
    compute_weight_slopes,
)

__all__ = ["compute_weighted_means"]


def compute_weighted_means(columns: ArmColumns, model: PropensityModel, target: Target) -> ArmMeans:
    """Compute the Hajek mean of each arm with the influence of each participant.

    Notes
    -----
    With r the membership of the arm, w the weight, w' its slope in the log odds and A the inverse
    information: influence_i = (r_i w_i (y_i - mean) + s_i' A sum_j r_j w'_j (y_j - mean) x_j) /
    sum r w, s_i the score equation of participant i.
    """
    require_choice(target, Target, "target")
    weights = compute_target_weights(model.predictors, target)
    slopes = compute_weight_slopes(model.predictors, target)
    means, sizes = [], []
    influence, fixed = np.zeros(columns.arm.size), np.zeros(columns.arm.size)
    members: tuple[Vector, Vector] = columns.arm, 1.0 - columns.arm
    for sign, member, weight, slope in zip((1.0, -1.0), members, weights, slopes, strict=True):
        w = member * weight
        total = w.sum()
        mean = float(w @ columns.outcome / total)
        residual = columns.outcome - mean
        own = w * residual / total
        pull = model.design.T @ (member * slope * residual) / total
        fixed += sign * own
        influence += sign * (own + model.score_equations @ (model.inverse_information @ pull))
        means.append(mean)
        sizes.append(compute_effective_size(w[member == 1.0]))
    coefficients = model.design.shape[1]
    return ArmMeans(means[0], means[1], influence, fixed, coefficients, sizes[0], sizes[1])
