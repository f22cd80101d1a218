"""Extreme-value tails: parameters found, other laws noticed, the end of a bounded law."""

import numpy as np
import pytest
from scipy.stats import genextreme, gumbel_r

from tubulus.dock.calibration.tail import fit_tail


def test_a_gumbel_sample_gives_its_parameters_and_tail():
    sample = gumbel_r.ppf((np.arange(400) + 0.5) / 400, 2.0, 3.0)

    fit = fit_tail(sample)

    assert (fit.location, fit.scale) == pytest.approx((2.0, 3.0), rel=0.02)
    assert fit.shape == pytest.approx(0.0, abs=0.02)
    assert fit.state == "not contradicted"
    assert fit.compute_p(12.0) == pytest.approx((gumbel_r.sf(12, 2, 3),) * 2, rel=0.1)


def test_a_heavier_tail_contradicts_gumbel_and_is_followed():
    sample = genextreme.ppf((np.arange(1000) + 0.5) / 1000, -0.25, 0.0, 1.0)

    fit = fit_tail(sample)

    assert fit.state == "contradicted"
    assert fit.shape == pytest.approx(-0.25, abs=0.03)


def test_gumbel_samples_are_contradicted_about_as_often_as_they_should():
    rng = np.random.default_rng(8)

    states = [fit_tail(rng.gumbel(size=120)).state for _ in range(300)]

    assert states.count("contradicted") / 300 == pytest.approx(0.05, abs=0.04)


def test_beyond_the_end_of_a_bounded_law_there_is_no_p():
    fit = fit_tail(np.linspace(0.0, 1.0, 100))

    assert fit.compute_p(50.0)[1] is None


@pytest.mark.parametrize("decoys", [np.arange(49.0), np.zeros(100), np.full(60, np.nan)])
def test_too_few_or_equal_decoys_have_no_tail(decoys):
    assert fit_tail(decoys) is None
