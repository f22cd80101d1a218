from __future__ import annotations

import pytest

from tubulus.stats.student import compute_t_inference, make_estimate_only


def test_a_limit_at_zero_and_the_p_value_agree():
    # t(0.975; 10) = 2.228138852, any table of Student's distribution
    interval, test = compute_t_inference(2.228138852, 1.0, 10, 0.95, "t")

    assert interval.low == pytest.approx(0.0, abs=1e-9)
    assert test.p_value == pytest.approx(0.05, abs=1e-9)


def test_an_estimate_alone_carries_its_reason_into_both_results():
    interval, test = make_estimate_only(1.0, 0.95, "t", "one value")

    assert interval.estimate == 1.0
    assert interval.reason == test.reason == "one value"
