"""Two-part description of an amount that is zero for many: any at all, and how much if any."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tubulus.stats.methods import Method
from tubulus.stats.missing import Vector, select_complete
from tubulus.stats.proportions.one_proportion import estimate_proportion
from tubulus.stats.results import Interval, Statistic, require_confidence
from tubulus.stats.scales import compute_exponential
from tubulus.stats.student import compute_t_inference, make_estimate_only

__all__ = ["METHOD", "NOTE", "AmountSummary", "TwoPartResult", "describe_two_parts"]

METHOD = Method(
    name="two-part description, Welch t of logs",
    gives="share with any, amount among those with any, ratio of their geometric means",
    limits="who has any is an outcome: the ratio compares different participants, not arms",
    source="Welch, Biometrika 1947;34:28-35; Lachenbruch, Stat Med 2001;20:1215-1234",
)

NOTE = (
    "Not causal: those with any amount were selected by what happened after treatment, so that "
    "the ratio compares different kinds of participants."
)
"""Sentence to print beside the ratio of amounts."""


@dataclass(frozen=True, slots=True)
class AmountSummary:
    """The two parts in one arm.

    Parameters
    ----------
    n, n_missing : int
        Values that are there, and that are not.
    n_any : int
        Values above zero.
    share : Interval
        Share with any, Clopper-Pearson.
    geometric_mean, median : Statistic
        Of the values above zero, in their unit.
    """

    n: int
    n_missing: int
    n_any: int
    share: Interval
    geometric_mean: Statistic
    median: Statistic


@dataclass(frozen=True, slots=True)
class TwoPartResult:
    """The two parts in both arms.

    Parameters
    ----------
    first, second : AmountSummary
        First arm and comparator.
    amount_ratio : Interval
        Geometric mean of the first over that of the comparator among those with any; limits need
        two such participants in each arm.
    note : str
        What must stand beside the ratio.
    """

    first: AmountSummary
    second: AmountSummary
    amount_ratio: Interval
    note: str = NOTE


def describe_two_parts(
    first: ArrayLike, second: ArrayLike, *, confidence: float = 0.95
) -> TwoPartResult:
    """Describe an amount with a spike at zero in two arms.

    Parameters
    ----------
    first, second : array_like, shape (n,)
        Amounts of zero or more in the first arm and in the comparator, NaN where missing.
    confidence : float
        Two-sided level in (0, 1).

    Raises
    ------
    ValueError
        If an amount is negative.

    Notes
    -----
    Ratio exp(m1 - m0) of mean logs, limits by Welch's t: error sqrt(v1/n1 + v0/n0) and
    Satterthwaite's degrees of freedom.
    """
    require_confidence(confidence)
    summary_1, logs_1 = _summarise(first, confidence)
    summary_0, logs_0 = _summarise(second, confidence)
    ratio = compute_exponential(_compare(logs_1, logs_0, confidence), METHOD.name)
    return TwoPartResult(summary_1, summary_0, ratio)


def _summarise(values: ArrayLike, confidence: float) -> tuple[AmountSummary, Vector]:
    present, n_missing = select_complete(values)
    if (present < 0.0).any():
        raise ValueError("an amount cannot be negative")
    amounts = present[present > 0.0]
    logs: Vector = np.log(amounts)
    reason = "" if amounts.size else "no participant with any amount"
    summary = AmountSummary(
        present.size,
        n_missing,
        amounts.size,
        estimate_proportion(amounts.size, present.size, confidence=confidence),
        Statistic(math.exp(logs.mean()) if amounts.size else None, "geometric mean", reason),
        Statistic(float(np.median(amounts)) if amounts.size else None, "median", reason),
    )
    return summary, logs


def _compare(logs_1: Vector, logs_0: Vector, confidence: float) -> Interval:
    if min(logs_1.size, logs_0.size) == 0:
        reason = "no participant with any amount in one arm"
        return make_estimate_only(None, confidence, METHOD.name, reason)[0]
    difference = float(logs_1.mean() - logs_0.mean())
    if min(logs_1.size, logs_0.size) == 1:
        reason = "limits need two participants with any amount in each arm"
        return make_estimate_only(difference, confidence, METHOD.name, reason)[0]
    part_1, part_0 = (_compute_mean_variance(logs) for logs in (logs_1, logs_0))
    variance = part_1 + part_0
    if variance == 0.0:
        reason = "amounts do not vary within the arms"
        return make_estimate_only(difference, confidence, METHOD.name, reason)[0]
    # the two shares of the variance, not its square, which may vanish
    share_1, share_0 = part_1 / variance, part_0 / variance
    df = 1.0 / (share_1**2 / (logs_1.size - 1) + share_0**2 / (logs_0.size - 1))
    error = math.sqrt(variance)
    return compute_t_inference(difference, error, df, confidence, METHOD.name)[0]


def _compute_mean_variance(logs: Vector) -> float:
    # a constant has no variance even where its mean is rounded
    return 0.0 if logs.min() == logs.max() else float(logs.var(ddof=1)) / logs.size
