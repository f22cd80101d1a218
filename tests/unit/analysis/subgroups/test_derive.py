"""Contrasts of levels, their differences and their shrunken forms."""

from __future__ import annotations

import math

import pytest
from tests.support.small_study import make_men, make_small_study

STRATIFIED = {'estimator = "ancova"\n': 'estimator = "ancova"\nstratum = "infertility"\n'}


def make_levels(arm, *, responders=(1, 4)):
    primary = make_men(arm, 8, responders[0])
    return (*primary, *make_men(arm, 8, responders[1], infertility="secondary"))


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    men = (*make_levels("cells"), *make_levels("control", responders=(1, 0)))
    folder = tmp_path_factory.mktemp("subgroups")
    return make_small_study(folder, men=men, edits=STRATIFIED, covariates=("infertility", "age"))


def find(small, statistic, **keys):
    return small.find(statistic, section="subgroups", **keys)


def test_the_differences_of_levels_are_those_of_their_counts(small):
    rows = find(small, "risk difference")

    assert [(row["stratum"], row["value"]) for row in rows] == [
        ("Infertility: primary", 0.0),
        ("Infertility: secondary", 0.5),
    ]


def test_the_interaction_is_the_difference_of_the_differences(small):
    (row,) = find(small, "risk difference between levels")

    assert row["value"] == pytest.approx(0.5)
    assert row["low"] < 0.5 < row["high"]
    assert row["stratum"] == "Infertility: secondary against primary"


def test_shrunken_contrasts_lie_between_their_own_and_the_common_one(small):
    raw = [row["value"] for row in find(small, "risk difference")]

    first, second = (row["value"] for row in find(small, "shrunken risk difference"))

    assert raw[0] < first < second < raw[1]


def test_a_ratio_of_ratios_is_that_of_the_levels(small):
    first, second = find(small, "geometric mean ratio", estimand="h-fsh")

    (row,) = find(small, "ratio of ratios", estimand="h-fsh")

    assert row["value"] == pytest.approx(second["value"] / first["value"])


def test_a_stratum_is_not_its_own_covariate(small):
    row, *_ = find(small, "geometric mean ratio", estimand="h-fsh")

    assert "adjusted for the value before, Age" in row["note"]
    assert row["state"] == "estimated"


def test_levels_have_no_p_value(small):
    assert not [row for row in small.find("p") if row["stratum"] or row["section"] == "subgroups"]


def test_the_curve_holds_the_planned_tau_and_the_wider_it_is_the_more_a_level_counts(small):
    curve = small.tables["shrinkage"].filter(estimand="h-fsh", stratum="Infertility: primary")

    weights = curve.sort("tau")["own_weight"].to_list()

    assert weights == sorted(weights)
    assert curve.filter(curve["is_planned"])["tau"].to_list() == [0.1]


def test_the_shrunken_ratio_is_the_weighted_mean_of_the_logs(small):
    """With the method's formula written out for two levels."""
    raw = find(small, "geometric mean ratio", estimand="h-fsh")
    curve = small.tables["shrinkage"].filter(estimand="h-fsh", is_planned=True).to_dicts()
    logs = [math.log(row["value"]) for row in raw]
    own = [row["own_weight"] for row in curve]
    # B = s^2 / (s^2 + tau^2), so 1 / (s^2 + tau^2) = (1 - B) / tau^2
    mean = sum(w * y for w, y in zip(own, logs, strict=True)) / sum(own)

    for row, y, weight in zip(curve, logs, own, strict=True):
        assert math.log(row["value"]) == pytest.approx(weight * y + (1 - weight) * mean)


def test_on_the_scale_of_the_unit_tau_counts_sds(small):
    (note,) = {row["note"] for row in find(small, "shrunken adjusted difference")}

    assert "tau = 0.1 in SDs within arms" in note


def test_a_level_with_one_arm_alone_has_no_contrast_and_is_not_compared(tmp_path):
    men = (*make_levels("cells"), *make_men("control", 8, 1))

    small = make_small_study(tmp_path, men=men, edits=STRATIFIED)
    raw = find(small, "risk difference")

    assert [row["state"] for row in raw] == ["estimated", "not estimable"]
    assert find(small, "risk difference between levels") == []
    assert [row["state"] for row in find(small, "shrunken geometric mean ratio")] == [
        "estimated",
        "not estimable",
    ]


def test_one_level_is_no_subgroup(plain):
    assert not [row for row in plain.tables["estimates"]["section"] if row == "subgroups"]
    assert "shrinkage" not in plain.tables


def test_the_methods_say_how_levels_are_compared(small):
    text = " ".join(small.tables["methods"]["sentence"])

    assert "one model with an interaction of arm and level" in text
    assert "tau = 0.1, the default, an assumption" in text


def test_a_tau_that_the_plan_states_is_told_from_a_default_on_each_scale(tmp_path):
    stated = {"[plan]": "[plan]\nshrinkage_tau = 0.2"}
    small = make_small_study(
        tmp_path,
        men=(*make_levels("cells"), *make_levels("control")),
        edits={**STRATIFIED, **stated},
    )

    (ratio,) = {row["note"] for row in find(small, "shrunken geometric mean ratio")}
    (share,) = {row["note"] for row in find(small, "shrunken risk difference")}

    assert "tau = 0.2 on the log scale, fixed in the plan" in ratio
    assert "tau = 0.05 on the scale of shares, the default, an assumption" in share
