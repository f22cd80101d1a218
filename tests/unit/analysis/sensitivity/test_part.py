from __future__ import annotations

import pytest
from tests.support.adjusted_study import make_adjusted_study

from tubulus.analysis.plan.tests_asked import count_tests
from tubulus.stats.exact_tests import estimate_exact_risk_difference
from tubulus.stats.two_proportions import estimate_odds_ratio, estimate_risk_ratio

ASKED = {
    'sensitivity = ["same examination"]': 'sensitivity = ["firth", "ratio", "stratified score", '
    '"exact interval"]',
    'covariates = ["age"]\nrole': 'covariates = ["age"]\n'
    'sensitivity = ["interaction", "permutation"]\nrole',
}
SPERM, FSH = "Any sperm", "FSH at month 6"
COUNTS = (5, 14, 3, 14)


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    return make_adjusted_study(tmp_path_factory.mktemp("sensitivity"), edits=ASKED)


def test_other_scales_and_limits_come_from_the_same_counts(study):
    expected = {
        ("risk ratio", "ratio"): estimate_risk_ratio(*COUNTS),
        ("odds ratio", "ratio"): estimate_odds_ratio(*COUNTS),
        ("risk difference", "exact interval"): estimate_exact_risk_difference(*COUNTS),
    }

    for (statistic, name), interval in expected.items():
        row = study.find_one(statistic, section="sensitivity", label=f"{SPERM}, {name}")
        assert (row["value"], row["low"], row["high"]) == (
            interval.estimate,
            interval.low,
            interval.high,
        )


def test_the_firth_difference_names_what_it_is_adjusted_for(study):
    row = study.find_one("risk difference", section="sensitivity", label=f"{SPERM}, firth")

    assert -1.0 < row["low"] < row["value"] < row["high"] < 1.0
    assert "adjusted for Age, Infertility, FSH" in row["note"]


def test_the_stratified_difference_stands_with_score_limits(study):
    row = study.find_one(
        "risk difference", section="sensitivity", label=f"{SPERM}, stratified score"
    )

    assert row["n"] == 28
    assert row["low"] < row["value"] < row["high"]


def test_a_line_for_each_arm_gives_a_ratio(study):
    row = study.find_one("geometric mean ratio", section="sensitivity", label=f"{FSH}, interaction")

    assert 0.0 < row["low"] < row["value"] < row["high"]
    assert row["role"] == "sensitivity"


def test_a_permutation_p_value_is_named_so_that_nobody_takes_it_for_a_planned_test(study):
    (row,) = study.find("p of permutations, sensitivity without alpha", label=f"{FSH}, permutation")

    assert 0.0 < row["value"] <= 1.0
    assert row["note"].startswith("exploratory, not randomised; not a test of the plan")
    assert "h-fsh" not in count_tests(study.plan)
    assert [r["estimand"] for r in study.find("p")] == ["r1"]


def test_what_the_methods_need_is_asked_for_in_the_plan(tmp_path):
    own = 'stratum = "infertility"\nsensitivity = ["same examination"]'
    asked = 'sensitivity = ["firth", "stratified score"]'
    study = make_adjusted_study(tmp_path, more="", edits={own: asked})

    messages = [problem.message for problem in study.problems]
    assert any("'firth' adjusts for the covariates of [adjustment]" in m for m in messages)
    assert any("there is none" in m for m in messages)
