from __future__ import annotations

import pytest
from tests.support.adjusted_study import make_adjusted_study
from tests.support.small_study import make_small_study

_LATE = '[[baseline]]\nid = "late"\nlabel = "Late"\nvalue = "{value}"\n'


def test_a_baseline_variable_of_a_visit_after_treatment_is_refused(tmp_path):
    study = make_small_study(tmp_path, more=_LATE.format(value="hormones.lh@month-6"))

    (problem,) = study.problems

    assert "'hormones.lh@month-6' looks at the visit 'month-6'" in problem.message
    assert "look at a visit before treatment ('baseline')" in problem.remedy
    assert problem.field == "baseline[4].value"


def test_a_stratum_of_a_visit_after_treatment_is_refused(tmp_path):
    late = "any(semen@month-6 where volume > 1)"
    edits = {'value = "history.infertility_type"\n[[flow]]': f'value = "{late}"\n[[flow]]'}
    study = make_small_study(tmp_path, edits=edits)

    (problem,) = study.problems

    assert "looks at the visit 'month-6'" in problem.message
    assert problem.field == "strata[1].value"


def test_a_covariate_of_the_adjustment_seen_after_treatment_is_refused(tmp_path):
    more = _LATE.format(value="hormones.lh@month-6") + (
        '[adjustment]\ncovariates = ["age", "late"]\ntargets = ["overlap"]\n'
    )
    study = make_adjusted_study(tmp_path, more=more)

    (problem,) = study.problems

    assert "does not have baseline = true" in problem.message


@pytest.mark.parametrize(
    ("value", "form"),
    [
        ("any(adverse-event where serious)", "adverse-event"),
        ("any(concomitant-medication where rescue)", "concomitant-medication"),
    ],
)
def test_a_log_kept_during_treatment_describes_nobody_before_it(tmp_path, value, form):
    study = make_small_study(tmp_path, more=_LATE.format(value=value))

    (problem,) = study.problems

    assert f"'{form}', a log that is kept during treatment" in problem.message
    assert "history" in problem.remedy


def test_any_visit_of_a_form_that_has_one_after_treatment_is_refused(tmp_path):
    study = make_small_study(tmp_path, more=_LATE.format(value="any(semen where volume > 1)"))

    (problem,) = study.problems

    assert "looks at the visit 'month-6'" in problem.message


def test_a_form_without_visits_counts_as_known_before(tmp_path):
    study = make_small_study(tmp_path, more=_LATE.format(value="history.infertility_duration"))

    assert study.problems == []


def test_a_value_before_that_was_seen_after_treatment_is_refused(tmp_path):
    before = 'baseline = "hormones.testosterone@baseline"'
    edits = {before: before.replace("@baseline", "@month-6")}
    study = make_small_study(tmp_path, edits=edits)

    (problem,) = study.problems

    assert problem.field == "endpoints[5].baseline"
