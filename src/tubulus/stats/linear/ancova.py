"""Analysis of covariance: the contrast of two arms adjusted for covariates."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from tubulus.stats.linear.complete_data import EMPTY_ARM, read_complete, read_logs
from tubulus.stats.linear.inference import infer_combination
from tubulus.stats.linear.least_squares import fit_least_squares
from tubulus.stats.methods import Method
from tubulus.stats.results import HypothesisTest, Interval, Statistic, require_confidence
from tubulus.stats.scales import compute_exponential

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
    data = read_complete(outcome, arm, covariates)
    ones = np.ones(data.outcome.size)
    design = np.column_stack([ones, data.arm, data.covariates])
    fit = fit_least_squares(design, data.outcome) if data.has_both_arms else EMPTY_ARM
    selected = np.zeros(design.shape[1])
    selected[1] = 1.0
    contrast, test, error = infer_combination(fit, selected, METHOD.name, confidence)
    df = max(0, ones.size - design.shape[1])
    return AncovaResult(contrast, test, error, df, data.n_1, data.n_0, data.n_missing)


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
    logs = read_logs(outcome, baseline, covariates)
    result = estimate_ancova(logs.outcome, arm, logs.covariates, confidence=confidence)
    n_not_positive = logs.n_not_positive
    return replace(
        result,
        contrast=compute_exponential(result.contrast, f"{METHOD.name}, of logs"),
        n_missing=result.n_missing - n_not_positive,
        n_not_positive=n_not_positive,
    )
