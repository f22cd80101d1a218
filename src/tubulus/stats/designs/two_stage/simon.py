"""Simon's two-stage designs: fewest participants expected, or fewest at most."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tubulus.stats.designs.safety.boundary import require_level, require_probability
from tubulus.stats.designs.two_stage.design import (
    TwoStageDesign,
    compute_early_stop,
    compute_rejection,
)
from tubulus.stats.methods import Method
from tubulus.stats.missing import Vector

__all__ = ["METHOD", "SimonDesign", "SimonDesigns", "find_simon_designs"]

Integers = NDArray[np.int64]

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
    search = _Search((p_0, p_1), alpha, beta, most)
    found = search.run()
    if not found:
        return SimonDesigns((), False, f"no two-stage design of at most {most} participants exists")
    return SimonDesigns(tuple(_take_hull(found)), search.is_over)


class _Search:
    """Distributions that the sizes share, and the best design so far.

    ``shares[w, n, x]`` is Bin(x; n, p_w), and ``tails[w, n, zero + k]`` is P(X >= k | n, p_w) for k
    from -zero to zero.
    """

    def __init__(self, plan: tuple[float, float], alpha: float, beta: float, most: int) -> None:
        self.plan, self.alpha, self.power, self.most = np.array(plan), alpha, 1.0 - beta, most
        self.best = math.inf
        self.is_over = False
        self.zero = most + 1
        self.shares = np.zeros((2, most + 1, most + 1))
        self.shares[:, 0, 0] = 1.0
        self.tails = np.zeros((2, most + 1, 2 * self.zero + 1))
        self.tails[:, :, : self.zero + 1] = 1.0

    def run(self) -> list[SimonDesign]:
        """Return the best design of each size that improves on all smaller ones."""
        found: list[SimonDesign] = []
        for n in range(1, self.most + 1):
            self._add_size(n)
            if not self._can_have_power(n):
                continue
            best = self._search_size(n)
            if best is not None:
                found.append(_describe(best, float(self.plan[0]), float(self.plan[1])))
                self.best = found[-1].expected_n
            elif found and self._cannot_improve(n):
                self.is_over = True
                break
        return found

    def _add_size(self, n: int) -> None:
        before = self.shares[:, n - 1]
        self.shares[:, n] = before * (1.0 - self.plan[:, None])
        self.shares[:, n, 1:] += before[:, :-1] * self.plan[:, None]
        summed = np.cumsum(self.shares[:, n, n:0:-1], axis=1)[:, ::-1]
        self.tails[:, n, self.zero + 1 : self.zero + 1 + n] = summed

    def _can_have_power(self, n: int) -> bool:
        """Whether the most powerful test of all n, randomised to level alpha, has the power."""
        at_0, at_1 = self.tails[:, n, self.zero : self.zero + n + 2]
        limit = int(np.argmax(at_0 <= self.alpha))
        ratio = float(self.shares[1, n, limit - 1] / self.shares[0, n, limit - 1])
        return float(at_1[limit]) + (self.alpha - float(at_0[limit])) * ratio >= self.power

    def _cannot_improve(self, n: int) -> bool:
        """Whether no larger size can expect fewer participants than the best so far.

        A first stage whose participants are fewer than the best needs n_1 + (1 - stop) (n - n_1)
        of them, the least with its highest limit.
        """
        n_1 = np.arange(1, min(n, math.ceil(self.best)))
        limits = np.count_nonzero(self.tails[1, n_1, self.zero + 1 :] >= self.power, axis=1)
        expected = n_1 + self.tails[0, n_1, self.zero + limits] * (n + 1 - n_1)
        return bool(np.all((limits == 0) | (expected >= self.best)))

    def _search_size(self, n: int) -> TwoStageDesign | None:
        """Return the design of n participants that expects fewest, if fewer than the best.

        Rows are first stages n_1 and columns k the first limits k - 1. At lower last limits power
        and level rise: the first limit with the power decides on the level.
        """
        most = int(min(n - 1, math.ceil(self.best) - 1 if self.best < math.inf else n))
        n_1, needed = np.arange(1, most + 1), np.arange(1, most + 1)
        first = self.tails[:, 1 : most + 1, self.zero + 1 : self.zero + 1 + most]
        expected = n_1[:, None] + first[0] * (n - n_1)[:, None]
        is_open = (first[1] >= self.power) & (expected < self.best)
        best, found = self.best, None
        last = int(np.count_nonzero(self.tails[1, n, self.zero + 1 :] >= self.power)) - 1
        for limit in range(last, -1, -1):
            rows = np.flatnonzero(is_open.any(axis=1))
            if rows.size == 0:
                break
            level, power = self._compute_rejections(n, n_1[rows], most, limit)
            fits, enough = level <= self.alpha, power >= self.power
            good = is_open[rows] & fits & enough & (needed <= limit + 1)
            sizes = np.where(good, expected[rows], math.inf)
            row, column = divmod(int(sizes.argmin()), most)
            if sizes[row, column] < best:
                best = float(sizes[row, column])
                found = TwoStageDesign(column, int(n_1[rows[row]]), limit, n)
            is_open[rows] &= fits & ~enough & (expected[rows] < best)
        return found

    def _compute_rejections(self, n: int, n_1: Integers, most: int, limit: int) -> Vector:
        """Compute P(X1 >= k, X > limit) under both proportions, shape (2, rows, k from 1 on)."""
        events = np.arange(1, most + 1)
        later = self.tails[:, (n - n_1)[:, None], self.zero + limit + 1 - events]
        both = self.shares[:, n_1, 1 : most + 1] * later
        rejections: Vector = np.cumsum(both[:, :, ::-1], axis=2)[:, :, ::-1]
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
