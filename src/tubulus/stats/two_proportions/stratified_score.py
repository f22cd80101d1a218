"""Miettinen-Nurminen over strata: one risk difference with score limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import optimize, special

from tubulus.stats.choices import require_choice
from tubulus.stats.methods import Method
from tubulus.stats.missing import Vector
from tubulus.stats.results import Interval, require_confidence
from tubulus.stats.two_proportions.mantel_haenszel import StratifiedDifference
from tubulus.stats.two_proportions.miettinen_nurminen import (
    compute_score_variance,
    fit_restricted_proportion,
)
from tubulus.stats.two_proportions.strata import NO_COMPARISON, StratumCounts, choose_strata

__all__ = ["METHOD", "StratumWeights", "estimate_stratified_score_difference"]

METHOD = Method(
    name="stratified Miettinen-Nurminen",
    gives="risk difference over strata with score limits; zero cells need no special case",
    limits="takes one difference to hold in all strata; removes confounding by the strata alone",
    source="Miettinen and Nurminen, Stat Med 1985;4:213-226, section on stratified data",
)

StratumWeights = Literal["Miettinen-Nurminen", "Mantel-Haenszel"]

_PRECISION = 1e-14
_BESIDE = 1e-9
# Weights change by a factor far below one in each round.
_ROUNDS = 200
_SETTLED = 1e-13


def estimate_stratified_score_difference(
    strata: Sequence[StratumCounts],
    *,
    weights: StratumWeights = "Miettinen-Nurminen",
    confidence: float = 0.95,
) -> StratifiedDifference:
    """Estimate the risk difference of two arms over strata with score limits.

    Parameters
    ----------
    strata : sequence of (int, int, int, int)
        Events and participants of the first arm, events and participants of the comparator.
        An arm may have no participant in a stratum, which then does not count.
    weights : {'Miettinen-Nurminen', 'Mantel-Haenszel'}
        Weights of the strata: updated at each difference from the fitted proportions, or
        n1 n0 / N throughout.
    confidence : float
        Two-sided level in (0, 1).

    Returns
    -------
    StratifiedDifference
        Not estimable where no stratum holds both arms; otherwise there are always limits.

    Raises
    ------
    ValueError
        If not 0 <= events <= n in an arm of a stratum.

    Notes
    -----
    The limits are where (sum w (d_j - d))^2 = z^2 sum(w^2 V_j(d)), V_j the score variance of each
    stratum with its factor N / (N - 1), and the estimate is where sum w (d_j - d) = 0.
    The weights of Miettinen and Nurminen are 1 / (v1 / n1 + v0 / n0), v = r (1 - r), of the common
    proportions r1 = sum(w p1_j) / sum(w) and r0 of the restricted fits at d, repeated until
    they settle; this is their formula times v0, which keeps it defined for r0 = 0. Nothing is
    added to strata without events. One stratum gives the crude interval.
    """
    require_choice(weights, StratumWeights, "weights")
    require_confidence(confidence)
    name = f"{METHOD.name}, {weights} weights"
    used = choose_strata(strata)
    numbers = (used.n_1, used.n_0, used.n_left_out, len(used.counts))
    if not used.counts:
        nothing = Interval(None, None, None, confidence, name, NO_COMPARISON)
        return StratifiedDifference(nothing, *numbers)
    z = float(special.ndtri(0.5 + confidence / 2.0))
    score = _Score(np.array(used.counts, dtype=np.float64).T, weights == "Mantel-Haenszel")
    estimate = score.find_zero()
    low, high = score.find_limit(estimate, -1.0, z), score.find_limit(estimate, 1.0, z)
    return StratifiedDifference(Interval(estimate, low, high, confidence, name), *numbers)


@dataclass(frozen=True, slots=True)
class _Score:
    """The weighted score over strata; counts have a row each for x1, n1, x0 and n0."""

    counts: Vector
    is_fixed: bool

    def find_zero(self) -> float:
        """Find the difference at which the score is zero, between those of the strata."""
        x_1, m_1, x_0, m_0 = self.counts
        observed = x_1 / m_1 - x_0 / m_0
        if self.is_fixed:
            weights = self._weigh(0.0)
            return float((weights @ observed) / weights.sum())
        below, above = float(observed.min()), float(observed.max())
        if below == above:
            return below

        def compute_score(difference: float) -> float:
            return float(self._weigh(difference) @ (observed - difference))

        return float(optimize.brentq(compute_score, below, above, xtol=_PRECISION))

    def find_limit(self, estimate: float, end: float, z: float) -> float:
        """Find where the score reaches z between the estimate and one end of the scale."""
        x_1, m_1, x_0, m_0 = self.counts
        observed = x_1 / m_1 - x_0 / m_0

        def compute_excess(difference: float) -> float:
            weights = self._weigh(difference)
            variance = compute_score_variance(x_1, m_1, x_0, m_0, difference)
            width = z * float(np.sqrt((weights**2 * variance).sum()))
            return abs(float(weights @ (observed - difference))) - width

        # at an estimate of -1 or 1 both parts are zero, just beside it the variance is larger
        start = estimate + _BESIDE * (end - estimate)
        if compute_excess(end) <= 0.0:
            return end
        if compute_excess(start) >= 0.0:
            return estimate
        return float(optimize.brentq(compute_excess, start, end, xtol=_PRECISION))

    def _weigh(self, difference: float) -> Vector:
        """Weigh the strata at a difference; the weights sum to 1."""
        x_1, m_1, x_0, m_0 = self.counts
        weights: Vector = m_1 * m_0 / (m_1 + m_0)
        weights = weights / weights.sum()
        if self.is_fixed:
            return weights
        p_0 = fit_restricted_proportion(x_1, m_1, x_0, m_0, difference)
        p_1 = np.clip(p_0 + difference, 0.0, 1.0)
        for _ in range(_ROUNDS):
            common_1, common_0 = float(weights @ p_1), float(weights @ p_0)
            spread = common_1 * (1.0 - common_1) / m_1 + common_0 * (1.0 - common_0) / m_0
            if spread.min() <= 0.0:
                return weights
            updated = 1.0 / spread
            updated = updated / updated.sum()
            settled = np.abs(updated - weights).max() <= _SETTLED
            weights = updated
            if settled:
                break
        return weights
