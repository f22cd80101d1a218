"""Breslow-Day with Tarone's correction: whether the odds ratio is the same in all strata."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import special

from tubulus.stats.methods import Method
from tubulus.stats.results import HypothesisTest
from tubulus.stats.two_proportions.mantel_haenszel_odds import estimate_common_odds_ratio
from tubulus.stats.two_proportions.score_odds_ratio import fit_restricted_events
from tubulus.stats.two_proportions.strata import StratumCounts, choose_strata

__all__ = ["METHOD", "compute_odds_homogeneity_test"]

METHOD = Method(
    name="Breslow-Day-Tarone",
    gives="p-value of one odds ratio in all strata, by chi-squared",
    limits="asymptotic in each stratum; a large p-value in a small trial does not show homogeneity",
    source=(
        "Breslow and Day, Statistical Methods in Cancer Research I, 1980, 142-143; correction: "
        "Tarone, Biometrika 1985;72:91-95"
    ),
)

_ONE_STRATUM = "fewer than two strata have both arms and both outcomes"
_NO_RATIO = "the common odds ratio is 0 or unbounded"


def compute_odds_homogeneity_test(strata: Sequence[StratumCounts]) -> HypothesisTest:
    """Compute the test that the odds ratio of two arms is the same in all strata.

    Parameters
    ----------
    strata : sequence of (int, int, int, int)
        Events and participants of the first arm, events and participants of the comparator.
        Strata without one of the arms, without events or with nothing else do not count.

    Returns
    -------
    HypothesisTest
        Not estimable with fewer than two strata that count, or where the common odds ratio is 0
        or unbounded.

    Raises
    ------
    ValueError
        If not 0 <= events <= n in an arm of a stratum.

    Notes
    -----
    With a the expected events of the first arm at the odds ratio of Mantel and Haenszel and
    v = 1 / (1 / a + 1 / b + 1 / c + 1 / d) of the four expected counts of a stratum,
    sum((x1 - a)^2 / v) - (sum(x1) - sum(a))^2 / sum(v) is chi-squared with one degree of
    freedom less than there are strata.
    """
    used = [
        counts
        for counts in choose_strata(strata).counts
        if 0 < counts[0] + counts[2] < counts[1] + counts[3]
    ]
    if len(used) < 2:
        return HypothesisTest(None, METHOD.name, reason=_ONE_STRATUM)
    ratio = estimate_common_odds_ratio(used).ratio.estimate
    if not ratio:
        return HypothesisTest(None, METHOD.name, reason=_NO_RATIO)
    x_1, m_1, x_0, m_0 = np.array(used, dtype=np.float64).T
    a = fit_restricted_events(x_1 + x_0, m_1, m_0, ratio)
    c = x_1 + x_0 - a
    variance = 1.0 / (1.0 / a + 1.0 / (m_1 - a) + 1.0 / c + 1.0 / (m_0 - c))
    distance = x_1 - a
    statistic = (distance**2 / variance).sum() - distance.sum() ** 2 / variance.sum()
    return HypothesisTest(float(special.chdtrc(len(used) - 1.0, statistic)), METHOD.name)
