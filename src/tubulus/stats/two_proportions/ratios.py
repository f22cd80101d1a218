"""Risk ratio and odds ratio of two arms with their intervals: the runners of the ratios."""

from __future__ import annotations

from tubulus.stats.proportions.counts import NOBODY, require_counts
from tubulus.stats.results import Interval, require_confidence
from tubulus.stats.two_proportions import score_odds_ratio, score_risk_ratio

__all__ = ["estimate_odds_ratio", "estimate_risk_ratio"]

_UNBOUNDED = "the ratio has no upper bound: its denominator is zero"
_UNDEFINED = "the ratio is zero over zero: every value is possible"


def estimate_risk_ratio(
    events_1: int, n_1: int, events_0: int, n_0: int, *, confidence: float = 0.95
) -> Interval:
    """Estimate the risk ratio p1 / p0 between two independent arms.

    Parameters
    ----------
    events_1, n_1 : int
        Participants with the event and participants who count, first arm.
    events_0, n_0 : int
        The same in the comparator.
    confidence : float
        Two-sided level in (0, 1).

    Returns
    -------
    Interval
        Ratio with the score limits of Miettinen and Nurminen, in [0, inf]. Without an event in the
        comparator there is no estimate but still an interval, with an infinite upper limit; without
        any event the interval is 0 to infinity. Neither exists where an arm has no participant.

    Raises
    ------
    ValueError
        If not 0 <= events <= n in an arm.
    """
    name = score_risk_ratio.METHOD.name
    if _is_empty(events_1, n_1, events_0, n_0, confidence):
        return Interval(None, None, None, confidence, name, f"{NOBODY} in one arm")
    low, high = score_risk_ratio.compute_limits(events_1, n_1, events_0, n_0, confidence)
    parts = events_1 * n_0, events_0 * n_1
    return _make_interval(parts, (float(low), float(high)), confidence, name)


def estimate_odds_ratio(
    events_1: int, n_1: int, events_0: int, n_0: int, *, confidence: float = 0.95
) -> Interval:
    """Estimate the odds ratio of two independent arms.

    Parameters
    ----------
    events_1, n_1 : int
        Participants with the event and participants who count, first arm.
    events_0, n_0 : int
        The same in the comparator.
    confidence : float
        Two-sided level in (0, 1).

    Returns
    -------
    Interval
        x1 (n0 - x0) / ((n1 - x1) x0) with the score limits of Miettinen and Nurminen, in [0, inf].
        Where the denominator is zero there is no estimate but still an interval, with an infinite
        upper limit; where nobody or everybody has the event the interval is 0 to infinity.
        Neither exists where an arm has no participant.

    Raises
    ------
    ValueError
        If not 0 <= events <= n in an arm.
    """
    name = score_odds_ratio.METHOD.name
    if _is_empty(events_1, n_1, events_0, n_0, confidence):
        return Interval(None, None, None, confidence, name, f"{NOBODY} in one arm")
    low, high = score_odds_ratio.compute_limits(events_1, n_1, events_0, n_0, confidence)
    parts = events_1 * (n_0 - events_0), (n_1 - events_1) * events_0
    return _make_interval(parts, (float(low), float(high)), confidence, name)


def _is_empty(events_1: int, n_1: int, events_0: int, n_0: int, confidence: float) -> bool:
    require_counts(events_1, n_1)
    require_counts(events_0, n_0)
    require_confidence(confidence)
    return min(n_1, n_0) == 0


def _make_interval(
    parts: tuple[int, int], limits: tuple[float, float], confidence: float, name: str
) -> Interval:
    numerator, denominator = parts
    if denominator == 0:
        reason = _UNBOUNDED if numerator else _UNDEFINED
        return Interval(None, *limits, confidence, name, reason)
    return Interval(numerator / denominator, *limits, confidence, name)
