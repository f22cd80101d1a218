from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from tubulus.stats.censored.below_limit import draw_below_limit

GENERATOR = np.random.default_rng(4)
COVARIATE = GENERATOR.normal(size=60)
TRUE = 1.0 + 0.5 * COVARIATE + GENERATOR.normal(size=60)
LIMITS = np.where(np.arange(60) < 30, 0.2, 0.8)
BELOW = TRUE < LIMITS
SEEN = np.where(BELOW, LIMITS, TRUE)


def draw(seed=1, **options):
    return draw_below_limit(
        SEEN, BELOW, COVARIATE[:, None], generator=np.random.default_rng(seed), **options
    )


def test_draws_lie_below_their_own_limit_and_values_stay():
    result = draw(draws=200)

    assert result.n_drawn == BELOW.sum()
    assert (result.values[:, BELOW] <= LIMITS[BELOW]).all()
    assert (result.values[:, ~BELOW] == TRUE[~BELOW]).all()


def test_one_seed_gives_one_set_of_draws():
    assert (draw().values == draw().values).all()
    assert (draw().values != draw(seed=2).values).any()


def test_with_fixed_parameters_the_draws_are_a_truncated_normal():
    values = draw_below_limit(
        np.append(TRUE, 0.0),
        np.append(np.zeros(60, dtype=bool), True),
        generator=np.random.default_rng(3),
        draws=20_000,
        fixed_parameters=True,
    ).values[:, -1]
    # a single limit hardly moves the fit: its mean and SD are close to those of the values
    mean, sd = TRUE.mean() - 0.02, TRUE.std()
    expected = stats.truncnorm.mean(-np.inf, (0.0 - mean) / sd, mean, sd)

    assert values.mean() == pytest.approx(expected, abs=0.05)


def test_drawn_parameters_add_variation_between_data_sets():
    proper, fixed = draw(draws=500), draw(draws=500, fixed_parameters=True)
    between = [np.var(r.values[:, BELOW].mean(axis=1)) for r in (proper, fixed)]

    assert between[0] > 1.5 * between[1]


def test_missing_participants_stay_missing():
    outcome = SEEN.copy()
    outcome[[0, 59]] = np.nan
    result = draw_below_limit(outcome, BELOW, generator=np.random.default_rng(1), draws=2)

    assert np.isnan(result.values[:, [0, 59]]).all()
    assert not np.isnan(result.values[:, 1:59]).any()


def test_with_nothing_below_a_limit_nothing_is_drawn():
    generator, other = np.random.default_rng(1), np.random.default_rng(1)
    result = draw_below_limit(SEEN, np.zeros(60, dtype=bool), generator=generator, draws=3)

    assert result.values.shape == (3, 60)
    assert result.n_drawn == 0
    assert generator.random() == other.random()


def test_nobody_has_no_values():
    result = draw_below_limit([], [], generator=np.random.default_rng(1))

    assert result.values.shape == (1, 0)


def test_where_the_regression_cannot_be_fitted_there_are_no_values():
    result = draw_below_limit([1.0, 1.0], [True, True], generator=np.random.default_rng(1))

    assert result.values is None
    assert result.reason == "every value is below its limit"


def test_no_draws_are_refused():
    with pytest.raises(ValueError, match="at least one draw"):
        draw(draws=0)
