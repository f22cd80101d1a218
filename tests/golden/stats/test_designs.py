from __future__ import annotations

import math

import numpy as np
import pytest
from tests.golden.stats.cases import read_cases

from tubulus.stats.designs.dose_finding import (
    BoinDesign,
    DoseFindingPlan,
    compute_boin_table,
    select_mtd,
    simulate_dose_finding,
)
from tubulus.stats.designs.group_sequential import (
    compute_classical_boundary,
    compute_inflation,
    compute_power,
    compute_spending_boundary,
)
from tubulus.stats.designs.safety import (
    StoppingBoundary,
    calibrate_boundary,
    calibrate_posterior_boundary,
    compute_operating_characteristics,
    compute_posterior_boundary,
    compute_posterior_probability,
    compute_predictive_probability,
)
from tubulus.stats.designs.sample_size import (
    MeanComparison,
    compute_exact_power,
    compute_expected_half_width,
    compute_mean_power,
    compute_non_inferiority_power,
    compute_rank_power,
    compute_two_proportion_power,
    find_mean_sample_size,
)
from tubulus.stats.designs.two_stage import (
    TwoStageDesign,
    estimate_after_two_stages,
    find_simon_designs,
)

SHAPES = {"OBF": "O'Brien-Fleming", "OF": "O'Brien-Fleming", "P": "Pocock"}
SPENDING = {"asOF": "O'Brien-Fleming", "asP": "Pocock"}
QUARTERS = (10, 20, 30, 40)


def split(text, kind=int):
    return tuple(kind(part) for part in text.split("|"))


def read_limits(text):
    return tuple(None if part == "NA" else int(part) for part in text.split("|"))


def read_boundary(case):
    looks = split(case["looks"])
    pairs = zip(looks, split(case["limits"]), strict=True)
    return StoppingBoundary(looks, tuple(limit if limit <= n else None for n, limit in pairs))


def read_published():
    return {case["name"]: case for case in read_cases("designs_published.csv")}


def compute_published():
    found = {}
    for shape in ("Pocock", "O'Brien-Fleming"):
        for looks in range(2, 11):
            boundary = compute_classical_boundary(looks, 0.05, shape=shape)
            found[f"{shape} {looks}"] = boundary.critical_values[-1]
    calibrated = calibrate_boundary(QUARTERS, 0.1, 0.05).boundary
    stopping = compute_operating_characteristics(calibrated, [0.1, 0.2, 0.3]).stopping
    found.update({f"stop at {p}": stop for p, stop in zip((0.1, 0.2, 0.3), stopping, strict=True)})
    rule = compute_posterior_boundary(QUARTERS, 0.1, 0.95)
    found["stop Jeffreys 0.95"] = compute_operating_characteristics(rule, [0.1]).stopping[0]
    found["expected n optimal"] = find_simon_designs(0.05, 0.25, 0.05, 0.2).optimal.expected_n
    shares = (9 / 40, 1 / 40)
    found["power Boschloo"] = compute_exact_power((40, 40), shares, 0.05)
    found["power Fisher"] = compute_exact_power((40, 40), shares, 0.05, test="Fisher exact")
    return found


def test_published_numbers_of_designs_are_met():
    found = compute_published()

    assert found.keys() == read_published().keys()
    for name, case in read_published().items():
        expected = pytest.approx(float(case["value"]), abs=float(case["tolerance"]))
        assert found[name] == expected, name


@pytest.mark.parametrize("case", read_cases("stopping_boundaries.csv"))
def test_calibrated_boundaries_equal_those_of_stoppingrule(case):
    shape = SHAPES.get(case["shape"], case["shape"])
    p_1 = None if case["p_1"] == "NA" else float(case["p_1"])
    p_0, alpha = float(case["p_0"]), float(case["alpha"])
    found = calibrate_boundary(split(case["looks"]), p_0, alpha, shape=shape, p_1=p_1)

    assert found.boundary == read_boundary(case)
    assert found.attained.value == pytest.approx(float(case["attained"]), rel=1e-10)
    rel = 1e-4 if shape == "Pocock" else 1e-9
    assert found.critical_value.value == pytest.approx(float(case["critical_value"]), rel=rel)


@pytest.mark.parametrize("case", read_cases("stopping_characteristics.csv"))
def test_operating_characteristics_equal_those_of_stoppingrule(case):
    found = compute_operating_characteristics(read_boundary(case), [float(case["p"])])

    assert found.stopping[0] == pytest.approx(float(case["stopping"]), rel=1e-11)
    assert found.expected_events[0] == pytest.approx(float(case["expected_events"]), rel=1e-11)


@pytest.mark.parametrize("case", read_cases("posterior_rules.csv"))
def test_calibrated_posterior_rules_equal_those_of_stoppingrule(case):
    prior = float(case["a"]), float(case["b"])
    found = calibrate_posterior_boundary(
        split(case["looks"]), float(case["p_0"]), float(case["alpha"]), prior=prior
    )

    assert found.boundary == read_boundary(case)
    assert found.critical_value.value == pytest.approx(float(case["threshold"]), rel=1e-4)


@pytest.mark.parametrize("case", read_cases("predictive.csv"))
def test_posterior_and_predictive_probabilities_equal_those_of_r(case):
    prior = float(case["a"]), float(case["b"])
    events, n = int(case["events"]), int(case["n"])
    posterior = compute_posterior_probability(events, n, float(case["p_0"]), prior=prior)
    predictive = compute_predictive_probability(
        events, n, int(case["planned"]), int(case["needed"]), prior=prior
    )

    assert posterior.value == pytest.approx(float(case["posterior"]), rel=1e-9)
    assert predictive.value == pytest.approx(float(case["predictive"]), rel=1e-9)


def read_plans():
    plans = {}
    for case in read_cases("simon.csv"):
        key = tuple(float(case[name]) for name in ("p_0", "p_1", "alpha", "beta"))
        plans.setdefault(key, []).append(case)
    return plans


@pytest.mark.parametrize(("plan", "cases"), read_plans().items(), ids=str)
def test_simon_designs_equal_those_of_clinfun(plan, cases):
    found = find_simon_designs(*plan)

    assert found.is_proven
    expected = [
        TwoStageDesign(*(int(case[name]) for name in ("limit_1", "n_1", "limit", "n")))
        for case in cases
    ]
    assert [design.design for design in found.admissible] == expected
    for design, case in zip(found.admissible, cases, strict=True):
        assert design.expected_n == pytest.approx(float(case["expected_n"]), rel=1e-10)
        assert design.early_stop == pytest.approx(float(case["early_stop"]), rel=1e-10)


@pytest.mark.parametrize("case", read_cases("two_stage_inference.csv"))
def test_inference_after_two_stages_equals_that_of_clinfun(case):
    limit_1, n_1, n = (int(case[name]) for name in ("limit_1", "n_1", "n"))
    design = TwoStageDesign(limit_1, n_1, limit_1 + 1, n)
    events, p_0 = int(case["events"]), float(case["p_0"])
    found = estimate_after_two_stages(design, events, p_0, confidence=0.9)
    # clinfun takes the probability of as many or more for the upper limit too
    fewer = estimate_after_two_stages(design, events - 1, p_0, confidence=0.9)

    assert found.response.estimate == pytest.approx(float(case["estimate"]), rel=1e-10)
    assert found.test.p_value == pytest.approx(float(case["p_value"]), rel=1e-10)
    assert found.response.low == pytest.approx(float(case["low"]), abs=1.01e-4)
    assert fewer.response.high == pytest.approx(float(case["high"]), abs=1.01e-4)


@pytest.mark.parametrize("case", read_cases("group_sequential.csv"))
def test_group_sequential_critical_values_equal_those_of_rpact(case):
    sides, alpha = int(case["sides"]), float(case["alpha"])
    fractions = split(case["fractions"], float)
    if case["kind"] in SPENDING:
        spending = SPENDING[case["kind"]]
        found = compute_spending_boundary(fractions, alpha, spending=spending, sides=sides)
    else:
        shape = SHAPES[case["kind"]]
        found = compute_classical_boundary(len(fractions), alpha, shape=shape, sides=sides)

    assert found.fractions == pytest.approx(fractions, rel=1e-14)
    expected = np.array(split(case["critical_values"], float))
    # rpact solves for a probability, to 1e-10
    allowed = 1e-6 * expected + 1e-10 * np.sqrt(2.0 * np.pi) * np.exp(expected**2 / 2.0)
    assert np.all(np.abs(found.critical_values - expected) <= allowed)


@pytest.mark.parametrize("case", read_cases("group_sequential_power.csv"))
def test_group_sequential_power_and_inflation_equal_those_of_rpact(case):
    boundary = compute_classical_boundary(
        int(case["looks"]), 0.025, shape=SHAPES[case["kind"]], sides=1
    )

    assert compute_inflation(boundary, 0.8) == pytest.approx(float(case["inflation"]), rel=1e-6)
    power = compute_power(boundary, float(case["drift"]))[-1]
    assert power == pytest.approx(float(case["power"]), rel=1e-6)


@pytest.mark.parametrize("case", read_cases("boin_tables.csv"))
def test_boin_tables_equal_those_of_its_authors(case):
    design = BoinDesign(float(case["target"]))
    table = compute_boin_table(design, 36)

    assert design.escalation_share == pytest.approx(float(case["lambda_e"]), rel=1e-12)
    assert design.deescalation_share == pytest.approx(float(case["lambda_d"]), rel=1e-12)
    assert table.escalate == split(case["escalate"])
    assert table.deescalate == split(case["deescalate"])
    assert table.eliminate == read_limits(case["eliminate"])


@pytest.mark.parametrize("case", read_cases("boin_selections.csv"))
def test_selected_doses_equal_those_of_the_authors_of_boin(case):
    found = select_mtd(BoinDesign(float(case["target"])), split(case["events"]), split(case["n"]))

    assert found.dose == (None if case["dose"] == "99" else int(case["dose"]))


@pytest.mark.parametrize("scene", ["1", "2", "3", "4"])
def test_simulated_boin_trials_agree_with_those_of_its_authors(scene):
    cases = [case for case in read_cases("boin_simulated.csv") if case["scene"] == scene]
    first = cases[0]
    plan = DoseFindingPlan(int(first["cohorts"]), 3, enough=int(first["enough"]))
    toxicities = [float(case["toxicity"]) for case in cases]
    design = BoinDesign(float(first["target"]))
    found = simulate_dose_finding(design, plan, toxicities, 20_000, np.random.default_rng(5))

    scale = math.sqrt(1.0 / 5_000 + 1.0 / 20_000)
    shares = [*(float(case["selected"]) for case in cases), float(first["none"])]
    for own, theirs in zip([*found.selected, found.selected_none], shares, strict=True):
        pooled = (20_000 * own + 5_000 * theirs) / 25_000
        assert abs(own - theirs) <= 4.5 * scale * math.sqrt(pooled * (1.0 - pooled))
    # the SD of a count at one dose is at most half of all participants
    bound = 4.5 * scale * 3 * plan.cohorts / 2
    assert found.mean_n == pytest.approx([float(case["mean_n"]) for case in cases], abs=bound)
    events = [float(case["mean_events"]) for case in cases]
    assert found.mean_events == pytest.approx(events, abs=bound)


@pytest.mark.parametrize("case", read_cases("exact_power.csv"))
def test_exact_power_equals_that_of_exact(case):
    arms = int(case["n_1"]), int(case["n_0"])
    proportions, alpha = (float(case["p_1"]), float(case["p_0"])), float(case["alpha"])
    for column, test, alternative in (
        ("fisher", "Fisher exact", "two-sided"),
        ("fisher_greater", "Fisher exact", "greater"),
        ("boschloo", "Boschloo exact", "two-sided"),
        ("boschloo_greater", "Boschloo exact", "greater"),
    ):
        power = compute_exact_power(arms, proportions, alpha, test=test, alternative=alternative)
        assert power == pytest.approx(float(case[column]), rel=1e-9), column


def compute_normal_power(case):
    arms = int(case["n_1"]), int(case["n_0"])
    effect, extra, sides = float(case["effect"]), float(case["extra"]), int(case["sides"])
    alpha = float(case["alpha"])
    if case["kind"] == "proportions":
        alternative = "two-sided" if sides == 2 else "greater"
        return compute_two_proportion_power(arms, (effect, extra), alpha, alternative=alternative)
    if case["kind"] == "rank":
        return compute_rank_power(effect, *arms, alpha, sides=sides)
    covariates = 1 if case["kind"] == "ancova" else 0
    comparison = MeanComparison(effect, 1.0, extra, covariates, sides)
    return compute_mean_power(comparison, *arms, alpha)


@pytest.mark.parametrize("case", read_cases("normal_power.csv"))
def test_power_of_means_shares_and_ranks_equals_that_of_r(case):
    assert compute_normal_power(case) == pytest.approx(float(case["power"]), rel=1e-8)


@pytest.mark.parametrize("case", read_cases("normal_sizes.csv"))
def test_sample_sizes_are_those_of_r_rounded_up(case):
    effect, extra = float(case["effect"]), float(case["extra"])
    power, n = float(case["power"]), math.ceil(float(case["n"]))
    if case["kind"] == "t":
        assert find_mean_sample_size(MeanComparison(effect, 1.0), 0.05, power).n_0 == n
    else:
        reached = [
            compute_two_proportion_power((m, m), (effect, extra), 0.05) >= power for m in (n - 1, n)
        ]
        assert reached == [False, True]


@pytest.mark.parametrize("case", read_cases("precision.csv"))
def test_expected_half_widths_equal_those_of_r(case):
    width = compute_expected_half_width(
        int(case["n"]), float(case["p"]), confidence=float(case["level"])
    )

    assert width == pytest.approx(float(case["half_width"]), rel=1e-9)


@pytest.mark.parametrize("case", read_cases("non_inferiority.csv"))
def test_non_inferiority_power_equals_that_of_the_limits_of_r(case):
    power = compute_non_inferiority_power(
        (int(case["n_1"]), int(case["n_0"])),
        (float(case["p_1"]), float(case["p_0"])),
        float(case["alpha"]),
        margin=float(case["margin"]),
    )

    assert power == pytest.approx(float(case["power"]), rel=1e-10)
