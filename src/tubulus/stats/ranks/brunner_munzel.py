"""Brunner-Munzel: probability of superiority with limits that need no equal variances."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.random import Generator
from numpy.typing import ArrayLike
from scipy import special

from tubulus.stats.choices import require_choice
from tubulus.stats.methods import Method
from tubulus.stats.missing import Vector, select_complete
from tubulus.stats.ranks.placements import compute_placements, compute_variance
from tubulus.stats.ranks.relabellings import compute_permutation_p_value
from tubulus.stats.ranks.wilcoxon import NOBODY_IN_ONE_ARM
from tubulus.stats.results import HypothesisTest, Interval, Statistic, require_confidence
from tubulus.stats.student import compute_t_inference

__all__ = [
    "METHOD",
    "PERMUTATION_METHOD",
    "LimitScale",
    "SuperiorityResult",
    "compute_brunner_munzel_permutation_test",
    "estimate_superiority",
]

METHOD = Method(
    name="Brunner-Munzel",
    gives="probability of superiority, ties counted half, with t limits on the logit scale, and "
    "its test of one half on its own",
    limits="approximate below about 10 in an arm; without variance where the arms do not overlap; "
    "near one half limits and test may disagree",
    source="Brunner and Munzel, Biom J 2000;42:17-25",
)

PERMUTATION_METHOD = Method(
    name="Brunner-Munzel, permutation",
    gives="p-value of the studentised statistic among relabellings of the arms",
    limits="exact only for equal distributions, otherwise asymptotically right; two-sided",
    source="Neubert and Brunner, Comput Stat Data Anal 2007;51:5192-5204",
)

LimitScale = Literal["logit", "identity"]


@dataclass(frozen=True, slots=True)
class SuperiorityResult:
    """Probability that the first arm exceeds the comparator.

    Parameters
    ----------
    superiority : Interval
        P(first > second) + P(first = second) / 2.
    test : HypothesisTest
        Two-sided test of one half.
    statistic : Statistic
        (superiority - 1/2) / standard error.
    standard_error, df : Statistic
        Of the superiority on its own scale, and the Satterthwaite degrees of freedom.
    n_1, n_0 : int
        Participants with a value in the first arm and in the comparator.
    n_missing_1, n_missing_0 : int
        Participants without a value.
    """

    superiority: Interval
    test: HypothesisTest
    statistic: Statistic
    standard_error: Statistic
    df: Statistic
    n_1: int
    n_0: int
    n_missing_1: int
    n_missing_0: int


def estimate_superiority(
    first: ArrayLike,
    second: ArrayLike,
    *,
    confidence: float = 0.95,
    scale: LimitScale = "logit",
) -> SuperiorityResult:
    """Estimate the probability that a participant of the first arm exceeds one of the comparator.

    Parameters
    ----------
    first, second : array_like, shapes (n_1,) and (n_0,)
        Values of the first arm and of the comparator; NaN where missing. Only their order counts.
    confidence : float
        Two-sided level in (0, 1).
    scale : {'logit', 'identity'}
        Scale on which the limits are symmetric; ``identity`` limits are cut at 0 and 1.

    Returns
    -------
    SuperiorityResult
        Not estimable where an arm is empty; an estimate without limits where an arm has one
        participant, where the arms do not overlap, or where all values are equal.

    Notes
    -----
    With the placement P_i of each participant, the share of the other arm below it, ties half:
    theta = mean of P_i, Var = S_1^2 / n_1 + S_0^2 / n_0, Satterthwaite degrees of freedom. The test
    is on the identity scale (R ``brunnermunzel.test``), limits on the logit scale use the delta
    method, Var / (theta (1 - theta))^2; near the limits the two may disagree about one half.
    """
    require_choice(scale, LimitScale, "scale")
    require_confidence(confidence)
    (x_1, missing_1), (x_0, missing_0) = select_complete(first), select_complete(second)
    counts = (x_1.size, x_0.size, missing_1, missing_0)
    if min(x_1.size, x_0.size) == 0:
        return _make_without_limits(None, confidence, NOBODY_IN_ONE_ARM, counts)
    placements = compute_placements(x_1, x_0)
    parts_1 = (1.0 + placements.wins_1 - placements.losses_1) / 2.0
    parts_0 = (1.0 + placements.wins_0 - placements.losses_0) / 2.0
    theta = float(parts_1.mean())
    if min(x_1.size, x_0.size) == 1:
        return _make_without_limits(theta, confidence, "one participant has no variance", counts)
    variance, df = compute_variance(parts_1, parts_0)
    if variance == 0.0:
        return _make_without_limits(theta, confidence, _explain_no_variance(theta), counts)
    error = math.sqrt(variance)
    _, test = compute_t_inference(theta - 0.5, error, df, confidence, METHOD.name)
    low, high = _compute_limits(theta, error, df, confidence, scale)
    name = f"{METHOD.name}, logit limits" if scale == "logit" else METHOD.name
    return SuperiorityResult(
        Interval(theta, low, high, confidence, name),
        test,
        Statistic((theta - 0.5) / error, METHOD.name),
        Statistic(error, METHOD.name),
        Statistic(df, METHOD.name),
        *counts,
    )


def compute_brunner_munzel_permutation_test(
    first: ArrayLike, second: ArrayLike, *, generator: Generator, draws: int = 10_000
) -> HypothesisTest:
    """Compute the permutation version of the Brunner-Munzel test, two-sided.

    Parameters
    ----------
    first, second : array_like, shapes (n_1,) and (n_0,)
        As in :func:`estimate_superiority`.
    generator : numpy.random.Generator
        Source of the random relabellings.
    draws : int
        Relabellings drawn; where no more exist all are taken and the test is exact.

    Returns
    -------
    HypothesisTest
        Not estimable where an arm has fewer than two participants.

    Notes
    -----
    p = P(abs(T) >= abs(t)) with T the studentised statistic recomputed for each relabelling; where
    it has no variance it is infinite, or 0 at theta = 1/2.
    """
    (x_1, _), (x_0, _) = select_complete(first), select_complete(second)
    if min(x_1.size, x_0.size) < 2:
        reason = "the studentised statistic needs two participants in each arm"
        return HypothesisTest(None, PERMUTATION_METHOD.name, reason=reason)
    pooled = np.concatenate([x_1, x_0])
    above = (1.0 + np.sign(pooled[:, None] - pooled[None, :])) / 2.0
    observed = np.zeros(pooled.size)
    observed[: x_1.size] = 1.0
    p_value = compute_permutation_p_value(
        lambda members: _compute_studentised(members, above),
        observed,
        draws=draws,
        generator=generator,
    )
    return HypothesisTest(p_value, PERMUTATION_METHOD.name)


def _compute_studentised(members: Vector, above: Vector) -> Vector:
    """Compute ``|t|`` for memberships (b, n), from who exceeds whom (n, n)."""
    others = 1.0 - members
    n_1, n_0 = members[0].sum(), others[0].sum()
    # row i: share of the other arm below i for the first arm, share above i for the comparator
    share_1 = others @ above.T / n_0
    share_0 = members @ above / n_1
    theta = (share_1 * members).sum(axis=1) / n_1
    centred_1 = (share_1 - theta[:, None]) ** 2 * members
    centred_0 = (share_0 - theta[:, None]) ** 2 * others
    variance = centred_1.sum(axis=1) / (n_1 * (n_1 - 1.0))
    variance += centred_0.sum(axis=1) / (n_0 * (n_0 - 1.0))
    distance = np.abs(theta - 0.5)
    distance[distance < 1e-12] = 0.0
    studentised = np.where(distance > 0.0, np.inf, 0.0)
    np.divide(distance, np.sqrt(variance), out=studentised, where=variance > 1e-28)
    return studentised


def _compute_limits(
    theta: float, error: float, df: float, confidence: float, scale: LimitScale
) -> tuple[float, float]:
    quantile = float(special.stdtrit(df, 0.5 + confidence / 2.0))
    if scale == "identity":
        return max(0.0, theta - quantile * error), min(1.0, theta + quantile * error)
    centre, half = float(special.logit(theta)), quantile * error / (theta * (1.0 - theta))
    return float(special.expit(centre - half)), float(special.expit(centre + half))


def _explain_no_variance(theta: float) -> str:
    if theta in (0.0, 1.0):
        return "the arms do not overlap, so that the superiority has no variance"
    return "no participant differs from another in wins and losses"


def _make_without_limits(
    theta: float | None, confidence: float, reason: str, counts: tuple[int, int, int, int]
) -> SuperiorityResult:
    nothing = Statistic(None, METHOD.name, reason)
    return SuperiorityResult(
        Interval(theta, None, None, confidence, METHOD.name, reason),
        HypothesisTest(None, METHOD.name, reason=reason),
        nothing,
        nothing,
        nothing,
        *counts,
    )
