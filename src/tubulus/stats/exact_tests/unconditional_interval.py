"""The unconditional exact interval of a risk difference that inverts score tests."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from scipy import optimize

from tubulus.stats.exact_tests.score_region import Region, ScoreRegion
from tubulus.stats.methods import Method
from tubulus.stats.proportions.counts import NOBODY, require_counts
from tubulus.stats.results import Interval, require_confidence
from tubulus.stats.two_proportions import miettinen_nurminen

__all__ = ["METHOD", "estimate_exact_risk_difference"]

METHOD = Method(
    name="unconditional exact, score",
    gives="exact limits of a risk difference, each from one-sided tests ordered by the score",
    limits="covers at least the stated level, whatever the proportions, so wider than score limits",
    source=(
        "Chan and Zhang, Biometrics 1999;55:1202-1209; statistic: Farrington and Manning, "
        "Stat Med 1990;9:1447-1454"
    ),
)

_WIDTH = 1e-9
# Region of a cell no wider than this may be taken as constant where it is the same at both ends.
_CELL = 2.0**-8


def estimate_exact_risk_difference(
    events_1: int, n_1: int, events_0: int, n_0: int, *, confidence: float = 0.95
) -> Interval:
    """Estimate the risk difference p1 - p0 with unconditional exact limits.

    Parameters
    ----------
    events_1, n_1 : int
        Participants with the event and participants who count, first arm.
    events_0, n_0 : int
        The same in the comparator.
    confidence : float
        Two-sided level in (0, 1).

    Returns
    -------
    Interval
        Difference in [-1, 1]; not estimable where an arm has no participant.

    Raises
    ------
    ValueError
        If not 0 <= events <= n in an arm.

    Notes
    -----
    With alpha = 1 - confidence, the lower limit is the smallest d beyond which the one-sided exact
    test of p1 - p0 = d has p(d) > alpha / 2, the upper one that of the swapped arms with its sign
    changed (R: ``exact2x2::uncondExact2x2(method = "score")``, whose default is this
    ``tsmethod = "central"``).
    p(d) is the supremum over p0 of the probability of all tables with at least the observed score
    statistic at d. The order of tables changes with d, so that p(d) jumps and may cross alpha / 2
    more than once; the outermost crossing counts. An interval of d is passed over only where
    the tables that are extreme at either end, with all tables further out, have a probability of at
    most alpha / 2 at its upper end: such a region grows more probable with d.
    """
    require_counts(events_1, n_1)
    require_counts(events_0, n_0)
    require_confidence(confidence)
    if min(n_1, n_0) == 0:
        return Interval(None, None, None, confidence, METHOD.name, f"{NOBODY} in one arm")
    low = _find_low(events_1, n_1, events_0, n_0, confidence)
    high = -_find_low(events_0, n_0, events_1, n_1, confidence)
    return Interval(events_1 / n_1 - events_0 / n_0, low, high, confidence, METHOD.name)


def _find_low(events_1: int, n_1: int, events_0: int, n_0: int, confidence: float) -> float:
    """Find the lower limit."""
    if events_1 == 0 and events_0 == n_0:
        return -1.0
    tail = (1.0 - confidence) / 2.0
    counts = (events_1, n_1, events_0, n_0)
    search = _Search(ScoreRegion(*counts), tail)
    # below, any table but that of no event v nothing but events has a probability below the tail
    start = -1.0 + tail / (n_1 + n_0)
    end = events_1 / n_1 - events_0 / n_0
    near = float(miettinen_nurminen.compute_limits(*counts, confidence)[0])
    cuts = [near - 0.3, near - 0.1, near - 0.04, near - 0.015, near, near + 0.01]
    stops = [start, *(cut for cut in cuts if start < cut < end), end]
    for below, above in pairwise(stops):
        limit = search.find_first(below, above)
        if limit is not None:
            return limit
    return end


@dataclass(slots=True)
class _Search:
    """Looks for the smallest difference at which the one-sided test does not reject."""

    regions: ScoreRegion
    tail: float
    known: dict[float, Region] = field(default_factory=dict)

    def find_first(self, low: float, high: float) -> float | None:
        """Find where p(d) first exceeds the tail between two differences, if it does."""
        at_low, at_high = self._find_extreme(low), self._find_extreme(high)
        outer = _fill(at_low | at_high)
        if not self.regions.exceeds(self.tail, outer, high):
            return None
        if high - low <= _CELL and np.array_equal(at_low, at_high):
            return self._solve(at_high, low, high)
        if high - low <= _WIDTH:
            return high if self.regions.exceeds(self.tail, at_high, high) else None
        middle = (low + high) / 2.0
        first = self.find_first(low, middle)
        return self.find_first(middle, high) if first is None else first

    def _find_extreme(self, difference: float) -> Region:
        if difference not in self.known:
            self.known[difference] = self.regions.find_extreme(difference)
        return self.known[difference]

    def _solve(self, region: Region, low: float, high: float) -> float | None:
        """Find where the probability of one region crosses the tail."""

        def compute_excess(difference: float) -> float:
            return self.regions.find_supremum(region, difference) - self.tail

        if compute_excess(high) <= 0.0:
            return None
        if compute_excess(low) >= 0.0:
            return low
        return float(optimize.brentq(compute_excess, low, high, xtol=1e-11))


def _fill(region: Region) -> Region:
    """Add all tables with more events in the first arm or fewer in the second than one of them."""
    upward = np.maximum.accumulate(region, axis=0)
    filled: Region = np.maximum.accumulate(upward[:, ::-1], axis=1)[:, ::-1]
    return filled
