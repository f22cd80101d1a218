"""One proportion with its interval: the runner of the one-sample methods."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from tubulus.stats.choices import require_choice
from tubulus.stats.proportions import clopper_pearson, jeffreys, mid_p, wilson
from tubulus.stats.proportions.counts import NOBODY, require_counts
from tubulus.stats.results import Interval, require_confidence

__all__ = ["ProportionMethod", "estimate_proportion", "estimate_upper_limit"]

ProportionMethod = Literal["Clopper-Pearson", "Wilson", "Jeffreys", "mid-p"]

_KERNELS: dict[ProportionMethod, Callable[[int, int, float], tuple[float, float]]] = {
    "Clopper-Pearson": clopper_pearson.compute_limits,
    "Wilson": wilson.compute_limits,
    "Jeffreys": jeffreys.compute_limits,
    "mid-p": mid_p.compute_limits,
}


def estimate_proportion(
    events: int,
    n: int,
    *,
    method: ProportionMethod = "Clopper-Pearson",
    confidence: float = 0.95,
) -> Interval:
    """Estimate a proportion with two-sided limits.

    Parameters
    ----------
    events, n : int
        Participants with the event, and participants who count.
    method : {'Clopper-Pearson', 'Wilson', 'Jeffreys', 'mid-p'}
        Interval; see the module of each name for formula and source.
    confidence : float
        Two-sided level in (0, 1).

    Returns
    -------
    Interval
        Share in [0, 1]; not estimable for n = 0.

    Raises
    ------
    ValueError
        If not 0 <= events <= n.
    """
    require_choice(method, ProportionMethod, "method")
    require_counts(events, n)
    if n == 0:
        return Interval(None, None, None, confidence, method, NOBODY)
    require_confidence(confidence)
    low, high = _KERNELS[method](events, n, confidence)
    return Interval(events / n, low, high, confidence, method)


def estimate_upper_limit(events: int, n: int, *, confidence: float = 0.95) -> Interval:
    """Estimate a proportion with a one-sided exact upper limit.

    Parameters
    ----------
    events, n : int
        Participants with the event, and participants who count.
    confidence : float
        One-sided level in (0, 1).

    Returns
    -------
    Interval
        Low is 0, high is the limit; not estimable for n = 0.
    """
    method = f"{clopper_pearson.METHOD.name}, one-sided upper"
    require_counts(events, n)
    if n == 0:
        return Interval(None, None, None, confidence, method, NOBODY)
    require_confidence(confidence)
    high = clopper_pearson.compute_upper_limit(events, n, confidence)
    return Interval(events / n, 0.0, high, confidence, method)
