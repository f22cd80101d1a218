"""Boundaries of one shape, calibrated on the exact probability to stop a safe trial."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from tubulus.stats.choices import require_choice
from tubulus.stats.designs.safety.boundary import (
    StoppingBoundary,
    require_level,
    require_looks,
    require_probability,
)
from tubulus.stats.designs.safety.operating_characteristics import compute_stopping_probabilities
from tubulus.stats.designs.safety.shapes import BoundaryShape, compute_evidence
from tubulus.stats.methods import Method
from tubulus.stats.missing import Vector
from tubulus.stats.results import Statistic

__all__ = [
    "METHOD",
    "CalibratedBoundary",
    "Ties",
    "calibrate_boundary",
    "calibrate_evidence",
]

METHOD = Method(
    name="calibrated stopping boundary",
    gives="limits of one shape whose exact probability to stop at p0 is as near alpha as can be",
    limits="one binary outcome, known at each look; p0 and the shape are choices, not findings",
    source="Goldman, Control Clin Trials 1987;8:327-337; Martens and Logan, Clin Trials 2024",
)

Ties = Literal["together", "latest first"]
_UNATTAINABLE = "even the rarest events at these looks are more probable than alpha under p0"


@dataclass(frozen=True, slots=True)
class CalibratedBoundary:
    """A boundary with what it was calibrated on.

    Parameters
    ----------
    boundary : StoppingBoundary
        Looks and limits; no limit at all where alpha cannot be attained.
    p_0, alpha : float
        Probability of the event that is still safe, and the highest allowed probability to stop.
    attained : Statistic
        Exact probability to stop at p0; None where nothing stops.
    critical_value : Statistic
        A trial stops where its evidence exceeds this value; None where nothing stops or every
        number of events from 1 does.
    """

    boundary: StoppingBoundary
    p_0: float
    alpha: float
    attained: Statistic
    critical_value: Statistic


def calibrate_boundary(
    looks: Sequence[int],
    p_0: float,
    alpha: float,
    *,
    shape: BoundaryShape = "Pocock",
    p_1: float | None = None,
    ties: Ties = "together",
) -> CalibratedBoundary:
    """Calibrate a stopping boundary for too many events.

    Parameters
    ----------
    looks : sequence of int
        Participants observed at each look, ascending.
    p_0 : float
        Probability of the event that is still safe, in (0, 1).
    alpha : float
        Highest allowed probability to stop at p_0, in (0, 1).
    shape : {'Pocock', "O'Brien-Fleming", 'SPRT'}
        Pocock stops early at a p-value that is the same at each look; O'Brien-Fleming at the same
        excess over n p_0, hence late; SPRT at the same likelihood ratio of p_1 against p_0.
    p_1 : float or None
        Unsafe probability, above p_0; for SPRT alone.
    ties : {'together', 'latest first'}
        Numbers of events with the same evidence at several looks stop together or not at all, or
        are let in one by one from the last look on while alpha holds.

    Returns
    -------
    CalibratedBoundary
        Without limits, and with the reason, where no boundary keeps alpha.

    Notes
    -----
    Evidence takes finitely many values, so that the calibration is exact: the lowest value from
    which on stopping keeps P(stop | p0) <= alpha, found by bisection since that probability falls
    with the value. ``critical_value`` is the next lower one, on the scale of the shape: Pocock, a
    p-value (stop where below); O'Brien-Fleming, (s - n p0) / sqrt(N p0 (1 - p0)) with the last
    look N; SPRT, the log likelihood ratio. R's stoppingrule searches the same values; where
    evidence ties it may separate ties by rounding (6, 7, 8, 8 for O'Brien-Fleming, p0 = 0.1, looks
    10, 20, 30, 40, alpha = 0.05, where 6, 7, 8, 9 is calibrated together).
    """
    require_choice(shape, BoundaryShape, "shape")
    require_choice(ties, Ties, "ties")
    numbers = require_looks(looks)
    require_probability(p_0, "p_0")
    evidence = [compute_evidence(shape, n, p_0, p_1) for n in numbers]
    result = calibrate_evidence(numbers, evidence, p_0, alpha, ties=ties)
    value = result.critical_value.value
    if value is None:
        return result
    last = numbers[-1]
    if shape == "Pocock":
        value = math.exp(-value)
    elif shape == "O'Brien-Fleming":
        value /= math.sqrt(last * p_0 * (1.0 - p_0))
    critical = Statistic(value, METHOD.name)
    return CalibratedBoundary(result.boundary, p_0, alpha, result.attained, critical)


def calibrate_evidence(
    looks: tuple[int, ...],
    evidence: Sequence[Vector],
    p_0: float,
    alpha: float,
    *,
    ties: Ties = "together",
) -> CalibratedBoundary:
    """Calibrate on any evidence that rises with the events at each look.

    Parameters
    ----------
    looks : tuple of int
        Participants at each look, ascending.
    evidence : sequence of ndarray, each of shape (n + 1,)
        Evidence of 0 to n events at each look; no events never stop.
    p_0, alpha : float
        See :func:`calibrate_boundary`.
    """
    require_choice(ties, Ties, "ties")
    require_level(alpha)
    # evidence that is equal in theory differs by rounding; 1e-9 is far below any true step
    rounded = [np.round(values, 9) for values in evidence]
    steps = np.unique(np.concatenate([values[1:] for values in rounded]))
    low, high = 0, steps.size
    while low < high:
        middle = (low + high) // 2
        if _compute_level(_find_boundary(looks, rounded, float(steps[middle])), p_0) <= alpha:
            high = middle
        else:
            low = middle + 1
    start = math.inf if low == steps.size else float(steps[low])
    boundary = _find_boundary(looks, rounded, start)
    if ties == "latest first" and low > 0:
        tied = _find_boundary(looks, rounded, float(steps[low - 1]))
        boundary = _admit_latest(boundary, tied, p_0, alpha)
    if low == 0:
        return _report(boundary, p_0, alpha, None)
    excluded = [
        values[found == steps[low - 1]] for values, found in zip(evidence, rounded, strict=True)
    ]
    return _report(boundary, p_0, alpha, float(np.concatenate(excluded).max()))


def _find_boundary(
    looks: tuple[int, ...], evidence: Sequence[Vector], value: float
) -> StoppingBoundary:
    """Return the boundary that stops at this value of the evidence or more."""
    limits: list[int | None] = []
    for n, values in zip(looks, evidence, strict=True):
        limit = max(1, int(np.searchsorted(values, value, side="left")))
        limits.append(limit if limit <= n else None)
    return StoppingBoundary(looks, tuple(limits))


def _admit_latest(
    boundary: StoppingBoundary, tied: StoppingBoundary, p_0: float, alpha: float
) -> StoppingBoundary:
    """Let in the tied numbers of events, from the last look back, until alpha is reached."""
    limits = list(boundary.limits)
    for look in reversed(range(len(limits))):
        tried = [*limits[:look], tied.limits[look], *limits[look + 1 :]]
        if _compute_level(StoppingBoundary(boundary.looks, tuple(tried)), p_0) > alpha:
            break
        limits = tried
    return StoppingBoundary(boundary.looks, tuple(limits))


def _compute_level(boundary: StoppingBoundary, p_0: float) -> float:
    return float(compute_stopping_probabilities(boundary, p_0).sum())


def _report(
    boundary: StoppingBoundary, p_0: float, alpha: float, excluded: float | None
) -> CalibratedBoundary:
    name = METHOD.name
    if not boundary.stops:
        nothing = Statistic(None, name, _UNATTAINABLE)
        return CalibratedBoundary(boundary, p_0, alpha, nothing, nothing)
    attained = Statistic(_compute_level(boundary, p_0), name)
    everything = Statistic(None, name, "any event stops and alpha still holds")
    critical = everything if excluded is None else Statistic(excluded, name)
    return CalibratedBoundary(boundary, p_0, alpha, attained, critical)
