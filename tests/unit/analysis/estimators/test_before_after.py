"""The correlation that regression to the mean rests on."""

import math

import pytest

from tubulus.analysis.estimators.before_after import compute_correlation
from tubulus.analysis.plan.sections import RegressionToMean


def make_setting(**keys):
    return RegressionToMean(population=20.0, source="a test", **keys)


def test_a_given_correlation_is_taken_as_it_is():
    assert compute_correlation(make_setting(correlation=0.7)) == 0.7


def test_a_correlation_follows_from_the_variation_within_and_between_men():
    within = math.log(1 + 0.2**2)

    assert compute_correlation(make_setting(log_sd=0.5, within_cv=0.2)) == pytest.approx(
        1 - within / 0.25
    )


def test_more_variation_within_than_between_men_is_no_correlation():
    assert compute_correlation(make_setting(log_sd=0.1, within_cv=0.5)) == 0.0


@pytest.mark.parametrize(
    "keys", [{}, {"log_sd": 0.5}, {"correlation": 0.5, "log_sd": 0.5, "within_cv": 0.1}]
)
def test_one_way_and_only_one_is_given(keys):
    with pytest.raises(ValueError, match="give either correlation, or both"):
        make_setting(**keys)
