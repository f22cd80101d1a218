"""Risk difference of two arms with its interval: the runner of the two-sample methods."""

from __future__ import annotations

from typing import Literal

from tubulus.stats.choices import require_choice
from tubulus.stats.proportions.counts import NOBODY, require_counts
from tubulus.stats.results import Interval, require_confidence
from tubulus.stats.two_proportions import mee, miettinen_nurminen, newcombe

__all__ = ["RiskDifferenceMethod", "estimate_risk_difference"]

RiskDifferenceMethod = Literal["Miettinen-Nurminen", "Mee", "Newcombe"]


def estimate_risk_difference(
    events_1: int,
    n_1: int,
    events_0: int,
    n_0: int,
    *,
    method: RiskDifferenceMethod = "Miettinen-Nurminen",
    confidence: float = 0.95,
) -> Interval:
    """Estimate the risk difference p1 - p0 between two independent arms.

    Parameters
    ----------
    events_1, n_1 : int
        Participants with the event and participants who count, first arm.
    events_0, n_0 : int
        The same in the comparator.
    method : {'Miettinen-Nurminen', 'Mee', 'Newcombe'}
        Interval; see the module of each name for formula and source.
    confidence : float
        Two-sided level in (0, 1).

    Returns
    -------
    Interval
        Difference of shares in [-1, 1]; not estimable where an arm has no participant.

    Raises
    ------
    ValueError
        If not 0 <= events <= n in an arm.
    """
    require_choice(method, RiskDifferenceMethod, "method")
    require_counts(events_1, n_1)
    require_counts(events_0, n_0)
    require_confidence(confidence)
    if min(n_1, n_0) == 0:
        return Interval(None, None, None, confidence, method, f"{NOBODY} in one arm")
    counts = (events_1, n_1, events_0, n_0)
    if method == "Newcombe":
        low, high = newcombe.compute_limits(*counts, confidence)
    elif method == "Mee":
        low, high = mee.compute_limits(*counts, confidence)
    else:
        lows, highs = miettinen_nurminen.compute_limits(*counts, confidence)
        low, high = float(lows), float(highs)
    return Interval(events_1 / n_1 - events_0 / n_0, low, high, confidence, method)
