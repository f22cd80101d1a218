from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.imputation.contrast import estimate_imputed_contrast
from tubulus.stats.imputation.model import ImputationModel
from tubulus.stats.imputation.outcome import impute_outcome
from tubulus.stats.imputation.stack import compute_imputed_ancova_stack
from tubulus.stats.linear.ancova import estimate_ancova

ARM = np.repeat([1.0, 0.0], 20)


def simulate(trials, seed=1):
    generator = np.random.default_rng(seed)
    covariates = generator.normal(3.0, 2.0, (trials, 40, 2))
    outcomes = covariates @ [0.4, -0.3] + 0.5 * ARM + generator.normal(size=(trials, 40))
    return outcomes, covariates


def test_complete_trials_give_their_ancova():
    outcomes, covariates = simulate(3)
    stack = compute_imputed_ancova_stack(
        outcomes, ARM, covariates, generator=np.random.default_rng(2)
    )

    for i in range(3):
        expected = estimate_ancova(outcomes[i], ARM, covariates[i])
        assert stack.estimate[i] == pytest.approx(expected.contrast.estimate)
        assert stack.low[i] == pytest.approx(expected.contrast.low)
        assert stack.p_value[i] == pytest.approx(expected.test.p_value)
        assert stack.df[i] == expected.df


def test_trials_with_gaps_agree_with_one_trial_imputed_alone():
    outcomes, covariates = simulate(1)
    outcomes[0, ::5] = np.nan
    generator = np.random.default_rng(3)
    stack = compute_imputed_ancova_stack(
        outcomes, ARM, covariates, generator=generator, imputations=40_000
    )
    alone = estimate_imputed_contrast(
        impute_outcome(
            outcomes[0],
            ARM,
            covariates[0],
            model=ImputationModel(imputations=40_000),
            generator=generator,
        )
    ).pooled
    error = alone.monte_carlo_error.value

    # two independent Monte Carlo errors
    assert stack.estimate[0] == pytest.approx(alone.contrast.estimate, abs=6.0 * error)
    assert stack.standard_error[0] == pytest.approx(alone.standard_error.value, rel=0.02)
    assert stack.df[0] == pytest.approx(alone.df.value, rel=0.02)


def test_trials_of_two_blocks_are_each_their_own():
    outcomes, covariates = simulate(300)
    outcomes[:, ::7] = np.nan
    stack = compute_imputed_ancova_stack(
        outcomes, ARM, covariates, generator=np.random.default_rng(4), imputations=5
    )
    first = compute_imputed_ancova_stack(
        outcomes[:256], ARM, covariates[:256], generator=np.random.default_rng(4), imputations=5
    )

    assert stack.is_estimable.all()
    assert (stack.estimate[:256] == first.estimate).all()


def test_trials_that_give_no_contrast_say_so_and_do_not_disturb_others():
    outcomes, covariates = simulate(7)
    outcomes[1, ARM == 1.0] = np.nan
    outcomes[2, 3:20] = np.nan
    covariates[3, :, 1] = covariates[3, :, 0]
    outcomes[4] = 2.0
    covariates[5, :, 1] = np.arange(40) == 2
    outcomes[6, 4] = np.nan
    stack = compute_imputed_ancova_stack(
        outcomes, ARM, covariates, generator=np.random.default_rng(5)
    )

    assert stack.is_estimable.tolist() == [True, False, False, False, False, False, True]
    assert np.isnan(stack.p_value).tolist() == (~stack.is_estimable).tolist()
    assert np.isfinite(stack.low[stack.is_estimable]).all()


def test_one_arm_empty_is_not_estimable():
    outcomes, covariates = simulate(1)
    stack = compute_imputed_ancova_stack(
        outcomes, np.ones(40), covariates, generator=np.random.default_rng(6)
    )

    assert not stack.is_estimable.any()


def test_no_trial_gives_no_result():
    stack = compute_imputed_ancova_stack(np.empty((0, 40)), ARM, generator=np.random.default_rng(7))

    assert stack.estimate.shape == stack.is_estimable.shape == (0,)


def test_arms_and_covariates_may_be_those_of_all_trials():
    outcomes, covariates = simulate(4)
    outcomes[:, 8] = np.nan
    shared = covariates[0]
    stacks = [
        compute_imputed_ancova_stack(outcomes, arms, z, generator=np.random.default_rng(8))
        for arms, z in ((ARM, shared), (np.tile(ARM, (4, 1)), np.tile(shared, (4, 1, 1))))
    ]

    assert (stacks[0].estimate == stacks[1].estimate).all()


@pytest.mark.parametrize(
    ("outcomes", "arms", "covariates", "imputations"),
    [
        (np.zeros(4), np.zeros(4), None, 5),
        (np.full((2, 4), np.inf), np.zeros(4), None, 5),
        (np.zeros((2, 4)), np.zeros(3), None, 5),
        (np.zeros((2, 4)), np.full(4, 0.5), None, 5),
        (np.zeros((2, 4)), np.zeros(4), np.zeros((3, 1)), 5),
        (np.zeros((2, 4)), np.zeros(4), np.zeros((3, 4, 1)), 5),
        (np.zeros((2, 4)), np.zeros(4), np.zeros(4), 5),
        (np.zeros((2, 4)), np.zeros(4), np.full((4, 1), np.nan), 5),
        (np.zeros((2, 4)), np.zeros(4), None, 1),
    ],
)
def test_malformed_stacks_are_refused(outcomes, arms, covariates, imputations):
    with pytest.raises(ValueError, match=r"outcomes|arms|covariates|imputations"):
        compute_imputed_ancova_stack(
            outcomes,
            arms,
            covariates,
            generator=np.random.default_rng(1),
            imputations=imputations,
        )
