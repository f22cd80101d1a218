"""Van Elteren's test: the rank-sum test within strata."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from tubulus.stats.choices import require_choice
from tubulus.stats.linear.complete_data import read_complete
from tubulus.stats.methods import Method
from tubulus.stats.mid_ranks import compute_mid_ranks
from tubulus.stats.missing import Vector
from tubulus.stats.ranks.wilcoxon import NOBODY_IN_ONE_ARM
from tubulus.stats.results import Alternative, HypothesisTest, Statistic

__all__ = ["METHOD", "StratifiedRankTest", "compute_van_elteren_test"]

METHOD = Method(
    name="van Elteren",
    gives="p-value of rank sums within strata, each weighted by 1 / (participants + 1)",
    limits="normal approximation; blind to differences that change sign between strata",
    source="van Elteren, Bull Int Stat Inst 1960;37:351-361; Lehmann, Nonparametrics 1975",
)


@dataclass(frozen=True, slots=True)
class StratifiedRankTest:
    """Rank-sum comparison of two arms within strata.

    Parameters
    ----------
    test : HypothesisTest
        Test of equal distributions within every stratum.
    statistic : Statistic
        Weighted rank sum of the first arm, centred and standardised; above 0 for larger values.
    n_strata : int
        Strata with participants of both arms.
    n_1, n_0 : int
        Participants in them.
    n_alone : int
        Participants left out because their stratum has one arm only.
    n_missing : int
        Participants left out because outcome, arm or stratum is missing.
    """

    test: HypothesisTest
    statistic: Statistic
    n_strata: int
    n_1: int
    n_0: int
    n_alone: int
    n_missing: int


def compute_van_elteren_test(
    outcome: ArrayLike,
    arm: ArrayLike,
    stratum: ArrayLike,
    *,
    alternative: Alternative = "two-sided",
) -> StratifiedRankTest:
    """Compute van Elteren's test of two arms within strata.

    Parameters
    ----------
    outcome : array_like, shape (n,)
        Values, NaN where missing. Only their order within a stratum counts.
    arm : array_like, shape (n,)
        1 in the first arm, 0 in the comparator, NaN where missing.
    stratum : array_like, shape (n,)
        Number of the stratum, NaN where missing.
    alternative : {'two-sided', 'greater', 'less'}
        ``greater`` means larger values in the first arm.

    Returns
    -------
    StratifiedRankTest
        Not estimable where no stratum has both arms. Where all values within every stratum are
        equal p is 1.

    Raises
    ------
    ValueError
        If lengths differ, a value is infinite or arm holds anything but 0, 1 and NaN.

    Notes
    -----
    Z = sum_h (W_h - E W_h) / (N_h + 1) over the root of sum_h Var W_h / (N_h + 1)^2, with mid-ranks
    and the variance of their permutation in each stratum. With one stratum it is the normal
    approximation of the rank-sum test. No continuity correction.
    """
    require_choice(alternative, Alternative, "alternative")
    labels = np.asarray(stratum, dtype=np.float64)
    if labels.ndim != 1:
        raise ValueError(f"strata need one dimension, got {labels.ndim}")
    data = read_complete(outcome, arm, labels[:, None])
    centred = variance = 0.0
    n_strata = n_1 = n_0 = 0
    for label in np.unique(data.covariates[:, 0]):
        inside = data.covariates[:, 0] == label
        in_first = data.arm[inside] == 1.0
        if in_first.all() or not in_first.any():
            continue
        part = _compute_stratum(data.outcome[inside], in_first)
        centred, variance = centred + part[0], variance + part[1]
        n_strata, n_1, n_0 = n_strata + 1, n_1 + int(in_first.sum()), n_0 + int((~in_first).sum())
    counts = (n_strata, n_1, n_0, data.arm.size - n_1 - n_0, data.n_missing)
    if n_strata == 0:
        reason = "no stratum has participants of both arms" if data.has_both_arms else ""
        reason = reason or NOBODY_IN_ONE_ARM
        test = HypothesisTest(None, METHOD.name, alternative, reason)
        return StratifiedRankTest(test, Statistic(None, METHOD.name, reason), *counts)
    if variance == 0.0:
        test = HypothesisTest(1.0, METHOD.name, alternative)
        return StratifiedRankTest(test, Statistic(0.0, METHOD.name), *counts)
    z = centred / math.sqrt(variance)
    test = HypothesisTest(_compute_p_value(z, alternative), METHOD.name, alternative)
    return StratifiedRankTest(test, Statistic(z, METHOD.name), *counts)


def _compute_stratum(
    values: Vector, in_first: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
) -> tuple[float, float]:
    """Return the centred rank sum and its variance, weighted."""
    ranks, total, n_1 = compute_mid_ranks(values), values.size, int(in_first.sum())
    centred = float(ranks[in_first].sum()) - n_1 * (total + 1) / 2.0
    variance = float(np.var(ranks, ddof=1)) * n_1 * (total - n_1) / total
    return centred / (total + 1), variance / (total + 1) ** 2


def _compute_p_value(z: float, alternative: Alternative) -> float:
    if alternative == "two-sided":
        return float(2.0 * special.ndtr(-abs(z)))
    return float(special.ndtr(-z if alternative == "greater" else z))
