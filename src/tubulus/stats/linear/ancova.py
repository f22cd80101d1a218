"""Analysis of covariance: the contrast of two arms adjusted for covariates."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from tubulus.stats.linear.least_squares import LinearFit, compute_contrast_error, fit_least_squares
from tubulus.stats.methods import Method
from tubulus.stats.missing import Vector, read_vector
from tubulus.stats.results import HypothesisTest, Interval, Statistic, require_confidence
from tubulus.stats.scales import compute_exponential, compute_logarithm
from tubulus.stats.student import compute_t_inference, make_estimate_only

__all__ = ["METHOD", "AncovaResult", "estimate_ancova", "estimate_log_ancova"]

METHOD = Method(
    name="ANCOVA, HC3, t",
    gives="arm contrast from least squares on arm and covariates, HC3 covariance, t with n - p df",
    limits="removes confounding by the covariates given only, if their effects are linear",
    source="MacKinnon and White, J Econom 1985;29:305-325; Long and Ervin, Am Stat 2000;54:217-224",
)


@dataclass(frozen=True, slots=True)
class AncovaResult:
    """Adjusted contrast of two arms.

    Parameters
    ----------
    contrast : Interval
        First arm minus comparator; for logs the ratio of geometric means.
    test : HypothesisTest
        Two-sided test of no difference.
    standard_error : Statistic
        HC3 standard error; for logs that of the log ratio.
    df : int
        Residual degrees of freedom, n minus coefficients.
    n_1, n_0 : int
        Complete participants in the first arm and in the comparator.
    n_missing : int
        Participants left out because outcome, arm or a covariate is missing.
    n_not_positive : int
        Participants left out of a log scale because a value is zero or negative.
    """

    contrast: Interval
    test: HypothesisTest
    standard_error: Statistic
    df: int
    n_1: int
    n_0: int
    n_missing: int
    n_not_positive: int = 0


def estimate_ancova(
    outcome: ArrayLike,
    arm: ArrayLike,
    covariates: ArrayLike | None = None,
    *,
    confidence: float = 0.95,
) -> AncovaResult:
    """Estimate the difference between two arms, adjusted for covariates.

    Parameters
    ----------
    outcome : array_like, shape (n,)
        Outcome, NaN where missing.
    arm : array_like, shape (n,)
        1 in the first arm, 0 in the comparator, NaN where missing.
    covariates : array_like, shape (n, k), optional
        Numeric columns, categories already coded as columns; no intercept. NaN where missing.
    confidence : float
        Two-sided level in (0, 1).

    Returns
    -------
    AncovaResult
        From participants with nothing missing. Not estimable where an arm is empty, participants
        are fewer than coefficients or columns depend on each other; an estimate without limits
        where HC3 is undefined (leverage 1, nothing left to vary).

    Raises
    ------
    ValueError
        If lengths differ, a value is infinite or arm holds anything but 0, 1 and NaN.

    Notes
    -----
    y = b0 + b1 arm + g'covariates; the contrast is b1. HC3 needs no equal variances.
    Coverage at 40 + 40 is measured by ``validation/stats_coverage.py``.
    """
    require_confidence(confidence)
    y, a, z = _read_columns(outcome, arm, covariates)
    complete = ~(np.isnan(y) | np.isnan(a) | np.isnan(z).any(axis=1))
    n_missing = int(y.size - complete.sum())
    y, a, z = y[complete], a[complete], z[complete]
    n_1, n_0 = int(np.sum(a == 1.0)), int(np.sum(a == 0.0))
    df = max(0, y.size - z.shape[1] - 2)
    if min(n_1, n_0) == 0:
        fit: LinearFit | str = "no complete participant in one arm"
    else:
        fit = fit_least_squares(np.column_stack([np.ones(y.size), a, z]), y)
    contrast, test, error = _compute_contrast(fit, df, confidence)
    return AncovaResult(contrast, test, error, df, n_1, n_0, n_missing)


def estimate_log_ancova(
    outcome: ArrayLike,
    arm: ArrayLike,
    baseline: ArrayLike | None = None,
    covariates: ArrayLike | None = None,
    *,
    confidence: float = 0.95,
) -> AncovaResult:
    """Estimate the ratio of geometric means of two arms, adjusted for covariates.

    Parameters
    ----------
    outcome, arm : array_like, shape (n,)
        As in :func:`estimate_ancova`, the outcome in its own unit; its log is taken here.
    baseline : array_like, shape (n,), optional
        Outcome before treatment, in the same unit; its log becomes a covariate.
    covariates : array_like, shape (n, k), optional
        Further columns, used as they are.
    confidence : float
        Two-sided level in (0, 1).

    Returns
    -------
    AncovaResult
        The contrast is exp(b1) with back-transformed limits; a factor of unit cancels. Values that
        are not positive have no log: they are left out and counted in ``n_not_positive``.
    """
    log_y, dropped = compute_logarithm(outcome)
    columns = [] if covariates is None else [_read_matrix(covariates, log_y.size)]
    if baseline is not None:
        log_baseline, dropped_baseline = compute_logarithm(baseline)
        if log_baseline.size != log_y.size:
            raise ValueError("outcome and baseline need equal lengths")
        dropped = dropped | dropped_baseline
        columns.insert(0, log_baseline[:, None])
    joined = np.column_stack(columns) if columns else None
    result = estimate_ancova(log_y, arm, joined, confidence=confidence)
    n_not_positive = int(dropped.sum())
    return replace(
        result,
        contrast=compute_exponential(result.contrast, f"{METHOD.name}, of logs"),
        n_missing=result.n_missing - n_not_positive,
        n_not_positive=n_not_positive,
    )


def _read_columns(
    outcome: ArrayLike, arm: ArrayLike, covariates: ArrayLike | None
) -> tuple[Vector, Vector, Vector]:
    y, a = read_vector(outcome), read_vector(arm)
    if y.size != a.size:
        raise ValueError(f"outcome and arm need equal lengths, got {y.size} and {a.size}")
    if not np.isin(a[~np.isnan(a)], (0.0, 1.0)).all():
        raise ValueError("arm holds 1 for the first arm, 0 for the comparator and NaN for missing")
    z = np.empty((y.size, 0)) if covariates is None else _read_matrix(covariates, y.size)
    return y, a, z


def _read_matrix(covariates: ArrayLike, rows: int) -> Vector:
    matrix = np.asarray(covariates, dtype=np.float64)
    if matrix.ndim != 2 or matrix.shape[0] != rows:
        raise ValueError(f"covariates need shape ({rows}, k), got {matrix.shape}")
    if np.isinf(matrix).any():
        raise ValueError("a covariate is infinite; missing values are NaN")
    return matrix


def _compute_contrast(
    fit: LinearFit | str, df: int, confidence: float
) -> tuple[Interval, HypothesisTest, Statistic]:
    name = METHOD.name
    reason = fit if isinstance(fit, str) else fit.reason
    estimate = None if isinstance(fit, str) else float(fit.coefficients[1])
    error = 0.0
    if not isinstance(fit, str) and not reason:
        selected = np.zeros(fit.coefficients.size)
        selected[1] = 1.0
        error = compute_contrast_error(fit, selected)
        reason = "" if error > 0.0 else "the HC3 standard error is zero"
    if estimate is None or reason:
        return (
            *make_estimate_only(estimate, confidence, name, reason),
            Statistic(None, name, reason),
        )
    return (
        *compute_t_inference(estimate, error, df, confidence, name),
        Statistic(error, name),
    )
