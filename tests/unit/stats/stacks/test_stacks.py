"""Many trials at once give the numbers that each trial gives alone."""

import numpy as np
import pytest

from tubulus.stats.exact_tests import (
    compute_boschloo_test,
    compute_fisher_test,
    compute_z_pooled_test,
)
from tubulus.stats.multiplicity.graph import HypothesisGraph, make_gated_graph
from tubulus.stats.multiplicity.graphical import compute_graphical
from tubulus.stats.proportions import estimate_proportion
from tubulus.stats.stacks import (
    compute_gate_weights,
    compute_stacked_differences,
    compute_stacked_shares,
    compute_stacked_tests,
    compute_stacked_weighting,
    infer_stack,
    reject_by_gates,
)
from tubulus.stats.stacks.weighting import fit_stacked_scores
from tubulus.stats.two_proportions import estimate_risk_difference
from tubulus.stats.weighting.contrast import estimate_weighted_contrast

TRIALS, N = 6, 40


@pytest.fixture(scope="module")
def trials():
    """Return arms, designs, outcomes and who counts in a few trials."""
    generator = np.random.default_rng(3)
    covariates = generator.normal([30.0, 2.0, 0.0], [7.0, 0.5, 1.0], size=(TRIALS, N, 3))
    covariates[:, :, 2] = covariates[:, :, 2] > 0.2
    score = covariates[:, :, 1] + generator.logistic(size=(TRIALS, N))
    arms = (score > np.median(score, axis=1, keepdims=True)).astype(float)
    outcomes = 0.03 * covariates[:, :, 0] + covariates[:, :, 1] + 0.5 * arms
    outcomes += generator.normal(size=(TRIALS, N)) * (1.0 + arms)
    counted = generator.random((TRIALS, N)) > 0.15
    counted[0] = True
    designs = np.concatenate([np.ones((TRIALS, N, 1)), arms[:, :, None], covariates], axis=2)
    return designs, arms, outcomes, counted


def assert_interval(stack, i, interval, p_value=None):
    assert stack.estimate[i] == pytest.approx(interval.estimate, rel=1e-9, abs=1e-12)
    assert stack.low[i] == pytest.approx(interval.low, rel=1e-9, abs=1e-12)
    assert stack.high[i] == pytest.approx(interval.high, rel=1e-9, abs=1e-12)
    if p_value is not None:
        assert stack.p_value[i] == pytest.approx(p_value, rel=1e-8)


@pytest.mark.parametrize("target", ["ATO", "ATT", "ATE"])
def test_stacked_weighting_is_that_of_each_trial(trials, target):
    designs, arms, outcomes, counted = trials
    scores = fit_stacked_scores(np.delete(designs, 1, axis=2), arms, counted)
    stack, size_1, size_0 = compute_stacked_weighting(scores, outcomes, target)

    for i in range(TRIALS):
        y = np.where(counted[i], outcomes[i], np.nan)
        alone = estimate_weighted_contrast(y, arms[i], designs[i, :, 2:], target=target)
        assert_interval(stack, i, alone.contrast, alone.test.p_value)
        assert size_1[i] == pytest.approx(alone.effective_1.value, rel=1e-8)
        assert size_0[i] == pytest.approx(alone.effective_0.value, rel=1e-8)


def test_a_trial_whose_covariates_separate_the_arms_has_no_weighted_contrast(trials):
    designs, arms, outcomes, counted = trials
    separated = np.delete(designs, 1, axis=2).copy()
    separated[2, :, 1] = arms[2]
    scores = fit_stacked_scores(separated, arms, counted)
    stack, _, _ = compute_stacked_weighting(scores, outcomes, "ATO")

    assert np.isnan(stack.estimate[2])
    assert np.isfinite(stack.estimate[[0, 1, 3]]).all()


def test_shares_differences_and_tests_are_those_of_each_table():
    x_1, n_1 = np.array([9, 0, 5, 9, 0]), np.array([40, 40, 5, 40, 0])
    x_0, n_0 = np.array([1, 0, 0, 1, 3]), np.array([40, 40, 7, 40, 9])
    shares = compute_stacked_shares(x_1, n_1, confidence=0.95)
    stack = compute_stacked_differences((x_1, n_1, x_0, n_0), confidence=0.95)
    boschloo = compute_stacked_tests("boschloo", (x_1, n_1, x_0, n_0))

    for i in range(4):
        counts = (int(x_1[i]), int(n_1[i]), int(x_0[i]), int(n_0[i]))
        assert_interval(shares, i, estimate_proportion(*counts[:2]))
        assert_interval(stack, i, estimate_risk_difference(*counts))
        assert boschloo[i] == pytest.approx(compute_boschloo_test(*counts).p_value, rel=1e-9)
    assert np.isnan([shares.estimate[4], stack.low[4], boschloo[4]]).all()


@pytest.mark.parametrize(
    ("test", "alone"),
    [("fisher", compute_fisher_test), ("boschloo", None), ("z-pooled", compute_z_pooled_test)],
)
def test_arms_of_one_size_are_looked_up_in_the_table_of_all(test, alone):
    alone = alone or compute_boschloo_test
    x_1, x_0 = np.array([0, 3, 8, 8]), np.array([0, 1, 2, 9])
    n_1, n_0 = np.full(4, 8), np.full(4, 9)
    found = compute_stacked_tests(test, (x_1, n_1, x_0, n_0))

    for i in range(4):
        expected = alone(int(x_1[i]), 8, int(x_0[i]), 9).p_value
        assert found[i] == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("seed", range(3))
def test_gates_reject_what_the_graphical_procedure_rejects(seed):
    graph = make_gated_graph(("r1",), ("h1", "h2", "h3"))
    if seed == 2:
        graph = HypothesisGraph(
            ("r1", "h1", "h2", "h3"),
            (0.5, 0.3, 0.2, 0.0),
            (
                (0.0, 0.5, 0.5, 0.0),
                (0.2, 0.0, 0.0, 0.8),
                (0.0, 0.0, 0.0, 1.0),
                (0.5, 0.5, 0.0, 0.0),
            ),
        )
    p_values = np.random.default_rng(seed).random((60, 4)) ** 5
    p_values[0, 1] = np.nan
    table = compute_gate_weights(np.array(graph.weights), np.array(graph.transitions))
    found = reject_by_gates(p_values, table, 0.05)

    for own, row in zip(p_values, found, strict=True):
        alone = compute_graphical(graph, [None if np.isnan(p) else float(p) for p in own])
        assert tuple(row.tolist()) == alone.rejected


def test_a_graph_of_very_many_hypotheses_is_refused():
    with pytest.raises(ValueError, match="at most 12"):
        compute_gate_weights(np.ones(13) / 13, np.zeros((13, 13)))


def test_infinite_degrees_of_freedom_give_normal_limits():
    stack = infer_stack(np.array([1.0]), np.array([0.5]), np.inf, 0.95)

    assert stack.high[0] == pytest.approx(1.0 + 0.5 * 1.959963984540054)
