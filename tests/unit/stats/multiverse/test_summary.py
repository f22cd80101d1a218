from __future__ import annotations

import pytest

from tubulus.stats.multiverse.specifications import enumerate_specifications
from tubulus.stats.multiverse.summary import summarise_options, summarise_specifications
from tubulus.stats.results import Interval


def make(estimate, low=None, high=None):
    reason = "" if low is not None else "no limits"
    return Interval(estimate, low, high, 0.95, "made", reason)


RESULTS = [make(0.4, 0.1, 0.7), make(-0.1, -0.3, 0.2), make(0.2, -0.1, 0.5), make(0.3, 0.2, 0.4)]


def test_shares_are_counted_against_the_side_of_the_median():
    found = summarise_specifications(RESULTS)

    assert (found.median.value, found.low.value, found.high.value) == (0.25, -0.1, 0.4)
    assert found.share_same_side.value == 0.75
    assert found.share_excluding.value == 0.5
    assert found.share_excluding_same_side.value == 0.5
    assert found.order == (1, 2, 3, 0)


def test_a_ratio_is_counted_against_one():
    found = summarise_specifications([make(1.2, 1.1, 1.3), make(0.9, 0.8, 0.95)], null=1.0)

    assert found.share_same_side.value == 0.5
    assert found.share_excluding.value == 1.0
    assert found.share_excluding_same_side.value == 0.5


def test_a_limit_at_the_null_does_not_exclude_it():
    assert summarise_specifications([make(0.4, 0.0, 0.8)]).share_excluding.value == 0.0


def test_specifications_without_estimate_or_limits_are_counted_and_left_out():
    found = summarise_specifications([*RESULTS, make(None), make(0.5)])

    assert (found.n_specifications, found.n_estimated, found.n_limits) == (6, 5, 4)
    assert found.share_same_side.value == 0.8
    assert found.order[-1] == 5


@pytest.mark.parametrize("results", [[], [make(None)]], ids=["none", "not estimable"])
def test_without_any_estimate_nothing_is_summarised(results):
    found = summarise_specifications(results)

    assert found.median.reason == "no specification gave an estimate"
    assert found.share_excluding.reason == "no specification gave limits"
    assert found.order == ()


def test_tied_estimates_keep_the_order_of_the_plan():
    assert summarise_specifications([make(0.1), make(0.1), make(0.0)]).order == (2, 0, 1)


def test_a_median_at_the_null_has_no_side():
    found = summarise_specifications([make(-1.0), make(0.0), make(1.0)])

    assert found.share_same_side.value == 0.0


def test_each_option_shows_the_estimates_of_its_specifications():
    plan = enumerate_specifications({"scale": ["log", "identity"], "errors": ["HC3", "classical"]})
    found = summarise_options(plan, RESULTS)

    assert [(part.choice, part.option) for part in found] == [
        ("scale", "log"),
        ("errors", "HC3"),
        ("errors", "classical"),
        ("scale", "identity"),
    ]
    assert found[1].median.value == pytest.approx(0.3)
    assert (found[0].low.value, found[0].high.value) == (-0.1, 0.4)


def test_specifications_and_results_must_be_as_many():
    with pytest.raises(ValueError, match="as many results, got 4"):
        summarise_options(enumerate_specifications({}), RESULTS)
