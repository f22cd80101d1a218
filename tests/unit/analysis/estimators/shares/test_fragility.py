"""How few events the comparator may have for the planned test to call the arms different."""

import pytest

from tubulus.analysis.estimators.shares.fragility import find_largest_comparator


@pytest.mark.parametrize(
    ("events", "n", "comparator", "bound"),
    [
        (9, 40, 40, 2),  # R: fisher.test, p = 0.0476 for 2 and 0.1149 for 3
        (0, 40, 40, None),
        (3, 10, 10, None),
        (10, 10, 10, 5),  # R: fisher.test, p = 0.0325 for 5 and 0.0867 for 6
    ],
)
def test_the_largest_count_that_would_still_differ(events, n, comparator, bound):
    assert find_largest_comparator(events, n, comparator, alpha=0.05) == bound
