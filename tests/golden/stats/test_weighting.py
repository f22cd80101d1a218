from __future__ import annotations

import numpy as np
import pytest
from tests.golden.stats.cases import read_cases, read_column

from tubulus.stats.balance import compute_balance_table
from tubulus.stats.linear.least_squares import fit_least_squares
from tubulus.stats.resampling import compute_draw_estimates, count_draws
from tubulus.stats.weighting import (
    compute_arm_weights,
    describe_overlap,
    estimate_augmented_contrast,
    estimate_targeted_contrast,
    estimate_weighted_contrast,
    estimate_weighted_ratio,
    estimate_weighted_risk_difference,
)
from tubulus.stats.weighting.augmented import compute_augmented_means
from tubulus.stats.weighting.columns import read_arm_columns
from tubulus.stats.weighting.outcome_model import OutcomeModel
from tubulus.stats.weighting.propensity import fit_propensity

TRIAL = read_cases("weighting_trial.csv")
TERMS = ("age", "secondary", "log_fsh", "testis_ml", "log_t")
COVARIATES = np.column_stack([read_column(TRIAL, name) for name in TERMS])
ARM = np.array(read_column(TRIAL, "arm"))
OUTCOMES = {name: np.array(read_column(TRIAL, name)) for name in ("change", "amount", "event")}
OUTCOMES["log_amount"] = np.log(OUTCOMES["amount"])
SMALL = (80.0 / 73.0) ** 0.5
"""sqrt(n / (n - p - 1)) with 6 coefficients of the score."""


def name_contrast(case):
    return f"{case['weighting']} {case['target']} {case['outcome']}"


@pytest.mark.parametrize("case", read_cases("weighted_contrasts.csv"), ids=name_contrast)
def test_a_weighted_contrast_equals_stacked_estimating_equations_in_r(case):
    result = estimate_weighted_contrast(
        OUTCOMES[case["outcome"]],
        ARM,
        COVARIATES,
        target=case["target"],
        weighting=case["weighting"],
    )
    ours = {
        "mean_1": result.mean_1,
        "mean_0": result.mean_0,
        "se": result.large_sample_error,
        "fixed_se": result.fixed_nuisance_error,
        "effective_1": result.effective_1,
        "effective_0": result.effective_0,
    }

    assert result.contrast.estimate == pytest.approx(float(case["estimate"]), rel=1e-7)
    for name, statistic in ours.items():
        assert statistic.value == pytest.approx(float(case[name]), rel=1e-7), name
    assert result.standard_error.value == pytest.approx(SMALL * float(case["se"]), rel=1e-7)


@pytest.mark.parametrize("weighting", ["propensity", "entropy"])
def test_ratio_and_risk_difference_are_the_contrasts_of_logs_and_events(weighting):
    cases = {
        case["outcome"]: case
        for case in read_cases("weighted_contrasts.csv")
        if (case["weighting"], case["target"]) == (weighting, "ATT")
    }
    options = {"target": "ATT", "weighting": weighting}
    ratio = estimate_weighted_ratio(OUTCOMES["amount"], ARM, COVARIATES, **options)
    risk = estimate_weighted_risk_difference(OUTCOMES["event"], ARM, COVARIATES, **options)

    expected = np.exp(float(cases["log_amount"]["estimate"]))
    assert ratio.contrast.estimate == pytest.approx(expected, rel=1e-8)
    assert risk.contrast.estimate == pytest.approx(float(cases["event"]["estimate"]), rel=1e-8)


@pytest.mark.parametrize(
    "case",
    read_cases("augmented_contrasts.csv"),
    ids=lambda case: " ".join(case[key] for key in ("method", "outcome", "model", "by_arm")),
)
def test_aipw_and_tmle_equal_r(case):
    estimate = {"AIPW": estimate_augmented_contrast, "TMLE": estimate_targeted_contrast}
    result = estimate[case["method"]](
        OUTCOMES[case["outcome"]],
        ARM,
        COVARIATES,
        model=case["model"],
        by_arm=case["by_arm"] == "1",
    )
    rel = 1e-7 if case["method"] == "AIPW" else 1e-6

    assert result.contrast.estimate == pytest.approx(float(case["estimate"]), rel=rel)
    assert result.mean_1.value == pytest.approx(float(case["mean_1"]), rel=rel)
    assert result.mean_0.value == pytest.approx(float(case["mean_0"]), rel=rel)
    assert result.large_sample_error.value == pytest.approx(float(case["se"]), rel=rel)
    assert result.fixed_nuisance_error.value == pytest.approx(float(case["fixed_se"]), rel=rel)


def test_the_weights_of_entropy_balancing_equal_those_of_ebal():
    cases = read_cases("entropy_weights.csv")
    weights = compute_arm_weights(ARM, COVARIATES, target="ATT", weighting="entropy").weights

    rows = [int(case["row"]) - 1 for case in cases]
    assert weights[rows] == pytest.approx(read_column(cases, "weight"), abs=1e-9)


def test_score_and_overlap_equal_glm_and_its_quantiles():
    expected = {case["what"]: float(case["value"]) for case in read_cases("propensity.csv")}
    overlap = describe_overlap(ARM, COVARIATES)
    ours = {
        f"coefficient_{i}": b for i, b in enumerate(fit_propensity(ARM, COVARIATES).coefficients)
    }
    for side in ("first", "second"):
        quantiles = getattr(overlap, side).quantiles
        ours |= {f"{side}_{i}": q for i, q in enumerate(quantiles)}
    ours["c_statistic"] = overlap.c_statistic.value
    ours["low"], ours["high"] = overlap.support
    ours["outside_1"] = overlap.first.share_outside.value
    ours["outside_0"] = overlap.second.share_outside.value

    assert ours == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("case", read_cases("firth_weighting.csv"), ids=lambda c: c["target"])
def test_firth_scores_of_separated_arms_weigh_as_those_of_brglm2(case):
    apart = np.column_stack([COVARIATES[:, 4], COVARIATES[:, 2] + 3.0 * ARM])
    options = {"target": case["target"], "weighting": "Firth propensity"}
    result = estimate_weighted_contrast(OUTCOMES["change"], ARM, apart, **options)

    assert result.mean_1.value == pytest.approx(float(case["mean_1"]), rel=1e-7)
    assert result.mean_0.value == pytest.approx(float(case["mean_0"]), rel=1e-7)


@pytest.mark.parametrize("target", ["ATO", "ATE", "ATT"])
def test_balance_before_and_after_weighting_equals_cobalt(target):
    weights = compute_arm_weights(ARM, COVARIATES, target=target).weights
    table = compute_balance_table(COVARIATES, ARM, weights)
    cases = [case for case in read_cases("weighted_balance.csv") if case["target"] == target]

    assert [case["covariate"] for case in cases] == list(TERMS)
    for case, row in zip(cases, table.covariates, strict=True):
        for prefix, figures in (("", row.before), ("weighted_", row.after)):
            assert figures.difference.value == pytest.approx(float(case[f"{prefix}smd"]), abs=1e-9)
            assert figures.ks_distance.value == pytest.approx(float(case[f"{prefix}ks"]), abs=1e-9)
            ratio = case[f"{prefix}ratio"]
            if ratio == "NA":
                assert figures.variance_ratio.value is None
            else:
                assert figures.variance_ratio.value == pytest.approx(float(ratio), abs=1e-9)


def test_bootstrap_draws_equal_fits_to_resampled_rows_in_r():
    drawn = np.array(
        [[int(v) for v in case.values()] for case in read_cases("bootstrap_drawn.csv")]
    )
    cases = read_cases("bootstrap_estimates.csv")
    names = ("change", "log_amount", "event")
    outcomes = np.column_stack([OUTCOMES[name] for name in names])
    estimators = tuple(dict.fromkeys(case["estimator"] for case in cases))
    weights = count_draws(drawn - 1, ARM.size)
    ours = compute_draw_estimates(outcomes, ARM, COVARIATES, [weights], estimators)

    assert len(cases) == 25 * len(estimators)
    for case in cases:
        expected = [float(case[name]) for name in names]
        found = ours[case["estimator"]][int(case["draw"]) - 1]
        assert found == pytest.approx(expected, rel=1e-8, abs=1e-10)


# Hernan and Robins, Causal Inference: What If, chapters 12 and 13, with the standard errors of
# PSweight 1.1.8 (stacked), geepack (weights fixed) and zEpid 0.9.1 (AIPW).
NHEFS = {
    "ATE": (3.440535, 0.487073),
    "ATT": (3.336258, 0.490959),
    "ATO": (3.461149, 0.467500),
    "matching": (3.400421, 0.484903),
}


@pytest.fixture(scope="module")
def nhefs():
    data = pytest.importorskip("causaldata", reason="causaldata holds the NHEFS data")
    frame = data.nhefs_complete.load_pandas().data
    column = {name: frame[name].to_numpy(dtype=float) for name in frame.columns if name != "id"}
    terms = [column["sex"], column["race"]]
    for name in ("age", "smokeintensity", "smokeyrs", "wt71"):
        terms += [column[name], column[name] ** 2]
    for name in ("education", "exercise", "active"):
        terms += [column[name] == level for level in np.unique(column[name])[1:]]
    return column["wt82_71"], column["qsmk"], np.column_stack(terms).astype(float), column


@pytest.mark.external
@pytest.mark.parametrize("target", NHEFS)
def test_smoking_cessation_and_weight_as_published(nhefs, target):
    outcome, arm, covariates, _ = nhefs
    result = estimate_weighted_contrast(outcome, arm, covariates, target=target)

    assert outcome.size == 1566
    assert result.contrast.estimate == pytest.approx(NHEFS[target][0], abs=6e-7)
    assert result.large_sample_error.value == pytest.approx(NHEFS[target][1], abs=6e-7)
    if target == "ATE":
        assert result.fixed_nuisance_error.value == pytest.approx(0.525494, abs=6e-7)


@pytest.mark.external
def test_aipw_of_smoking_cessation_as_published(nhefs):
    # the published outcome model lets smoking intensity act differently in both arms
    outcome, arm, covariates, column = nhefs
    columns = read_arm_columns(outcome, arm, covariates)
    z = (covariates - covariates.mean(axis=0)) / covariates.std(axis=0)
    intensity = column["smokeintensity"]

    def build(value):
        return np.column_stack([np.ones(value.size), value, z, intensity * value])

    designs = [build(value) for value in (np.ones(arm.size), np.zeros(arm.size))]
    fit = fit_least_squares(build(arm), outcome)
    expected = [design @ fit.coefficients for design in designs]
    influence = fit.weights.T * fit.residuals[:, None]
    model = OutcomeModel(*expected, *designs, influence)
    means = compute_augmented_means(columns, fit_propensity(arm, covariates), model)
    error = means.fixed_influence.std(ddof=1) * arm.size**0.5

    assert np.mean(expected[0] - expected[1]) == pytest.approx(3.517374, abs=6e-7)
    assert means.mean_1 - means.mean_0 == pytest.approx(3.457284, abs=6e-7)
    assert error == pytest.approx(0.488807, abs=6e-7)
