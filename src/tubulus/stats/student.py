"""Limits and p-value of an estimate from Student's t distribution."""

from __future__ import annotations

import math

from scipy import special

from tubulus.stats.results import HypothesisTest, Interval

__all__ = ["compute_t_inference", "make_estimate_only"]


def compute_t_inference(
    estimate: float, error: float, df: float, confidence: float, method: str
) -> tuple[Interval, HypothesisTest]:
    """Compute estimate -/+ t error and the two-sided p-value of estimate = 0.

    Parameters
    ----------
    estimate, error : float
        Estimate and its standard error, which is above 0.
    df : float
        Degrees of freedom, above 0; need not be whole.
    """
    half = float(special.stdtrit(df, 0.5 + confidence / 2.0)) * error
    p_value = 2.0 * float(special.stdtr(df, -math.fabs(estimate) / error))
    return (
        Interval(estimate, estimate - half, estimate + half, confidence, method),
        HypothesisTest(p_value, method),
    )


def make_estimate_only(
    estimate: float | None, confidence: float, method: str, reason: str
) -> tuple[Interval, HypothesisTest]:
    """Make the results of an estimate, or of none, that has neither limits nor p-value."""
    return (
        Interval(estimate, None, None, confidence, method, reason),
        HypothesisTest(None, method, reason=reason),
    )
