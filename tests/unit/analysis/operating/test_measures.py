import numpy as np
import pytest

from tubulus.analysis.operating.measures import measure_cell, measure_mean, measure_share
from tubulus.analysis.operating.sums import sum_contrasts
from tubulus.analysis.operating.worlds import Truth
from tubulus.stats.stacks import infer_stack

ESTIMATES = np.array([0.1, 0.4, -0.2, 0.3, 0.9])
ERRORS = np.array([0.2, 0.1, 0.3, 0.2, 0.2])


@pytest.fixture
def measures():
    sums = sum_contrasts(infer_stack(ESTIMATES, ERRORS, 20.0, 0.95), 0.2, 0.05)
    return {m.name: m for m in measure_cell(sums, Truth(0.2, 0.01))}


def test_measures_are_those_of_the_estimates_themselves(measures):
    assert measures["bias"].value == pytest.approx(ESTIMATES.mean() - 0.2)
    assert measures["empirical SD"].value == pytest.approx(ESTIMATES.std(ddof=1))
    assert measures["mean SE"].value == pytest.approx(ERRORS.mean())
    assert measures["RMSE"].value == pytest.approx(np.sqrt(np.mean((ESTIMATES - 0.2) ** 2)))
    assert measures["coverage"].value == pytest.approx(0.8)
    assert measures["rejection"].value == pytest.approx(0.4)


def test_monte_carlo_errors_are_those_of_means_and_shares(measures):
    own = ESTIMATES.std(ddof=1) / np.sqrt(5)

    assert measures["bias"].error == pytest.approx(np.hypot(own, 0.01))
    assert measures["mean SE"].error == pytest.approx(ERRORS.std(ddof=1) / np.sqrt(5))
    assert measures["coverage"].error == pytest.approx(np.sqrt(0.8 * 0.2 / 5))


def test_the_error_of_the_sd_is_right_for_normal_estimates():
    estimates = np.random.default_rng(1).normal(size=100_000)
    sums = sum_contrasts(infer_stack(estimates, np.ones(100_000), 20.0, 0.95), 0.0, 0.05)
    found = {m.name: m for m in measure_cell(sums, Truth(0.0))}

    assert found["empirical SD"].error == pytest.approx(1.0 / np.sqrt(200_000), rel=0.02)
    assert found["RMSE"].error == pytest.approx(1.0 / np.sqrt(200_000), rel=0.02)


def test_trials_without_limits_count_as_not_estimable():
    errors = ERRORS.copy()
    errors[:2] = np.nan
    sums = sum_contrasts(infer_stack(ESTIMATES, errors, 20.0, 0.95), 0.2, 0.05)
    found = {m.name: m for m in measure_cell(sums, Truth(0.2))}

    assert found["not estimable"].value == pytest.approx(0.4)
    assert found["coverage"].trials == 3


def test_no_trial_gives_no_number_but_a_reason():
    assert measure_share("coverage", 0.0, 0.0).reason == "no trial gives it"
    assert measure_mean("mean SE", (1.0, 2.0, 4.0)).value is None
