from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.linear import estimate_ancova
from tubulus.stats.subgroups.interaction import estimate_interaction, estimate_log_interaction

NAN = float("nan")


def simulate(n=48):
    generator = np.random.default_rng(11)
    arm = np.arange(n) % 2.0
    subgroup = np.array(["primary", "secondary", "unknown"])[(np.arange(n) // 2) % 3]
    covariate = generator.normal(size=(n, 1))
    effect = arm * (0.5 + (subgroup == "secondary"))
    return effect + covariate[:, 0] + generator.normal(size=n), arm, subgroup, covariate


def test_without_covariates_a_subgroup_has_the_contrast_it_has_alone():
    outcome, arm, subgroup, _ = simulate()
    result = estimate_interaction(outcome, arm, subgroup)
    alone = estimate_ancova(outcome[subgroup == "secondary"], arm[subgroup == "secondary"])

    found = result.subgroups[1]
    assert found.level == "secondary"
    assert found.contrast.estimate == pytest.approx(alone.contrast.estimate, rel=1e-10)
    assert found.standard_error.value == pytest.approx(alone.standard_error.value, rel=1e-10)
    assert (found.n_1, found.n_0) == (alone.n_1, alone.n_0)


def test_a_difference_is_that_of_the_contrasts_against_the_first_level():
    outcome, arm, subgroup, covariate = simulate()
    levels = ["unknown", "primary", "secondary"]
    result = estimate_interaction(outcome, arm, subgroup, covariate, levels=levels)
    first, second, _ = (part.contrast.estimate for part in result.subgroups)

    assert result.differences[0].level == "primary"
    assert result.differences[0].reference == "unknown"
    assert result.differences[0].difference.estimate == pytest.approx(second - first, rel=1e-10)


def test_with_two_subgroups_the_joint_test_is_the_t_test():
    outcome, arm, subgroup, covariate = simulate()
    result = estimate_interaction(outcome, arm, subgroup == "secondary", covariate)

    assert result.test.p_value == pytest.approx(result.differences[0].test.p_value, rel=1e-9)


def test_a_subgroup_with_an_empty_arm_leaves_the_comparison():
    outcome, arm, subgroup, covariate = simulate()
    arm[subgroup == "primary"] = 1.0
    result = estimate_interaction(outcome, arm, subgroup, covariate)

    assert "one arm of this subgroup" in result.subgroups[0].contrast.reason
    assert result.subgroups[0].n_0 == 0
    assert [(part.reference, part.level) for part in result.differences] == [
        ("secondary", "unknown")
    ]
    assert result.test.p_value is not None


def test_a_planned_subgroup_without_participants_is_shown_as_not_estimable():
    outcome, arm, subgroup, _ = simulate()
    levels = ["primary", "secondary", "unknown", "both"]
    result = estimate_interaction(outcome, arm, subgroup, levels=levels)

    assert result.subgroups[3].contrast.state == "not estimable"
    assert result.numerator_df == 2


def test_one_subgroup_has_a_contrast_and_no_interaction():
    outcome, arm, _, _ = simulate()
    result = estimate_interaction(outcome, arm, ["all"] * 48)

    assert result.subgroups[0].contrast.has_limits
    assert result.differences == ()
    assert "fewer than two subgroups" in result.test.reason


@pytest.mark.parametrize(
    ("outcome", "arm", "subgroup"),
    [([], [], []), ([1.0], [1.0], ["a"]), ([NAN, NAN], [1.0, 0.0], ["a", "b"])],
    ids=["nobody", "one participant", "all missing"],
)
def test_without_two_arms_nothing_is_estimated(outcome, arm, subgroup):
    result = estimate_interaction(outcome, arm, subgroup)

    assert {part.contrast.state for part in result.subgroups} <= {"not estimable"}
    assert result.test.state == "not estimable"


def test_who_is_left_out_is_counted():
    outcome, arm, subgroup, covariate = simulate()
    labels = [None, *subgroup[1:]]
    outcome[1], arm[2], covariate[3] = NAN, NAN, NAN

    assert estimate_interaction(outcome, arm, labels, covariate).n_missing == 4


def test_collinear_covariates_are_refused_with_a_reason():
    outcome, arm, subgroup, covariate = simulate()
    result = estimate_interaction(outcome, arm, subgroup, np.column_stack([covariate, covariate]))

    assert "full rank" in result.subgroups[0].contrast.reason
    assert "full rank" in result.test.reason


def test_one_participant_in_a_cell_leaves_estimates_without_limits():
    outcome = [1.0, 2.0, 3.0, 5.0, 4.0, 8.0, 1.5]
    arm = [1.0, 1.0, 0.0, 0.0, 1.0, 0.0, 0.0]
    result = estimate_interaction(outcome, arm, list("aaaabbb"))

    assert result.differences[0].difference.estimate == pytest.approx(1.75)
    assert "leverage 1" in result.differences[0].difference.reason
    assert "leverage 1" in result.test.reason


def test_a_constant_outcome_has_contrasts_of_zero_without_limits():
    _, arm, subgroup, _ = simulate()
    result = estimate_interaction(np.ones(48), arm, subgroup)

    assert result.subgroups[0].contrast.estimate == pytest.approx(0.0, abs=1e-12)
    assert result.test.reason == "the outcome does not vary around the fit"


def test_logs_give_ratios_and_count_what_has_no_log():
    outcome, arm, subgroup, covariate = simulate()
    after, before = np.exp(outcome), np.exp(covariate[:, 0])
    after[0], before[5] = 0.0, -1.0
    after[7] = NAN
    result = estimate_log_interaction(after, arm, subgroup, before)
    log_after = np.where(np.isin(np.arange(48), (0, 5, 7)), NAN, outcome)
    logs = estimate_interaction(log_after, arm, subgroup, covariate)

    assert (result.n_not_positive, result.n_missing) == (2, 1)
    assert result.differences[0].difference.estimate == pytest.approx(
        np.exp(logs.differences[0].difference.estimate), rel=1e-9
    )
    assert result.test == logs.test


@pytest.mark.parametrize(
    ("arm", "subgroup", "options", "message"),
    [
        ([1.0], ["a", "b"], {}, "equal lengths"),
        ([1.0, 2.0], ["a", "b"], {}, "arm holds 1"),
        ([1.0, 0.0], ["a"], {}, "one value a participant"),
        ([1.0, 0.0], ["a", "b"], {"levels": ["a"]}, "none of the levels: b"),
        ([1.0, 0.0], ["a", "b"], {"levels": ["a", "b", "a"]}, "given twice"),
        ([1.0, 0.0], ["a", "b"], {"covariates": [1.0, 2.0]}, "covariates need shape"),
        ([1.0, 0.0], ["a", "b"], {"covariates": [[1.0], [np.inf]]}, "infinite"),
        ([1.0, 0.0], ["a", "b"], {"confidence": 2.0}, "confidence"),
    ],
)
def test_input_of_the_wrong_kind_is_refused(arm, subgroup, options, message):
    with pytest.raises(ValueError, match=message):
        estimate_interaction([1.0, 2.0], arm, subgroup, **options)
