from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.mixed.likelihood import compute_score, fit_generalised, make_entries
from tubulus.stats.mixed.moments import compute_moments

STEP = 1e-5


def simulate_moments(n_sets):
    generator = np.random.default_rng(8)
    n, visits = 25, 3
    design = generator.normal(size=(n, visits, 4))
    outcome = generator.normal(5.0, 2.0, (n, visits))
    outcome[generator.random((n, visits)) < 0.2] = np.nan
    outcome[np.isnan(outcome).all(axis=1), 0] = 1.0
    sets = np.arange(n) % n_sets
    sigma = np.stack([np.eye(visits) * (1.0 + index) + 0.4 for index in range(n_sets)])
    return design, outcome, sets, sigma


def move(sigma, entries, index, step):
    moved = sigma.copy()
    moved[index // len(entries)] += step * entries[index % len(entries)]
    return moved


@pytest.mark.parametrize("n_sets", [1, 2])
def test_the_derivatives_are_those_of_the_deviance(n_sets):
    design, outcome, sets, sigma = simulate_moments(n_sets)
    moments = compute_moments(design, outcome, sets, n_sets)
    score = compute_score(moments, fit_generalised(moments, sigma))
    entries = make_entries(3)
    for index in range(score.gradient.size):
        up = fit_generalised(moments, move(sigma, entries, index, STEP))
        down = fit_generalised(moments, move(sigma, entries, index, -STEP))
        slope = (up.deviance - down.deviance) / (2.0 * STEP)
        rise = compute_score(moments, up).gradient - compute_score(moments, down).gradient

        assert score.gradient[index] == pytest.approx(slope, abs=1e-7)
        assert score.observed[index] == pytest.approx(rise / (2.0 * STEP), abs=1e-6)


def test_the_expected_information_is_the_trace_of_projected_derivatives():
    design, outcome, sets, sigma = simulate_moments(2)
    moments = compute_moments(design, outcome, sets, 2)
    score = compute_score(moments, fit_generalised(moments, sigma))
    seen = ~np.isnan(outcome)
    owner, visit = np.nonzero(seen)
    same = owner[:, None] == owner[None, :]

    def spread(matrices):
        return np.where(same, matrices[sets[owner][:, None], visit[:, None], visit[None, :]], 0.0)

    x, inverse = design[seen], np.linalg.inv(spread(sigma))
    projection = inverse - inverse @ x @ np.linalg.solve(x.T @ inverse @ x, x.T @ inverse)
    zero, entries = np.zeros_like(sigma), make_entries(3)
    turned = [projection @ spread(move(zero, entries, index, 1.0)) for index in range(12)]
    traces = np.array([[np.trace(one @ two) for two in turned] for one in turned])
    assert score.expected == pytest.approx(traces, abs=1e-9)


def test_a_covariance_that_is_not_positive_has_no_likelihood():
    design, outcome, sets, sigma = simulate_moments(1)
    moments = compute_moments(design, outcome, sets, 1)

    assert fit_generalised(moments, -sigma) is None
