"""Win odds, win ratio and net benefit of two arms."""

from __future__ import annotations

import math
from dataclasses import dataclass

from numpy.typing import ArrayLike

from tubulus.stats.methods import Method
from tubulus.stats.missing import select_complete
from tubulus.stats.ranks.brunner_munzel import SuperiorityResult, estimate_superiority
from tubulus.stats.ranks.placements import Placements, compute_placements, compute_variance
from tubulus.stats.ranks.wilcoxon import NOBODY_IN_ONE_ARM
from tubulus.stats.results import HypothesisTest, Interval, require_confidence
from tubulus.stats.scales import compute_exponential
from tubulus.stats.student import compute_t_inference

__all__ = ["METHOD", "RATIO_METHOD", "WinResult", "estimate_wins"]

METHOD = Method(
    name="win odds and net benefit",
    gives="odds that the first arm wins a pair, ties half, and wins minus losses, with t limits",
    limits="approximate below about 10 in an arm; without limits where the arms do not overlap",
    source="Brunner, Vandemeulebroecke and Muetze, Stat Med 2021;40:3367-3384",
)

RATIO_METHOD = Method(
    name="win ratio",
    gives="wins over losses of the first arm, ties left out, with t limits on the log scale",
    limits="ignores ties, so that it grows with their number; infinite where nothing is lost",
    source="Bebu and Lachin, Biostatistics 2016;17:178-187; Pocock et al, Eur Heart J 2012;33:176",
)


@dataclass(frozen=True, slots=True)
class WinResult:
    """All pairs of a participant of the first arm with one of the comparator.

    Parameters
    ----------
    win_odds : Interval
        (wins + ties / 2) / (losses + ties / 2).
    net_benefit : Interval
        (wins - losses) / pairs.
    test : HypothesisTest
        Two-sided Brunner-Munzel test of win odds 1, net benefit 0.
    win_ratio : Interval
        wins / losses.
    ratio_test : HypothesisTest
        Two-sided test of win ratio 1.
    n_wins, n_losses, n_ties : int
        Pairs.
    n_1, n_0 : int
        Participants with a value in the first arm and in the comparator.
    n_missing_1, n_missing_0 : int
        Participants without a value.
    """

    win_odds: Interval
    net_benefit: Interval
    test: HypothesisTest
    win_ratio: Interval
    ratio_test: HypothesisTest
    n_wins: int
    n_losses: int
    n_ties: int
    n_1: int
    n_0: int
    n_missing_1: int
    n_missing_0: int


def estimate_wins(first: ArrayLike, second: ArrayLike, *, confidence: float = 0.95) -> WinResult:
    """Estimate win odds, net benefit and win ratio of the first arm.

    Parameters
    ----------
    first, second : array_like, shapes (n_1,) and (n_0,)
        Scores of the first arm and of the comparator, larger is better; NaN where missing. Only
        their order counts. For a composite endpoint give participants with the intercurrent event
        a score below every other, the same for all of them.
    confidence : float
        Two-sided level in (0, 1).

    Returns
    -------
    WinResult
        Not estimable where an arm is empty. Where nothing is lost the odds, or the ratio, are
        infinite: no estimate, with that reason. Where nothing is won the estimate is 0, without
        limits. An arm of one participant leaves estimates without limits.

    Notes
    -----
    With the superiority theta: win odds theta / (1 - theta), net benefit 2 theta - 1. Their limits
    are those of theta on the logit scale carried over, so that the three always agree; for the net
    benefit this is Fisher's z. Var(log win ratio) is that of the mean of w_i / w - l_i / l over
    both arms, with each participant's share of wins w_i and losses l_i, t with Satterthwaite df.
    """
    require_confidence(confidence)
    superiority = estimate_superiority(first, second, confidence=confidence)
    (x_1, _), (x_0, _) = select_complete(first), select_complete(second)
    counts = (superiority.n_1, superiority.n_0, superiority.n_missing_1, superiority.n_missing_0)
    if min(x_1.size, x_0.size) == 0:
        nothing = _make_estimate(None, confidence, METHOD.name, NOBODY_IN_ONE_ARM)
        ratio = _make_estimate(None, confidence, RATIO_METHOD.name, NOBODY_IN_ONE_ARM)
        tests = [HypothesisTest(None, part.method, reason=part.reason) for part in (nothing, ratio)]
        return WinResult(nothing, nothing, tests[0], ratio, tests[1], 0, 0, 0, *counts)
    placements, pairs = compute_placements(x_1, x_0), x_1.size * x_0.size
    n_wins = round(float(placements.wins_1.mean()) * pairs)
    n_losses = round(float(placements.losses_1.mean()) * pairs)
    win_ratio, ratio_test = _compute_ratio(placements, n_wins, n_losses, confidence)
    return WinResult(
        _compute_odds(superiority.superiority),
        _compute_benefit(superiority.superiority),
        _rename(superiority),
        win_ratio,
        ratio_test,
        n_wins,
        n_losses,
        pairs - n_wins - n_losses,
        *counts,
    )


def _compute_odds(theta: Interval) -> Interval:
    confidence, name = theta.confidence, METHOD.name
    if theta.estimate == 1.0:
        reason = "the first arm wins every pair: the win odds are infinite"
        return _make_estimate(None, confidence, name, reason)
    estimate = _compute_odds_of(theta.estimate)
    if theta.high == 1.0 or theta.low == 1.0:
        reason = "a limit of the win odds exceeds what can be computed"
        return _make_estimate(estimate, confidence, name, reason)
    low, high = _compute_odds_of(theta.low), _compute_odds_of(theta.high)
    return Interval(estimate, low, high, confidence, name, theta.reason)


def _compute_odds_of(part: float | None) -> float | None:
    return None if part is None else part / (1.0 - part)


def _compute_benefit(theta: Interval) -> Interval:
    estimate, low, high = (
        None if part is None else 2.0 * part - 1.0
        for part in (theta.estimate, theta.low, theta.high)
    )
    return Interval(estimate, low, high, theta.confidence, METHOD.name, theta.reason)


def _rename(superiority: SuperiorityResult) -> HypothesisTest:
    test = superiority.test
    return HypothesisTest(test.p_value, METHOD.name, test.alternative, test.reason)


def _compute_ratio(
    placements: Placements, n_wins: int, n_losses: int, confidence: float
) -> tuple[Interval, HypothesisTest]:
    name, n_1, n_0 = RATIO_METHOD.name, placements.wins_1.size, placements.wins_0.size
    estimate = None if n_losses == 0 else n_wins / n_losses
    reason = _find_obstacle(n_wins, n_losses, min(n_1, n_0))
    if reason:
        return (
            _make_estimate(estimate, confidence, name, reason),
            HypothesisTest(None, name, reason=reason),
        )
    won, lost = n_wins / (n_1 * n_0), n_losses / (n_1 * n_0)
    variance, df = compute_variance(
        placements.wins_1 / won - placements.losses_1 / lost,
        placements.wins_0 / won - placements.losses_0 / lost,
    )
    if variance == 0.0:
        reason = "no participant differs from another in wins and losses"
        return (
            _make_estimate(estimate, confidence, name, reason),
            HypothesisTest(None, name, reason=reason),
        )
    log_ratio = math.log(n_wins / n_losses)
    limits, test = compute_t_inference(log_ratio, math.sqrt(variance), df, confidence, name)
    return compute_exponential(limits, name), test


def _find_obstacle(n_wins: int, n_losses: int, fewest: int) -> str:
    if n_wins == n_losses == 0:
        return "every pair is a tie: the win ratio is undefined"
    if n_losses == 0:
        return "the first arm loses no pair: the win ratio is infinite"
    if n_wins == 0:
        return "the first arm wins no pair: the log of the win ratio is undefined"
    return "one participant has no variance" if fewest == 1 else ""


def _make_estimate(estimate: float | None, confidence: float, name: str, reason: str) -> Interval:
    return Interval(estimate, None, None, confidence, name, reason)
