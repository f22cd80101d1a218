from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from tubulus.stats import (
    compute_boschloo_test,
    compute_fisher_test,
    estimate_proportion,
    estimate_risk_difference,
    estimate_upper_limit,
)
from tubulus.stats.two_proportions.miettinen_nurminen import compute_limits

ONE_SAMPLE = st.sampled_from(["Clopper-Pearson", "Wilson", "Jeffreys", "mid-p"])
TWO_SAMPLE = st.sampled_from(["Miettinen-Nurminen", "Newcombe"])
LEVEL = st.floats(0.5, 0.999)


@st.composite
def counts(draw, largest=80):
    n = draw(st.integers(1, largest))
    return draw(st.integers(0, n)), n


@given(counts(), ONE_SAMPLE, LEVEL)
def test_limits_of_a_proportion_lie_in_the_unit_interval_around_it(count, method, level):
    result = estimate_proportion(*count, method=method, confidence=level)

    assert 0.0 <= result.low <= result.estimate <= result.high <= 1.0


@given(counts(), ONE_SAMPLE)
def test_counting_the_others_mirrors_the_limits(count, method):
    events, n = count
    some = estimate_proportion(events, n, method=method)
    others = estimate_proportion(n - events, n, method=method)

    assert others.low == pytest.approx(1.0 - some.high, abs=1e-9)
    assert others.high == pytest.approx(1.0 - some.low, abs=1e-9)


@given(st.integers(1, 60), ONE_SAMPLE)
def test_one_more_event_lowers_neither_limit(n, method):
    results = [estimate_proportion(events, n, method=method) for events in range(n + 1)]

    for fewer, more in pairwise(results):
        assert fewer.low <= more.low
        assert fewer.high <= more.high


@given(counts(), ONE_SAMPLE, LEVEL, LEVEL)
def test_more_confidence_never_narrows_an_interval(count, method, level, other):
    narrow, wide = (
        estimate_proportion(*count, method=method, confidence=c) for c in sorted((level, other))
    )

    assert wide.low <= narrow.low + 1e-12
    assert wide.high >= narrow.high - 1e-12


@given(counts())
def test_the_one_sided_limit_lies_below_the_two_sided_one(count):
    assert estimate_upper_limit(*count).high <= estimate_proportion(*count).high


@given(counts(), counts(), TWO_SAMPLE)
def test_swapping_arms_negates_a_risk_difference(first, second, method):
    there = estimate_risk_difference(*first, *second, method=method)
    back = estimate_risk_difference(*second, *first, method=method)

    assert back.estimate == -there.estimate
    assert back.low == pytest.approx(-there.high, abs=1e-12)
    assert back.high == pytest.approx(-there.low, abs=1e-12)


@given(counts(), counts(), TWO_SAMPLE, LEVEL)
def test_limits_of_a_risk_difference_lie_in_minus_one_to_one(first, second, method, level):
    result = estimate_risk_difference(*first, *second, method=method, confidence=level)

    assert -1.0 <= result.low <= result.estimate <= result.high <= 1.0


@given(counts(), counts())
def test_counting_the_others_negates_a_risk_difference(first, second):
    (x_1, n_1), (x_0, n_0) = first, second
    some = estimate_risk_difference(x_1, n_1, x_0, n_0)
    others = estimate_risk_difference(n_1 - x_1, n_1, n_0 - x_0, n_0)

    assert others.low == pytest.approx(-some.high, abs=1e-9)
    assert others.high == pytest.approx(-some.low, abs=1e-9)


@given(st.integers(1, 40), counts(40))
def test_one_more_event_in_the_first_arm_lowers_neither_score_limit(n, comparator):
    low, high = compute_limits(np.arange(n + 1), n, *comparator, 0.95)

    assert (np.diff(low) >= -1e-12).all()
    assert (np.diff(high) >= -1e-12).all()


@given(counts(30), counts(30))
def test_exact_p_values_do_not_depend_on_the_order_of_the_arms(first, second):
    fisher = [compute_fisher_test(*first, *second), compute_fisher_test(*second, *first)]

    assert fisher[0].p_value == fisher[1].p_value


@settings(max_examples=25, deadline=None)
@given(counts(20), counts(20))
def test_boschloo_never_exceeds_fisher_and_mirrors_with_the_arms(first, second):
    greater = compute_boschloo_test(*first, *second, alternative="greater").p_value
    less = compute_boschloo_test(*second, *first, alternative="less").p_value
    fisher_greater = sum_tail(*first, *second)

    assert greater == less
    assert greater <= fisher_greater * (1.0 + 1e-9)


def sum_tail(x_1, n_1, x_0, n_0):
    return stats.hypergeom.sf(x_1 - 1, n_1 + n_0, x_1 + x_0, n_1)
