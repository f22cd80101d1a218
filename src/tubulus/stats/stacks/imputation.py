"""Multiple imputation of a follow-up number by arm, for many trials at once."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from tubulus.stats.imputation.pooling import compute_rubin_rules
from tubulus.stats.missing import Vector
from tubulus.stats.stacks.ancova import fit_stacked_contrasts, project_stack
from tubulus.stats.stacks.contrasts import StackedContrasts

__all__ = ["impute_stacked_outcomes", "pool_stacked_contrasts"]

Mask = NDArray[np.bool_]


def impute_stacked_outcomes(
    designs: Vector,
    outcomes: Vector,
    seen: Mask,
    arms: tuple[Mask, ...],
    draws: tuple[int, Generator],
) -> Vector:
    """Draw completed outcomes from a normal linear model in each arm.

    Parameters
    ----------
    designs : ndarray, shape (B, n, p)
        Columns of the imputation model, intercept included, arm left out, nothing missing.
    outcomes : ndarray, shape (B, n)
        Outcomes, any value where they were not seen.
    seen : ndarray of bool, shape (B, n)
        Whose outcome was seen.
    arms : tuple of ndarray of bool, shape (B, n)
        Members of each arm; each has a model of its own.
    draws : tuple of int and Generator
        Number of completed data sets m, and the source of the draws.

    Returns
    -------
    ndarray, shape (B, m, n)
        Completed outcomes; NaN where an arm has too few to fit its model.

    Notes
    -----
    sigma*^2 = RSS / chi2(n - p), beta* = beta + sigma* L^-T z with X'X = LL', and a normal residual
    for each participant who is imputed: the draws of ``tubulus.stats.imputation.draw_normal``.
    A column that does not vary among those seen in an arm is left out of that arm's model.
    """
    imputations, generator = draws
    completed = np.repeat(np.where(seen, outcomes, 0.0)[:, None, :], imputations, axis=1)
    for members in arms:
        gaps = members & ~seen
        rows, width = np.flatnonzero(gaps.any(axis=1)), int(gaps.sum(axis=1).max(initial=0))
        if not rows.size:
            continue
        own, observed = designs[rows], (members & seen)[rows]
        own = own * _find_varying(own, observed)[:, None, :]
        coefficients, sigma = _draw_parameters(
            own, np.where(observed, outcomes[rows], 0.0), observed, draws
        )
        # the positions of the gaps, padded with participants whose draw is thrown away
        order = np.argsort(~gaps[rows], axis=1, kind="stable")[:, :width]
        columns = np.take_along_axis(own, order[:, :, None], axis=1)
        values = np.matmul(coefficients, columns.transpose(0, 2, 1))
        values += sigma[:, :, None] * generator.standard_normal(values.shape)
        trial, position = np.nonzero(np.take_along_axis(gaps[rows], order, axis=1))
        completed[rows[trial], :, order[trial, position]] = values[trial, :, position]
    return completed


def _find_varying(designs: Vector, observed: Mask) -> Vector:
    """Return 1 for the intercept and each column that varies among those observed, else 0."""
    weights = observed.astype(np.float64)
    n = np.maximum(weights.sum(axis=1), 1.0)[:, None]
    means = np.einsum("bn,bnp->bp", weights, designs) / n
    spread = np.einsum("bn,bnp->bp", weights, (designs - means[:, None, :]) ** 2)
    varying = (spread > 1e-20 * n).astype(np.float64)
    varying[:, 0] = 1.0
    return np.asarray(varying)


def _draw_parameters(
    designs: Vector, outcomes: Vector, observed: Mask, draws: tuple[int, Generator]
) -> tuple[Vector, Vector]:
    """Draw coefficients (B, m, p) and residual SD (B, m) of each trial's model."""
    imputations, generator = draws
    batch, _, p = designs.shape
    kept = designs * observed[:, :, None]
    grams = np.matmul(kept.transpose(0, 2, 1), kept)
    diagonal = np.einsum("bpp->bp", grams)
    absent = diagonal == 0.0
    diagonal[absent] = 1.0
    scale = 1.0 / np.sqrt(diagonal)
    scaled = grams * scale[:, :, None] * scale[:, None, :]
    df = observed.sum(axis=1) - p + absent.sum(axis=1)
    fits = (df > 0) & (np.linalg.eigvalsh(scaled)[:, 0] > 1e-12)
    scaled[~fits] = np.eye(p)
    inverse_root = np.linalg.inv(np.linalg.cholesky(scaled)) * scale[:, None, :]
    scores = np.matmul(inverse_root, np.matmul(outcomes[:, None, :], kept)[:, 0, :, None])
    fitted = np.matmul(inverse_root.transpose(0, 2, 1), scores)[:, :, 0]
    residuals = outcomes - np.matmul(kept, fitted[:, :, None])[:, :, 0]
    rest = np.einsum("bn,bn->b", residuals, residuals)
    shape = (batch, imputations)
    freedom = np.where(fits, df, 1.0)[:, None]
    sigma = np.sqrt(rest[:, None] / generator.chisquare(freedom, shape))
    shift = np.matmul(generator.standard_normal((*shape, p)), inverse_root)
    coefficients = fitted[:, None, :] + sigma[:, :, None] * shift
    coefficients[~fits] = np.nan
    return coefficients, sigma


def pool_stacked_contrasts(
    designs: Vector, completed: Vector, members: Mask, *, confidence: float = 0.95
) -> StackedContrasts:
    """Fit an ANCOVA with HC3 errors to every completed data set and pool each trial's by Rubin.

    Parameters
    ----------
    designs : ndarray, shape (B, n, p)
        Intercept, arm and covariates, nothing missing.
    completed : ndarray, shape (B, m, n)
        Completed outcomes.
    members : ndarray of bool, shape (B, n)
        Participants of the two arms.
    confidence : float
        Two-sided level in (0, 1).

    Notes
    -----
    Barnard-Rubin degrees of freedom with n - p of the complete data, as in
    ``tubulus.stats.imputation.pool_estimates``.
    """
    projections = project_stack(designs, members)
    estimates, errors = fit_stacked_contrasts(projections, completed)
    pooled = [np.full(len(estimates), np.nan) for _ in range(5)]
    for df in np.unique(projections.df):
        rows = projections.df == df
        if df <= 0.0:
            continue
        found = compute_rubin_rules(
            estimates[rows].mean(axis=1),
            (errors[rows] ** 2).mean(axis=1),
            estimates[rows].var(axis=1, ddof=1),
            completed.shape[1],
            complete_df=float(df),
            confidence=confidence,
        )
        values = (found.estimate, found.error, found.low, found.high, found.p_value)
        for column, value in zip(pooled, values, strict=True):
            column[rows] = value
    return StackedContrasts(*pooled)
