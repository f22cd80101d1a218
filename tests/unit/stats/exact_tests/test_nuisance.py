from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from tubulus.stats.exact_tests.nuisance import compute_probability, maximise, maximise_rows


@pytest.mark.parametrize("total", [1, 2, 9, 80])
def test_the_probability_of_a_region_is_a_sum_of_binomial_probabilities(total):
    tails = np.random.default_rng(total).random(total + 1)
    angles = np.linspace(0.1, 3.0, 17)
    shares = np.sin(angles / 2.0) ** 2

    expected = stats.binom.pmf(np.arange(total + 1), total, shares[:, np.newaxis]) @ tails

    np.testing.assert_allclose(compute_probability(angles, tails), expected, rtol=1e-12)


@pytest.mark.parametrize("total", [1, 2, 9, 80])
def test_a_row_has_the_supremum_of_that_row_alone(total):
    rows = np.random.default_rng(total).random((700, total + 1))

    found = maximise_rows(rows)

    shown = [0, 1, 511, 512, 699]
    np.testing.assert_allclose(found[shown], [maximise(rows[row]) for row in shown], rtol=1e-12)


def test_two_equal_peaks_are_both_searched():
    tails = np.zeros(81)
    tails[[20, 60]] = 1.0
    expected = stats.binom.pmf(20, 80, 0.25)

    assert maximise(tails) == pytest.approx(expected, rel=1e-12)
    assert maximise_rows(tails[np.newaxis])[0] == pytest.approx(expected, rel=1e-12)


def test_a_region_without_events_is_certain_at_a_share_of_zero():
    tails = np.array([1.0, 0.5, 0.0, 0.0])

    assert maximise(tails) == maximise_rows(tails[np.newaxis])[0] == 1.0


def test_an_impossible_region_has_probability_zero():
    assert maximise(np.zeros(5)) == maximise_rows(np.zeros((1, 5)))[0] == 0.0
