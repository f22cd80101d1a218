"""Every combination of the planned choices is run, and their results stay comparable."""

from __future__ import annotations

import numpy as np
import pytest
from tests.support.missing_study import ask
from tests.support.small_study import Man, make_men, make_small_study

PLAN = """
[[multiverse]]
id = "choices"
label = "FSH, other choices"
estimand = "h-fsh"
{choices}
"""
ALL = """
covariates = [["age"], [], ["age", "infertility"]]
scales = ["log", "identity"]
errors = ["HC3", "classical"]
missing = ["complete cases", "imputation"]
outcomes = ["adjusted for the value before", "change"]
"""
LOGS = 'errors = ["HC3", "classical"]\noutcomes = ["adjusted for the value before", "change"]'
FEWER = {"[plan]": "[plan]\nimputations = 20"}


def make(folder, choices=ALL, *, men=None, more="", edits=None, **differs):
    if men is None:
        men = (
            *make_men("cells", 7),
            *make_men("cells", 4, infertility="secondary"),
            Man(fsh=("17", "")),
            *make_men("control", 8),
            *make_men("control", 3, infertility="secondary"),
        )
    text = PLAN.format(choices=choices) + more
    edits = {**FEWER, **(edits or {})}
    return make_small_study(folder, men=men, covariates=("age",), more=text, edits=edits, **differs)


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return make(tmp_path_factory.mktemp("multiverse"))


@pytest.fixture(scope="module")
def curve(small):
    return small.tables["multiverse"]


def test_every_combination_is_there_once(curve):
    choices = curve.select("scale", "outcome", "covariates", "missing", "errors")

    assert curve.height == choices.n_unique() == 3 * 2 * 2 * 2 * 2
    assert curve["place"].sort().to_list() == list(range(1, 49))


def test_the_planned_analysis_is_among_them_with_its_own_numbers(small, curve):
    (row,) = curve.filter(curve["is_planned"]).to_dicts()
    planned = small.find_one("geometric mean ratio", estimand="h-fsh", section="hormones")

    assert (row["own_value"], row["own_low"]) == pytest.approx((planned["value"], planned["low"]))
    assert row["n"] == planned["n"]


def test_a_change_is_the_plain_difference_of_changes(curve):
    (row,) = curve.filter(
        scale="identity",
        outcome="change",
        covariates="none",
        missing="complete cases",
        errors="HC3",
    ).to_dicts()
    changes = {
        arm: [float(m.fsh[1]) - float(m.fsh[0]) for m in men]
        for arm, men in (
            ("cells", (*make_men("cells", 7), *make_men("cells", 4))),
            ("control", (*make_men("control", 8), *make_men("control", 3))),
        )
    }

    assert row["own_value"] == pytest.approx(
        np.mean(changes["cells"]) - np.mean(changes["control"])
    )


def test_errors_move_the_limits_alone(curve):
    keys = ["scale", "outcome", "covariates", "missing"]
    pairs = curve.filter(errors="HC3").join(curve.filter(errors="classical"), on=keys)

    assert pairs["value"].to_list() == pytest.approx(pairs["value_right"].to_list())
    assert (pairs["high"] != pairs["high_right"]).all()


def test_on_two_scales_contrasts_are_in_sds_and_keep_their_side(curve):
    logs = curve.filter(scale="log")

    assert set(curve["measure"]) == {"standardised difference"}
    assert logs["value"].sign().to_list() == logs["own_value"].log().sign().to_list()
    # one divisor a scale
    ratios = np.log(logs["own_value"].to_numpy()) / logs["value"].to_numpy()
    assert ratios == pytest.approx(np.full(ratios.size, ratios[0]))


def test_on_one_scale_they_keep_its_measure(tmp_path):
    table = make(tmp_path, LOGS).tables["multiverse"]

    assert set(table["measure"]) == {"geometric mean ratio"}
    assert table["value"].to_list() == table["own_value"].to_list()
    assert set(table["null"]) == {1.0}


def test_whoever_is_imputed_is_counted(curve):
    assert set(curve.filter(missing="complete cases")["n"]) == {22}
    assert set(curve.filter(missing="imputation")["n"]) == {23}
    assert set(curve.filter(missing="imputation")["n_imputed"]) == {1}


def test_the_summary_counts_what_the_table_holds(small, curve):
    def value(statistic):
        return small.find_one(statistic, section="multiverse")

    values = curve["value"]
    side = ((values > 0) == (values.median() > 0)).sum()
    outside = ((curve["low"] > 0) | (curve["high"] < 0)).sum()

    assert value("specifications")["value"] == 48
    assert value("median standardised difference")["value"] == pytest.approx(values.median())
    assert value("share of specifications on the side of the median")["n"] == side
    assert (
        value("share of specifications whose limits exclude no difference")["value"] == outside / 48
    )


def test_each_option_has_its_median(small, curve):
    options = small.tables["multiverse_options"]

    (row,) = options.filter(choice="outcome", option="change").to_dicts()

    assert set(options["choice"]) == {"scale", "outcome", "covariates", "missing", "errors"}
    assert row["median"] == pytest.approx(curve.filter(outcome="change")["value"].median())


def test_the_same_seed_gives_the_same_draws(tmp_path, curve):
    again = make(tmp_path).tables["multiverse"]

    assert again["value"].to_list() == curve["value"].to_list()


def test_nothing_to_estimate_has_a_reason_in_each_specification(tmp_path):
    men = tuple(Man(arm=arm, fsh=("20", "")) for arm in ("cells", "control") for _ in range(4))

    small = make(tmp_path, men=men)
    table = small.tables["multiverse"]

    assert set(table["state"]) == {"not estimable"}
    assert "" not in set(table["reason"])
    assert small.find_one("median standardised difference")["state"] == "not estimable"


def test_there_is_no_p_value_unless_the_plan_asks_for_one(small):
    assert [r["section"] for r in small.find("p of the joint test")] == []


def test_the_joint_test_has_its_warning_and_is_counted(tmp_path):
    small = make(tmp_path, f"{LOGS}\njoint_test = true\njoint_permutations = 199")

    row = small.find_one("p of the joint test")

    assert 1 / 200 <= row["value"] <= 1
    assert "exploratory, not randomised" in row["note"]
    assert "removes no confounding" in row["note"]
    assert "joint test by permutation" in " ".join(small.tables["methods"]["sentence"])


def test_arms_that_differ_in_everybody_have_the_smallest_joint_p(tmp_path):
    men = tuple(
        Man(arm=arm, fsh=(str(20 + i % 3), str(base + (5 * i) % 7)), age=str(30 + (3 * i) % 8))
        for arm, base in (("cells", 40), ("control", 8))
        for i in range(8)
    )

    small = make(tmp_path, f"{LOGS}\njoint_test = true\njoint_permutations = 199", men=men)

    assert small.find_one("p of the joint test")["value"] == 1 / 200


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ('errors = ["HC3"]', "varies nothing"),
        ('errors = ["HC3", "HC3"]', "stands twice"),
        ('populations = ["all", "some"]', "no analysis set 'some'"),
        ('covariates = [["age"], ["ages"]]', "no baseline variable 'ages'"),
    ],
)
def test_choices_that_lead_nowhere_are_refused(tmp_path, choices, message):
    assert any(message in problem.message for problem in make(tmp_path, choices).problems)


def test_an_estimand_of_another_kind_is_refused(tmp_path):
    small = make(tmp_path, LOGS, more="")
    path = tmp_path / "study.toml"
    text = path.read_text("utf-8").replace('estimand = "h-fsh"\n', 'estimand = "r1"\n')
    path.write_text(text, encoding="utf-8")

    assert any("not estimated by 'ancova'" in problem.message for problem in small.problems)


def test_the_methods_list_the_choices(small):
    text = " ".join(small.tables["methods"]["sentence"])

    assert "all 48 combinations of scale: log, identity" in text
    assert "divided by the SD within arms" in text


def test_the_same_imputation_gives_the_number_of_the_estimand_to_the_last_digit(tmp_path):
    choices = 'missing = ["complete cases", "imputation"]'
    small = make(tmp_path, choices, edits=ask("imputation"))
    (row,) = small.tables["multiverse"].filter(missing="imputation").to_dicts()
    own = small.find_one("geometric mean ratio, imputed")

    assert (row["value"], row["low"], row["high"]) == (own["value"], own["low"], own["high"])


@pytest.mark.parametrize("outcome", ["adjusted for the value before", "change"])
def test_a_value_beyond_a_limit_is_not_imputed_as_if_nothing_were_known(tmp_path, outcome):
    men = (
        *make_men("cells", 8),
        *make_men("control", 9),
        Man(fsh=("17", "")),
        Man(fsh=("10", "<9")),
        Man(arm="control", fsh=("<9", "12")),
    )
    choices = f'missing = ["complete cases", "imputation"]\noutcomes = ["{outcome}"]'

    (row,) = (
        make(tmp_path, choices, men=men)
        .tables["multiverse"]
        .filter(missing="imputation")
        .to_dicts()
    )

    assert (row["n"], row["n_imputed"]) == (18, 1)
