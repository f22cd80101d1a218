"""Censored regression (Tobit): the contrast of two arms with values below a limit."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from tubulus.stats.censored.censored_normal import CensoredFit
from tubulus.stats.censored.profile_likelihood import (
    HIDDEN_ARM,
    NO_DROP,
    Profile,
    find_finite_limit,
)
from tubulus.stats.choices import require_choice
from tubulus.stats.linear.complete_data import EMPTY_ARM, read_complete, read_logs
from tubulus.stats.methods import Method
from tubulus.stats.results import HypothesisTest, Interval, Statistic, require_confidence
from tubulus.stats.scales import compute_exponential
from tubulus.stats.student import compute_t_inference, make_estimate_only

__all__ = [
    "METHOD",
    "NORMAL_METHOD",
    "PROFILE_METHOD",
    "CensoredResult",
    "Covariance",
    "Reference",
    "estimate_censored_contrast",
    "estimate_log_censored_contrast",
    "read_below",
]

METHOD = Method(
    name="censored normal regression, t",
    gives="arm contrast by maximum likelihood with values below a limit, t limits",
    limits="assumes normal residuals also below the limit, where nothing can check them",
    source="Tobin, Econometrica 1958;26:24-36; Olsen, Econometrica 1978;46:1211-1215",
)

NORMAL_METHOD = Method(
    name="censored normal regression, z",
    gives="the same contrast with the standard error of maximum likelihood and normal limits",
    limits="too narrow in small arms; normal residuals below the limit cannot be checked",
    source="Tobin, Econometrica 1958;26:24-36; R survival survreg",
)

PROFILE_METHOD = Method(
    name="censored normal regression, profile likelihood",
    gives="likelihood-ratio test, and the finite limit where a whole arm is below its limits",
    limits="chi-square approximation; normal residuals below the limit cannot be checked",
    source="Tobin, Econometrica 1958;26:24-36; Wilks, Ann Math Stat 1938;9:60-62",
)

Covariance = Literal["observed", "sandwich"]
Reference = Literal["t", "normal"]


@dataclass(frozen=True, slots=True)
class CensoredResult:
    """Contrast of two arms in a censored normal regression.

    Parameters
    ----------
    contrast : Interval
        First arm minus comparator; for logs the ratio of geometric means.
    test : HypothesisTest
        Two-sided test of no difference.
    likelihood_ratio_test : HypothesisTest
        The same by likelihood ratio; exists also where a whole arm is below its limits.
    finite_limit : Statistic
        Where a whole arm is below its limits, so that the contrast is infinite: the profile limit
        on its finite side.
    standard_error : Statistic
        Of the contrast, for logs of the log ratio.
    residual_sd : Statistic
        SD around the fit by maximum likelihood, for logs of the logs.
    df : int
        Participants minus coefficients.
    n_1, n_0 : int
        Complete participants in the first arm and in the comparator.
    n_below_1, n_below_0 : int
        Those of them below their limit.
    n_missing : int
        Participants left out because something is missing.
    n_not_positive : int
        Participants left out of a log scale because a value or a limit is zero or negative.
    """

    contrast: Interval
    test: HypothesisTest
    likelihood_ratio_test: HypothesisTest
    finite_limit: Statistic
    standard_error: Statistic
    residual_sd: Statistic
    df: int
    n_1: int
    n_0: int
    n_below_1: int
    n_below_0: int
    n_missing: int
    n_not_positive: int = 0


def estimate_censored_contrast(
    outcome: ArrayLike,
    below: ArrayLike,
    arm: ArrayLike,
    covariates: ArrayLike | None = None,
    *,
    confidence: float = 0.95,
    covariance: Covariance = "observed",
    reference: Reference = "t",
) -> CensoredResult:
    """Estimate the difference between two arms where some values are below a limit.

    Parameters
    ----------
    outcome : array_like, shape (n,)
        Value, or the participant's own limit where the value is below it; NaN where missing.
    below : array_like of bool, shape (n,)
        Whether the outcome is a limit.
    arm : array_like, shape (n,)
        1 in the first arm, 0 in the comparator, NaN where missing.
    covariates : array_like, shape (n, k), optional
        Numeric columns, categories already coded as columns; no intercept. NaN where missing.
    confidence : float
        Two-sided level in (0, 1).
    covariance : {'observed', 'sandwich'}
        Inverse observed information, or the sandwich that allows for wrong variances.
    reference : {'t', 'normal'}
        ``normal``: limits of maximum likelihood, as R ``survreg``. ``t``: n - p degrees of
        freedom and the variance times n / (n - p), so that with nothing below a limit and the
        observed information the limits are those of least squares.

    Returns
    -------
    CensoredResult
        From participants with nothing missing. Not estimable where an arm is empty, columns depend
        on each other, or the quantified values alone do not determine the coefficients or do not
        vary around them; a maximum that rests on limits alone is refused with these. Where all of
        one arm are below their limits the contrast is infinite; then ``likelihood_ratio_test`` and
        ``finite_limit`` still exist.

    Raises
    ------
    ValueError
        If lengths differ, a value is infinite or arm holds anything but 0, 1 and NaN.

    Notes
    -----
    y = b0 + b1 arm + g'covariates + normal error; the contrast is b1. Likelihood and algorithm in
    :func:`~tubulus.stats.censored.censored_normal.fit_censored_normal`.
    """
    require_choice(covariance, Covariance, "covariance")
    require_choice(reference, Reference, "reference")
    require_confidence(confidence)
    data = read_complete(outcome, arm, covariates)
    flags = read_below(below, data.is_complete.size)[data.is_complete]
    in_first = data.arm == 1.0
    df = max(0, data.arm.size - data.covariates.shape[1] - 2)
    n_below = int(flags[in_first].sum()), int(flags[~in_first].sum())
    counts = (df, data.n_1, data.n_0, *n_below, data.n_missing)
    name = METHOD.name if reference == "t" else NORMAL_METHOD.name
    if not data.has_both_arms:
        return _make_nothing(EMPTY_ARM, confidence, name, counts)
    profile = Profile(data.outcome, flags, data.arm, data.covariates)
    hidden = (n_below[0] == data.n_1) != (n_below[1] == data.n_0)
    fit = profile.fit_hidden_arm() if hidden else profile.fit_both_arms()
    if isinstance(fit, str):
        return _make_nothing(fit, confidence, name, counts)
    drop = profile.make_drop(fit.log_likelihood)
    ratio_test = _make_ratio_test(drop(0.0))
    if hidden:
        limit = find_finite_limit(drop, fit.sd, rises=n_below[0] < data.n_1, confidence=confidence)
        nothing = _make_nothing(HIDDEN_ARM, confidence, name, counts)
        found = Statistic(limit, PROFILE_METHOD.name, NO_DROP if limit is None else "")
        return replace(nothing, likelihood_ratio_test=ratio_test, finite_limit=found)
    error = _compute_error(fit, covariance) * math.sqrt(
        data.arm.size / df if reference == "t" else 1.0
    )
    compute = compute_t_inference if reference == "t" else _compute_normal_inference
    contrast, test = compute(float(fit.coefficients[1]), error, df, confidence, name)
    finite = Statistic(None, PROFILE_METHOD.name, "the contrast is finite and so are its limits")
    return CensoredResult(
        contrast, test, ratio_test, finite, Statistic(error, name), Statistic(fit.sd, name), *counts
    )


def estimate_log_censored_contrast(
    outcome: ArrayLike,
    below: ArrayLike,
    arm: ArrayLike,
    baseline: ArrayLike | None = None,
    covariates: ArrayLike | None = None,
    *,
    confidence: float = 0.95,
    covariance: Covariance = "observed",
    reference: Reference = "t",
) -> CensoredResult:
    """Estimate the ratio of geometric means where some values are below a limit.

    Parameters
    ----------
    outcome, below, arm : array_like, shape (n,)
        As in :func:`estimate_censored_contrast`, values and limits in their own unit; their logs
        are taken here.
    baseline : array_like, shape (n,), optional
        Outcome before treatment, in the same unit; its log becomes a covariate.
    covariates : array_like, shape (n, k), optional
        Further columns, used as they are.
    confidence, covariance, reference
        As in :func:`estimate_censored_contrast`.

    Returns
    -------
    CensoredResult
        The contrast is exp(b1); a factor of unit cancels. Values and limits that are not positive
        have no log: they are left out and counted in ``n_not_positive``. A zero that means "below
        the limit" must come as the limit.
    """
    require_choice(covariance, Covariance, "covariance")
    require_choice(reference, Reference, "reference")
    logs = read_logs(outcome, baseline, covariates)
    result = estimate_censored_contrast(
        logs.outcome,
        below,
        arm,
        logs.covariates,
        confidence=confidence,
        covariance=covariance,
        reference=reference,
    )
    return replace(
        result,
        contrast=compute_exponential(result.contrast, f"{result.contrast.method}, of logs"),
        finite_limit=_compute_exponential_limit(result.finite_limit),
        n_missing=result.n_missing - logs.n_not_positive,
        n_not_positive=logs.n_not_positive,
    )


def read_below(below: ArrayLike, rows: int) -> NDArray[np.bool_]:
    """Read who is below the limit.

    Raises
    ------
    ValueError
        If the length differs or a flag is neither true nor false.
    """
    flags = np.asarray(below)
    if flags.shape != (rows,):
        raise ValueError(f"below needs shape ({rows},), got {flags.shape}")
    if rows and not np.isin(flags, (0, 1)).all():
        raise ValueError("below holds true where the outcome is a limit and false elsewhere")
    return flags.astype(np.bool_)


def _compute_error(fit: CensoredFit, covariance: Covariance) -> float:
    if covariance == "observed":
        return math.sqrt(fit.covariance[1, 1])
    return float(np.sqrt(np.sum((fit.scores @ fit.covariance[:, 1]) ** 2)))


def _compute_normal_inference(
    estimate: float, error: float, _: float, confidence: float, name: str
) -> tuple[Interval, HypothesisTest]:
    half = float(special.ndtri(0.5 + confidence / 2.0)) * error
    p_value = float(2.0 * special.ndtr(-abs(estimate) / error))
    return (
        Interval(estimate, estimate - half, estimate + half, confidence, name),
        HypothesisTest(p_value, name),
    )


def _make_ratio_test(drop: float) -> HypothesisTest:
    if not math.isfinite(drop):
        reason = "the regression without the contrast cannot be fitted"
        return HypothesisTest(None, PROFILE_METHOD.name, reason=reason)
    return HypothesisTest(float(special.chdtrc(1, max(0.0, drop))), PROFILE_METHOD.name)


def _compute_exponential_limit(limit: Statistic) -> Statistic:
    if limit.value is None:
        return limit
    if limit.value > 700.0:
        return Statistic(None, limit.method, "the limit of the ratio exceeds what can be computed")
    return Statistic(math.exp(limit.value), limit.method)


def _make_nothing(
    reason: str, confidence: float, name: str, counts: tuple[int, int, int, int, int, int]
) -> CensoredResult:
    nothing = Statistic(None, name, reason)
    return CensoredResult(
        *make_estimate_only(None, confidence, name, reason),
        HypothesisTest(None, PROFILE_METHOD.name, reason=reason),
        Statistic(None, PROFILE_METHOD.name, reason),
        nothing,
        nothing,
        *counts,
    )
