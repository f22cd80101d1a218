"""Stopping on the posterior probability that an event is too frequent."""

from __future__ import annotations

from collections.abc import Sequence
from operator import index

import numpy as np
from scipy import special

from tubulus.stats.designs.safety.boundary import (
    StoppingBoundary,
    require_looks,
    require_probability,
)
from tubulus.stats.designs.safety.calibration import CalibratedBoundary, calibrate_evidence
from tubulus.stats.methods import Method
from tubulus.stats.missing import Vector
from tubulus.stats.proportions.counts import require_counts
from tubulus.stats.results import Statistic

__all__ = [
    "JEFFREYS",
    "METHOD",
    "BetaPrior",
    "calibrate_posterior_boundary",
    "compute_posterior_boundary",
    "compute_posterior_probability",
    "require_prior",
]

METHOD = Method(
    name="posterior probability of a proportion above a limit",
    gives="P(p > p0 | events) under a beta prior and the limits of a rule that stops on it",
    limits="a threshold set without calibration may stop a safe trial far more often than alpha",
    source="Geller et al, Adv Clin Trial Biostat 2003; Thall and Simon, Biometrics 1994;50:337-349",
)

BetaPrior = tuple[float, float]
JEFFREYS: BetaPrior = (0.5, 0.5)
"""Jeffreys' prior of a proportion."""


def require_prior(prior: BetaPrior) -> None:
    """Refuse a beta prior whose parameters are not above 0."""
    if not (0.0 < prior[0] < np.inf and 0.0 < prior[1] < np.inf):
        raise ValueError(f"both parameters of a beta prior are above 0, not {prior}")


def compute_posterior_probability(
    events: int, n: int, p_0: float, *, prior: BetaPrior = JEFFREYS
) -> Statistic:
    """Compute the posterior probability that the event is more frequent than p_0.

    Parameters
    ----------
    events, n : int
        Participants with the event and participants observed; nobody gives the prior's.
    p_0 : float
        Probability in (0, 1).
    prior : (float, float)
        Parameters of the beta prior, both above 0.

    Notes
    -----
    1 - I(p0; a + s, b + n - s), the upper tail of Beta(a + s, b + n - s).
    """
    require_counts(events, n)
    require_probability(p_0, "p_0")
    require_prior(prior)
    return Statistic(float(_compute_tails(n, p_0, prior)[index(events)]), METHOD.name)


def compute_posterior_boundary(
    looks: Sequence[int], p_0: float, threshold: float, *, prior: BetaPrior = JEFFREYS
) -> StoppingBoundary:
    """Compute the limits of the rule: stop where P(p > p_0) exceeds a threshold.

    Parameters
    ----------
    looks : sequence of int
        Participants observed at each look, ascending.
    p_0, threshold : float
        Probability of the event that is still safe, and posterior probability beyond which a
        trial stops, both in (0, 1).
    prior : (float, float)
        Parameters of the beta prior, both above 0.

    Notes
    -----
    Not calibrated: take the probability to stop a safe trial from
    :func:`~tubulus.stats.designs.safety.compute_operating_characteristics`. P(p > 0.10) > 0.95
    under Jeffreys' prior at looks 10, 20, 30 and 40 stops 13.0 % of trials with p = 0.10.
    """
    numbers = require_looks(looks)
    require_probability(p_0, "p_0")
    require_probability(threshold, "threshold")
    require_prior(prior)
    limits: list[int | None] = []
    for n in numbers:
        limit = int(np.searchsorted(_compute_tails(n, p_0, prior), threshold, side="right"))
        limits.append(limit if limit <= n else None)
    return StoppingBoundary(numbers, tuple(limits))


def calibrate_posterior_boundary(
    looks: Sequence[int], p_0: float, alpha: float, *, prior: BetaPrior = JEFFREYS
) -> CalibratedBoundary:
    """Calibrate the threshold of the posterior probability on the exact probability to stop.

    Parameters
    ----------
    looks : sequence of int
        Participants observed at each look, ascending.
    p_0, alpha : float
        Probability of the event that is still safe, and highest allowed probability to stop
        there, both in (0, 1).
    prior : (float, float)
        Parameters of the beta prior, both above 0.

    Returns
    -------
    CalibratedBoundary
        ``critical_value`` is the lowest threshold: stop where P(p > p_0) exceeds it.
    """
    numbers = require_looks(looks)
    require_probability(p_0, "p_0")
    require_prior(prior)
    # on the logit scale, where probabilities near 1 stay apart
    evidence = [_compute_logits(n, p_0, prior) for n in numbers]
    result = calibrate_evidence(numbers, evidence, p_0, alpha)
    value = result.critical_value.value
    if value is None:
        return result
    critical = Statistic(float(special.expit(value)), METHOD.name)
    return CalibratedBoundary(result.boundary, p_0, alpha, result.attained, critical)


def _compute_tails(n: int, p_0: float, prior: BetaPrior) -> Vector:
    """Compute P(p > p0) for 0 to n events, shape (n + 1,)."""
    events = np.arange(n + 1.0)
    tails: Vector = special.betaincc(prior[0] + events, prior[1] + n - events, p_0)
    return tails


def _compute_logits(n: int, p_0: float, prior: BetaPrior) -> Vector:
    events = np.arange(n + 1.0)
    tiny = np.finfo(float).tiny
    below = special.betainc(prior[0] + events, prior[1] + n - events, p_0)
    logits: Vector = np.log(np.maximum(_compute_tails(n, p_0, prior), tiny))
    logits -= np.log(np.maximum(below, tiny))
    return logits
