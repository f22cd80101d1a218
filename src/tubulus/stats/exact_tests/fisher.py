"""Fisher's exact test of two proportions, given both margins of the table."""

from __future__ import annotations

from math import comb

from tubulus.stats.exact_tests.hypergeometric import compute_weights
from tubulus.stats.methods import Method
from tubulus.stats.proportions.counts import NOBODY, require_counts
from tubulus.stats.results import HypothesisTest

__all__ = ["METHOD", "compute_fisher_test"]

METHOD = Method(
    name="Fisher exact",
    gives="two-sided p-value given both margins: all tables no more probable than the observed",
    limits="rejects less often than the level allows, hence loses power to Boschloo's test",
    source="Fisher, J R Stat Soc 1935;98:39-82; two-sided rule as in R fisher.test",
)


def compute_fisher_test(events_1: int, n_1: int, events_0: int, n_0: int) -> HypothesisTest:
    """Compute the two-sided exact test of p1 = p0 given the margins.

    Parameters
    ----------
    events_1, n_1, events_0, n_0 : int
        Participants with the event and participants who count, in each arm.

    Returns
    -------
    HypothesisTest
        1 where nobody or everybody has the event; not estimable where an arm is empty.

    Notes
    -----
    p is the sum of the hypergeometric probabilities that do not exceed the observed one. The sum
    runs over whole numbers, so that equally probable tables always count as ties.
    """
    require_counts(events_1, n_1)
    require_counts(events_0, n_0)
    if min(n_1, n_0) == 0:
        return HypothesisTest(None, METHOD.name, reason=f"{NOBODY} in one arm")
    weights = compute_weights(n_1, n_0, events_1 + events_0)
    observed = weights[events_1]
    as_extreme = sum(weight for weight in weights.values() if weight <= observed)
    return HypothesisTest(as_extreme / comb(n_1 + n_0, events_1 + events_0), METHOD.name)
