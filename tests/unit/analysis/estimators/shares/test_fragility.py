"""How few events the comparator may have for the planned test to call the arms different."""

import pytest
from tests.support.small_study import make_men, make_small_study

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


@pytest.mark.parametrize(("test", "bound"), [("fisher", 0), ("boschloo", 1), ("z-pooled", 1)])
def test_the_bound_is_that_of_the_planned_test(test, bound):
    # R: fisher.test of 6 v 1 of 20 p = 0.0915, Boschloo written out 0.0464, Z-pooled 0.0488
    assert find_largest_comparator(6, 20, 20, alpha=0.05, test=test) == bound


def test_a_bound_that_does_not_exist_says_so_in_a_sentence(tmp_path):
    men = (*make_men("cells", 4, 1), *make_men("control", 4))
    row = make_small_study(tmp_path, men=men).find_one("largest comparator count")

    assert row["state"] == "not estimable"
    assert row["reason"] == (
        "not even 0 of 4 in the comparator would bring Fisher's exact test below 0.05"
    )
