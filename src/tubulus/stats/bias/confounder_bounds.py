"""Bounds on confounding: what a confounder as strong as a measured covariate would change."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from tubulus.stats.bias.robustness_value import RobustnessValue, compute_robustness_value
from tubulus.stats.linear.least_squares import fit_least_squares
from tubulus.stats.methods import Method
from tubulus.stats.missing import Vector, read_vector
from tubulus.stats.results import Interval, Statistic, require_confidence

__all__ = ["METHOD", "ConfounderBound", "ConfounderBounds", "compute_confounder_bounds"]

METHOD = Method(
    name="confounder bounds",
    gives="contrast left after a confounder some times as strong as each measured covariate",
    limits="linear model with equal variances; telling only if confounders resemble covariates",
    source="Cinelli and Hazlett, J R Stat Soc B 2020;82:39-67",
)

STRENGTHS = (1.0, 2.0, 3.0)
"""How many times as strong as a covariate a confounder is taken to be."""


@dataclass(frozen=True, slots=True)
class ConfounderBound:
    """A confounder some times as strong as a measured covariate.

    Parameters
    ----------
    covariate : str
        Name of the covariate.
    strength : float
        How many times as strong, with arm and with the outcome alike.
    r2_arm, r2_outcome : Statistic
        Largest partial R2 with arm and with the outcome; not estimable where no confounder can
        be that strong.
    adjusted : Interval
        Contrast after such confounding in the direction that takes the estimate to 0.
    t_statistic : Statistic
        Adjusted estimate divided by its adjusted standard error.
    """

    covariate: str
    strength: float
    r2_arm: Statistic
    r2_outcome: Statistic
    adjusted: Interval
    t_statistic: Statistic


@dataclass(frozen=True, slots=True)
class ConfounderBounds:
    """Robustness of a contrast with its covariates as benchmarks.

    Parameters
    ----------
    value : RobustnessValue
        Robustness value of the contrast.
    contrast : Interval
        Least-squares contrast with limits of equal variances, to which everything here belongs.
    bounds : tuple of ConfounderBound
        By covariate, then by strength.
    n_missing : int
        Participants left out because something is missing.
    """

    value: RobustnessValue
    contrast: Interval
    bounds: tuple[ConfounderBound, ...]
    n_missing: int


def compute_confounder_bounds(
    outcome: ArrayLike,
    arm: ArrayLike,
    covariates: Mapping[str, ArrayLike],
    *,
    strengths: Iterable[float] = STRENGTHS,
    confidence: float = 0.95,
) -> ConfounderBounds:
    """Compute what confounding as strong as that of each measured covariate would change.

    Parameters
    ----------
    outcome : array_like, shape (n,)
        Outcome, NaN where missing.
    arm : array_like, shape (n,)
        1 in the first arm, 0 in the comparator, NaN where missing.
    covariates : mapping of str to array_like, shape (n,) or (n, c)
        Columns of each covariate by its name; the columns of a category belong together.
    strengths : iterable of float
        Multiples of the strength of each covariate, above 0.
    confidence : float
        Two-sided level in (0, 1).

    Returns
    -------
    ConfounderBounds
        Not estimable, with the reason, where the linear model is not.

    Notes
    -----
    With partial R2 of the covariate with arm d and with the outcome y and strength k:
    R2 with arm <= k d / (1 - d), R2 with outcome <= eta^2 y / (1 - y),
    eta = (sqrt(k) + s) / sqrt(1 - s^2), s^2 = k d^2 / ((1 - k d) (1 - d)), at most 1.
    Bias SE sqrt(df R2_y R2_d / (1 - R2_d)); adjusted SE
    SE sqrt((1 - R2_y) / (1 - R2_d) df / (df - 1)); limits with t on df - 1.
    """
    require_confidence(confidence)
    multiples = tuple(float(strength) for strength in strengths)
    if any(not multiple > 0.0 for multiple in multiples):
        raise ValueError("a strength lies above 0")
    y, a, blocks = _read_blocks(outcome, arm, covariates)
    stacked = np.column_stack([y, a, *blocks.values()])
    complete = ~np.isnan(stacked).any(axis=1)
    n_missing = int(y.size - complete.sum())
    y, a = y[complete], a[complete]
    blocks = {name: block[complete] for name, block in blocks.items()}
    model = _fit_contrast(y, a, blocks)
    if isinstance(model, str):
        value = compute_robustness_value(None, None, 0.0, confidence=confidence)
        contrast = Interval(None, None, None, confidence, METHOD.name, model)
        return ConfounderBounds(value, contrast, (), n_missing)
    estimate, error, df = model
    half = float(special.stdtrit(df, 0.5 + confidence / 2.0)) * error
    bounds = tuple(
        _make_bound(name, multiple, shares, (model, confidence))
        for name in blocks
        for shares in [_compute_shares(y, a, blocks, name)]
        for multiple in multiples
    )
    return ConfounderBounds(
        compute_robustness_value(estimate, error, df, confidence=confidence),
        Interval(estimate, estimate - half, estimate + half, confidence, METHOD.name),
        bounds,
        n_missing,
    )


def _read_blocks(
    outcome: ArrayLike, arm: ArrayLike, covariates: Mapping[str, ArrayLike]
) -> tuple[Vector, Vector, dict[str, Vector]]:
    y, a = read_vector(outcome), read_vector(arm)
    if not np.isin(a[~np.isnan(a)], (0.0, 1.0)).all():
        raise ValueError("arm holds 1 for the first arm, 0 for the comparator and NaN for missing")
    blocks = {}
    for name, columns in covariates.items():
        block = np.asarray(columns, dtype=np.float64)
        blocks[name] = block[:, None] if block.ndim == 1 else block
        if block.ndim not in (1, 2) or np.isinf(block).any():
            raise ValueError(f"covariate {name!r} needs shape (n,) or (n, c) and finite values")
    if any(part.shape[0] != y.size for part in (a, *blocks.values())):
        raise ValueError("outcome, arm and covariates need equal lengths")
    return y, a, blocks


def _fit_contrast(
    y: Vector, a: Vector, blocks: Mapping[str, Vector]
) -> tuple[float, float, int] | str:
    if not (a == 1.0).any() or not (a == 0.0).any():
        return "no complete participant in one arm"
    design = np.column_stack([np.ones(y.size), a, *blocks.values()])
    fit = fit_least_squares(design, y)
    if isinstance(fit, str):
        return fit
    df = y.size - design.shape[1]
    if df < 2:
        return "a confounder needs at least two residual degrees of freedom"
    if not fit.residuals.any():
        return "the outcome does not vary around the fit"
    error = math.sqrt(float(np.sum(fit.residuals**2)) / df * float(np.sum(fit.weights[1] ** 2)))
    return float(fit.coefficients[1]), error, df


def _compute_shares(
    y: Vector, a: Vector, blocks: Mapping[str, Vector], name: str
) -> tuple[float, float]:
    """Return the partial R2 of a covariate with arm and, given arm, with the outcome."""
    others = [np.ones(y.size), *(block for key, block in blocks.items() if key != name)]
    with_arm = _compute_partial_r2(a, np.column_stack(others), blocks[name])
    with_outcome = _compute_partial_r2(y, np.column_stack([*others, a]), blocks[name])
    return with_arm, with_outcome


def _compute_partial_r2(target: Vector, others: Vector, added: Vector) -> float:
    rest = _compute_residuals(target, others)
    last = _compute_residuals(target, np.column_stack([others, added]))
    without = float(rest @ rest)
    return max(0.0, 1.0 - float(last @ last) / without)


def _compute_residuals(target: Vector, design: Vector) -> Vector:
    basis, _ = np.linalg.qr(design / np.linalg.norm(design, axis=0))
    # twice, so that what rounding left of the first projection goes too
    rest = target - basis @ (basis.T @ target)
    return np.asarray(rest - basis @ (basis.T @ rest))


def _make_bound(
    name: str,
    strength: float,
    shares: tuple[float, float],
    settings: tuple[tuple[float, float, int], float],
) -> ConfounderBound:
    (estimate, error, df), confidence = settings
    found = _bound_strength(strength, *shares)
    if found is None:
        reason = f"no confounder can be {strength:g} times as strong with arm"
        nothing = Statistic(None, METHOD.name, reason)
        adjusted = Interval(None, None, None, confidence, METHOD.name, reason)
        return ConfounderBound(name, strength, nothing, nothing, adjusted, nothing)
    r2_arm, r2_outcome = (Statistic(share, METHOD.name) for share in found)
    bias = error * math.sqrt(df * found[1] * found[0] / (1.0 - found[0]))
    value = math.copysign(1.0, estimate) * (abs(estimate) - bias)
    scale = math.sqrt((1.0 - found[1]) / (1.0 - found[0]) * df / (df - 1.0)) * error
    if scale == 0.0:
        reason = "the confounder would explain all that is left of the outcome"
        adjusted = Interval(value, None, None, confidence, METHOD.name, reason)
        t_statistic = Statistic(None, METHOD.name, reason)
        return ConfounderBound(name, strength, r2_arm, r2_outcome, adjusted, t_statistic)
    half = float(special.stdtrit(df - 1.0, 0.5 + confidence / 2.0)) * scale
    adjusted = Interval(value, value - half, value + half, confidence, METHOD.name)
    t_statistic = Statistic(value / scale, METHOD.name)
    return ConfounderBound(name, strength, r2_arm, r2_outcome, adjusted, t_statistic)


def _bound_strength(
    strength: float, with_arm: float, with_outcome: float
) -> tuple[float, float] | None:
    """Return the largest partial R2 with arm and with the outcome, None where impossible."""
    if with_arm >= 1.0 or with_outcome >= 1.0 or strength * with_arm >= 1.0:
        return None
    r2_arm = strength * with_arm / (1.0 - with_arm)
    overlap = strength * with_arm**2 / ((1.0 - strength * with_arm) * (1.0 - with_arm))
    if r2_arm >= 1.0 or overlap >= 1.0:
        return None
    factor = (math.sqrt(strength) + math.sqrt(overlap)) ** 2 / (1.0 - overlap)
    return r2_arm, min(1.0, factor * with_outcome / (1.0 - with_outcome))
