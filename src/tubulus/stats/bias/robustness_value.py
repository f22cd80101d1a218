"""Robustness values: what share of variance a confounder must explain to change a conclusion."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy import special

from tubulus.stats.methods import Method
from tubulus.stats.results import Statistic, require_confidence

__all__ = ["METHOD", "RobustnessValue", "compute_robustness_value"]

METHOD = Method(
    name="robustness value",
    gives="partial R2 with arm and outcome that a confounder needs to take the contrast away",
    limits="linear model with equal variances; whether such a confounder exists is not said",
    source="Cinelli and Hazlett, J R Stat Soc B 2020;82:39-67",
)


@dataclass(frozen=True, slots=True)
class RobustnessValue:
    """Strength of confounding that would change a linear contrast.

    Parameters
    ----------
    estimate : Statistic
        RV_q: partial R2 with both arm and outcome that takes the share q off the estimate.
    limit : Statistic
        RV_q,alpha: the same until the test at alpha no longer rejects; 0 where it does not now.
    partial_r2 : Statistic
        Partial R2 of arm with the outcome: the partial R2 with arm that a confounder needs which
        explains all that is left of the outcome.
    """

    estimate: Statistic
    limit: Statistic
    partial_r2: Statistic


def compute_robustness_value(
    estimate: float | None,
    standard_error: float | None,
    df: float,
    *,
    share: float = 1.0,
    confidence: float = 0.95,
) -> RobustnessValue:
    """Compute the robustness value of a coefficient.

    Parameters
    ----------
    estimate, standard_error : float or None
        Coefficient of arm and its standard error under equal variances; None where unknown.
    df : float
        Residual degrees of freedom.
    share : float
        Share q of the estimate that confounding is to take away, above 0.
    confidence : float
        One minus alpha, in (0, 1).

    Notes
    -----
    f = abs(t) / sqrt(df), f_q = q f; RV_q = (sqrt(f_q^4 + 4 f_q^2) - f_q^2) / 2. For RV_q,alpha the
    same of f_q - f*, f* = t_(alpha/2, df - 1) / sqrt(df - 1); where f_q > 1 / f* a confounder
    explains the outcome best with less than its R2 with arm, and
    RV_q,alpha = (f_q^2 - f*^2) / (1 + f_q^2). Partial R2 = f^2 / (1 + f^2).
    """
    require_confidence(confidence)
    if share <= 0.0:
        raise ValueError(f"a share of the estimate lies above 0, not {share}")
    reason = _find_obstacle(estimate, standard_error, df)
    if estimate is None or standard_error is None or reason:
        nothing = Statistic(None, METHOD.name, reason)
        return RobustnessValue(nothing, nothing, nothing)
    strength = abs(estimate / standard_error) / math.sqrt(df)
    needed = share * strength
    quantile = float(special.stdtrit(df - 1.0, 0.5 + confidence / 2.0))
    critical = quantile / math.sqrt(df - 1.0)
    limit = _compute_value(needed - critical)
    if needed > critical and needed * critical > 1.0:
        limit = (needed**2 - critical**2) / (1.0 + needed**2)
    return RobustnessValue(
        Statistic(_compute_value(needed), METHOD.name),
        Statistic(limit, METHOD.name),
        Statistic(strength**2 / (1.0 + strength**2), METHOD.name),
    )


def _find_obstacle(estimate: float | None, standard_error: float | None, df: float) -> str:
    if estimate is None or standard_error is None:
        return "the contrast has no standard error"
    if not (math.isfinite(estimate) and math.isfinite(standard_error)) or standard_error <= 0.0:
        return "the contrast has no standard error above 0"
    return "" if df > 1.0 else "a confounder needs at least two residual degrees of freedom"


def _compute_value(strength: float) -> float:
    """Return the R2 whose bias is that strong, written so that nothing cancels."""
    if strength <= 0.0:
        return 0.0
    return 2.0 / (1.0 + math.sqrt(1.0 + 4.0 / strength**2))
