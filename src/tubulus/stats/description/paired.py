"""Before and after in one arm: a description, not a treatment effect."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tubulus.stats.methods import Method
from tubulus.stats.missing import Vector, select_pairs
from tubulus.stats.results import HypothesisTest, Interval, Statistic, require_confidence
from tubulus.stats.scales import compute_exponential, compute_logarithm
from tubulus.stats.student import compute_t_inference, make_estimate_only

__all__ = ["METHOD", "NOTE", "PairedChange", "describe_change"]

METHOD = Method(
    name="before/after, paired t",
    gives="change within one arm with paired t limits, and the ratio of geometric means",
    limits="no treatment effect: regression to the mean, time and open-label reading are in it",
    source="Student, Biometrika 1908;6:1-25",
)

# Changes that differ by less than this share of the values differ by rounding only.
_ROUNDING = 1e-12

NOTE = (
    "Description only: a change within one arm mixes treatment with regression to the mean, the "
    "passing of time and open-label reading; it is no evidence of an effect."
)
"""Sentence to print beside every change within an arm."""


@dataclass(frozen=True, slots=True)
class PairedChange:
    """Change within one arm.

    Parameters
    ----------
    n, n_missing : int
        Participants with both values, and those without.
    n_not_positive : int
        Complete pairs left out of the ratio because a value is not positive.
    mean_change : Interval
        Mean of after minus before, in the unit of the values.
    median_change : Statistic
        Median of after minus before, in the unit of the values.
    geometric_mean_ratio : Interval
        After over before among pairs of positive values.
    test : HypothesisTest
        Paired t test of no change, printed last if at all.
    note : str
        What must stand beside the numbers.
    """

    n: int
    n_missing: int
    n_not_positive: int
    mean_change: Interval
    median_change: Statistic
    geometric_mean_ratio: Interval
    test: HypothesisTest
    note: str = NOTE


def describe_change(
    before: ArrayLike, after: ArrayLike, *, confidence: float = 0.95
) -> PairedChange:
    """Describe the change within one arm.

    Parameters
    ----------
    before, after : array_like, shape (n,)
        Values of the same participants, NaN where missing.
    confidence : float
        Two-sided level in (0, 1).

    Returns
    -------
    PairedChange
        With one pair, or where every change is the same, estimates have no limits.

    Notes
    -----
    With changes d: mean(d) -/+ t(n - 1) sd(d) / sqrt(n); the ratio is exp of the same for
    d = log(after) - log(before).
    """
    require_confidence(confidence)
    x, y, n_missing = select_pairs(before, after)
    mean_change, test = _compute_paired_t(x, y, confidence)
    log_x, dropped_x = compute_logarithm(x)
    log_y, dropped_y = compute_logarithm(y)
    kept = ~(dropped_x | dropped_y)
    log_ratio, _ = _compute_paired_t(log_x[kept], log_y[kept], confidence)
    median = (
        Statistic(float(np.median(y - x)), "median change")
        if x.size
        else Statistic(None, "median change", "no complete pair")
    )
    return PairedChange(
        x.size,
        n_missing,
        int(x.size - kept.sum()),
        mean_change,
        median,
        compute_exponential(log_ratio, f"{METHOD.name}, of logs"),
        test,
    )


def _compute_paired_t(x: Vector, y: Vector, confidence: float) -> tuple[Interval, HypothesisTest]:
    change = y - x
    n = change.size
    if n == 0:
        return make_estimate_only(None, confidence, METHOD.name, "no complete pair")
    mean = float(change.mean())
    if n == 1:
        return make_estimate_only(mean, confidence, METHOD.name, "one pair has no variation")
    if np.ptp(change) <= _ROUNDING * max(np.abs(x).max(), np.abs(y).max()):
        reason = "every participant changed by the same amount"
        return make_estimate_only(mean, confidence, METHOD.name, reason)
    error = float(change.std(ddof=1)) / math.sqrt(n)
    return compute_t_inference(mean, error, n - 1, confidence, METHOD.name)
