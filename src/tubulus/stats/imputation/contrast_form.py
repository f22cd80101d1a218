"""The adjusted contrast as a form of the outcome: linear itself, quadratic its variance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from tubulus.stats.choices import require_choice
from tubulus.stats.imputation.model import Imputation
from tubulus.stats.imputation.normal import decompose_design
from tubulus.stats.missing import Vector

__all__ = [
    "ContrastForm",
    "VarianceKind",
    "compute_completed",
    "compute_grid_moments",
    "make_contrast_form",
]

VarianceKind = Literal["HC3", "model"]

_LEVERAGE_TOLERANCE = 1e-10
# Standard errors below this share of what they are sums of are rounding.
_RELATIVE_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class ContrastForm:
    """A contrast as a linear form of the outcome, its variance as a quadratic one.

    Parameters
    ----------
    weights : ndarray, shape (M, n)
        The estimate is weights times outcome; M is 1 or the number of imputations.
    basis : ndarray, shape (M, n, p)
        Orthonormal columns of the design: residuals are y - QQ'y.
    factors : ndarray, shape (M, n)
        The variance is the sum of factors times squared residuals.
    df : int
        Residual degrees of freedom, n - p.
    """

    weights: Vector
    basis: Vector
    factors: Vector
    df: int

    def compute_residuals(self, outcomes: Vector) -> Vector:
        """Compute residuals of outcomes (..., m, n) under the design of each imputation."""
        if self.basis.shape[0] == 1:
            basis = self.basis[0]
            return np.asarray(outcomes - (outcomes @ basis) @ basis.T)
        scores = np.matmul(outcomes[..., None, :], self.basis)
        fitted = np.matmul(scores, self.basis.transpose(0, 2, 1))
        return np.asarray(outcomes - fitted[..., 0, :])

    def compute_estimates(self, outcomes: Vector) -> Vector:
        """Compute the contrast of outcomes (..., m, n): shape (..., m)."""
        if self.weights.shape[0] == 1:
            return np.asarray(outcomes @ self.weights[0])
        return np.asarray(np.sum(outcomes * self.weights, axis=-1))


def make_contrast_form(
    imputation: Imputation, *, interacted: bool = False, variance: VarianceKind = "HC3"
) -> ContrastForm | str:
    """Make the forms of the adjusted contrast, or say why there are none.

    Parameters
    ----------
    imputation : Imputation
        Completed data sets; its reason is passed on.
    interacted : bool
        Whether covariates, centred over all participants, also interact with arm: the
        standardised contrast of Lin (Ann Appl Stat 2013;7:295-318).
    variance : {'HC3', 'model'}
        HC3 covariance or that of equal variances.
    """
    require_choice(variance, VarianceKind, "variance")
    if imputation.reason:
        return imputation.reason
    designs = _make_design(imputation, interacted=interacted)
    _, n, p = designs.shape
    if n <= p:
        return f"{n} participants cannot determine {p} coefficients and their error"
    found = decompose_design(designs)
    if isinstance(found, str):
        return "covariates determine each other or the arm (the design has not full rank)"
    basis, back = found
    weights = np.matmul(basis, back[:, 1, :, None])[:, :, 0]
    if variance == "model":
        factors = np.repeat(np.sum(weights**2, axis=1)[:, None] / (n - p), n, axis=1)
        return ContrastForm(weights, basis, factors, n - p)
    leverage = np.sum(basis**2, axis=2)
    if (leverage > 1.0 - _LEVERAGE_TOLERANCE).any():
        return "a participant alone determines a coefficient (leverage 1), HC3 is undefined"
    return ContrastForm(weights, basis, (weights / (1.0 - leverage)) ** 2, n - p)


def _make_design(imputation: Imputation, *, interacted: bool) -> Vector:
    z = imputation.covariates
    columns = (*z.shape[:2], 1)
    arm = np.broadcast_to(imputation.arm[None, :, None], columns)
    parts = [np.ones(columns), arm, z]
    if interacted:
        centred = z - z.mean(axis=1, keepdims=True)
        parts = [np.ones(columns), arm, centred, arm * centred]
    return np.concatenate(parts, axis=2)


def compute_completed(imputation: Imputation, form: ContrastForm) -> tuple[Vector, Vector]:
    """Compute the contrast and its variance in every completed data set.

    Parameters
    ----------
    imputation : Imputation
        Completed data sets.
    form : ContrastForm
        The contrast and its variance, from :func:`make_contrast_form`.

    Returns
    -------
    estimates, variances : ndarray, shape (m,)
        What :func:`~tubulus.stats.imputation.pooling.pool_estimates` takes.
    """
    outcomes = imputation.complete_outcome()
    residuals = form.compute_residuals(outcomes)
    return form.compute_estimates(outcomes), np.sum(form.factors * residuals**2, axis=-1)


def compute_grid_moments(
    imputation: Imputation, form: ContrastForm, shifts_1: Vector, shifts_0: Vector
) -> tuple[Vector, Vector, Vector]:
    """Compute what Rubin's rules need for every pair of shifts of imputed values.

    Parameters
    ----------
    imputation : Imputation
        Completed data sets; the same draws serve all shifts.
    form : ContrastForm
        The contrast and its variance.
    shifts_1, shifts_0 : ndarray, shapes (d1,) and (d0,)
        Added to latent values of the first arm and of the comparator.

    Returns
    -------
    estimate, within, between : ndarray, shape (d1, d0)
        Mean estimate, mean variance, variance of estimates.

    Notes
    -----
    A completed outcome is a sum of few parts, its shifts among their multipliers v. The estimate
    is linear and the variance quadratic in the outcome: over all imputations they are v'e, v'Cv
    and v'Gv, so that a cell of the grid costs no more than these products.
    """
    m = imputation.imputations
    # an intercept takes any constant up: near 0 squares lose fewest digits
    centre = float(np.nanmean(imputation.outcome))
    parts, multipliers = _split_outcome(imputation, centre, shifts_1, shifts_0)
    estimates = np.stack([np.broadcast_to(form.compute_estimates(part), m) for part in parts])
    root = np.sqrt(form.factors)
    weighted = [form.compute_residuals(part) * root for part in parts]
    shape = (m, imputation.outcome.size)
    flat = np.stack([np.broadcast_to(part, shape) for part in weighted]).reshape(len(parts), -1)
    centred = estimates - estimates.mean(axis=1, keepdims=True)
    within = _multiply_form(multipliers, flat @ flat.T / m)
    between = _multiply_form(multipliers, centred @ centred.T / (m - 1.0))
    sizes = np.array([np.abs(part).max() for part in parts])
    length = np.sqrt(form.factors.sum(axis=1).mean())
    bound = (np.abs(multipliers) @ sizes + abs(centre)) * length
    for variance in (within, between):
        variance[variance <= (_RELATIVE_ROUNDING * bound) ** 2] = 0.0
    return multipliers @ estimates.mean(axis=1), within, between


def _split_outcome(
    imputation: Imputation, centre: float, shifts_1: Vector, shifts_0: Vector
) -> tuple[list[Vector], Vector]:
    """Return parts of the outcome, each (m or 1, n), and their multipliers (d1, d0, parts)."""
    seen = ~np.isnan(imputation.outcome)
    arms = imputation.arm[imputation.rows]
    grid = np.meshgrid(shifts_1, shifts_0, indexing="ij")
    if imputation.scale != "log odds":
        parts = [imputation.complete_outcome() - centre]
        for arm in (1.0, 0.0):
            indicator = np.zeros((1, seen.size))
            indicator[0, imputation.rows[arms == arm]] = 1.0
            parts.append(indicator)
        return parts, np.stack([np.ones(grid[0].shape), *grid], axis=-1)
    fixed = np.where(seen, np.nan_to_num(imputation.outcome) - centre, 0.0)[None]
    parts, multipliers = [fixed], [np.ones(grid[0].shape)]
    for arm, shifts, at in zip((1.0, 0.0), (shifts_1, shifts_0), grid, strict=True):
        for shift in np.unique(shifts):
            part = np.zeros((imputation.imputations, seen.size))
            latent = imputation.latent[:, arms == arm] + shift
            part[:, imputation.rows[arms == arm]] = imputation.read_latent(latent) - centre
            parts.append(part)
            multipliers.append((at == shift).astype(np.float64))
    return parts, np.stack(multipliers, axis=-1)


def _multiply_form(multipliers: Vector, form: Vector) -> Vector:
    """Return v'Av for each cell, never below 0."""
    return np.asarray(np.maximum(np.sum((multipliers @ form) * multipliers, axis=-1), 0.0))
