"""Predictive probability that a trial will end beyond a limit, given its events so far."""

from __future__ import annotations

import math

import numpy as np
from scipy import special

from tubulus.stats.designs.safety.boundary import (
    StoppingBoundary,
    require_looks,
    require_probability,
)
from tubulus.stats.designs.safety.posterior import (
    JEFFREYS,
    BetaPrior,
    compute_posterior_boundary,
    require_prior,
)
from tubulus.stats.methods import Method
from tubulus.stats.proportions.counts import require_counts
from tubulus.stats.results import Statistic

__all__ = [
    "METHOD",
    "compute_final_limit",
    "compute_predictive_boundary",
    "compute_predictive_probability",
]

METHOD = Method(
    name="predictive probability of a proportion",
    gives="probability, averaged over the posterior, to end with at least so many events",
    limits="depends on the prior; later looks before the end are not counted",
    source="Lee and Liu, Clin Trials 2008;5:93-106",
)


def compute_predictive_probability(
    events: int,
    n: int,
    planned: int,
    needed: int | None,
    *,
    prior: BetaPrior = JEFFREYS,
) -> Statistic:
    """Compute the probability to end with at least so many events.

    Parameters
    ----------
    events, n : int
        Participants with the event and participants observed so far.
    planned : int
        Participants at the end, at least ``n``.
    needed : int or None
        Events at the end that mean success, or harm; None where no number does.
    prior : (float, float)
        Parameters of the beta prior, both above 0.

    Notes
    -----
    Events among the planned - n to come are beta-binomial with a + s and b + n - s.
    """
    require_counts(events, n)
    require_counts(n, planned)
    require_prior(prior)
    if needed is None or needed > events + planned - n:
        return Statistic(0.0, METHOD.name)
    if needed <= events:
        return Statistic(1.0, METHOD.name)
    a, b = prior[0] + events, prior[1] + n - events
    to_come = planned - n
    later = np.arange(needed - events, to_come + 1)
    log_probability = (
        special.betaln(later + a, to_come - later + b)
        - special.betaln(a, b)
        - special.betaln(to_come - later + 1, later + 1)
        - math.log(to_come + 1)
    )
    return Statistic(min(1.0, float(np.exp(log_probability).sum())), METHOD.name)


def compute_final_limit(
    planned: int, p_0: float, threshold: float, *, prior: BetaPrior = JEFFREYS
) -> int | None:
    """Return the fewest events at the end for which P(p > p_0) exceeds a threshold, or None."""
    return compute_posterior_boundary((planned,), p_0, threshold, prior=prior).limits[0]


def compute_predictive_boundary(
    looks: tuple[int, ...],
    needed: int,
    threshold: float,
    *,
    prior: BetaPrior = JEFFREYS,
) -> StoppingBoundary:
    """Compute the limits of the rule: stop where the predictive probability exceeds a threshold.

    Parameters
    ----------
    looks : tuple of int
        Participants observed at each look, ascending; the last is the planned end.
    needed : int
        Events at the end that mean harm.
    threshold : float
        Predictive probability beyond which a trial stops, in (0, 1).
    prior : (float, float)
        Parameters of the beta prior, both above 0.
    """
    planned = require_looks(looks)[-1]
    require_probability(threshold, "threshold")
    limits: list[int | None] = []
    for n in looks:
        chances = (
            compute_predictive_probability(events, n, planned, needed, prior=prior).value or 0.0
            for events in range(n + 1)
        )
        beyond = (events for events, chance in enumerate(chances) if chance > threshold)
        limits.append(next(beyond, None))
    return StoppingBoundary(looks, tuple(limits))
