from __future__ import annotations

from itertools import pairwise

import pytest

from tubulus.stats.designs.safety.operating_characteristics import compute_binomial
from tubulus.stats.designs.two_stage.design import TwoStageDesign, compute_rejection
from tubulus.stats.designs.two_stage.inference import estimate_after_two_stages

DESIGN = TwoStageDesign(1, 5, 4, 12)


def list_outcomes(probability):
    """Return the probability of each number of responders at the end."""
    first, second = compute_binomial(5, probability), compute_binomial(7, probability)
    shares = {0: first[0], 1: first[1]}
    for x in range(2, 6):
        for y in range(8):
            shares[x + y] = shares.get(x + y, 0.0) + first[x] * second[y]
    return shares


@pytest.mark.parametrize("probability", [0.1, 0.4, 0.85])
def test_the_estimate_is_right_on_average(probability):
    outcomes = list_outcomes(probability)

    mean = sum(
        share * estimate_after_two_stages(DESIGN, events, 0.2).response.estimate
        for events, share in outcomes.items()
    )
    assert sum(outcomes.values()) == pytest.approx(1.0)
    assert mean == pytest.approx(probability, rel=1e-12)


def test_the_p_value_at_the_last_limit_is_the_level():
    found = estimate_after_two_stages(DESIGN, DESIGN.limit + 1, 0.2)

    assert found.test.p_value == pytest.approx(compute_rejection(DESIGN, 0.2), rel=1e-12)


def test_p_values_fall_with_more_responders():
    p_values = [estimate_after_two_stages(DESIGN, x, 0.2).test.p_value for x in range(13)]

    assert p_values[0] == 1.0
    assert all(later < earlier for earlier, later in pairwise(p_values))


def test_limits_cover_at_least_as_stated():
    for probability in (0.15, 0.4, 0.7):
        covered = 0.0
        for events, share in list_outcomes(probability).items():
            response = estimate_after_two_stages(DESIGN, events, 0.2).response
            covered += share * (response.low <= probability <= response.high)
        assert covered >= 0.95


def test_no_and_only_responders_have_an_open_end():
    assert estimate_after_two_stages(DESIGN, 0, 0.2).response.low == 0.0
    everybody = estimate_after_two_stages(DESIGN, 12, 0.2).response
    assert (everybody.estimate, everybody.high) == (1.0, 1.0)


def test_more_responders_than_participants_are_refused():
    with pytest.raises(ValueError, match="between 0 and n"):
        estimate_after_two_stages(DESIGN, 13, 0.2)
