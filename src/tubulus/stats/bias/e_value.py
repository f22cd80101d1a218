"""E-values: how strong an unmeasured confounder must be to explain a contrast away."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from tubulus.stats.methods import Method
from tubulus.stats.results import Interval, Statistic

__all__ = [
    "METHOD",
    "EValue",
    "compute_geometric_e_value",
    "compute_mean_e_value",
    "compute_odds_e_value",
    "compute_risk_difference_e_value",
    "compute_risk_ratio_e_value",
]

METHOD = Method(
    name="E-value",
    gives="risk ratio that a confounder needs with arm and with outcome to explain the contrast",
    limits="says nothing on whether such a confounder exists; one scale for very unlike outcomes",
    source="VanderWeele and Ding, Ann Intern Med 2017;167:268-274",
)

# ln of an odds ratio per SMD is pi / sqrt(3), its square root about 0.91 (Chinn, Stat Med
# 2000;19:3127-3131; VanderWeele, Epidemiology 2017;28:e58).
_LOG_RISK_RATIO_PER_SMD = 0.91


@dataclass(frozen=True, slots=True)
class EValue:
    """E-value of an estimate and of its limits.

    Parameters
    ----------
    estimate : Statistic
        E-value of the estimate, at least 1.
    limit : Statistic
        E-value of the limit nearest to no difference; 1 where limits hold no difference.
    risk_ratio : Interval
        The risk ratio, exact or approximate, to which both belong.
    """

    estimate: Statistic
    limit: Statistic
    risk_ratio: Interval


def compute_risk_ratio_e_value(ratio: Interval) -> EValue:
    """Compute the E-value of a risk ratio.

    Parameters
    ----------
    ratio : Interval
        Risk ratio with limits, as far as they exist.

    Returns
    -------
    EValue
        Not estimable where the ratio is not, or is 0: no finite confounder explains that. An
        infinite ratio has no E-value, but its lower limit does.

    Raises
    ------
    ValueError
        If the ratio or a limit is negative, or the estimate lies outside its limits.

    Notes
    -----
    E = RR + sqrt(RR (RR - 1)) for RR >= 1, of 1 / RR below.
    """
    parts = [part for part in (ratio.low, ratio.estimate, ratio.high) if part is not None]
    if any(part < 0.0 for part in parts) or sorted(parts) != parts:
        raise ValueError("a risk ratio is at least 0 and lies between its limits")
    if ratio.estimate is None:
        nothing = Statistic(None, METHOD.name, ratio.reason)
        return EValue(nothing, _compute_limit(ratio), ratio)
    return EValue(_compute_statistic(ratio.estimate), _compute_limit(ratio), ratio)


def _compute_limit(ratio: Interval) -> Statistic:
    if ratio.low is None or ratio.high is None:
        return Statistic(None, METHOD.name, ratio.reason)
    if ratio.low <= 1.0 <= ratio.high:
        return Statistic(1.0, METHOD.name)
    return _compute_statistic(ratio.low if ratio.low > 1.0 else ratio.high)


def _compute_statistic(ratio: float) -> Statistic:
    above = max(ratio, 1.0 / ratio) if ratio > 0.0 else math.inf
    value = above + math.sqrt(above) * math.sqrt(above - 1.0)
    if not math.isfinite(value):
        return Statistic(None, METHOD.name, "no finite confounder explains a risk ratio of 0")
    return Statistic(value, METHOD.name)


def compute_odds_e_value(odds_ratio: Interval, *, rare: bool) -> EValue:
    """Compute the E-value of an odds ratio.

    Parameters
    ----------
    odds_ratio : Interval
        Odds ratio with limits.
    rare : bool
        Whether the event is rare, below about 15 % at the end of follow-up: then the odds ratio
        stands for the risk ratio, otherwise its square root does.

    Notes
    -----
    RR = sqrt(OR) for a common event, VanderWeele (2017).
    """
    return compute_risk_ratio_e_value(
        odds_ratio if rare else _transform(odds_ratio, 0.0, math.sqrt)
    )


def compute_risk_difference_e_value(difference: Interval, reference_risk: float) -> EValue:
    """Compute the E-value of a risk difference through the risk ratio.

    Parameters
    ----------
    difference : Interval
        Risk in the first arm minus risk in the comparator.
    reference_risk : float
        Risk in the comparator, in (0, 1); it is taken as known.

    Notes
    -----
    RR = (p0 + RD) / p0, for the estimate and each limit. A limit below -p0, which no risk in the
    first arm allows, counts as RR = 0.
    """
    if not 0.0 < reference_risk < 1.0:
        raise ValueError(f"a reference risk lies strictly between 0 and 1, not {reference_risk}")
    ratio = _transform(difference, -math.inf, lambda value: max(0.0, 1.0 + value / reference_risk))
    return compute_risk_ratio_e_value(ratio)


def compute_mean_e_value(difference: Interval, sd: float) -> EValue:
    """Compute the E-value of a difference of means.

    Parameters
    ----------
    difference : Interval
        Difference of means with limits.
    sd : float
        Standard deviation of the outcome, in the same unit, above 0; 1 where the difference is
        standardised already. That within arms and covariates is the one of a standardised
        difference; that of the outcome over both arms is larger and gives the conservative E-value
        (the choice that the R package EValue calls conservative), which the report takes.

    Notes
    -----
    RR = exp(0.91 d) with d = difference / SD, for the estimate and each limit.
    """
    if not (math.isfinite(sd) and sd > 0.0):
        raise ValueError("a standard deviation is finite and above 0")
    return compute_risk_ratio_e_value(
        _transform(
            difference, -math.inf, lambda value: math.exp(_LOG_RISK_RATIO_PER_SMD * value / sd)
        )
    )


def compute_geometric_e_value(ratio: Interval, log_sd: float) -> EValue:
    """Compute the E-value of a ratio of geometric means.

    Parameters
    ----------
    ratio : Interval
        Ratio of geometric means with limits, above 0.
    log_sd : float
        Standard deviation of the log outcome, above 0; see :func:`compute_mean_e_value`.

    Notes
    -----
    The log ratio is a difference of means of logs: see :func:`compute_mean_e_value`.
    """
    return compute_mean_e_value(_transform(ratio, 0.0, math.log, open_bound=True), log_sd)


def _transform(
    interval: Interval,
    bound: float,
    change: Callable[[float], float],
    *,
    open_bound: bool = False,
) -> Interval:
    values = (interval.estimate, interval.low, interval.high)
    for value in values:
        if value is not None and (value < bound or (open_bound and value == bound)):
            raise ValueError("a ratio or a limit of one lies on the wrong side of 0")
    estimate, low, high = (None if value is None else _apply(change, value) for value in values)
    reason = interval.reason
    if interval.estimate is None and interval.high == math.inf and low is not None:
        return Interval(None, low, math.inf, interval.confidence, METHOD.name, reason)
    if estimate is None:
        reason = reason or "the risk ratio exceeds what can be computed"
        return Interval(None, None, None, interval.confidence, METHOD.name, reason)
    if low is None or high is None:
        reason = reason or "a limit of the risk ratio exceeds what can be computed"
        return Interval(estimate, None, None, interval.confidence, METHOD.name, reason)
    return Interval(estimate, low, high, interval.confidence, METHOD.name)


def _apply(change: Callable[[float], float], value: float) -> float | None:
    try:
        return change(value)
    except OverflowError:
        return None
