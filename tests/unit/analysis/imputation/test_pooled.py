from __future__ import annotations

import pytest
from tests.support.missing_study import FSH, ask, lose, make_pairs
from tests.support.small_study import MISSING_RULE, Man, make_event, make_small_study

from tubulus.analysis.analyse import analyse_snapshot
from tubulus.analysis.imputation.pooled import COMPLETE, MISSING_INFORMATION, MONTE_CARLO
from tubulus.analysis.plan.lock import compare_with_lock
from tubulus.core.progress import SilentProgress


def test_with_outcomes_alone_missing_imputation_comes_near_the_complete_cases(tmp_path):
    # the imputation model is that of the analysis: only draws and arms' own slopes differ
    men = [*lose(make_pairs("cells", 20, 1.4), 2, 9), *lose(make_pairs("control", 20), 4)]
    edits = {**ask("imputation"), "[plan]\n": "[plan]\nimputations = 2000\n"}
    study = make_small_study(tmp_path, men=men, edits=edits)

    imputed = study.find_one("geometric mean ratio, imputed")
    complete = study.find_one("geometric mean ratio", section="hormones")

    assert imputed["value"] == pytest.approx(complete["value"], rel=0.01)
    assert imputed["low"] == pytest.approx(complete["low"], rel=0.03)
    assert imputed["high"] == pytest.approx(complete["high"], rel=0.03)
    assert (imputed["n"], imputed["missing"], complete["n"]) == (40, 3, 37)


def test_where_nothing_is_missing_no_number_is_repeated(full):
    for statistic in ("geometric mean ratio, imputed", "risk difference, imputed"):
        row = full.find_one(statistic)

        assert (row["value"], row["reason"]) == (None, COMPLETE)
    assert full.find(MISSING_INFORMATION) == []


def test_a_pooled_contrast_says_what_rests_on_the_draws(gaps):
    information = gaps.find_one(MISSING_INFORMATION, endpoint="fsh")
    error = gaps.find_one(MONTE_CARLO, endpoint="fsh")

    assert 0.0 < information["value"] < 0.5
    assert 0.0 < error["value"] < 0.05
    assert error["note"] == "of the log of the ratio"
    assert gaps.find_one("geometric mean ratio, imputed")["note"] == (
        "3 and 2 outcomes imputed; 100 completed data sets; adjusted for the value before"
    )


def test_the_sensitivity_has_no_test(gaps):
    assert [row["section"] for row in gaps.find("p")] == ["responders"]


def analyse(study, seed):
    status = compare_with_lock(None, study.study.source.data)
    tables = analyse_snapshot(
        study.snapshot,
        study.plan,
        status=status,
        provenance="p1",
        progress=SilentProgress(),
        seed=seed,
    )
    rows = tables["estimates"].filter(statistic="geometric mean ratio, imputed")
    return rows["value"].to_list()


def test_equal_seeds_draw_alike_and_others_do_not(gaps):
    assert analyse(gaps, 1) == analyse(gaps, 1)
    assert analyse(gaps, 1) != analyse(gaps, 2)


def test_the_draws_of_an_estimand_do_not_depend_on_the_others(gaps, tmp_path):
    men = [*lose(make_pairs("cells", 14, 1.5), 1, 4, 8), *lose(make_pairs("control", 14), 3, 5)]
    alone = make_small_study(tmp_path, men=men, edits=ask("imputation"), hormones=("fsh",))

    statistic = "geometric mean ratio, imputed"
    assert alone.find_one(statistic)["value"] == gaps.find_one(statistic)["value"]


def test_the_planned_rule_may_be_imputation(tmp_path):
    edits = {FSH: f'{FSH}missing = "imputation"\ntest = "t"\n'}
    men = [*lose(make_pairs("cells", 14), 1), *make_pairs("control", 14)]
    study = make_small_study(tmp_path, men=men, edits=edits)

    row = study.find_one("geometric mean ratio")
    assert row["method"].startswith("imputation, normal")
    assert (row["section"], row["n"], row["missing"]) == ("hormones", 28, 1)
    (p,) = study.find("p", endpoint="fsh")
    assert p["note"].startswith("exploratory, not randomised; ")
    assert study.find_one(MISSING_INFORMATION)["value"] > 0.0


def test_responders_may_be_imputed_and_have_no_test_of_counts_then(tmp_path):
    edits = {MISSING_RULE: MISSING_RULE.replace("non-response", "imputation")}
    men = [*lose(make_pairs("cells", 14), 1), *make_pairs("control", 14)]
    study = make_small_study(tmp_path, men=men, edits=edits, test="none")

    (row,) = study.find("risk difference", section="responders")
    assert row["method"].startswith("imputation, logistic")
    share = study.find_one("share", arm="cells", endpoint="sperm", section="responders")
    assert (share["denominator"], share["missing"]) == (13, 1)
    assert share["note"].startswith("of those whose outcome is known")


def test_a_value_after_a_hypothetical_event_is_imputed_whatever_it_is(tmp_path):
    event = f"intercurrent_events = [{make_event('hypothetical')}]\n"
    men = [*make_pairs("cells", 12), *make_pairs("control", 12)]
    edits = {FSH: f'{FSH}sensitivity = ["imputation"]\n{event}'}

    def find(name, value):
        after = Man(fsh=("12", value), rescue=True)
        study = make_small_study(tmp_path / name, men=[*men, after], edits=edits)
        return study.find_one("geometric mean ratio, imputed")

    high, below = find("high", "300"), find("below", "<5")

    assert (high["n"], high["missing"]) == (25, 1)
    assert high["value"] == below["value"]


def test_a_value_beyond_a_limit_is_not_drawn_as_if_nothing_were_known_of_it(tmp_path):
    men = [*make_pairs("cells", 12), *lose(make_pairs("control", 12), 2)]
    low = [Man(fsh=("12", "<5")), Man(fsh=("<5", "12"))]
    study = make_small_study(tmp_path, men=[*men, *low], edits=ask("imputation"))

    row = study.find_one("geometric mean ratio, imputed")

    assert (row["n"], row["denominator"], row["missing"]) == (24, 26, 1)
    assert "2 left out for a value beyond a limit" in row["note"]


def test_missing_covariates_are_imputed_with_the_outcome(tmp_path):
    men = [*make_pairs("cells", 12), *make_pairs("control", 12)]
    ageless = [Man(age="", fsh=("14", "17")), Man(arm="control", fsh=("", "16"))]
    study = make_small_study(
        tmp_path, men=[*men, *ageless], edits=ask("imputation"), covariates=("age",)
    )

    row = study.find_one("geometric mean ratio, imputed")

    assert (row["n"], row["missing"]) == (26, 0)
    assert "2 with an imputed covariate or value before" in row["note"]


def test_an_arm_without_any_outcome_cannot_be_imputed(tmp_path):
    men = [*make_pairs("cells", 6), *lose(make_pairs("control", 6), *range(6))]
    study = make_small_study(tmp_path, men=men, edits=ask("imputation", "tipping"))

    row = study.find_one("geometric mean ratio, imputed")
    assert (row["value"], row["reason"]) == (None, "no outcome was seen in one arm")
    tipping = study.find_one("tipping ratio, first arm")
    assert tipping["reason"] == "the contrast without a shift has no limits"
    assert set(study.tables["tipping"]["reason"]) == {"no outcome was seen in one arm"}


def test_a_difference_on_its_own_scale_keeps_its_unit(tmp_path):
    # testosterone alone is asked here
    men = [Man(t=(str(8 + k % 5), str(9 + (3 * k) % 7))) for k in range(12)]
    men += [Man(arm="control", t=(str(8 + k % 5), str(8 + k % 4))) for k in range(11)]
    men += [Man(arm="control", t=("9", ""))]
    study = make_small_study(
        tmp_path, men=men, edits=ask("imputation", "tipping", variable="testosterone")
    )

    assert study.find_one("adjusted difference, imputed")["unit"] == "nmol/L"
    assert study.find_one(MONTE_CARLO)["unit"] == "nmol/L"
    assert set(study.tables["tipping"]["unit"]) == {"nmol/L"}
