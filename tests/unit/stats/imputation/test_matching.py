from __future__ import annotations

import numpy as np

from tubulus.stats.imputation.matching import draw_matches


def make_design(x):
    return np.column_stack([np.ones(len(x)), x])[None]


def test_only_values_that_somebody_had_are_imputed():
    rng = np.random.default_rng(1)
    x, y = rng.normal(size=20), rng.normal(size=20).round(1)
    drawn = draw_matches(make_design(x), y, make_design([0.0, 9.0]), 50, rng)

    assert drawn.shape == (50, 2)
    assert np.isin(drawn, y).all()


def test_donors_are_the_five_with_the_closest_prediction():
    x = np.arange(100.0)
    y = 3.0 * x + np.where(x % 2 == 0, 1e-6, -1e-6)
    drawn = draw_matches(make_design(x), y, make_design([50.2]), 400, np.random.default_rng(2))

    assert set(np.unique(drawn)) == set(y[48:53])


def test_ties_are_broken_by_chance():
    x = np.repeat([0.0, 1.0], 20)
    y = np.arange(40.0)
    drawn = draw_matches(make_design(x), y, make_design([0.0]), 2000, np.random.default_rng(3))

    assert set(np.unique(drawn)) == set(range(20))


def test_fewer_participants_than_donors_are_all_donors():
    y = np.array([1.0, 4.0, 2.0, 8.0])
    drawn = draw_matches(
        make_design([0.0, 1.0, 2.0, 3.0]), y, make_design([1.0]), 300, np.random.default_rng(4)
    )

    assert set(np.unique(drawn)) == set(y)


def test_a_model_that_cannot_be_fitted_says_why():
    drawn = draw_matches(
        make_design([1.0, 1.0, 1.0]),
        np.arange(3.0),
        make_design([1.0]),
        3,
        np.random.default_rng(5),
    )

    assert "determine each other" in drawn
