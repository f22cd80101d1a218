"""The correlation that regression to the mean rests on."""

import math

import pytest
from tests.support.small_study import Man, make_small_study

from tubulus.analysis.estimators.before_after import compute_correlation
from tubulus.analysis.plan.sections import RegressionToMean

RATIOS = (0.5, 0.6, 0.7, 0.8, 0.9)


def make_setting(**keys):
    sources = {"population_source": "a test", "variation_source": "a guess"}
    return RegressionToMean(population=20.0, **sources, **keys)


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


@pytest.mark.parametrize("key", ["population_source", "variation_source"])
def test_population_and_variation_each_name_their_source(key):
    sources = {"population_source": "a test", "variation_source": "a guess"}
    del sources[key]

    with pytest.raises(ValueError, match=key):
        RegressionToMean(population=20.0, correlation=0.5, **sources)


def test_other_correlations_stand_beside_the_expected_ratio(tmp_path):
    men = [Man(fsh=("42", "40"))] * 3 + [Man(arm="control")]
    small = make_small_study(tmp_path, men=men)

    found = {r: small.find_one(f"expected ratio, r = {r}", arm="cells")["value"] for r in RATIOS}

    # twice the population's 21
    assert found == {r: pytest.approx(2.0 ** (r - 1.0)) for r in RATIOS}
    assert (
        "(a test), correlation of two measurements 0.80 (a guess)"
        in (small.find_one("expected ratio", arm="cells")["note"])
    )


def test_a_median_ranks_values_below_their_limit_lowest_and_says_so(tmp_path):
    men = [Man(fsh=("20", after)) for after in ("<1", "5", "7", "9", "")]
    men += [Man(arm="control", fsh=("20", after)) for after in ("<1", "<1", "5")]
    study = make_small_study(tmp_path, men=men)

    rows = {
        row["arm"]: row
        for row in study.find("median", estimand="h-fsh")
        if row["stratum"] == "after"
    }
    (mean,) = (
        row
        for row in study.find("geometric mean", estimand="h-fsh")
        if (row["stratum"], row["arm"]) == ("after", "cells")
    )

    assert (rows["cells"]["value"], rows["cells"]["n"], rows["cells"]["missing"]) == (6.0, 4, 1)
    assert "ranked lowest in 'cells': below the limit of quantification 1" in rows["cells"]["note"]
    assert rows["control"]["value"] is None
    assert "among the values below their limit" in rows["control"]["reason"]
    assert (mean["n"], mean["missing"]) == (3, 2)
