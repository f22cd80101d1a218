from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.designs.safety.operating_characteristics import compute_binomial
from tubulus.stats.designs.safety.posterior import compute_posterior_probability
from tubulus.stats.designs.safety.predictive import (
    compute_final_limit,
    compute_predictive_boundary,
    compute_predictive_probability,
)


def test_it_is_the_binomial_tail_averaged_over_the_posterior():
    nodes, weights = np.polynomial.legendre.leggauss(60)
    p = (nodes + 1.0) / 2.0
    density = p**4 * (1.0 - p) ** 8
    tails = np.array([compute_binomial(20, x)[5:].sum() for x in p])
    expected = (weights * density * tails).sum() / (weights * density).sum()

    found = compute_predictive_probability(3, 10, 30, 8, prior=(2.0, 2.0))
    assert found.value == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("state", "expected"),
    [((7, 40, 40, 7), 1.0), ((6, 40, 40, 7), 0.0), ((8, 20, 40, 7), 1.0), ((0, 39, 40, 2), 0.0)],
)
def test_what_is_decided_is_certain(state, expected):
    assert compute_predictive_probability(*state).value == expected


def test_an_end_that_no_count_reaches_has_no_chance():
    assert compute_predictive_probability(3, 10, 30, None).value == 0.0


def test_nobody_observed_yet_predicts_from_the_prior():
    # under the uniform prior each number of events is as likely
    found = compute_predictive_probability(0, 0, 9, 4, prior=(1.0, 1.0))

    assert found.value == pytest.approx(0.6, rel=1e-12)


def test_the_final_limit_is_the_first_posterior_beyond_the_threshold():
    limit = compute_final_limit(40, 0.1, 0.95)

    posteriors = [compute_posterior_probability(limit + s, 40, 0.1).value for s in (-1, 0)]
    assert posteriors[0] <= 0.95 < posteriors[1]
    assert compute_final_limit(2, 0.9, 0.99) is None


def test_a_rule_on_it_ends_at_the_needed_events():
    boundary = compute_predictive_boundary((10, 20, 30, 40), 8, 0.9)

    assert boundary.limits[-1] == 8
    chances = [compute_predictive_probability(4 + s, 10, 40, 8).value for s in (-1, 0)]
    assert boundary.limits[0] == 4
    assert chances[0] <= 0.9 < chances[1]


def test_more_observed_than_planned_is_refused():
    with pytest.raises(ValueError, match="between 0 and n"):
        compute_predictive_probability(1, 41, 40, 7)
