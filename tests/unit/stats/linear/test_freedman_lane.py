from __future__ import annotations

from itertools import permutations as every_order

import numpy as np
import pytest

from tubulus.stats.linear.ancova import estimate_ancova
from tubulus.stats.linear.freedman_lane import compute_freedman_lane_test


def draw_trial(seed=1, n=30, k=2):
    generator = np.random.default_rng(seed)
    arm, covariates = np.arange(n) % 2.0, generator.normal(size=(n, k))
    return covariates.sum(axis=1) + 0.8 * arm + generator.normal(size=n), arm, covariates


def run(outcome, arm, covariates=None, **options):
    generator = np.random.default_rng(12)
    return compute_freedman_lane_test(outcome, arm, covariates, generator=generator, **options)


def test_all_assignments_give_the_p_value_counted_by_hand():
    # of 20 assignments only the observed one and its mirror are as far apart
    result = run([4.0, 5.0, 6.0, 1.0, 2.0, 3.0], [1, 1, 1, 0, 0, 0])

    assert result.is_exact
    assert (result.n_permutations, result.n_beyond, result.n_tied) == (20, 0, 2)
    assert result.test.p_value == pytest.approx(2 / 20)
    assert result.monte_carlo_error.value == 0.0
    upper = run([4.0, 5.0, 6.0, 1.0, 2.0, 3.0], [1, 1, 1, 0, 0, 0], alternative="greater")
    assert upper.test.p_value == pytest.approx(1 / 20)


@pytest.mark.parametrize("statistic", ["hc3", "classical"])
def test_the_observed_statistic_is_that_of_the_adjusted_contrast(statistic):
    outcome, arm, covariates = draw_trial()
    result = run(outcome, arm, covariates, permutations=10, statistic=statistic)
    ancova = estimate_ancova(outcome, arm, covariates)

    if statistic == "hc3":
        error = ancova.standard_error.value
    else:
        design = np.column_stack([np.ones(30), arm, covariates])
        rest = np.linalg.lstsq(design, outcome)[1][0] / 26
        error = np.sqrt(rest * np.linalg.inv(design.T @ design)[1, 1])
    assert result.statistic.value == pytest.approx(ancova.contrast.estimate / error)


@pytest.mark.parametrize("statistic", ["hc3", "classical"])
def test_products_of_matrices_give_what_refitting_every_permutation_gives(statistic):
    outcome, arm, covariates = draw_trial(n=5, k=1)
    without_arm = np.column_stack([np.ones(5), covariates])
    fitted = without_arm @ np.linalg.lstsq(without_arm, outcome)[0]
    observed = run(outcome, arm, covariates, permutations=1, statistic=statistic).statistic.value
    farther = sum(
        abs(run(fitted + r, arm, covariates, permutations=1, statistic=statistic).statistic.value)
        >= abs(observed) - 1e-9
        for r in map(np.array, every_order(outcome - fitted))
    )
    result = run(outcome, arm, covariates, permutations=20_000, statistic=statistic)

    assert not result.is_exact
    error = result.monte_carlo_error.value
    assert result.test.p_value == pytest.approx(farther / 120, abs=4.5 * error)


def test_with_few_permutations_the_p_value_is_never_zero():
    outcome, arm, covariates = draw_trial()
    result = run(outcome + 100 * arm, arm, covariates, permutations=9)

    assert result.test.p_value == pytest.approx(1 / 10)


def test_the_same_generator_gives_the_same_p_value():
    outcome, arm, covariates = draw_trial()

    first, second = (run(outcome, arm, covariates, permutations=500) for _ in range(2))
    assert first == second


def test_opposite_sides_share_the_permutations():
    outcome, arm, covariates = draw_trial()
    options = {"permutations": 999}
    upper = run(outcome, arm, covariates, alternative="greater", **options)
    lower = run(outcome, arm, covariates, alternative="less", **options)

    assert upper.n_beyond + upper.n_tied + lower.n_beyond == 999


def test_strata_keep_residuals_where_they_belong():
    # within strata both arms are alike, though the first arm has more of the high stratum
    arm = np.array([1, 1, 1, 0, 0, 1, 0, 0, 0, 1.0])
    stratum = np.array(list("aaaaabbbbb"))
    outcome = np.where(stratum == "a", 10.0, 0.0) + np.array([1, 2, 3, 2, 2, 1, 3, 1, 2, 2.0])
    stratified = run(outcome, arm, strata=stratum)

    assert stratified.is_exact
    assert stratified.n_permutations == 10 * 10
    assert stratified.test.p_value > 0.5


def test_strata_are_kept_when_permutations_are_drawn():
    outcome, arm, covariates = draw_trial(n=12)
    # a participant alone in a stratum never moves: nothing is exchanged at all
    result = run(outcome, arm, covariates, permutations=50, strata=np.arange(12))

    assert result.n_tied == 50


def test_ties_count_as_far_out():
    result = run([1.0, 1.0, 2.0, 1.0, 1.0, 2.0], [1, 1, 1, 0, 0, 0])

    assert result.test.p_value == 1.0
    assert result.n_beyond + result.n_tied == 20


@pytest.mark.parametrize(
    ("outcome", "arm", "covariates", "reason"),
    [
        ([], [], None, "no complete participant in one arm"),
        ([1.0], [1], None, "no complete participant in one arm"),
        ([np.nan] * 4, [1, 1, 0, 0], None, "no complete participant in one arm"),
        ([1.0, 2.0, 3.0], [1, 1, 1], None, "no complete participant in one arm"),
        ([5.0] * 6, [1, 1, 1, 0, 0, 0], None, "does not vary"),
        ([1.0, 2.0, 4.0, 3.0], [0, 0, 0, 1], None, "leverage 1"),
        ([1.0, 2.0, 4.0, 3.0], [0, 0, 1, 1], [[0], [0], [1], [1]], "full rank"),
        ([1.0, 1.0, 3.0, 3.0], [0, 0, 1, 1], None, "does not vary"),
    ],
)
def test_what_cannot_be_tested_says_why(outcome, arm, covariates, reason):
    result = run(outcome, arm, covariates)

    assert reason in result.test.reason
    assert result.statistic.value is None


@pytest.mark.parametrize(
    "options",
    [{"permutations": 0}, {"statistic": "t"}, {"strata": [1, 2]}],
)
def test_malformed_options_are_refused(options):
    outcome, arm, covariates = draw_trial()

    with pytest.raises(ValueError, match=r"permutation|statistic|strata"):
        run(outcome, arm, covariates, **options)


@pytest.mark.parametrize("factor", [1e150, 1e-200])
def test_the_unit_of_the_outcome_moves_nothing_however_large(factor):
    y = np.array([3.0, 5.0, 4.0, 8.0, 9.0, 7.0, 6.0, 1.0])
    arm = np.array([0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0])
    age = np.arange(8.0)[:, None] ** 2

    plain, large = (
        compute_freedman_lane_test(
            scale * y, arm, age, generator=np.random.default_rng(1), permutations=199
        )
        for scale in (1.0, factor)
    )

    assert large.test.p_value == plain.test.p_value
    assert large.statistic.value == pytest.approx(plain.statistic.value)
