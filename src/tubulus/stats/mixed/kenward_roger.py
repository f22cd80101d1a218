"""Contrasts of a repeated-measures model: small-sample covariance and degrees of freedom."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from tubulus.stats.missing import Vector
from tubulus.stats.mixed.likelihood import make_entries
from tubulus.stats.mixed.reml import RemlFit

__all__ = [
    "ContrastInference",
    "JointInference",
    "adjust_covariance",
    "compute_contrast_inference",
    "compute_kenward_roger_joint",
    "compute_satterthwaite_joint",
]


@dataclass(frozen=True, slots=True)
class ContrastInference:
    """One contrast of coefficients.

    Parameters
    ----------
    estimate, error : float
        Estimate and standard error, in the unit of the outcome.
    df : float
        Degrees of freedom of t.
    """

    estimate: float
    error: float
    df: float


@dataclass(frozen=True, slots=True)
class JointInference:
    """Several contrasts tested at once.

    Parameters
    ----------
    f : float
        Scaled F statistic.
    numerator_df : int
        Independent contrasts.
    denominator_df : float
        Denominator degrees of freedom.
    p_value : float
        Upper tail of F.
    """

    f: float
    numerator_df: int
    denominator_df: float
    p_value: float


def adjust_covariance(fit: RemlFit) -> Vector:
    """Compute the covariance of the coefficients, adjusted for an estimated covariance.

    Returns
    -------
    ndarray, shape (r, r)
        Of the orthonormal columns' coefficients, for the scaled outcome.

    Notes
    -----
    F + 2 F [sum_kl W_kl (Q_kl - P_k F P_l)] F with P_k = -X'V^-1 V_k V^-1 X and
    Q_kl = X'V^-1 V_k V^-1 V_l V^-1 X, W the covariance of the entries; Kenward and Roger (1997).
    V is linear in its entries, so their term of second derivatives is zero: what programs
    with another parametrisation call the linear version.
    """
    score, moments = fit.score, fit.moments
    covariance = score.fit.covariance
    rank = covariance.shape[0]
    entries = make_entries(fit.sigma.shape[-1])
    per_set = entries.shape[0]
    weighted = np.tensordot(fit.entry_covariance, score.slopes, 1)
    bias = -np.einsum("kij,jl,klm->im", score.slopes, covariance, weighted, optimize=True)
    for index in range(moments.n_sets):
        members = moments.sets == index
        part = slice(index * per_set, (index + 1) * per_set)
        pairs = np.einsum(
            "kab,kl,lcd->abcd", entries, fit.entry_covariance[part, part], entries, optimize=True
        )
        inner = np.einsum("abcd,gbc->gad", pairs, score.fit.inverses[members], optimize=True)
        bias += np.tensordot(inner, score.sandwich[members, ..., :rank, :rank], 3)
    adjusted = covariance + 2.0 * covariance @ bias @ covariance
    return np.asarray((adjusted + adjusted.T) / 2.0)


def compute_contrast_inference(
    fit: RemlFit, covariance: Vector, contrast: Vector
) -> ContrastInference:
    """Compute estimate, standard error and degrees of freedom of one contrast.

    Parameters
    ----------
    covariance : ndarray, shape (r, r)
        Adjusted (Kenward-Roger) or model-based (Satterthwaite) covariance of the coefficients.
    contrast : ndarray, shape (r,)
        Multipliers of the coefficients of the orthonormal columns.

    Notes
    -----
    df = 2 (c'F c)^2 / (d'W d), d_k = c'F P_k F c: Satterthwaite's, to which the degrees of freedom
    of Kenward and Roger reduce for one contrast with a scale factor of 1.
    """
    basis, plain = fit.moments.basis, fit.score.fit.covariance
    turned = plain @ contrast
    slopes = np.einsum("kij,i,j->k", fit.score.slopes, turned, turned, optimize=True)
    variance = float(contrast @ turned)
    df = 2.0 * variance**2 / float(slopes @ fit.entry_covariance @ slopes)
    estimate = float(contrast @ (basis.centre + basis.scale * fit.score.fit.coefficients))
    error = basis.scale * float(np.sqrt(contrast @ covariance @ contrast))
    return ContrastInference(estimate, error, df)


def compute_kenward_roger_joint(
    fit: RemlFit, covariance: Vector, contrasts: Vector
) -> JointInference | str:
    """Test several contrasts at once by the scaled F of Kenward and Roger.

    Parameters
    ----------
    covariance : ndarray, shape (r, r)
        Adjusted covariance.
    contrasts : ndarray, shape (q, r)
        Independent contrasts, one a row.

    Notes
    -----
    Scale and denominator degrees of freedom match the first two moments of the Wald statistic,
    Kenward and Roger (1997), section 4.
    """
    plain = fit.score.fit.covariance
    q = contrasts.shape[0]
    middle = contrasts.T @ np.linalg.solve(contrasts @ plain @ contrasts.T, contrasts)
    turned = middle @ plain @ fit.score.slopes @ plain
    traces = np.trace(turned, axis1=1, axis2=2)
    products = np.einsum("kij,lji->kl", turned, turned, optimize=True)
    a_1 = float(traces @ fit.entry_covariance @ traces)
    a_2 = float(np.sum(fit.entry_covariance * products))
    scale, df = _match_moments(a_1, a_2, q)
    if not (df > 2.0 and scale > 0.0):
        return "the moments of the joint statistic match no F distribution (too few participants)"
    return _make_joint(scale * _compute_wald(fit, covariance, contrasts), q, df)


def _match_moments(a_1: float, a_2: float, q: int) -> tuple[float, float]:
    b = (a_1 + 6.0 * a_2) / (2.0 * q)
    g = ((q + 1.0) * a_1 - (q + 4.0) * a_2) / ((q + 2.0) * a_2)
    whole = 3.0 * q + 2.0 * (1.0 - g)
    c_1, c_2, c_3 = g / whole, (q - g) / whole, (q + 2.0 - g) / whole
    mean = 1.0 / (1.0 - a_2 / q)
    variance = 2.0 / q * (1.0 + c_1 * b) / ((1.0 - c_2 * b) ** 2 * (1.0 - c_3 * b))
    ratio = variance / (2.0 * mean**2)
    df = 4.0 + (q + 2.0) / (q * ratio - 1.0)
    return df / (mean * (df - 2.0)), df


def compute_satterthwaite_joint(
    fit: RemlFit, covariance: Vector, contrasts: Vector
) -> JointInference | str:
    """Test several contrasts at once by F with Satterthwaite degrees of freedom.

    Notes
    -----
    The contrasts are turned into uncorrelated ones; with their degrees of freedom v_m and
    E = sum v_m / (v_m - 2), the denominator has 2 E / (E - q), Fai and Cornelius (1996).
    """
    values, vectors = np.linalg.eigh(contrasts @ covariance @ contrasts.T)
    turned = vectors.T @ contrasts
    parts = np.array([compute_contrast_inference(fit, covariance, row).df for row in turned])
    q = int(values.size)
    if (parts <= 2.0).any():
        return "an uncorrelated contrast has two degrees of freedom or fewer"
    expected = float(np.sum(parts / (parts - 2.0)))
    df = 2.0 * expected / (expected - q)
    return _make_joint(_compute_wald(fit, covariance, contrasts), q, df)


def _compute_wald(fit: RemlFit, covariance: Vector, contrasts: Vector) -> float:
    basis = fit.moments.basis
    scaled = contrasts @ (basis.centre / basis.scale + fit.score.fit.coefficients)
    solved = np.linalg.solve(contrasts @ covariance @ contrasts.T, scaled)
    return float(scaled @ solved) / len(contrasts)


def _make_joint(f: float, q: int, df: float) -> JointInference:
    return JointInference(f, q, df, float(special.fdtrc(q, df, f)))
