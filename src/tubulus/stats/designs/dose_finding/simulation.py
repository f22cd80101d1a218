"""What a BOIN design does: trials simulated side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tubulus.stats.designs.dose_finding.boin import BoinDesign, BoinTable, compute_boin_table
from tubulus.stats.designs.dose_finding.selection import select_doses
from tubulus.stats.missing import Vector, read_vector

__all__ = ["DoseFindingCharacteristics", "DoseFindingPlan", "simulate_dose_finding"]

Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class DoseFindingPlan:
    """How participants enter.

    Parameters
    ----------
    cohorts, cohort_size : int
        Cohorts at most and participants in each, at least 1.
    first_dose : int
        Dose of the first cohort, from 1.
    enough : int or None
        End early where so many were treated at the dose at which the next cohort would be treated
        again; None for no such end.
    """

    cohorts: int
    cohort_size: int
    first_dose: int = 1
    enough: int | None = None

    def __post_init__(self) -> None:
        """Refuse what is below 1."""
        if min(self.cohorts, self.cohort_size, self.first_dose) < 1:
            raise ValueError("cohorts, their size and the first dose are at least 1")


@dataclass(frozen=True, slots=True)
class DoseFindingCharacteristics:
    """What simulated trials did at the true toxicities.

    Parameters
    ----------
    toxicities : ndarray, shape (doses,)
        True probabilities of a dose-limiting toxicity.
    trials : int
        Trials simulated.
    selected : ndarray, shape (doses,)
        Share of trials that select each dose.
    selected_none : float
        Share that selects none.
    mean_n, mean_events : ndarray, shape (doses,)
        Participants and toxicities at each dose, average of the trials.
    selected_error : ndarray, shape (doses,)
        Monte Carlo standard error of ``selected``.
    """

    toxicities: Vector
    trials: int
    selected: Vector
    selected_none: float
    mean_n: Vector
    mean_events: Vector
    selected_error: Vector


def simulate_dose_finding(
    design: BoinDesign,
    plan: DoseFindingPlan,
    toxicities: Sequence[float],
    trials: int,
    generator: np.random.Generator,
) -> DoseFindingCharacteristics:
    """Simulate trials of a BOIN design.

    Parameters
    ----------
    design : BoinDesign
        Target, intervals and elimination.
    plan : DoseFindingPlan
        Cohorts.
    toxicities : sequence of float
        True probability of a dose-limiting toxicity at each dose, in [0, 1].
    trials : int
        Trials to simulate, at least 1.
    generator : numpy.random.Generator
        Source of randomness.

    Notes
    -----
    All trials advance cohort by cohort at once. A trial ends without a dose where the lowest is
    eliminated; elsewhere the dose is selected at the end of :func:`select_doses`.
    """
    true = read_vector(toxicities)
    if not bool(np.all((true >= 0.0) & (true <= 1.0))):
        raise ValueError("true toxicities lie in [0, 1]")
    if trials < 1 or plan.first_dose > true.size:
        raise ValueError("there is at least one trial, and the first dose is one of the doses")
    state = _Trials(trials, true.size, plan.first_dose - 1)
    table = compute_boin_table(design, plan.cohorts * plan.cohort_size)
    limits = _Limits(table, plan.enough)
    for _ in range(plan.cohorts):
        state.treat(plan.cohort_size, true, generator)
        state.decide(limits)
    doses = select_doses(design, state.events.astype(float), state.n.astype(float))
    counts = np.bincount(doses, minlength=true.size + 1) / trials
    chosen = counts[1:]
    return DoseFindingCharacteristics(
        true,
        trials,
        chosen,
        float(counts[0]),
        state.n.mean(axis=0),
        state.events.mean(axis=0),
        np.sqrt(chosen * (1.0 - chosen) / trials),
    )


class _Limits:
    """The decision table as arrays by participants at the dose."""

    def __init__(self, table: BoinTable, enough: int | None) -> None:
        most = table.n[-1]
        never = [most + 1 if limit is None else limit for limit in table.eliminate]
        self.up = np.array([-1, *table.escalate])
        self.down = np.array([1, *table.deescalate])
        self.never = np.array([1, *never])
        self.enough = most + 1 if enough is None else enough


class _Trials:
    """Many trials side by side."""

    def __init__(self, trials: int, doses: int, first: int) -> None:
        self.n: Integers = np.zeros((trials, doses), dtype=np.int64)
        self.events: Integers = np.zeros((trials, doses), dtype=np.int64)
        self.dose: Integers = np.full(trials, first, dtype=np.int64)
        self.eliminated: Integers = np.full(trials, doses, dtype=np.int64)
        """The lowest dose that is never given again; the number of doses where none is."""
        self.open: Integers = np.arange(trials)
        """Which trials go on."""

    def treat(self, size: int, true: Vector, generator: np.random.Generator) -> None:
        """Treat a cohort at the dose of each trial that goes on."""
        place = self.open, self.dose[self.open]
        self.n[place] += size
        self.events[place] += generator.binomial(size, true[place[1]])

    def decide(self, limits: _Limits) -> None:
        """Eliminate doses, move, and end trials."""
        dose = self.dose[self.open]
        n, events = self.n[self.open, dose], self.events[self.open, dose]
        gone = events >= limits.never[n]
        barred = np.where(
            gone, np.minimum(self.eliminated[self.open], dose), self.eliminated[self.open]
        )
        self.eliminated[self.open] = barred
        up = (events <= limits.up[n]) & (dose + 1 < barred)
        down = (events >= limits.down[n]) & (dose > 0)
        moved = dose + up - down
        self.dose[self.open] = moved
        ended = (gone & (dose == 0)) | ((n >= limits.enough) & (moved == dose))
        self.open = self.open[~ended]
