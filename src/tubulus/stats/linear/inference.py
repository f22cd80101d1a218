"""Limits and p-value of a combination of least-squares coefficients."""

from __future__ import annotations

import numpy as np

from tubulus.stats.linear.least_squares import LinearFit, compute_influence
from tubulus.stats.missing import Vector
from tubulus.stats.results import HypothesisTest, Interval, Statistic
from tubulus.stats.student import compute_t_inference, make_estimate_only

__all__ = ["Inference", "infer_combination"]

Inference = tuple[Interval, HypothesisTest, Statistic]
"""Estimate with limits, test of zero and standard error."""


def infer_combination(
    fit: LinearFit | str,
    combination: Vector,
    method: str,
    confidence: float,
    *,
    further_influence: Vector | None = None,
) -> Inference:
    """Infer a linear combination of coefficients with HC3 and t on n - p degrees of freedom.

    Parameters
    ----------
    fit : LinearFit or str
        A fit, or why there is none.
    combination : ndarray, shape (p,)
        Multiplier of each coefficient.
    method : str
        Name that the results carry.
    further_influence : ndarray, shape (n,), optional
        Influence of each participant on the combination by another way than the coefficients,
        for instance through a covariate mean; it is added before squaring.
    """
    if isinstance(fit, str):
        return _make_empty(None, fit, method, confidence)
    estimate = float(combination @ fit.coefficients)
    if fit.reason:
        return _make_empty(estimate, fit.reason, method, confidence)
    influence = compute_influence(fit, combination)
    if further_influence is not None:
        influence = influence + further_influence
    error = float(np.sqrt(np.sum(influence**2)))
    if error == 0.0:
        return _make_empty(estimate, "the HC3 standard error is zero", method, confidence)
    df = fit.residuals.size - fit.coefficients.size
    interval, test = compute_t_inference(estimate, error, df, confidence, method)
    return interval, test, Statistic(error, method)


def _make_empty(estimate: float | None, reason: str, method: str, confidence: float) -> Inference:
    interval, test = make_estimate_only(estimate, confidence, method, reason)
    return interval, test, Statistic(None, method, reason)
