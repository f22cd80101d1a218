"""Profile likelihood of the arm's log odds ratio, also where that ratio is infinite."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import optimize

from tubulus.stats.missing import Vector
from tubulus.stats.ordinal.cumulative_logit import Codes, CumulativeFit, fit_cumulative_logit

__all__ = ["FAR", "Drop", "InfiniteOdds", "find_distance", "follow_infinite_odds", "make_drop"]

Drop = Callable[[float], float]

_MOST_DOUBLINGS = 60
FAR = 40.0
"""Log odds ratio at which each participant's likelihood is within 1e-16 of its limit."""

# Followed in steps, each fit starts near the one before.
_STEP = 5.0


@dataclass(frozen=True, slots=True)
class InfiniteOdds:
    """A likelihood that grows for ever with the log odds ratio, or against it.

    Parameters
    ----------
    side : int
        1 where the odds ratio is infinite, -1 where it is 0.
    drop : callable
        Twice the log-likelihood lost against its limit, by log odds ratio.
    """

    side: int
    drop: Drop


def make_drop(levels: Codes, arm: Vector, covariates: Vector, best: CumulativeFit) -> Drop:
    """Make the function 2 (l_max - l(b)) with every coefficient but the arm's refitted.

    Parameters
    ----------
    levels, arm, covariates
        As fitted, the arm before the covariates.
    best : CumulativeFit
        Fit of arm and covariates.
    """
    start = CumulativeFit(
        best.intercepts, best.coefficients[1:], best.covariance[1:, 1:], -np.inf, has_converged=True
    )

    def compute_drop(coefficient: float) -> float:
        fit = fit_cumulative_logit(levels, covariates, coefficient * arm, start)
        return 2.0 * (best.log_likelihood - fit.log_likelihood)

    return compute_drop


def follow_infinite_odds(levels: Codes, arm: Vector, covariates: Vector) -> InfiniteOdds:
    """Follow the profile likelihood to its limit where the arm alone orders the levels.

    Parameters
    ----------
    levels, arm, covariates
        Arm that separates the levels, covariates that do not.
    """
    centre = fit_cumulative_logit(levels, covariates)
    up, down = (
        fit_cumulative_logit(levels, covariates, sign * arm, centre).log_likelihood
        for sign in (1.0, -1.0)
    )
    side = 1 if up > down else -1
    path = [centre]
    for coefficient in np.arange(_STEP, FAR + _STEP, _STEP):
        path.append(fit_cumulative_logit(levels, covariates, side * coefficient * arm, path[-1]))
    top = path[-1].log_likelihood

    def compute_drop(coefficient: float) -> float:
        nearest = int(np.clip(round(side * coefficient / _STEP), 0, len(path) - 1))
        fit = fit_cumulative_logit(levels, covariates, coefficient * arm, path[nearest])
        return 2.0 * (top - fit.log_likelihood)

    return InfiniteOdds(side, compute_drop)


def find_distance(drop: Drop, origin: float, first_step: float, wanted: float) -> float | None:
    """Find how far from an origin the likelihood has dropped as wanted.

    Parameters
    ----------
    drop : callable
        Rises along the direction of search.
    origin : float
        Where it is below the drop wanted.
    first_step : float
        First distance tried, with the sign of the direction; doubled until it is far enough.
    wanted : float
        Drop wanted.

    Returns
    -------
    float or None
        The signed distance; None where the likelihood does not fall far enough.
    """
    inner, outer = 0.0, first_step
    for _ in range(_MOST_DOUBLINGS):
        if drop(origin + outer) >= wanted:
            tolerance = 1e-12 * max(1.0, abs(outer))
            return float(
                optimize.brentq(lambda d: drop(origin + d) - wanted, inner, outer, xtol=tolerance)
            )
        inner, outer = outer, 2.0 * outer
    return None
