"""Lachenbruch's two-part test of an amount that is zero for many."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import ArrayLike
from scipy import special

from tubulus.stats.methods import Method
from tubulus.stats.mid_ranks import compute_mid_ranks
from tubulus.stats.missing import Vector, select_complete
from tubulus.stats.ranks.relabellings import compute_permutation_p_value
from tubulus.stats.ranks.wilcoxon import NOBODY_IN_ONE_ARM
from tubulus.stats.results import HypothesisTest, Statistic

__all__ = [
    "METHOD",
    "PERMUTATION_METHOD",
    "TwoPartTest",
    "compute_two_part_permutation_test",
    "compute_two_part_test",
]

METHOD = Method(
    name="Lachenbruch two-part test",
    gives="p-value of the sum of two chi-squares: share with any, and ranks of those with any",
    limits="says that the arms differ, not in which direction; approximate with few above zero",
    source="Lachenbruch, Biom Z 1976;18:351-356; Stat Methods Med Res 2002;11:297-302",
)

PERMUTATION_METHOD = Method(
    name="Lachenbruch two-part test, permutation",
    gives="p-value of the same sum among relabellings of the arms",
    limits="says that the arms differ, not in which direction",
    source="Lachenbruch, Stat Methods Med Res 2002;11:297-302",
)


@dataclass(frozen=True, slots=True)
class TwoPartTest:
    """Both parts of the comparison and their sum.

    Parameters
    ----------
    test : HypothesisTest
        Test of equal distributions in both parts.
    statistic : Statistic
        Sum of the parts that exist.
    df : int
        Parts that exist: 2, 1 or 0.
    share_part : Statistic
        Chi-square of the shares with any, 1 degree of freedom.
    amount_part : Statistic
        Chi-square of the ranks among those with any, 1 degree of freedom.
    n_any_1, n_any_0 : int
        Participants above zero in the first arm and in the comparator.
    n_1, n_0 : int
        Participants with a value.
    n_missing : int
        Participants of both arms without a value.
    """

    test: HypothesisTest
    statistic: Statistic
    df: int
    share_part: Statistic
    amount_part: Statistic
    n_any_1: int
    n_any_0: int
    n_1: int
    n_0: int
    n_missing: int


def compute_two_part_test(first: ArrayLike, second: ArrayLike) -> TwoPartTest:
    """Compute Lachenbruch's two-part test with its chi-square approximation.

    Parameters
    ----------
    first, second : array_like, shapes (n_1,) and (n_0,)
        Amounts of the first arm and of the comparator, zero or above; NaN where missing.

    Returns
    -------
    TwoPartTest
        A part that does not exist (all or none above zero; nobody above zero in one arm; equal
        amounts) has a reason and leaves the other with 1 degree of freedom. Not estimable where
        an arm is empty or neither part exists.

    Raises
    ------
    ValueError
        If an amount is negative.

    Notes
    -----
    X^2 = B^2 + W^2. B is the difference of the shares above zero over its pooled standard error,
    W the rank sum of the first arm among those above zero, centred, over its standard error with
    ties; neither has a continuity correction. p from chi-square with the number of parts.
    """
    x_1, x_0, n_missing = _read_amounts(first, second)
    n_1, n_0 = x_1.size, x_0.size
    n_any_1, n_any_0 = int((x_1 > 0.0).sum()), int((x_0 > 0.0).sum())
    share, amount, obstacles = 0.0, 0.0, [NOBODY_IN_ONE_ARM, NOBODY_IN_ONE_ARM]
    if min(n_1, n_0) > 0:
        members = np.concatenate([np.ones(n_1), np.zeros(n_0)])[None, :]
        parts = _compute_parts(members, np.concatenate([x_1, x_0]))
        share, amount = float(parts[0][0]), float(parts[1][0])
        obstacles = [
            _explain_share(n_any_1 + n_any_0, n_1 + n_0),
            _explain_amount(x_1[x_1 > 0.0], x_0[x_0 > 0.0]),
        ]
    df = obstacles.count("")
    reason = "" if df else obstacles[0]
    statistic = Statistic(share + amount if df else None, METHOD.name, reason)
    p_value = float(special.chdtrc(df, share + amount)) if df else None
    return TwoPartTest(
        HypothesisTest(p_value, METHOD.name, reason=reason),
        statistic,
        df,
        Statistic(None if obstacles[0] else share, METHOD.name, obstacles[0]),
        Statistic(None if obstacles[1] else amount, METHOD.name, obstacles[1]),
        n_any_1,
        n_any_0,
        n_1,
        n_0,
        n_missing,
    )


def compute_two_part_permutation_test(
    first: ArrayLike, second: ArrayLike, *, generator: Generator, draws: int = 10_000
) -> HypothesisTest:
    """Compute the two-part test by relabelling the arms.

    Parameters
    ----------
    first, second : array_like, shapes (n_1,) and (n_0,)
        As in :func:`compute_two_part_test`.
    generator : numpy.random.Generator
        Source of the random relabellings.
    draws : int
        Relabellings drawn; where no more exist all are taken and the test is exact.

    Returns
    -------
    HypothesisTest
        Not estimable where an arm is empty. Where all amounts are equal p is 1.

    Notes
    -----
    A part that does not exist in a relabelling adds 0 there.
    """
    x_1, x_0, _ = _read_amounts(first, second)
    if min(x_1.size, x_0.size) == 0:
        return HypothesisTest(None, PERMUTATION_METHOD.name, reason=NOBODY_IN_ONE_ARM)
    amounts = np.concatenate([x_1, x_0])
    p_value = compute_permutation_p_value(
        lambda members: np.sum(_compute_parts(members, amounts), axis=0),
        np.concatenate([np.ones(x_1.size), np.zeros(x_0.size)]),
        draws=draws,
        generator=generator,
    )
    return HypothesisTest(p_value, PERMUTATION_METHOD.name)


def _read_amounts(first: ArrayLike, second: ArrayLike) -> tuple[Vector, Vector, int]:
    (x_1, missing_1), (x_0, missing_0) = select_complete(first), select_complete(second)
    if (x_1 < 0.0).any() or (x_0 < 0.0).any():
        raise ValueError("an amount is zero or above")
    return x_1, x_0, missing_1 + missing_0


def _compute_parts(members: Vector, amounts: Vector) -> tuple[Vector, Vector]:
    """Compute both chi-squares for memberships (b, n), 0 where a part does not exist."""
    n, n_1, some = amounts.size, members[0].sum(), amounts > 0.0
    k = int(some.sum())
    n_any_1 = members @ some
    spread = n_1 * (n - n_1) * k * (n - k) / n**3
    share = np.zeros(members.shape[0])
    if spread > 0.0:
        share = (n_any_1 - n_1 * k / n) ** 2 / spread
    amount = np.zeros(members.shape[0])
    ranks = compute_mid_ranks(amounts[some])
    if k > 1:
        rank_sums = members[:, some] @ ranks
        variance = float(np.var(ranks, ddof=1)) * n_any_1 * (k - n_any_1) / k
        centred = (rank_sums - n_any_1 * (k + 1) / 2.0) ** 2
        np.divide(centred, variance, out=amount, where=variance > 0.0)
    return share, amount


def _explain_share(n_any: int, n: int) -> str:
    if n_any == 0:
        return "every amount is zero"
    return "every amount is above zero" if n_any == n else ""


def _explain_amount(some_1: Vector, some_0: Vector) -> str:
    if min(some_1.size, some_0.size) == 0:
        return "nobody is above zero in one arm"
    some = np.concatenate([some_1, some_0])
    return "all amounts above zero are equal" if (some == some[0]).all() else ""
