"""Cochran-Mantel-Haenszel: the test of no association of arm and event within strata."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from scipy import special

from tubulus.stats.methods import Method
from tubulus.stats.results import HypothesisTest
from tubulus.stats.two_proportions.strata import NO_COMPARISON, StratumCounts, choose_strata

__all__ = ["METHOD", "compute_cmh_test"]

METHOD = Method(
    name="Cochran-Mantel-Haenszel",
    gives="two-sided p-value of no association of arm and event in any stratum, by chi-squared",
    limits="asymptotic; opposite differences in different strata cancel",
    source="Mantel and Haenszel, J Natl Cancer Inst 1959;22:719-748",
)

_NO_VARIANCE = "in every stratum nobody or everybody had the event"


def compute_cmh_test(
    strata: Sequence[StratumCounts], *, continuity_corrected: bool = False
) -> HypothesisTest:
    """Compute the test that arm and event are independent in every stratum.

    Parameters
    ----------
    strata : sequence of (int, int, int, int)
        Events and participants of the first arm, events and participants of the comparator.
        An arm may have no participant in a stratum.
    continuity_corrected : bool
        Whether to take one half off the distance. Without, the test belongs to the stratified
        score interval and is what SAS and most guidance report; R corrects unless told not to.

    Returns
    -------
    HypothesisTest
        Not estimable where no stratum holds both arms, or where nobody or everybody has the event
        in each.

    Raises
    ------
    ValueError
        If not 0 <= events <= n in an arm of a stratum.

    Notes
    -----
    With s events among N participants of a stratum, T = sum(x1 - n1 s / N) and
    V = sum(n1 n0 s (N - s) / (N^2 (N - 1))); T^2 / V is chi-squared with one degree of freedom.
    The correction takes 1/2 off the size of T, or nothing where it is smaller.
    """
    name = f"{METHOD.name}, continuity corrected" if continuity_corrected else METHOD.name
    used = choose_strata(strata)
    if not used.counts:
        return HypothesisTest(None, name, reason=NO_COMPARISON)
    distance, variance = Fraction(0), Fraction(0)
    for x_1, m_1, x_0, m_0 in used.counts:
        events, total = x_1 + x_0, m_1 + m_0
        distance += x_1 - Fraction(m_1 * events, total)
        variance += Fraction(m_1 * m_0 * events * (total - events), total**2 * (total - 1))
    if not variance:
        return HypothesisTest(None, name, reason=_NO_VARIANCE)
    size = abs(distance)
    if continuity_corrected and size >= Fraction(1, 2):
        size -= Fraction(1, 2)
    return HypothesisTest(float(special.chdtrc(1.0, float(size**2 / variance))), name)
