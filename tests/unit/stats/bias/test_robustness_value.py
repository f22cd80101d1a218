from __future__ import annotations

import math

import pytest

from tubulus.stats.bias.robustness_value import compute_robustness_value


def test_confounding_as_strong_as_the_robustness_value_takes_the_estimate_away():
    estimate, error, df = 2.0, 0.7, 50
    share = compute_robustness_value(estimate, error, df).estimate.value
    bias = error * math.sqrt(df * share * share / (1.0 - share))

    assert bias == pytest.approx(estimate)


def test_an_estimate_of_zero_is_not_robust():
    result = compute_robustness_value(0.0, 1.0, 40)

    assert result.estimate.value == result.limit.value == result.partial_r2.value == 0.0


def test_a_test_that_does_not_reject_needs_no_confounder():
    assert compute_robustness_value(1.0, 1.0, 40).limit.value == 0.0


def test_the_sign_of_the_estimate_does_not_matter():
    assert compute_robustness_value(-3.0, 1.0, 40) == compute_robustness_value(3.0, 1.0, 40)


def test_half_of_an_estimate_is_easier_to_take_than_all():
    half, whole = (compute_robustness_value(3.0, 1.0, 40, share=share) for share in (0.5, 1.0))

    assert half.estimate.value < whole.estimate.value


@pytest.mark.parametrize(
    ("estimate", "error", "df", "reason"),
    [
        (None, 1.0, 40, "no standard error"),
        (1.0, None, 40, "no standard error"),
        (1.0, 0.0, 40, "above 0"),
        (math.nan, 1.0, 40, "above 0"),
        (1.0, 1.0, 1, "two residual degrees"),
    ],
)
def test_what_has_no_robustness_value_says_why(estimate, error, df, reason):
    result = compute_robustness_value(estimate, error, df)

    assert reason in result.estimate.reason
    assert result.limit.value is result.partial_r2.value is None


def test_a_share_lies_above_zero():
    with pytest.raises(ValueError, match="share"):
        compute_robustness_value(1.0, 1.0, 10, share=0.0)
