"""What a plan may say: every problem at once, each with its place."""

import pytest
from tests.support.small_study import ANCOVA, MISSING_RULE, make_event, make_small_study

from tubulus.analysis.plan.plan import collect_plan, read_plan
from tubulus.core.errors import InputError
from tubulus.study.definition.reading import collect_study

FSH = 'id = "h-fsh"\nlabel = "fsh"\npopulation = "all"\ntreatment = ["cells", "control"]\n'


def list_problems(tmp_path, edits=None, **variation):
    """Return field and message of each problem."""
    found = make_small_study(tmp_path, edits=edits, **variation).problems
    return [(p.field, p.message) for p in found]


def test_the_small_plan_has_no_problem(plain):
    assert plain.problems == []


def test_all_problems_come_at_once_with_their_places(tmp_path):
    edits = {
        'variable = "fsh"': 'variable = "fhs"',
        'value = "person.age"': 'value = "person.agee"',
        'summary = "share"\nestimator = "exact-share"': 'summary = "share"\nestimator = "exact"',
        'reason = "disposition.status"': 'reasons = "disposition.status"',
    }

    small = make_small_study(tmp_path, edits=edits)
    fields = {p.field for p in small.problems}

    assert fields == {
        "flow[2].reasons",
        "baseline[1].value",
        "estimands[4].variable",
        "estimands[1].estimator",
    }
    with pytest.raises(InputError) as raised:
        read_plan(small.study)
    assert len(raised.value.problems) == 4


def test_a_problem_behind_a_table_that_cannot_be_read_keeps_its_place(tmp_path):
    edits = {
        'label = "Severe harm"\nkind = "binary"': 'label = "Severe harm"\nkind = "yes"',
        'value = "hormones.fsh@month-6"': 'value = "hormones.fhs@month-6"',
    }

    fields = [field for field, _ in list_problems(tmp_path, edits)]

    # the estimand of the unreadable endpoint is not reported for a name that exists
    assert fields == ["endpoints[1].kind", "endpoints[4].value"]


UNKNOWN = {
    "population": (
        'population = "all"\ntreatment = ["cells", "control"]\nvariable = "fsh"',
        "all",
        "analysis set",
    ),
    "variable": ('variable = "fsh"', "fsh", "endpoint"),
    "estimator": ('estimator = "ancova"', "ancova", "estimator"),
    "stratum": ('stratum = "infertility"', "infertility", "stratum"),
}


@pytest.mark.parametrize("key", UNKNOWN)
def test_an_unknown_name_is_named_with_a_suggestion(tmp_path, key):
    old, name, what = UNKNOWN[key]
    small = make_small_study(tmp_path, edits={old: old.replace(f'"{name}"', f'"{name}x"', 1)})

    problem = next(p for p in small.problems if p.field.endswith(f".{key}"))

    assert problem.message == f"there is no {what} '{name}x'"
    assert name in problem.remedy


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (
            {
                '"control"]\nvariable = "fsh"': '"x"]\nvariable = "fsh"',
            },
            "there is no arm 'x'",
        ),
        (
            {'visit = "month-6"\nvalue = "hormones.fsh': 'visit = "x"\nvalue = "hormones.fsh'},
            "there is no visit 'x'",
        ),
        ({'follow_up = "month-6"': 'follow_up = "x"'}, "there is no visit 'x'"),
        ({'form = "semen", base': 'form = "x", base'}, "there is no form 'x'"),
        ({"[plan]\n": '[plan]\nbaseline_set = "x"\n'}, "there is no analysis set 'x'"),
    ],
)
def test_other_unknown_names_are_named(tmp_path, edit, message):
    assert message in [text for _, text in list_problems(tmp_path, edit)]


def test_an_unknown_covariate_is_named(tmp_path):
    problems = list_problems(tmp_path, covariates=("agee",))

    assert problems[0] == ("estimands[4].covariates", "there is no baseline variable 'agee'")


def test_an_estimator_refuses_an_endpoint_of_another_kind(tmp_path):
    problems = list_problems(tmp_path, {'variable = "fsh"': 'variable = "sperm"'})

    message = "the estimator 'ancova' does not fit an endpoint of kind 'binary'"
    assert problems == [("estimands[4].estimator", message)]


def test_a_contrast_needs_two_arms(tmp_path):
    edits = {FSH: FSH.replace(', "control"', "")}

    assert list_problems(tmp_path, edits) == [
        ("estimands[4].treatment", "the estimator 'ancova' compares 2 arms")
    ]


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("covariates", 'covariates = ["age"]'),
        ("test", 'test = "fisher"'),
    ],
)
def test_an_option_that_would_be_ignored_is_refused(tmp_path, key, line):
    edits = {'estimator = "exact-share"\n': f'estimator = "exact-share"\n{line}\n'}

    assert list_problems(tmp_path, edits) == [
        (f"estimands[1].{key}", f"the estimator 'exact-share' makes no use of '{key}'")
    ]


def test_a_contrast_of_numbers_cannot_count_the_missing(tmp_path):
    message = "the estimator 'ancova' cannot handle missing values by 'event'"

    assert list_problems(tmp_path, {FSH: f'{FSH}missing = "event"\n'}) == [
        ("estimands[4].missing", message)
    ]


IMPUTED_RULE = MISSING_RULE.replace("non-response", "imputation")


def test_an_exact_share_cannot_impute(tmp_path):
    edits = {'missing = "no event"': 'missing = "imputation"'}

    message = "the estimator 'exact-share' cannot handle missing values by 'imputation'"
    assert list_problems(tmp_path, edits) == [("estimands[1].missing", message)]


def test_a_test_of_counts_does_not_go_with_imputation(tmp_path):
    message = "the test 'fisher' needs counts; after imputation there are none"

    assert list_problems(tmp_path, {MISSING_RULE: IMPUTED_RULE}) == [("estimands[2].test", message)]


def test_what_the_estimand_imputes_itself_is_no_sensitivity_analysis(tmp_path):
    edits = {FSH: f'{FSH}missing = "imputation"\nsensitivity = ["imputation"]\n'}

    assert list_problems(tmp_path, edits) == [
        ("estimands[4].sensitivity", "the estimand itself imputes whoever has no value")
    ]


def test_a_hypothetical_event_may_be_imputed(tmp_path):
    line = f'missing = "imputation"\nintercurrent_events = [{make_event("hypothetical")}]\n'

    assert list_problems(tmp_path, {FSH: f"{FSH}{line}"}) == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("tipping_ratios = [0.5, 2.0]", "tipping_ratios needs 1 among its numbers"),
        ("tipping_odds = [1.0, 0.5]", "tipping_odds rises from each number to the next"),
        ("tipping_odds = [0.0, 1.0]", "tipping_odds are factors above 0"),
        ("tipping_sds = [0.5, 1.0]", "tipping_sds needs 0 among its numbers"),
    ],
)
def test_steps_of_the_shifts_rise_and_hold_no_shift(tmp_path, line, said):
    (_, message), *others = list_problems(tmp_path, {"[plan]\n": f"[plan]\n{line}\n"})

    assert others == []
    assert said in message


def test_the_same_examination_needs_an_examination_to_compare(tmp_path):
    line = 'examination = { form = "semen", baseline = ["baseline"], follow_up = "month-6" }\n'

    assert list_problems(tmp_path, {line: ""}) == [
        ("estimands[2].sensitivity", "the endpoint 'sperm' names no examination to compare")
    ]


def test_before_after_needs_a_value_before(tmp_path):
    edits = {'baseline = "hormones.testosterone@baseline"\n': ""}

    assert list_problems(tmp_path, edits, arms=("cells",), allocation="single-arm") == [
        ("estimands[5].variable", "the endpoint 'testosterone' has no value before")
    ]


def test_a_number_has_no_composite_value(tmp_path):
    edits = {FSH: f"{FSH}intercurrent_events = [{make_event('composite')}]\n"}

    (field, message), *others = list_problems(tmp_path, edits)

    assert others == []
    assert field == "estimands[4].intercurrent_events[1].strategy"
    assert "'composite' does not fit" in message


def test_a_hypothetical_event_is_not_filled_in_by_the_rule_for_missing_values(tmp_path):
    edits = {make_event("composite"): make_event("hypothetical")}

    (field, message), *others = list_problems(tmp_path, edits)

    assert others == []
    assert field == "estimands[2].intercurrent_events[1].strategy"
    assert "would be counted as 'non-response'" in message
    assert (
        list_problems(tmp_path / "x", {**edits, MISSING_RULE: 'estimator = "risk-difference"'})
        == []
    )


HISTOLOGY = """
[[baseline]]
id = "score"
label = "Johnsen score"
value = "tissue.score"
"""


def test_a_covariate_of_a_form_that_only_one_arm_has_is_refused(tmp_path):
    problems = list_problems(
        tmp_path, covariates=("age", "score"), hormones=("fsh",), more=HISTOLOGY
    )

    assert problems == [
        ("estimands[4].covariates", "the form 'tissue' does not exist in the arm 'control'")
    ]


def test_an_endpoint_that_only_one_arm_has_is_not_compared(tmp_path):
    edits = {'value = "hormones.fsh@month-6"': 'value = "tissue.score"'}

    assert list_problems(tmp_path, edits, hormones=("fsh",)) == [
        ("estimands[4].variable", "the form 'tissue' does not exist in the arm 'control'")
    ]


def test_a_visit_that_only_one_arm_has_is_not_compared(tmp_path):
    edits = {'value = "hormones.fsh@month-6"': 'value = "theatre.minutes@surgery"'}

    assert list_problems(tmp_path, edits, hormones=("fsh",)) == [
        ("estimands[4].variable", "the visit 'surgery' does not exist in the arm 'control'")
    ]


def test_a_stratum_that_only_one_arm_has_is_refused(tmp_path):
    edits = {'value = "history.infertility_type"\n[[flow]]': 'value = "tissue.pattern"\n[[flow]]'}

    assert ("estimands[2].stratum", "the form 'tissue' does not exist in the arm 'control'") in (
        list_problems(tmp_path, edits)
    )


def test_one_arm_alone_may_use_what_only_it_has(tmp_path):
    edits = {'value = "hormones.fsh@month-6"': 'value = "tissue.score"'}

    assert list_problems(tmp_path, edits, arms=("cells",), allocation="single-arm") == []


def test_the_same_name_twice_is_reported(tmp_path):
    twice = ANCOVA.format(
        id="h-fsh", variable="fsh", arms='["cells", "control"]', estimator="ancova", covariates="[]"
    )

    assert len(list_problems(tmp_path, more=twice)) == 1


def test_a_section_that_is_no_list_is_reported(tmp_path):
    assert ("strata", "expected a list") in list_problems(
        tmp_path, {"[[strata]]": "[strata]", 'stratum = "infertility"\n': ""}
    )


@pytest.mark.parametrize(
    ("estimator", "test", "other"),
    [("risk-difference", "t", "fisher or boschloo or z-pooled"), ("ancova", "fisher", "t")],
)
def test_a_test_belongs_to_its_estimator(tmp_path, estimator, test, other):
    line = f'estimator = "{estimator}"\n'
    edits = {line: f'{line}test = "{test}"\n'}
    if estimator == "risk-difference":
        edits['test = "fisher"\n'] = ""

    found = make_small_study(tmp_path, hormones=("fsh",), edits=edits).problems

    assert [(p.message, p.remedy) for p in found] == [
        (f"the test '{test}' does not belong to the estimator '{estimator}'", f"it has {other}")
    ]


def test_a_sensitivity_that_changes_nothing_is_refused(tmp_path):
    edits = {
        MISSING_RULE: 'estimator = "risk-difference"',
        'sensitivity = ["same examination"]': 'sensitivity = ["complete cases"]',
    }

    assert list_problems(tmp_path, edits) == [
        ("estimands[2].sensitivity", "the estimand itself leaves out whoever has no value")
    ]


@pytest.mark.parametrize("key", ["observed_when", "within_days.form"])
def test_follow_up_and_window_are_read_with_their_names(tmp_path, key):
    line = 'label = "Severe harm"\nkind = "binary"\n'
    wrong = {"observed_when": "exists(hormone)", "within_days.form": "adverse-events"}[key]
    rest = "within_days.first = 1\nwithin_days.last = 2\n" if key.startswith("within") else ""
    edits = {line: f'{line}{key} = "{wrong}"\n{rest}'}

    assert [field for field, _ in list_problems(tmp_path, edits)] == [f"endpoints[1].{key}"]


@pytest.mark.parametrize(
    ("value", "levels"),
    [
        ("person.age", False),
        ("allocation.allocated_on", False),
        ("person.age > 35", True),
        ("history.infertility_type", True),
    ],
)
def test_a_stratum_has_levels(tmp_path, value, levels):
    edits = {
        'label = "Infertility"\nvalue = "history.infertility_type"\n[[flow]]': (
            f'label = "Infertility"\nvalue = "{value}"\n[[flow]]'
        )
    }

    expected = [] if levels else [("strata[1].value", "the stratum 'infertility' has no levels")]
    assert list_problems(tmp_path, edits) == expected


def test_a_reason_of_the_flow_is_a_text(tmp_path):
    edits = {'reason = "disposition.status"': 'reason = "person.age"'}

    assert list_problems(tmp_path, edits) == [
        ("flow[2].reason", "the reason of the step 'examined' is no text")
    ]


@pytest.mark.parametrize(
    "edits",
    [
        {'label = "Month 6"\nday = 183': 'label = "Month 6"\nday = "x"'},
        {'label = "Person"\nidentifying = false': 'label = "Person"\nidentifying = "x"'},
        {'id = "control"\n': 'id = "control"\ncolour = 3\n'},
    ],
)
def test_what_the_study_declares_and_could_not_be_read_is_not_reported_again(tmp_path, edits):
    folder = make_small_study(tmp_path, edits=edits).folder

    study, problems = collect_study(folder)

    assert study is not None
    assert len(problems) == 1
    assert collect_plan(study)[1] == []
