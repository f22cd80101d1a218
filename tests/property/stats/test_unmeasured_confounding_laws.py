from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tubulus.stats.bias import (
    compute_ratio_tipping,
    compute_risk_ratio_e_value,
    compute_robustness_value,
)
from tubulus.stats.results import Interval

RATIO = st.floats(0.02, 50.0)
SHARE = st.floats(0.01, 0.99)


def make_interval(low, middle, high):
    return Interval(middle, low, high, 0.95, "law")


@given(st.lists(RATIO, min_size=3, max_size=3).map(sorted))
def test_a_limit_never_needs_a_stronger_confounder_than_the_estimate(parts):
    result = compute_risk_ratio_e_value(make_interval(*parts))

    assert 1.0 <= result.limit.value <= result.estimate.value


@given(RATIO)
def test_a_confounder_of_the_strength_of_the_e_value_can_just_explain_the_ratio(ratio):
    e = compute_risk_ratio_e_value(make_interval(ratio, ratio, ratio)).estimate.value
    largest_bias = e * e / (e + e - 1.0)

    assert largest_bias == pytest.approx(max(ratio, 1.0 / ratio))


@given(st.floats(0.01, 20.0), st.integers(3, 500), st.floats(1.01, 3.0))
def test_a_larger_estimate_is_more_robust(t_statistic, df, factor):
    small, large = (
        compute_robustness_value(t, 1.0, df) for t in (t_statistic, t_statistic * factor)
    )

    assert small.estimate.value < large.estimate.value < 1.0
    assert small.limit.value <= large.limit.value
    assert small.limit.value <= small.estimate.value
    assert small.partial_r2.value <= small.estimate.value


@given(RATIO, SHARE, SHARE)
def test_what_a_binary_confounder_makes_it_tips_and_its_e_value_is_no_stronger(
    effect, first, other
):
    ratio = (first * (effect - 1.0) + 1.0) / (other * (effect - 1.0) + 1.0)
    contrast = make_interval(ratio, ratio, ratio)
    cell = compute_ratio_tipping(contrast, [(first, other)], [effect]).rows[0].cells[0]
    e = compute_risk_ratio_e_value(contrast).estimate.value
    # the confounder or its absence, whichever raises the risk
    shares = (first, other) if effect > 1.0 else (1.0 - first, 1.0 - other)
    with_arm = max(shares) / min(shares)

    assert cell.adjusted.estimate == pytest.approx(1.0)
    assert max(effect, 1.0 / effect, with_arm) >= e * (1 - 1e-6)
