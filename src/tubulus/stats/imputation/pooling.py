"""Rubin's rules: one estimate from many completed data sets, with Barnard-Rubin df."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from tubulus.stats.methods import Method
from tubulus.stats.missing import Vector, read_vector
from tubulus.stats.results import HypothesisTest, Interval, Statistic, require_confidence
from tubulus.stats.student import compute_t_inference, make_estimate_only

__all__ = [
    "METHOD",
    "PooledArrays",
    "PooledEstimate",
    "compute_rubin_rules",
    "find_obstacle",
    "make_pooled",
    "make_unpooled",
    "pool_estimates",
]

METHOD = Method(
    name="Rubin's rules, Barnard-Rubin df",
    gives="pooled estimate with t limits, fraction of missing information, Monte Carlo error",
    limits="right only as far as the imputation model is; conservative where that knows more",
    source="Rubin 1987, ch. 3; Barnard and Rubin, Biometrika 1999;86:948-955",
)


# A share of variance this small is what rounding leaves of equal estimates.
_ROUNDING_SHARE = 1e-14


@dataclass(frozen=True, slots=True)
class PooledArrays:
    """Rubin's rules over arrays, element by element.

    Parameters
    ----------
    estimate, error : ndarray
        Pooled estimate and its standard error.
    df : ndarray
        Degrees of freedom of the t distribution; infinite where nothing bounds them.
    missing_information : ndarray
        Fraction of missing information, 0 where imputations agree.
    monte_carlo_error : ndarray
        Standard error of the pooled estimate that comes from imputing a finite number of times.
    low, high : ndarray
        Confidence limits; not finite where next to all variation is between imputations, which
        leaves no degrees of freedom.
    p_value : ndarray
        Two-sided p-value of estimate = 0; NaN where the standard error or the df are 0.
    """

    estimate: Vector
    error: Vector
    df: Vector
    missing_information: Vector
    monte_carlo_error: Vector
    low: Vector
    high: Vector
    p_value: Vector


@dataclass(frozen=True, slots=True)
class PooledEstimate:
    """One estimate pooled over imputations.

    Parameters
    ----------
    contrast : Interval
        Pooled estimate with t limits.
    test : HypothesisTest
        Two-sided test of no difference.
    standard_error : Statistic
        Square root of the total variance.
    df : Statistic
        Degrees of freedom, rarely whole.
    missing_information : Statistic
        Fraction of missing information, in [0, 1).
    monte_carlo_error : Statistic
        Standard error of the estimate over repetitions of the imputation: sqrt(B / m).
    imputations : int
        Number of completed data sets, m.
    """

    contrast: Interval
    test: HypothesisTest
    standard_error: Statistic
    df: Statistic
    missing_information: Statistic
    monte_carlo_error: Statistic
    imputations: int


def compute_rubin_rules(
    estimate: Vector,
    within: Vector,
    between: Vector,
    imputations: int,
    *,
    complete_df: float,
    confidence: float,
) -> PooledArrays:
    """Pool moments of completed-data results, element by element.

    Parameters
    ----------
    estimate, within, between : ndarray, any one shape
        Mean of the estimates, mean of their variances, variance of the estimates (divisor m - 1).
    imputations : int
        Number of completed data sets, at least 2.
    complete_df : float
        Degrees of freedom if nothing were missing; infinity for a large sample.
    confidence : float
        Two-sided level in (0, 1).

    Notes
    -----
    T = U + (1 + 1/m) B, lambda = (1 + 1/m) B / T, df_old = (m - 1) / lambda^2 (Rubin 1987),
    df_obs = (v + 1) / (v + 3) v (1 - lambda) with complete-data df v, and
    df = df_old df_obs / (df_old + df_obs) (Barnard and Rubin 1999). The older df_old alone may
    exceed v by orders of magnitude. With B = 0 nothing was uncertain and df = v; the formula,
    and ``mice`` with its lambda of at least 1e-4, would give (v + 1) / (v + 3) v there.
    Fraction of missing information (r + 2 / (df + 3)) / (r + 1) with r = (1 + 1/m) B / U.
    """
    extra = (1.0 + 1.0 / imputations) * between
    total = within + extra
    share = np.divide(extra, total, out=np.zeros_like(total), where=total > 0.0)
    share = np.where(share > _ROUNDING_SHARE, share, 0.0)
    df = _compute_df(share, imputations, complete_df)
    odds = np.divide(extra, within, out=np.full_like(total, np.inf), where=within > 0.0)
    finite = np.where(np.isfinite(odds), odds, 0.0)
    information = np.where(np.isfinite(odds), (finite + 2.0 / (df + 3.0)) / (finite + 1.0), 1.0)
    error = np.sqrt(total)
    # scipy's inverse of the t distribution has no limit at infinity
    half = np.where(
        np.isinf(df),
        special.ndtri(0.5 + confidence / 2.0),
        special.stdtrit(np.where(np.isinf(df), 1.0, df), 0.5 + confidence / 2.0),
    )
    statistic = np.divide(
        np.abs(estimate), error, out=np.full_like(error, np.nan), where=error > 0.0
    )
    p_value = 2.0 * np.where(
        np.isinf(df),
        special.ndtr(-statistic),
        special.stdtr(np.where(np.isinf(df), 1.0, df), -statistic),
    )
    return PooledArrays(
        estimate,
        error,
        df,
        np.where(share > 0.0, information, 0.0),
        np.sqrt(between / imputations),
        estimate - half * error,
        estimate + half * error,
        p_value,
    )


def _compute_df(share: Vector, imputations: int, complete_df: float) -> Vector:
    some = share > 0.0
    old = np.divide(
        imputations - 1.0, share**2, out=np.full_like(share, np.inf), where=share**2 > 0.0
    )
    if np.isinf(complete_df):
        return old
    seen = (complete_df + 1.0) / (complete_df + 3.0) * complete_df * (1.0 - share)
    # old / (old + seen) without infinity over infinity
    return np.where(some, seen / (1.0 + seen / old), complete_df)


def pool_estimates(
    estimates: ArrayLike,
    variances: ArrayLike,
    *,
    complete_df: float | None = None,
    confidence: float = 0.95,
) -> PooledEstimate:
    """Pool the estimates of completed data sets by Rubin's rules.

    Parameters
    ----------
    estimates, variances : array_like, shape (m,)
        Estimate and squared standard error of each completed data set, nothing missing.
    complete_df : float, optional
        Degrees of freedom if nothing were missing; None for a large sample.
    confidence : float
        Two-sided level in (0, 1).

    Returns
    -------
    PooledEstimate
        Not estimable from no data set; an estimate alone from one, or where nothing varies.

    Raises
    ------
    ValueError
        If lengths differ, a value is missing or infinite, a variance is negative or the df are
        not above 0.
    """
    require_confidence(confidence)
    q, u = read_vector(estimates), read_vector(variances)
    if q.size != u.size or np.isnan(q).any() or np.isnan(u).any():
        raise ValueError("each completed data set gives one estimate and one variance")
    if (u < 0.0).any():
        raise ValueError("a variance is at least 0")
    if complete_df is not None and not complete_df > 0.0:
        raise ValueError(f"complete-data df lie above 0, not {complete_df}")
    if q.size == 0:
        return make_unpooled(None, 0, confidence, "there is no completed data set")
    if q.size == 1:
        reason = "one imputation does not show how imputations vary"
        return make_unpooled(float(q[0]), 1, confidence, reason)
    pooled = compute_rubin_rules(
        np.asarray(q.mean()),
        np.asarray(u.mean()),
        np.asarray(q.var(ddof=1)),
        q.size,
        complete_df=np.inf if complete_df is None else complete_df,
        confidence=confidence,
    )
    return make_pooled(pooled, q.size, confidence)


def find_obstacle(error: float, limit: float) -> str:
    """Say why a pooled estimate has no limits; empty where it has."""
    if not error > 0.0:
        return "nothing varies within or between data sets"
    if not np.isfinite(limit):
        return "all variation is between imputations, which leaves no degrees of freedom"
    return ""


def make_pooled(
    pooled: PooledArrays, imputations: int, confidence: float, name: str = METHOD.name
) -> PooledEstimate:
    """Make the result of arrays that hold one element, under the name of its method."""
    estimate, error, df = float(pooled.estimate), float(pooled.error), float(pooled.df)
    reason = find_obstacle(error, float(pooled.low))
    if reason:
        return make_unpooled(estimate, imputations, confidence, reason, name)
    contrast, test = compute_t_inference(estimate, error, df, confidence, name)
    unbounded = "" if np.isfinite(df) else "not bounded: the limits are normal"
    return PooledEstimate(
        contrast,
        test,
        Statistic(error, name),
        Statistic(None if unbounded else df, name, unbounded),
        Statistic(float(pooled.missing_information), name),
        Statistic(float(pooled.monte_carlo_error), name),
        imputations,
    )


def make_unpooled(
    estimate: float | None,
    imputations: int,
    confidence: float,
    reason: str,
    name: str = METHOD.name,
) -> PooledEstimate:
    """Make the result of an estimate, or of none, that has no limits, with the reason."""
    contrast, test = make_estimate_only(estimate, confidence, name, reason)
    nothing = Statistic(None, name, reason)
    return PooledEstimate(contrast, test, nothing, nothing, nothing, nothing, imputations)
