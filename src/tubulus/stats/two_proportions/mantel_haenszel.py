"""Mantel-Haenszel: one risk difference over strata, each comparing only its own participants."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from scipy import special

from tubulus.stats.methods import Method
from tubulus.stats.results import Interval, require_confidence
from tubulus.stats.two_proportions.strata import NO_COMPARISON, StratumCounts, choose_strata

__all__ = ["METHOD", "StratifiedDifference", "estimate_stratified_difference"]

METHOD = Method(
    name="Mantel-Haenszel, Sato variance",
    gives="risk difference over strata, weights n1 n0 / N, with limits by the normal distribution",
    limits="takes one difference to hold in all strata; removes confounding by the strata alone",
    source=(
        "Greenland and Robins, Biometrics 1985;41:55-68; variance: Sato, Biometrics "
        "1989;45:1323-1324"
    ),
)

_NO_VARIANCE = (
    "the variance of Sato is zero: in every stratum nobody had the event, everybody had it, or "
    "the arms differ completely"
)


@dataclass(frozen=True, slots=True)
class StratifiedDifference:
    """Risk difference over strata.

    Parameters
    ----------
    difference : Interval
        First arm minus comparator, in [-1, 1].
    n_1, n_0 : int
        Participants in strata that count.
    n_left_out : int
        Participants in strata with nobody of the other arm: nothing to compare them with.
    n_strata : int
        Strata that count.
    """

    difference: Interval
    n_1: int
    n_0: int
    n_left_out: int
    n_strata: int


def estimate_stratified_difference(
    strata: Sequence[StratumCounts], *, confidence: float = 0.95
) -> StratifiedDifference:
    """Estimate the risk difference of two arms over strata.

    Parameters
    ----------
    strata : sequence of (int, int, int, int)
        Events and participants of the first arm, events and participants of the comparator.
        An arm may have no participant in a stratum.
    confidence : float
        Two-sided level in (0, 1).

    Returns
    -------
    StratifiedDifference
        Not estimable where no stratum holds both arms; without limits where the variance is zero.

    Raises
    ------
    ValueError
        If not 0 <= events <= n in an arm of a stratum.

    Notes
    -----
    With weights w = n1 n0 / N of each stratum, D = sum(w (p1 - p0)) / sum(w). Sato's variance is
    (D sum(P) + sum(Q)) / sum(w)^2 with P = (n1^2 x0 - n0^2 x1 + n1 n0 (n0 - n1) / 2) / N^2 and
    Q = (x1 (n0 - x0) + x0 (n1 - x1)) / (2 N); it holds for few large strata and for many small
    ones. D +- z SE, cut at -1 and 1.
    """
    require_confidence(confidence)
    used = choose_strata(strata)
    difference = _make_interval(used.counts, confidence)
    return StratifiedDifference(difference, used.n_1, used.n_0, used.n_left_out, len(used.counts))


def _make_interval(used: Sequence[StratumCounts], confidence: float) -> Interval:
    if not used:
        return Interval(None, None, None, confidence, METHOD.name, NO_COMPARISON)
    difference, variance = _compute_exactly(used)
    estimate = float(difference)
    if variance <= 0:
        return Interval(estimate, None, None, confidence, METHOD.name, _NO_VARIANCE)
    half = float(special.ndtri(0.5 + confidence / 2.0)) * math.sqrt(variance)
    low, high = max(-1.0, estimate - half), min(1.0, estimate + half)
    return Interval(estimate, low, high, confidence, METHOD.name)


def _compute_exactly(used: Sequence[StratumCounts]) -> tuple[Fraction, Fraction]:
    """Compute difference and variance in fractions, so that a variance of zero is one."""
    weighted, weights, part_p, part_q = (Fraction(0) for _ in range(4))
    for x_1, m_1, x_0, m_0 in used:
        total = m_1 + m_0
        weighted += Fraction(x_1 * m_0 - x_0 * m_1, total)
        weights += Fraction(m_1 * m_0, total)
        doubled = 2 * (m_1**2 * x_0 - m_0**2 * x_1) + m_1 * m_0 * (m_0 - m_1)
        part_p += Fraction(doubled, 2 * total**2)
        part_q += Fraction(x_1 * (m_0 - x_0) + x_0 * (m_1 - x_1), 2 * total)
    difference = weighted / weights
    return difference, (difference * part_p + part_q) / weights**2
