"""The difference over strata beside the crude one."""

import pytest
from tests.support.small_study import Man, make_men, make_small_study

from tubulus.analysis.estimators.shares.differences import STRATIFIED


def make_group(arm, infertility, n, responders):
    return make_men(arm, n, responders, infertility=infertility)


def test_a_difference_that_the_stratum_makes_is_gone_within_it(tmp_path):
    men = [
        *make_group("cells", "secondary", 8, 4),
        *make_group("cells", "primary", 2, 0),
        *make_group("control", "secondary", 2, 1),
        *make_group("control", "primary", 8, 0),
    ]
    small = make_small_study(tmp_path, men=men)

    crude = small.find_one("risk difference", section="responders")
    stratified = small.find_one(STRATIFIED, section="responders")

    assert crude["value"] == pytest.approx(0.3)
    assert stratified["value"] == pytest.approx(0.0)
    assert stratified["low"] < 0.0 < stratified["high"]
    assert stratified["note"] == "each level of infertility compared within itself"


def test_men_who_cannot_be_compared_within_a_level_are_counted(tmp_path):
    men = [
        *make_group("cells", "secondary", 3, 1),
        *make_group("cells", "primary", 4, 2),
        *make_group("control", "primary", 5, 1),
        *make_group("control", "", 2, 0),
    ]
    row = make_small_study(tmp_path, men=men).find_one(STRATIFIED, section="responders")

    assert (row["n"], row["denominator"]) == (9, 14)
    assert "3 left out of a level with one arm alone" in row["note"]
    assert "2 left out whose level is not known" in row["note"]


def test_without_a_stratum_there_is_only_the_crude_difference(tmp_path):
    small = make_small_study(tmp_path, edits={'stratum = "infertility"\n': ""})

    assert small.find("risk difference", section="responders")
    assert small.find(STRATIFIED) == []


def test_the_sensitivity_has_the_stratified_difference_too(plain):
    assert [r["section"] for r in plain.find(STRATIFIED)] == ["responders", "sensitivity"]


def test_an_arm_without_participants_leaves_no_difference(tmp_path):
    row = make_small_study(tmp_path, men=(Man(),)).find_one(STRATIFIED, section="responders")

    assert row["state"] == "not estimable"
