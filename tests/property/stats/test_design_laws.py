from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.searching import take

from tubulus.stats.designs.safety import (
    calibrate_boundary,
    calibrate_posterior_boundary,
    compute_operating_characteristics,
)
from tubulus.stats.designs.sample_size import compute_rejection_probability, find_rejected_tables
from tubulus.stats.designs.two_stage import find_simon_designs

LOOKS = st.lists(st.integers(1, 45), min_size=1, max_size=6, unique=True).map(sorted)
SHARE = st.floats(0.02, 0.7)
ALPHA = st.floats(0.005, 0.3)
SHAPE = st.sampled_from(["Pocock", "O'Brien-Fleming"])


@take(20)
@given(LOOKS, SHARE, ALPHA, SHAPE, st.sampled_from(["together", "latest first"]))
def test_a_calibrated_rule_stops_no_more_safe_trials_than_allowed(looks, p_0, alpha, shape, ties):
    found = calibrate_boundary(looks, p_0, alpha, shape=shape, ties=ties)
    stopping = compute_operating_characteristics(found.boundary, [p_0]).stopping[0]

    assert stopping <= alpha
    if found.boundary.stops:
        assert found.attained.value == pytest.approx(stopping)


@take(15)
@given(LOOKS, SHARE, ALPHA, SHAPE)
def test_more_alpha_never_raises_a_limit(looks, p_0, alpha, shape):
    strict = calibrate_boundary(looks, p_0, alpha / 2.0, shape=shape).boundary
    lax = calibrate_boundary(looks, p_0, alpha, shape=shape).boundary

    for n, first, second in zip(looks, strict.limits, lax.limits, strict=True):
        assert (n + 1 if second is None else second) <= (n + 1 if first is None else first)


@take(15)
@given(LOOKS, SHARE, ALPHA, st.tuples(st.floats(0.2, 5.0), st.floats(0.2, 5.0)))
def test_a_calibrated_posterior_rule_keeps_alpha_under_any_prior(looks, p_0, alpha, prior):
    found = calibrate_posterior_boundary(looks, p_0, alpha, prior=prior)

    assert compute_operating_characteristics(found.boundary, [p_0]).stopping[0] <= alpha


@take(15)
@given(LOOKS, SHARE, ALPHA)
def test_a_more_frequent_harm_stops_more_and_earlier(looks, p_0, alpha):
    boundary = calibrate_boundary(looks, p_0, alpha).boundary
    found = compute_operating_characteristics(boundary, np.linspace(0.0, 1.0, 9))

    assert np.all(np.diff(found.stopping) >= -1e-12)
    assert np.all(np.diff(found.expected_n) <= 1e-9)


@take(10)
@given(st.floats(0.05, 0.5), st.floats(0.25, 0.4), st.floats(0.03, 0.2), st.floats(0.1, 0.3))
def test_two_stage_designs_keep_both_errors(p_0, rise, alpha, beta):
    found = find_simon_designs(p_0, p_0 + rise, alpha, beta, most=80)

    for design in found.admissible:
        assert design.level <= alpha + 1e-12
        assert design.power >= 1.0 - beta - 1e-12
    expected = [design.expected_n for design in found.admissible]
    assert expected == sorted(expected, reverse=True)


@take(10)
@given(st.integers(1, 9), st.integers(1, 9), st.floats(0.01, 0.3), st.floats(0.0, 1.0))
def test_boschloo_holds_its_level_at_any_common_proportion(n_1, n_0, alpha, p):
    rejected = find_rejected_tables(n_1, n_0, alpha)

    assert compute_rejection_probability(rejected, p, p) <= alpha + 1e-9
