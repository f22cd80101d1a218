"""Best and worst cases of a binary outcome: all who are missing had the event, or none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tubulus.stats.linear.ancova import AncovaResult, estimate_ancova
from tubulus.stats.methods import Method
from tubulus.stats.missing import Vector, read_vector
from tubulus.stats.results import Interval, require_confidence
from tubulus.stats.two_proportions import estimate_risk_difference

__all__ = ["METHOD", "ExtremeCase", "compute_extreme_cases"]

METHOD = Method(
    name="extreme cases of missing responses",
    gives="risk difference if all missing of an arm, or none, had the event",
    limits="bounds, not estimates; wide where many are missing",
    source="Hollis and Campbell, BMJ 1999;319:670-674",
)


@dataclass(frozen=True, slots=True)
class ExtremeCase:
    """A contrast with missing outcomes set to one value in each arm.

    Parameters
    ----------
    event_1, event_0 : bool
        Whether the missing of the first arm, and of the comparator, are taken to have the event.
    events_1, n_1, events_0, n_0 : int
        Counts that this gives.
    difference : Interval
        Unadjusted risk difference, Miettinen-Nurminen limits.
    adjusted : AncovaResult
        Risk difference adjusted for the covariates, HC3.
    """

    event_1: bool
    event_0: bool
    events_1: int
    n_1: int
    events_0: int
    n_0: int
    difference: Interval
    adjusted: AncovaResult


def compute_extreme_cases(
    events: ArrayLike,
    arm: ArrayLike,
    covariates: ArrayLike | None = None,
    *,
    confidence: float = 0.95,
) -> tuple[ExtremeCase, ...]:
    """Compute the contrast for all four ways of setting missing responses.

    Parameters
    ----------
    events : array_like, shape (n,)
        1 for the event, 0 for none, NaN where missing.
    arm : array_like, shape (n,)
        1 in the first arm, 0 in the comparator, NaN where missing.
    covariates : array_like, shape (n, k), optional
        Numeric columns; participants without one are left out of the adjusted contrast.
    confidence : float
        Two-sided level in (0, 1).

    Returns
    -------
    tuple of ExtremeCase
        Best for the first arm (event, none), worst (none, event), event in both, none in both.

    Raises
    ------
    ValueError
        If events hold anything but 0, 1 and NaN, or as in
        :func:`~tubulus.stats.linear.ancova.estimate_ancova`.
    """
    require_confidence(confidence)
    y, a = read_vector(events), read_vector(arm)
    if not np.isin(y[~np.isnan(y)], (0.0, 1.0)).all():
        raise ValueError("events hold 1 for the event, 0 for none and NaN for missing")
    cases = []
    for event_1, event_0 in ((True, False), (False, True), (True, True), (False, False)):
        completed = np.where(np.isnan(y), np.where(a == 1.0, event_1, event_0), y)
        adjusted = estimate_ancova(completed, a, covariates, confidence=confidence)
        counts = _count_events(completed[a == 1.0]) + _count_events(completed[a == 0.0])
        difference = estimate_risk_difference(*counts, confidence=confidence)
        cases.append(ExtremeCase(event_1, event_0, *counts, difference, adjusted))
    return tuple(cases)


def _count_events(events: Vector) -> tuple[int, int]:
    return int(events.sum()), events.size
