"""What a stopping boundary does: exact probabilities along the binary path."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from tubulus.stats.designs.safety.boundary import StoppingBoundary
from tubulus.stats.methods import Method
from tubulus.stats.missing import Vector, read_vector

__all__ = [
    "METHOD",
    "OperatingCharacteristics",
    "compute_binomial",
    "compute_operating_characteristics",
    "compute_stopping_probabilities",
]

METHOD = Method(
    name="operating characteristics of a stopping boundary",
    gives="exact probability to stop at each look, expected participants and events",
    limits="outcomes are independent with one probability and known at the look, none pending",
    source="Schultz et al, Biometrics 1973;29:169-180",
)


@dataclass(frozen=True, slots=True)
class OperatingCharacteristics:
    """What a boundary does at each true probability.

    Parameters
    ----------
    boundary : StoppingBoundary
        The boundary.
    probabilities : ndarray, shape (p,)
        True probabilities of the event.
    stopping_by_look : ndarray, shape (p, looks)
        Probability to stop at each look.
    stopping : ndarray, shape (p,)
        Probability to stop at all, at the last look included.
    expected_n, expected_events : ndarray, shape (p,)
        Participants observed and events among them until the trial stops or the last look.
    """

    boundary: StoppingBoundary
    probabilities: Vector
    stopping_by_look: Vector
    stopping: Vector
    expected_n: Vector
    expected_events: Vector


def compute_operating_characteristics(
    boundary: StoppingBoundary, probabilities: ArrayLike
) -> OperatingCharacteristics:
    """Compute what a boundary does over a grid of true probabilities.

    Parameters
    ----------
    boundary : StoppingBoundary
        Looks and limits.
    probabilities : array_like, shape (p,)
        True probabilities of the event, in [0, 1].

    Raises
    ------
    ValueError
        If a probability lies outside [0, 1] or is missing.

    Notes
    -----
    The distribution of events among trials that go on is convolved with the binomial one of the
    participants between two looks; what lies at or beyond the limit stops. Expected events are
    p times expected participants (Wald's identity, the boundary being a stopping time).
    """
    grid = read_vector(probabilities)
    if not bool(np.all((grid >= 0.0) & (grid <= 1.0))):
        raise ValueError("true probabilities lie in [0, 1]")
    by_look = np.array([compute_stopping_probabilities(boundary, float(p)) for p in grid])
    by_look = by_look.reshape(grid.size, len(boundary.looks))
    stopping = by_look.sum(axis=1)
    last = boundary.looks[-1]
    expected = last - by_look @ (last - np.array(boundary.looks, dtype=float))
    return OperatingCharacteristics(boundary, grid, by_look, stopping, expected, grid * expected)


def compute_stopping_probabilities(boundary: StoppingBoundary, probability: float) -> Vector:
    """Compute the probability to stop at each look, shape (looks,)."""
    going_on, seen = np.ones(1), 0
    stopping = np.zeros(len(boundary.looks))
    for look, (n, limit) in enumerate(zip(boundary.looks, boundary.limits, strict=True)):
        going_on = np.convolve(going_on, compute_binomial(n - seen, probability))
        seen = n
        if limit is not None:
            stopping[look] = going_on[limit:].sum()
            going_on = going_on[:limit]
        if going_on.size == 0:
            break
    return stopping


def compute_binomial(n: int, probability: float) -> Vector:
    """Compute the probabilities of 0 to n events, shape (n + 1,)."""
    events = np.arange(n + 1.0)
    log_ways = special.gammaln(n + 1.0) - special.gammaln(events + 1.0)
    log_ways -= special.gammaln(n - events + 1.0)
    log_ways += special.xlogy(events, probability) + special.xlog1py(n - events, -probability)
    weights: Vector = np.exp(log_ways)
    return weights
