from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.imputation.normal import decompose_design, draw_linear_posterior, draw_normal

X = np.column_stack([np.ones(30), np.linspace(-1, 2, 30), np.tile([0.0, 1.0, 1.0], 10)])
Y = X @ [1.0, 2.0, -1.0] + np.sin(np.arange(30.0))


def test_drawn_coefficients_have_the_moments_of_the_posterior():
    m = 40_000
    posterior = draw_linear_posterior(X[None], Y, m, np.random.default_rng(1))
    fitted, rest, *_ = np.linalg.lstsq(X, Y)
    # the mean of 1 / chi-squared on 27 df is 1 / 25
    expected = rest[0] / 25 * np.linalg.inv(X.T @ X)

    assert posterior.fitted[0] == pytest.approx(fitted)
    assert np.abs(posterior.coefficients.mean(axis=0) - fitted) == pytest.approx(
        np.zeros(3), abs=4 * np.sqrt(np.diag(expected).max() / m)
    )
    assert np.cov(posterior.coefficients.T) == pytest.approx(expected, rel=0.06)
    assert np.mean(posterior.sigma**2) == pytest.approx(rest[0] / 25, rel=0.02)


def test_one_design_an_imputation_gives_what_one_design_gives():
    unseen = X[None, :4]
    one = draw_normal(X[None], Y, unseen, 6, np.random.default_rng(3))
    many = draw_normal(
        np.repeat(X[None], 6, axis=0), Y, np.repeat(unseen, 6, axis=0), 6, np.random.default_rng(3)
    )

    assert one.shape == (6, 4)
    assert many == pytest.approx(one)


def test_nobody_to_impute_gives_no_values():
    assert draw_normal(X[None], Y, X[None, :0], 5, np.random.default_rng(1)).shape == (5, 0)


@pytest.mark.parametrize(
    ("design", "reason"),
    [
        (np.ones((1, 1, 2)), "cannot determine"),
        (np.ones((1, 5, 2)), "determine each other"),
        (np.concatenate([np.ones((1, 5, 1)), np.zeros((1, 5, 1))], axis=2), "zero for everybody"),
    ],
)
def test_a_design_without_full_rank_says_why(design, reason):
    assert reason in decompose_design(design)


def test_as_many_participants_as_coefficients_leave_nothing_to_vary():
    assert "nothing to vary" in draw_linear_posterior(
        X[None, :3], Y[:3], 4, np.random.default_rng()
    )


def test_a_constant_outcome_is_imputed_as_it_is():
    drawn = draw_normal(X[None], np.full(30, 2.5), X[None, :2], 3, np.random.default_rng(1))

    assert drawn == pytest.approx(np.full((3, 2), 2.5))
