"""A design in two stages that ends after the first where too few respond."""

from __future__ import annotations

from dataclasses import dataclass
from operator import index

import numpy as np

from tubulus.stats.designs.safety.operating_characteristics import compute_binomial
from tubulus.stats.designs.safety.shapes import compute_upper_tail

__all__ = ["TwoStageDesign", "compute_early_stop", "compute_rejection"]


@dataclass(frozen=True, slots=True)
class TwoStageDesign:
    """A two-stage design of one arm.

    Parameters
    ----------
    limit_1, n_1 : int
        The trial ends as futile with this many responders or fewer among n_1 participants.
    limit, n : int
        It fails with this many responders or fewer among all n participants.

    Raises
    ------
    ValueError
        If not 0 <= limit_1 < n_1 < n, or not limit_1 <= limit < n.
    """

    limit_1: int
    n_1: int
    limit: int
    n: int

    def __post_init__(self) -> None:
        """Hold limits and participants together."""
        for number in (self.limit_1, self.n_1, self.limit, self.n):
            index(number)
        if not 0 <= self.limit_1 < self.n_1 < self.n:
            raise ValueError("a first stage has fewer participants than the trial and can go on")
        if not self.limit_1 <= self.limit < self.n:
            raise ValueError("the last limit is at least the first and below all participants")


def compute_early_stop(design: TwoStageDesign, probability: float) -> float:
    """Compute the probability to end after the first stage."""
    return float(compute_binomial(design.n_1, probability)[: design.limit_1 + 1].sum())


def compute_rejection(design: TwoStageDesign, probability: float) -> float:
    """Compute the probability to end with more responders than the last limit.

    Notes
    -----
    Sum over x1 > limit_1 of Bin(x1; n1, p) P(X2 > limit - x1 | n - n1, p).
    """
    n_2 = design.n - design.n_1
    first = compute_binomial(design.n_1, probability)
    tail = compute_upper_tail(n_2, probability)
    events = np.arange(design.limit_1 + 1, design.n_1 + 1)
    needed = design.limit + 1 - events
    later = np.where(needed > n_2, 0.0, tail[np.clip(needed, 0, n_2)])
    return float(first[events] @ later)
