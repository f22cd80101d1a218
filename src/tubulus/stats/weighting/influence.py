"""From the influence of each participant to limits and p-value of a contrast."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tubulus.stats.missing import Vector
from tubulus.stats.results import HypothesisTest, Interval, Statistic
from tubulus.stats.student import compute_t_inference, make_estimate_only
from tubulus.stats.weighting.columns import ArmColumns

__all__ = ["ArmMeans", "WeightedContrast", "infer_contrast", "refuse_contrast"]

# Influences below this share of the largest outcome are rounding: no measurement has twelve digits.
_RELATIVE_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class WeightedContrast:
    """Contrast of two arms after weighting, augmentation or targeting.

    Parameters
    ----------
    contrast : Interval
        First arm minus comparator; for logs the ratio of geometric means.
    test : HypothesisTest
        Two-sided test of no difference.
    mean_1, mean_0 : Statistic
        Estimated mean in each arm; for logs the geometric mean.
    standard_error : Statistic
        Standard error with the factor for small trials; for logs that of the log ratio.
    large_sample_error : Statistic
        The same without the factor.
    fixed_nuisance_error : Statistic
        The same without the factor if score and outcome model were known, not estimated.
    df : int
        n minus the coefficients of the weights minus 1.
    effective_1, effective_0 : Statistic
        Effective sample size of each arm under the weights.
    n_1, n_0, n_missing, n_not_positive : int
        Complete participants; left out because something is missing; left out of a log scale
        because the outcome is zero or negative.
    """

    contrast: Interval
    test: HypothesisTest
    mean_1: Statistic
    mean_0: Statistic
    standard_error: Statistic
    large_sample_error: Statistic
    fixed_nuisance_error: Statistic
    df: int
    effective_1: Statistic
    effective_0: Statistic
    n_1: int
    n_0: int
    n_missing: int
    n_not_positive: int = 0


@dataclass(frozen=True, slots=True)
class ArmMeans:
    """Estimated means of both arms with the influence of each participant on their difference.

    Parameters
    ----------
    mean_1, mean_0 : float
        Estimated means.
    influence : ndarray, shape (n,)
        First-order change of the difference by each participant; its squares sum to the variance.
    fixed_influence : ndarray, shape (n,)
        The same if what is not of interest were known.
    coefficients : int
        Coefficients of the weights, intercept included.
    effective_1, effective_0 : Statistic
        Effective sample size of each arm.
    """

    mean_1: float
    mean_0: float
    influence: Vector
    fixed_influence: Vector
    coefficients: int
    effective_1: Statistic
    effective_0: Statistic


def infer_contrast(
    columns: ArmColumns, means: ArmMeans, confidence: float, method: str
) -> WeightedContrast:
    """Compute limits and p-value of the difference of two estimated means.

    Notes
    -----
    Var = sum influence^2 times n / (n - p - 1), with p coefficients of the weights (intercept
    included) and 1 for the contrast; t with n - p - 1 degrees of freedom, those of an ANCOVA on the
    same covariates.
    """
    n = columns.arm.size
    df = n - means.coefficients - 1
    size = float(np.abs(columns.outcome).max())
    error, fixed = (_compute_norm(part, size) for part in (means.influence, means.fixed_influence))
    reason = _find_obstacle(df, error)
    difference = means.mean_1 - means.mean_0
    if reason:
        interval, test = make_estimate_only(difference, confidence, method, reason)
        nothing = Statistic(None, method, reason)
        errors = nothing, nothing, nothing
    else:
        corrected = error * (n / df) ** 0.5
        interval, test = compute_t_inference(difference, corrected, df, confidence, method)
        errors = Statistic(corrected, method), Statistic(error, method), Statistic(fixed, method)
    return WeightedContrast(
        contrast=interval,
        test=test,
        mean_1=Statistic(means.mean_1, method),
        mean_0=Statistic(means.mean_0, method),
        standard_error=errors[0],
        large_sample_error=errors[1],
        fixed_nuisance_error=errors[2],
        df=max(0, df),
        effective_1=means.effective_1,
        effective_0=means.effective_0,
        n_1=columns.n_1,
        n_0=columns.n_0,
        n_missing=columns.n_missing,
    )


def refuse_contrast(
    columns: ArmColumns, reason: str, confidence: float, method: str
) -> WeightedContrast:
    """Make the result of a contrast that cannot be estimated."""
    interval, test = make_estimate_only(None, confidence, method, reason)
    nothing = Statistic(None, method, reason)
    return WeightedContrast(
        contrast=interval,
        test=test,
        mean_1=nothing,
        mean_0=nothing,
        standard_error=nothing,
        large_sample_error=nothing,
        fixed_nuisance_error=nothing,
        df=0,
        effective_1=nothing,
        effective_0=nothing,
        n_1=columns.n_1,
        n_0=columns.n_0,
        n_missing=columns.n_missing,
    )


def _compute_norm(influence: Vector, size: float) -> float:
    # the influence of n participants on a mean is of the order of outcome / n
    rounding = _RELATIVE_ROUNDING * size / influence.size
    kept = np.where(np.abs(influence) <= rounding, 0.0, influence)
    return float(np.sqrt(np.sum(kept**2)))


def _find_obstacle(df: int, error: float) -> str:
    if df <= 0:
        return "as many coefficients as complete participants, no variation is left to measure"
    if error == 0.0:
        return "the outcome does not vary within the arms"
    return ""
