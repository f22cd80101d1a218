from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from tubulus.stats.mixed import estimate_mmrm

SEED = st.integers(0, 2**32 - 1)
LITTLE = settings(max_examples=10, deadline=None)


def simulate_trial(seed, visits=3, missing=0.15):
    generator = np.random.default_rng(seed)
    n = int(generator.integers(30, 50))
    arm = np.arange(n) % 2.0
    before = generator.normal(14.0, 3.0, n)
    shared = generator.normal(size=(n, 1)) + 0.5 * before[:, None]
    outcome = shared + generator.normal(size=(n, visits)) + arm[:, None] * np.arange(visits)
    outcome[generator.random((n, visits)) < missing] = np.nan
    return outcome, arm, before, generator.normal(size=(n, 2))


def approx(value):
    return pytest.approx(value, rel=1e-7, abs=1e-9)


@LITTLE
@given(SEED, st.sampled_from(["common", "by arm"]))
def test_relabelling_the_arms_negates_every_difference(seed, covariance):
    outcome, arm, before, z = simulate_trial(seed)
    there = estimate_mmrm(outcome, arm, before, z, covariance=covariance)
    back = estimate_mmrm(outcome, 1.0 - arm, before, z, covariance=covariance)

    assert there.reason == ""
    for one, two in zip(there.visits, back.visits, strict=True):
        assert two.difference.estimate == approx(-one.difference.estimate)
        assert two.difference.low == approx(-one.difference.high)
        assert two.df.value == approx(one.df.value)
        assert two.mean_1.estimate == approx(one.mean_0.estimate)
    assert back.joint.test.p_value == approx(there.joint.test.p_value)


@LITTLE
@given(SEED)
def test_a_single_visit_is_the_classical_analysis_of_covariance(seed):
    outcome, arm, before, z = simulate_trial(seed, visits=1)
    visit = estimate_mmrm(outcome, arm, before, z).visits[0]
    seen = ~np.isnan(outcome[:, 0])
    design = np.column_stack([np.ones(arm.size), arm, before, z])[seen]
    coefficients, residual, _, _ = np.linalg.lstsq(design, outcome[seen, 0], rcond=None)
    df = int(seen.sum()) - 5
    error = np.sqrt(residual[0] / df * np.linalg.inv(design.T @ design)[1, 1])

    assert visit.difference.estimate == approx(coefficients[1])
    assert visit.standard_error.value == approx(error)
    assert visit.df.value == approx(df)
    assert visit.test.p_value == approx(2.0 * stats.t.sf(abs(coefficients[1] / error), df))


@LITTLE
@given(SEED)
def test_with_everything_observed_each_visit_stands_for_itself(seed):
    outcome, arm, before, z = simulate_trial(seed, missing=0.0)
    result = estimate_mmrm(outcome, arm, before, z, by_visit="all")
    design = np.column_stack([np.ones(arm.size), arm, before, z])
    coefficients = np.linalg.lstsq(design, outcome, rcond=None)[0]
    residual = outcome - design @ coefficients
    df = arm.size - 5
    unit = np.linalg.inv(design.T @ design)[1, 1]
    between = residual.T @ residual / df
    for place, visit in enumerate(result.visits):
        assert visit.difference.estimate == approx(coefficients[1, place])
        assert visit.standard_error.value == approx(np.sqrt(between[place, place] * unit))
        assert visit.df.value == approx(df)
    squared = coefficients[1] @ np.linalg.solve(between * unit, coefficients[1])
    assert result.joint.f.value == approx(squared * (df - 2) / (3 * df))
    assert result.joint.denominator_df.value == approx(df - 2)


@LITTLE
@given(SEED, st.floats(1e-3, 1e3), st.floats(-1e3, 1e3))
def test_a_change_of_unit_changes_no_p_value(seed, factor, offset):
    outcome, arm, before, z = simulate_trial(seed)
    first = estimate_mmrm(outcome, arm, before, z)
    second = estimate_mmrm(outcome * factor + offset, arm, before * factor + offset, z)

    for one, two in zip(first.visits, second.visits, strict=True):
        assert two.difference.estimate == pytest.approx(
            one.difference.estimate * factor, rel=1e-6, abs=1e-6 * factor
        )
        assert two.test.p_value == pytest.approx(one.test.p_value, rel=1e-6, abs=1e-9)


@LITTLE
@given(SEED)
def test_changes_from_baseline_give_the_differences_of_the_values(seed):
    outcome, arm, before, z = simulate_trial(seed)
    values = estimate_mmrm(outcome, arm, before, z)
    changes = estimate_mmrm(outcome - before[:, None], arm, before, z)

    for one, two in zip(values.visits, changes.visits, strict=True):
        assert two.difference.estimate == approx(one.difference.estimate)
        assert two.standard_error.value == approx(one.standard_error.value)
