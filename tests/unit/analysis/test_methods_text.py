"""The methods section says what was run."""

from tests.support.small_study import MISSING_RULE, WINDOW, make_event, make_small_study


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

    text = read(make_small_study(tmp_path, edits=edits), "Responders")

    assert "missing at random given the arm alone" in text


def test_versions_are_named(plain):
    assert "numpy" in read(plain, "Software")


def test_leaving_out_in_an_adjusted_contrast_names_what_it_is_given(tmp_path):
    line = 'variable = "fsh"\n'
    edits = {line: f"{line}intercurrent_events = [{make_event('hypothetical')}]\n"}
    small = make_small_study(tmp_path, edits=edits, covariates=("age",))

    text = read(small, "fsh")

    assert "missing at random given the arm and the value before and the covariates" in text


def test_the_number_of_tests_is_counted_from_the_plan(tmp_path, plain):
    none = make_small_study(tmp_path / "none", test="none")
    three = make_small_study(tmp_path / "three", arms=("cells", "low", "high"))

    assert "The plan asks for 1 p-value: Responders 1 (Fisher's exact test" in read(plain, "Plan")
    assert "The plan asks for no test" in read(none, "Plan")
    assert "2 p-values, not adjusted for their number: Responders 2" in read(three, "Plan")


def test_the_days_of_a_harm_and_its_follow_up_are_named(tmp_path, plain):
    text = read(make_small_study(tmp_path, edits=WINDOW), "Severe harm")

    assert "adverse-event count from study day 1 to 215" in text
    assert 'Followed to the end: disposition.status = "completed".' in text
    assert "No study days bound the harm." in read(plain, "Severe harm")
