"""Mantel-Haenszel: one odds ratio over strata."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from scipy import special

from tubulus.stats.methods import Method
from tubulus.stats.results import Interval, require_confidence
from tubulus.stats.two_proportions.strata import NO_COMPARISON, StratumCounts, choose_strata

__all__ = ["METHOD", "StratifiedOddsRatio", "estimate_common_odds_ratio"]

METHOD = Method(
    name="Mantel-Haenszel odds ratio",
    gives="odds ratio over strata with limits by the variance of Robins, Breslow and Greenland",
    limits="takes one odds ratio to hold in all strata; no limits where it is 0 or unbounded",
    source=(
        "Mantel and Haenszel, J Natl Cancer Inst 1959;22:719-748; variance: Robins, Breslow and "
        "Greenland, Biometrics 1986;42:311-323"
    ),
)

_UNBOUNDED = "the ratio has no upper bound: its denominator is zero in every stratum"
_UNDEFINED = "the ratio is zero over zero in every stratum"
_NO_VARIANCE = "the numerator is zero in every stratum, so that its logarithm has no variance"


@dataclass(frozen=True, slots=True)
class StratifiedOddsRatio:
    """Odds ratio over strata.

    Parameters
    ----------
    ratio : Interval
        First arm over comparator.
    n_1, n_0 : int
        Participants in strata that count.
    n_left_out : int
        Participants in strata with nobody of the other arm: nothing to compare them with.
    n_strata : int
        Strata that count.
    """

    ratio: Interval
    n_1: int
    n_0: int
    n_left_out: int
    n_strata: int


def estimate_common_odds_ratio(
    strata: Sequence[StratumCounts], *, confidence: float = 0.95
) -> StratifiedOddsRatio:
    """Estimate the odds ratio of two arms over strata.

    Parameters
    ----------
    strata : sequence of (int, int, int, int)
        Events and participants of the first arm, events and participants of the comparator.
        An arm may have no participant in a stratum.
    confidence : float
        Two-sided level in (0, 1).

    Returns
    -------
    StratifiedOddsRatio
        Not estimable where no stratum holds both arms or the denominator is zero in all of them;
        without limits where the estimate is 0.

    Raises
    ------
    ValueError
        If not 0 <= events <= n in an arm of a stratum.

    Notes
    -----
    With cells a, b (first arm with and without the event), c, d (comparator) and R = a d / N,
    S = b c / N in each stratum the ratio is sum(R) / sum(S). The variance of its logarithm is
    sum(P R) / (2 sum(R)^2) + sum(P S + Q R) / (2 sum(R) sum(S)) + sum(Q S) / (2 sum(S)^2) with
    P = (a + d) / N and Q = (b + c) / N; the limits are exp(log ratio +- z SE).
    """
    require_confidence(confidence)
    used = choose_strata(strata)
    ratio = _make_interval(used.counts, confidence)
    return StratifiedOddsRatio(ratio, used.n_1, used.n_0, used.n_left_out, len(used.counts))


def _make_interval(used: Sequence[StratumCounts], confidence: float) -> Interval:
    name = METHOD.name
    if not used:
        return Interval(None, None, None, confidence, name, NO_COMPARISON)
    numerator, denominator, variance = _compute_exactly(used)
    if not denominator:
        reason = _UNBOUNDED if numerator else _UNDEFINED
        return Interval(None, None, None, confidence, name, reason)
    if not numerator:
        return Interval(0.0, None, None, confidence, name, _NO_VARIANCE)
    estimate = float(numerator / denominator)
    half = float(special.ndtri(0.5 + confidence / 2.0)) * math.sqrt(variance)
    return Interval(
        estimate, estimate * math.exp(-half), estimate * math.exp(half), confidence, name
    )


def _compute_exactly(used: Sequence[StratumCounts]) -> tuple[Fraction, Fraction, Fraction]:
    """Compute both sums of the ratio and the variance of its logarithm, 0 where there is none."""
    parts = []
    for a, m_1, c, m_0 in used:
        b, d, total = m_1 - a, m_0 - c, m_1 + m_0
        both = Fraction(a * d, total), Fraction(b * c, total)
        parts.append((*both, Fraction(a + d, total), Fraction(b + c, total)))
    numerator = sum((r for r, _, _, _ in parts), Fraction(0))
    denominator = sum((s for _, s, _, _ in parts), Fraction(0))
    if not numerator or not denominator:
        return numerator, denominator, Fraction(0)
    alike = sum(p * r for r, _, p, _ in parts) / numerator**2
    mixed = sum(p * s + q * r for r, s, p, q in parts) / (numerator * denominator)
    apart = sum(q * s for _, s, _, q in parts) / denominator**2
    return numerator, denominator, (alike + mixed + apart) / 2
