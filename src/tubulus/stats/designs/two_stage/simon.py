"""Simon's two-stage designs: fewest participants expected, or fewest at most."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from tubulus.stats.designs.safety.boundary import require_level, require_probability
from tubulus.stats.designs.safety.operating_characteristics import compute_binomial
from tubulus.stats.designs.safety.shapes import compute_upper_tail
from tubulus.stats.designs.two_stage.design import (
    TwoStageDesign,
    compute_early_stop,
    compute_rejection,
)
from tubulus.stats.methods import Method
from tubulus.stats.missing import Vector

__all__ = ["METHOD", "SimonDesign", "SimonDesigns", "find_simon_designs"]

METHOD = Method(
    name="Simon two-stage",
    gives="optimal, minimax and admissible two-stage designs of one arm, by exact search",
    limits="ends early for futility only; one arm against a fixed response proportion",
    source="Simon, Control Clin Trials 1989;10:1-10; Jung et al, Stat Med 2004;23:561-569",
)


@dataclass(frozen=True, slots=True)
class SimonDesign:
    """A two-stage design with what it does.

    Parameters
    ----------
    design : TwoStageDesign
        Limits and participants.
    level, power : float
        Probability to succeed at p_0 and at p_1.
    early_stop : float
        Probability to end after the first stage at p_0.
    expected_n : float
        Participants expected at p_0.
    """

    design: TwoStageDesign
    level: float
    power: float
    early_stop: float
    expected_n: float


@dataclass(frozen=True, slots=True)
class SimonDesigns:
    """The designs that are best for some weight of largest against expected size.

    Parameters
    ----------
    admissible : tuple of SimonDesign
        From the minimax design to the optimal one, by rising size; empty where none exists.
    is_proven : bool
        Whether no design with more participants than were thought of can expect fewer.
    reason : str
        Why there is none; empty where there is one.
    """

    admissible: tuple[SimonDesign, ...]
    is_proven: bool
    reason: str = ""

    @property
    def minimax(self) -> SimonDesign | None:
        """The design with the fewest participants at most."""
        return self.admissible[0] if self.admissible else None

    @property
    def optimal(self) -> SimonDesign | None:
        """The design with the fewest participants expected at p_0."""
        return self.admissible[-1] if self.admissible else None


def find_simon_designs(
    p_0: float, p_1: float, alpha: float, beta: float, *, most: int = 200
) -> SimonDesigns:
    """Find the optimal, the minimax and the admissible two-stage designs.

    Parameters
    ----------
    p_0, p_1 : float
        Response proportions of no and of enough interest, 0 < p_0 < p_1 < 1.
    alpha, beta : float
        Highest probabilities to succeed at p_0 and to fail at p_1.
    most : int
        Most participants that are thought of; the search ends before once no larger size can be
        better, which ``is_proven`` says.

    Returns
    -------
    SimonDesigns
        Empty, with the reason, where no design of at most ``most`` participants exists.

    Notes
    -----
    All designs are compared but for those that cannot win: a size whose most powerful test of
    level alpha is too weak, and first stages that expect no fewer participants than the best so
    far. At the same first stage the largest last limit that keeps the power is taken. Admissible
    designs are the lower convex hull of expected against largest size.
    """
    require_probability(p_0, "p_0")
    require_level(alpha)
    require_probability(beta, "beta")
    if not p_0 < p_1 < 1.0:
        raise ValueError("p_1 lies above p_0 and below 1")
    search = _Search(p_0, p_1, alpha, beta)
    found = search.run(most)
    if not found:
        return SimonDesigns((), False, f"no two-stage design of at most {most} participants exists")
    return SimonDesigns(tuple(_take_hull(found)), search.is_over)


class _Search:
    """Distributions that the sizes share, and the best design so far."""

    def __init__(self, p_0: float, p_1: float, alpha: float, beta: float) -> None:
        self.p_0, self.p_1, self.alpha, self.power = p_0, p_1, alpha, 1.0 - beta
        self.best = math.inf
        self.is_over = False
        self.shares: list[tuple[Vector, Vector]] = []
        self.tails: list[tuple[Vector, Vector]] = []

    def run(self, most: int) -> list[SimonDesign]:
        """Return the best design of each size that improves on all smaller ones."""
        found: list[SimonDesign] = []
        for n in range(most + 1):
            self.shares.append((compute_binomial(n, self.p_0), compute_binomial(n, self.p_1)))
            self.tails.append((compute_upper_tail(n, self.p_0), compute_upper_tail(n, self.p_1)))
            if not self._can_have_power(n):
                continue
            best = self._search_size(n)
            if best is not None:
                found.append(_describe(best, self.p_0, self.p_1))
                self.best = found[-1].expected_n
            elif found and self._cannot_improve(n):
                self.is_over = True
                break
        return found

    def _can_have_power(self, n: int) -> bool:
        """Whether the most powerful test of all n, randomised to level alpha, has the power."""
        at_0, at_1 = self.tails[n]
        share_0, share_1 = self.shares[n]
        fits = np.flatnonzero(at_0 <= self.alpha)
        limit = int(fits[0]) if fits.size else n + 1
        spent, power = (float(at_0[limit]), float(at_1[limit])) if fits.size else (0.0, 0.0)
        ratio = float(share_1[limit - 1] / share_0[limit - 1])
        return power + (self.alpha - spent) * ratio >= self.power

    def _first_limits(self, n_1: int) -> int:
        """Return how many first limits, from 0 on, leave the power attainable."""
        return int(np.count_nonzero(self.tails[n_1][1][1:] >= self.power))

    def _cannot_improve(self, n: int) -> bool:
        """Whether no larger size can expect fewer participants than the best so far.

        A first stage whose participants are fewer than the best needs n_1 + (1 - stop) (n - n_1)
        of them, the least with its highest limit.
        """
        for n_1 in range(1, min(n, math.ceil(self.best))):
            limits = self._first_limits(n_1)
            if limits and n_1 + self.tails[n_1][0][limits] * (n + 1 - n_1) < self.best:
                return False
        return True

    def _search_size(self, n: int) -> TwoStageDesign | None:
        """Return the design of n participants that expects fewest, if fewer than the best."""
        best, found = self.best, None
        for n_1 in range(1, min(n, math.ceil(min(best, float(n))))):
            limits = self._first_limits(n_1)
            expected = n_1 + self.tails[n_1][0][1 : limits + 1] * (n - n_1)
            # expected size falls with the first limit
            for limit_1 in range(limits - 1, -1, -1):
                if expected[limit_1] >= best:
                    break
                limit = self._find_last_limit(n_1, n - n_1, limit_1)
                if limit is not None:
                    best, found = float(expected[limit_1]), TwoStageDesign(limit_1, n_1, limit, n)
                    break
        return found

    def _find_last_limit(self, n_1: int, n_2: int, limit_1: int) -> int | None:
        """Return the largest last limit with the power, or None where its level is above alpha."""
        at_1 = self._compute_rejections(n_1, n_2, limit_1, 1)
        enough = int(np.count_nonzero(at_1 >= self.power))
        if enough == 0:
            return None
        at_0 = self._compute_rejections(n_1, n_2, limit_1, 0)
        limit = limit_1 + enough - 1
        return limit if at_0[enough - 1] <= self.alpha and limit < n_1 + n_2 else None

    def _compute_rejections(self, n_1: int, n_2: int, limit_1: int, which: int) -> Vector:
        """Compute the probability to succeed for each last limit from limit_1 to n_1 + n_2 - 1.

        More than ``limit`` in all are limit - x1 or fewer of the second stage short of certain:
        with u = limit - limit_1 and v = x1 - limit_1 - 1 it needs u - v more, hence a convolution
        of the first stage's probabilities with the tail of the second, certain below 1.
        """
        first = self.shares[n_1][which][limit_1 + 1 :]
        tail = self.tails[n_2][which]
        # those with v >= u need no further responder
        certain = np.concatenate((np.cumsum(first[::-1])[::-1][1:], [0.0]))
        rejections = np.convolve(first, tail)[: n_1 + n_2 - limit_1]
        size = min(certain.size, rejections.size)
        rejections[:size] += certain[:size]
        return rejections


def _describe(design: TwoStageDesign, p_0: float, p_1: float) -> SimonDesign:
    early_stop = compute_early_stop(design, p_0)
    expected = design.n_1 + (1.0 - early_stop) * (design.n - design.n_1)
    level, power = compute_rejection(design, p_0), compute_rejection(design, p_1)
    return SimonDesign(design, level, power, early_stop, expected)


def _take_hull(found: list[SimonDesign]) -> list[SimonDesign]:
    """Return the lower convex hull of designs with rising n and falling expected n."""
    hull: list[SimonDesign] = []
    for design in found:
        while len(hull) > 1 and _slope(hull[-2], hull[-1]) >= _slope(hull[-2], design):
            hull.pop()
        hull.append(design)
    return hull


def _slope(first: SimonDesign, second: SimonDesign) -> float:
    return (second.expected_n - first.expected_n) / (second.design.n - first.design.n)
