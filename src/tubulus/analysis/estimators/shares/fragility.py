"""The planned test of two shares, and how few events of the comparator it would call different."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from tubulus.analysis.estimators.context import EstimandContext
from tubulus.analysis.estimators.rows import fill_number
from tubulus.analysis.estimators.shares.counts import Count
from tubulus.core.estimates import Estimate
from tubulus.stats.exact_tests import (
    compute_boschloo_test,
    compute_fisher_test,
    compute_z_pooled_test,
)
from tubulus.stats.results import HypothesisTest

__all__ = ["TEST_NAMES", "compute_test", "find_largest_comparator", "make_bound"]

_TESTS: Mapping[str, Callable[[int, int, int, int], HypothesisTest]] = {
    "fisher": compute_fisher_test,
    "boschloo": compute_boschloo_test,
    "z-pooled": compute_z_pooled_test,
}

TEST_NAMES: Mapping[str, str] = {
    "fisher": "Fisher's exact test",
    "boschloo": "Boschloo's exact test",
    "z-pooled": "the Z-pooled exact test",
}
"""What the tests of two shares are called, by the word that a plan uses."""


def compute_test(test: str, first: Count, second: Count) -> HypothesisTest:
    """Compute the test that a plan names, two-sided."""
    return _TESTS[test](first.events, first.n, second.events, second.n)


def make_bound(
    context: EstimandContext, row: Estimate, first: Count, comparator_n: int
) -> Estimate:
    """Make the row that says how many events the comparator may have for the test to differ."""
    test = context.estimand.test
    bound = find_largest_comparator(
        first.events, first.n, comparator_n, alpha=1.0 - context.confidence, test=test
    )
    named = replace(row, statistic="largest comparator count", denominator=comparator_n, n=bound)
    if bound is None:
        reason = (
            f"not even 0 of {comparator_n} in the comparator would bring {TEST_NAMES[test]} below "
            f"{1.0 - context.confidence:.2g}"
        )
        return replace(named, reason=reason)
    return fill_number(named, bound, f"{TEST_NAMES[test]}, two-sided, over all lower counts")


def find_largest_comparator(
    events: int, n: int, comparator_n: int, *, alpha: float, test: str = "fisher"
) -> int | None:
    """Find the largest lower count of the comparator that a test would call different.

    Parameters
    ----------
    events, n : int
        What was seen in the first arm.
    comparator_n : int
        Participants of the comparator.
    alpha : float
        The test calls different below this p-value.
    test : {'fisher', 'boschloo', 'z-pooled'}
        The planned test, two-sided.

    Returns
    -------
    int or None
        None where even none of the comparator would not do.
    """
    lower = [count for count in range(comparator_n + 1) if count * n < events * comparator_n]
    for count in reversed(lower):
        p = _TESTS[test](events, n, count, comparator_n).p_value
        if p is not None and p < alpha:
            return count
    return None
