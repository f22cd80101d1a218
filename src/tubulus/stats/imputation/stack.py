"""Multiple imputation and ANCOVA of many simulated trials at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import ArrayLike, NDArray

from tubulus.stats.imputation.pooling import compute_rubin_rules
from tubulus.stats.missing import Vector
from tubulus.stats.results import require_confidence

__all__ = ["ImputedStack", "compute_imputed_ancova_stack"]

# Trials handled at once: some ten MB of completed outcomes at n = 80 and m = 20. The order of the
# draws depends on it, so that another number gives other draws.
_BLOCK = 256
# Pivots of X'X with columns of length 1 below this count as zero.
_RANK_TOLERANCE = 1e-10
_LEVERAGE_TOLERANCE = 1e-10


@dataclass(frozen=True, slots=True, eq=False)
class ImputedStack:
    """Pooled contrasts of many trials.

    Parameters
    ----------
    estimate, standard_error, df, low, high, p_value : ndarray, shape (B,)
        Pooled contrast, its standard error, Barnard-Rubin df, limits and two-sided p-value of each
        trial; NaN where not estimable.
    is_estimable : ndarray of bool, shape (B,)
        Whether the trial gives a contrast with limits: no arm empty, more outcomes seen in each arm
        than its imputation model has coefficients, columns which do not determine each other,
        nobody who alone determines a coefficient, an outcome that varies.
    """

    estimate: Vector
    standard_error: Vector
    df: Vector
    low: Vector
    high: Vector
    p_value: Vector
    is_estimable: NDArray[np.bool_]


def compute_imputed_ancova_stack(
    outcomes: ArrayLike,
    arms: ArrayLike,
    covariates: ArrayLike | None = None,
    *,
    generator: Generator,
    imputations: int = 20,
    confidence: float = 0.95,
) -> ImputedStack:
    """Impute the outcome by arm in each of many trials and pool their ANCOVA with HC3.

    Parameters
    ----------
    outcomes : array_like, shape (B, n)
        Outcome of each participant of each trial, NaN where missing.
    arms : array_like, shape (n,) or (B, n)
        1 in the first arm, 0 in the comparator.
    covariates : array_like, shape (n, k) or (B, n, k), optional
        Complete covariates, without intercept.
    generator : numpy.random.Generator
        Source of the draws.
    imputations : int
        Completed data sets a trial, at least 2.
    confidence : float
        Two-sided level in (0, 1).

    Returns
    -------
    ImputedStack
        One element a trial.

    Raises
    ------
    ValueError
        If shapes do not fit, arms or covariates are missing, or a value is infinite.

    Notes
    -----
    The normal model of :func:`~tubulus.stats.imputation.normal.draw_normal` by arm, then the
    analysis of :func:`~tubulus.stats.imputation.contrast.estimate_imputed_contrast`; the same
    distribution from other draws. Arms are weights of 0 and 1, so that each trial's X'X are
    matrix products; columns are centred by arm and scaled before. An arm in which a covariate
    does not vary is not estimable here. An arm without gaps needs no imputation model.
    """
    require_confidence(confidence)
    y, a, z = _read_stack(outcomes, arms, covariates)
    if imputations < 2:
        raise ValueError("at least two imputations are needed")
    parts = []
    for start in range(0, y.shape[0], _BLOCK):
        block = slice(start, start + _BLOCK)
        parts.append(_compute_block(y[block], a[block], z[block], imputations, generator))
    df = float(y.shape[1] - z.shape[2] - 2)
    if not parts:
        return _make_stack(np.empty((3, 0)), np.empty(0, dtype=bool), imputations, 1.0, confidence)
    moments = np.concatenate([moments for moments, _ in parts], axis=1)
    usable = np.concatenate([usable for _, usable in parts])
    return _make_stack(moments, usable, imputations, df, confidence)


def _make_stack(
    moments: Vector, usable: NDArray[np.bool_], imputations: int, df: float, confidence: float
) -> ImputedStack:
    usable = usable & (moments[1] + moments[2] > 0.0) & (df > 0.0)
    safe = np.where(usable, moments, np.array([[0.0], [1.0], [1.0]]))
    pooled = compute_rubin_rules(
        safe[0], safe[1], safe[2], imputations, complete_df=max(df, 1.0), confidence=confidence
    )
    usable &= np.isfinite(pooled.low)
    estimate, error, df_pooled, low, high, p_value = (
        np.where(usable, column, np.nan)
        for column in (
            pooled.estimate,
            pooled.error,
            pooled.df,
            pooled.low,
            pooled.high,
            pooled.p_value,
        )
    )
    return ImputedStack(estimate, error, df_pooled, low, high, p_value, usable)


def _read_stack(
    outcomes: ArrayLike, arms: ArrayLike, covariates: ArrayLike | None
) -> tuple[Vector, Vector, Vector]:
    y = np.asarray(outcomes, dtype=np.float64)
    if y.ndim != 2 or np.isinf(y).any():
        raise ValueError("outcomes need shape (trials, participants) and finite values or NaN")
    a = np.asarray(arms, dtype=np.float64)
    z = np.empty((*y.shape, 0)) if covariates is None else np.asarray(covariates, dtype=np.float64)
    if a.shape not in (y.shape, y.shape[1:]) or not np.isin(a, (0.0, 1.0)).all():
        raise ValueError("arms hold 1 and 0 for each participant, of one trial or of all")
    if z.ndim not in (2, 3) or z.shape[-3:-1] not in (y.shape, y.shape[1:]):
        raise ValueError(f"covariates need shape (n, k) or (B, n, k), got {z.shape}")
    if z.ndim == 2 and z.shape[0] != y.shape[1]:
        raise ValueError(f"covariates need shape (n, k) or (B, n, k), got {z.shape}")
    if not np.isfinite(z).all():
        raise ValueError("covariates of simulated trials are complete and finite")
    return y, np.broadcast_to(a, y.shape), np.broadcast_to(z, (*y.shape, z.shape[-1]))


def _compute_block(
    y: Vector, a: Vector, z: Vector, imputations: int, generator: Generator
) -> tuple[Vector, NDArray[np.bool_]]:
    """Return mean estimate, mean variance and variance of estimates, shape (3, b), and use."""
    completed = np.repeat(np.nan_to_num(y)[:, None, :], imputations, axis=1)
    usable = np.ones(y.shape[0], dtype=bool)
    gaps = np.isnan(y)
    for arm in (1.0, 0.0):
        members = a == arm
        drawn, fits = _draw_arm(y, members, z, imputations, generator)
        open_gaps = gaps & members
        usable &= members.any(axis=1) & (fits | ~open_gaps.any(axis=1))
        completed = np.where(open_gaps[:, None, :], drawn, completed)
    design = np.concatenate([np.ones((*y.shape, 1)), a[:, :, None], z], axis=2)
    inverse, full = _invert_products(design, np.ones(y.shape))
    weights = design @ inverse
    leverage = np.sum(weights * design, axis=2)
    usable &= full & (leverage.max(axis=1) < 1.0 - _LEVERAGE_TOLERANCE)
    contrast = weights[:, :, 1]
    residuals = completed - (completed @ weights) @ design.transpose(0, 2, 1)
    rounding = 1e-12 * np.abs(completed).max(axis=(1, 2))
    residuals[np.abs(residuals) <= rounding[:, None, None]] = 0.0
    gap = np.where(usable[:, None], 1.0 - leverage, 1.0)
    variances = np.matmul(residuals**2, ((contrast / gap) ** 2)[:, :, None])[:, :, 0]
    estimates = np.matmul(completed, contrast[:, :, None])[:, :, 0]
    moments = (estimates.mean(axis=1), variances.mean(axis=1), estimates.var(axis=1, ddof=1))
    return np.stack(moments), usable


def _draw_arm(
    y: Vector, members: NDArray[np.bool_], z: Vector, imputations: int, generator: Generator
) -> tuple[Vector, NDArray[np.bool_]]:
    """Return draws for everybody from one arm's model, (b, m, n), and where it can be fitted."""
    seen = (members & ~np.isnan(y)).astype(np.float64)
    count = np.maximum(seen.sum(axis=1), 1.0)
    centred = z - (np.matmul(seen[:, None, :], z)[:, 0] / count[:, None])[:, None, :]
    spread = np.sqrt(np.matmul(seen[:, None, :], centred**2)[:, 0] / count[:, None])
    design = np.concatenate(
        [np.ones((*y.shape, 1)), centred / np.where(spread > 0.0, spread, 1.0)[:, None, :]], axis=2
    )
    inverse, full = _invert_products(design, seen)
    filled = np.nan_to_num(y)
    products = np.matmul((seen * filled)[:, None, :], design)[:, 0]
    fitted = np.matmul(inverse, products[:, :, None])
    residuals = (filled - np.matmul(design, fitted)[:, :, 0]) * seen
    df = seen.sum(axis=1) - design.shape[2]
    usable = full & (df > 0.0)
    # one draw of chi-squared, of p coefficients and of n residuals an imputation of each trial
    shape = (y.shape[0], imputations)
    chi = generator.chisquare(np.where(usable, df, 1.0)[:, None], shape)
    sigma = np.sqrt(np.sum(residuals**2, axis=1)[:, None] / chi)
    root = np.linalg.cholesky(np.where(usable[:, None, None], inverse, np.eye(design.shape[2])))
    noise = generator.standard_normal((*shape, design.shape[2])) @ root.transpose(0, 2, 1)
    drawn = fitted.transpose(0, 2, 1) + sigma[:, :, None] * noise
    error = generator.standard_normal((*shape, y.shape[1]))
    return drawn @ design.transpose(0, 2, 1) + sigma[:, :, None] * error, usable


def _invert_products(design: Vector, weights: Vector) -> tuple[Vector, NDArray[np.bool_]]:
    """Return (X'WX)^-1 of each trial, identity where there is none, and where there is one."""
    weighted = design * weights[:, :, None]
    products = np.matmul(weighted.transpose(0, 2, 1), design)
    length = np.sqrt(np.diagonal(products, axis1=1, axis2=2))
    scale = np.where(length > 0.0, length, 1.0)
    scaled = products / scale[:, :, None] / scale[:, None, :]
    smallest = np.linalg.eigvalsh(scaled)[:, 0]
    full = (smallest > _RANK_TOLERANCE) & (length > 0.0).all(axis=1)
    safe = np.where(full[:, None, None], scaled, np.eye(design.shape[2]))
    return np.linalg.inv(safe) / scale[:, :, None] / scale[:, None, :], full
