"""The methods section says what was run."""

from tests.support.small_study import MISSING_RULE, make_event, make_small_study


def read(small, part=""):
    rows = small.tables["methods"].iter_rows(named=True)
    return " ".join(r["sentence"] for r in rows if part in r["section"])


def test_every_estimand_has_its_five_attributes(plain):
    for estimand in plain.plan.estimands:
        text = read(plain, f"Estimand {estimand.label} ")

        for word in ("Population:", "Treatment:", "Variable:", "Intercurrent event", "Summary:"):
            assert word in text


def test_the_estimator_covariates_test_and_missing_rule_are_named(tmp_path):
    text = read(make_small_study(tmp_path, covariates=("age",)))

    assert "covariates: Age" in text
    assert "Fisher's exact test" in text
    assert "missing values: non-response" in text
    assert "Also described by infertility, without tests in the strata." in text


def test_values_below_the_limit_are_said_to_be_left_out(plain):
    assert "are left out and counted" in read(plain, "fsh")


def test_the_first_arm_is_compared_with_each_of_the_others(tmp_path):
    text = read(make_small_study(tmp_path, arms=("cells", "low", "high")), "Responders")

    assert "Treatment: Cells arm against Low arm and against High arm." in text


def test_shares_alone_compare_nothing(plain):
    assert "Treatment: Cells arm; Control arm, each arm by itself." in read(plain, "Severe harm")


def test_a_plan_that_was_not_frozen_says_so(plain):
    assert "The plan is not pre-specified: the plan was not frozen." in read(plain, "Plan")


def test_leaving_out_after_a_hypothetical_event_names_its_assumption(tmp_path):
    edits = {
        make_event("composite"): make_event("hypothetical"),
        MISSING_RULE: 'estimator = "risk-difference"',
    }

    assert "missing at random" in read(make_small_study(tmp_path, edits=edits), "Responders")


def test_versions_are_named(plain):
    assert "numpy" in read(plain, "Software")
