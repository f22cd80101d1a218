"""Bayesian optimal interval design: when to go up, down or never back."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import special

from tubulus.stats.designs.safety.boundary import require_probability
from tubulus.stats.methods import Method

__all__ = ["METHOD", "BoinDesign", "BoinTable", "compute_boin_table"]

METHOD = Method(
    name="BOIN",
    gives="numbers of dose-limiting toxicities at which the next cohort goes up, down or stops",
    limits="one agent, toxicity that rises with dose and is known before the next cohort",
    source="Liu and Yuan, J R Stat Soc C 2015;64:507-523; Yuan et al, Clin Cancer Res 2016;22:4291",
)

_LEAST_TO_ELIMINATE = 3


@dataclass(frozen=True, slots=True)
class BoinDesign:
    """What a BOIN design aims at.

    Parameters
    ----------
    target : float
        Probability of a dose-limiting toxicity that is aimed at, in (0, 1).
    highest_safe, lowest_toxic : float or None
        Probabilities below and above which the dose should change; None means 0.6 and 1.4 times
        the target.
    elimination : float
        A dose and those above are never given again where the posterior probability of being
        above the target exceeds this.

    Raises
    ------
    ValueError
        If not 0 < highest_safe < target < lowest_toxic < 1.
    """

    target: float
    highest_safe: float | None = None
    lowest_toxic: float | None = None
    elimination: float = 0.95

    def __post_init__(self) -> None:
        """Hold the probabilities in order."""
        require_probability(self.elimination, "elimination")
        if not 0.0 < self.safe < self.target < self.toxic < 1.0:
            raise ValueError("highest safe, target and lowest toxic probability rise within (0, 1)")

    @property
    def safe(self) -> float:
        """Highest probability that is too low."""
        return 0.6 * self.target if self.highest_safe is None else self.highest_safe

    @property
    def toxic(self) -> float:
        """Lowest probability that is too high."""
        return 1.4 * self.target if self.lowest_toxic is None else self.lowest_toxic

    @property
    def escalation_share(self) -> float:
        """Lambda e: go up where the observed share is at most this."""
        above = math.log((1.0 - self.safe) / (1.0 - self.target))
        return above / (above + math.log(self.target / self.safe))

    @property
    def deescalation_share(self) -> float:
        """Lambda d: go down where the observed share is above this."""
        above = math.log((1.0 - self.target) / (1.0 - self.toxic))
        return above / (above + math.log(self.toxic / self.target))


@dataclass(frozen=True, slots=True)
class BoinTable:
    """Decisions for each number of participants treated at a dose.

    Parameters
    ----------
    design : BoinDesign
        What the table was made for.
    n : tuple of int
        Participants treated at the dose, from 1 on.
    escalate : tuple of int
        Go up with at most so many toxicities; 0 or more.
    deescalate : tuple of int
        Go down with at least so many; above ``n`` where no number does.
    eliminate : tuple of int or None
        Never again with at least so many; None where no number does.
    """

    design: BoinDesign
    n: tuple[int, ...]
    escalate: tuple[int, ...]
    deescalate: tuple[int, ...]
    eliminate: tuple[int | None, ...]


def compute_boin_table(design: BoinDesign, most: int) -> BoinTable:
    """Compute the decision table up to a number of participants at one dose.

    Parameters
    ----------
    design : BoinDesign
        Target and intervals.
    most : int
        Most participants at one dose, at least 1.

    Notes
    -----
    lambda e = log((1 - p1) / (1 - t)) / log(t (1 - p1) / (p1 (1 - t))) and
    lambda d = log((1 - t) / (1 - p2)) / log(p2 (1 - t) / (t (1 - p2))), with target t, p1 the
    highest safe and p2 the lowest toxic probability. A share equal to lambda d stays, as in R's
    BOIN 2.7.2. Elimination needs 3 participants and P(p > t) above the limit under Beta(1, 1).
    """
    if most < 1:
        raise ValueError("a table has at least one participant")
    numbers = tuple(range(1, most + 1))
    # a product equal to a whole number in theory may differ from it by rounding
    up = [math.floor(design.escalation_share * n + 1e-12) for n in numbers]
    down = [math.floor(design.deescalation_share * n + 1e-12) + 1 for n in numbers]
    never = [_find_elimination(design, n) for n in numbers]
    capped = [
        limit if last is None else min(limit, last) for limit, last in zip(down, never, strict=True)
    ]
    return BoinTable(design, numbers, tuple(up), tuple(capped), tuple(never))


def _find_elimination(design: BoinDesign, n: int) -> int | None:
    if n < _LEAST_TO_ELIMINATE:
        return None
    events = np.arange(1.0, n + 1.0)
    above = special.betaincc(events + 1.0, n - events + 1.0, design.target)
    beyond = np.flatnonzero(above > design.elimination)
    return int(beyond[0]) + 1 if beyond.size else None
