from __future__ import annotations

import numpy as np
import pytest
from tests.golden.stats.cases import read_cases, read_column

from tubulus.stats.ranks import (
    compute_brunner_munzel_permutation_test,
    compute_two_part_test,
    compute_van_elteren_test,
    compute_wilcoxon_test,
    estimate_shift,
    estimate_superiority,
    estimate_wins,
)

TRIAL = read_cases("ranks_trial.csv")
ARM = np.array(read_column(TRIAL, "arm"))


def select_arms(case):
    values = np.array(read_column(TRIAL, case["variable"]))
    first, second = values[ARM == 1.0], values[ARM == 0.0]
    return first[: int(case["n_1"])], second[: int(case["n_0"])]


def name_case(case):
    return "-".join(case[key] for key in ("variable", "n_1", "n_0"))


def check(result, case, prefix, rel=1e-9):
    parts = [result.estimate, result.low, result.high]
    expected = [float(case[key]) for key in (prefix, f"{prefix}_low", f"{prefix}_high")]

    assert parts == pytest.approx(expected, rel=rel, abs=1e-12)


@pytest.mark.parametrize("case", read_cases("wilcoxon.csv"), ids=name_case)
def test_the_exact_rank_sum_test_equals_coin(case):
    arms = select_arms(case)

    assert compute_wilcoxon_test(*arms).wins.value == float(case["u"])
    for alternative in ("two-sided", "greater", "less"):
        p_value = compute_wilcoxon_test(*arms, alternative=alternative).test.p_value
        assert p_value == pytest.approx(float(case[alternative.replace("-", "_")]), rel=1e-9)


@pytest.mark.parametrize("case", read_cases("wilcoxon_large.csv"), ids=lambda c: c["alternative"])
def test_in_large_arms_the_normal_approximation_equals_coin(case):
    first, second = 37 * np.arange(1, 301) % 101, 53 * np.arange(1, 281) % 97 - 4
    test = compute_wilcoxon_test(first, second, alternative=case["alternative"]).test

    assert test.p_value == pytest.approx(float(case["p"]), rel=1e-9)
    assert "normal approximation" in test.method


@pytest.mark.parametrize("case", read_cases("brunner_munzel.csv"), ids=name_case)
def test_the_superiority_equals_brunnermunzel(case):
    arms, level = select_arms(case), float(case["confidence"])
    raw = estimate_superiority(*arms, confidence=level, scale="identity")
    logit = estimate_superiority(*arms, confidence=level)
    cut = [max(0.0, float(case["low"])), min(1.0, float(case["high"]))]

    assert raw.superiority.estimate == pytest.approx(float(case["theta"]), rel=1e-12)
    assert [raw.superiority.low, raw.superiority.high] == pytest.approx(cut, rel=1e-9)
    assert raw.statistic.value == pytest.approx(float(case["statistic"]), rel=1e-9, abs=1e-12)
    assert raw.df.value == pytest.approx(float(case["df"]), rel=1e-9)
    assert raw.test.p_value == pytest.approx(float(case["p"]), rel=1e-9)
    if float(case["theta"]) != 0.5:  # the error cannot be read off a statistic of zero
        assert logit.superiority.low == pytest.approx(float(case["logit_low"]), rel=1e-9)
        assert logit.superiority.high == pytest.approx(float(case["logit_high"]), rel=1e-9)


@pytest.mark.parametrize("case", read_cases("brunner_munzel_permutation.csv"), ids=name_case)
def test_the_enumerated_permutation_test_equals_brunnermunzel(case):
    generator = np.random.default_rng(1)
    test = compute_brunner_munzel_permutation_test(*select_arms(case), generator=generator)

    assert test.p_value == pytest.approx(float(case["p"]), rel=1e-12)


@pytest.mark.parametrize("case", read_cases("wins.csv"), ids=name_case)
def test_wins_equal_those_counted_pair_by_pair(case):
    result = estimate_wins(*select_arms(case))

    assert (result.n_wins, result.n_losses) == (int(case["n_wins"]), int(case["n_losses"]))
    check(result.win_odds, case, "odds")
    check(result.net_benefit, case, "benefit")
    check(result.win_ratio, case, "ratio")
    assert result.ratio_test.p_value == pytest.approx(float(case["ratio_p"]), rel=1e-9)


@pytest.mark.parametrize("case", read_cases("hodges_lehmann.csv"), ids=name_case)
def test_the_shift_equals_wilcox_test_with_exact_limits(case):
    result = estimate_shift(*select_arms(case), confidence=float(case["confidence"]))
    parts = [result.shift.estimate, result.shift.low, result.shift.high]
    expected = [float(case[key]) for key in ("shift", "low", "high")]

    assert parts == pytest.approx(expected, rel=1e-12, abs=1e-12)
    assert result.achieved_confidence.value == pytest.approx(float(case["achieved"]), rel=1e-12)


@pytest.mark.parametrize("case", read_cases("lachenbruch.csv"), ids=name_case)
def test_the_two_part_test_equals_its_parts(case):
    result = compute_two_part_test(*select_arms(case))

    assert result.share_part.value == pytest.approx(float(case["share"]), rel=1e-9, abs=1e-12)
    assert result.amount_part.value == pytest.approx(float(case["amount"]), rel=1e-9)
    assert result.test.p_value == pytest.approx(float(case["p"]), rel=1e-9)
    assert result.df == 2


@pytest.mark.parametrize(
    "case",
    read_cases("van_elteren.csv"),
    ids=lambda case: f"{case['variable']}-{case['alternative']}",
)
def test_the_test_within_strata_equals_coin(case):
    outcome = np.array(read_column(TRIAL, case["variable"]))
    age, secondary = (np.array(read_column(TRIAL, name)) for name in ("age", "secondary"))
    strata = secondary + (0 if case["strata"] == "secondary" else 2 * (age >= 34))
    result = compute_van_elteren_test(outcome, ARM, strata, alternative=case["alternative"])

    assert result.statistic.value == pytest.approx(float(case["z"]), rel=1e-9)
    assert result.test.p_value == pytest.approx(float(case["p"]), rel=1e-9)
